//! One year's notice on holidays, read from a calendar file.

use super::Error;
use jiff::{
    ToSpan,
    civil::{Date, Weekday},
};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The notice for a year, as in `catalog/calendars/`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    pub year: i16,
    /// The notice's number, such as 国办发明电〔2025〕7号.
    pub notice: String,
    pub title: String,
    pub published: Date,
    #[serde(rename = "holiday", default)]
    pub holidays: Vec<Holiday>,
}

/// One paragraph of a notice: days off and the days worked for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub name: String,
    pub name_en: String,
    pub from: Date,
    pub to: Date,
    #[serde(default)]
    pub make_up: Vec<Date>,
}

impl Holiday {
    pub fn days(&self) -> impl Iterator<Item = Date> {
        let to = self.to;
        self.from.series(1.day()).take_while(move |day| *day <= to)
    }
}

impl Year {
    pub(super) fn check(&self) -> Result<(), Error> {
        for holiday in &self.holidays {
            if holiday.to < holiday.from {
                return Err(Error::Order(holiday.name.clone()));
            }
            let mut days = [holiday.from, holiday.to].into_iter().chain(holiday.make_up.iter().copied());
            if let Some(day) = days.find(|day| !self.may_name(*day)) {
                return Err(Error::OtherYear { day, year: self.year });
            }
            let weekend = |day: &&Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            if let Some(day) = holiday.make_up.iter().find(|day| !weekend(day)) {
                return Err(Error::NotAWeekend(*day));
            }
        }
        Ok(())
    }

    /// A New Year's holiday may begin, or be made up for, in the December before.
    fn may_name(&self, day: Date) -> bool {
        day.year() == self.year || (day.year() == self.year - 1 && day.month() == 12)
    }
}

impl FromStr for Year {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        toml::from_str(text).map_err(|error| Error::File(error.to_string()))
    }
}
