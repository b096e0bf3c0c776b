//! SQL on the staging rows of imports, and the moves from them in sets.

pub use super::staged::{Rows, Staged};

use super::rows::area;
use crate::directory::import::{Fault, RowFaults};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryResult, QuerySelect,
    SqlErr, Statement, Value,
};
use sha2::{Digest, Sha256};
use std::{collections::HashSet, fmt::Write};

#[derive(Clone, Debug, FromQueryResult)]
pub struct Run {
    pub id: Uuid,
    pub what: String,
    pub file_name: String,
    pub file_hash: String,
    pub state: String,
    pub staged: i64,
    pub total: Option<i64>,
    pub account: Uuid,
    pub created_at: i64,
    pub result: Option<String>,
    pub left_out: Option<i64>,
    pub problem: Option<String>,
}
impl Run {
    /// Whether this file was sent with it; as long as it is not read, any may have been.
    pub fn is_of(&self, bytes: &[u8]) -> bool {
        self.file_hash.is_empty() || self.file_hash == hex::encode(Sha256::digest(bytes))
    }
}

const RUN: &str = "select id, what, file_name, file_hash, state, staged, total, account, created_at, result, left_out, \
                   problem from import_run";

/// An area that stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Found {
    pub id: Uuid,
    pub code: String,
    pub level: String,
    pub path: String,
}

async fn run_sql(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
async fn rows(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}
/// `$from, $from+1, …` for a list of this length.
fn places(from: usize, count: usize) -> String {
    let mut text = String::with_capacity(count * 7);
    for place in from..from + count {
        let _ = write!(text, "{}${place}", if place == from { "" } else { ", " });
    }
    text
}

pub async fn open_run(
    db: &impl ConnectionTrait,
    id: Uuid,
    what: &str,
    file_name: &str,
    account: Uuid,
    now: Moment,
) -> Result<(), DbErr> {
    let sql = "insert into import_run (id, what, file_name, file_hash, state, staged, account, created_at) \
               values ($1, $2, $3, '', 'staging', 0, $4, $5)";
    let values = [id.into(), what.into(), file_name.into(), account.into(), now.millis().into()];
    run_sql(db, sql, values).await.map(|_| ())
}

pub async fn find_run(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Run>, DbErr> {
    let sql = format!("{RUN} where id = $1");
    let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into()]);
    Run::find_by_statement(ask).one(db).await
}

/// The newest runs of an account.
pub async fn runs_of(db: &impl ConnectionTrait, account: Uuid, limit: u64) -> Result<Vec<Run>, DbErr> {
    let sql = format!("{RUN} where account = $1 order by id desc limit {limit}");
    let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, [account.into()]);
    Run::find_by_statement(ask).all(db).await
}

/// Brings a run from one of these states to another; false where it is in none of them.
pub async fn move_on(db: &impl ConnectionTrait, id: Uuid, from: &[&str], to: &str) -> Result<bool, DbErr> {
    let sql =
        format!("update import_run set state = $2 where id = $1 and state in ({})", places(3, from.len()));
    let values = [id.into(), to.into()].into_iter().chain(from.iter().map(|state| Value::from(*state)));
    Ok(run_sql(db, &sql, values).await? == 1)
}

/// The end of a run that came to nothing by itself.
pub async fn fail(db: &impl ConnectionTrait, id: Uuid, problem: &str) -> Result<(), DbErr> {
    let sql = "update import_run set state = 'failed', problem = $2 \
               where id = $1 and state in ('staging', 'applying')";
    run_sql(db, sql, [id.into(), problem.into()]).await.map(|_| ())
}

/// The faulty rows shall be left out.
pub async fn leave_out(db: &impl ConnectionTrait, id: Uuid, count: i64) -> Result<(), DbErr> {
    run_sql(db, "update import_run set left_out = $2 where id = $1", [id.into(), count.into()])
        .await
        .map(|_| ())
}

/// Runs opened before a moment that nobody came back for, or of which rows are left.
pub async fn left_before(db: &impl ConnectionTrait, before: Moment) -> Result<Vec<Uuid>, DbErr> {
    let sql = "select id from import_run where created_at < $1 and (state in ('staging', 'checked', 'faulty') \
               or state <> 'applying' and exists (select 1 from import_row where run = id))";
    rows(db, sql, [before.millis().into()]).await?.iter().map(|row| row.try_get("", "id")).collect()
}

/// How far a run is, in rows: staged, and in all as far as it is known.
pub type Progress = (i64, Option<i64>);

