//! Figures over very many postings, each with the period before and twelve months, and their splits and pages.

use super::{Scale, asked};
use crate::{
    caller::Caller,
    kit::{
        Result,
        database::Raw,
        table::Line,
        town::{Ground, Store},
    },
    many,
};
use jiff::{ToSpan, civil::Date};

const LIMIT_MS: f64 = 100.0;

/// What is asked of the newest whole month, of twelve, and of what begins and ends within a month.
const ASKED: &[(&str, &str)] = &[
    ("a month", "case.registered?period={month}"),
    ("a year", "case.registered?period={year}"),
    ("a stock", "case.open?period={month}"),
    ("a rate of a year", "case.in_time_rate?period={year}"),
    ("partial months", "case.registered?period={partial}"),
    ("a line of categories in a year", "case.registered?period={year}&dims=category:sanitation"),
    ("a year split by area", "case.registered/split?by=area&period={year}"),
    ("a year split by unit", "case.closed/split?by=org&period={year}"),
    ("a year split by category", "case.registered/split?by=category&period={year}"),
    ("a month split by day", "case.registered/split?by=day&period={month}"),
    ("a year's postings, first page", "case.registered/postings?period={year}"),
];

/// Puts days for the words in braces, by the newest day that has postings.
fn periods(newest: Date) -> impl Fn(&str) -> String {
    let last = newest.first_of_month().saturating_sub(1.day());
    let first = last.first_of_month().saturating_sub(11.months());
    let partial = format!("{}..{}", first.saturating_add(11.days()), last.saturating_sub(11.days()));
    move |path| {
        path.replace("{month}", &last.strftime("%Y-%m").to_string())
            .replace("{year}", &format!("{first}..{last}"))
            .replace("{partial}", &partial)
    }
}

pub async fn measure(ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
    let (place, folded) = many::town(ground, store, scale.many).await?;
    let raw = Raw::open(&place).await?;
    let count = raw.number("select count(*) as n from posting").await?;
    let half = raw
        .number("select seq as n from seal order by seq desc limit 1 offset (select count(*) / 2 from seal)")
        .await?;
    let newest = raw.all("select max(day) as day from posting where metric = 'case.registered'").await?;
    let newest: String = newest.first().ok_or("nothing was posted")?.try_get("", "day")?;
    let filled = periods(newest.parse()?);
    raw.close().await?;
    let server = ground.serve(&place).await?;
    let mut caller = Caller::sign_in(&server.address, "clerk").await?;
    let name = store.name();
    let mut lines = Vec::new();
    if let Some(rate) = folded {
        lines.push(Line::told(format!("{name}: postings sealed and folded"), rate, "/s"));
    }
    for (what, path) in ASKED {
        let (what, path) =
            (format!("{name}: {count} postings, {what}"), format!("/api/figures/{}", filled(path)));
        lines.push(asked(&mut caller.client, what, &path, scale.calls, Some(LIMIT_MS)).await?);
    }
    let as_of = filled("/api/figures/case.registered?period={year}") + &format!("&as_of={half}");
    let what = format!("{name}: {count} postings, a year as it was at an earlier seal");
    lines.push(asked(&mut caller.client, what, &as_of, scale.calls, Some(LIMIT_MS)).await?);
    server.stop().await?;
    Ok(lines)
}
