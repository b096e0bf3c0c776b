//! The number of a statement: a value, or the text that says one, with qualifier, bound and the high end of a range.

use crate::statements::model::{Bound, Error, Words};
use kernel::quantity::{self, Qualifier, parse_fixed};

/// Decimals that a number is held with until its metric is known.
pub const HELD: u8 = 6;

/// Words of an upper bound, before and behind a number.
const AT_MOST: [&str; 5] = ["不超过", "不高于", "低于", "少于", "最多"];
const BELOW: [&str; 3] = ["以下", "以内", "之内"];
const BETWEEN: [&str; 6] = ["-", "—", "～", "~", "至", "到"];

/// What a number says, in millionths of the unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    pub low: i64,
    pub high: Option<i64>,
    pub qualifier: Qualifier,
    pub bound: Option<Bound>,
}

/// The value goes before the text, which then only qualifies; a value that the text contradicts is refused.
pub fn read(words: &Words) -> Result<Number, Error> {
    let text = words.text.trim();
    let said = if text.is_empty() { None } else { Some(of_text(text, words.unit.trim())) };
    let high = words.value_max.as_deref().map(|high| value(high, "value_max")).transpose()?;
    let number = match (words.value.as_deref().map(|low| value(low, "value")).transpose()?, said) {
        (Some(low), None | Some(Err(_))) => Number { low, high, qualifier: Qualifier::Exact, bound: None },
        (Some(low), Some(Ok(said))) if said.low == low => Number { high: high.or(said.high), ..said },
        (Some(_), Some(Ok(_))) => return Err(Error::wrong("value", "quantity.differs", text)),
        (None, Some(said)) => {
            let said = said?;
            Number { high: high.or(said.high), ..said }
        }
        (None, None) => return Err(Error::wrong("text", "cell.required", "")),
    };
    if number.high.is_some_and(|high| high < number.low) {
        return Err(Error::wrong("value_max", "quantity.backward", text));
    }
    Ok(Number { qualifier: words.qualifier.unwrap_or(number.qualifier), ..number })
}

fn value(text: &str, field: &'static str) -> Result<i64, Error> {
    parse_fixed(text, HELD).map_err(|_| Error::wrong(field, "cell.number", text))
}

/// A phrase, and the unit that stands beside it: 1500万 of 元, 5万元以上, 不超过3, 1-2.
fn of_text(text: &str, unit: &str) -> Result<Number, Error> {
    let wrong = |_| Error::wrong("text", "quantity.unreadable", text);
    let before = AT_MOST.iter().find_map(|word| text.strip_prefix(word));
    let behind = BELOW.iter().find_map(|word| text.strip_suffix(word));
    let bare = before.or(behind).unwrap_or(text);
    if let Some((low, high)) = range(bare) {
        return Ok(Number { low, high: Some(high), qualifier: Qualifier::AtLeast, bound: None });
    }
    let reading = quantity::read(bare, HELD).map_err(wrong)?;
    let measure = reading.measure.trim();
    let known = measure.is_empty() || measure == unit || unit.is_empty() || quantity::converts(measure, unit);
    if !known && !measure.contains(unit) && !unit.contains(measure) {
        return Err(Error::wrong("text", "quantity.unreadable", text));
    }
    let upper = before.is_some() || behind.is_some();
    let (low, qualifier) = (reading.quantity, reading.qualifier);
    Ok(Number { low, high: None, qualifier, bound: upper.then_some(Bound::Max) })
}

/// Both ends of a range that a text writes out.
fn range(text: &str) -> Option<(i64, i64)> {
    let end = |text: &str| quantity::read(text, HELD).ok().map(|reading| reading.quantity);
    let mut parts = BETWEEN.iter().filter_map(|word| text.split_once(word));
    parts.find_map(|(low, high)| end(low).zip(end(high)))
}

/// The measure word that a text brings along, where none is named beside it.
pub fn measured(words: &Words) -> Option<&str> {
    let reading = quantity::read(words.text.trim(), HELD).ok().filter(|_| words.unit.trim().is_empty())?;
    Some(reading.measure).filter(|measure| !measure.is_empty())
}
