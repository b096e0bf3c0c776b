//! What waits for somebody: a row per record, verb and organisation, written and removed in the verb's transaction.
//! The home page, the counts in the navigation and reminders read only this.

use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    Statement,
};

pub mod row {
    //! The table `waiting`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "waiting")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation: Uuid,
        pub position: Option<Uuid>,
        pub kind: String,
        pub record: Uuid,
        pub verb: String,
        pub title: String,
        pub detail: String,
        pub due_at: Option<i64>,
        pub created_at: i64,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
pub use row::Model as Waiting;

/// One thing that an organisation must do.
pub struct Task<'a> {
    pub organisation: Uuid,
    pub kind: &'static str,
    pub verb: &'static str,
    pub title: &'a str,
    pub detail: String,
    pub due: Option<Moment>,
}

/// Replaces all that waits about a record.
pub async fn set(
    db: &impl ConnectionTrait,
    record: Uuid,
    tasks: Vec<(Uuid, Task<'_>)>,
    now: Moment,
) -> Result<(), DbErr> {
    row::Entity::delete_many().filter(row::Column::Record.eq(record)).exec(db).await?;
    for (id, task) in tasks {
        let row = row::ActiveModel {
            id: Set(id),
            organisation: Set(task.organisation),
            position: Set(None),
            kind: Set(task.kind.into()),
            record: Set(record),
            verb: Set(task.verb.into()),
            title: Set(task.title.into()),
            detail: Set(task.detail),
            due_at: Set(task.due.map(Moment::millis)),
            created_at: Set(now.millis()),
        };
        row::Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

/// What waits for one organisation waits for another, where it does not already.
pub async fn pass(db: &impl ConnectionTrait, from: Uuid, to: Uuid) -> Result<(), DbErr> {
    let texts = [
        "delete from waiting where organisation = $1 and exists (select 1 from waiting other \
         where other.record = waiting.record and other.verb = waiting.verb and other.organisation = $2)",
        "update waiting set organisation = $2 where organisation = $1",
    ];
    for text in texts {
        let values = [from.into(), to.into()];
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), text, values)).await?;
    }
    Ok(())
}

/// Each verb that waits for an organisation, with the kind of record it waits about.
pub async fn asked(db: &impl ConnectionTrait) -> Result<Vec<(Uuid, String, String)>, DbErr> {
    use row::Column::{Kind, Organisation, Verb};
    let columns = [Organisation, Kind, Verb];
    row::Entity::find().select_only().columns(columns).distinct().into_tuple().all(db).await
}

/// What waits for these organisations, the nearest deadline first and what has none last.
pub async fn of(db: &impl ConnectionTrait, organisations: Vec<Uuid>) -> Result<Vec<Waiting>, DbErr> {
    use sea_orm::sea_query::NullOrdering;
    row::Entity::find()
        .filter(row::Column::Organisation.is_in(organisations))
        .order_by_with_nulls(row::Column::DueAt, sea_orm::Order::Asc, NullOrdering::Last)
        .order_by_asc(row::Column::Id)
        .all(db)
        .await
}
