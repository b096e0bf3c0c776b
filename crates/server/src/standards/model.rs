//! A standard as its paper has it, and what can go wrong with one.

use crate::{
    platform::{
        db::Fault,
        problem::Problem,
        table::{self, Faulty},
    },
    work::Denied,
};
use axum::http::StatusCode;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A standard with its tree, parents before their children.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standard {
    pub code: String,
    pub version: String,
    pub name: String,
    pub name_en: String,
    pub level: Level,
    /// kind and title of the paper
    pub source: String,
    pub indicators: Vec<Indicator>,
}

/// Whom a title is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Village,
    Town,
    District,
    City,
}

/// One requirement, or a heading over some.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// dotted by level, as `5.6`
    pub code: String,
    pub parent: Option<String>,
    pub name: String,
    #[serde(default)]
    pub name_en: String,
    /// where the paper says it
    #[serde(default)]
    pub clause: String,
    /// the requirement in the paper's words
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub method: Vec<Method>,
    /// points, where the paper gives them
    pub weight: Option<f64>,
    #[serde(default)]
    pub thresholds: Vec<Threshold>,
    /// papers and photos that prove it
    #[serde(default)]
    pub evidence: Vec<String>,
    /// codes of the types of site where it is looked at
    #[serde(default)]
    pub site_types: Vec<String>,
    /// kinds of organisation that usually answer
    #[serde(default)]
    pub units: Vec<String>,
}

/// How an indicator is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Material,
    Site,
    Survey,
    Figure,
    Veto,
}

/// What must be reached.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    pub measure: String,
    pub op: Op,
    /// none where the figure must rise
    pub value: Option<f64>,
    pub unit: String,
    /// of what a share is
    #[serde(default)]
    pub base: String,
    pub qualifier: Option<Softened>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub enum Op {
    #[serde(rename = "=")]
    Equal,
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = "<=")]
    AtMost,
    /// above that of the base, the year before
    #[serde(rename = "rises")]
    Rises,
}

/// The paper softens the number (基本无): a person decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Softened {
    About,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such standard")]
    NoSuchStandard,
    #[error("the code of an office's own standard begins with x., this is {0}")]
    NotOwn(String),
    #[error("version {version} of {code} stands already and says something else; give a new version")]
    VersionStands { code: String, version: String },
    #[error(transparent)]
    Faulty(#[from] Faulty),
    #[error(transparent)]
    Table(#[from] table::Error),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Db(e) = self { Some(e) } else { None }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::NoSuchStandard => Self::not_found(),
            Error::NotOwn(code) => Self::bad("standard.not_own", words).field("code").param("code", code),
            Error::VersionStands { code, version } => {
                Self::new(StatusCode::CONFLICT, "standard.version_stands", words)
                    .field("version")
                    .param("code", code)
                    .param("version", version)
            }
            Error::Faulty(faulty) => faulty.into(),
            Error::Table(e) => e.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
