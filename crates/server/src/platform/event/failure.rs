//! What a subscriber could not take in: tried again after growing pauses, with later events of the same record
//! waiting behind it; after ten failures given up, so that they go on, and left for the administrator.

use super::{Event, row as event};
use crate::platform::{db::Tx, patience};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, Set, Statement, Value,
    sea_query::{Expr, OnConflict},
};
use std::collections::HashSet;

mod row {
    //! The table `event_failure`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "event_failure")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub subscriber: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub event: Uuid,
        pub seq: i64,
        pub record: Uuid,
        pub failures: i32,
        /// none yet: it waits behind another
        pub last_error: Option<String>,
        pub last_at: Option<i64>,
        /// none: it waits, or was given up
        pub next_at: Option<i64>,
        pub given_up_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
use row::{Column, Entity};

/// Records of which an event is still to be taken in: their later ones wait.
pub async fn held(tx: &Tx, subscriber: &str) -> Result<HashSet<Uuid>, DbErr> {
    let sql = "select distinct record from event_failure where subscriber = $1 and given_up_at is null";
    let rows = tx.query_all_raw(statement(tx, sql, [subscriber.into()])).await?;
    rows.iter().map(|row| row.try_get("", "record")).collect()
}

/// Puts an event behind the one of its record that failed.
pub async fn wait(tx: &Tx, subscriber: &str, event: &Event) -> Result<(), DbErr> {
    insert(tx, new(subscriber, event)).await
}

/// An event's first failure.
pub async fn keep(tx: &Tx, subscriber: &str, event: &Event, words: &str, now: Moment) -> Result<(), DbErr> {
    let failed = row::ActiveModel {
        failures: Set(1),
        last_error: Set(Some(words.into())),
        last_at: Set(Some(now.millis())),
        next_at: Set(Some((now + patience::pause(1)).millis())),
        ..new(subscriber, event)
    };
    insert(tx, failed).await
}

fn new(subscriber: &str, event: &Event) -> row::ActiveModel {
    row::ActiveModel {
        subscriber: Set(subscriber.into()),
        event: Set(event.id),
        seq: Set(event.seq),
        record: Set(event.record),
        failures: Set(0),
        last_error: Set(None),
        last_at: Set(None),
        next_at: Set(None),
        given_up_at: Set(None),
    }
}

/// Somebody may have set the position back: what is kept stays as it is.
async fn insert(tx: &Tx, row: row::ActiveModel) -> Result<(), DbErr> {
    let once = OnConflict::columns([Column::Subscriber, Column::Event]).do_nothing().to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(tx).await.map(|_| ())
}

pub async fn is_due(db: &impl ConnectionTrait, subscriber: &str, now: Moment) -> Result<bool, DbErr> {
    Ok(due(subscriber, now).count(db).await? > 0)
}

/// The earliest event whose time has come, with its failures so far.
pub async fn next_due(tx: &Tx, subscriber: &str, now: Moment) -> Result<Option<(Event, i32)>, DbErr> {
    let Some(late) = due(subscriber, now).order_by_asc(Column::Seq).one(tx).await? else { return Ok(None) };
    let found = event::Entity::find().filter(event::Column::Id.eq(late.event)).one(tx).await?;
    Ok(found.and_then(Event::of).map(|event| (event, late.failures)))
}

fn due(subscriber: &str, now: Moment) -> sea_orm::Select<Entity> {
    Entity::find().filter(Column::Subscriber.eq(subscriber)).filter(Column::NextAt.lte(now.millis()))
}

/// It was taken in: what waited behind it is next.
pub async fn settle(tx: &Tx, subscriber: &str, event: &Event, now: Moment) -> Result<(), DbErr> {
    Entity::delete_by_id((subscriber.to_owned(), event.id)).exec(tx).await?;
    let_go_on(tx, subscriber, event.record, now).await
}

/// It failed once more: later again, or given up.
pub async fn again(
    tx: &Tx,
    subscriber: &str,
    event: &Event,
    failures: i32,
    words: &str,
    now: Moment,
) -> Result<(), DbErr> {
    let given_up = failures >= patience::ATTEMPTS;
    let next = (!given_up).then(|| (now + patience::pause(failures)).millis());
    of(subscriber, event.id)
        .col_expr(Column::Failures, Expr::value(failures))
        .col_expr(Column::LastError, Expr::value(words))
        .col_expr(Column::LastAt, Expr::value(now.millis()))
        .col_expr(Column::NextAt, Expr::value(next))
        .col_expr(Column::GivenUpAt, Expr::value(given_up.then(|| now.millis())))
        .exec(tx)
        .await?;
    if given_up { let_go_on(tx, subscriber, event.record, now).await } else { Ok(()) }
}

/// The earliest of a record that is still to be taken in is next, unless it has a time of its own.
async fn let_go_on(tx: &Tx, subscriber: &str, record: Uuid, now: Moment) -> Result<(), DbErr> {
    let first = Entity::find()
        .filter(Column::Subscriber.eq(subscriber))
        .filter(Column::Record.eq(record))
        .filter(Column::GivenUpAt.is_null())
        .order_by_asc(Column::Seq)
        .one(tx)
        .await?;
    match first {
        Some(first) if first.next_at.is_none() => {
            let next = of(subscriber, first.event).col_expr(Column::NextAt, Expr::value(now.millis()));
            next.exec(tx).await.map(|_| ())
        }
        _ => Ok(()),
    }
}

fn of(subscriber: &str, event: Uuid) -> sea_orm::UpdateMany<Entity> {
    Entity::update_many().filter(Column::Subscriber.eq(subscriber)).filter(Column::Event.eq(event))
}

/// Tries one anew, from its first attempt on; false where there is no such failure.
pub async fn retry(
    db: &impl ConnectionTrait,
    subscriber: &str,
    event: Uuid,
    now: Moment,
) -> Result<bool, DbErr> {
    let done = of(subscriber, event)
        .filter(Column::LastError.is_not_null())
        .col_expr(Column::Failures, Expr::value(0))
        .col_expr(Column::NextAt, Expr::value(now.millis()))
        .col_expr(Column::GivenUpAt, Expr::value(None::<i64>))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// How a failure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Trying,
    GivenUp,
}

/// A failure as the administrator sees it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Failure {
    pub subscriber: String,
    pub event: Uuid,
    pub seq: i64,
    pub kind: String,
    pub record: Uuid,
    pub at: i64,
    pub failures: i32,
    pub last_error: String,
    pub last_at: i64,
    pub next_at: Option<i64>,
    pub given_up_at: Option<i64>,
    /// later events of the record that wait
    pub waiting: i64,
}

