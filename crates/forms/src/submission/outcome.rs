//! What a submission comes to: its score and what failed.

use crate::{Item, Severity, expression::Value};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// A submission that holds, and what follows from it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Checked {
    /// By key, without what is not answered; calculated values too.
    pub answers: BTreeMap<String, Json>,
    /// File ids by key, as given; whether the files exist is for the caller to see.
    pub photos: BTreeMap<String, Vec<String>>,
    /// Keys of answers that were given but not kept, as their items are not relevant.
    pub dropped: Vec<String>,
    pub score: Score,
    /// In the order of the form.
    pub failed: Vec<Failed>,
}

/// Points got over possible, in hundredths of a point. What does not apply or is not answered counts in neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    pub got: i64,
    pub of: i64,
}

/// An item that failed, with what its problem would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failed {
    pub key: String,
    /// None: the failure is only recorded.
    pub category: Option<String>,
    /// None: the category's own.
    pub severity: Option<Severity>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Not answered, 不适用, or nothing that can fail.
    Uncounted,
    Passed,
    Failed,
}

impl Outcome {
    pub(super) fn of(item: &Item, value: Option<&Value>, failed: bool) -> Self {
        let applies = match value {
            None | Some(Value::Null) => false,
            Some(Value::Text(answer)) => !(item.kind == crate::Kind::PassFail && answer == "na"),
            Some(_) => true,
        };
        match (applies && item.kind.can_fail(), failed) {
            (false, _) => Self::Uncounted,
            (true, true) => Self::Failed,
            (true, false) => Self::Passed,
        }
    }
}

impl Checked {
    pub(super) fn count(&mut self, item: &Item, outcome: Outcome) {
        match outcome {
            Outcome::Uncounted => return,
            Outcome::Passed => self.score.got += item.points(),
            Outcome::Failed => self.failed.push(Failed {
                key: item.key.clone(),
                category: item.category.clone(),
                severity: item.severity,
            }),
        }
        self.score.of += item.points();
    }
}
