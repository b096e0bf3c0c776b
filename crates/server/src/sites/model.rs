//! A site, its type, and what can go wrong with one.

use crate::{
    directory::{Meanwhile, Outside},
    platform::{
        db::Fault,
        permission::Subject,
        problem::Problem,
        request,
        table::{self, Faulty},
    },
    work::Denied,
};
use axum::http::StatusCode;
use kernel::{code::Code, geo::Position, id::Uuid, moment::Moment};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::ids! {
    /// A site.
    SiteId
}

/// A kind of place, with the checklist that a visit opens first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteType {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub shape: Shape,
    /// whether its sites get a QR plate
    pub plate: bool,
    /// code of a checklist
    pub checklist: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Point,
    Line,
    Area,
}
impl Shape {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Line => "line",
            Self::Area => "area",
        }
    }
    pub fn of(word: &str) -> Option<Self> {
        [Self::Point, Self::Line, Self::Area].into_iter().find(|shape| shape.word() == word)
    }
}

/// An inspectable place.
#[derive(Clone, Debug, PartialEq)]
pub struct Site {
    pub id: SiteId,
    /// on its plate, for life
    pub code: Code,
    /// code of its type
    pub kind: String,
    pub name: String,
    pub area: Uuid,
    /// the organisation that owns it
    pub organisation: Option<Uuid>,
    pub position: Option<Position>,
    pub address: String,
    /// the road that a segment is cut from
    pub parent: Option<SiteId>,
    /// local days
    pub opened_on: String,
    pub closed_on: Option<String>,
    /// when somebody looked at it last
    pub visited_at: Option<Moment>,
    pub version: i32,
    pub paths: Paths,
}

/// Where the site lies in the trees of areas and organisations, as permission asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub area: String,
    pub organisation: Option<String>,
}

impl Site {
    /// Asks a question of permission with what this site shows to it.
    pub fn shown<T>(&self, ask: impl FnOnce(Subject<'_>) -> T) -> T {
        let organisations: Vec<&str> = self.paths.organisation.as_deref().into_iter().collect();
        let parties: Vec<Uuid> = self.organisation.into_iter().collect();
        ask(Subject { area: &self.paths.area, line: None, organisations: &organisations, parties: &parties })
    }
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such site, or not for you")]
    NoSuchSite,
    #[error("there is no type of site {0}")]
    NoSuchType(String),
    #[error("there is no such area")]
    NoSuchArea,
    #[error("there is no such organisation")]
    NoSuchOrganisation,
    #[error("a segment's road is an open site that is no segment itself")]
    NoSuchParent,
    #[error("the id is another site's")]
    IdTaken,
    #[error("the site is closed")]
    Closed,
    #[error("somebody else changed the site meanwhile")]
    Stale { seen: i32, now: i32, meanwhile: Option<Box<Meanwhile>> },
    #[error("{0} must not be empty")]
    Empty(&'static str),
    #[error("{field} has {length} characters, at most {most}")]
    TooLong { field: &'static str, length: usize, most: usize },
    #[error("no free code was drawn; try again")]
    NoCode,
    #[error("this is no code of a plate: {0}")]
    WrongCode(#[from] kernel::code::Error),
    #[error("plates need the address under which phones reach the program: set public_url")]
    NoPublicUrl,
    #[error("at most {0} plates at once")]
    TooManyPlates(usize),
    #[error("a stored site cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Faulty(#[from] Faulty),
    #[error(transparent)]
    Table(#[from] table::Error),
    #[error(transparent)]
    Outside(#[from] Outside),
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
            Error::NoSuchSite => Self::not_found(),
            Error::NoSuchType(code) => Self::bad("site_type.none", words).field("type").param("type", code),
            Error::NoSuchArea => Self::bad("area.none", words).field("area"),
            Error::NoSuchOrganisation => Self::bad("organisation.none", words).field("organisation"),
            Error::NoSuchParent => Self::bad("site.no_parent", words).field("parent"),
            Error::IdTaken => request::reused(),
            Error::Closed => Self::new(StatusCode::CONFLICT, "site.closed", words),
            Error::Stale { seen, now, meanwhile } => {
                Meanwhile::tell(meanwhile, Self::stale("site.stale", words, seen, now))
            }
            Error::Empty(field) => Self::bad("field.empty", words).field(field),
            Error::TooLong { field, length, most } => {
                Self::bad("field.too_long", words).field(field).param("length", length).param("most", most)
            }
            Error::NoCode => Self::busy(),
            Error::WrongCode(_) => Self::bad("site.wrong_code", words).field("code"),
            Error::NoPublicUrl => Self::new(StatusCode::CONFLICT, "site.no_public_url", words),
            Error::TooManyPlates(most) => {
                Self::bad("site.too_many_plates", words).field("ids").param("most", most)
            }
            Error::Unreadable(_) => Self::internal(&words),
            Error::Faulty(faulty) => faulty.into(),
            Error::Table(e) => e.into(),
            Error::Outside(outside) => outside.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
