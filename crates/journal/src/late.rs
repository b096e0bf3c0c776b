//! What is entered into closed months: which entries fall into one, how they came, and what they changed.

use crate::{
    closing::{COLUMNS, Closing, read},
    entry::Entry,
    model::Result,
    sql::{Sql, after_subtree},
};
use jiff::civil::Date;
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::{BTreeSet, HashMap};

/// Rows in one statement, as in `post`.
const ROWS: usize = 40;

/// How something came to be entered into a closed month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Somebody dated it there, and said why.
    Hand,
    /// Field work that was uploaded later.
    Field,
    /// A deadline that was past.
    Clock,
}

impl Way {
    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hand => "hand",
            Self::Field => "field",
            Self::Clock => "clock",
        }
    }
}

/// An entry that falls into a closed month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Late {
    pub posting: Uuid,
    /// Path of its area.
    pub area: String,
    pub closing: Closing,
}

/// A late entry as it was noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    pub entry: Entry,
    pub way: String,
    pub reason: Option<String>,
    /// None: the clock.
    pub person: Option<Uuid>,
}

/// Which of these entries have a day in a month that stands closed for their area or one above it, on today's tree.
/// One statement when no such month reaches their days.
pub async fn late(conn: &impl ConnectionTrait, entries: &[Entry]) -> Result<Vec<Late>> {
    let first = entries.iter().map(|entry| entry.day).min();
    let Some((first, last)) = first.zip(entries.iter().map(end).max()) else { return Ok(vec![]) };
    let mut sql = Sql::new("select ");
    sql.push(COLUMNS).push(", a.path from closing c join area a on a.id = c.area");
    sql.push(" where c.reopened_at is null and c.last_day >= ").bind(first.to_string());
    sql.push(" and c.first_day <= ").bind(last.to_string()).push(" order by a.path, c.month");
    let rows = sql.all(conn).await?;
    let closed = rows.iter().map(|row| Ok((row.try_get("", "path")?, read(row)?)));
    let closed: Vec<(String, Closing)> = closed.collect::<Result<_>>()?;
    if closed.is_empty() {
        return Ok(vec![]);
    }
    let paths = paths(conn, entries).await?;
    let mut late = Vec::new();
    for entry in entries {
        let Some(path) = paths.get(&entry.area) else { continue };
        let over = closed.iter().filter(|(above, closing)| {
            path.starts_with(above) && entry.day <= closing.last && end(entry) >= closing.first
        });
        late.extend(over.map(|(_, closing)| Late {
            posting: entry.id,
            area: path.clone(),
            closing: closing.clone(),
        }));
    }
    Ok(late)
}

fn end(entry: &Entry) -> Date {
    entry.until.unwrap_or(entry.day)
}

async fn paths(conn: &impl ConnectionTrait, entries: &[Entry]) -> Result<HashMap<Uuid, String>> {
    let areas: BTreeSet<Uuid> = entries.iter().map(|entry| entry.area).collect();
    let mut sql = Sql::new("select id, path from area where id in (");
    sql.list(areas).push(")");
    let rows = sql.all(conn).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "path")?))).collect()
}

/// Puts late entries on their closings' lists. `reason` is needed by hand and by nothing else.
pub async fn note_late(
    conn: &impl ConnectionTrait,
    late: &[Late],
    way: Way,
    reason: Option<&str>,
    person: Option<Uuid>,
) -> Result<()> {
    for rows in late.chunks(ROWS) {
        let mut sql = Sql::new("insert into late_entry (closing, posting, way, reason, person) values ");
        for (i, row) in rows.iter().enumerate() {
            sql.push(if i > 0 { ", (" } else { "(" }).bind(row.closing.id).push(", ").bind(row.posting);
            sql.push(", ").bind(way.as_str()).push(", ").bind(reason.map(str::to_owned));
            sql.push(", ").bind(person).push(")");
        }
        sql.run(conn).await?;
    }
    Ok(())
}

/// What was entered into a closed month, the latest first, so many at most.
pub async fn late_entries(conn: &impl ConnectionTrait, closing: Uuid, limit: u32) -> Result<Vec<Noted>> {
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(", l.way, l.reason, l.person from late_entry l");
    sql.push(" join posting p on p.id = l.posting where l.closing = ").bind(closing);
    sql.push(" order by p.recorded_at desc, p.id limit ").bind(i64::from(limit));
    sql.all(conn).await?.iter().map(noted).collect()
}

