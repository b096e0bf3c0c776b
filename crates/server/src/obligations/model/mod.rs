//! What is owed, the slots it falls into, the rounds that fill them, and what is found in these.

mod error;

pub use error::Error;

use crate::platform::{
    db::Tx,
    permission::{Subject, Who},
};
use futures::future::BoxFuture;
use jiff::civil::{Date, Time};
use kernel::{geo::Position, id::Uuid, moment::Moment};
use sea_orm::DbErr;
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
pub type AskFinds =
    for<'a> fn(&'a Tx, &'a Who, &'a [RoundId]) -> BoxFuture<'a, Result<HashMap<RoundId, Finds>, DbErr>>;
