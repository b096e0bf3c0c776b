//! What can go wrong with forms and visits, and how it is told.

use crate::{
    directory::{Meanwhile, Outside},
    inspections::rules,
    platform::{db::Fault, file, problem::Problem, request},
    sites,
    work::Denied,
};
use axum::http::StatusCode;
use forms::{Fault as Flaw, Refusal};
use kernel::id::Uuid;
use sea_orm::DbErr;
use serde_json::json;

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
            Self::Db(e) => Some(e),
            Self::Journal(e) => e.database(),
            Self::File(e) => e.database(),
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
                Meanwhile::tell(meanwhile, Self::stale("visit.stale", words, seen, now))
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
            Error::Unreadable(_) => Self::internal(&words),
            Error::Journal(e) => e.into(),
            Error::Site(sites::Error::NoSuchSite) => Self::bad("site.none", words).field("site"),
            Error::Site(e) => e.into(),
            Error::File(e) => e.into(),
            Error::Outside(outside) => outside.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