/// What was entered late into these days of an area with all below it by these metrics, after a seal; each entry once.
pub async fn late_since(
    conn: &impl ConnectionTrait,
    metrics: &[&str],
    area: &str,
    (first, last): (Date, Date),
    seq: i64,
) -> Result<Vec<Noted>> {
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(", l.way, l.reason, l.person from late_entry l");
    sql.push(" join posting p on p.id = l.posting join area a on a.id = p.area where p.metric in (");
    sql.list(metrics.iter().copied()).push(") and a.path >= ").bind(area);
    sql.push(" and a.path < ").bind(after_subtree(area));
    sql.push(" and p.day <= ").bind(last.to_string());
    sql.push(" and coalesce(p.until, p.day) >= ").bind(first.to_string());
    sql.push(" and (p.seq is null or p.seq > ").bind(seq);
    sql.push(
        ") and not exists (select 1 from late_entry x where x.posting = l.posting and x.closing < l.closing)",
    );
    sql.push(" order by p.recorded_at, p.id");
    sql.all(conn).await?.iter().map(noted).collect()
}

fn noted(row: &QueryResult) -> Result<Noted> {
    Ok(Noted {
        entry: Entry::read(row)?,
        way: row.try_get("", "way")?,
        reason: row.try_get("", "reason")?,
        person: row.try_get("", "person")?,
    })
}

/// What late entries did to one record's quantity of one metric within a closed month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Altered {
    pub kind: String,
    pub record: Uuid,
    pub metric: String,
    /// As of the closing and now, in the metric's smallest unit; what is masked counts nothing.
    pub before: i64,
    pub after: i64,
}

/// What changed since a closing, by record and metric. `limit` is the most that is looked up.
pub async fn altered(conn: &impl ConnectionTrait, of: &Closing, limit: u32) -> Result<Vec<Altered>> {
    let mut sql = Sql::new("select p.source_kind, p.source, p.metric, cast(coalesce(sum(case when p.seq <= ");
    sql.bind(of.seq).push(" then p.quantity else 0 end), 0) as bigint) as before_closing,");
    sql.push(" cast(coalesce(sum(p.quantity), 0) as bigint) as present from (select distinct q.source_kind,");
    sql.push(" q.source, q.metric from late_entry l join posting q on q.id = l.posting where l.closing = ");
    sql.bind(of.id).push(" order by 1, 2, 3 limit ").bind(i64::from(limit));
    sql.push(
        ") k join posting p on p.source_kind = k.source_kind and p.source = k.source and p.metric = k.metric",
    );
    sql.push(" where p.day <= ").bind(of.last.to_string());
    sql.push(" and coalesce(p.until, p.day) >= ").bind(of.first.to_string());
    sql.push(" group by p.source_kind, p.source, p.metric order by p.source_kind, p.source, p.metric");
    let rows = sql.all(conn).await?;
    let altered = rows.iter().map(|row| {
        Ok(Altered {
            kind: row.try_get("", "source_kind")?,
            record: row.try_get("", "source")?,
            metric: row.try_get("", "metric")?,
            before: row.try_get("", "before_closing")?,
            after: row.try_get("", "present")?,
        })
    });
    altered.collect()
}

/// The metrics that late entries of a closing are of.
pub async fn late_metrics(conn: &impl ConnectionTrait, closing: Uuid) -> Result<BTreeSet<String>> {
    let mut sql = Sql::new("select distinct q.metric from late_entry l join posting q on q.id = l.posting");
    sql.push(" where l.closing = ").bind(closing);
    sql.all(conn).await?.iter().map(|row| Ok(row.try_get("", "metric")?)).collect()
}

/// How many entries a closing has on its list.
pub async fn late_count(conn: &impl ConnectionTrait, closing: Uuid) -> Result<i64> {
    let mut sql = Sql::new("select count(*) as n from late_entry where closing = ");
    sql.bind(closing);
    Ok(sql.one(conn).await?.map_or(Ok(0), |row| row.try_get("", "n"))?)
}
