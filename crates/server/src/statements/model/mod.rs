//! What a statement is and says.

mod error;

pub use error::Error;

use crate::platform::permission::Subject;
use jiff::civil::Date;
use journal::Dims;
use kernel::{id::Uuid, moment::Moment, quantity::Qualifier};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a statement posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StatementKind)]
pub enum Kind {
    /// a flow's total of a span of days, never divided
    Opening,
    /// a flow on one day, or a change of a stock
    Entry,
    /// a stock counted: the difference is posted
    StockTake,
    /// a level seen on a day
    Observation,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StatementState)]
pub enum State {
    /// it posts
    Stated,
    /// it sets a target
    Target,
    /// a rate or a time: text with its source
    Quoted,
    /// without a metric
    Unmatched,
    /// the office decides
    Held,
    Withdrawn,
}

/// What the office should look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StatementDoubt)]
pub enum Doubt {
    /// the low end of a range is posted as at least
    Range,
    /// only an upper bound is known: posted without a number
    UpperBound,
    /// the same words stand twice
    Repeated,
    /// the same level of the same day is stated otherwise
    Otherwise,
}

/// What the source's own words count it as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SaidKind)]
pub enum Said {
    Flow,
    Stock,
    Money,
    Ratio,
    Target,
    Rate,
    Time,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = StatedBound)]
pub enum Bound {
    Min,
    Max,
}

/// All that was said, as it was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = StatedWords)]
pub struct Words {
    /// code or name of a metric; else the object finds it
    pub metric: Option<String>,
    /// the noun counted; of a share, its base; of money, what it is for
    pub object: String,
    pub action: String,
    /// the quantity as typed: 30余万, 近10, 两
    pub text: String,
    /// decimal text in the unit; it goes before what `text` says
    pub value: Option<String>,
    /// high end of a range
    pub value_max: Option<String>,
    /// how firmly it stands, where the text does not say it
    #[schema(value_type = Option<crate::wire::Qualifier>)]
    pub qualifier: Option<Qualifier>,
    pub unit: String,
    pub kind: Option<Said>,
    pub bound: Option<Bound>,
    pub note: String,
    /// kind and title of the paper
    pub source: String,
    /// the sentence that says it
    pub sentence: String,
}

/// What words mean once they are judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub state: State,
    pub kind: Option<Kind>,
    pub doubt: Option<Doubt>,
    pub metric: Option<String>,
    /// in the metric's smallest unit; none: masked, or not stated
    pub amount: Option<i64>,
    pub qualifier: Qualifier,
    pub dims: Dims,
}

/// Whose and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub area: Uuid,
    /// the area of the metrics' grain that it counts in
    pub counted_in: Uuid,
    pub organisation: Uuid,
    /// paths of the area and the organisation
    pub paths: [String; 2],
}

/// A quantity stated by hand, or kept because it could not be stated yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    pub id: Uuid,
    pub place: Place,
    pub first: Date,
    pub last: Date,
    pub judged: Judged,
    /// the amount, or what a stock-take differs by
    pub posted: Option<i64>,
    pub words: Words,
    /// file and row that it came from
    pub from: Option<(Uuid, i32)>,
    pub version: i32,
    pub person: Uuid,
    pub recorded_at: Moment,
}

impl Statement {
    /// Asks a right over it.
    pub fn shown<T>(&self, ask: impl FnOnce(Subject<'_>) -> T) -> T {
        let [area, organisation] = &self.place.paths;
        let organisations = [organisation.as_str()];
        ask(Subject { area, line: None, organisations: &organisations, parties: &[self.place.organisation] })
    }
}
