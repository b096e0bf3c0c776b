//! Configuration: a flag stands before the environment, the environment before `DIR/wenming.toml`, the file before
//! the default. `wenming config` lists what holds and where it comes from.

mod address;
#[cfg(test)]
mod tests;

pub use address::{FilesUrl, reaches_others};

use address::{masked, names_postgres, speaks_tls};
use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// What every command takes. A setting `tls_cert` is `--tls-cert`, `WENMING_TLS_CERT`, and `tls_cert` in the file.
#[derive(Args, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of the embedded database and of the files [env: WENMING_DATA] [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL instead of the embedded database, as postgres://user:password@host/name [env: WENMING_DATABASE]
    #[arg(long, global = true, value_name = "URL")]
    pub database: Option<String>,
    /// Where pictures lie, as file:///srv/pictures [env: WENMING_FILES] [default: DIR/files]
    #[arg(long, global = true, value_name = "URL")]
    pub files: Option<FilesUrl>,
    /// Address to listen on [env: WENMING_LISTEN] [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// The address under which people reach the program, for plates and links in papers [env: WENMING_PUBLIC_URL]
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// Certificate chain in PEM, the server's own first; serves HTTPS together with the key [env: WENMING_TLS_CERT]
    #[arg(long, global = true, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// Private key in PEM [env: WENMING_TLS_KEY]
    #[arg(long, global = true, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
}

const NAMES: [&str; 7] = ["data", "database", "files", "listen", "public_url", "tls_cert", "tls_key"];
const FILE: &str = "wenming.toml";
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    #[error("{0}, line {1}: {2}")]
    Malformed(PathBuf, usize, String),
    #[error("{0} names a data folder, but lies in the one that holds")]
    DataInFile(PathBuf),
    #[error("{0}: {1}")]
    Variable(String, String),
    #[error("a database is given as postgres://user:password@host/name")]
    Database,
    #[error("--tls-cert and --tls-key go together")]
    HalfTls,
}

/// Where a setting's value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    Flag,
    Environment,
    File,
    Default,
}

/// A setting as it holds, with its secrets masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Setting {
    pub name: &'static str,
    /// none: not set, and there is no default
    pub value: Option<String>,
    pub origin: Origin,
    /// the flag, the variable or the file; empty for a default
    pub from: String,
}

/// The configuration that holds, and how it came to hold.
pub struct Settled {
    pub config: Config,
    pub settings: Vec<Setting>,
}

