//! Section 0: the territory, counted from the directory.

use super::Ground;
use serde_json::{Map, Value, json};

pub fn tell(ground: &Ground, context: &mut Map<String, Value>) {
    for (kind, number, names) in
        [("village", "villages", "village_names"), ("community", "communities", "community_names")]
    {
        let found: Vec<&str> =
            ground.areas.iter().filter(|area| area.kind == kind).map(|area| area.name.as_str()).collect();
        context.insert(number.into(), json!(found.len()));
        context.insert(names.into(), json!(found.join("、")));
    }
}
