//! Stored answers: a write sent again with the same id, sender and body gets the answer it got before.

use super::problem::Problem;
use axum::http::StatusCode;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, Statement};
use sha2::{Digest, Sha256};

mod row {
    //! The table `request`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "request")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub sender: Uuid,
        pub body_hash: String,
        pub status: i32,
        pub answer: String,
        pub at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What identifies a write: its id, its sender and all it says.
#[derive(Clone, Debug)]
pub struct Key {
    pub id: Uuid,
    pub sender: Uuid,
    pub body_hash: String,
}

/// Hash of all that a write says, with its reason if it enters into a closed month.
pub fn hash(method: &str, path: &str, body: &[u8], late_reason: Option<&str>) -> String {
    let mut hash = Sha256::new();
    let reason = late_reason.map(str::as_bytes);
    for part in [method.as_bytes(), path.as_bytes(), body].into_iter().chain(reason) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize())
}

/// The stored answer, if this write was done before.
pub async fn find(db: &impl ConnectionTrait, key: &Key) -> Result<Option<Stored>, DbErr> {
    let found = row::Entity::find_by_id(key.id).one(db).await?;
    Ok(found.map(|row| {
        if row.sender == key.sender && row.body_hash == key.body_hash {
            Stored::Same(row.answer)
        } else {
            Stored::Other
        }
    }))
}

pub enum Stored {
    Same(String),
    /// the id was used for something else or by somebody else
    Other,
}

pub async fn keep(db: &impl ConnectionTrait, key: &Key, answer: &str, now: Moment) -> Result<(), DbErr> {
    let row = row::ActiveModel {
        id: Set(key.id),
        sender: Set(key.sender),
        body_hash: Set(key.body_hash.clone()),
        status: Set(200),
        answer: Set(answer.into()),
        at: Set(now.millis()),
    };
    row::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// Removes answers kept before a moment, at most so many; answers how many.
pub async fn forget(db: &impl ConnectionTrait, before: Moment, most: u64) -> Result<u64, DbErr> {
    let sql = "delete from request where id in (select id from request where at < $1 order by at limit $2)";
    let values = [before.millis().into(), i64::try_from(most).unwrap_or(i64::MAX).into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

pub fn reused() -> Problem {
    Problem::new(StatusCode::CONFLICT, "request.reused", "this request id was used for another write")
}
pub fn missing() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "request.missing_key", "the header Idempotency-Key is missing")
}
