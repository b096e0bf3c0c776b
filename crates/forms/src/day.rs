//! Days of answers and expressions: `YYYY-MM-DD` from 1900-01-01 to 9999-12-31, counted by the calendar.

use jiff::{Span, civil::Date};

/// Reads the one form in which days are kept; nothing else is a day.
pub(crate) fn parse(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date).and_then(kept)
}

/// Days from one to the other, negative when `to` is earlier.
pub(crate) fn between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days()) // days alone never fail between civil dates
}

pub(crate) fn add_days(day: Date, n: f64) -> Option<Date> {
    moved(day, n, |n| Span::new().try_days(n))
}

/// The same day of a later month, or that month's last day when it has no such day.
pub(crate) fn add_months(day: Date, n: f64) -> Option<Date> {
    moved(day, n, |n| Span::new().try_months(n))
}

fn moved(day: Date, n: f64, span: impl Fn(i64) -> Result<Span, jiff::Error>) -> Option<Date> {
    let whole = n.is_finite() && n.fract() == 0.0;
    #[allow(clippy::cast_possible_truncation)] // whole; what i64 cannot hold saturates and is refused below
    let span = whole.then(|| span(n as i64).ok()).flatten()?;
    day.checked_add(span).ok().and_then(kept)
}

fn kept(day: Date) -> Option<Date> {
    (1900..=9999).contains(&day.year()).then_some(day)
}
