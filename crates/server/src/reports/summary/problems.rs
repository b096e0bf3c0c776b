//! Sections 5 and 6: what stood open when the period ended, by line, with the units that had it and until when. The
//! numbers come from the journal; the moves of the cases say who and until when, as of the same moment.

use super::{Ask, Error, Ground, Told, words};
use crate::cases::{self, AsOf, State, Then};
use kernel::moment::Moment;
use sea_orm::ConnectionTrait;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Open cases that are looked at.
const MOST: u64 = 20_000;
/// Units named of one line.
const NAMED: usize = 3;

/// The cases that were open at the end.
pub async fn left<C: ConnectionTrait>(ask: &Ask<'_, C>, told: &Told) -> Result<Vec<Then>, Error> {
    Ok(cases::open_then(ask.db, &AsOf::of(told.until, &ask.area.path), MOST).await?)
}

pub fn tell(ground: &Ground, left: &[Then], told: &Told, context: &mut Map<String, Value>) {
    let of = |code: &str| left.iter().filter(|case| case.line == code).collect::<Vec<_>>();
    let lines = ground.lines().map(|(code, name)| (code, name, of(code)));
    let mut lines: Vec<_> = lines.filter(|(.., cases)| !cases.is_empty()).collect();
    // of equals the first in the catalogue
    lines.sort_by_key(|(.., cases)| std::cmp::Reverse(cases.len()));
    let told: Vec<Value> = lines.iter().map(|(code, name, cases)| line(code, name, cases, told)).collect();
    context.insert("problems".into(), json!(told));
}

/// `late` and `ahead` are days: the first deadline that had passed undone, and the last one still to come. `waits`
/// says for what cases wait that have neither.
fn line(code: &str, name: &str, cases: &[&Then], told: &Told) -> Value {
    let day = |at: i64| words::short_day(Moment::from_millis(at).day());
    let deadlines = || cases.iter().filter_map(|case| case.deadline_at);
    let late = deadlines().filter(|at| *at <= told.until.millis()).min();
    let ahead = deadlines().filter(|at| *at > told.until.millis()).max();
    let is =
        |states: &[State]| cases.iter().any(|case| states.iter().any(|state| state.word() == case.state));
    let waits = [
        ("verify", is(&[State::Rectified, State::Verified])),
        ("dispatch", is(&[State::Registered])),
        ("resume", is(&[State::Shelved])),
    ];
    let waits: Vec<&str> = waits.into_iter().filter(|(_, some)| *some).map(|(word, _)| word).collect();
    json!({
        "code": code,
        "name": name,
        "units": units(cases),
        "late": late.map(day).unwrap_or_default(),
        "ahead": ahead.map(day).unwrap_or_default(),
        "waits": waits,
    })
}

/// `东关社区、镇环卫所`, those with the most cases first; empty while nobody had any.
fn units(cases: &[&Then]) -> String {
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
