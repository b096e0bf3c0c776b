//! What can go wrong with a superior's list, and how it is told.

use super::State;
use crate::{
    cases,
    platform::{db::Fault, file, problem::Problem, request},
    work::Denied,
};
use axum::http::StatusCode;
use documents::grid;
use sea_orm::DbErr;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such list, or not for you")]
    NotFound,
    #[error("the id is another list's")]
    IdTaken,
    #[error("{0} must not be empty")]
    Empty(&'static str),
    #[error("{field} has {length} characters, at most {most}")]
    TooLong { field: &'static str, length: usize, most: usize },
    #[error("the list is {0:?}, so this cannot be done now")]
    NotNow(State),
    #[error("the list was changed meanwhile: you saw version {seen}, it is at {now}")]
    Stale { seen: i32, now: i32 },
    #[error("there are {wanted} columns, {given} were named")]
    Columns { wanted: usize, given: usize },
    #[error("two columns cannot mean the same")]
    Twice,
    #[error("a case was made of this row already")]
    HasCase,
    #[error("a case was made of {0} rows already")]
    HasCases(i64),
    #[error("{0} rows lack something")]
    Faulty(i64),
    #[error("no row waits for a case")]
    NothingToDispatch,
    #[error("no row ended since the last answer")]
    NothingToAnswer,
    #[error("there is no such area below the office's")]
    NoSuchArea,
    #[error("there is no category {0} that a case may have")]
    NoSuchCategory(String),
    #[error("there is no such unit")]
    NoSuchUnit,
    #[error(transparent)]
    File(#[from] file::Error),
    #[error(transparent)]
    Grid(#[from] grid::Error),
    #[error(transparent)]
    Case(#[from] cases::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error("a stored list cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Db(e) => Some(e),
            Self::Journal(e) => e.database(),
            Self::File(e) => e.database(),
            Self::Case(e) => e.database(),
            _ => None,
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, error.to_string());
        match error {
            Error::NotFound => Self::not_found(),
            Error::IdTaken => request::reused(),
            Error::Empty(field) => Self::bad("field.empty", words).field(field),
            Error::TooLong { field, length, most } => {
                Self::bad("field.too_long", words).field(field).param("length", length).param("most", most)
            }
            Error::NotNow(state) => {
                conflict("referral.not_now").param("state", serde_json::to_value(state).unwrap_or_default())
            }
            Error::Stale { seen, now } => Self::stale("referral.stale", words, seen, now),
            Error::Columns { wanted, given } => Self::bad("referral.columns", words)
                .field("roles")
                .param("wanted", wanted)
                .param("given", given),
            Error::Twice => Self::bad("referral.column_twice", words).field("roles"),
            Error::HasCase => conflict("referral.has_case"),
            Error::HasCases(items) => conflict("referral.has_cases").param("items", items),
            Error::Faulty(items) => conflict("referral.faulty").param("items", items),
            Error::NothingToDispatch => conflict("referral.nothing_to_dispatch"),
            Error::NothingToAnswer => conflict("referral.nothing_to_answer"),
            Error::NoSuchArea => Self::bad("area.none", words).field("area"),
            Error::NoSuchCategory(_) => Self::bad("category.none", words).field("category"),
            Error::NoSuchUnit => Self::bad("organisation.none", words).field("unit"),
            Error::File(e) => e.into(),
            Error::Grid(e) => unreadable(&e),
            Error::Case(e) => e.into(),
            Error::Journal(e) => e.into(),
            Error::Unreadable(_) => Self::internal(&words),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}

/// Why a file is no list.
fn unreadable(error: &grid::Error) -> Problem {
    let words = error.to_string();
    match error {
        grid::Error::Unknown(_) => Problem::bad("list.unknown_format", words),
        grid::Error::Old => Problem::bad("list.old_format", words),
        grid::Error::TooLarge { limit } => {
            Problem::bad("list.unpacks_too_large", words).param("most", *limit)
        }
        grid::Error::TooManyRows { limit } => Problem::bad("list.too_many_rows", words).param("most", *limit),
        grid::Error::TooManyPictures { limit } => {
            Problem::bad("list.too_many_pictures", words).param("most", *limit)
        }
        grid::Error::TooLong { row } => Problem::bad("list.cell_too_long", words).param("row", *row),
        grid::Error::Nothing => Problem::bad("list.nothing", words),
    }
    .field("file")
}
