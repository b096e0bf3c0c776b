//! Categories: one tree of things to be fixed, shipped in the catalogue, with the office's changes beside it. What a
//! category does not say for itself it has from the one above it; a row holds the whole rule.

mod check;
mod tree;

pub use check::{KEYS, check};
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
use std::collections::BTreeMap;
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
pub async fn sync_categories(db: &impl ConnectionTrait, text: &str) -> Result<(), DbErr> {
    let broken = |why: String| DbErr::Custom(format!("catalog/categories: {why}"));
    let tree = read_tree(text).map_err(broken)?;
    for (rank, entry) in (0i32..).zip(&tree) {
        store::ship_category(db, rank, entry).await?;
    }
    settle(db).await.map_err(|e| broken(e.to_string()))
}

/// Writes the rules that follow from what is shipped and what the office has changed.
pub async fn settle(db: &impl ConnectionTrait) -> Result<(), Error> {
    let entries = store::entries(db).await?;
    let rules = resolve(&entries).map_err(Error::Limit)?;
    Ok(store::write_rules(db, &rules).await?)
}

/// The codes at and below a category, among all with their names.
pub fn categories_below(names: &[(String, String)], code: &str) -> Vec<String> {
    let below = format!("{code}.");
    let codes = names.iter().map(|(code, _)| code);
    codes.filter(|one| *one == code || one.starts_with(&below)).cloned().collect()
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
