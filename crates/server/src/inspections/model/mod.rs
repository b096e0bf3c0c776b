//! Forms in use, visits and findings, and what can go wrong with them.

use super::rules;
use crate::{
    directory::{Meanwhile, Outside},
    platform::{db::Fault, file, permission::Subject, problem::Problem, request},
    sites,
    work::Denied,
};
use axum::http::StatusCode;
use forms::{Fault as Flaw, Published, Refusal};
use kernel::{geo::Position, id::Uuid, moment::Moment};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{ToSchema, openapi::Ref};

kernel::ids! {
    /// A visit.
    VisitId
}

/// A published version of a checklist.
#[derive(Clone, Debug)]
pub struct FormVersion {
    pub id: Uuid,
    pub version: i32,
    pub hash: String,
    pub site_types: Vec<String>,
    pub origin: Origin,
    pub published: Published,
    pub published_at: Moment,
    pub followed_at: Option<Moment>,
}

/// Whose a version is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// the catalogue's
    Shipped,
    /// the office's
    Local,
}
impl Origin {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shipped => "shipped",
            Self::Local => "local",
        }
    }
}

/// Somebody looked at a site.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    pub id: VisitId,
    pub site: Uuid,
    pub site_type: String,
    pub area: Uuid,
    /// the community or village that its figures count in
    pub counted_in: Uuid,
    pub form: Uuid,
    pub older: bool,
    /// the unit of whoever visited
    pub organisation: Uuid,
    pub person: Uuid,
    pub position: Option<Position>,
    pub distance_m: Option<f64>,
    /// why, where it was far
    pub far_reason: Option<String>,
    pub started_at: Moment,
    /// what the visitor's clock said, where that could not be
    pub started_said: Option<Moment>,
    pub received_at: Moment,
    /// by item, as JSON
    pub answers: String,
    pub checked: i32,
    pub failed: i32,
    /// hundredths of a point, got and possible
    pub score: (i64, i64),
    /// one more with each correction
    pub version: i32,
    pub paths: Paths,
}

/// What a visit said before it was corrected, and who corrected it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// of the visit with this correction
    pub version: i32,
    /// the unit of whoever corrected
    pub organisation: Uuid,
    pub person: Uuid,
    pub at: Moment,
    pub note: String,
    /// before it, by item, as JSON
    pub answers: String,
}

/// Where the visit lies, as permission asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub area: String,
    pub visiting: String,
    /// the organisation that owns the site, and its path
    pub owner: Option<(Uuid, String)>,
}

impl Visit {
    /// Asks a question of permission with what this visit shows to it.
    pub fn shown<T>(&self, ask: impl FnOnce(Subject<'_>) -> T) -> T {
        let owner = self.paths.owner.as_ref();
        let mut organisations = vec![self.paths.visiting.as_str()];
        organisations.extend(owner.map(|(_, path)| path.as_str()));
        let mut parties = vec![self.organisation];
        parties.extend(owner.map(|(id, _)| *id));
        ask(Subject { area: &self.paths.area, line: None, organisations: &organisations, parties: &parties })
    }
}

/// An item that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub item: String,
    pub label: String,
    pub label_en: String,
    /// none: only recorded
    pub category: Option<String>,
    /// minor, normal or serious, where it differs from the category's
    pub severity: Option<String>,
    pub photos: Vec<Uuid>,
    /// the case that it was reported as
    pub case: Option<Uuid>,
    /// as that case's events tell; none before the first
    pub outcome: Option<Outcome>,
}

/// What became of the case of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Outcome {
    /// the case's
    pub number: String,
    /// the state that the case is in
    #[schema(schema_with = case_state)]
    pub state: String,
    /// none while it is not closed
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Moment>,
}

/// The word is of the context that tells it; the document names its shape.
fn case_state() -> Ref {
    Ref::from_schema_name("State")
}

/// A finding as its case tells where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub visit: Uuid,
    pub site: Uuid,
    pub site_name: String,
    pub item: String,
    pub label: String,
    pub label_en: String,
    /// the reader may open the visit
    pub readable: bool,
}

