//! A paper: blocks of words with live figures among them, and what can go wrong with it.

use crate::{
    cases,
    platform::{db::Fault, problem::Problem},
    work::Denied,
};
use axum::http::StatusCode;
use kernel::{id::Uuid, moment::Moment, period::Period};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

kernel::ids! {
    /// A paper.
    ReportId
}

/// A paper with its blocks in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub id: ReportId,
    pub area: Uuid,
    pub period: Period,
    /// `\n` breaks its lines
    pub title: String,
    pub office: String,
    /// place in the chain that its figures were taken at
    pub as_of: Option<i64>,
    pub made_by: Uuid,
    pub made_at: Moment,
    pub refreshed_at: Moment,
    pub version: i32,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// place in the template, as `problems.lines`
    pub key: String,
    pub content: Content,
    /// by whom and when a person wrote it
    pub edited: Option<(Uuid, Moment)>,
}

/// A paragraph that somebody is writing in.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    pub block: String,
    pub person: Uuid,
    pub name: String,
    pub until: Moment,
}

/// A figure that became plain words, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Plain {
    /// the digits that stand there now
    pub text: String,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// `level` 1 or 2
    Heading {
        level: u8,
        text: String,
    },
    /// without runs it is left out of the paper
    Paragraph {
        runs: Vec<Run>,
    },
    Chart {
        caption: String,
        categories: Vec<String>,
        series: Vec<Series>,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Series {
    pub name: String,
    pub metric: String,
    /// decimal text, null where there is no value
    pub values: Vec<Option<String>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    Text(String),
    Figure(Box<Live>),
}

/// What a number in a paper answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
pub struct Asked {
    pub metric: String,
    pub area: Uuid,
    /// ids of organisations, a comma between
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub org: Option<String>,
    /// only what these themselves are credited with, without those below them
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub own: bool,
    /// in the grammar of periods
    pub period: String,
    /// a category means those below it too
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub dims: BTreeMap<String, String>,
    /// the change against the period before instead of the value
    #[serde(default)]
    pub change: bool,
}

/// A live figure: what it answers, its digits as printed, and what a refresh found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Live {
    #[serde(flatten)]
    pub asked: Asked,
    /// decimal text in the metric's unit, signed where it is a change
    pub value: String,
    /// exact, at_least, nearly or about
    #[schema(value_type = crate::wire::Qualifier)]
    pub qualifier: String,
    /// place in the chain that it was taken at
    pub as_of: Option<i64>,
    /// the digits as printed, without unit but with %
    pub text: String,
    /// what the refresh replaced
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// what it would be now, where the words around it no longer fit; empty when there is nothing to say
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
}

impl Content {
    /// Of a paragraph; nothing else has any.
    pub fn runs(&self) -> &[Run] {
        if let Self::Paragraph { runs } = self { runs } else { &[] }
    }
    pub fn figures(&self) -> impl Iterator<Item = &Live> {
        self.runs()
            .iter()
            .filter_map(|run| if let Run::Figure(live) = run { Some(live.as_ref()) } else { None })
    }
}

impl Run {
    /// Neighbouring texts as one.
    pub fn merged(runs: Vec<Self>) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        for run in runs {
            match (out.last_mut(), run) {
                (_, Self::Text(text)) if text.is_empty() => {}
                (Some(Self::Text(before)), Self::Text(text)) => before.push_str(&text),
                (_, run) => out.push(run),
            }
        }
        out
    }
}

impl Live {
    /// Nought, with whatever decimals.
    pub fn is_nought(&self) -> bool {
        self.value.chars().all(|c| c == '0' || c == '.')
    }
}

/// Characters of a written paragraph at most.
pub const LONGEST: usize = 4000;
/// Characters of a reason at most.
pub const LONGEST_REASON: usize = 300;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such paper, or not for you")]
    NoSuchReport,
    #[error("the paper has no paragraph {0}")]
    NoSuchBlock(String),
    #[error("the paragraph has no figure {0}")]
    NoSuchFigure(usize),
    #[error("it cannot be cited: {0}")]
    Cite(String),
    #[error("say why the figure becomes plain words")]
    ReasonMissing,
    #[error("the reason has {0} characters, at most {LONGEST_REASON}")]
    ReasonTooLong(usize),
    #[error("{name} is writing in this paragraph", name = .0.name)]
    Held(Held),
    #[error("there is no such area")]
    NoSuchArea,
    #[error("{0:?} is not a period: {1}")]
    Period(String, String),
    #[error("{0} has not begun")]
    NotBegun(String),
    #[error("somebody else changed the paper meanwhile")]
    Stale { seen: i32, now: i32 },
    #[error("name the version that you saw in the header If-Match")]
    VersionMissing,
    #[error("the paragraph has {0} characters, at most {LONGEST}")]
    TooLong(usize),
    #[error("the template {file} cannot be used: {reason}")]
    Template { file: String, reason: String },
    #[error("a stored paper cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Cases(#[from] cases::Error),
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
            Self::Cases(e) => e.database(),
            _ => None,
        }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::NoSuchReport | Error::NoSuchBlock(_) => Self::not_found(),
            Error::NoSuchFigure(_) => Self::bad("report.no_such_figure", words).field("runs"),
            Error::Cite(_) => Self::bad("paper.cite", words).field("runs"),
            Error::ReasonMissing => Self::bad("paper.reason", words).field("runs"),
            Error::ReasonTooLong(length) => Self::bad("field.too_long", words)
                .field("runs")
                .param("length", length)
                .param("most", LONGEST_REASON),
            Error::Held(held) => Self::new(StatusCode::CONFLICT, "paper.held", words)
                .param("holder", held.name)
                .param("until", held.until.to_string()),
            Error::NoSuchArea => Self::bad("area.none", words).field("area"),
            Error::Period(..) => Self::bad("query.period", words).field("period"),
            Error::NotBegun(_) => Self::bad("report.not_begun", words).field("period"),
            Error::Stale { seen, now } => Self::stale("report.stale", words, seen, now),
            Error::VersionMissing => {
                Self::new(StatusCode::PRECONDITION_REQUIRED, "report.version_missing", words)
            }
            Error::TooLong(length) => Self::bad("field.too_long", words)
                .field("runs")
                .param("length", length)
                .param("most", LONGEST),
            Error::Template { .. } | Error::Unreadable(_) | Error::Journal(_) => Self::internal(&words),
            Error::Cases(e) => e.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
