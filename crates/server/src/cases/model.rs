//! A case, its states and verbs, and what can go wrong with it.

use super::rules::Standing;
use crate::{
    platform::{db::Fault, file, permission::Subject, problem::Problem, request},
    work::Denied,
};
use axum::http::StatusCode;
use kernel::{
    calendar::{Clock, Run},
    geo::Position,
    id::Uuid,
    moment::Moment,
};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::ids! {
    /// A case.
    CaseId
}

/// An enum whose values are words in the database, on the wire and in this code alike.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),+ }
        impl $name {
            pub const ALL: &[Self] = &[$(Self::$variant),+];
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
            /// The value of a word; unknown ones are told by name.
            pub fn of(word: &str) -> Result<Self, UnknownWord> {
                Self::ALL.iter().find(|v| v.word() == word).copied().ok_or_else(|| UnknownWord(word.into()))
            }
        }
    };
}

/// A word that stands for no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a known word")]
pub struct UnknownWord(pub String);

words! {
    /// Where a case stands.
    State {
        Reported = "reported", Registered = "registered", Dispatched = "dispatched", Accepted = "accepted",
        Rectified = "rectified", Verified = "verified", Closed = "closed", Rejected = "rejected",
        Shelved = "shelved", Merged = "merged", Cancelled = "cancelled",
    }
}
words! {
    /// What is done with a case; each verb needs the right `case.VERB`. `fall_due` is the clock's.
    Verb {
        Report = "report", Register = "register", Reject = "reject", Dispatch = "dispatch", Accept = "accept",
        Return = "return", Rectify = "rectify", Verify = "verify", SendBack = "send_back", Close = "close",
        Reopen = "reopen", Shelve = "shelve", Resume = "resume", Cancel = "cancel", FallDue = "fall_due",
    }
}
words! {
    /// Where a case comes from.
    Source {
        Patrol = "patrol", Report = "report", Public = "public", Superior = "superior", Survey = "survey",
        Complaint = "complaint", SpotCheck = "spot_check",
    }
}
/// A stage with a limit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Dispatch,
    Accept,
    Handle,
    Verify,
}
impl Stage {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dispatch => "dispatch",
            Self::Accept => "accept",
            Self::Handle => "handle",
            Self::Verify => "verify",
        }
    }
}

impl Verb {
    /// The right's word, the same in audit and events.
    pub const fn right(self) -> &'static str {
        match self {
            Self::Report => "case.report",
            Self::Register => "case.register",
            Self::Reject => "case.reject",
            Self::Dispatch => "case.dispatch",
            Self::Accept => "case.accept",
            Self::Return => "case.return",
            Self::Rectify => "case.rectify",
            Self::Verify => "case.verify",
            Self::SendBack => "case.send_back",
            Self::Close => "case.close",
            Self::Reopen => "case.reopen",
            Self::Shelve => "case.shelve",
            Self::Resume => "case.resume",
            Self::Cancel => "case.cancel",
            Self::FallDue => "case.fall_due",
        }
    }
}

/// Where a case is: an area of the tree, the place in words, and a position when one is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub area: Uuid,
    pub words: String,
    pub position: Option<Position>,
}

/// A problem on its way through the loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub id: CaseId,
    /// year, month and serial, as `2610-0459`
    pub number: String,
    pub title: String,
    pub description: String,
    pub category: String,
    /// root of the category: the line that answers for it
    pub line: String,
    pub place: Place,
    /// the community or village that its figures count in
    pub counted_in: Uuid,
    pub source: Source,
    pub state: State,
    /// where a shelved case resumes
    pub resumes: Option<State>,
    /// one more with each reopening
    pub cycle: i32,
    /// send-backs within the cycle
    pub rework: i32,
    /// returns within the cycle by units that it does not belong to
    pub returns: i32,
    pub registering: Uuid,
    pub lead: Option<Uuid>,
    pub verifying: Option<Uuid>,
    /// of handling, or of rework after a send-back; stopped while shelved
    pub clock: Option<Clock>,
    pub overdue: Option<Moment>,
    pub reported_by: Uuid,
    pub rectified_by: Option<Uuid>,
    pub found_at: Moment,
    pub reported_at: Moment,
    pub rectified_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub version: i32,
    pub paths: Paths,
}

/// Where the case lies in the trees of areas and organisations, as permission asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub area: String,
    pub registering: String,
    pub lead: Option<String>,
}

