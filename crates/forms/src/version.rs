//! Versions of a form: what a new one changes, keys for life, and how long an old one is still taken.

use crate::{
    Form, Item, Kind,
    publish::{Fault, Flaw},
};
use kernel::moment::Moment;
use serde::Serialize;
use serde_json::Value as Json;
use std::{collections::BTreeMap, time::Duration};

/// How long a submission on an older version is taken, from the publication of the version that followed it.
pub const GRACE: Duration = Duration::from_hours(30 * 24);

/// What a newer version changes, as keys and fields for a screen to put in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Fields of the form itself: `name`, `name_en`, `groups`.
    pub form: Vec<String>,
    /// Keys in the order of the new version.
    pub added: Vec<String>,
    /// Keys in the order of the old version.
    pub removed: Vec<String>,
    pub changed: Vec<Changed>,
    /// The items that stayed stand in another order.
    pub reordered: bool,
}

/// An item that both versions have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    pub key: String,
    /// Fields that differ, in the words of the model: `label`, `relevant`, `choices`, …
    pub fields: Vec<String>,
}

/// What `new` changes against `old`.
pub fn diff(old: &Form, new: &Form) -> Changes {
    let before: BTreeMap<&str, &Item> = old.items.iter().map(|item| (item.key.as_str(), item)).collect();
    let after: BTreeMap<&str, &Item> = new.items.iter().map(|item| (item.key.as_str(), item)).collect();
    let missing = |from: &Form, other: &BTreeMap<&str, &Item>| -> Vec<String> {
        from.items
            .iter()
            .map(|item| &item.key)
            .filter(|key| !other.contains_key(key.as_str()))
            .cloned()
            .collect()
    };
    let stayed = |from: &Form, other: &BTreeMap<&str, &Item>| -> Vec<String> {
        from.items
            .iter()
            .map(|item| &item.key)
            .filter(|key| other.contains_key(key.as_str()))
            .cloned()
            .collect()
    };
    let changed = new.items.iter().filter_map(|item| {
        let fields = differing(before.get(item.key.as_str())?, item);
        (!fields.is_empty()).then(|| Changed { key: item.key.clone(), fields })
    });
    let head = [
        ("name", old.name != new.name),
        ("name_en", old.name_en != new.name_en),
        ("groups", old.groups != new.groups),
    ];
    Changes {
        form: head.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| field.to_owned()).collect(),
        added: missing(new, &before),
        removed: missing(old, &after),
        changed: changed.collect(),
        reordered: stayed(old, &after) != stayed(new, &before),
    }
}

/// Compared as JSON, so that no field of the model can be forgotten here.
fn differing(old: &Item, new: &Item) -> Vec<String> {
    let fields = |item| match serde_json::to_value(item) {
        Ok(Json::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    let (old, new) = (fields(old), fields(new));
    let mut differing: Vec<String> = new
        .iter()
        .filter(|(field, value)| old.get(*field) != Some(*value))
        .map(|(field, _)| field.clone())
        .collect();
    differing.extend(old.keys().filter(|field| !new.contains_key(*field)).cloned());
    differing.sort_unstable();
    differing
}

/// Keys of earlier versions, gone since or not, that `new` gives another kind: they cannot be told apart in figures.
pub fn keys_for_life<'a>(earlier: impl IntoIterator<Item = &'a Form>, new: &Form) -> Vec<Fault> {
    let kinds: BTreeMap<&str, Kind> =
        earlier.into_iter().flat_map(|form| &form.items).map(|item| (item.key.as_str(), item.kind)).collect();
    let other = |item: &Item| kinds.get(item.key.as_str()).copied().filter(|kind| *kind != item.kind);
    new.items
        .iter()
        .filter_map(|item| {
            other(item).map(|kind| Fault::of(&item.key, "kind", Flaw::KindChanged(word(kind))))
        })
        .collect()
}

fn word(kind: Kind) -> String {
    serde_json::to_value(kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default()
}

/// How a submission's version stands when it comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "standing")]
pub enum Standing {
    Current,
    /// Taken, and marked as made with an older version.
    Older {
        until: Moment,
    },
    /// No longer taken.
    Expired {
        until: Moment,
    },
}

/// `followed_at` is when the next version was published, none while there is none; `submitted_at` when the server
/// had the submission. Taken up to and with the last moment of [`GRACE`].
pub fn standing(followed_at: Option<Moment>, submitted_at: Moment) -> Standing {
    match followed_at.map(|at| at + GRACE) {
        None => Standing::Current,
        Some(until) if submitted_at <= until => Standing::Older { until },
        Some(until) => Standing::Expired { until },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form(version: u32, items: &Json) -> Form {
        let group = json!({"code": "g", "label": "组", "label_en": "Group"});
        let form = json!({"code": "f", "version": version, "name": "表", "name_en": "Form", "groups": [group], "items": items});
        serde_json::from_value(form).unwrap()
    }

    fn item(key: &str, kind: &str, more: &Json) -> Json {
        let mut item = json!({"key": key, "group": "g", "label": "标", "label_en": "Label", "kind": kind});
        item.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        item
    }

    #[test]
    fn a_new_version_says_what_it_changes() {
        let none = json!({});
        let scored = item("lamps", "number", &json!({"score": 6, "fail_when": "lamps > 0", "unit": "盏"}));
        let old = form(1, &json!([item("bins", "pass_fail", &none), scored, item("note", "text", &none)]));
        let stricter = item("lamps", "number", &json!({"score": 4, "fail_when": "lamps > 1", "min": 0}));
        let mut new =
            form(2, &json!([stricter, item("bins", "pass_fail", &none), item("photo", "photo", &none)]));
        new.name = "新表".into();
        let fields = ["fail_when", "min", "score", "unit"].map(String::from).to_vec();
        let changes = Changes {
            form: vec!["name".into()],
            added: vec!["photo".into()],
            removed: vec!["note".into()],
            changed: vec![Changed { key: "lamps".into(), fields }],
            reordered: true,
        };
        assert_eq!(diff(&old, &new), changes);
        assert_eq!(diff(&old, &Form { version: 9, ..old.clone() }), Changes::default());
    }

    #[test]
    fn a_key_keeps_its_kind_even_when_it_comes_back() {
        let with = |version, kind| form(version, &json!([item("a", kind, &json!({"choices": []}))]));
        let without = form(2, &json!([item("b", "text", &json!({}))]));
        let earlier = [with(1, "choice"), without];
        assert!(keys_for_life(&earlier, &with(3, "choice")).is_empty());
        let faults = keys_for_life(&earlier, &with(3, "multi"));
        assert_eq!(faults, [Fault::of("a", "kind", Flaw::KindChanged("choice".into()))]);
    }

    #[test]
    fn an_older_version_is_taken_for_thirty_days() {
        let at = |text: &str| text.parse::<Moment>().unwrap();
        let (followed, until) = (Some(at("2026-10-01T04:00:00Z")), at("2026-10-31T04:00:00Z"));
        assert_eq!(standing(None, until), Standing::Current);
        assert_eq!(standing(followed, at("2026-10-01T04:00:00Z")), Standing::Older { until });
        assert_eq!(standing(followed, until), Standing::Older { until });
        assert_eq!(standing(followed, at("2026-10-31T04:00:00.001Z")), Standing::Expired { until });
    }
}
