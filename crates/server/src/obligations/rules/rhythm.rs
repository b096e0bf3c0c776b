//! The slots of a rhythm, one after another.

use crate::obligations::model::{Days, Every, Kind, Span};
use jiff::{
    ToSpan,
    civil::{Date, Time, Weekday},
};
use kernel::{
    calendar::Calendar,
    moment::{Moment, shanghai},
};

/// Days without a slot at the most: no holiday lasts as long.
const LONGEST_PAUSE: usize = 60;

/// The first slot that opens after a moment and on a day of the obligation.
pub fn next(kind: &Kind, calendar: &Calendar, after: Moment, [from, to]: [Option<Date>; 2]) -> Option<Span> {
    let first = from.map_or(after.day(), |from| from.max(after.day()));
    let days = first.series(1.day()).take_while(|day| to.is_none_or(|to| *day <= to));
    let mut slots = days.take(LONGEST_PAUSE).flat_map(|day| spans(kind, calendar, day));
    slots.find(|span| span.opens > after)
}

/// The slots that open on a day.
fn spans(kind: &Kind, calendar: &Calendar, day: Date) -> Vec<Span> {
    let span = |number, opens, closes| Span { day, number, opens, closes };
    match kind.every {
        Every::Week if day.weekday() == Weekday::Monday => {
            vec![span(1, at(day, Time::midnight()), at(day.saturating_add(7.days()), Time::midnight()))]
        }
        Every::Week => vec![],
        Every::Day if kind.days == Days::Working && !calendar.is_working_day(day) => vec![],
        Every::Day => (1..)
            .zip(&kind.windows)
            .map(|(number, (from, to))| span(number, at(day, *from), end(day, *from, *to)))
            .collect(),
    }
}

/// An end not after its beginning lies on the next day.
fn end(day: Date, from: Time, to: Time) -> Moment {
    at(if to > from { day } else { day.saturating_add(1.day()) }, to)
}

fn at(day: Date, time: Time) -> Moment {
    let moment = day.to_datetime(time).to_zoned(shanghai()).map(|at| at.timestamp());
    Moment::from(moment.unwrap_or(jiff::Timestamp::MAX))
}

/// Windows stand in order and none begins before the one before it ends, over midnight neither.
pub fn check(kind: &Kind) -> Result<(), &'static str> {
    match kind.every {
        Every::Week if kind.windows.is_empty() && kind.days == Days::All => return Ok(()),
        Every::Week => return Err("a weekly one has neither days nor windows"),
        Every::Day if kind.windows.is_empty() => return Err("a daily one needs a window"),
        Every::Day => {}
    }
    let day = Date::constant(2026, 1, 1);
    let tomorrow = day.saturating_add(1.day());
    let spans = |day: Date| kind.windows.iter().map(move |(from, to)| (at(day, *from), end(day, *from, *to)));
    let two_days: Vec<_> = spans(day).chain(spans(tomorrow)).collect();
    let apart = two_days.windows(2).all(|pair| pair[0].1 <= pair[1].0);
    if apart { Ok(()) } else { Err("windows overlap or stand out of order") }
}
