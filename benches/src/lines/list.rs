//! The list of very many cases: its first page and one from the middle, in several orders and narrowings.

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
/// Calls of the sums, which cost as much as the list is long.
const FEW: usize = 5;

pub async fn measure(ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
    let (place, _) = many::town(ground, store, scale.many).await?;
    let raw = Raw::open(&place).await?;
    let count = raw.number("select count(*) as n from case_record").await?;
    let [by_deadline, by_number] = [
        middle(&raw, "'deadline_'", "sort_at", "sort_at", count).await?,
        middle(&raw, "'number_'", "number", "substr(number, 1, 5), length(number), number", count).await?,
    ];
    raw.close().await?;
    let server = ground.serve(&place).await?;
    let mut caller = Caller::sign_in(&server.address, "clerk").await?;
    let area = caller.area().to_owned();
    let narrow = format!("view=all&category=sanitation&area={area}&state=closed");
    let pages = [
        ("open ones, first page", String::new()),
        ("all, first page", "view=all".into()),
        ("all, a page from the middle", format!("view=all&after={by_deadline}")),
        ("all by number, a page from the middle", format!("view=all&sort=number&after={by_number}")),
        ("closed ones of a line and a village, first page", narrow.clone()),
        ("closed ones of a line and a village, from the middle", format!("{narrow}&after={by_deadline}")),
        ("of two months, first page", "view=all&from=2025-03-01&to=2025-04-30".into()),
        ("with a word of the title, first page", "view=all&q=%E5%9E%83%E5%9C%BE".into()),
    ];
    let mut lines = Vec::new();
    let name = store.name();
    for (what, query) in pages {
        let (what, path) = (format!("{name}: {count} cases, {what}"), format!("/api/cases?{query}"));
        lines.push(asked(&mut caller.client, what, &path, scale.calls, Some(LIMIT_MS)).await?);
    }
    for (what, query) in [("open ones, sums of the list", ""), ("all, sums of the list", "view=all")] {
        let (what, path) = (format!("{name}: {count} cases, {what}"), format!("/api/cases/totals?{query}"));
        lines.push(asked(&mut caller.client, what, &path, scale.calls.min(FEW), None).await?);
    }
    let what = format!("{name}: {count} cases, counts of the views");
    lines.push(asked(&mut caller.client, what, "/api/cases/counts", scale.calls, Some(LIMIT_MS)).await?);
    server.stop().await?;
    Ok(lines)
}

/// The cursor of the row in the middle of an order.
async fn middle(raw: &Raw, word: &str, key: &str, order: &str, count: i64) -> Result<String> {
    let id = match raw.backend() {
        sea_orm::DbBackend::Postgres => "cast(id as text)",
        _ => "lower(hex(id))",
    };
    let sql = format!(
        "select {word} || {id} || '_' || cast({key} as text) as place from case_record order by {order}, id \
         limit 1 offset {}",
        count / 2
    );
    let rows = raw.all(&sql).await?;
    Ok(rows.first().ok_or("no case")?.try_get("", "place")?)
}
