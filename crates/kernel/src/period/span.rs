//! The days of a period, the periods around a day, and the months inside.

use super::Period;
use jiff::{
    ToSpan,
    civil::{Date, ISOWeekDate, Weekday},
};
use std::ops::RangeInclusive;

/// What an office may set as the first day of its statistical month; every month has these days.
/// Functions that take a first day hold others at the ends of this range.
pub const FIRST_DAYS: RangeInclusive<u8> = 1..=28;

/// The kinds of period that follow one another without gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    Year,
    Half,
    Quarter,
    Month,
    Week,
}

impl Period {
    /// First and last day, both included, under the statistical month's first day.
    pub fn span(self, first_day: u8) -> (Date, Date) {
        match self {
            Self::Week(year, week) => {
                let monday = monday(year, week);
                (monday, monday.saturating_add(6.days()))
            }
            Self::Days(from, to) => (from, to),
            // A day before the year leaves the year's first day alone rather than an inverted span.
            Self::YearTo(year, to) => {
                let from = Month::of(year, 1).first(first_day);
                (from, to.max(from))
            }
            Self::Year(_) | Self::Half(..) | Self::Quarter(..) | Self::Month(..) => {
                let (first, months) = self.in_months().unwrap_or((Month(0), 0));
                (first.first(first_day), first.plus(months - 1).last(first_day))
            }
        }
    }

    /// Whether a day lies in the period.
    pub fn holds(self, day: Date, first_day: u8) -> bool {
        let (from, to) = self.span(first_day);
        (from..=to).contains(&day)
    }

    /// The period of a grain that holds a day.
    pub fn containing(day: Date, grain: Grain, first_day: u8) -> Self {
        let (year, month) = Month::holding(day, first_day).parts();
        match grain {
            Grain::Year => Self::Year(year),
            Grain::Half => Self::Half(year, (month - 1) / 6 + 1),
            Grain::Quarter => Self::Quarter(year, (month - 1) / 3 + 1),
            Grain::Month => Self::Month(year, month),
            Grain::Week => {
                let week = day.iso_week_date();
                Self::Week(week.year(), week.week())
            }
        }
    }

    /// The whole statistical months inside the period, oldest first.
    pub fn months(self, first_day: u8) -> impl Iterator<Item = Self> {
        let (from, to) = self.span(first_day);
        let mut month = Month::holding(from, first_day);
        if month.first(first_day) < from {
            month = month.plus(1);
        }
        let inside = move |month: &Month| month.last(first_day) <= to;
        std::iter::successors(Some(month), |month| Some(month.plus(1))).take_while(inside).map(Month::period)
    }

    /// The last `count` months up to the one that holds `day`, oldest first.
    pub fn last_months(count: u16, day: Date, first_day: u8) -> impl Iterator<Item = Self> {
        let last = Month::holding(day, first_day);
        (0..i32::from(count)).rev().map(move |back| last.plus(-back).period())
    }

    /// The first month and the number of months of a period that is made of months.
    pub(super) fn in_months(self) -> Option<(Month, i32)> {
        match self {
            Self::Year(year) => Some((Month::of(year, 1), 12)),
            Self::Half(year, half) => Some((Month::of(year, half * 6 - 5), 6)),
            Self::Quarter(year, quarter) => Some((Month::of(year, quarter * 3 - 2), 3)),
            Self::Month(year, month) => Some((Month::of(year, month), 1)),
            Self::Week(..) | Self::Days(..) | Self::YearTo(..) => None,
        }
    }
}

/// A statistical month as a running number, so that it can be moved: year × 12 + month − 1.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Month(i32);

impl Month {
    pub(super) fn of(year: i16, month: i8) -> Self {
        Self(i32::from(year) * 12 + i32::from(month) - 1)
    }

    pub(super) fn holding(day: Date, first_day: u8) -> Self {
        let month = Self::of(day.year(), day.month());
        if day > month.last(first_day) { month.plus(1) } else { month }
    }

    pub(super) const fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    pub(super) const fn until(self, later: Self) -> i32 {
        later.0 - self.0
    }

    pub(super) fn first(self, first_day: u8) -> Date {
        match held(first_day) {
            1 => self.day(1),
            day => self.plus(-1).day(day),
        }
    }

    pub(super) fn last(self, first_day: u8) -> Date {
        self.plus(1).first(first_day).saturating_sub(1.day())
    }

    pub(super) fn parts(self) -> (i16, i8) {
        let month = i8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1);
        (i16::try_from(self.0.div_euclid(12)).unwrap_or(i16::MAX), month)
    }

    fn period(self) -> Period {
        let (year, month) = self.parts();
        Period::Month(year, month)
    }

    fn day(self, day: i8) -> Date {
        let (year, month) = self.parts();
        Date::new(year, month, day).unwrap_or(Date::MAX)
    }
}

fn held(first_day: u8) -> i8 {
    i8::try_from(first_day.clamp(*FIRST_DAYS.start(), *FIRST_DAYS.end())).unwrap_or(1)
}

pub(super) fn monday(year: i16, week: i8) -> Date {
    ISOWeekDate::new(year, week, Weekday::Monday).map_or(Date::MAX, Date::from)
}
