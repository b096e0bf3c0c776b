//! Events: rows written in the verb's transaction and numbered after the commit, so that no reader passes one over.

use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, Statement};

pub mod row {
    //! The table `event`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
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
    };
    row::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

/// Gives committed events their numbers, in the order of their moments; answers how many it numbered.
pub async fn number(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let sql = "update event set seq = numbered.seq from ( \
                 select id, (select coalesce(max(seq), 0) from event) + row_number() over (order by at, id) as seq \
                 from event where seq is null) as numbered \
               where event.id = numbered.id";
    let done = db.execute_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    Ok(done.rows_affected())
}