/// A finding by its visit and item.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
pub struct FindingRef {
    pub visit: Uuid,
    /// key of the item that failed
    pub item: String,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such visit, or not for you")]
    NoSuchVisit,
    #[error("the id is another visit's")]
    IdTaken,
    #[error("the visit was corrected meanwhile: you saw version {seen}, it is at {now}")]
    Stale { seen: i32, now: i32, meanwhile: Option<Box<Meanwhile>> },
    #[error("the answers are what they were")]
    Unchanged,
    #[error("{item} was reported as a case, so it failed; what became of it stands with the case")]
    CaseExists { item: String, case: Option<Uuid> },
    #[error("there is no such form")]
    NoSuchForm,
    #[error("this form is not for sites of this type")]
    NotForSite,
    #[error("this version of the form is too old; load the new one")]
    Expired,
    #[error("{} things are wrong with the form", .0.len())]
    Unpublishable(Vec<Flaw>),
    #[error("the code of an office's own form begins with x., this is {0}")]
    NotOwn(String),
    #[error("this needs a reason")]
    ReasonMissing,
    #[error("{} answers are wrong or missing", .0.len())]
    Refused(Vec<Refusal>),
    #[error("{0:.0} m from the site: say why")]
    FarReasonMissing(f64),
    #[error("the reason has {length} characters, at most {most}", most = rules::LONGEST_REASON)]
    ReasonTooLong { field: &'static str, length: usize },
    #[error("a correction says why")]
    NoteMissing,
    #[error("the visit found no such thing")]
    NoSuchFinding,
    #[error("the finding was reported already")]
    Reported(Option<Uuid>),
    #[error("a stored visit or form cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Site(#[from] sites::Error),
    #[error(transparent)]
    File(#[from] file::Error),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Outside(#[from] Outside),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Db(e) | Self::Journal(journal::Error::Database(e)) | Self::File(file::Error::Db(e)) => {
                Some(e)
            }
            Self::Site(e) => e.database(),
            _ => None,
        }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::NoSuchVisit => Self::not_found(),
            Error::IdTaken => request::reused(),
            Error::Stale { seen, now, meanwhile } => {
                let stale = Self::new(StatusCode::PRECONDITION_FAILED, "visit.stale", words)
                    .param("seen", seen)
                    .param("now", now);
                match meanwhile {
                    Some(meanwhile) => meanwhile.tell(stale),
                    None => stale,
                }
            }
            Error::Unchanged => Self::bad("visit.unchanged", words).field("answers"),
            Error::CaseExists { item, case } => Self::bad("visit.case_exists", words)
                .field(format!("answers.{item}"))
                .param("item", item)
                .param("case", case.map(|case| case.to_string())),
            Error::NoSuchForm => Self::bad("form.none", words).field("form"),
            Error::NotForSite => Self::bad("form.not_for_site", words).field("form"),
            Error::Expired => Self::new(StatusCode::CONFLICT, "form.expired", words).field("form"),
            Error::Unpublishable(flaws) => {
                Self::bad("form.faults", words).field("form").param("faults", json!(flaws))
            }
            Error::NotOwn(code) => Self::bad("form.not_own", words).field("code").param("code", code),
            Error::ReasonMissing => Self::bad("form.reason_missing", words).field("reason"),
            Error::Refused(refusals) => Self::bad("visit.refused", words)
                .field("answers")
                .param("refusals", serde_json::to_value(refusals).unwrap_or_default()),
            Error::FarReasonMissing(distance) => Self::bad("visit.far_reason_missing", words)
                .field("far_reason")
                .param("distance_m", distance.round())
                .param("most", rules::FAR),
            Error::NoteMissing => Self::bad("visit.note_missing", words).field("note"),
            Error::ReasonTooLong { field, length } => Self::bad("field.too_long", words)
                .field(field)
                .param("length", length)
                .param("most", rules::LONGEST_REASON),
            Error::NoSuchFinding => Self::bad("finding.none", words).field("finding"),
            Error::Reported(case) => Self::new(StatusCode::CONFLICT, "finding.reported", words)
                .field("finding")
                .param("case", case.map(|case| case.to_string())),
            Error::Unreadable(_) | Error::Journal(_) => Self::internal(&words),
            Error::Site(sites::Error::NoSuchSite) => Self::bad("site.none", words).field("site"),
            Error::Site(e) => e.into(),
            Error::File(e) => e.into(),
            Error::Outside(outside) => outside.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
