//! A superior's list of problems, its rows, and what the answers to it tell.

mod error;

pub use error::Error;

use crate::platform::permission::Subject;
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

kernel::ids! {
    /// A superior's list.
    ReferralId
}

/// What a column of a sender's list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReferralRole)]
pub enum Role {
    Number,
    Place,
    Problem,
    Category,
    Unit,
    DueOn,
    PhotoBefore,
    Note,
    /// what was done, when, and how it looks: filled in the answer
    Done,
    DoneOn,
    PhotoAfter,
    /// goes back as it came
    Ignored,
}

impl Role {
    /// Roles that more than one column may have.
    pub const fn repeats(self) -> bool {
        matches!(self, Self::PhotoBefore | Self::Note | Self::Ignored)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReferralState)]
pub enum State {
    /// the file is being read
    Reading,
    /// it could not be read
    Failed,
    /// its rows can be matched, mended and dispatched
    Read,
    Dispatching,
    /// every row that shall be a case is one, or was refused
    Dispatched,
    /// taken in by mistake; no case was made of it
    Cancelled,
}

impl State {
    /// No job is at it and it stands, so that it may be taken back while no case was made of it.
    pub const fn may_be_cancelled(self) -> bool {
        matches!(self, Self::Failed | Self::Read | Self::Dispatched)
    }
}

/// A column of a sender's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReferralColumn)]
pub struct Column {
    pub head: String,
    pub role: Role,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Referral {
    pub id: ReferralId,
    pub organisation: Uuid,
    pub area: Uuid,
    pub sender: String,
    pub title: String,
    pub number: String,
    pub received_on: Date,
    pub due_on: Option<Date>,
    pub file_name: String,
    pub file_hash: String,
    pub state: State,
    pub columns: Vec<Column>,
    pub total: Option<i32>,
    /// why it could not be read, as the API tells it
    pub problem: Option<serde_json::Value>,
    /// why it does not stand
    pub cancelled: Option<String>,
    pub account: Uuid,
    pub received_at: Moment,
    pub version: i32,
    /// path of its area
    pub path: String,
}

impl Referral {
    /// What permission asks of it: it belongs to a place and to no unit.
    pub fn shown(&self) -> Subject<'_> {
        Subject { area: &self.path, line: None, organisations: &[], parties: &[] }
    }
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }
}

/// A picture of a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReferralPicture)]
pub struct Picture {
    pub file: Uuid,
    /// the column in which it stood, from 0; none: the office added it
    pub column: Option<usize>,
}

/// A picture that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReferralBroken)]
pub struct Broken {
    pub column: usize,
    /// stable code, as of an upload
    pub rule: String,
}

/// What the office says of a row instead of its cells; what is not named keeps the cells' meaning.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ReferralMended)]
pub struct Mended {
    /// what is wrong, in one sentence
    pub problem: Option<String>,
    /// the place in words
    pub place: Option<String>,
    pub area: Option<Uuid>,
    /// code of a category
    pub category: Option<String>,
    pub unit: Option<Uuid>,
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<Date>,
}

/// A thing that a row names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReferralFound)]
pub struct Found {
    pub id: Uuid,
    pub name: String,
}

/// A category that a row names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReferralKind)]
pub struct Kind {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

/// What of a row cannot become a case's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReferralField)]
pub enum Field {
    Problem,
    Place,
    Category,
    Unit,
    DueOn,
    Photos,
}

/// A rule that a row breaks: stable code, and what stands there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReferralFault)]
pub struct Fault {
    pub field: Field,
    /// empty, unknown, several, unreadable, missing or none_by_rule
    pub rule: String,
    pub found: String,
}

/// What a case would be made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ReferralDraft)]
pub struct Draft {
    /// the superior's number of the row
    pub number: String,
    pub title: String,
    pub description: String,
    /// the place in words
    pub place: String,
    pub area: Option<Found>,
    pub site: Option<Found>,
    pub category: Option<Kind>,
    pub unit: Option<Found>,
    /// the unit is the one that the rule finds
    pub by_rule: bool,
    #[schema(value_type = Option<String>, format = Date)]
    pub due_on: Option<Date>,
    pub faults: Vec<Fault>,
}

/// How a row's case stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReferralOutcome)]
pub struct Outcome {
    pub number: String,
    /// as a case's state
    pub state: String,
    /// of the case
    pub version: i32,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub deadline: Option<Moment>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Moment>,
}

/// How a case stands that nothing more is done about.
pub const ENDED: [&str; 4] = ["closed", "rejected", "cancelled", "merged"];

/// A row of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// also the id of the case that is made of it
    pub id: Uuid,
    pub referral: ReferralId,
    pub n: i32,
    pub sheet: String,
    pub line: i32,
    pub cells: Vec<String>,
    pub pictures: Vec<Picture>,
    pub broken: Vec<Broken>,
    pub mended: Mended,
    pub draft: Draft,
    pub left_out: bool,
    pub problem: Option<serde_json::Value>,
    pub case: Option<Outcome>,
    /// the first answer that told its end
    pub answer: Option<Uuid>,
    /// the case's version that the superior was told last
    pub told: Option<i32>,
    pub version: i32,
}

impl Item {
    /// The version of its case, where that ended and the superior was not told.
    pub fn to_tell(&self) -> Option<i32> {
        let ended = self.case.as_ref().filter(|case| ENDED.contains(&case.state.as_str()));
        ended.map(|case| case.version).filter(|version| self.told != Some(*version))
    }
    /// Whether a case shall be made of it still.
    pub const fn waits(&self) -> bool {
        self.case.is_none() && !self.left_out
    }
    pub fn cell(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).map_or("", |text| text.trim())
    }
}

/// One answer to a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    pub id: Uuid,
    pub n: i32,
    pub at: Moment,
    pub person: Uuid,
    /// rows whose end is told for the first time
    pub items: i32,
    /// rows told once more, as their case went on after an answer
    pub again: i32,
    pub in_time: bool,
}

/// How many rows a list has, and how they stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ReferralCounts)]
pub struct Counts {
    pub items: i64,
    /// no case is made of them
    pub left_out: i64,
    /// wait for a case, and lack something for it
    pub faulty: i64,
    /// were refused when they were dispatched
    pub refused: i64,
    /// cases
    pub dispatched: i64,
    /// cases closed
    pub closed: i64,
    /// cases open past their deadline
    pub overdue: i64,
    /// reported to the superior as ended, at least once
    pub answered: i64,
    /// cases that ended (closed, not so, or one with another) since an answer named them, if any did
    pub to_answer: i64,
    /// with these the open ones, apart from the shelved
    pub unanswered: i64,
}
