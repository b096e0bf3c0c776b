//! What a record's trail tells of its fields: what happened between the version that somebody saw and the present one,
//! so that a page can set both beside each other, and what each change made of each field.

use super::store;
use crate::platform::{problem::Problem, trail};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::{Map, Value, json};

/// The last change, and all that differs from the version that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Meanwhile {
    at: Moment,
    /// nobody: the program by rule
    person: Option<String>,
    verb: String,
    changes: Vec<Changed>,
}

/// A field with its values, `null` where it had none; a unit or an area as `{id, name}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    pub field: String,
    pub old: Value,
    pub new: Value,
}

impl Meanwhile {
    /// Adds to a conflict what happened meanwhile, where the trail tells it.
    pub fn tell(meanwhile: Option<Box<Self>>, problem: Problem) -> Problem {
        let Some(told) = meanwhile else { return problem };
        let changed = |c: Changed| json!({ "field": c.field, "old": c.old, "new": c.new });
        let changes: Vec<Value> = told.changes.into_iter().map(changed).collect();
        problem
            .param("at", told.at.to_string())
            .param("person", told.person)
            .param("verb", told.verb)
            .param("changes", changes)
    }
    /// The verb as the trail has it, `case.dispatch`.
    pub fn verb(&self) -> &str {
        &self.verb
    }
    /// The same with the verb as the wire has it.
    #[must_use]
    pub fn called(self, verb: &str) -> Box<Self> {
        Box::new(Self { verb: verb.into(), ..self })
    }
    /// A field became what it was not before.
    pub fn changed(&self, field: &str) -> bool {
        self.changes.iter().any(|changed| changed.field == field)
    }
}

/// Reads it from the trail, whose lines hold the record before and after with its `version`. `renamed` has what a field
/// is called there and on the wire.
pub async fn meanwhile(
    db: &impl ConnectionTrait,
    kind: &str,
    record: Uuid,
    seen: i32,
    renamed: &[(&str, &str)],
) -> Result<Option<Meanwhile>, DbErr> {
    let lines = trail::of(db, kind, record).await?;
    let saw = |json: &&str| trail::version(json) == Some(seen);
    let old = lines.iter().rev().find_map(|line| line.before.as_deref().filter(saw));
    let Some((last, old)) = lines.first().zip(old) else { return Ok(None) };
    let person = match last.person {
        Some(person) => store::person_name(db, person).await?,
        None => None,
    };
    let mut changes = differences(&fields(Some(old)), &fields(last.after.as_deref()), renamed);
    name(db, &mut changes).await?;
    Ok(Some(Meanwhile { at: last.at, person, verb: last.verb.clone(), changes }))
}

/// What each of some lines of a trail, told as before and after, changed.
pub async fn changed(
    db: &impl ConnectionTrait,
    lines: impl IntoIterator<Item = (Option<&str>, Option<&str>)>,
    renamed: &[(&str, &str)],
) -> Result<Vec<Vec<Changed>>, DbErr> {
    let differ = |(before, after)| differences(&fields(before), &fields(after), renamed);
    let mut lines: Vec<Vec<Changed>> = lines.into_iter().map(differ).collect();
    name(db, lines.iter_mut().flatten()).await?;
    Ok(lines)
}

fn fields(json: Option<&str>) -> Map<String, Value> {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

fn differences(old: &Map<String, Value>, new: &Map<String, Value>, renamed: &[(&str, &str)]) -> Vec<Changed> {
    let differs = |(key, new): (&String, &Value)| {
        let old = old.get(key).cloned().unwrap_or_default();
        let field = renamed.iter().find(|(from, _)| from == key).map_or(key.as_str(), |(_, to)| to);
        let same = old == *new || is_nothing(&old) && is_nothing(new);
        (!same && key != "version").then(|| Changed { field: field.into(), old, new: new.clone() })
    };
    new.iter().filter_map(differs).collect()
}

/// A new record's field that nobody has filled is no change.
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::Number(number) => number.as_i64() == Some(0),
        _ => false,
    }
}

/// Ids of units and areas, alone or in a list, are told with their names.
async fn name<'c>(
    db: &impl ConnectionTrait,
    changes: impl IntoIterator<Item = &'c mut Changed>,
) -> Result<(), DbErr> {
    let mut values: Vec<&mut Value> =
        changes.into_iter().flat_map(|Changed { old, new, .. }| [old, new]).flat_map(single).collect();
    let wanted: Vec<Uuid> = values.iter().filter_map(|value| id(value)).collect();
    if wanted.is_empty() {
        return Ok(());
    }
    let mut names = store::organisation_names(db, wanted.iter().copied()).await?;
    names.extend(store::area_names(db, wanted).await?);
    for value in &mut values {
        if let Some((id, name)) = id(value).and_then(|id| names.get_key_value(&id)) {
            **value = json!({ "id": id, "name": name });
        }
    }
    Ok(())
}

/// The members of a list, or the value itself.
fn single(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(list) => list.iter_mut().collect(),
        one => vec![one],
    }
}

fn id(value: &Value) -> Option<Uuid> {
    value.as_str().and_then(|text| text.parse().ok())
}
