//! Categories: one tree of things to be fixed, shipped in the catalogue, with the office's changes beside it. What a
//! category does not say for itself it has from the one above it; a row holds the whole rule.

mod check;
mod lists;
mod tree;

pub use check::{KEYS, OF_LEAVES, check};
pub use lists::{Known, NamedList, read_lists};
#[cfg(test)]
pub use tree::read_categories;
pub use tree::{Entry, Own, OwnValue, Said, resolve, said};

use super::{model::Error, store};
use kernel::{
    calendar::{Calendar, Clock, Limit},
    moment::Moment,
};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use tree::read_tree;
use utoipa::ToSchema;

/// The part of a code that only an office's own categories have.
const OWN: &str = "x";
/// Characters of an own category's key.
const LONGEST_KEY: usize = 30;

/// The code of an office's own category: it begins with the code above it, so that the figures of the line count it.
/// None where the key is none: small letters, digits and `_`, a letter first.
pub fn own_code(above: &str, key: &str) -> Option<String> {
    let begins = key.starts_with(|c: char| c.is_ascii_lowercase());
    let plain = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    (begins && plain && key.len() <= LONGEST_KEY).then(|| format!("{above}.{OWN}.{key}"))
}

/// A category with what it inherits filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Category {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub parent: Option<String>,
    /// the root above it
    pub line: String,
    pub leaf: bool,
    /// kind of the organisation that answers for the line
    pub department: String,
    /// block: the community or village first; line: the department first
    #[serde(default)]
    pub lead: Lead,
    /// stage to limit, as `handle` to `4 work_hour`
    #[serde(default)]
    pub limits: BTreeMap<String, String>,
    #[serde(default)]
    pub evidence: Evidence,
    /// the office looks again before closing what was verified
    #[serde(default)]
    pub office_looks_again: bool,
    /// may be found and fixed at once
    #[serde(default)]
    pub spot: bool,
    /// how long past the deadline each level of supervision begins
    pub supervision: Vec<String>,
    /// of those fixed on the spot, how many in a hundred are verified
    pub checked_percent: u8,
    /// states of the thing with limits of their own
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// which open cases may be the same as a new one
    #[serde(default)]
    pub near: Near,
    /// farther from the place than this, a photo was taken elsewhere
    #[serde(default)]
    pub elsewhere_metres: u32,
}

/// How far off and how old a case may be that is shown before a new one is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Near {
    pub metres: u32,
    pub days: u32,
}

/// A state of the thing that changes how fast it must be dealt with, as sewage that runs onto a road.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub code: String,
    pub name: String,
    pub name_en: String,
    /// stage to limit; a stage that it leaves out has the category's
    #[serde(default)]
    pub limits: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    #[default]
    Block,
    Line,
}

impl Lead {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Block => "block",
            Self::Line => "line",
        }
    }
}

/// Photos wanted at each step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Evidence {
    pub before: usize,
    pub after: usize,
    pub verify: usize,
}

impl Category {
    /// The rule under a condition: its limits go before the category's own.
    #[must_use]
    pub fn under(mut self, condition: Option<&str>) -> Self {
        let limits = self.condition(condition).map(|condition| condition.limits.clone());
        self.limits.extend(limits.unwrap_or_default());
        self
    }
    /// The rule with a handling limit of the case's own.
    #[must_use]
    pub fn within(mut self, own_limit: Option<&str>) -> Self {
        self.limits.extend(own_limit.map(|words| ("handle".to_owned(), words.to_owned())));
        self
    }
    /// The condition of this code, if the category knows it.
    pub fn condition(&self, code: Option<&str>) -> Option<&Condition> {
        self.conditions.iter().find(|condition| Some(condition.code.as_str()) == code)
    }
    /// The clock of a stage that begins at a moment.
    pub fn clock(&self, calendar: &Calendar, stage: &str, from: Moment) -> Result<Clock, Error> {
        let limit =
            self.limit(stage)?.ok_or_else(|| Error::Limit(format!("{} has none for {stage}", self.code)))?;
        Ok(Clock::start(calendar, from.into(), limit))
    }
    /// The deadline of a stage that begins at a moment.
    pub fn deadline(&self, calendar: &Calendar, stage: &str, from: Moment) -> Result<Moment, Error> {
        Ok(self.clock(calendar, stage, from)?.due.into())
    }
    pub fn limit(&self, stage: &str) -> Result<Option<Limit>, Error> {
        let words = self.limits.get(stage);
        words
            .map(|words| words.parse())
            .transpose()
            .map_err(|_| Error::Limit(format!("{}: {stage}", self.code)))
    }
    /// How long past the deadline the clock raises the supervision from a level to the next.
    pub fn supervision_after(&self, level: usize) -> Result<Option<Limit>, Error> {
        let words = self.supervision.get(level).map(|words| words.parse());
        words.transpose().map_err(|_| Error::Limit(format!("{}: supervision {}", self.code, level + 1)))
    }
}

/// Brings the shipped categories of the database to the catalogue's state; what the office has changed of them stays,
/// and so do its own.
pub async fn sync_categories(db: &impl ConnectionTrait, text: &str, lists: &str) -> Result<(), DbErr> {
    let broken = |why: String| DbErr::Custom(format!("catalog/categories: {why}"));
    let tree = read_tree(text).map_err(broken)?;
    for (rank, entry) in (0i32..).zip(&tree) {
        store::ship_category(db, rank, entry).await?;
    }
    settle(db).await.map_err(|e| broken(e.to_string()))?;
    let lists = read_lists(lists, &store::category_places(db).await?).map_err(broken)?;
    store::replace_lists(db, &lists).await
}

