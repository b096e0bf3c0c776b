//! One cell by its column's kind: what people type for a number or a day, understood or refused by a named rule.

use jiff::civil::Date;

use super::{Column, Kind, Rule, Value};

/// A spreadsheet's longest text, in UTF-16 units.
const LONGEST: usize = 32_767;
/// The largest whole number that a spreadsheet's number holds exactly.
pub(super) const EXACT: i64 = 1 << 53;

/// A cell as the file gives it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Raw {
    Text(String),
    Number(f64),
    Day(Date),
    Broken(String),
}

impl Raw {
    /// As a person sees it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.to_string(),
        }
    }
}

/// The value of a cell, or the rule it breaks. Blank text counts as empty.
pub(super) fn value(column: &Column, raw: Option<&Raw>) -> Result<Value, Rule> {
    let filled = raw.filter(|raw| !matches!(raw, Raw::Text(text) if text.trim().is_empty()));
    let Some(raw) = filled else {
        return if column.required { Err(Rule::Required) } else { Ok(Value::Empty) };
    };
    if matches!(raw, Raw::Broken(_)) {
        return Err(Rule::Broken);
    }
    match column.kind {
        Kind::Text => text(column, raw.shown()),
        Kind::Integer => whole(raw).map(Value::Integer).ok_or(Rule::WholeNumber),
        Kind::Decimal => number(raw).map(Value::Decimal).ok_or(Rule::Number),
        Kind::Date => day(raw).map(Value::Date).ok_or(Rule::Date),
    }
}

fn text(column: &Column, text: String) -> Result<Value, Rule> {
    if too_long(&text) {
        return Err(Rule::TooLong);
    }
    if column.choices.is_empty() {
        return Ok(Value::Text(text));
    }
    let chosen = column.choices.iter().find(|choice| choice.trim() == text.trim());
    chosen.map(|choice| Value::Text(choice.clone())).ok_or(Rule::Choice)
}

/// Whether a text is longer than a spreadsheet's cell may be.
pub(crate) fn too_long(text: &str) -> bool {
    text.len() > LONGEST && text.encode_utf16().count() > LONGEST
}

fn whole(raw: &Raw) -> Option<i64> {
    let found = match raw {
        Raw::Text(text) => match plain(text).parse() {
            Ok(whole) => whole,
            Err(_) => exact(plain(text).parse().ok()?)?,
        },
        Raw::Number(number) => exact(*number)?,
        Raw::Day(_) | Raw::Broken(_) => return None,
    };
    (-EXACT..=EXACT).contains(&found).then_some(found)
}

/// A float that is a whole number within the exact range.
#[allow(clippy::cast_possible_truncation)] // whole and within ±2^53
fn exact(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_992.0).then_some(number as i64)
}

fn number(raw: &Raw) -> Option<f64> {
    match raw {
        Raw::Text(text) => plain(text).parse().ok().filter(|number: &f64| number.is_finite()),
        Raw::Number(number) => Some(*number),
        Raw::Day(_) | Raw::Broken(_) => None,
    }
}

/// Full-width digits and signs made plain; blanks and thousands' commas left out.
fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '０'..='９' | '．' | '－' | '＋' | '，' | '／' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        c => c,
    };
    text.chars().map(narrow).filter(|c| !c.is_whitespace() && *c != ',').collect()
}

/// A day as `2026-10-01`, `2026/10/1`, `2026.10.1`, `2026年10月1日` or `20261001`.
fn day(raw: &Raw) -> Option<Date> {
    let text = match raw {
        Raw::Day(day) => return Some(*day),
        Raw::Text(text) => plain(text),
        Raw::Number(number) if *number >= 10_000_000.0 => number.to_string(),
        Raw::Number(_) | Raw::Broken(_) => return None,
    };
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        vec![&text[..4], &text[4..6], &text[6..]]
    } else {
        text.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect()
    };
    let [year, month, day] = parts[..] else { return None };
    Date::new(year.parse().ok().filter(|_| year.len() == 4)?, month.parse().ok()?, day.parse().ok()?).ok()
}
