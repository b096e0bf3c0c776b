//! One writer a folder: a lock that ends with its process, however that ends.

use crate::{cli::Failure, platform::config::Config};
use std::{
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

const FILE: &str = "wenming.lock";
/// How long somebody waits for a folder that another holds: a server takes as long to seal what is open.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(100);

/// The right to write in a folder, until dropped.
#[derive(Debug)]
pub struct Hold {
    pub folder: PathBuf,
    _lock: File,
}

impl Hold {
    /// Holds a folder, made when missing; nothing when somebody else holds it.
    pub fn take(folder: &Path) -> Result<Option<Self>, Failure> {
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        std::fs::create_dir_all(folder).map_err(failed)?;
        let file = File::options().create(true).truncate(false).write(true).open(folder.join(FILE));
        let file = file.map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { folder: folder.into(), _lock: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(failed(error).into()),
        }
    }
    /// Holds the folder of a configuration to serve from it; a database elsewhere needs no hold.
    pub async fn of(config: &Config) -> Result<Option<Self>, Failure> {
        if config.database.is_some() {
            return Ok(None);
        }
        let (folder, attempt) = (config.folder(), Attempt::begin());
        loop {
            match Self::take(&folder)? {
                Some(hold) => return Ok(Some(hold)),
                None => attempt.wait(&folder).await?,
            }
        }
    }
}

/// Waiting that ends.
pub struct Attempt(Instant);

impl Attempt {
    pub fn begin() -> Self {
        Self(Instant::now())
    }
    pub async fn wait(&self, folder: &Path) -> Result<(), Failure> {
        if self.0.elapsed() > PATIENCE {
            return Err(format!("{} is in use by another wenming", folder.display()).into());
        }
        tokio::time::sleep(PAUSE).await;
        Ok(())
    }
}