const FAILURE: &str = "select f.subscriber, f.event, f.seq, e.kind, f.record, e.at, f.failures, f.last_error, \
    f.last_at, f.next_at, f.given_up_at, \
    (select count(*) from event_failure w where w.subscriber = f.subscriber and w.record = f.record \
       and w.seq > f.seq and w.last_error is null) as waiting \
    from event_failure f join event e on e.id = f.event where f.last_error is not null";

/// Failures of all subscribers, the newest event first; `after` is the last of the page before.
pub async fn failures(
    db: &impl ConnectionTrait,
    standing: Option<Standing>,
    after: Option<(i64, String)>,
    limit: u64,
) -> Result<Vec<Failure>, DbErr> {
    let standing = match standing {
        Some(Standing::Trying) => " and f.given_up_at is null",
        Some(Standing::GivenUp) => " and f.given_up_at is not null",
        None => "",
    };
    let (seq, name) = after.unwrap_or((i64::MAX, String::new()));
    let sql = format!(
        "{FAILURE}{standing} and (f.seq < $1 or f.seq = $1 and f.subscriber > $2) \
         order by f.seq desc, f.subscriber limit $3"
    );
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = [seq.into(), name.into(), limit.into()];
    Failure::find_by_statement(statement(db, &sql, values)).all(db).await
}

pub async fn find_failure(
    db: &impl ConnectionTrait,
    subscriber: &str,
    event: Uuid,
) -> Result<Option<Failure>, DbErr> {
    let sql = format!("{FAILURE} and f.subscriber = $1 and f.event = $2");
    Failure::find_by_statement(statement(db, &sql, [subscriber.into(), event.into()])).one(db).await
}

fn statement(db: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}
