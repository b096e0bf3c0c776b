//! Sections 5 and 6: what the period left open and is so still, by line, with the units that hold it and the nearest
//! deadline. The numbers come from the journal; the records say who and until when.

use super::{Ask, Error, Ground, words};
use crate::{
    cases::{self, Excerpt, Filter, Only},
    wire,
};
use kernel::moment::Moment;
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Open cases that are looked at.
const MOST: u64 = 5_000;
/// Units named of one line.
const NAMED: usize = 3;

/// The cases that the period left open and that are so still.
pub async fn left<C: ConnectionTrait>(ask: &Ask<'_, C>) -> Result<Vec<Excerpt>, Error> {
    let filter = Filter::open_in(&ask.area.path, ask.now);
    let mut open = cases::excerpts(ask.db, ask.who, &filter, &Only::Listed, MOST).await?;
    // what came after the period is not what it left behind
    let until = wire::Period::end_of(ask.period.span(ask.first_day).1).millis();
    open.retain(|case| case.reported_at <= until);
    Ok(open)
}

pub fn tell(ground: &Ground, left: &[Excerpt], now: Moment, context: &mut Map<String, Value>) {
    let of = |code: &str| left.iter().filter(|case| case.line == code).collect::<Vec<_>>();
    let mut lines: Vec<_> = ground.lines().map(|(code, name)| (code, name, of(code))).collect();
    // of equals the first in the catalogue
    lines.sort_by_key(|(_, _, cases)| std::cmp::Reverse(cases.len()));
    let told: Vec<Value> = lines.iter().map(|(code, name, cases)| line(code, name, cases, now)).collect();
    context.insert("problems".into(), json!(told));
}

fn line(code: &str, name: &str, cases: &[&Excerpt], now: Moment) -> Value {
    let ahead = cases.iter().filter_map(|case| case.deadline_at).filter(|at| *at >= now.millis()).min();
    json!({
        "code": code,
        "name": name,
        "units": units(cases),
        "deadline": ahead.map(|at| words::short_day(Moment::from_millis(at).day())).unwrap_or_default(),
    })
}

/// `东关社区、镇环卫所`, those with the most cases first; empty while nobody has any.
fn units(cases: &[&Excerpt]) -> String {
    let mut held: BTreeMap<&str, usize> = BTreeMap::new();
    for name in cases.iter().filter_map(|case| case.lead_name.as_deref()) {
        *held.entry(name).or_default() += 1;
    }
    let mut held: Vec<_> = held.into_iter().collect();
    held.sort_by_key(|(_, cases)| std::cmp::Reverse(*cases));
    let more = if held.len() > NAMED { format!("等{}个单位", held.len()) } else { String::new() };
    let named: Vec<&str> = held.iter().take(NAMED).map(|(name, _)| *name).collect();
    named.join("、") + &more
}
