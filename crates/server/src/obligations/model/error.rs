//! What can go wrong with what is owed, and how it is told.

use crate::{
    directory,
    platform::{db::Fault, file, problem::Problem, request},
    sites,
    work::Denied,
};
use axum::http::StatusCode;
use jiff::civil::Date;
use sea_orm::DbErr;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such obligation, or not for you")]
    NoSuchObligation,
    #[error("there is no such round or slot, or not for you")]
    NoSuchRound,
    #[error("there is no kind of obligation {0}")]
    NoSuchKind(String),
    #[error("there is no such organisation")]
    NoSuchOrganisation,
    #[error("name the area or the site that it is about")]
    NoPlace,
    #[error("nothing can be owed for days gone by: from {0} at the earliest")]
    Past(Date),
    #[error("the last day lies before the first")]
    Backward,
    #[error("this is owed about this place already")]
    Stands,
    #[error("the obligation has ended")]
    Ended,
    #[error("the id is another record's")]
    IdTaken,
    #[error("{field} has {length} characters, at most {most}")]
    TooLong { field: &'static str, length: usize, most: usize },
    #[error("at most {0} photos")]
    TooManyPhotos(usize),
    #[error("a round of this kind has a score")]
    ScoreMissing,
    #[error("a round of this kind has no score")]
    ScoreUnasked,
    #[error("a score is a number from 0 to 100 with two decimals at most, not {0}")]
    ImpossibleScore(f64),
    #[error(transparent)]
    Directory(#[from] directory::Error),
    #[error(transparent)]
    Site(#[from] sites::Error),
    #[error(transparent)]
    File(#[from] file::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
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
            Self::Directory(e) => e.database(),
            Self::Site(e) => e.database(),
            _ => None,
        }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::NoSuchObligation => Self::bad("obligation.none", words).field("obligation"),
            Error::NoSuchRound => Self::not_found(),
            Error::NoSuchKind(code) => {
                Self::bad("obligation_kind.none", words).field("kind").param("kind", code)
            }
            Error::NoSuchOrganisation => Self::bad("organisation.none", words).field("org"),
            Error::NoPlace => Self::bad("obligation.no_place", words).field("area"),
            Error::Past(first) => {
                Self::bad("obligation.past", words).field("from").param("first", first.to_string())
            }
            Error::Backward => Self::bad("obligation.backward", words).field("to"),
            Error::Stands => Self::new(StatusCode::CONFLICT, "obligation.stands", words),
            Error::Ended => Self::new(StatusCode::CONFLICT, "obligation.ended", words),
            Error::IdTaken => request::reused(),
            Error::TooLong { field, length, most } => {
                Self::bad("field.too_long", words).field(field).param("length", length).param("most", most)
            }
            Error::TooManyPhotos(most) => {
                Self::bad("round.too_many_photos", words).field("photos").param("most", most)
            }
            Error::ScoreMissing => Self::bad("round.score_missing", words).field("score"),
            Error::ScoreUnasked => Self::bad("round.score_unasked", words).field("score"),
            Error::ImpossibleScore(said) => {
                Self::bad("round.score_impossible", words).field("score").param("said", said)
            }
            Error::Site(sites::Error::NoSuchSite) => Self::bad("site.none", words).field("site"),
            Error::Directory(e) => e.into(),
            Error::Site(e) => e.into(),
            Error::File(e) => e.into(),
            Error::Journal(e) => e.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