/// Changes a run that is being staged; none where it is not.
async fn progress(
    db: &impl ConnectionTrait,
    run: Uuid,
    set: &str,
    value: i64,
) -> Result<Option<Progress>, DbErr> {
    let sql =
        format!("update import_run set {set} where id = $1 and state = 'staging' returning staged, total");
    let changed = rows(db, &sql, [run.into(), value.into()]).await?;
    changed.first().map(|row| Ok((row.try_get("", "staged")?, row.try_get("", "total")?))).transpose()
}

/// Nothing of it is staged yet, or no longer.
pub async fn begin(db: &impl ConnectionTrait, run: Uuid) -> Result<Option<Progress>, DbErr> {
    progress(db, run, "staged = $2, total = null", 0).await
}

/// How many rows there are.
pub async fn tell_total(db: &impl ConnectionTrait, run: Uuid, total: i64) -> Result<Option<Progress>, DbErr> {
    progress(db, run, "total = $2", total).await
}

/// Adds rows to a run that is being staged, in one statement.
pub async fn stage(db: &impl ConnectionTrait, run: Uuid, rows: &Rows) -> Result<Option<Progress>, DbErr> {
    let Some(progress) = progress(db, run, "staged = staged + $2", rows.count).await? else {
        return Ok(None);
    };
    run_sql(db, &rows.sql, rows.values.iter().cloned()).await?;
    Ok(Some(progress))
}

/// Which of these codes stand already.
pub async fn known_codes(db: &impl ConnectionTrait, codes: &[&str]) -> Result<HashSet<String>, DbErr> {
    let find = area::Entity::find().select_only().column(area::Column::Code);
    let find = find.filter(area::Column::Code.is_in(codes.iter().copied()));
    Ok(find.into_tuple::<String>().all(db).await?.into_iter().collect())
}

/// Areas of these codes, each with the greatest path of its children.
pub async fn parents(
    db: &impl ConnectionTrait,
    codes: &[&str],
) -> Result<Vec<(Found, Option<String>)>, DbErr> {
    let sql = format!(
        "select a.id, a.code, a.level, a.path, (select max(c.path) from (select path, parent from area \
         union all select path, parent from area_span where to_day is not null) c \
         where c.parent = a.id and substr(c.path, 1, length(a.path)) = a.path) as greatest \
         from area a where a.code in ({})",
        places(1, codes.len())
    );
    let found = rows(db, &sql, codes.iter().map(|code| Value::from(*code))).await?;
    found.iter().map(|row| Ok((Found::from_query_result(row, "")?, row.try_get("", "greatest")?))).collect()
}

pub async fn greatest_root(db: &impl ConnectionTrait) -> Result<Option<String>, DbErr> {
    let found = rows(db, "select max(path) as greatest from area where parent is null", []).await?;
    found.first().map_or(Ok(None), |row| row.try_get("", "greatest"))
}

/// Sound rows whose code stands in the file more than once, some of them at a time. In one walk: PostgreSQL knows nothing
/// yet of rows that have just come, and would look all of them up for each.
pub async fn rows_twice(
    db: &impl ConnectionTrait,
    run: Uuid,
    limit: usize,
) -> Result<Vec<(i64, String)>, DbErr> {
    let sql = format!(
        "select n, code from (select n, code, faults, count(*) over (partition by code) as times \
         from import_row where run = $1 and code <> '') t where times > 1 and faults is null \
         order by n limit {limit}"
    );
    let found = rows(db, &sql, [run.into()]).await?;
    found.iter().map(|row| Ok((row.try_get("", "n")?, row.try_get("", "code")?))).collect()
}

/// Marks rows whose code stands in the file more than once.
pub async fn fault_twice(db: &impl ConnectionTrait, run: Uuid, twice: &[(i64, String)]) -> Result<(), DbErr> {
    for (n, code) in twice {
        let faults = serde_json::to_string(&[Fault::new("code", "code.twice", code)]).unwrap_or_default();
        let sql = "update import_row set faults = $3 where run = $1 and n = $2";
        run_sql(db, sql, [run.into(), (*n).into(), faults.into()]).await?;
    }
    Ok(())
}

/// The end of staging; false where the run was stopped meanwhile.
pub async fn settle(db: &impl ConnectionTrait, run: Uuid, hash: &str, state: &str) -> Result<bool, DbErr> {
    let sql = "update import_run set file_hash = $2, state = $3 where id = $1 and state = 'staging'";
    Ok(run_sql(db, sql, [run.into(), hash.into(), state.into()]).await? == 1)
}

/// Sound new rows that hang on a faulty one.
pub async fn hanging(db: &impl ConnectionTrait, run: Uuid) -> Result<i64, DbErr> {
    let sql = "select count(*) as count from import_row r where r.run = $1 and r.faults is null and not r.known \
               and r.parent_code in (select code from import_row where run = $1 and faults is not null \
               and not known and code <> '')";
    rows(db, sql, [run.into()]).await?.first().map_or(Ok(0), |row| row.try_get("", "count"))
}

