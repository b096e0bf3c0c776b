//! The table `statement_file`: which files were taken in, so that one comes in once.

use super::{all, run};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};
use std::collections::BTreeMap;

/// A file of figures.
#[derive(Clone, Debug)]
pub struct File {
    pub id: Uuid,
    /// SHA-256 of its bytes
    pub hash: String,
    /// place, period and condition of its rows
    pub scope: String,
    pub person: Uuid,
    pub at: Moment,
}

pub async fn find_file(db: &impl ConnectionTrait, hash: &str, scope: &str) -> Result<Option<Uuid>, DbErr> {
    let sql = "select id from statement_file where hash = $1 and scope = $2";
    let rows = all(db, sql, vec![hash.into(), scope.into()]).await?;
    rows.first().map(|row| row.try_get("", "id")).transpose()
}

pub async fn insert_file(db: &impl ConnectionTrait, file: &File) -> Result<(), DbErr> {
    let sql = "insert into statement_file (id, hash, scope, person, taken_at) values ($1, $2, $3, $4, $5)";
    let File { id, hash, scope, person, at } = file;
    let values =
        vec![(*id).into(), hash.as_str().into(), scope.as_str().into(), (*person).into(), at.millis().into()];
    run(db, sql, values).await.map(|_| ())
}

/// The rows of a file by where they stand.
pub async fn counts(db: &impl ConnectionTrait, file: Uuid) -> Result<BTreeMap<String, i64>, DbErr> {
    let sql = "select state, count(*) as number from statement where file = $1 group by state";
    let rows = all(db, sql, vec![file.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "state")?, row.try_get("", "number")?))).collect()
}
