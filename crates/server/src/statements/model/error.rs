//! What can go wrong with statements, and how it is told.

use crate::{
    directory::{Meanwhile, Outside},
    platform::{
        db::Fault,
        problem::Problem,
        request,
        table::{self, Faulty},
    },
    standards,
    statements::rules,
    work::Denied,
};
use axum::http::StatusCode;
use sea_orm::DbErr;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such statement, or not for you")]
    NoSuchStatement,
    #[error("the id is another statement's")]
    IdTaken,
    #[error("the statement was changed meanwhile: you saw version {seen}, it is at {now}")]
    Stale { seen: i32, now: i32, meanwhile: Option<Box<Meanwhile>> },
    #[error("the statement was withdrawn")]
    Withdrawn,
    #[error("this needs a reason")]
    ReasonMissing,
    #[error("{field} has {length} characters, at most {most}", most = rules::LONGEST)]
    TooLong { field: &'static str, length: usize },
    /// the field and the rule that it breaks, with what stood there
    #[error("{field}: {rule} (found “{found}”)")]
    Wrong { field: &'static str, rule: &'static str, found: String },
    #[error("there is no such area")]
    NoSuchArea,
    #[error("there is no such organisation, or no unit of yours")]
    NoSuchOrganisation,
    #[error("neither this row nor the import names its days")]
    NoDays,
    #[error("a stored statement cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Faulty(#[from] Faulty),
    #[error(transparent)]
    Table(#[from] table::Error),
    #[error(transparent)]
    Standard(#[from] standards::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Outside(#[from] Outside),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl Error {
    pub fn wrong(field: &'static str, rule: &'static str, found: &str) -> Self {
        Self::Wrong { field, rule, found: found.chars().take(80).collect() }
    }
}

impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Db(e) => Some(e),
            Self::Journal(e) => e.database(),
            Self::Standard(e) => e.database(),
            _ => None,
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::NoSuchStatement => Self::not_found(),
            Error::IdTaken => request::reused(),
            Error::Stale { seen, now, meanwhile } => {
                Meanwhile::tell(meanwhile, Self::stale("statement.stale", words, seen, now))
            }
            Error::Withdrawn => Self::new(StatusCode::CONFLICT, "statement.withdrawn", words),
            Error::ReasonMissing => Self::bad("statement.reason_missing", words).field("reason"),
            Error::TooLong { field, length } => Self::bad("field.too_long", words)
                .field(field)
                .param("length", length)
                .param("most", rules::LONGEST),
            Error::Wrong { field, rule, found } => Self::bad(rule, words).field(field).param("found", found),
            Error::NoSuchArea => Self::bad("area.none", words).field("area"),
            Error::NoSuchOrganisation => Self::bad("organisation.none", words).field("org"),
            Error::NoDays => Self::bad("statement.no_days", words).field("from"),
            Error::Journal(e) => e.into(),
            Error::Unreadable(_) => Self::internal(&words),
            Error::Faulty(faulty) => faulty.into(),
            Error::Table(e) => e.into(),
            Error::Standard(e) => e.into(),
            Error::Outside(outside) => outside.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
