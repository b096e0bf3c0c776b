//! What can be wrong with a setting, and how it is told.

use crate::{
    platform::{db::Fault, problem::Problem},
    work::Denied,
};
use jiff::civil::Date;
use kernel::period::FIRST_DAYS;
use sea_orm::DbErr;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0} must be filled in")]
    Empty(&'static str),
    #[error("{field} has {length} characters, at most {}", super::LONGEST)]
    TooLong { field: &'static str, length: usize },
    #[error("a statistical month begins on a day from 1 to 28, not on {0}")]
    FirstDay(u8),
    #[error("{0} lies too far away to be settled")]
    Far(Date),
    #[error("{0:?} is no time of day; write it as 08:30")]
    Time(String),
    #[error("somebody else has settled it since version {seen}; it is at {now}")]
    Stale { seen: i32, now: i32 },
    #[error(transparent)]
    Hours(#[from] kernel::calendar::Error),
    #[error("a stored setting cannot be kept: {0}")]
    Unwritable(#[from] serde_json::Error),
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
            Error::Empty(field) => Self::bad("field.empty", words).field(field),
            Error::TooLong { field, length } => Self::bad("field.too_long", words)
                .field(field)
                .param("length", length)
                .param("most", super::LONGEST),
            Error::FirstDay(found) => Self::bad("setting.first_day", words)
                .field("first_day")
                .param("found", found)
                .param("least", *FIRST_DAYS.start())
                .param("most", *FIRST_DAYS.end()),
            Error::Far(_) => Self::bad("calendar.far", words).field("day"),
            Error::Time(found) => Self::bad("calendar.time", words).field("shifts").param("found", found),
            Error::Hours(_) => Self::bad("calendar.hours", words).field("shifts"),
            Error::Stale { seen, now } => Self::stale("setting.stale", words, seen, now),
            Error::Unwritable(_) => Self::internal(&words),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