impl Case {
    /// Organisations that hold a part in it.
    pub fn parties(&self) -> Vec<Uuid> {
        [Some(self.registering), self.lead, self.verifying].into_iter().flatten().collect()
    }
    /// Asks a question of permission with what this case shows to it.
    pub fn shown<T>(&self, ask: impl FnOnce(Subject<'_>) -> T) -> T {
        let organisations: Vec<&str> = [Some(self.paths.registering.as_str()), self.paths.lead.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        ask(Subject {
            area: &self.paths.area,
            line: Some(&self.line),
            organisations: &organisations,
            parties: &self.parties(),
        })
    }
    /// What of it tells its facts.
    pub fn standing(&self) -> Standing {
        let Self { state, cycle, rework, returns, .. } = *self;
        Standing { state, cycle, rework, returns, deadline: self.deadline() }
    }
    /// What due and overdue mean; none while nobody handles it.
    pub fn deadline(&self) -> Option<Moment> {
        self.clock.filter(|clock| matches!(clock.run, Run::Since(_))).map(|clock| clock.due.into())
    }
    /// Registered, and not ended in any way.
    pub fn is_open(&self) -> bool {
        use State::*;
        match self.state {
            Registered | Dispatched | Accepted | Rectified | Verified | Shelved => true,
            Reported | Closed | Rejected | Merged | Cancelled => false,
        }
    }
}

/// One verb as it stays in the history: who did it, why, and what held after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    pub version: i32,
    pub verb: Verb,
    pub from: Option<State>,
    pub to: State,
    pub cycle: i32,
    pub at: Moment,
    pub organisation: Option<Uuid>,
    pub person: Option<Uuid>,
    pub reason: Option<String>,
    pub by_rule: bool,
    pub lead: Option<Uuid>,
    pub verifying: Option<Uuid>,
    pub deadline: Option<Moment>,
}

/// What a photo shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shows {
    Before,
    After,
    Verify,
}
impl Shows {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Before => "before",
            Self::After => "after",
            Self::Verify => "verify",
        }
    }
}

/// What somebody found.
#[derive(Clone, Debug)]
pub struct Found {
    pub title: String,
    pub description: String,
    pub category: String,
    pub place: Place,
    pub source: Source,
    pub found_at: Moment,
    pub photos: Vec<Uuid>,
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such case, or not for you")]
    NoSuchCase,
    #[error("a case that is {} cannot {}", state.word(), verb.word())]
    NotNow { state: State, verb: Verb },
    #[error("somebody else moved the case meanwhile")]
    Stale { seen: i32, now: i32 },
    #[error("this needs a reason")]
    ReasonMissing,
    #[error("this needs {wanted} photos")]
    PhotoMissing { wanted: usize },
    #[error("who rectified does not verify")]
    OwnWork,
    #[error("there is no category {0}")]
    NoSuchCategory(String),
    #[error("there is no such area")]
    NoSuchArea,
    #[error("there is no such organisation")]
    NoSuchOrganisation,
    #[error("no rule finds a unit; name one")]
    NoUnit,
    #[error("{field} has {length} characters, at most {most}")]
    TooLong { field: &'static str, length: usize, most: usize },
    #[error("{0} must not be empty")]
    Empty(&'static str),
    #[error("{field} holds a sign that is not seen: U+{:04X}", *.sign as u32)]
    HiddenSign { field: &'static str, sign: char },
    #[error("the moment of the find lies in the future or too far back")]
    FoundWhen,
    #[error("this id was used for another case")]
    IdTaken,
    #[error("the limit of a category cannot be read: {0}")]
    Limit(String),
    #[error("a stored word cannot be read: {0}")]
    Word(#[from] UnknownWord),
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
            Self::Db(e) | Self::Journal(journal::Error::Database(e)) | Self::File(file::Error::Db(e)) => {
                Some(e)
            }
            _ => None,
        }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, words.clone());
        match error {
            Error::NoSuchCase => Self::not_found(),
            Error::NotNow { state, verb } => {
                conflict("case.not_now").param("state", state.word()).param("verb", verb.word())
            }
            Error::Stale { seen, now } => Self::new(StatusCode::PRECONDITION_FAILED, "case.stale", words)
                .param("seen", seen)
                .param("now", now),
            Error::ReasonMissing => Self::bad("case.reason_missing", words).field("reason"),
            Error::PhotoMissing { wanted } => {
                Self::bad("case.photo_missing", words).field("photos").param("wanted", wanted)
            }
            Error::OwnWork => Self::new(StatusCode::FORBIDDEN, "case.own_work", words),
            Error::NoSuchCategory(code) => {
                Self::bad("category.none", words).field("category").param("category", code)
            }
            Error::NoSuchArea => Self::bad("area.none", words).field("area"),
            Error::NoSuchOrganisation => Self::bad("organisation.none", words).field("org"),
            Error::NoUnit => Self::bad("case.no_unit", words).field("org"),
            Error::TooLong { field, length, most } => {
                Self::bad("field.too_long", words).field(field).param("length", length).param("most", most)
            }
            Error::Empty(field) => Self::bad("field.empty", words).field(field),
            Error::HiddenSign { field, .. } => Self::bad("field.hidden_sign", words).field(field),
            Error::FoundWhen => Self::bad("case.found_when", words).field("found_at"),
            Error::IdTaken => request::reused(),
            Error::Limit(_) | Error::Word(_) | Error::Journal(_) => Self::internal(&words),
            Error::File(e) => e.into(),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
