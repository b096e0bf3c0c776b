//! Closed months: who closed which for which area, at which posting, and what was opened again.

use crate::{
    model::{Error, Result},
    sql::{Sql, day},
};
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, QueryResult};

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

pub(crate) const COLUMNS: &str = "c.id, c.area, c.area_name, c.month, c.first_day, c.last_day, c.seq, c.closed_at, \
     c.closed_by, c.closed_by_name, c.reopened_at, c.reopened_by, c.reopened_by_name, c.reason";

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

pub(crate) fn read(row: &QueryResult) -> Result<Closing> {
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
