//! Urge all cases of a list at once, or see whom that would reach.

use super::{
    reach::{Stands, waiting_unit},
    step::{LONGEST_REASON, category_of, settled},
    write::{Done, write},
};
use crate::{
    cases::{
        model::{CaseId, Detail, Error, State, Verb},
        rules::{self, Change},
        store::{self, Filter, Urgeable},
    },
    directory::{self, Head},
    platform::permission::{Subject, Who},
    work::{Denied, Work},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Cases that are urged at once, at most: each is a move of its own, all in one transaction.
pub const MOST: u64 = 500;

/// What an urging of a list reaches.
#[derive(Clone, Debug, Default)]
pub struct Urged {
    pub reached: usize,
    /// in the list, but not this person's to urge, or in no state for it
    pub passed_over: usize,
    /// before now
    pub last_at: Option<Moment>,
    /// by the unit that each case waits for, the most first
    pub units: Vec<UrgedUnit>,
}

#[derive(Clone, Debug)]
pub struct UrgedUnit {
    pub unit: Uuid,
    pub name: String,
    pub head: Option<Head>,
    pub last_at: Option<Moment>,
    pub cases: Vec<CaseId>,
}

/// Whom an urging of the listed cases would reach.
pub async fn would_urge(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    now: Moment,
) -> Result<Urged, Error> {
    let right = Verb::Urge.right();
    if !who.holds(right) {
        return Err(Denied(right).into());
    }
    let rows = store::urgeable(db, who, filter, MOST + 1).await?;
    if rows.len() > usize::try_from(MOST).unwrap_or(usize::MAX) {
        let count = store::totals(db, who, filter).await?.count;
        return Err(Error::TooMany { count: count.unsigned_abs(), most: MOST });
    }
    let last = |rows: &[&Urgeable]| rows.iter().filter_map(|row| row.urged_at).max().map(Moment::from_millis);
    let last_at = last(&rows.iter().collect::<Vec<_>>());
    let mut alike: BTreeMap<Stands, Vec<&Urgeable>> = BTreeMap::new();
    for row in rows.iter().filter(|row| may(who, row)) {
        let state = State::of(&row.state)?;
        if rules::acts(state).contains(&Verb::Urge) {
            let area = row.area_path.clone();
            let stands = Stands { state, lead: row.lead, verifying: row.verifying, area };
            alike.entry(stands).or_default().push(row);
        }
    }
    let mut by_unit: BTreeMap<Uuid, Vec<&Urgeable>> = BTreeMap::new();
    for (stands, found) in alike {
        if let Some(unit) = waiting_unit(db, stands).await? {
            by_unit.entry(unit).or_default().extend(found);
        }
    }
    let names = directory::organisation_names(db, by_unit.keys().copied()).await?;
    let mut units = Vec::new();
    for (unit, found) in by_unit {
        units.push(UrgedUnit {
            unit,
            name: names.get(&unit).cloned().unwrap_or_default(),
            head: directory::head_above(db, unit, 0, &now.day().to_string()).await?,
            last_at: last(&found),
            cases: found.iter().map(|row| row.id.into()).collect(),
        });
    }
    units.sort_by_key(|unit| std::cmp::Reverse(unit.cases.len()));
    let reached = units.iter().map(|unit| unit.cases.len()).sum();
    Ok(Urged { reached, passed_over: rows.len() - reached, last_at, units })
}

/// The right over the case, as one verb asks it.
fn may(who: &Who, row: &Urgeable) -> bool {
    let organisations: Vec<&str> =
        [Some(row.registering_path.as_str()), row.lead_path.as_deref()].into_iter().flatten().collect();
    let line = Some(row.line.as_str());
    let shown = Subject { area: &row.area_path, line, organisations: &organisations, parties: &[] };
    who.may(Verb::Urge.right(), shown)
}

/// Urges them, each as a move of its own.
pub async fn urge(work: &Work<'_>, filter: &Filter, reason: Option<String>) -> Result<Urged, Error> {
    if let Some(length) = reason.as_ref().map(|r| r.chars().count()).filter(|length| *length > LONGEST_REASON)
    {
        return Err(Error::TooLong { field: "reason", length, most: LONGEST_REASON });
    }
    let urged = would_urge(work.tx(), work.who(), filter, work.now()).await?;
    for unit in &urged.units {
        for id in &unit.cases {
            let case = store::find_case(work.tx(), *id).await?.ok_or(Error::NoSuchCase)?;
            let category = category_of(work, &case).await?;
            let mut history = store::history(work.tx(), *id).await?;
            let case = settled(work, case, &category, &mut history, Some(Verb::Urge)).await?;
            let change = Change::by(work.who().person, work.now());
            let moved = rules::after(&case, Verb::Urge, &change, &category, work.calendar())?;
            let reached = unit.head.as_ref().map(|head| head.position);
            let detail = Detail { reached, ..Detail::default() };
            let done = Done { reason: reason.clone(), detail, ..Done::plain(Verb::Urge) };
            write(work, &case, &moved, done, &category, &mut history).await?;
        }
    }
    Ok(urged)
}
