//! Events: rows written in the verb's transaction and numbered after the commit, so that no reader passes one over,
//! and the subscribers that they are delivered to. The sender knows none of them.

mod deliver;
mod failure;

pub use deliver::deliver;
pub use failure::{Failure, Standing, failures, find_failure, retry};

use super::db::{Fault, Tx};
use futures::future::LocalBoxFuture;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, Statement};
use serde::de::DeserializeOwned;

pub mod row {
    //! The table `event`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        /// place in the order of writing
        #[sea_orm(primary_key)]
        pub nth: i64,
        pub id: Uuid,
        pub seq: Option<i64>,
        pub kind: String,
        pub record: Uuid,
        pub body: String,
        pub at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

/// What happened, as a subscriber gets it.
#[derive(Clone, Debug)]
pub struct Event {
    pub id: Uuid,
    /// given after the commit, without gaps
    pub seq: i64,
    /// the verb's word, as `case.close`
    pub kind: String,
    pub record: Uuid,
    /// JSON, as the verb wrote it
    pub body: String,
    pub at: Moment,
}
impl Event {
    /// What the body says, in the subscriber's own words.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Untaken> {
        serde_json::from_str(&self.body).map_err(Untaken::Unreadable)
    }
}

/// Somebody who is told. Its function writes what the event means to it, in the transaction that also moves its
/// position; it may get an event again, and after ten failures a later one of a record before an earlier one, so both
/// must change nothing.
#[derive(Clone, Copy)]
pub struct Subscriber {
    /// for life: its position is kept under it. A new one begins with the first event there is
    pub name: &'static str,
    /// beginnings of the kinds that it wants, as `case.`
    pub wants: &'static [&'static str],
    pub take: for<'a> fn(&'a Tx, &'a Event) -> LocalBoxFuture<'a, Result<(), Untaken>>,
}
impl Subscriber {
    pub fn wants(&self, kind: &str) -> bool {
        self.wants.iter().any(|head| kind.starts_with(head))
    }
}

/// Why a subscriber could not take an event in.
#[derive(Debug, thiserror::Error)]
pub enum Untaken {
    #[error("the body cannot be read: {0}")]
    Unreadable(serde_json::Error),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl Fault for Untaken {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Db(e) = self { Some(e) } else { None }
    }
}

pub async fn write(
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: &str,
    record: Uuid,
    body: String,
    now: Moment,
) -> Result<(), DbErr> {
    let row = row::ActiveModel {
        id: Set(id),
        seq: Set(None),
        kind: Set(kind.into()),
        record: Set(record),
        body: Set(body),
        at: Set(now.millis()),
        ..Default::default()
    };
    row::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// Gives committed events their numbers, in the order in which they were written; answers how many it numbered. Who
/// changes a record has seen the change before, so the events of one record are written in their order even where two
/// clocks differ or stand still.
pub async fn number(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let sql = "update event set seq = numbered.seq from ( \
                 select nth, (select coalesce(max(seq), 0) from event) + row_number() over (order by nth) as seq \
                 from event where seq is null) as numbered \
               where event.nth = numbered.nth";
    let done = db.execute_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(done.rows_affected())
}

#[cfg(test)]
mod tests;
