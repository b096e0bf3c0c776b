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

const LIMIT_MS: f64 = 100.0;

const ASKED: &[(&str, &str)] = &[
    ("a month", "case.registered?period=2026-09"),
    ("a year", "case.registered?period=2025"),
    ("a stock", "case.open?period=2026-09"),
    ("a rate of a year", "case.in_time_rate?period=2025"),
    ("partial months", "case.registered?period=2025-03-12..2026-02-19"),
    ("a line of categories in a year", "case.registered?period=2025&dims=category:sanitation"),
    ("a year split by area", "case.registered/split?by=area&period=2025"),
    ("a year split by unit", "case.closed/split?by=org&period=2025"),
    ("a year split by category", "case.registered/split?by=category&period=2025"),
    ("a month split by day", "case.registered/split?by=day&period=2026-09"),
    ("a year's postings, first page", "case.registered/postings?period=2025"),
];

pub async fn measure(ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
    let (place, folded) = many::town(ground, store, scale.many).await?;
    let raw = Raw::open(&place).await?;
    let count = raw.number("select count(*) as n from posting").await?;
    let half = raw
        .number("select seq as n from seal order by seq desc limit 1 offset (select count(*) / 2 from seal)")
        .await?;
    raw.close().await?;
    let server = ground.serve(&place).await?;
    let mut caller = Caller::sign_in(&server.address, "clerk").await?;
    let name = store.name();
    let mut lines = Vec::new();
    if let Some(rate) = folded {
        lines.push(Line::told(format!("{name}: postings sealed and folded"), rate, "/s"));
    }
    for (what, path) in ASKED {
        let (what, path) = (format!("{name}: {count} postings, {what}"), format!("/api/figures/{path}"));
        lines.push(asked(&mut caller.client, what, &path, scale.calls, Some(LIMIT_MS)).await?);
    }
    let as_of = format!("/api/figures/case.registered?period=2025&as_of={half}");
    let what = format!("{name}: {count} postings, a year as it was at an earlier seal");
    lines.push(asked(&mut caller.client, what, &as_of, scale.calls, Some(LIMIT_MS)).await?);
    server.stop().await?;
    Ok(lines)
}
