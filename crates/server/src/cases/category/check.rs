//! What may be said of a category, key by key.

use super::{Condition, Lead};
use kernel::calendar::Limit;
use serde_json::Value;
use std::collections::HashSet;

/// All that a category says, in the order of a screen.
pub const KEYS: &[&str] = &[
    "limits.dispatch",
    "limits.accept",
    "limits.handle",
    "limits.rework",
    "limits.verify",
    "evidence.before",
    "evidence.after",
    "evidence.verify",
    "spot",
    "office_looks_again",
    "lead",
    "department",
    "supervision",
    "checked_percent",
    "conditions",
    "near.metres",
    "near.days",
    "elsewhere_metres",
];

/// What only leaves say, each for itself.
pub const OF_LEAVES: &[&str] = &["spot", "conditions"];

/// Photos that may be wanted of one step, and levels of supervision by the clock.
const MOST_PHOTOS: u64 = 9;
const MOST_LEVELS: usize = 5;
const MOST_CONDITIONS: usize = 9;
/// As far as a place is told apart from the next at all, and as long as a case may lie open.
const MOST_METRES: u64 = 5000;
const MOST_DAYS: u64 = 400;
/// Characters of a condition's code or name.
const LONGEST: usize = 60;

/// The rule that a value breaks, by its stable code.
pub fn check(key: &str, value: &Value, department: impl Fn(&str) -> bool) -> Result<(), &'static str> {
    let holds = |holds: bool, rule| if holds { Ok(()) } else { Err(rule) };
    let limit = |value: &Value| value.as_str().and_then(|text| text.parse::<Limit>().ok());
    let whole = |range: std::ops::RangeInclusive<u64>| value.as_u64().is_some_and(|n| range.contains(&n));
    match key {
        _ if !KEYS.contains(&key) => Err("category.no_such_key"),
        _ if key.starts_with("limits.") => limit_holds(value.as_str()),
        _ if key.starts_with("evidence.") => {
            holds(value.as_u64().is_some_and(|photos| photos <= MOST_PHOTOS), "category.photos")
        }
        "spot" | "office_looks_again" => holds(value.is_boolean(), "category.flag"),
        "lead" => holds(serde_json::from_value::<Lead>(value.clone()).is_ok(), "category.lead"),
        "department" => holds(value.as_str().is_some_and(department), "category.department"),
        "conditions" => match serde_json::from_value::<Vec<Condition>>(value.clone()) {
            Ok(conditions) => conditions_hold(&conditions),
            Err(_) => Err("category.condition"),
        },
        "near.metres" | "elsewhere_metres" => holds(whole(1..=MOST_METRES), "category.metres"),
        "near.days" => holds(whole(1..=MOST_DAYS), "category.days"),
        "checked_percent" => holds(value.as_u64().is_some_and(|percent| percent <= 100), "category.percent"),
        _ => match value.as_array() {
            Some(levels) if levels.len() > MOST_LEVELS => Err("category.levels"),
            Some(levels) => holds(levels.iter().all(|level| limit(level).is_some()), "category.limit"),
            None => Err("category.limit"),
        },
    }
}

/// A limit of nought would be overdue when it begins.
fn limit_holds(words: Option<&str>) -> Result<(), &'static str> {
    match words.and_then(|words| words.parse::<Limit>().ok()) {
        Some(limit) if limit.amount > 0 => Ok(()),
        Some(_) => Err("category.limit_nought"),
        None => Err("category.limit"),
    }
}

/// Each has a code of its own, both names, and limits of known stages.
fn conditions_hold(conditions: &[Condition]) -> Result<(), &'static str> {
    let codes: HashSet<&str> = conditions.iter().map(|condition| condition.code.as_str()).collect();
    let told = |text: &str| !text.trim().is_empty() && text.chars().count() <= LONGEST;
    let well = |condition: &Condition| {
        let code = condition.code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        let stages = condition.limits.keys().all(|stage| KEYS.contains(&format!("limits.{stage}").as_str()));
        code && stages && [&condition.code, &condition.name, &condition.name_en].iter().all(|text| told(text))
    };
    if conditions.len() > MOST_CONDITIONS || codes.len() < conditions.len() || !conditions.iter().all(well) {
        return Err("category.condition");
    }
    conditions.iter().flat_map(|condition| condition.limits.values()).try_for_each(|l| limit_holds(Some(l)))
}
