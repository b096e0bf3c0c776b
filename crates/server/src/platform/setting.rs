//! Settings of the installation: words by name, in the database, so that every process of it sees the same.

use kernel::moment::Moment;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// Set once, by whoever makes the demo town.
pub const DEMO: &str = "demo";

pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>, DbErr> {
    let sql = "select value from setting where name = $1";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [name.into()]);
    db.query_one_raw(statement).await?.map(|row| row.try_get("", "value")).transpose()
}

/// Sets a value where there is none yet.
pub async fn begin(db: &impl ConnectionTrait, name: &str, value: &str, now: Moment) -> Result<(), DbErr> {
    let sql =
        "insert into setting (name, value, changed_at) values ($1, $2, $3) on conflict (name) do nothing";
    write(db, sql, name, value, now).await
}

pub async fn put(db: &impl ConnectionTrait, name: &str, value: &str, now: Moment) -> Result<(), DbErr> {
    let sql = "insert into setting (name, value, changed_at) values ($1, $2, $3) \
               on conflict (name) do update set value = $2, changed_at = $3";
    write(db, sql, name, value, now).await
}

async fn write(
    db: &impl ConnectionTrait,
    sql: &str,
    name: &str,
    value: &str,
    now: Moment,
) -> Result<(), DbErr> {
    let values = [name.into(), value.into(), now.millis().into()];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.map(|_| ())
}
