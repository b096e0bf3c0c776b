//! Where the measured programs keep what they have: the demo town, made once and copied for whoever changes it.

use super::{Result, database::Raw, server::Server};
use std::{path::PathBuf, process::Stdio};
use tokio::process::Command;

/// A data folder, and a PostgreSQL database in place of the embedded one.
#[derive(Clone)]
pub struct Place {
    pub folder: PathBuf,
    pub database: Option<String>,
}

impl Place {
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = vec!["--data".to_owned(), self.folder.display().to_string()];
        if let Some(url) = &self.database {
            arguments.extend(["--database".to_owned(), url.clone()]);
        }
        arguments
    }
}

/// Stands in the folder of a place that is finished.
const MARK: &str = "made";

/// The two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    Sqlite,
    Postgres,
}

impl Store {
    /// As a line names it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What is built and where it may work.
pub struct Ground {
    pub binary: PathBuf,
    folder: PathBuf,
    /// of a server in which databases may be made
    postgres: Option<String>,
}

impl Ground {
    pub fn new(binary: PathBuf, folder: PathBuf, postgres: Option<String>) -> Result<Self> {
        std::fs::create_dir_all(&folder)?;
        Ok(Self { binary, folder, postgres })
    }

    pub fn stores(&self) -> Vec<Store> {
        let beside = self.postgres.as_ref().map(|_| Store::Postgres);
        [Some(Store::Sqlite), beside].into_iter().flatten().collect()
    }

    pub async fn serve(&self, place: &Place) -> Result<Server> {
        Server::start(&self.binary, &["serve"], place).await
    }

    /// A copy of the demo town under a name of its own; the one before under this name is gone.
    pub async fn town(&self, store: Store, name: &str) -> Result<Place> {
        self.copy(&self.made(store).await?, name).await
    }

    /// The town as it was made, for nobody to change.
    async fn made(&self, store: Store) -> Result<Place> {
        let name = format!("town_{}", store.name().to_lowercase());
        if let Some(place) = self.standing(store, &name).await? {
            return Ok(place);
        }
        let place = self.place(store, &name)?;
        self.empty(&place).await?;
        Server::start(&self.binary, &["demo"], &place).await?.stop().await?;
        Self::finished(&place)?;
        Ok(place)
    }

    /// A place that was finished under this name, in this or an earlier run, brought to the program's schema.
    pub async fn standing(&self, store: Store, name: &str) -> Result<Option<Place>> {
        let place = self.place(store, name)?;
        let mark = std::fs::read_to_string(place.folder.join(MARK));
        if !mark.is_ok_and(|of| of == place.database.clone().unwrap_or_default()) {
            return Ok(None);
        }
        run(Command::new(&self.binary).args(place.arguments()).arg("migrate").stdout(Stdio::null())).await?;
        Ok(Some(place))
    }

    /// Says that a place is made; a database by its address, since a server may live for one run only.
    pub fn finished(place: &Place) -> Result<()> {
        Ok(std::fs::write(place.folder.join(MARK), place.database.clone().unwrap_or_default())?)
    }

    /// All of a place that nobody serves, under another name.
    pub async fn copy(&self, from: &Place, name: &str) -> Result<Place> {
        let store = if from.database.is_some() { Store::Postgres } else { Store::Sqlite };
        let to = self.place(store, name)?;
        self.remove(&to).await?;
        run(Command::new("cp").args(["-a", "--reflink=auto"]).arg(&from.folder).arg(&to.folder)).await?;
        std::fs::remove_file(to.folder.join(MARK))?;
        if let (Some(postgres), Some(url)) = (&self.postgres, &from.database) {
            let template = url.rsplit('/').next().unwrap_or_default();
            Raw::postgres(postgres)
                .await?
                .run(&format!("create database \"{name}\" template \"{template}\""))
                .await?;
        }
        Ok(to)
    }

    /// A folder and, on PostgreSQL, a database with nothing in them.
    async fn empty(&self, place: &Place) -> Result<()> {
        self.remove(place).await?;
        std::fs::create_dir_all(&place.folder)?;
        if let (Some(postgres), Some(url)) = (&self.postgres, &place.database) {
            let name = url.rsplit('/').next().unwrap_or_default();
            Raw::postgres(postgres).await?.run(&format!("create database \"{name}\"")).await?;
        }
        Ok(())
    }

    pub async fn remove(&self, place: &Place) -> Result<()> {
        if place.folder.exists() {
            std::fs::remove_dir_all(&place.folder)?;
        }
        if let (Some(postgres), Some(url)) = (&self.postgres, &place.database) {
            let name = url.rsplit('/').next().unwrap_or_default();
            Raw::postgres(postgres)
                .await?
                .run(&format!("drop database if exists \"{name}\" with (force)"))
                .await?;
        }
        Ok(())
    }

    fn place(&self, store: Store, name: &str) -> Result<Place> {
        let folder = self.folder.join(name);
        let database = match (store, &self.postgres) {
            (Store::Sqlite, _) => None,
            (Store::Postgres, None) => return Err("there is no PostgreSQL".into()),
            (Store::Postgres, Some(url)) => {
                let server = url.rsplit_once('/').ok_or("a database is given as postgres://…/name")?.0;
                Some(format!("{server}/{name}"))
            }
        };
        Ok(Place { folder, database })
    }
}

/// A program of the system that must succeed.
pub async fn run(command: &mut Command) -> Result<()> {
    let ended = command.status().await?;
    if ended.success() { Ok(()) } else { Err(format!("{command:?}: {ended}").into()) }
}
