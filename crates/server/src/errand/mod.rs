//! Commands that write. The embedded database has one writer: while the program serves a folder, such a command is
//! handed to it over a socket in that folder; else it does its work itself and holds the folder meanwhile.

mod desk;
mod hold;
#[cfg(test)]
mod tests;

pub use desk::Desk;
pub use hold::Hold;

use crate::{
    app::App,
    cli::Failure,
    directory,
    exchange::{self, Import},
    install,
    platform::{account, chance::Chance, clock::Clock, config::Config, migrate},
    start,
};
use clap::Subcommand;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A command that writes, with all it needs: so that it can be done by another process.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Errand {
    Import(Import),
    User(User),
    /// to open the database is to bring it to the program's schema
    Migrate,
}

#[derive(Subcommand, Debug, Serialize, Deserialize)]
pub enum User {
    /// Add an account with a post; the first password must be changed
    #[command(
        after_help = "Example:\n  WENMING_PASSWORD=… wenming user add zhou --name 周敏 --organisation CJB --title 专干 \
        --role creation_office"
    )]
    Add {
        /// What the person signs in with
        login: String,
        /// Name of the person
        #[arg(long)]
        name: String,
        /// Code of the organisation
        #[arg(long, value_name = "CODE")]
        organisation: String,
        /// Title of the post, as 专干
        #[arg(long)]
        title: String,
        /// Code of the role, as creation_office
        #[arg(long)]
        role: String,
        /// At least ten characters; read from the environment rather than typed where others see it
        #[arg(long, env = "WENMING_PASSWORD", hide_env_values = true)]
        password: String,
    },
}

/// Does it, here or where the folder is served; answers what is to be said.
pub async fn run(config: Config, errand: Errand, json: bool) -> Result<String, Failure> {
    let errand = errand.absolute()?;
    if config.database.is_none() {
        let folder = config.folder();
        let attempt = hold::Attempt::begin();
        loop {
            if let Some(_hold) = Hold::take(&folder)? {
                return here(config, errand, json).await;
            }
            if let Some(reply) = desk::hand_over(&folder, &errand, json).await? {
                return reply;
            }
            // held by another command, or by a server that begins or ends
            attempt.wait(&folder).await?;
        }
    }
    here(config, errand, json).await
}

async fn here(config: Config, errand: Errand, json: bool) -> Result<String, Failure> {
    let program = start::open(config, Clock::system(), Chance::system()).await?;
    errand.perform(&program, json).await
}

impl Errand {
    /// The same from whatever folder.
    fn absolute(mut self) -> std::io::Result<Self> {
        if let Self::Import(what) = &mut self {
            let path = what.path_mut();
            *path = std::path::absolute(&*path)?;
        }
        Ok(self)
    }
    async fn perform(self, program: &App, json: bool) -> Result<String, Failure> {
        match self {
            Self::Import(what) => exchange::import(program, what, json).await,
            Self::User(User::Add { login, name, organisation, title, role, password }) => {
                let words = format!("{login} is added; the password must be changed at the first sign-in");
                let told = json!({ "login": login });
                add_user(program, [login, name, organisation, title, role, password]).await?;
                Ok(if json { told.to_string() } else { words })
            }
            Self::Migrate => {
                let schema = migrate::newest();
                Ok(if json {
                    json!({ "schema": schema }).to_string()
                } else {
                    format!("the database is at {schema}")
                })
            }
        }
    }
}

async fn add_user(
    program: &App,
    [login, name, organisation, title, role, password]: [String; 6],
) -> Result<(), Failure> {
    let found = directory::organisation_of_code(&program.db.read().await?, &organisation).await?;
    let organisation = found.ok_or_else(|| format!("there is no organisation {organisation}"))?;
    let hash = account::hash_password(&password, &program.chance.bytes()?)?;
    let newcomer = install::Newcomer {
        login,
        name,
        organisation: organisation.id,
        title,
        head: false,
        role: Some(role),
        area: organisation.area,
        scope: "all",
        password_hash: hash,
        must_change_password: true,
    };
    install::enlist(program, install::installer(program).await?, newcomer).await?;
    Ok(())
}
