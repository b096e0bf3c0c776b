//! What the office settles of categories and of the rules by which cases are sent out. A change holds for stages that
//! begin after it; limits that run were frozen when they began.

use super::{parties::unable, step::LONGEST_REASON};
use crate::{
    cases::{
        category::{self, Category, Entry, Lead, Own, OwnValue},
        model::{Error, Verb},
        store::{self, DispatchRule},
    },
    directory::{self, Area},
    platform::{permission::Subject, trail},
    work::{Happened, Work},
};
use kernel::id::Uuid;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

pub const WRITE: &str = "setting.write";

/// Says otherwise what the catalogue ships of a category, key by key; null takes a change back.
pub async fn change_category(
    work: &Work<'_>,
    code: &str,
    changes: &Map<String, Value>,
    reason: &str,
) -> Result<(), Error> {
    let (db, unknown) = (work.tx(), || Error::NoCategory);
    let rules = store::rules(db).await?;
    let rule = rules.iter().find(|rule| rule.code == code).ok_or_else(unknown)?;
    directory::may_settle::<Error>(work, WRITE, Some(&rule.line)).await?;
    reasoned(reason)?;
    let entries = store::entries(db).await?;
    let before = &entries.iter().find(|entry| entry.code == code).ok_or_else(unknown)?.own;
    let own = altered(work, &entries, rule, changes).await?;
    if own == *before {
        return Ok(());
    }
    store::write_own(db, code, &own, work.now()).await?;
    category::settle(db).await?;
    let told = json!({ "code": code, "own": values(before) });
    let after = json!({ "code": code, "own": values(&own), "reason": reason.trim() });
    told_category(work, code, Some(&told), &after).await
}

/// What the office says of a category after a change, each value held to the rule of its key.
pub async fn altered(
    work: &Work<'_>,
    entries: &[Entry],
    rule: &Category,
    changes: &Map<String, Value>,
) -> Result<Own, Error> {
    let units = directory::organisations(work.tx()).await?;
    let rules = store::rules(work.tx()).await?;
    let department =
        |kind: &str| units.iter().any(|unit| unit.kind == kind) || rules.iter().any(|r| r.department == kind);
    let known: HashMap<&str, &Entry> = entries.iter().map(|entry| (entry.code.as_str(), entry)).collect();
    let mut own = known.get(rule.code.as_str()).ok_or(Error::NoCategory)?.own.clone();
    for (key, value) in changes {
        if value.is_null() && category::KEYS.contains(&key.as_str()) {
            own.remove(key);
            continue;
        }
        let refused = |rule| Error::Rule { key: key.clone(), rule, found: value.clone() };
        category::check(key, value, department).map_err(refused)?;
        if category::OF_LEAVES.contains(&key.as_str()) && !rule.leaf {
            return Err(refused("category.leaf_only"));
        }
        let was = category::said(&known, &rule.code, key, false);
        own.insert(key.clone(), OwnValue { value: value.clone(), was });
    }
    Ok(own)
}

/// The values of what the office says, by key.
pub fn values(own: &Own) -> Map<String, Value> {
    own.iter().map(|(key, own)| (key.clone(), own.value.clone())).collect()
}

/// Puts a change of a category on the trail.
pub async fn told_category(
    work: &Work<'_>,
    code: &str,
    before: Option<&Value>,
    after: &Value,
) -> Result<(), Error> {
    let (before, after) = (before.map(|before| before as _), Some(after as _));
    let record = trail::named("category", code);
    Ok(work.record(Happened { verb: WRITE, kind: "category", record, before, after }).await?)
}

/// A rule on its way in.
#[derive(Clone, Debug)]
pub struct NewDispatchRule {
    pub category: String,
    pub area: Uuid,
    pub organisation: Option<Uuid>,
    pub lead: Option<Lead>,
    pub verifier: Option<Uuid>,
    pub reason: String,
}

