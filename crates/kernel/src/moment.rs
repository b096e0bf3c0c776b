//! Instants: stored as milliseconds since 1970 UTC, written as RFC 3339, shown in Asia/Shanghai.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use std::{
    fmt,
    ops::{Add, Sub},
    str::FromStr,
    time::Duration,
};

/// China keeps one offset and has had no summer time since 1991, so a fixed offset serves every date we hold.
pub fn shanghai() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

/// An instant of the journal and the databases, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "Timestamp", from = "Timestamp")]
pub struct Moment(i64);

impl Moment {
    /// Milliseconds since 1970 UTC, as the databases keep it.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }
    pub const fn millis(self) -> i64 {
        self.0
    }
    /// The instant itself; what lies outside jiff's range (year 9999) is held at its end.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::MAX)
    }
    /// The local day in Asia/Shanghai.
    pub fn day(self) -> Date {
        self.timestamp().to_zoned(shanghai()).date()
    }
    /// Whole milliseconds from `earlier` to here; negative when it lies later.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }
}

impl Add<Duration> for Moment {
    type Output = Self;
    fn add(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }
}
impl Sub<Duration> for Moment {
    type Output = Self;
    fn sub(self, span: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(span.as_millis()).unwrap_or(i64::MAX)))
    }
}
impl From<Timestamp> for Moment {
    fn from(at: Timestamp) -> Self {
        Self(at.as_millisecond())
    }
}
impl From<Moment> for Timestamp {
    fn from(at: Moment) -> Self {
        at.timestamp()
    }
}
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.timestamp().fmt(f)
    }
}
impl FromStr for Moment {
    type Err = jiff::Error;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Timestamp>().map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    #[test]
    fn the_local_day_begins_at_sixteen_utc() {
        let before: Moment = "2026-10-29T15:59:59.999Z".parse().unwrap();
        assert_eq!(before.day().to_string(), "2026-10-29");
        assert_eq!((before + Duration::from_millis(1)).day().to_string(), "2026-10-30");
    }

    #[test]
    fn text_and_milliseconds_agree() {
        let at = Moment::from_millis(1_792_540_800_123);
        assert_eq!(at.to_string().parse::<Moment>().unwrap(), at);
        assert_eq!(serde_json::to_string(&at).unwrap(), format!("\"{at}\""));
    }
}
