//! The units in section 4: those that had something due, the worst first, and those behind them as one.

use super::{Ask, Error, Ground, figures};
use crate::{cases::Then, directory::Organisation};
use journal::By;
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use std::{cmp::Reverse, collections::HashMap};

/// Units named one by one.
const NAMED: usize = 8;

pub async fn tell<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    ground: &Ground,
    left: &[Then],
    as_of: Option<i64>,
    context: &mut Map<String, Value>,
) -> Result<(), Error> {
    let due = by_unit(ask, "case.due", as_of).await?;
    let late = by_unit(ask, "case.overdue", as_of).await?;
    let had_due = |o: &&Organisation| due.contains_key(&o.id.to_string());
    let mut units: Vec<&Organisation> = ground.organisations.iter().filter(had_due).collect();
    let open = |o: &Organisation| {
        left.iter().filter(|case| case.lead_name.as_deref() == Some(o.short_name.as_str())).count()
    };
    // of equals the first in the directory
    units.sort_by_key(|o| (Reverse(late.get(&o.id.to_string()).copied().unwrap_or(0)), Reverse(open(o))));
    context.insert("units".into(), json!(parts(&units)));
    Ok(())
}

/// The worst by name; more than one behind them as `其余12个单位`, asked for together.
fn parts(units: &[&Organisation]) -> Vec<Value> {
    let named = if units.len() > NAMED + 1 { NAMED } else { units.len() };
    let part = |o: &&Organisation| json!({ "id": o.id.to_string(), "name": o.short_name });
    let mut parts: Vec<Value> = units.iter().take(named).map(part).collect();
    let rest: Vec<String> = units.iter().skip(named).map(|o| o.id.to_string()).collect();
    if !rest.is_empty() {
        parts.push(json!({ "id": rest.join(","), "name": format!("其余{}个单位", rest.len()) }));
    }
    parts
}

/// A metric of the period by the id of the credited unit.
async fn by_unit<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    metric: &str,
    as_of: Option<i64>,
) -> Result<HashMap<String, i64>, Error> {
    let (first, last) = ask.compared(ask.period, ask.now.day())?.of;
    let question = figures::ask(metric, &ask.area.path, first, last, as_of);
    let split = journal::split(ask.db, ask.metrics, &question, &By::Org).await?;
    let value = |part: journal::Part| Some((part.key?, part.figure.value(0).filter(|value| *value > 0)?));
    Ok(split.into_iter().filter_map(value).collect())
}
