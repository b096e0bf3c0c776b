//! The number of a statement: a value, or the text that says one, with its qualifier, the high end of a range, and whether it
//! is only an upper bound.

use crate::statements::model::{Bound, Error, Words};
use kernel::quantity::{self, Qualifier, Unreadable, parse_fixed};

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
}

/// The value goes before the text, which then only qualifies; a value that the text contradicts is refused.
pub fn read(words: &Words) -> Result<Number, Error> {
    let text = words.text.trim();
    let said = if text.is_empty() { None } else { Some(of_text(text, words.unit.trim())) };
    let high = words.value_max.as_deref().map(|high| value(high, "value_max")).transpose()?;
    let number = match (words.value.as_deref().map(|low| value(low, "value")).transpose()?, said) {
        (Some(low), None | Some(Err(_))) => Number { low, high, qualifier: Qualifier::Exact },
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
    let (bare, _) = bare(text);
    if let Some([low, high]) = range(bare) {
        let [low, high] = [in_unit(low, unit, text)?, in_unit(high, unit, text)?];
        return Ok(Number { low, high: Some(high), qualifier: Qualifier::AtLeast });
    }
    let reading =
        quantity::read(bare, HELD).map_err(|_| Error::wrong("text", "quantity.unreadable", text))?;
    let low = in_unit((reading.quantity, reading.measure), unit, text)?;
    Ok(Number { low, high: None, qualifier: reading.qualifier })
}

/// Without the words of an upper bound, and whether there were some.
fn bare(text: &str) -> (&str, bool) {
    let before = AT_MOST.iter().find_map(|word| text.strip_prefix(word));
    let behind = BELOW.iter().find_map(|word| text.strip_suffix(word));
    let found = before.or(behind);
    (found.unwrap_or(text).trim(), found.is_some())
}

/// A quantity with the measure word that its text brings along.
type Measured<'a> = (i64, &'a str);

/// In the unit that stands beside the text, which may write another that converts: 1500万元 beside 万元.
fn in_unit((quantity, measure): Measured<'_>, unit: &str, text: &str) -> Result<i64, Error> {
    let measure = measure.trim();
    if measure.is_empty() || unit.is_empty() || measure == unit {
        return Ok(quantity);
    }
    if quantity::converts(measure, unit) {
        let converted = quantity::convert(quantity, HELD, measure, unit, HELD);
        return converted.map_err(|fault| Error::wrong("text", unkept(fault), text));
    }
    if measure.contains(unit) || unit.contains(measure) {
        return Ok(quantity);
    }
    Err(Error::wrong("text", "quantity.unreadable", text))
}

/// The rule that a number breaks which cannot be held.
pub fn unkept(fault: Unreadable) -> &'static str {
    if fault == Unreadable::TooLarge { "quantity.too_large" } else { "quantity.too_fine" }
}

/// Both ends of a range that a text writes out. What stands behind the high end holds for both: 3-5万元.
fn range(text: &str) -> Option<[Measured<'_>; 2]> {
    BETWEEN.iter().find_map(|word| {
        let (low, high) = text.split_once(word).map(|(low, high)| (low.trim(), high.trim()))?;
        let (lower, upper) = (quantity::read(low, HELD).ok()?, quantity::read(high, HELD).ok()?);
        let measure = if lower.measure.is_empty() { upper.measure } else { lower.measure };
        let scaled =
            quantity::read(&format!("{low}{}", scale(high)), HELD).ok().map(|reading| reading.quantity);
        let both = lower.measure.is_empty() && !low.contains(SCALES);
        let scaled = scaled.filter(|scaled| both && *scaled <= upper.quantity);
        Some([(scaled.unwrap_or(lower.quantity), measure), (upper.quantity, upper.measure)])
    })
}

const SCALES: [char; 4] = ['百', '千', '万', '亿'];

/// The words by which a numeral is multiplied.
fn scale(text: &str) -> &str {
    let digit = |c: char| c.is_ascii_digit() || "., 一二两三四五六七八九".contains(c);
    let rest = text.trim_start_matches(digit);
    let behind = rest.trim_start_matches(SCALES);
    &rest[..rest.len() - behind.len()]
}

/// The measure word that a text brings along, where none is named beside it.
pub fn measured(words: &Words) -> Option<&str> {
    if !words.unit.trim().is_empty() {
        return None;
    }
    let (text, _) = bare(words.text.trim());
    let measure = match range(text) {
        Some([_, (_, measure)]) => measure,
        None => quantity::read(text, HELD).ok()?.measure,
    };
    Some(measure.trim()).filter(|measure| !measure.is_empty())
}

/// Whether the words only say what it is not above.
pub fn is_upper(words: &Words) -> bool {
    words.bound == Some(Bound::Max) || bare(words.text.trim()).1
}
