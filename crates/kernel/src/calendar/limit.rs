//! Limits and the time they take: deadlines, and what of a span counts.
//!
//! - A limit in **work hours** or **work days** that starts outside working time starts at the next opening.
//! - **Work days** end at closing time of day N; day 1 is the working day after the one in which the limit starts.
//! - **Urgent hours** run day and night.
//! - **Natural days** run through every day and end at 23:59 of day N; day 1 is the day after the start, which
//!   itself is not counted. 23:59 rather than midnight keeps the deadline on day N, where it is read and posted.
//! - Nought hours end where the limit starts; nought days at the end of the day in which it starts.

use super::Calendar;
use crate::moment::shanghai;
use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime, Time, time},
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where a natural day ends.
pub(super) const DAY_END: Time = time(23, 59, 0, 0);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    UrgentHour,
    WorkHour,
    WorkDay,
    NaturalDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    pub unit: Unit,
    pub amount: u32,
}

/// A limit that is not written as an amount and a unit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no limit; write it as `4 work_hour`")]
pub struct NoLimit(pub String);

/// Reads `4 work_hour`, `2 work_day`, `4 urgent_hour`, `3 natural_day`.
impl std::str::FromStr for Limit {
    type Err = NoLimit;
    fn from_str(text: &str) -> Result<Self, NoLimit> {
        let refuse = || NoLimit(text.to_owned());
        let (amount, unit) = text.split_once(' ').ok_or_else(refuse)?;
        let unit = match unit {
            "urgent_hour" => Unit::UrgentHour,
            "work_hour" => Unit::WorkHour,
            "work_day" => Unit::WorkDay,
            "natural_day" => Unit::NaturalDay,
            _ => return Err(refuse()),
        };
        let amount = amount.parse().ok().filter(|amount| *amount <= LONGEST).ok_or_else(refuse)?;
        Ok(Self { unit, amount })
    }
}

/// The largest amount that is read: ten years of days; counting further takes seconds and serves nobody.
const LONGEST: u32 = 3660;

impl Calendar {
    /// When a limit ends that starts at an instant; beyond the year 9999 it is held at the end of time.
    pub fn deadline(&self, start: Timestamp, limit: Limit) -> Timestamp {
        let hours = Duration::from_secs(u64::from(limit.amount) * 3600);
        match limit.unit {
            Unit::UrgentHour | Unit::WorkHour => self.after(limit.unit, start, hours),
            Unit::WorkDay => {
                let opening = self.opening(local(start)).date();
                let mut days = days_from(opening).skip(1).filter(|day| self.is_working_day(*day));
                let day = match limit.amount {
                    0 => Some(opening),
                    n => days.nth(usize::try_from(n - 1).unwrap_or(usize::MAX)),
                };
                instant(day.unwrap_or(Date::MAX).to_datetime(self.hours().closing()))
            }
            Unit::NaturalDay => {
                let days = SignedDuration::from_hours(i64::from(limit.amount) * 24);
                let day = local(start).date().saturating_add(days);
                instant(day.to_datetime(DAY_END)).max(start)
            }
        }
    }

    /// What of the span from `start` to `end` counts in a unit: working time for work hours and work days, all
    /// time for the others. Nothing when `end` lies before `start`.
    pub fn spent(&self, unit: Unit, start: Timestamp, end: Timestamp) -> Duration {
        match unit {
            Unit::UrgentHour | Unit::NaturalDay => positive(end.duration_since(start)),
            Unit::WorkHour | Unit::WorkDay => {
                let end = local(end);
                let shifts = self.shifts_from(local(start)).take_while(|(opens, _)| *opens < end);
                shifts.map(|(opens, closes)| positive(closes.min(end).duration_since(opens))).sum()
            }
        }
    }

    /// The instant itself inside working time, else the next opening.
    pub fn next_opening(&self, at: Timestamp) -> Timestamp {
        instant(self.opening(local(at)))
    }

    /// The instant at which `span` has been spent from `start` on.
    pub(super) fn after(&self, unit: Unit, start: Timestamp, span: Duration) -> Timestamp {
        if matches!(unit, Unit::UrgentHour | Unit::NaturalDay) {
            return start.checked_add(span).unwrap_or(Timestamp::MAX);
        }
        let mut left = span;
        for (opens, closes) in self.shifts_from(local(start)) {
            let shift = positive(closes.duration_since(opens));
            if left <= shift {
                return instant(opens.saturating_add(left));
            }
            left -= shift;
        }
        Timestamp::MAX
    }

    /// The end of a day of limits in whole days, at or after the instant; other units end where they are.
    pub(super) fn day_end(&self, unit: Unit, at: Timestamp) -> Timestamp {
        let day = local(at).date();
        let end = match unit {
            Unit::UrgentHour | Unit::WorkHour => return at,
            Unit::WorkDay => self.hours().closing(),
            Unit::NaturalDay => DAY_END,
        };
        instant(day.to_datetime(end)).max(at)
    }

    fn opening(&self, at: DateTime) -> DateTime {
        self.shifts_from(at).next().map_or(DateTime::MAX, |(opens, _)| opens)
    }

    /// Opening and closing of every shift from an instant on; one that is under way opens at the instant.
    fn shifts_from(&self, at: DateTime) -> impl Iterator<Item = (DateTime, DateTime)> {
        let worked = days_from(at.date()).filter(|day| self.is_working_day(*day));
        let shifts = worked.flat_map(|day| self.hours().shifts().iter().map(move |shift| (day, shift)));
        let spans = shifts.map(|(day, shift)| (day.to_datetime(shift.from), day.to_datetime(shift.to)));
        spans.filter(move |(_, closes)| *closes > at).map(move |(opens, closes)| (opens.max(at), closes))
    }
}

fn days_from(day: Date) -> impl Iterator<Item = Date> {
    day.series(1.day())
}

fn positive(span: SignedDuration) -> Duration {
    Duration::try_from(span).unwrap_or_default()
}

/// The fixed offset makes local and absolute spans equal, so all counting is done in local time.
fn local(at: Timestamp) -> DateTime {
    at.to_zoned(shanghai()).datetime()
}

fn instant(at: DateTime) -> Timestamp {
    shanghai().to_timestamp(at).unwrap_or(Timestamp::MAX)
}