/// Writes the rules that follow from what is shipped and what the office has changed.
pub async fn settle(db: &impl ConnectionTrait) -> Result<(), Error> {
    let entries = store::entries(db).await?;
    let rules = resolve(&entries).map_err(Error::Limit)?;
    Ok(store::write_rules(db, &rules).await?)
}

/// Where a category stands in the tree. Its code tells its line, and not always its group.
#[derive(Clone, Debug)]
pub struct Place {
    pub code: String,
    pub name: String,
    /// none of a line
    pub parent: Option<String>,
}

/// The codes at and below some categories.
fn categories_below(tree: &[Place], codes: &[&str]) -> Vec<String> {
    let parents: HashMap<&str, &str> =
        tree.iter().filter_map(|place| Some((&*place.code, place.parent.as_deref()?))).collect();
    let is_below = |place: &&Place| {
        std::iter::successors(Some(&*place.code), |at| parents.get(at).copied())
            .any(|above| codes.contains(&above))
    };
    tree.iter().filter(is_below).map(|place| place.code.clone()).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    #[test]
    fn the_shipped_tree_reads_and_inherits() {
        let tree = read_categories(include_str!("../../../../../catalog/categories/tree.toml")).unwrap();
        let roots = tree.iter().filter(|c| c.parent.is_none()).count();
        assert_eq!(roots, 10, "the ten lines");
        for leaf in tree.iter().filter(|c| c.leaf) {
            assert!(leaf.evidence.before > 0 && leaf.evidence.after > 0, "{} wants photos", leaf.code);
            for stage in ["dispatch", "accept", "handle", "rework", "verify"] {
                assert!(leaf.limit(stage).unwrap().is_some(), "{} has a limit for {stage}", leaf.code);
            }
            assert_eq!((leaf.supervision.len(), leaf.checked_percent), (2, 10), "the defaults");
            for level in 0..leaf.supervision.len() {
                assert!(leaf.supervision_after(level).unwrap().is_some());
            }
            assert!(tree.iter().any(|c| c.code == leaf.line && c.parent.is_none()));
        }
    }

    #[test]
    fn a_condition_goes_before_its_leaf_and_that_before_its_parents() {
        let tree = read_categories(include_str!("../../../../../catalog/categories/tree.toml")).unwrap();
        for (code, condition, limits) in [
            ("sanitation.sewage", None, "2 work_hour, 4 work_hour, 1 work_day, 1 work_day, 1 work_day"),
            (
                "sanitation.sewage",
                Some("street"),
                "2 work_hour, 4 work_hour, 4 urgent_hour, 1 work_day, 1 work_day",
            ),
            ("street_order.outdoor_ad", None, "2 work_hour, 4 work_hour, 5 work_day, 1 work_day, 1 work_day"),
            (
                "street_order.outdoor_ad",
                Some("loose"),
                "2 work_hour, 4 work_hour, 4 urgent_hour, 1 work_day, 1 work_day",
            ),
            (
                "street_order.outdoor_ad",
                Some("damaged"),
                "2 work_hour, 4 work_hour, 3 work_day, 1 work_day, 1 work_day",
            ),
            (
                "street_order.outdoor_ad",
                Some("unknown"),
                "2 work_hour, 4 work_hour, 5 work_day, 1 work_day, 1 work_day",
            ),
        ] {
            let rule = tree.iter().find(|rule| rule.code == code).unwrap().clone().under(condition);
            let stages = ["dispatch", "accept", "handle", "rework", "verify"];
            let told: Vec<&str> = stages.iter().map(|stage| rule.limits[*stage].as_str()).collect();
            assert_eq!(told.join(", "), limits, "{code} {condition:?}");
        }
        for leaf in &tree {
            assert!(leaf.leaf || leaf.conditions.is_empty(), "{}: conditions are of leaves", leaf.code);
            for condition in &leaf.conditions {
                assert!(!condition.limits.is_empty(), "{} {}", leaf.code, condition.code);
                let rule = leaf.clone().under(Some(&condition.code));
                assert!(condition.limits.keys().all(|stage| rule.limit(stage).unwrap().is_some()));
            }
        }
    }

    #[test]
    fn nothing_shipped_has_an_offices_code() {
        let text = "[defaults]\n[[category]]\ncode = 'a.x.b'\nname = 'x'\nname_en = 'x'\nparent = 'a'\n";
        assert_eq!(tree::read_tree(text).unwrap_err(), "a.x.b: the part x is the office's own");
        for (key, code) in [("bench", Some("a.x.bench")), ("b_2", Some("a.x.b_2")), ("2b", None), ("B", None)]
        {
            assert_eq!(own_code("a", key).as_deref(), code);
        }
        assert_eq!(
            [own_code("a", ""), own_code("a", "b.c"), own_code("a", &"b".repeat(31))],
            [None, None, None]
        );
    }

    #[test]
    fn a_category_without_its_parent_is_named() {
        let text = "[defaults]\nsupervision = []\nchecked_percent = 10\n[[category]]\ncode = 'a.b'\nname = 'x'\nname_en = 'x'\nparent = 'a'\n";
        assert_eq!(read_categories(text).unwrap_err(), "a.b: no parent a");
    }
}
