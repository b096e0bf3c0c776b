//! What is owed, the slots it falls into, the rounds that fill them, and what can go wrong with them.

use crate::{
    directory,
    platform::{
        db::Fault,
        file,
        permission::{Subject, Who},
        problem::Problem,
        request,
    },
    sites,
    work::Denied,
};
use axum::http::StatusCode;
use futures::future::BoxFuture;
use jiff::civil::{Date, Time};
use kernel::{geo::Position, id::Uuid, moment::Moment};
use sea_orm::{DatabaseTransaction, DbErr};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::{ToSchema, openapi::Ref};

kernel::ids! {
    /// Something owed in a rhythm.
    ObligationId,
    /// A stretch of time in which one round is owed.
    SlotId,
    /// A round walked.
    RoundId
}

/// The kind of record that a round is.
pub const ROUND: &str = "round";

/// What may be owed, with its rhythm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub every: Every,
    #[serde(default)]
    pub days: Days,
    /// beginning and end of each slot of a day; an end not after its beginning lies on the next day
    #[serde(default)]
    pub windows: Vec<(Time, Time)>,
    /// how long after its window a round still fills a slot
    pub late_hours: u32,
    /// how long after the window a round may be entered and still count
    pub entry_days: u32,
    /// its rounds judge what they saw
    #[serde(default)]
    pub asks_score: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Every {
    Day,
    /// Monday to Sunday
    Week,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Days {
    #[default]
    All,
    /// after the working calendar
    Working,
}

/// Whose an obligation is and what it is about: what its slots and rounds show as well.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    pub obligation: ObligationId,
    /// code and names of the kind
    pub kind: String,
    pub kind_name: String,
    pub kind_name_en: String,
    pub organisation: Whose,
    pub area: Whose,
    pub site: Option<(Uuid, String)>,
    /// of the site
    pub position: Option<Position>,
    /// the community or village that its figures count in
    pub counted_in: Uuid,
}

/// An area or an organisation as lists name it and permission asks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whose {
    pub id: Uuid,
    pub name: String,
    pub path: String,
}

impl Ground {
    /// Asks a question of permission with what this shows to it.
    pub fn shown<T>(&self, ask: impl FnOnce(Subject<'_>) -> T) -> T {
        let (organisations, parties) = ([self.organisation.path.as_str()], [self.organisation.id]);
        ask(Subject { area: &self.area.path, line: None, organisations: &organisations, parties: &parties })
    }
    /// The site, else the area.
    pub fn place(&self) -> &str {
        self.site.as_ref().map_or(&self.area.name, |(_, name)| name)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Obligation {
    pub id: ObligationId,
    pub ground: Ground,
    pub kind: Kind,
    pub from: Date,
    /// its last day
    pub to: Option<Date>,
    /// slots that open until then stand in the table
    pub opened_until: Moment,
    /// when the clock comes by
    pub next: Option<Moment>,
}

/// When a round is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// the local day on which it opens
    pub day: Date,
    /// 1, 2, 3 … within the day
    pub number: i32,
    pub opens: Moment,
    /// not included
    pub closes: Moment,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    pub id: SlotId,
    pub ground: Ground,
    pub span: Span,
    pub state: SlotState,
    pub round: Option<RoundId>,
    pub walked: Option<Moment>,
    pub settled: Option<Moment>,
    pub version: i32,
}

/// What became of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SlotState {
    /// its window has not begun
    Coming,
    Open,
    Done,
    /// done after its window
    Late,
    Missed,
}
impl SlotState {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::Open => "open",
            Self::Done => "done",
            Self::Late => "late",
            Self::Missed => "missed",
        }
    }
    pub fn of(word: &str) -> Result<Self, DbErr> {
        let all = [Self::Coming, Self::Open, Self::Done, Self::Late, Self::Missed];
        let unknown = || DbErr::Custom(format!("slot.state: {word}"));
        all.into_iter().find(|state| state.word() == word).ok_or_else(unknown)
    }
}

/// How a round meets what was owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    OnTime,
    /// after the window, within what the kind allows
    Late,
    /// beyond what was owed; kept, and counted nowhere
    Extra,
    /// entered too late to count
    TooLate,
}
impl Standing {
    pub const fn word(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::Late => "late",
            Self::Extra => "extra",
            Self::TooLate => "too_late",
        }
    }
    pub fn of(word: &str) -> Result<Self, DbErr> {
        let all = [Self::OnTime, Self::Late, Self::Extra, Self::TooLate];
        let unknown = || DbErr::Custom(format!("round.standing: {word}"));
        all.into_iter().find(|standing| standing.word() == word).ok_or_else(unknown)
    }
}

/// Somebody walked round.
#[derive(Clone, Debug, PartialEq)]
pub struct Round {
    pub id: RoundId,
    pub ground: Ground,
    /// the slot it belongs to, filled by it or not
    pub slot: Option<SlotId>,
    pub standing: Standing,
    /// the unit of whoever walked
    pub organisation: Uuid,
    pub person: Uuid,
    pub person_name: String,
    pub note: String,
    pub position: Option<Position>,
    /// when it began, by the walker's clock; none: not said, or not to be believed
    pub started: Option<Moment>,
    /// when it ended, by the walker's clock
    pub walked: Moment,
    pub received: Moment,
    /// hundredths of a point, of a hundred
    pub score: Option<i32>,
}

/// The cases found in a round.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finds {
    /// those that the reader may not read among them
    pub count: i64,
    /// those that the reader may read, in the order of their numbers
    pub cases: Vec<FoundCase>,
}

/// A case found in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FoundCase {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    #[schema(schema_with = case_state)]
    pub state: String,
}

/// The word is of the context that tells it; the document names its shape.
fn case_state() -> Ref {
    Ref::from_schema_name("State")
}

/// Asks whoever keeps cases what was found in these rounds, by round, as this person may read it.
pub type AskFinds = for<'a> fn(
    &'a DatabaseTransaction,
    &'a Who,
    &'a [RoundId],
) -> BoxFuture<'a, Result<HashMap<RoundId, Finds>, DbErr>>;

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
            Self::Db(e) | Self::Journal(journal::Error::Database(e)) | Self::File(file::Error::Db(e)) => {
                Some(e)
            }
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
            Error::Journal(_) => Self::internal(&words),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}
