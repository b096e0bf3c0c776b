//! Configuration: flags before the environment before `DIR/wenming.toml`. `wenming config` lists what holds.

use clap::Args;
use serde::{Deserialize, Serialize};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// What every command takes.
#[derive(Args, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Config {
    /// Folder of the embedded database and of the files
    #[arg(long, env = "WENMING_DATA", global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL instead of the embedded database
    #[arg(long, env = "WENMING_DATABASE", global = true, value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Address to listen on
    #[arg(long, env = "WENMING_LISTEN", global = true, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// The address under which people reach the program, for plates and links in papers
    #[arg(long, env = "WENMING_PUBLIC_URL", global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Certificate chain in PEM, the server's own first; serves HTTPS together with the key
    #[arg(long, env = "WENMING_TLS_CERT", global = true, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// Private key in PEM
    #[arg(long, env = "WENMING_TLS_KEY", global = true, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
}

const FILE: &str = "wenming.toml";
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    #[error("{0} is not understood: {1}")]
    Malformed(PathBuf, Box<toml::de::Error>),
    #[error("--tls-cert and --tls-key go together")]
    HalfTls,
}

impl Config {
    /// Fills what flags and environment leave open from the folder's file.
    pub fn complete(self) -> Result<Self, Error> {
        let path = self.folder().join(FILE);
        let file: Self = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|e| Error::Malformed(path, Box::new(e)))?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(e) => return Err(Error::Unreadable(path, e)),
        };
        let whole = Self {
            data: self.data,
            database: self.database.or(file.database),
            listen: self.listen.or(file.listen),
            public_url: self.public_url.or(file.public_url),
            tls_cert: self.tls_cert.or(file.tls_cert),
            tls_key: self.tls_key.or(file.tls_key),
        };
        if whole.tls_cert.is_some() == whole.tls_key.is_some() { Ok(whole) } else { Err(Error::HalfTls) }
    }
    pub fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from("data"))
    }
    pub fn sqlite_path(&self) -> PathBuf {
        self.folder().join("wenming.db")
    }
    pub fn files_folder(&self) -> PathBuf {
        self.folder().join("files")
    }
    /// Certificate and key, if the program itself encrypts.
    pub fn tls(&self) -> Option<(&Path, &Path)> {
        self.tls_cert.as_deref().zip(self.tls_key.as_deref())
    }
    /// Served to others than this machine without TLS: phones lose camera, position and offline use.
    pub fn plain_transport(&self) -> bool {
        let before = self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
        self.tls().is_none() && !before && !self.address().ip().is_loopback()
    }
    pub fn address(&self) -> SocketAddr {
        self.listen.unwrap_or(LISTEN)
    }
}
