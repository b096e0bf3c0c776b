//! A value held against a shape of the document, from the outermost field inwards.

use super::{Faults, LONGEST, Rule};
use crate::platform::problem::Problem;
use jiff::{Timestamp, civil::Date};
use kernel::{id::Uuid, text};
use serde_json::{Map, Value};

const SHAPE: &str = "#/components/schemas/";

pub(super) struct Walk<'a> {
    components: &'a Value,
    faults: Faults,
}

impl<'a> Walk<'a> {
    pub(super) fn new(components: &'a Value) -> Self {
        Self { components, faults: Faults::default() }
    }

    pub(super) fn end(self) -> Result<(), Problem> {
        self.faults.problem()
    }

    pub(super) fn end_of_query(self) -> Result<(), Problem> {
        self.faults.query_problem()
    }

    fn wrong(&mut self, path: &str, rule: Rule) {
        self.faults.0.push((path.to_owned(), rule));
    }

    /// A value of a body; a shape that is `null` or says nothing takes any.
    pub(super) fn value(&mut self, shape: &'a Value, path: &str, value: &mut Value) {
        let shape = self.resolved(shape);
        if let Some(parts) = shape["allOf"].as_array() {
            for part in parts {
                self.value(part, path, value);
            }
            return;
        }
        if let Some(ways) = shape["oneOf"].as_array().or_else(|| shape["anyOf"].as_array()) {
            self.one_of(ways, path, value);
            return;
        }
        if let Some(rule) = unlike(shape, value) {
            return self.wrong(path, rule);
        }
        match value {
            Value::String(text) => self.text(shape, path, text),
            Value::Array(items) => self.list(shape, path, items),
            Value::Object(fields) => self.fields(shape, path, fields),
            _ => {}
        }
    }

    fn resolved(&self, shape: &'a Value) -> &'a Value {
        let name = shape["$ref"].as_str().and_then(|target| target.strip_prefix(SHAPE));
        name.map_or(shape, |name| &self.components[name])
    }

    /// Of several shapes the one that fits; where only one stands beside `null`, it tells what is wrong.
    fn one_of(&mut self, ways: &'a [Value], path: &str, value: &mut Value) {
        let others: Vec<&Value> = ways.iter().filter(|way| way["type"] != "null").collect();
        if value.is_null() && others.len() < ways.len() {
            return;
        }
        if let [only] = others[..] {
            return self.value(only, path, value);
        }
        for way in others {
            let (mut tried, mut walk) = (value.clone(), Walk::new(self.components));
            walk.value(way, path, &mut tried);
            if walk.faults.0.is_empty() {
                *value = tried;
                return;
            }
        }
        self.value(&Value::Null, path, value);
        self.wrong(path, Rule::Kind("field.shape"));
    }

    fn text(&mut self, shape: &Value, path: &str, text: &mut String) {
        match text::settled(text) {
            Err(hidden) => return self.wrong(path, Rule::Hidden(hidden)),
            Ok(settled) if settled == *text => {}
            Ok(settled) => *text = settled.into_owned(),
        }
        let most =
            shape["maxLength"].as_u64().map_or(LONGEST, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let length = text.chars().count();
        let read = match shape["format"].as_str() {
            _ if length > most => Some(Rule::TooLong { length, most }),
            Some("uuid") if text.parse::<Uuid>().is_err() => Some(Rule::Kind("field.id")),
            Some("date") if text.parse::<Date>().is_err() => Some(Rule::Kind("field.day")),
            Some("date-time") if text.parse::<Timestamp>().is_err() => Some(Rule::Kind("field.moment")),
            _ => None,
        };
        if let Some(rule) = read {
            self.wrong(path, rule);
        }
    }

    fn list(&mut self, shape: &'a Value, path: &str, items: &mut [Value]) {
        if let Some(most) = shape["maxItems"].as_u64().filter(|most| items.len() as u64 > *most) {
            return self.wrong(path, Rule::TooMany { most });
        }
        for (at, item) in items.iter_mut().enumerate() {
            self.value(&shape["items"], &format!("{path}[{at}]"), item);
        }
    }

    fn fields(&mut self, shape: &'a Value, path: &str, fields: &mut Map<String, Value>) {
        let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        for name in shape["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !fields.contains_key(name) {
                self.wrong(&below(name), Rule::Empty);
            }
        }
        for (name, value) in fields {
            if let Err(hidden) = text::settled(name) {
                return self.wrong(&below(&hidden.code()), Rule::Hidden(hidden));
            }
            let told = &shape["properties"][name];
            self.value(
                if told.is_null() { &shape["additionalProperties"] } else { told },
                &below(name),
                value,
            );
        }
    }

    /// A word of a query, which is text whatever it means.
    pub(super) fn word(&mut self, shape: &'a Value, name: &str, word: &mut String) {
        let shape = self.resolved(shape);
        let mut meant = match kinds(shape).find(|kind| *kind != "null") {
            Some("integer") => word.parse::<i64>().map_or(Value::Null, Into::into),
            Some("number") => word.parse::<f64>().map_or(Value::Null, Into::into),
            Some("boolean") => word.parse::<bool>().map_or(Value::Null, Into::into),
            _ => Value::String(word.clone()),
        };
        if meant.is_null() {
            return self.wrong(name, kind_of(shape));
        }
        self.value(shape, name, &mut meant);
        if let Value::String(settled) = meant {
            *word = settled;
        }
    }
}

fn kinds(shape: &Value) -> impl Iterator<Item = &str> {
    let kind = &shape["type"];
    kind.as_str().into_iter().chain(kind.as_array().into_iter().flatten().filter_map(Value::as_str))
}

/// What is wrong with a value as a whole: its kind, its choice, its size.
fn unlike(shape: &Value, value: &Value) -> Option<Rule> {
    let fits = |kind: &str| match (kind, value) {
        ("null", Value::Null)
        | ("boolean", Value::Bool(_))
        | ("string", Value::String(_))
        | ("array", Value::Array(_))
        | ("object", Value::Object(_))
        | ("number", Value::Number(_)) => true,
        ("integer", Value::Number(number)) => number.is_i64() || number.is_u64(),
        _ => false,
    };
    if kinds(shape).next().is_some() && !kinds(shape).any(fits) {
        return Some(if value.is_null() { Rule::Empty } else { kind_of(shape) });
    }
    if let Some(choices) = shape["enum"].as_array().filter(|choices| !choices.contains(value)) {
        return Some(Rule::Choice(choices.clone()));
    }
    let number = value.as_f64()?;
    let (least, most) = bounds(shape);
    let below = least.as_f64().is_some_and(|least| number < least);
    let above = most.as_f64().is_some_and(|most| number > most);
    (below || above).then_some(Rule::Range { least, most })
}

/// The least and the greatest number that a shape takes; `null`: any.
fn bounds(shape: &Value) -> (Value, Value) {
    let (least, most) = match shape["format"].as_str() {
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("int64") => (i64::MIN.into(), i64::MAX.into()),
        _ => (Value::Null, Value::Null),
    };
    let told = |bound: &str, usual: Value| if shape[bound].is_null() { usual } else { shape[bound].clone() };
    (told("minimum", least), told("maximum", most))
}

/// What is wanted where something else stands.
fn kind_of(shape: &Value) -> Rule {
    Rule::Kind(match kinds(shape).find(|kind| *kind != "null") {
        Some("integer") => "field.whole_number",
        Some("number") => "field.number",
        Some("boolean") => "field.yes_or_no",
        Some("array") => "field.list",
        Some("object") => "field.group",
        _ => "field.text",
    })
}
