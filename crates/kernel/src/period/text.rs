//! The grammar of periods, read and written.

use super::{Asked, Error, Period};
use jiff::civil::Date;
use std::{fmt, str::FromStr};

/// Years outside are slips of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;
const CAMPAIGN: &str = "campaign:";

impl FromStr for Period {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let grammar = || Error::Grammar(text.to_owned());
        let no_such_day = || Error::NoSuchDay(text.to_owned());
        if let Some((from, to)) = text.split_once("..") {
            let to = date(to).ok_or_else(no_such_day)?;
            if let Some(year) = from.strip_suffix('-') {
                return Ok(Self::YearTo(year_of(year).ok_or_else(grammar)?, to));
            }
            let from = date(from).ok_or_else(no_such_day)?;
            return if from <= to { Ok(Self::Days(from, to)) } else { Err(Error::Order(text.to_owned())) };
        }
        let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
        let year = year_of(year).ok_or_else(grammar)?;
        let Some(part) = part else { return Ok(Self::Year(year)) };
        let (make, digits, last): (fn(i16, i8) -> Self, _, _) = match part.as_bytes() {
            [b'H', _] => (Self::Half, &part[1..], 2),
            [b'Q', _] => (Self::Quarter, &part[1..], 4),
            [b'W', _, _] => (Self::Week, &part[1..], weeks(year)),
            [_, _] => (Self::Month, part, 12),
            _ => return Err(grammar()),
        };
        let number = number(digits).ok_or_else(grammar)?;
        if (1..=last).contains(&number) { Ok(make(year, number)) } else { Err(no_such_day()) }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Half(year, half) => write!(f, "{year:04}-H{half}"),
            Self::Quarter(year, quarter) => write!(f, "{year:04}-Q{quarter}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Week(year, week) => write!(f, "{year:04}-W{week:02}"),
            Self::Days(from, to) => write!(f, "{from}..{to}"),
            Self::YearTo(year, to) => write!(f, "{year:04}-..{to}"),
        }
    }
}

impl FromStr for Asked {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        match text.strip_prefix(CAMPAIGN) {
            Some("") => Err(Error::Grammar(text.to_owned())),
            Some(code) => Ok(Self::Campaign(code.to_owned())),
            None => text.parse().map(Self::Period),
        }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(period) => period.fmt(f),
            Self::Campaign(code) => write!(f, "{CAMPAIGN}{code}"),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}
impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}
impl TryFrom<String> for Asked {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}
impl From<Asked> for String {
    fn from(asked: Asked) -> Self {
        asked.to_string()
    }
}

fn number(digits: &str) -> Option<i8> {
    if digits.bytes().all(|b| b.is_ascii_digit()) { digits.parse().ok() } else { None }
}

fn year_of(digits: &str) -> Option<i16> {
    let plain = digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|year| plain && YEARS.contains(year))
}

/// Exactly `YYYY-MM-DD`; jiff alone would also take times and week dates.
fn date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (YEARS.contains(&date.year()) && date.to_string() == text).then_some(date)
}

/// An ISO year's last week holds its 28 December.
fn weeks(year: i16) -> i8 {
    Date::new(year, 12, 28).map_or(52, |day| day.iso_week_date().week())
}
