//! Areas, organisations, people, posts and grants, and what can go wrong with them.

use crate::{
    platform::{db::Fault, problem::Problem},
    work::Denied,
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use sea_orm::DbErr;

pub use super::store::rows::{
    area::Model as Area, organisation::Model as Organisation, person::Model as Person,
};

/// An area to be opened below another.
#[derive(Clone, Debug, Default)]
pub struct NewArea {
    pub code: String,
    pub name: String,
    /// province, city, district, town, village, grid, estate, …
    pub level: String,
    /// within the level, as community or village
    pub kind: String,
    pub parent: Option<Uuid>,
    /// GeoJSON geometry, WGS 84
    pub boundary: Option<String>,
    pub centre: Option<(f64, f64)>,
}

#[derive(Clone, Debug)]
pub struct NewOrganisation {
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub kind: String,
    pub area: Uuid,
    pub parent: Option<Uuid>,
}

#[derive(Clone, Debug)]
pub struct NewPosition {
    pub organisation: Uuid,
    pub title: String,
    pub head: bool,
}

#[derive(Clone, Debug)]
pub struct NewGrant {
    pub position: Uuid,
    pub role: String,
    pub area: Uuid,
    /// all, own or lines
    pub scope: &'static str,
    pub lines: Vec<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such area")]
    NoSuchArea,
    #[error("there is no such organisation")]
    NoSuchOrganisation,
    #[error("there is no such position")]
    NoSuchPosition,
    #[error("there is no role {0}")]
    NoSuchRole(String),
    #[error("the code {0} is taken")]
    CodeTaken(String),
    #[error("{0} must not be empty")]
    Empty(&'static str),
    #[error("nobody gives a right that they lack: {0}")]
    BeyondOwn(String),
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
            Error::NoSuchArea => Self::bad("area.none", words).field("area"),
            Error::NoSuchOrganisation => Self::bad("organisation.none", words).field("organisation"),
            Error::NoSuchPosition => Self::bad("position.none", words).field("position"),
            Error::NoSuchRole(role) => Self::bad("role.none", words).field("role").param("role", role),
            Error::CodeTaken(code) => Self::new(StatusCode::CONFLICT, "directory.code_taken", words)
                .field("code")
                .param("code", code),
            Error::Empty(field) => Self::bad("field.empty", words).field(field),
            Error::BeyondOwn(verb) => {
                Self::new(StatusCode::FORBIDDEN, "grant.beyond_own", words).param("verb", verb)
            }
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
