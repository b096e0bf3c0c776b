//! All SQL on the tables of superiors' lists.

mod answers;
mod ground;
mod heads;
mod items;
mod list;

pub use answers::{answers, find_answer, insert_answer};
pub use ground::{areas, sites, units};
pub use heads::{heads, keep_head, senders};
pub use items::{
    Row, add_picture, case_item, counts, draft_item, find_item, insert_item, items, items_of, keep_outcome,
    made_case, mend_item, refuse_item, tell_item, waiting_items,
};
pub use list::{Listed, list, page_of_referrals, readable_labels};

use super::model::{Column, Error, Referral, ReferralId, State};
use crate::platform::stored;
use jiff::civil::Date;
use kernel::moment::Moment;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};
use serde::{Serialize, de::DeserializeOwned};

const REFERRAL: &str = "select r.*, a.path as area_path from referral r join area a on a.id = r.area";

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
async fn all(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}

/// A value as its column keeps it.
fn json(value: &impl Serialize) -> Result<Value, DbErr> {
    stored::json(value).map(Value::from)
}
fn from_json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    stored::from_json(&row.try_get::<String>("", column)?)
}
fn maybe_json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<Option<T>, DbErr> {
    let text: Option<String> = row.try_get("", column)?;
    text.map(|text| stored::from_json(&text)).transpose()
}
fn moment(row: &QueryResult, column: &str) -> Result<Moment, DbErr> {
    row.try_get("", column).map(Moment::from_millis)
}
fn day(row: &QueryResult, column: &str) -> Result<Option<Date>, DbErr> {
    let text: Option<String> = row.try_get("", column)?;
    text.map(|text| text.parse().map_err(stored::unreadable)).transpose()
}

fn read(row: &QueryResult) -> Result<Referral, DbErr> {
    let state: String = row.try_get("", "state")?;
    let cancelled: Option<String> = row.try_get("", "cancelled")?;
    Ok(Referral {
        id: ReferralId(row.try_get("", "id")?),
        organisation: row.try_get("", "organisation")?,
        area: row.try_get("", "area")?,
        sender: row.try_get("", "sender")?,
        title: row.try_get("", "title")?,
        number: row.try_get("", "number")?,
        received_on: day(row, "received_on")?.ok_or_else(|| stored::unreadable("no day of receipt"))?,
        due_on: day(row, "due_on")?,
        file_name: row.try_get("", "file_name")?,
        file_hash: row.try_get("", "file_hash")?,
        state: if cancelled.is_some() { State::Cancelled } else { stored::from_word(&state)? },
        columns: from_json(row, "columns")?,
        total: row.try_get("", "total")?,
        problem: maybe_json(row, "problem")?,
        cancelled,
        account: row.try_get("", "account")?,
        received_at: moment(row, "received_at")?,
        version: row.try_get("", "version")?,
        path: row.try_get("", "area_path")?,
    })
}

pub async fn find(db: &impl ConnectionTrait, id: ReferralId) -> Result<Option<Referral>, DbErr> {
    let rows = all(db, &format!("{REFERRAL} where r.id = $1"), vec![id.0.into()]).await?;
    rows.first().map(read).transpose()
}

pub async fn insert(db: &impl ConnectionTrait, referral: &Referral) -> Result<(), DbErr> {
    let sql = "insert into referral (id, organisation, area, sender, title, number, received_on, due_on, file_name, \
               file_hash, state, columns, account, received_at, version) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let values = vec![
        referral.id.0.into(),
        referral.organisation.into(),
        referral.area.into(),
        referral.sender.as_str().into(),
        referral.title.as_str().into(),
        referral.number.as_str().into(),
        referral.received_on.to_string().into(),
        referral.due_on.map(|day| day.to_string()).into(),
        referral.file_name.as_str().into(),
        referral.file_hash.as_str().into(),
        stored::word(&referral.state)?.into(),
        json(&referral.columns)?,
        referral.account.into(),
        referral.received_at.millis().into(),
        referral.version.into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

/// Moves a list on from the version that was seen.
pub async fn move_on(
    db: &impl ConnectionTrait,
    seen: &Referral,
    state: State,
    columns: &[Column],
) -> Result<Referral, Error> {
    let sql =
        "update referral set state = $3, columns = $4, version = version + 1 where id = $1 and version = $2";
    let values = vec![seen.id.0.into(), seen.version.into(), stored::word(&state)?.into(), json(&columns)?];
    if run(db, sql, values).await? != 1 {
        return Err(Error::Stale { seen: seen.version, now: seen.version + 1 });
    }
    Ok(Referral { state, columns: columns.to_vec(), version: seen.version + 1, ..seen.clone() })
}

/// Takes a list back, from the version that was seen; its state stays as it was, behind the reason.
pub async fn cancel(db: &impl ConnectionTrait, seen: &Referral, reason: &str) -> Result<Referral, Error> {
    let sql = "update referral set cancelled = $3, version = version + 1 \
               where id = $1 and version = $2 and cancelled is null and state not in ('reading', 'dispatching')";
    let values = vec![seen.id.0.into(), seen.version.into(), reason.into()];
    if run(db, sql, values).await? != 1 {
        return Err(Error::Stale { seen: seen.version, now: seen.version + 1 });
    }
    let cancelled = Some(reason.to_owned());
    Ok(Referral { state: State::Cancelled, cancelled, version: seen.version + 1, ..seen.clone() })
}

/// Says how many rows the file has.
pub async fn count_rows(db: &impl ConnectionTrait, id: ReferralId, total: i32) -> Result<(), DbErr> {
    run(db, "update referral set total = $2 where id = $1", vec![id.0.into(), total.into()]).await.map(|_| ())
}

/// Says why a file could not be read.
pub async fn fail(db: &impl ConnectionTrait, id: ReferralId, problem: &str) -> Result<(), DbErr> {
    let sql = "update referral set state = 'failed', problem = $2, version = version + 1 \
               where id = $1 and state = 'reading'";
    run(db, sql, vec![id.0.into(), problem.into()]).await.map(|_| ())
}
