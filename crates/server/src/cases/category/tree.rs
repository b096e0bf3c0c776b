//! The tree as it is said: what the catalogue ships of each category, what the office has changed of it, and the whole
//! rules that follow. Values are JSON under flat keys, as `limits.handle`.

use super::{Category, KEYS, OWN};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What is said for a category itself, by key.
pub type Said = BTreeMap<String, Value>;
/// What the office says otherwise, by key.
pub type Own = BTreeMap<String, OwnValue>;

/// A value of the office's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnValue {
    pub value: Value,
    /// what held instead of it when it was set: if that is another now, the catalogue has moved since
    pub was: Value,
}

/// One category as it is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub parent: Option<String>,
    pub said: Said,
    pub own: Own,
    /// made by the office: nothing of it is shipped
    pub local: bool,
    /// the day since which no new case has it
    pub retired_on: Option<String>,
}

#[derive(Deserialize)]
struct File {
    defaults: Said,
    category: Vec<Map<String, Value>>,
}

/// The catalogue's tree; a line has the file's defaults where it says nothing.
pub fn read_tree(text: &str) -> Result<Vec<Entry>, String> {
    let File { defaults, category } = toml::from_str(text).map_err(|e| e.to_string())?;
    category.into_iter().map(|written| entry(&written, &defaults)).collect()
}

fn entry(written: &Map<String, Value>, defaults: &Said) -> Result<Entry, String> {
    let word = |key: &str| written.get(key).and_then(Value::as_str).map(str::to_owned);
    let code = word("code").ok_or("a category without a code")?;
    let named = |key: &str| word(key).ok_or_else(|| format!("{code}: no {key}"));
    let (name, name_en, parent) = (named("name")?, named("name_en")?, word("parent"));
    if code.split('.').any(|part| part == OWN) {
        return Err(format!("{code}: the part {OWN} is the office's own"));
    }
    let mut said = if parent.is_none() { defaults.clone() } else { Said::new() };
    for key in KEYS {
        let value = match key.split_once('.') {
            Some((group, part)) => written.get(group).and_then(|group| group.get(part)),
            None => written.get(*key),
        };
        said.extend(value.map(|value| ((*key).to_owned(), value.clone())));
    }
    Ok(Entry { code, name, name_en, parent, said, own: Own::new(), local: false, retired_on: None })
}

/// What holds of a key for a category: what the office says (unless it is left out), else the catalogue, else the
/// category above. Fixing on the spot is said by each for itself.
pub fn said(entries: &HashMap<&str, &Entry>, code: &str, key: &str, with_own: bool) -> Value {
    let Some(entry) = entries.get(code) else { return Value::Null };
    let own = entry.own.get(key).filter(|_| with_own).map(|own| &own.value);
    match (own.or_else(|| entry.said.get(key)), &entry.parent) {
        (Some(value), _) => value.clone(),
        (None, Some(above)) if key != "spot" => said(entries, above, key, true),
        (None, _) => Value::Null,
    }
}

/// The whole rule of every category, in the order given.
pub fn resolve(entries: &[Entry]) -> Result<Vec<Category>, String> {
    let known: HashMap<&str, &Entry> = entries.iter().map(|entry| (entry.code.as_str(), entry)).collect();
    let parents: HashSet<&str> = entries.iter().filter_map(|entry| entry.parent.as_deref()).collect();
    entries.iter().map(|entry| rule(&known, entry, !parents.contains(entry.code.as_str()))).collect()
}

fn rule(known: &HashMap<&str, &Entry>, entry: &Entry, leaf: bool) -> Result<Category, String> {
    let mut line = entry;
    while let Some(parent) = &line.parent {
        line = known.get(parent.as_str()).ok_or_else(|| format!("{}: no parent {parent}", line.code))?;
    }
    let mut rule = json!({ "code": entry.code, "name": entry.name, "name_en": entry.name_en,
        "parent": entry.parent, "line": line.code, "leaf": leaf });
    for key in KEYS {
        let value = said(known, &entry.code, key, true);
        if !value.is_null() {
            match key.split_once('.') {
                Some((group, part)) => rule[group][part] = value,
                None => rule[*key] = value,
            }
        }
    }
    serde_json::from_value(rule).map_err(|e| format!("{}: {e}", entry.code))
}

/// The rules of a catalogue's text.
#[cfg(test)]
pub fn read_categories(text: &str) -> Result<Vec<Category>, String> {
    resolve(&read_tree(text)?)
}
