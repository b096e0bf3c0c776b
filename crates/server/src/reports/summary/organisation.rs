//! Section 1: the organisations of the place. Which of them lead, which are of a line, which own ground.

use super::Ground;
use crate::directory::Organisation;
use serde_json::{Map, Value, json};

/// Who owns ground rather than a line of work.
const BLOCKS: [&str; 2] = ["community", "village"];
const LEADING: [&str; 2] = ["government", "creation_office"];

pub fn tell(ground: &Ground, context: &mut Map<String, Value>) {
    let names = |wanted: &dyn Fn(&Organisation) -> bool| {
        let found = ground.organisations.iter().filter(|o| wanted(o));
        found.map(|o| o.short_name.as_str()).collect::<Vec<_>>()
    };
    let kind = |o: &Organisation, kinds: &[&str]| kinds.contains(&o.kind.as_str());
    let departments = names(&|o| !kind(o, &BLOCKS) && !kind(o, &LEADING) && o.kind != "district_office");
    let blocks = names(&|o| kind(o, &BLOCKS));
    let of = |wanted: &'static str| names(&|o| o.kind == wanted).join("、");
    context.insert("government".into(), json!(of("government")));
    context.insert("creation_office".into(), json!(of("creation_office")));
    context.insert("departments".into(), json!(departments.len()));
    context.insert("department_names".into(), json!(departments.join("、")));
    context.insert("blocks".into(), json!(blocks.len()));
    context.insert("organisations".into(), json!(ground.organisations.len()));
}
