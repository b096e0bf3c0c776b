//! Periods: one grammar for every span of days that a figure or a paper can be asked for.
//!
//! `2026`, `2026-H1`, `2026-Q4`, `2026-10`, `2026-W44`, `2026-10-01..2026-10-25`, `2026-..2026-10-22` (the year
//! to that day) and `campaign:CODE`, which stays a name until its days are looked up ([`Asked::resolve`]).
//!
//! The **statistical month** M begins on a first day F that an office sets. F = 1 is the calendar month. Any
//! other F means the month that *ends* in M: from F of M − 1 to F − 1 of M, so with F = 26 `2026-10` runs from
//! 2026-09-26 to 2026-10-25. Quarters, halves and years are made of such months, so they always add up.

mod compare;
mod span;
#[cfg(test)]
mod tests;
mod text;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use compare::{Against, Comparison};
pub use span::{FIRST_DAYS, Grain};

/// A span of days that needs no looking up. Made by [`Period::from_str`](std::str::FromStr) or the
/// constructors in `span`, written back by `Display`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Period {
    Year(i16),
    /// Half 1 or 2.
    Half(i16, i8),
    /// Quarter 1 to 4.
    Quarter(i16, i8),
    /// Statistical month 1 to 12.
    Month(i16, i8),
    /// ISO week, Monday to Sunday, of an ISO week year.
    Week(i16, i8),
    /// Both days included, in order.
    Days(Date, Date),
    /// From the first day of the statistical year to a day in it.
    YearTo(i16, Date),
}

/// What a reader may ask for: a period, or a campaign's days by its code.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Asked {
    Period(Period),
    Campaign(String),
}

impl Asked {
    /// The period meant; `days` looks a campaign's first and last day up. `None`: no such campaign, or its days
    /// are out of order.
    pub fn resolve(&self, days: impl FnOnce(&str) -> Option<(Date, Date)>) -> Option<Period> {
        match self {
            Self::Period(period) => Some(*period),
            Self::Campaign(code) => {
                days(code).filter(|(from, to)| from <= to).map(|(from, to)| Period::Days(from, to))
            }
        }
    }
}

/// Why a text is no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error(
        "{0:?} is not a period; write 2026, 2026-H1, 2026-Q4, 2026-10, 2026-W44 or 2026-10-01..2026-10-25"
    )]
    Grammar(String),
    #[error("{0:?} ends before it begins")]
    Order(String),
    #[error("{0:?} names no existing month, week or day")]
    NoSuchDay(String),
}
