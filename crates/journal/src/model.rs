//! What a metric is, and everything that the journal refuses.

use jiff::civil::Date;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};

/// The kind of source that states coarser totals (an old paper's "2万余份"); it may post any metric, with a span.
pub const OPENING: &str = "opening";

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// How the quantities of a metric make a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Sums over a period.
    Flow,
    /// Sums signed changes up to a day.
    Stock,
    /// The last observation on or before a day holds, per area, organisation, dimensions and subject.
    Level,
    /// Counts the subjects whose net is above zero.
    Distinct,
    /// A formula over the sums of its parts at the asked scope; never posted.
    Derived,
}

impl Kind {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Flow => "flow",
            Self::Stock => "stock",
            Self::Level => "level",
            Self::Distinct => "distinct",
            Self::Derived => "derived",
        }
    }
}

/// Who may see a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    Open,
    Office,
    Restricted,
}

/// Which direction is good news.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Up,
    Down,
    None,
}

/// One metric of the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub unit: String,
    pub unit_en: String,
    /// Decimals of the unit that the integer quantities hold.
    pub decimals: u8,
    pub kind: Kind,
    /// The finest area level at which it is posted.
    pub grain: String,
    pub class: Class,
    /// At most three.
    pub dims: Vec<Dim>,
    /// Whose organisation it credits, as a word of its source (`registering`, `responsible` …).
    pub credits: String,
    pub better: Better,
    /// Which kind of source states it, from which day on; empty for a derived one.
    pub owners: Vec<Owner>,
    /// How a derived one is computed, from which day on; else empty.
    pub formulas: Vec<Version>,
    /// 怎么算: how it is computed, for readers.
    pub words: String,
    pub words_en: String,
}

/// The kind of source that owns a metric from a day on (from ever, where none is named).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    pub from: Option<Date>,
    pub kind: String,
}

/// A formula that holds from a day on (from ever, where none is named).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub from: Option<Date>,
    #[serde(flatten)]
    pub formula: Formula,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Formula {
    /// The sums of the numerator's metrics over those of the denominator's, times a hundred for a percentage.
    Ratio { numerator: Vec<String>, denominator: Vec<String>, percent: bool },
}

impl Formula {
    /// The metrics it is made of, each once.
    pub fn parts(&self) -> Vec<&str> {
        let Self::Ratio { numerator, denominator, .. } = self;
        let mut parts: Vec<&str> = numerator.iter().chain(denominator).map(String::as_str).collect();
        parts.sort_unstable();
        parts.dedup();
        parts
    }
}

/// A coded property of each posting of a metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dim {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub values: Values,
}

/// What a dimension may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// One of a fixed list.
    List(Vec<Coded>),
    /// A code of a catalogue that lives elsewhere and grows, named by its kind (`case_category`).
    Of(String),
}

/// A value of a fixed list with its names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coded {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

impl Metric {
    /// Which column (0, 1 or 2) holds a dimension.
    pub fn dim(&self, code: &str) -> Result<usize> {
        self.dims
            .iter()
            .position(|d| d.code == code)
            .ok_or_else(|| Error::UnknownDim { metric: self.code.clone(), dim: code.to_owned() })
    }

    /// The kind of source that states it on a day.
    pub fn owner(&self, day: Date) -> Option<&str> {
        self.owners.iter().rev().find(|o| o.from.is_none_or(|from| from <= day)).map(|o| o.kind.as_str())
    }

    /// The formula in force on a day; none where it is not derived or not yet defined then.
    pub fn formula(&self, day: Date) -> Option<&Formula> {
        self.formulas.iter().rev().find(|v| v.from.is_none_or(|from| from <= day)).map(|v| &v.formula)
    }
}

/// What the journal refuses, or could not do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the metric catalogue is wrong: {0}")]
    Catalogue(String),
    #[error("{0} has postings, so its definition cannot change")]
    FixedMetric(String),
    #[error("there is no metric {0}")]
    UnknownMetric(String),
    #[error("{0} is derived from others and is never posted")]
    DerivedMetric(String),
    #[error("{metric} has no dimension {dim}")]
    UnknownDim { metric: String, dim: String },
    #[error("{value} is not a value of {metric}'s dimension {dim}")]
    UnknownValue { metric: String, dim: String, value: String },
    #[error("{metric} is stated by {owner} on {day}, not by {kind}")]
    NotTheOwner { metric: String, day: Date, owner: String, kind: String },
    #[error("posting {0}: its span must end after its first day")]
    SpanBackward(Uuid),
    #[error("posting {id}: a metric of kind {kind:?} takes no span")]
    SpanRefused { id: Uuid, kind: Kind },
    #[error("posting {0}: a distinct metric needs a subject and an exact number above zero")]
    NotCountable(Uuid),
    #[error("posting {0} exists with other content")]
    Changed(Uuid),
    #[error("there is no posting {0}")]
    NoSuchPosting(Uuid),
    #[error("posting {0} is a reversal or has been reversed")]
    AlreadyReversed(Uuid),
    #[error("posting {0} belongs to another source")]
    OtherSource(Uuid),
    #[error("{0} is no stock, so it cannot be counted")]
    NoStock(String),
    #[error("posting {0} is no opening figure that stands")]
    NoOpening(Uuid),
    #[error("{} of {} is closed", closing.month, closing.area_name)]
    MonthClosed {
        closing: Box<crate::closing::Closing>,
        /// Whether whoever sent it may enter there with a reason.
        permitted: bool,
    },
    #[error("the period ends before it begins")]
    EmptyPeriod,
    #[error("another process was sealing or folding")]
    Raced,
    #[error("{0:?} is not a head; it reads SEQ:HASH")]
    NotAHead(String),
    #[error(transparent)]
    Broken(#[from] crate::verify::Broken),
    #[error("records of kind {kind} could not be recounted: {reason}")]
    Recount { kind: String, reason: String },
    #[error("a stored row cannot be read: {0}")]
    Unreadable(String),
    #[error(transparent)]
    Database(#[from] sea_orm::DbErr),
}
