//! What may be said of a category, key by key.

use super::Lead;
use kernel::calendar::Limit;
use serde_json::Value;

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
];

/// Photos that may be wanted of one step, and levels of supervision by the clock.
const MOST_PHOTOS: u64 = 9;
const MOST_LEVELS: usize = 5;

/// The rule that a value breaks, by its stable code.
pub fn check(key: &str, value: &Value, department: impl Fn(&str) -> bool) -> Result<(), &'static str> {
    let holds = |holds: bool, rule| if holds { Ok(()) } else { Err(rule) };
    let limit = |value: &Value| value.as_str().and_then(|text| text.parse::<Limit>().ok());
    match key {
        _ if !KEYS.contains(&key) => Err("category.no_such_key"),
        // a limit of nought would be overdue when it begins
        _ if key.starts_with("limits.") => match limit(value) {
            Some(limit) => holds(limit.amount > 0, "category.limit_nought"),
            None => Err("category.limit"),
        },
        _ if key.starts_with("evidence.") => {
            holds(value.as_u64().is_some_and(|photos| photos <= MOST_PHOTOS), "category.photos")
        }
        "spot" | "office_looks_again" => holds(value.is_boolean(), "category.flag"),
        "lead" => holds(serde_json::from_value::<Lead>(value.clone()).is_ok(), "category.lead"),
        "department" => holds(value.as_str().is_some_and(department), "category.department"),
        "checked_percent" => holds(value.as_u64().is_some_and(|percent| percent <= 100), "category.percent"),
        _ => match value.as_array() {
            Some(levels) if levels.len() > MOST_LEVELS => Err("category.levels"),
            Some(levels) => holds(levels.iter().all(|level| limit(level).is_some()), "category.limit"),
            None => Err("category.limit"),
        },
    }
}
