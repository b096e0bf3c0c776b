//! Categories: one tree of things to be fixed, shipped in the catalogue. What a category does not say for itself it
//! has from the one above it; a row holds the whole rule.

use super::{model::Error, store};
use kernel::{
    calendar::{Calendar, Clock, Limit},
    moment::Moment,
};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

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
    pub lead: Lead,
    /// stage to limit, as `handle` to `4 work_hour`
    pub limits: BTreeMap<String, String>,
    pub evidence: Evidence,
    /// the office looks again before closing what was verified
    pub office_looks_again: bool,
    /// may be found and fixed at once
    pub spot: bool,
    /// how long past the deadline each level of supervision begins
    pub supervision: Vec<String>,
    /// of those fixed on the spot, how many in a hundred are verified
    pub checked_percent: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lead {
    Block,
    Line,
}

/// Photos wanted at each step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Evidence {
    pub before: usize,
    pub after: usize,
    pub verify: usize,
}

/// As the catalogue writes it: what is absent is inherited.
#[derive(Deserialize)]
struct Written {
    code: String,
    name: String,
    name_en: String,
    parent: Option<String>,
    department: Option<String>,
    lead: Option<Lead>,
    #[serde(default)]
    limits: BTreeMap<String, String>,
    evidence: Option<Evidence>,
    office_looks_again: Option<bool>,
    #[serde(default)]
    spot: bool,
    supervision: Option<Vec<String>>,
    checked_percent: Option<u8>,
}

/// What every line has unless it says otherwise.
#[derive(Deserialize)]
struct Defaults {
    supervision: Vec<String>,
    checked_percent: u8,
}

#[derive(Deserialize)]
struct File {
    defaults: Defaults,
    category: Vec<Written>,
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

/// Reads the tree; parents stand before their children.
pub fn read_categories(text: &str) -> Result<Vec<Category>, String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    let parents: Vec<Option<String>> = file.category.iter().map(|c| c.parent.clone()).collect();
    let mut done: HashMap<String, Category> = HashMap::new();
    let mut order = Vec::new();
    for written in file.category {
        let above = match &written.parent {
            Some(parent) => {
                Some(done.get(parent).ok_or_else(|| format!("{}: no parent {parent}", written.code))?)
            }
            None => None,
        };
        let leaf = !parents.iter().any(|parent| parent.as_deref() == Some(written.code.as_str()));
        let category = fill(written, above, leaf, &file.defaults)?;
        order.push(category.clone());
        done.insert(category.code.clone(), category);
    }
    Ok(order)
}

fn fill(
    written: Written,
    above: Option<&Category>,
    leaf: bool,
    defaults: &Defaults,
) -> Result<Category, String> {
    let missing = |what: &str| format!("{}: a root names its {what}", written.code);
    let mut limits = above.map(|a| a.limits.clone()).unwrap_or_default();
    limits.extend(written.limits);
    Ok(Category {
        line: above.map_or_else(|| written.code.clone(), |a| a.line.clone()),
        department: written
            .department
            .or_else(|| above.map(|a| a.department.clone()))
            .ok_or_else(|| missing("department"))?,
        lead: written.lead.or_else(|| above.map(|a| a.lead)).unwrap_or(Lead::Block),
        evidence: written.evidence.or_else(|| above.map(|a| a.evidence)).unwrap_or_default(),
        office_looks_again: written
            .office_looks_again
            .or_else(|| above.map(|a| a.office_looks_again))
            .unwrap_or(false),
        spot: written.spot,
        supervision: written
            .supervision
            .unwrap_or_else(|| above.map_or(&defaults.supervision, |a| &a.supervision).clone()),
        checked_percent: written
            .checked_percent
            .unwrap_or_else(|| above.map_or(defaults.checked_percent, |a| a.checked_percent)),
        limits,
        leaf,
        code: written.code,
        name: written.name,
        name_en: written.name_en,
        parent: written.parent,
    })
}

/// Brings the shipped categories of the database to the catalogue's state; the office's own stay.
pub async fn sync_categories(db: &impl ConnectionTrait, text: &str) -> Result<(), DbErr> {
    let categories = read_categories(text).map_err(|e| DbErr::Custom(format!("catalog/categories: {e}")))?;
    store::replace_categories(db, &categories).await
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
        let tree = read_categories(include_str!("../../../../catalog/categories/tree.toml")).unwrap();
        let roots = tree.iter().filter(|c| c.parent.is_none()).count();
        assert_eq!(roots, 10, "the ten lines");
        for leaf in tree.iter().filter(|c| c.leaf) {
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
    fn a_category_without_its_parent_is_named() {
        let text = "[defaults]\nsupervision = []\nchecked_percent = 10\n[[category]]\ncode = 'a.b'\nname = 'x'\nname_en = 'x'\nparent = 'a'\n";
        assert_eq!(read_categories(text).unwrap_err(), "a.b: no parent a");
    }
}
