//! What can be wrong with an answer.

use serde::Serialize;

/// One answer that is refused; as JSON `{"key", "rule", "params"}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Refusal {
    /// The item's; empty when the submission as a whole cannot be read.
    pub key: String,
    #[serde(flatten)]
    pub rule: Rule,
}

/// The rule that it breaks, with what a message needs to say.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "rule", content = "params")]
pub enum Rule {
    /// Not an object of `answers` and `photos`.
    #[serde(rename = "submission.shape")]
    Shape,
    /// No item, or one that takes no answer (or no photos).
    #[serde(rename = "answer.unknown_key")]
    UnknownKey,
    #[serde(rename = "answer.required")]
    Required,
    /// JSON of another kind; `wanted` says which: `text`, `whole_number`, `number`, `code`, `codes`, `day`,
    /// `position`, `file_ids`.
    #[serde(rename = "answer.kind")]
    Kind { wanted: &'static str },
    #[serde(rename = "answer.no_choice")]
    NoChoice { code: String },
    #[serde(rename = "answer.twice")]
    Twice { code: String },
    #[serde(rename = "answer.below")]
    Below { min: f64 },
    #[serde(rename = "answer.above")]
    Above { max: f64 },
    #[serde(rename = "answer.decimals")]
    Decimals { most: u8 },
    /// Beyond ±(2⁵³ − 1).
    #[serde(rename = "answer.too_large")]
    TooLarge,
    #[serde(rename = "answer.too_long")]
    TooLong { most: u32, length: usize },
    #[serde(rename = "answer.constraint")]
    Constraint { message: String, message_en: String },
    #[serde(rename = "photo.required")]
    PhotoRequired,
    #[serde(rename = "photo.too_many")]
    TooManyPhotos { most: usize },
}

impl Refusal {
    pub(super) fn new(key: &str, rule: Rule) -> Self {
        Self { key: key.chars().take(100).collect(), rule } // an unknown key comes back, but not a book
    }
}
