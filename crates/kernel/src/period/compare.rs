//! What a period is compared with: the one before it or the same one a year ago, and for a running period the
//! same days of that one.

use super::{Period, span::Month};
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};

/// The two comparisons of Chinese statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// 环比: the period of the same kind just before.
    Before,
    /// 同比: the same period of the year before.
    YearBefore,
}

/// Two spans of days that may be set side by side, first and last day included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// The period that `with` was cut from, to be named beside the change.
    pub named: Period,
    /// The days compared: those of the period up to today.
    pub of: (Date, Date),
    /// The days compared with.
    pub with: (Date, Date),
    /// The period still runs, so both spans are cut.
    pub running: bool,
}

impl Period {
    /// The period of the same kind just before. Days that lie inside one statistical month and start with it
    /// go to the same days of the month before (cut at its end); other days to as many just before them; the
    /// year to a day to the same days of last year.
    #[must_use]
    pub fn before(self, first_day: u8) -> Self {
        match self {
            Self::Year(year) => Self::Year(year - 1),
            Self::Half(year, half) => {
                if half == 1 {
                    Self::Half(year - 1, 2)
                } else {
                    Self::Half(year, 1)
                }
            }
            Self::Quarter(year, 1) => Self::Quarter(year - 1, 4),
            Self::Quarter(year, quarter) => Self::Quarter(year, quarter - 1),
            Self::Month(year, 1) => Self::Month(year - 1, 12),
            Self::Month(year, month) => Self::Month(year, month - 1),
            Self::Week(..) => {
                let week = self.span(first_day).0.saturating_sub(1.day()).iso_week_date();
                Self::Week(week.year(), week.week())
            }
            Self::Days(from, to) => days_before(from, to, first_day),
            Self::YearTo(..) => self.year_before(),
        }
    }

    /// The same period of the year before; week 53 goes to the last week, 29 February to the 28th.
    #[must_use]
    pub fn year_before(self) -> Self {
        match self {
            Self::Year(year) => Self::Year(year - 1),
            Self::Half(year, half) => Self::Half(year - 1, half),
            Self::Quarter(year, quarter) => Self::Quarter(year - 1, quarter),
            Self::Month(year, month) => Self::Month(year - 1, month),
            Self::Week(year, week) => {
                let exists = jiff::civil::ISOWeekDate::new(year - 1, week, Weekday::Monday).is_ok();
                Self::Week(year - 1, if exists { week } else { 52 })
            }
            Self::Days(from, to) => Self::Days(from.saturating_sub(1.year()), to.saturating_sub(1.year())),
            Self::YearTo(year, to) => Self::YearTo(year - 1, to.saturating_sub(1.year())),
        }
    }

    /// What the period is to be compared with on a day. `None` while the period has not begun.
    pub fn compared(self, against: Against, today: Date, first_day: u8) -> Option<Comparison> {
        let named = match against {
            Against::Before => self.before(first_day),
            Against::YearBefore => self.year_before(),
        };
        let (of, with) = (self.span(first_day), named.span(first_day));
        if today < of.0 {
            return None;
        }
        if today >= of.1 {
            return Some(Comparison { named, of, with, running: false });
        }
        let same = self.same_day(named, today, first_day).min(with.1);
        Some(Comparison { named, of: (of.0, today), with: (with.0, same), running: true })
    }

    /// The day that stands in `other` where `day` stands here: the same day of the month (held at a shorter
    /// month's end) where both are made of months, else as many days from the first.
    fn same_day(self, other: Self, day: Date, first_day: u8) -> Date {
        match (self.in_months(), other.in_months()) {
            (Some((here, _)), Some((there, _))) => day.saturating_sub(there.until(here).months()),
            _ => moved(day, self.span(first_day).0, other.span(first_day).0),
        }
    }
}

fn days_before(from: Date, to: Date, first_day: u8) -> Period {
    let month = Month::holding(from, first_day);
    if month.first(first_day) == from && to <= month.last(first_day) {
        let earlier = month.plus(-1);
        return Period::Days(earlier.first(first_day), to.saturating_sub(1.month()));
    }
    let last = from.saturating_sub(1.day());
    Period::Days(moved(from, to, last), last)
}

/// The day that stands to `there` as `day` stands to `here`.
fn moved(day: Date, here: Date, there: Date) -> Date {
    there.saturating_add(day - here)
}
