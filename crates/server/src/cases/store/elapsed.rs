//! How long the cases of a list have taken on average, in working time, without reading each of them: the days and
//! the working time within them are summed by the database, which days are worked the calendar knows.

use super::filter::{Filter, from};
use crate::platform::{
    permission::Who,
    query::{all, col},
};
use jiff::{ToSpan, civil::Date};
use kernel::calendar::Calendar;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait},
};
use std::collections::BTreeMap;

const DAY_MS: i64 = 86_400_000;
/// Shanghai is eight hours ahead, without summer time.
const AHEAD_MS: i64 = 8 * 3_600_000;
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Moments of one local day.
#[derive(Clone, Copy, Debug, FromQueryResult)]
struct OfDay {
    /// since 1970
    day: i64,
    moments: i64,
    /// working time from the day's beginning to each, were it worked, summed, in milliseconds
    within: i64,
}

/// Minutes of working time from the report to now, or to the end of what has ended, on average; none for an empty list.
/// What was rejected or cancelled and what is not yet registered counts for nothing.
pub async fn mean_elapsed(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    calendar: &Calendar,
) -> Result<Option<i64>, DbErr> {
    let open = || Cond::all().add(col("c", "open").eq(true));
    let ended = || Cond::all().add(col("c", "open").eq(false)).add(col("c", "closed_at").is_not_null());
    let begun = Cond::any().add(open()).add(ended());
    let starts = by_day(db, who, filter, calendar, "reported_at", begun).await?;
    let ends = by_day(db, who, filter, calendar, "closed_at", ended()).await?;
    let cases: i64 = starts.iter().map(|of| of.moments).sum();
    let running = cases - ends.iter().map(|of| of.moments).sum::<i64>();
    let (day, within) = split(filter.now.millis());
    let worked = shifts(calendar).map(|(from, to)| Ord::max(Ord::min(within, to) - from, 0)).sum::<i64>();
    let now = OfDay { day, moments: running, within: worked * running };
    let days = Days::new(starts.iter().chain(&ends).map(|of| of.day).min().unwrap_or(day), day, calendar);
    let until: i128 = ends.iter().chain([&now]).map(|of| days.worked_before(*of)).sum();
    let since: i128 = starts.iter().map(|of| days.worked_before(*of)).sum();
    Ok((until - since).checked_div(i128::from(cases) * 60_000).and_then(|mean| i64::try_from(mean).ok()))
}

/// Day and time of day of a moment.
const fn split(millis: i64) -> (i64, i64) {
    let local = millis + AHEAD_MS;
    (local.div_euclid(DAY_MS), local.rem_euclid(DAY_MS))
}

/// Beginnings and ends of the shifts, in milliseconds of the day.
fn shifts(calendar: &Calendar) -> impl Iterator<Item = (i64, i64)> {
    let millis = |time: jiff::civil::Time| {
        let since = time.duration_since(jiff::civil::Time::midnight());
        i64::try_from(since.as_millis()).unwrap_or(DAY_MS)
    };
    calendar.hours().shifts().iter().map(move |shift| (millis(shift.from), millis(shift.to)))
}

async fn by_day(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    calendar: &Calendar,
    column: &str,
    of: Cond,
) -> Result<Vec<OfDay>, DbErr> {
    let day = format!("(c.{column} + {AHEAD_MS}) / {DAY_MS}");
    let time = format!("((c.{column} + {AHEAD_MS}) % {DAY_MS})");
    let shift = |(from, to): (i64, i64)| {
        format!(
            "case when {time} <= {from} then 0 when {time} >= {to} then {to} - {from} else {time} - {from} end"
        )
    };
    let within = shifts(calendar).map(shift).collect::<Vec<_>>().join(" + ");
    let mut query = from(who, filter);
    query
        .cond_where(of)
        .expr_as(Expr::cust(day.clone()), Alias::new("day"))
        .expr_as(Expr::cust("count(*)"), Alias::new("moments"))
        .expr_as(Expr::cust(format!("cast(sum({within}) as bigint)")), Alias::new("within"))
        .add_group_by([Expr::cust(day)]);
    all(db, &query).await
}

/// The worked days of a span, counted up.
struct Days {
    /// day: whether it is worked, and how many were worked before it in the span
    known: BTreeMap<i64, (bool, i64)>,
    length_ms: i64,
}

impl Days {
    fn new(first: i64, last: i64, calendar: &Calendar) -> Self {
        let mut before = 0;
        let mut known = BTreeMap::new();
        for day in first..=last {
            let works = calendar.is_working_day(EPOCH.saturating_add(day.days()));
            known.insert(day, (works, before));
            before += i64::from(works);
        }
        let length = calendar.hours().length().as_millis();
        Self { known, length_ms: i64::try_from(length).unwrap_or(DAY_MS) }
    }
    /// Working time from the span's beginning to each of these moments, summed.
    fn worked_before(&self, of: OfDay) -> i128 {
        let (works, before) = self.known.get(&of.day).copied().unwrap_or_default();
        let days = i128::from(before) * i128::from(self.length_ms) * i128::from(of.moments);
        days + if works { i128::from(of.within) } else { 0 }
    }
}
