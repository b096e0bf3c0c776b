//! Every event delivered twice and in random order gives the same end, for all who are told of what happens.

use crate::{
    app::SUBSCRIBERS,
    demo, on_both,
    platform::{
        chance::Chance,
        db::{Fault, Refusal, Tx},
        event::{self, Event, Subscriber},
        setting,
    },
    start,
    testing::{On, Place},
};
use futures::FutureExt;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, QueryOrder, Statement};

/// What the last event leaves: wrong in any other order.
const LAST: Subscriber = Subscriber {
    name: "tests.last",
    wants: &["case."],
    take: |tx, event| {
        async move { Ok(setting::put(tx, "tests.last", &event.seq.to_string(), event.at).await?) }
            .boxed_local()
    },
};

/// An end that was looked at and taken back.
enum Ended {
    Seen(Vec<String>),
    Db(DbErr),
}
impl From<DbErr> for Ended {
    fn from(error: DbErr) -> Self {
        Self::Db(error)
    }
}
impl Fault for Ended {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Db(error) = self { Some(error) } else { None }
    }
}

async fn numbered(place: &Place) -> Vec<Event> {
    let db = place.app.db.read().await.unwrap();
    let rows = event::row::Entity::find().order_by_asc(event::row::Column::Seq).all(&db).await.unwrap();
    let event = |row: event::row::Model| {
        let event::row::Model { id, seq, kind, record, body, at, .. } = row;
        let at = kernel::moment::Moment::from_millis(at);
        Event { id, seq: seq.unwrap(), kind, record, body, at }
    };
    rows.into_iter().map(event).collect()
}

/// Each twice, in an order drawn from a seed.
fn shaken(events: &[Event], seed: u64) -> Vec<Event> {
    let chance = Chance::seeded(seed);
    let mut twice: Vec<Event> = events.iter().chain(events).cloned().collect();
    twice.sort_by_cached_key(|_| chance.bytes().unwrap());
    twice
}

/// The whole database after events were delivered in this order; nothing of it stays.
async fn end(place: &Place, subscribers: &'static [Subscriber], events: Vec<Event>) -> Vec<String> {
    let on = place.on;
    let act = async move |tx: &Tx| {
        for subscriber in subscribers {
            for event in events.iter().filter(|event| subscriber.wants(&event.kind)) {
                (subscriber.take)(tx, event).await.map_err(|e| DbErr::Custom(e.to_string()))?;
            }
        }
        Err::<(), _>(Ended::Seen(rows(tx, on).await?))
    };
    match place.app.db.write_long(act).await {
        Err(Refusal::Own(Ended::Seen(rows))) => rows,
        Err(Refusal::Own(Ended::Db(error))) => panic!("{error}"),
        _ => panic!("it was not taken back"),
    }
}

/// Every row of every table but those in which delivery keeps its own place.
async fn rows(db: &impl ConnectionTrait, on: On) -> Result<Vec<String>, DbErr> {
    let tables = match on {
        On::Sqlite => {
            "select m.name, group_concat('quote(' || c.name || ')', '||'',''||') as line \
             from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' group by m.name"
        }
        On::Postgres => {
            "select table_name::text as name, 't::text' as line from information_schema.tables \
             where table_schema = 'public'"
        }
    };
    let ask = |sql: String| Statement::from_string(db.get_database_backend(), sql);
    let mut rows = Vec::new();
    for table in db.query_all_raw(ask(tables.into())).await? {
        let (name, line): (String, String) = (table.try_get("", "name")?, table.try_get("", "line")?);
        if ["subscriber", "event_failure"].contains(&name.as_str()) {
            continue;
        }
        for row in db.query_all_raw(ask(format!("select {line} as line from {name} t"))).await? {
            rows.push(format!("{name}: {}", row.try_get::<String>("", "line")?));
        }
    }
    rows.sort();
    Ok(rows)
}

fn assert_same(one: &[String], other: &[String], what: &str) {
    let differing = one.iter().zip(other).find(|(one, other)| one != other);
    assert!(one == other, "{what} ends otherwise: {differing:#?}\na subscriber must not depend on order");
}

on_both!(events_twice_and_in_random_order_end_the_same, async |place: &Place| {
    let made = demo::lived(place, 60).await;
    let events = numbered(place).await;
    assert!(made.visits > 3 && events.len() > 500, "a town's worth: {made:?}, {} events", events.len());
    let once = end(place, SUBSCRIBERS, events.clone()).await;
    assert_ne!(once, end(place, SUBSCRIBERS, vec![]).await, "the events leave something");
    for seed in 1..=3 {
        assert_same(&once, &end(place, SUBSCRIBERS, shaken(&events, seed)).await, &format!("order {seed}"));
    }
    let [one, other] = [events.clone(), shaken(&events, 1)].map(|events| end(place, &[LAST], events));
    assert_ne!(one.await, other.await, "this guard sees a subscriber that depends on order");

    let whole = async || rows(&place.app.db.read().await.unwrap(), place.on).await.unwrap();
    start::deliver(&place.app).await.unwrap();
    assert_same(&once, &whole().await, "what the program delivers");
    place.app.db.admin().execute_unprepared("delete from subscriber").await.unwrap();
    assert!(start::deliver(&place.app).await.unwrap() > 0, "from the first event again");
    assert_same(&once, &whole().await, "all of it once more");
    let wrong = "select count(*) as n from finding f join case_record c on c.id = f.reported_as \
                 where f.case_state <> c.state or f.case_version <> c.version or f.case_number <> c.number \
                    or coalesce(f.case_closed_at, 0) <> coalesce(c.closed_at, 0) or f.case_state is null";
    let db = place.app.db.read().await.unwrap();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), wrong)).await.unwrap();
    assert_eq!(row.unwrap().try_get::<i64>("", "n").unwrap(), 0, "findings say what the cases are");
});
