//! Areas, organisations, people, posts and grants, and what can go wrong with them.

use crate::{
    platform::{
        db::{Fault, Refusal},
        file,
        permission::{Absent, Post},
        problem::Problem,
    },
    work::Denied,
};
use axum::http::StatusCode;
use jiff::civil::Date;
use kernel::id::Uuid;
use sea_orm::DbErr;
use serde::Serialize;
use utoipa::ToSchema;

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

/// Somebody to act in a post in its holder's absence.
#[derive(Clone, Debug)]
pub struct NewDeputy {
    pub position: Uuid,
    /// the post whose holder acts
    pub deputy: Uuid,
    pub from: Date,
    /// the last day
    pub to: Date,
    pub reason: String,
}

/// How a person comes to act in a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PostStanding {
    /// holds it
    Own,
    /// for its absent holder
    Deputy,
    /// nobody holds it and nobody deputises: it falls to the nearest head in office
    Vacant,
}

/// A post that a person may act in.
#[derive(Clone, Debug)]
pub struct Choice {
    pub post: Post,
    pub standing: PostStanding,
    pub absent: Option<Absent>,
    /// the last day, where it is known
    pub until: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("somebody else has changed the role since version {seen}; it is at {now}")]
    StaleRole { seen: i32, now: i32 },
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
    #[error("{0}")]
    Unreadable(String),
    #[error("there is no such import of yours")]
    NoSuchImport,
    #[error("the import is {0}")]
    ImportNot(String),
    #[error("the directory changed since the file was read; read it again")]
    ImportOvertaken,
    #[error("{0} sound rows hang on faulty ones, which cannot be left out then")]
    RowsHang(i64),
    #[error("the server is busy")]
    Busy,
    #[error(transparent)]
    Files(#[from] file::Error),
    #[error("there is no such thing, or not for you")]
    NotFound,
    #[error("there is no such person")]
    NoSuchPerson,
    #[error("the day lies before what holds already")]
    BeforeLast,
    #[error("the day lies ahead; a change is entered on its day or later")]
    Ahead,
    #[error("it is closed")]
    Closed,
    #[error("posts, organisations or work still hang on it")]
    StillNeeded,
    #[error("it is open; only what is closed is handed on")]
    StillOpen,
    #[error("areas of one level are merged and split beside each other, and lie below a coarser one")]
    OtherLevel,
    #[error("it lies there already, or would lie within itself")]
    SamePlace,
    #[error("an area of this level is not of that kind, or is already")]
    NoSuchKind,
    #[error("the code has not the length of its level")]
    CodeLength,
    #[error("{0} goes to none of the parts")]
    Unassigned(String),
    #[error("a follower could not take over: {0}")]
    Following(String),
    #[error("nobody changes their own rights")]
    OwnRights,
    #[error("no such post in office is of this organisation or beside it")]
    NoSuchDeputy,
    #[error("nobody deputises themselves")]
    DeputySame,
    #[error("the post has a deputy on some of these days")]
    DeputyTwice,
    #[error("a deputy acts from today or later and for a year at most")]
    DeputySpan(&'static str),
    #[error("{field} has {length} characters, {most} at most")]
    TooLong { field: &'static str, length: usize, most: usize },
    #[error("nobody holds the post on that day")]
    Vacant,
    #[error("the codes of the office's own roles begin with x.")]
    ForeignCode,
    #[error("there is no verb {0}")]
    NoSuchVerb(String),
    #[error("the person has an account")]
    HasAccount,
    #[error("another account has this login")]
    LoginTaken,
    #[error("nobody gives a right that they lack: {0}")]
    BeyondOwn(String),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl Error {
    /// Somebody stopped the import while it was worked on.
    pub fn stopped() -> Self {
        Self::ImportNot("stopped".into())
    }
}
impl Error {
    /// What kept a follower from taking over. A fault of the database stays one, so that the verb is tried again.
    #[allow(clippy::needless_pass_by_value)] // the form that `map_err` wants
    pub fn following(error: impl Fault + std::fmt::Display) -> Self {
        match error.database() {
            Some(fault) => Self::Db(fault.clone()),
            None => Self::Following(error.to_string()),
        }
    }
}
impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Db(e) = self { Some(e) } else { None }
    }
}
/// The short writes beside a verb: progress, staging, sweeping.
impl<E: Into<Error>> From<Refusal<E>> for Error {
    fn from(refusal: Refusal<E>) -> Self {
        match refusal {
            Refusal::Own(error) => error.into(),
            Refusal::Database(error) => Self::Db(error),
            Refusal::Busy | Refusal::Panicked | Refusal::Closed => Self::Busy,
        }
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
            Error::NotFound | Error::NoSuchImport => Self::not_found(),
            Error::NoSuchPerson => Self::bad("person.none", words).field("person"),
            Error::BeforeLast => Self::bad("day.before_last", words).field("day"),
            Error::Ahead => Self::bad("day.ahead", words).field("day"),
            Error::Closed => Self::new(StatusCode::CONFLICT, "directory.closed", words),
            Error::StillNeeded => Self::new(StatusCode::CONFLICT, "directory.still_needed", words),
            Error::StillOpen => Self::new(StatusCode::CONFLICT, "directory.still_open", words),
            Error::OtherLevel => Self::bad("area.level", words).field("into"),
            Error::SamePlace => Self::bad("place.same", words).field("parent"),
            Error::NoSuchKind => Self::bad("area.kind", words).field("kind"),
            Error::CodeLength => Self::bad("code.length", words).field("code"),
            Error::Unassigned(name) => {
                Self::bad("split.unassigned", words).field("takes").param("name", name)
            }
            Error::Following(_) => Self::internal(&words),
            Error::OwnRights => Self::new(StatusCode::FORBIDDEN, "grant.own_rights", words),
            Error::NoSuchDeputy => Self::bad("deputy.none", words).field("deputy"),
            Error::DeputySame => Self::bad("deputy.same", words).field("deputy"),
            Error::DeputyTwice => Self::new(StatusCode::CONFLICT, "deputy.twice", words),
            Error::DeputySpan(field) => Self::bad("deputy.span", words).field(field),
            Error::TooLong { field, length, most } => {
                Self::bad("field.too_long", words).field(field).param("length", length).param("most", most)
            }
            Error::Vacant => Self::new(StatusCode::CONFLICT, "position.vacant", words),
            Error::StaleRole { seen, now } => Self::stale("role.stale", words, seen, now),
            Error::ForeignCode => Self::bad("role.code", words).field("code"),
            Error::NoSuchVerb(verb) => Self::bad("role.verb", words).field("verbs").param("verb", verb),
            Error::HasAccount => Self::new(StatusCode::CONFLICT, "account.exists", words),
            Error::LoginTaken => Self::new(StatusCode::CONFLICT, "account.login_taken", words).field("login"),
            Error::Unreadable(_) => Self::bad("import.unreadable", words).field("file"),
            Error::ImportNot(state) => {
                Self::new(StatusCode::CONFLICT, "import.not_now", words).param("state", state)
            }
            Error::ImportOvertaken => Self::new(StatusCode::CONFLICT, "import.overtaken", words),
            Error::RowsHang(count) => {
                Self::new(StatusCode::CONFLICT, "import.rows_hang", words).param("count", count)
            }
            Error::Busy => Self::busy(),
            Error::Files(e) => e.into(),
            Error::BeyondOwn(verb) => {
                Self::new(StatusCode::FORBIDDEN, "grant.beyond_own", words).param("verb", verb)
            }
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
