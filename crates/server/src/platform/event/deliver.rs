//! Delivery: a subscriber takes in what is numbered past its position, a few at a time, each turn in a transaction of
//! its own that also moves the position. What fails is kept with its next try and holds up only its own record.

use super::{Event, Subscriber, failure, row};
use crate::platform::db::{Db, Tx};
use kernel::moment::Moment;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use std::time::{Duration, Instant};

/// Events that one turn looks at, at the most.
const BATCH: u64 = 500;

/// Of the time that a write may take, what one event may take, and after what a turn takes in no more.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    event: Duration,
    turn: Duration,
}
impl Pace {
    pub(super) fn of(db: &Db) -> Self {
        Self { event: db.limit() / 2, turn: db.limit() / 4 }
    }
}

/// Brings a subscriber up to what is numbered: first what is to be tried again, then what is new. Answers how many
/// events it took in. Two nodes that meet are told apart by the position: one of them comes again and finds it moved.
pub async fn deliver(db: &Db, to: Subscriber, now: Moment) -> Result<u64, DbErr> {
    let (mut taken, pace) = (0, Pace::of(db));
    while failure::is_due(&db.read().await?, to.name, now).await? {
        taken += db.write(async move |tx: &Tx| catch_up(tx, to, pace, now).await).await?;
    }
    while is_behind(&db.read().await?, to.name).await? {
        taken += db.write(async move |tx: &Tx| read_on(tx, to, pace, now).await).await?;
    }
    Ok(taken)
}

/// One turn over what is new.
pub(super) async fn read_on(tx: &Tx, to: Subscriber, pace: Pace, now: Moment) -> Result<u64, DbErr> {
    let begun = Instant::now();
    let mut position = position(tx, to.name).await?;
    let mut held = failure::held(tx, to.name).await?;
    let mut taken = 0;
    for event in numbered(tx, position).await? {
        position = event.seq;
        if to.wants(&event.kind) {
            if held.contains(&event.record) {
                failure::wait(tx, to.name, &event).await?;
            } else if let Err(words) = take(tx, to, pace, &event).await? {
                failure::keep(tx, to.name, &event, &words, now).await?;
                held.insert(event.record);
            } else {
                taken += 1;
            }
        }
        if begun.elapsed() > pace.turn {
            break;
        }
    }
    move_to(tx, to.name, position).await?;
    Ok(taken)
}

/// One turn over what failed or waited.
async fn catch_up(tx: &Tx, to: Subscriber, pace: Pace, now: Moment) -> Result<u64, DbErr> {
    let begun = Instant::now();
    let mut taken = 0;
    while let Some((event, failures)) = failure::next_due(tx, to.name, now).await? {
        match take(tx, to, pace, &event).await? {
            Ok(()) => {
                failure::settle(tx, to.name, &event, now).await?;
                taken += 1;
            }
            Err(words) => failure::again(tx, to.name, &event, failures + 1, &words, now).await?,
        }
        if begun.elapsed() > pace.turn {
            break;
        }
    }
    Ok(taken)
}

/// An event's own part of the turn; in words why it was not taken in.
async fn take(tx: &Tx, to: Subscriber, pace: Pace, event: &Event) -> Result<Result<(), String>, DbErr> {
    let done = tx.part(pace.event, (to.take)(tx, event)).await?;
    if let Err(words) = &done {
        tracing::error!(error = %words, subscriber = to.name, kind = event.kind, "an event was not taken in");
    }
    Ok(done)
}

async fn is_behind(db: &impl ConnectionTrait, name: &str) -> Result<bool, DbErr> {
    let last = db.query_one_raw(Statement::from_string(
        db.get_database_backend(),
        "select coalesce(max(seq), 0) as seq from event",
    ));
    let last: i64 = last.await?.map_or(Ok(0), |row| row.try_get("", "seq"))?;
    Ok(position(db, name).await? < last)
}

async fn position(db: &impl ConnectionTrait, name: &str) -> Result<i64, DbErr> {
    let sql = "select seq from subscriber where name = $1";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [name.into()]);
    db.query_one_raw(statement).await?.map_or(Ok(0), |row| row.try_get("", "seq"))
}

async fn move_to(tx: &Tx, name: &str, position: i64) -> Result<(), DbErr> {
    let sql = "insert into subscriber (name, seq) values ($1, $2) on conflict (name) do update set seq = $2";
    let values = [name.into(), position.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await.map(|_| ())
}

/// The next events past a position, wanted or not.
async fn numbered(tx: &Tx, position: i64) -> Result<Vec<Event>, DbErr> {
    let found = row::Entity::find()
        .filter(row::Column::Seq.gt(position))
        .order_by_asc(row::Column::Seq)
        .limit(BATCH)
        .all(tx)
        .await?;
    Ok(found.into_iter().filter_map(Event::of).collect())
}

impl Event {
    /// Nothing of what has no number yet.
    pub(super) fn of(row: row::Model) -> Option<Self> {
        let row::Model { id, seq, kind, record, body, at, .. } = row;
        seq.map(|seq| Self { id, seq, kind, record, body, at: Moment::from_millis(at) })
    }
}