/// Begins a rule; one that stood for the same category and area ends.
pub async fn begin_rule(work: &Work<'_>, new: NewDispatchRule) -> Result<Uuid, Error> {
    let db = work.tx();
    let rules = store::categories(db).await?;
    let rule = rules.iter().find(|rule| rule.code == new.category);
    let rule = rule.ok_or_else(|| Error::NoSuchCategory(new.category.clone()))?;
    let place = may(work, rule, new.area).await?;
    reasoned(&new.reason)?;
    if new.organisation.is_none() && new.lead.is_none() && new.verifier.is_none() {
        return Err(Error::Empty("organisation"));
    }
    for (field, unit, verb) in
        [("organisation", new.organisation, Verb::Accept), ("verifier", new.verifier, Verb::Verify)]
    {
        let Some(unit) = unit else { continue };
        let found = directory::find_organisation(db, unit).await?;
        found.filter(|found| found.to_day.is_none()).ok_or(Error::NoUnitFor(field))?;
        if let Some(unable) = unable(db, verb, unit, &place, work.now()).await? {
            return Err(Error::UnableThere { field, verb, unit: unable.short_name });
        }
    }
    let before = store::dispatch_rule_of(db, &new.category, new.area).await?;
    if let Some(before) = &before {
        store::end_dispatch_rule(db, before.id, work.now()).await?;
    }
    let begun = DispatchRule {
        id: work.id(),
        category: new.category,
        area: new.area,
        organisation: new.organisation,
        lead: new.lead.map(|lead| lead.word().into()),
        verifier: new.verifier,
        reason: new.reason.trim().into(),
        begun_at: work.now().millis(),
    };
    store::begin_dispatch_rule(db, &begun).await?;
    told_rule(work, begun.id, before.as_ref(), Some(&begun), &begun.reason).await?;
    Ok(begun.id)
}

/// Ends a rule: the category's own way holds again.
pub async fn end_rule(work: &Work<'_>, id: Uuid, reason: &str) -> Result<(), Error> {
    let db = work.tx();
    let standing = store::dispatch_rule(db, id).await?.ok_or(Error::NoDispatchRule)?;
    let rules = store::rules(db).await?;
    let rule = rules.iter().find(|rule| rule.code == standing.category).ok_or(Error::NoDispatchRule)?;
    may(work, rule, standing.area).await?;
    reasoned(reason)?;
    store::end_dispatch_rule(db, id, work.now()).await?;
    told_rule(work, id, Some(&standing), None, reason.trim()).await
}

/// The place of a rule, if the person may settle who answers there.
async fn may(work: &Work<'_>, rule: &Category, area: Uuid) -> Result<Area, Error> {
    let place = directory::find_area(work.tx(), area).await?.ok_or(Error::NoSuchArea)?;
    let there = Subject { area: &place.path, line: Some(&rule.line), organisations: &[], parties: &[] };
    work.may(WRITE, there)?;
    Ok(place)
}

pub fn reasoned(reason: &str) -> Result<(), Error> {
    match reason.trim().chars().count() {
        0 => Err(Error::ReasonMissing),
        length if length > LONGEST_REASON => {
            Err(Error::TooLong { field: "reason", length, most: LONGEST_REASON })
        }
        _ => Ok(()),
    }
}

pub async fn told_rule(
    work: &Work<'_>,
    record: Uuid,
    before: Option<&DispatchRule>,
    after: Option<&DispatchRule>,
    reason: &str,
) -> Result<(), Error> {
    let words = |rule: &DispatchRule| {
        json!({ "category": rule.category, "area": rule.area, "organisation": rule.organisation,
            "lead": rule.lead, "verifier": rule.verifier })
    };
    let before = before.map(words);
    let after = json!({ "rule": after.map(words), "reason": reason });
    let (before, after) = (before.as_ref().map(|before| before as _), Some(&after as _));
    Ok(work.record(Happened { verb: WRITE, kind: "dispatch_rule", record, before, after }).await?)
}
