//! Reads one answer by its item's kind: as it is kept, and as expressions see it.

use super::Rule;
use crate::{
    Item, Kind, day,
    expression::{LARGEST, Value},
};
use kernel::geo::Position;
use serde_json::{Value as Json, json};

/// Longest text where the item names no other, in characters.
const LONGEST: u32 = 2000;
const LONGEST_FILE_ID: usize = 64;

type Read = Result<(Json, Value), Rule>;

/// Null, and text or lists without content.
pub(super) fn is_blank(answer: &Json) -> bool {
    match answer {
        Json::Null => true,
        Json::String(text) => trimmed(text).is_empty(),
        Json::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// The answer as kept and as a value.
pub(super) fn read(item: &Item, given: &Json) -> Read {
    match item.kind {
        Kind::Number => number(item, given),
        Kind::Text => text(item, given),
        Kind::PassFail | Kind::Choice => {
            let code = code(item, given)?;
            Ok((json!(code), Value::Text(code)))
        }
        Kind::Multi => multi(item, given),
        Kind::Date => date(given),
        Kind::Position => position(given),
        Kind::Photo | Kind::Note | Kind::Calculated => Err(Rule::UnknownKey),
    }
}

/// The file ids of an item's photos, each once.
pub(super) fn photos(given: &Json) -> Result<Vec<String>, Rule> {
    let wrong = || Rule::Kind { wanted: "file_ids" };
    let mut ids: Vec<String> = Vec::new();
    for id in given.as_array().ok_or_else(wrong)? {
        let id = id.as_str().filter(|id| !id.is_empty() && id.len() <= LONGEST_FILE_ID).ok_or_else(wrong)?;
        if ids.iter().any(|known| known == id) {
            return Err(Rule::Twice { code: id.to_owned() });
        }
        ids.push(id.to_owned());
    }
    Ok(ids)
}

fn number(item: &Item, given: &Json) -> Read {
    let decimals = item.decimals.unwrap_or(0);
    let wanted = if decimals == 0 { "whole_number" } else { "number" };
    let n = given.as_f64().ok_or(Rule::Kind { wanted })? + 0.0;
    if n.abs() > LARGEST {
        return Err(Rule::TooLarge);
    }
    if decimals == 0 && n.fract() != 0.0 {
        return Err(Rule::Kind { wanted });
    }
    // A double that has these places reads back from them.
    let places = usize::from(decimals);
    if format!("{n:.places$}").parse::<f64>() != Ok(n) {
        return Err(Rule::Decimals { most: decimals });
    }
    match (item.min, item.max) {
        (Some(min), _) if n < min => Err(Rule::Below { min }),
        (_, Some(max)) if n > max => Err(Rule::Above { max }),
        _ => Ok((serde_json::to_value(Value::Number(n)).unwrap_or_default(), Value::Number(n))),
    }
}

fn text(item: &Item, given: &Json) -> Read {
    let text = trimmed(given.as_str().ok_or(Rule::Kind { wanted: "text" })?);
    let (most, length) = (item.max_length.unwrap_or(LONGEST), text.chars().count());
    if length > most as usize {
        return Err(Rule::TooLong { most, length });
    }
    if text.contains('\0') {
        return Err(Rule::Kind { wanted: "text" }); // databases keep no such character
    }
    Ok((json!(text), Value::Text(text.to_owned())))
}

fn code(item: &Item, given: &Json) -> Result<String, Rule> {
    let code = given.as_str().ok_or(Rule::Kind { wanted: "code" })?;
    if item.codes().iter().any(|known| known == code) {
        return Ok(code.to_owned());
    }
    Err(Rule::NoChoice { code: code.chars().take(100).collect() })
}

/// Kept in the order of the choices, so that equal answers are equal.
fn multi(item: &Item, given: &Json) -> Read {
    let mut picked = Vec::new();
    for given in given.as_array().ok_or(Rule::Kind { wanted: "codes" })? {
        let code = code(item, given)?;
        if picked.contains(&code) {
            return Err(Rule::Twice { code });
        }
        picked.push(code);
    }
    let picked: Vec<String> = item.codes().into_iter().filter(|code| picked.contains(code)).collect();
    Ok((json!(picked), Value::List(picked.into_iter().map(Value::Text).collect())))
}

fn date(given: &Json) -> Read {
    let day = given.as_str().and_then(day::parse).ok_or(Rule::Kind { wanted: "day" })?.to_string();
    Ok((json!(day), Value::Text(day)))
}

fn position(given: &Json) -> Read {
    let wrong = Rule::Kind { wanted: "position" };
    let fields = given.as_object().filter(|fields| fields.len() == 2);
    let degrees = |name| fields.and_then(|fields| fields.get(name)).and_then(Json::as_f64);
    let Some((lon, lat)) = degrees("lon").zip(degrees("lat")) else { return Err(wrong) };
    let position = Position::new(lon, lat).map_err(|_| wrong)?;
    let kept = json!({ "lon": position.lon(), "lat": position.lat() });
    Ok((kept, Value::List(vec![Value::Number(lon), Value::Number(lat)])))
}

/// Without blanks around, the wide one of Chinese keyboards included.
fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n', '\u{3000}'])
}
