//! A form as its author writes it and as JSON and TOML carry it. Nothing is checked here; `publish` does.

use crate::expression::Type;
use serde::{Deserialize, Serialize};

/// One version of a form, expressions as CEL text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// For life; an office's own begin with `x.`.
    pub code: String,
    /// Counts from one.
    pub version: u32,
    pub name: String,
    pub name_en: String,
    /// In the order of the page.
    pub groups: Vec<Group>,
    /// In the order of the page; an expression names only items above its own, some also their own.
    pub items: Vec<Item>,
}

/// A heading with the items under it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub code: String,
    pub label: String,
    pub label_en: String,
}

/// A question, a note or a calculated value. What does not belong to its kind is refused when published.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// For life within the form, through all versions; answers are kept under it.
    pub key: String,
    /// Code of its group; the items of a group stand together.
    pub group: String,
    pub label: String,
    pub label_en: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hint_en: String,
    pub kind: Kind,
    /// Must be answered when it is relevant.
    #[serde(default, skip_serializing_if = "Condition::is_never")]
    pub required: Condition,
    /// Asked only where this is true.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<String>,
    /// An answer for which this is false is refused with `message`; may name the item itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message_en: String,
    /// The value of a calculated item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<String>,
    /// Of a choice or multi.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Measure word of a number or calculated value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// Places after the point of a number; none or 0 makes it an integer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u8>,
    /// Longest text, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// Of a pass_fail or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<PhotoWanted>,
    /// Points, in steps of 0.01.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Fails where this is true; without it a pass_fail fails on `fail`. May name the item itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_when: Option<String>,
    /// Problem category that a failure gives; without one a failure is only recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// Where it differs from the category's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
}

/// What an item asks for. As an answer in JSON and in expressions:
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// `"pass"`, `"fail"` or `"na"` (不适用).
    PassFail,
    /// A number; an int or, with decimals, a double.
    Number,
    Text,
    /// Only photos; in expressions their number, null while there is none.
    Photo,
    /// The code of one choice.
    Choice,
    /// Codes of choices; null while there is none.
    Multi,
    /// `"2026-10-31"`.
    Date,
    /// `{"lon": …, "lat": …}` in WGS 84; expressions can only ask whether it is answered.
    Position,
    /// Words to read; takes no answer.
    Note,
    /// Computed from answers above it; its type is its expression's.
    Calculated,
}

impl Kind {
    pub(crate) const fn is_asked(self) -> bool {
        !matches!(self, Self::Note | Self::Calculated)
    }
    pub(crate) const fn takes_photos(self) -> bool {
        matches!(self, Self::PassFail | Self::Number | Self::Photo)
    }
    pub(crate) const fn can_fail(self) -> bool {
        !matches!(self, Self::Text | Self::Photo | Self::Position | Self::Note)
    }
}

impl Item {
    /// The type of its answer in expressions; none for notes, and for calculated items until they are checked.
    pub(crate) fn type_(&self) -> Option<Type> {
        match self.kind {
            Kind::PassFail | Kind::Text | Kind::Choice => Some(Type::Text),
            Kind::Number if self.decimals.unwrap_or(0) == 0 => Some(Type::Int),
            Kind::Number => Some(Type::Double),
            Kind::Photo => Some(Type::Int),
            Kind::Multi => Some(Type::List(Box::new(Type::Text))),
            Kind::Date => Some(Type::Date),
            Kind::Position => Some(Type::Position),
            Kind::Note | Kind::Calculated => None,
        }
    }

    /// The texts that its answer is made of; empty when any text goes.
    pub(crate) fn codes(&self) -> Vec<String> {
        match self.kind {
            Kind::PassFail => ["pass", "fail", "na"].map(String::from).to_vec(),
            _ => self.choices.iter().map(|choice| choice.code.clone()).collect(),
        }
    }

    /// Points in hundredths; what is no number of hundredths is refused when published.
    #[allow(clippy::cast_possible_truncation)] // bounded when published
    pub(crate) fn points(&self) -> i64 {
        self.score.map_or(0, |score| (score * 100.0).round() as i64)
    }
}

/// An answer that can be picked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub code: String,
    pub label: String,
    pub label_en: String,
}

/// Always, never, or where an expression is true.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Condition {
    Plain(bool),
    When(String),
}

impl Condition {
    pub(crate) fn is_never(&self) -> bool {
        *self == Self::Plain(false)
    }
}

impl Default for Condition {
    fn default() -> Self {
        Self::Plain(false)
    }
}

/// When an answer must come with a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhotoWanted {
    OnFail,
    /// With every answer but 不适用.
    Always,
    No,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Minor,
    Normal,
    Serious,
}