/// Sound rows by level (kind of table row) and whether they stand already.
pub async fn counts(db: &impl ConnectionTrait, run: Uuid) -> Result<Vec<(String, bool, i64)>, DbErr> {
    let sql = "select level, known, count(*) as count from import_row where run = $1 and faults is null \
               group by level, known";
    let found = rows(db, sql, [run.into()]).await?;
    found
        .iter()
        .map(|row| Ok((row.try_get("", "level")?, row.try_get("", "known")?, row.try_get("", "count")?)))
        .collect()
}

pub async fn faulty(db: &impl ConnectionTrait, run: Uuid) -> Result<i64, DbErr> {
    let sql = "select count(*) as count from import_row where run = $1 and faults is not null";
    rows(db, sql, [run.into()]).await?.first().map_or(Ok(0), |row| row.try_get("", "count"))
}

pub async fn faults(db: &impl ConnectionTrait, run: Uuid, limit: u64) -> Result<Vec<RowFaults>, DbErr> {
    let sql = format!(
        "select file, line, code, name, faults from import_row where run = $1 and faults is not null \
         order by n limit {limit}"
    );
    let shown = |row: &QueryResult| {
        let faults: String = row.try_get("", "faults")?;
        Ok(RowFaults {
            file: row.try_get("", "file")?,
            line: row.try_get("", "line")?,
            code: row.try_get("", "code")?,
            name: row.try_get("", "name")?,
            faults: serde_json::from_str(&faults).unwrap_or_default(),
        })
    };
    rows(db, &sql, [run.into()]).await?.iter().map(shown).collect()
}

/// Paths of the standing areas under which new ones come; empty for a new root.
pub async fn paths_above(db: &impl ConnectionTrait, run: Uuid) -> Result<Vec<String>, DbErr> {
    let sql = "select coalesce(a.path, '') as path from (select distinct parent from import_row where run = $1 \
               and not known and faults is null) r left join area a on a.id = r.parent \
               where a.id is not null or r.parent is null";
    rows(db, sql, [run.into()]).await?.iter().map(|row| row.try_get("", "path")).collect()
}

/// All new areas of a run and the first span of each, in two statements. False where the tree has changed since the rows
/// were placed, so that a code or a path is taken: the transaction is to end then.
pub async fn move_areas(db: &impl ConnectionTrait, run: Uuid, day: &str) -> Result<bool, DbErr> {
    let areas = "insert into area (id, code, name, level, kind, parent, path, opened_on) \
                 select record, code, name, level, kind, parent, path, $2 from import_row \
                 where run = $1 and not known and faults is null order by n";
    match run_sql(db, areas, [run.into(), day.into()]).await {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
            return Ok(false);
        }
        moved => moved?,
    };
    let spans = "insert into area_span (area, from_day, code, name, parent, path) \
                 select record, $2, code, name, parent, path from import_row \
                 where run = $1 and not known and faults is null order by n";
    run_sql(db, spans, [run.into(), day.into()]).await?;
    Ok(true)
}

/// What the new rows of a run keep, with their codes, in the order they are to be made.
pub async fn new_bodies(db: &impl ConnectionTrait, run: Uuid) -> Result<Vec<(String, String)>, DbErr> {
    let sql = "select code, body from import_row where run = $1 and not known and faults is null \
               and body is not null order by n";
    let found = rows(db, sql, [run.into()]).await?;
    found.iter().map(|row| Ok((row.try_get("", "code")?, row.try_get("", "body")?))).collect()
}

/// The end of a run that was taken up; false where it was stopped meanwhile.
pub async fn close_run(
    db: &impl ConnectionTrait,
    run: Uuid,
    result: String,
    now: Moment,
) -> Result<bool, DbErr> {
    let sql = "update import_run set state = 'applied', applied_at = $2, result = $3 \
               where id = $1 and state = 'applying'";
    Ok(run_sql(db, sql, [run.into(), now.millis().into(), result.into()]).await? == 1)
}

/// Rows removed in one short transaction.
const SWEEP: i64 = 1000;

/// Removes some staged rows of a run, of its sound ones alone with `sound`; answers how many.
pub async fn sweep_some(db: &impl ConnectionTrait, run: Uuid, sound: bool) -> Result<u64, DbErr> {
    let of = if sound { "run = $1 and faults is null" } else { "run = $1" };
    let sql =
        format!("delete from import_row where {of} and n < $2 + (select min(n) from import_row where {of})");
    run_sql(db, &sql, [run.into(), SWEEP.into()]).await
}