impl Config {
    /// Fills what the flags leave open from the environment (a variable's value by its name) and the folder's file.
    pub fn settle(self, environment: impl Fn(&str) -> Option<String>) -> Result<Settled, Error> {
        let environment = from_environment(environment)?;
        let folder = self.data.clone().or_else(|| environment.data.clone());
        let path = Self { data: folder, ..Self::default() }.folder().join(FILE);
        let file = from_file(&path)?;
        let layers = [(Origin::Flag, self), (Origin::Environment, environment), (Origin::File, file)];
        let (data, data_from) = pick(&layers, |layer| &layer.data);
        let (database, database_from) = pick(&layers, |layer| &layer.database);
        let (files, files_from) = pick(&layers, |layer| &layer.files);
        let (listen, listen_from) = pick(&layers, |layer| &layer.listen);
        let (public_url, public_url_from) = pick(&layers, |layer| &layer.public_url);
        let (tls_cert, tls_cert_from) = pick(&layers, |layer| &layer.tls_cert);
        let (tls_key, tls_key_from) = pick(&layers, |layer| &layer.tls_key);
        let config = Self { data, database, files, listen, public_url, tls_cert, tls_key };
        if config.tls_cert.is_some() != config.tls_key.is_some() {
            return Err(Error::HalfTls);
        }
        // the driver would quote it, with its password
        if config.database.as_deref().is_some_and(|url| !names_postgres(url)) {
            return Err(Error::Database);
        }
        let origins =
            [data_from, database_from, files_from, listen_from, public_url_from, tls_cert_from, tls_key_from];
        let told = NAMES.iter().zip(config.values()).zip(origins);
        let settings = told
            .map(|((name, value), origin)| Setting { name, value, origin, from: from(name, origin, &path) })
            .collect();
        Ok(Settled { config, settings })
    }
    /// What holds, by the order of the names.
    fn values(&self) -> [Option<String>; 7] {
        let path = |path: &Path| path.display().to_string();
        [
            Some(path(&self.folder())),
            Some(self.database_shown()),
            Some(path(&self.files_folder())),
            Some(self.address().to_string()),
            self.public_url.as_deref().map(masked),
            self.tls_cert.as_deref().map(path),
            self.tls_key.as_deref().map(path),
        ]
    }
    /// Which database it is, without its secrets.
    pub fn database_shown(&self) -> String {
        self.database.as_deref().map_or_else(|| self.sqlite_path().display().to_string(), masked)
    }
    pub fn folder(&self) -> PathBuf {
        self.data.clone().unwrap_or_else(|| PathBuf::from("data"))
    }
    pub fn sqlite_path(&self) -> PathBuf {
        self.folder().join("wenming.db")
    }
    pub fn files_folder(&self) -> PathBuf {
        self.files.as_ref().map_or_else(|| self.folder().join("files"), |files| files.folder().into())
    }
    /// Certificate and key, if the program itself encrypts.
    pub fn tls(&self) -> Option<(&Path, &Path)> {
        self.tls_cert.as_deref().zip(self.tls_key.as_deref())
    }
    /// Reached encrypted: by the program itself, or by what stands before it under the public address.
    pub fn encrypted(&self) -> bool {
        self.tls().is_some() || self.public_url.as_deref().is_some_and(speaks_tls)
    }
    /// Reached by others than this machine without TLS: phones lose camera, position and offline use. A public address
    /// that others can reach is where they go; without one they go where the program listens.
    pub fn plain_transport(&self) -> bool {
        match self.public_url.as_deref().filter(|url| reaches_others(url)) {
            Some(url) => !speaks_tls(url),
            None => !self.encrypted() && !self.address().ip().is_loopback(),
        }
    }
    pub fn address(&self) -> SocketAddr {
        self.listen.unwrap_or(LISTEN)
    }
}

/// The first layer that says something.
fn pick<T: Clone>(layers: &[(Origin, Config)], of: fn(&Config) -> &Option<T>) -> (Option<T>, Origin) {
    let said = layers.iter().find_map(|(origin, layer)| of(layer).clone().map(|value| (value, *origin)));
    said.map_or((None, Origin::Default), |(value, origin)| (Some(value), origin))
}

fn variable(name: &str) -> String {
    format!("WENMING_{}", name.to_uppercase())
}

fn from(name: &str, origin: Origin, file: &Path) -> String {
    match origin {
        Origin::Flag => format!("--{}", name.replace('_', "-")),
        Origin::Environment => variable(name),
        Origin::File => file.display().to_string(),
        Origin::Default => String::new(),
    }
}

/// A variable that is empty says nothing.
fn from_environment(of: impl Fn(&str) -> Option<String>) -> Result<Config, Error> {
    let said = NAMES.iter().filter_map(|name| {
        let value = of(&variable(name)).filter(|value| !value.is_empty())?;
        Some(((*name).to_owned(), Value::String(value)))
    });
    let said = Value::Object(said.collect::<Map<_, _>>());
    serde_path_to_error::deserialize(said)
        .map_err(|e| Error::Variable(variable(&e.path().to_string()), e.inner().to_string()))
}

fn from_file(path: &Path) -> Result<Config, Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Config::default()),
        Err(e) => return Err(Error::Unreadable(path.into(), e)),
    };
    // the error's own words would quote the line, with its secrets
    let file: Config = toml::from_str(&text).map_err(|e| {
        let before = e.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        Error::Malformed(path.into(), before.matches('\n').count() + 1, e.message().into())
    })?;
    if file.data.is_some() { Err(Error::DataInFile(path.into())) } else { Ok(file) }
}
