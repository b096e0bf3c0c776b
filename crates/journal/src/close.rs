//! Closed months: which entries fall into one, and what was entered into it afterwards.

use crate::{
    entry::Entry,
    model::{Error, Result},
    sql::{Sql, day},
};
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, QueryResult};
use std::collections::{BTreeSet, HashMap};

/// Rows in one statement, as in `post`.
const ROWS: usize = 40;

/// A month that an area closed with all below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    pub id: Uuid,
    pub area: Uuid,
    /// As it was called then.
    pub area_name: String,
    /// `2026-10`, a statistical month.
    pub month: String,
    pub first: Date,
    pub last: Date,
    /// Number of the last posting that was there; 0 when there was none.
    pub seq: i64,
    pub closed: Act,
    pub reopened: Option<Reopened>,
}

/// Who did it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    pub at: Moment,
    pub person: Uuid,
    /// As the person was called then.
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reopened {
    pub by: Act,
    pub reason: String,
}

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

const COLUMNS: &str = "c.id, c.area, c.area_name, c.month, c.first_day, c.last_day, c.seq, c.closed_at, \
     c.closed_by, c.closed_by_name, c.reopened_at, c.reopened_by, c.reopened_by_name, c.reason";

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

/// Closes a month of an area. That nothing waits to be sealed is for the caller to see to, in the same transaction.
pub async fn close(conn: &impl ConnectionTrait, closing: &Closing) -> Result<()> {
    let mut sql = Sql::new(
        "insert into closing (id, area, area_name, month, first_day, last_day, seq, closed_at, closed_by, \
         closed_by_name) values (",
    );
    sql.bind(closing.id).push(", ").bind(closing.area).push(", ").bind(closing.area_name.clone());
    sql.push(", ").bind(closing.month.clone()).push(", ").bind(closing.first.to_string());
    sql.push(", ").bind(closing.last.to_string()).push(", ").bind(closing.seq);
    sql.push(", ").bind(closing.closed.at.millis()).push(", ").bind(closing.closed.person);
    sql.push(", ").bind(closing.closed.name.clone()).push(")");
    sql.run(conn).await?;
    Ok(())
}

/// Opens a closed month again; false when it does not stand closed.
pub async fn reopen(conn: &impl ConnectionTrait, id: Uuid, by: &Act, reason: &str) -> Result<bool> {
    let mut sql = Sql::new("update closing set reopened_at = ");
    sql.bind(by.at.millis()).push(", reopened_by = ").bind(by.person);
    sql.push(", reopened_by_name = ").bind(by.name.clone()).push(", reason = ").bind(reason);
    sql.push(" where id = ").bind(id).push(" and reopened_at is null");
    Ok(sql.run(conn).await?.rows_affected() == 1)
}

/// A closing, reopened or not.
pub async fn closing(conn: &impl ConnectionTrait, id: Uuid) -> Result<Option<Closing>> {
    let mut sql = Sql::new("select ");
    sql.push(COLUMNS).push(" from closing c where c.id = ").bind(id);
    sql.one(conn).await?.as_ref().map(read).transpose()
}

/// What an area and those above it closed, reopened or not, the latest month first, with the number of entries that
/// each has on its list. `path` is the area's.
pub async fn closings(conn: &impl ConnectionTrait, path: &str) -> Result<Vec<(Closing, i64)>> {
    let mut sql = Sql::new("select ");
    sql.push(COLUMNS).push(
        ", (select count(*) from late_entry l where l.closing = c.id) as entries from closing c \
         join area a on a.id = c.area where a.path in (",
    );
    let above = path.match_indices('.').map(|(at, _)| path[..=at].to_owned());
    sql.list(above).push(") order by c.month desc, a.path, c.closed_at desc");
    let rows = sql.all(conn).await?;
    rows.iter().map(|row| Ok((read(row)?, row.try_get("", "entries")?))).collect()
}

/// What was entered into a closed month, in the order of recording.
pub async fn late_entries(conn: &impl ConnectionTrait, closing: Uuid) -> Result<Vec<Noted>> {
    let mut sql = Sql::new("select ");
    sql.push(Entry::COLUMNS).push(", l.way, l.reason, l.person from late_entry l");
    sql.push(" join posting p on p.id = l.posting where l.closing = ").bind(closing);
    sql.push(" order by p.recorded_at, p.id");
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
    sql.push(" and a.path < ").bind(crate::sql::after_subtree(area));
    sql.push(" and p.day <= ").bind(last.to_string());
    sql.push(" and coalesce(p.until, p.day) >= ").bind(first.to_string());
    sql.push(" and (p.seq is null or p.seq > ").bind(seq);
    sql.push(") and not exists (select 1 from late_entry x where x.posting = l.posting and x.closing < l.closing)");
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

fn read(row: &QueryResult) -> Result<Closing> {
    let text = |name: &str| row.try_get::<String>("", name);
    let reopened: (Option<i64>, Option<Uuid>, Option<String>, Option<String>) = (
        row.try_get("", "reopened_at")?,
        row.try_get("", "reopened_by")?,
        row.try_get("", "reopened_by_name")?,
        row.try_get("", "reason")?,
    );
    let reopened = match reopened {
        (None, ..) => None,
        (Some(at), Some(person), Some(name), Some(reason)) => {
            Some(Reopened { by: Act { at: Moment::from_millis(at), person, name }, reason })
        }
        _ => return Err(Error::Unreadable("a reopened month".to_owned())),
    };
    Ok(Closing {
        id: row.try_get("", "id")?,
        area: row.try_get("", "area")?,
        area_name: text("area_name")?,
        month: text("month")?,
        first: day(&text("first_day")?)?,
        last: day(&text("last_day")?)?,
        seq: row.try_get("", "seq")?,
        closed: Act {
            at: Moment::from_millis(row.try_get("", "closed_at")?),
            person: row.try_get("", "closed_by")?,
            name: text("closed_by_name")?,
        },
        reopened,
    })
}
