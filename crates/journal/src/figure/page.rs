//! A figure opened: the postings it is made of, newest first.

use super::{
    ask::Ask,
    scope::{From, push_rows, with_windows},
    sum::figure,
    value::Sum,
};
use crate::{
    catalogue::Metrics,
    entry::Entry,
    model::{Kind, Result},
    sql::Sql,
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// Where a page ended: the next one lists what was recorded before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub recorded_at: Moment,
    pub id: Uuid,
}

/// A posting in the list, with the one that took it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub entry: Entry,
    pub reversed_by: Option<Uuid>,
}

#[derive(Clone, Debug)]
pub struct Page {
    pub items: Vec<Item>,
    pub next: Option<Cursor>,
    /// The whole list's sums by metric, whichever page is shown; they tie the list to the figure.
    pub totals: BTreeMap<String, Sum>,
}

/// The postings of an ask; those of all its parts for a derived metric.
pub async fn page(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    ask: &Ask,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Page> {
    let metric = metrics.get(&ask.metric)?;
    let parts = match metric.kind {
        Kind::Derived => metric.formula(ask.last).map(|f| f.parts()).unwrap_or_default(),
        _ => vec![metric.code.as_str()],
    };
    let mut totals = BTreeMap::new();
    for &code in &parts {
        let part = Ask { metric: code.to_owned(), ..ask.clone() };
        let sum = figure(conn, metrics, &part).await?.sums().into_iter().copied().next().unwrap_or_default();
        totals.insert(code.to_owned(), sum);
    }
    let mut items = Vec::new();
    if !parts.is_empty() {
        let sql = statement(metrics, ask, &parts, after, i64::from(limit) + 1)?;
        for row in sql.all(conn).await? {
            items.push(Item { entry: Entry::read(&row)?, reversed_by: row.try_get("", "reversed_by")? });
        }
    }
    let more = items.len() > limit as usize;
    items.truncate(limit as usize);
    let last = items.last().filter(|_| more);
    let next = last.map(|item| Cursor { recorded_at: item.entry.recorded_at, id: item.entry.id });
    Ok(Page { items, next, totals })
}

fn statement(metrics: &Metrics, ask: &Ask, parts: &[&str], after: Option<Cursor>, rows: i64) -> Result<Sql> {
    Ask::check(&[ask.window()])?;
    let mut sql = Sql::default();
    with_windows(&mut sql, &[ask.window()]);
    sql.push("select * from (");
    for (i, code) in parts.iter().enumerate() {
        sql.push(if i > 0 { " union all select " } else { "select " }).push(Entry::COLUMNS);
        sql.push(", (select y.id from posting y where y.reverses = p.id) as reversed_by");
        push_rows(&mut sql, metrics.get(code)?, ask, From::Journal)?;
    }
    sql.push(") p");
    if let Some(cursor) = after {
        sql.push(" where (p.recorded_at, p.id) < (").bind(cursor.recorded_at.millis());
        sql.push(", ").bind(cursor.id).push(")");
    }
    sql.push(" order by p.recorded_at desc, p.id desc limit ").bind(rows);
    Ok(sql)
}
