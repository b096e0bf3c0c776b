//! What happened to a record between the version that somebody saw and the present one, so that a page can set both
//! beside each other.

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

#[derive(Clone, Debug, PartialEq)]
struct Changed {
    field: String,
    old: Value,
    new: Value,
}

impl Meanwhile {
    /// Adds itself to what is told of the conflict.
    pub fn tell(self, problem: Problem) -> Problem {
        let changed = |c: Changed| json!({ "field": c.field, "old": c.old, "new": c.new });
        let changes: Vec<Value> = self.changes.into_iter().map(changed).collect();
        problem
            .param("at", self.at.to_string())
            .param("person", self.person)
            .param("verb", self.verb)
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
    let saw = |json: &&str| version(json) == Some(i64::from(seen));
    let old = lines.iter().rev().find_map(|line| line.before.as_deref().filter(saw));
    let Some((last, old)) = lines.first().zip(old) else { return Ok(None) };
    let person = match last.person {
        Some(person) => store::person_name(db, person).await?,
        None => None,
    };
    let mut changes = differences(&fields(Some(old)), &fields(last.after.as_deref()), renamed);
    for changed in &mut changes {
        name(db, &mut changed.old).await?;
        name(db, &mut changed.new).await?;
    }
    Ok(Some(Meanwhile { at: last.at, person, verb: last.verb.clone(), changes }))
}

fn fields(json: Option<&str>) -> Map<String, Value> {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

fn version(json: &str) -> Option<i64> {
    fields(Some(json)).get("version")?.as_i64()
}

fn differences(old: &Map<String, Value>, new: &Map<String, Value>, renamed: &[(&str, &str)]) -> Vec<Changed> {
    let differs = |(key, new): (&String, &Value)| {
        let old = old.get(key).cloned().unwrap_or_default();
        let field = renamed.iter().find(|(from, _)| from == key).map_or(key.as_str(), |(_, to)| to);
        (old != *new && key != "version").then(|| Changed { field: field.into(), old, new: new.clone() })
    };
    new.iter().filter_map(differs).collect()
}

/// Ids of units and areas, alone or in a list, are told with their names.
async fn name(db: &impl ConnectionTrait, value: &mut Value) -> Result<(), DbErr> {
    let ids = |value: &Value| value.as_str().and_then(|text| text.parse::<Uuid>().ok());
    let wanted: Vec<Uuid> = match &*value {
        Value::Array(list) => list.iter().filter_map(ids).collect(),
        one => ids(one).into_iter().collect(),
    };
    if wanted.is_empty() {
        return Ok(());
    }
    let mut names = store::organisation_names(db, wanted.iter().copied()).await?;
    names.extend(store::area_names(db, wanted).await?);
    let named = |value: &mut Value| {
        if let Some((id, name)) = ids(value).and_then(|id| names.get_key_value(&id)) {
            *value = json!({ "id": id, "name": name });
        }
    };
    match value {
        Value::Array(list) => list.iter_mut().for_each(named),
        one => named(one),
    }
    Ok(())
}
