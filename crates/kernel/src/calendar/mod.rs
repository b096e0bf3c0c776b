//! The working calendar: which days are worked, as published each year, and the hours of a working day.
//!
//! A calendar is plain data and can be kept with what was promised under it; `limit` counts deadlines on it and
//! `clock` measures what a limit has used up.

mod clock;
mod limit;
#[cfg(test)]
mod tests;
mod year;

use jiff::civil::{Date, Time, Weekday, time};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, time::Duration};

pub use clock::{Clock, Run};
pub use limit::{Limit, Unit};
pub use year::{Holiday, Year};

/// Years as announced, the days that an office has settled otherwise, and the hours of a working day. Serialised as
/// these three; reading checks them again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
    hours: Hours,
    named: BTreeMap<Date, Named>,
    settled: BTreeMap<Date, bool>,
}

/// What a notice says of a day: off with the holiday's place in its year, or worked instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    Off { year: i16, holiday: usize },
    MakeUp,
}

impl Calendar {
    /// # Errors
    /// A year or a day that two notices name.
    pub fn new(years: impl IntoIterator<Item = Year>, hours: Hours) -> Result<Self, Error> {
        let (named, settled) = (BTreeMap::new(), BTreeMap::new());
        let mut calendar = Self { years: BTreeMap::new(), hours, named, settled };
        for year in years {
            calendar.admit(year)?;
        }
        Ok(calendar)
    }

    fn admit(&mut self, year: Year) -> Result<(), Error> {
        year.check()?;
        for (holiday, entry) in year.holidays.iter().enumerate() {
            let off = entry.days().map(|day| (day, Named::Off { year: year.year, holiday }));
            for (day, named) in off.chain(entry.make_up.iter().map(|day| (*day, Named::MakeUp))) {
                if self.named.insert(day, named).is_some() {
                    return Err(Error::DayTwice(day));
                }
            }
        }
        match self.years.insert(year.year, year) {
            Some(twice) => Err(Error::YearTwice(twice.year)),
            None => Ok(()),
        }
    }

    /// The same with hours and days of an office's own: whether each day is worked, whatever the notices say.
    #[must_use]
    pub fn settled(self, hours: Hours, days: impl IntoIterator<Item = (Date, bool)>) -> Self {
        Self { hours, settled: days.into_iter().collect(), ..self }
    }

    /// Whether a day is worked: what the office has settled, else what a notice says, else Monday to Friday.
    pub fn is_working_day(&self, day: Date) -> bool {
        self.settled.get(&day).copied().unwrap_or_else(|| self.announced_working(day))
    }

    /// Whether a day is worked without the office's own days.
    pub fn announced_working(&self, day: Date) -> bool {
        match self.named.get(&day) {
            Some(named) => *named == Named::MakeUp,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// Whether the year's notice is known; if not, its days count Monday to Friday and a page should say so.
    pub fn announced(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// The year's notice with its number and day.
    pub fn year(&self, year: i16) -> Option<&Year> {
        self.years.get(&year)
    }

    /// The holiday that takes a day off.
    pub fn holiday(&self, day: Date) -> Option<&Holiday> {
        match self.named.get(&day)? {
            Named::Off { year, holiday } => self.years.get(year)?.holidays.get(*holiday),
            Named::MakeUp => None,
        }
    }

    /// Whether a notice has the day worked for a holiday.
    pub fn is_make_up(&self, day: Date) -> bool {
        self.named.get(&day) == Some(&Named::MakeUp)
    }

    pub fn hours(&self) -> &Hours {
        &self.hours
    }
}

/// The shifts of a working day, in order, without overlap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Shift>", into = "Vec<Shift>")]
pub struct Hours(Vec<Shift>);

/// From opening (included) to closing (not included).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    pub from: Time,
    pub to: Time,
}

impl Hours {
    /// # Errors
    /// No shift, an empty one, or one that begins before the one before it ends.
    pub fn new(shifts: Vec<Shift>) -> Result<Self, Error> {
        let in_order = shifts.windows(2).all(|pair| pair[0].to <= pair[1].from);
        let open = !shifts.is_empty() && shifts.iter().all(|shift| shift.from < shift.to);
        if open && in_order { Ok(Self(shifts)) } else { Err(Error::Hours) }
    }

    pub fn shifts(&self) -> &[Shift] {
        &self.0
    }

    /// The working time of one day, by which a long working time is told in days.
    pub fn length(&self) -> Duration {
        self.0.iter().map(|shift| shift.to.duration_since(shift.from).unsigned_abs()).sum()
    }

    fn closing(&self) -> Time {
        self.0.last().map_or(limit::DAY_END, |shift| shift.to)
    }
}

/// 08:30–12:00 and 14:30–18:00.
impl Default for Hours {
    fn default() -> Self {
        let shift = |from, to| Shift { from, to };
        Self(vec![shift(time(8, 30, 0, 0), time(12, 0, 0, 0)), shift(time(14, 30, 0, 0), time(18, 0, 0, 0))])
    }
}

impl TryFrom<Vec<Shift>> for Hours {
    type Error = Error;
    fn try_from(shifts: Vec<Shift>) -> Result<Self, Error> {
        Self::new(shifts)
    }
}
impl From<Hours> for Vec<Shift> {
    fn from(hours: Hours) -> Self {
        hours.0
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    years: Vec<Year>,
    hours: Hours,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    settled: BTreeMap<Date, bool>,
}

impl TryFrom<Parts> for Calendar {
    type Error = Error;
    fn try_from(parts: Parts) -> Result<Self, Error> {
        let hours = parts.hours.clone();
        Ok(Self::new(parts.years, parts.hours)?.settled(hours, parts.settled))
    }
}
impl From<Calendar> for Parts {
    fn from(calendar: Calendar) -> Self {
        let years = calendar.years.into_values().collect();
        Self { years, hours: calendar.hours, settled: calendar.settled }
    }
}

/// Why a year or the hours cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Not the shape of a calendar file; the text names line and field.
    #[error("{0}")]
    File(String),
    #[error("the holiday {0} ends before it begins")]
    Order(String),
    #[error("{day} is not a day that the notice for {year} can name")]
    OtherYear { day: Date, year: i16 },
    #[error("{0} is a weekday already; a make-up day is a Saturday or Sunday")]
    NotAWeekend(Date),
    #[error("{0} is named twice")]
    DayTwice(Date),
    #[error("there are two notices for {0}")]
    YearTwice(i16),
    #[error("working hours need at least one shift, each ending after it begins and before the next")]
    Hours,
}
