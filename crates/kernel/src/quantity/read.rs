//! Quantities read from Chinese text as offices write them: 30余万, 近25万余元, 约40人, 150场以上, 两次, 数万人.

use super::{
    Qualifier,
    fixed::{Digits, Unreadable},
    numeral,
};

/// One quantity phrase: what it says, how firmly, and the words left over (its measure word).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading<'a> {
    /// In the smallest unit at the decimals asked for.
    pub quantity: i64,
    pub qualifier: Qualifier,
    /// 场, 元, 公里 … without the words of the qualifier.
    pub measure: &'a str,
}

/// Words before a number; longer ones first where one begins with another.
const BEFORE: [(&str, Qualifier); 16] = [
    ("不少于", Qualifier::AtLeast),
    ("超过", Qualifier::AtLeast),
    ("至少", Qualifier::AtLeast),
    ("逾", Qualifier::AtLeast),
    ("超", Qualifier::AtLeast),
    ("将近", Qualifier::Nearly),
    ("接近", Qualifier::Nearly),
    ("不足", Qualifier::Nearly),
    ("不到", Qualifier::Nearly),
    ("近", Qualifier::Nearly),
    ("大约", Qualifier::About),
    ("大概", Qualifier::About),
    ("约为", Qualifier::About),
    ("约有", Qualifier::About),
    ("约计", Qualifier::About),
    ("约", Qualifier::About),
];
/// Words directly behind the digits or behind 万.
const BEHIND: [(&str, Qualifier); 2] = [("余", Qualifier::AtLeast), ("多", Qualifier::AtLeast)];
/// Words that close the phrase, behind the measure word.
const CLOSING: [(&str, Qualifier); 4] = [
    ("及以上", Qualifier::AtLeast),
    ("以上", Qualifier::AtLeast),
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
];
/// Numerals that multiply, as powers of ten.
const SCALES: [(&str, u8); 5] = [("十", 1), ("百", 2), ("千", 3), ("万", 4), ("亿", 8)];

/// Reads one phrase, such as 近25万余元 (250,000, `About`: 近 and 余 together) or 三十余万元.
/// Several qualifiers in a phrase add as those of parts do.
///
/// # Errors
/// [`Unreadable`], also when the phrase is finer than `decimals`.
pub fn read(phrase: &str, decimals: u8) -> Result<Reading<'_>, Unreadable> {
    let mut qualifier = Qualifier::Exact;
    let mut saying = |found: Option<Qualifier>| qualifier = qualifier + found.unwrap_or_default();

    let (word, rest) = leading(phrase.trim(), &BEFORE);
    saying(word);
    let (number, vague, rest) = number(rest.trim_start()).ok_or(Unreadable::NotANumber)?;
    saying(vague.then_some(Qualifier::AtLeast));
    let (word, mut rest) = leading(rest.trim_start(), &BEHIND);
    saying(word);
    let mut shift = 0_u8;
    while let (Some(power), after) = leading(rest, &SCALES) {
        shift = shift.saturating_add(power);
        rest = after;
    }
    let (word, rest) = leading(rest.trim_start(), &BEHIND);
    saying(word);
    let (word, rest) = closing(rest.trim());
    saying(word);
    Ok(Reading { quantity: number.scaled(decimals, shift)?, qualifier, measure: rest.trim_end() })
}

/// Digits, or else a numeral in words; whether it leaves open how many (数万).
fn number(text: &str) -> Option<(Digits, bool, &str)> {
    if let Some((number, rest)) = Digits::take(text) {
        return Some((number, false, rest));
    }
    let (numeral, rest) = numeral::take(text)?;
    Some((Digits::whole(numeral.value), numeral.vague, rest))
}

fn leading<'a, T: Copy>(text: &'a str, words: &[(&str, T)]) -> (Option<T>, &'a str) {
    let found = words.iter().find_map(|(word, means)| Some((*means, text.strip_prefix(word)?)));
    found.map_or((None, text), |(means, rest)| (Some(means), rest))
}

fn closing(text: &str) -> (Option<Qualifier>, &str) {
    let found = CLOSING.iter().find_map(|(word, means)| Some((*means, text.strip_suffix(word)?)));
    found.map_or((None, text), |(means, rest)| (Some(means), rest))
}
