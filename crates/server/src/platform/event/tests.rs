//! Delivery to a subscriber that keeps what it got and fails when it is told to, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use crate::{
    on_both,
    platform::{db::Refusal, patience, setting},
    testing::Place,
};
use deliver::{Pace, read_on};
use futures::FutureExt;
use std::time::Duration;

/// Keeps kinds in the order in which they came; more often than once where they came more often. What stands in
/// `tests.broken` fails, what stands in `tests.panics` panics.
const LIST: Subscriber = Subscriber {
    name: "tests.list",
    wants: &["tests."],
    take: |tx, event| {
        async move {
            let mut list = list(tx).await?;
            list.push(event.kind.trim_start_matches("tests.").into());
            setting::put(tx, "tests.list", &serde_json::to_string(&list).unwrap(), event.at).await?;
            // after the write, which must be taken back
            let is =
                async |name| Ok::<_, DbErr>(setting::find(tx, name).await?.as_ref() == Some(&event.kind));
            assert!(!is("tests.panics").await?, "told to panic");
            if is("tests.broken").await? { Err(DbErr::Custom("told to fail".into()).into()) } else { Ok(()) }
        }
        .boxed_local()
    },
};

async fn list(db: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let json = setting::find(db, "tests.list").await?;
    Ok(json.map_or(vec![], |json| serde_json::from_str(&json).unwrap()))
}

async fn taken(place: &Place) -> String {
    list(&place.app.db.read().await.unwrap()).await.unwrap().join(" ")
}

const ONE: Uuid = Uuid::from_u128(1);
const OTHER: Uuid = Uuid::from_u128(2);

/// Writes an event in a transaction of its own, and numbers it.
async fn tell(place: &Place, kind: &str, record: Uuid) -> Uuid {
    let (id, now, kind) = (place.id(), place.app.clock.now(), kind.to_owned());
    let act = async move |tx: &Tx| {
        write(tx, id, &kind, record, "{}".into(), now).await?;
        number(tx).await.map(|_| ())
    };
    place.app.db.write(act).await.unwrap();
    id
}

async fn set(place: &Place, name: &'static str, kind: &'static str) {
    let now = place.app.clock.now();
    place.app.db.write(async move |tx: &Tx| setting::put(tx, name, kind, now).await).await.unwrap();
}

async fn told(place: &Place) -> u64 {
    deliver(&place.app.db, LIST, place.app.clock.now()).await.unwrap()
}

async fn failed(place: &Place) -> Vec<Failure> {
    failures(&place.app.db.read().await.unwrap(), None, None, 100).await.unwrap()
}

on_both!(events_are_numbered_as_they_were_written, async |place: &Place| {
    let now = place.app.clock.now();
    let ids: Vec<Uuid> = (0..9).map(|_| place.id()).rev().collect();
    let act = async move |tx: &Tx| {
        for (n, id) in ids.iter().enumerate() {
            write(tx, *id, &format!("tests.{n}"), ONE, "{}".into(), now).await?;
        }
        Ok::<_, DbErr>(())
    };
    place.app.db.write(act).await.unwrap();
    assert_eq!(told(place).await, 0, "nobody is told before the numbers are given");
    tell(place, "others.x", ONE).await;
    tell(place, "tests.9", OTHER).await;
    assert_eq!(told(place).await, 10);
    assert_eq!(taken(place).await, "0 1 2 3 4 5 6 7 8 9", "in one moment too");
    assert_eq!(told(place).await, 0, "once");
});

on_both!(what_is_cut_off_is_delivered_again_or_not_at_all, async |place: &Place| {
    tell(place, "tests.a", ONE).await;
    tell(place, "tests.b", OTHER).await;
    let (pace, now) = (Pace::of(&place.app.db), place.app.clock.now());
    let cut = async move |tx: &Tx| {
        assert_eq!(read_on(tx, LIST, pace, now).await?, 2);
        assert_eq!(list(tx).await?.len(), 2, "both are written");
        // the program ends before the commit
        Err::<(), _>(DbErr::Custom("cut off".into()))
    };
    assert!(matches!(place.app.db.write(cut).await, Err(Refusal::Own(_))));
    assert_eq!(taken(place).await, "");
    let (here, there) = tokio::join!(told(place), told(place));
    assert_eq!((here + there, taken(place).await.as_str()), (2, "a b"), "two nodes do it once");
});

on_both!(a_failing_event_holds_up_only_its_record, async |place: &Place| {
    set(place, "tests.broken", "tests.b").await;
    for (kind, record) in
        [("tests.a", ONE), ("tests.b", ONE), ("tests.c", ONE), ("tests.d", OTHER), ("tests.e", ONE)]
    {
        tell(place, kind, record).await;
    }
    assert_eq!((told(place).await, taken(place).await.as_str()), (2, "a d"), "nothing of b is kept");
    tell(place, "tests.f", ONE).await;
    tell(place, "tests.g", OTHER).await;
    assert_eq!((told(place).await, taken(place).await.as_str()), (1, "a d g"));
    let [failure] = &failed(place).await[..] else { panic!("b alone") };
    assert_eq!((failure.kind.as_str(), failure.failures, failure.waiting), ("tests.b", 1, 3));
    assert_eq!(failure.last_error, "Custom Error: told to fail");
    assert_eq!(failure.next_at, Some((place.app.clock.now() + Duration::from_mins(1)).millis()));
    set(place, "tests.broken", "tests.e").await;
    assert_eq!(told(place).await, 0, "not before its time");
    place.at("2026-10-30T09:01:00+08:00");
    assert_eq!(
        (told(place).await, taken(place).await.as_str()),
        (2, "a d g b c"),
        "up to the next that fails"
    );
    set(place, "tests.broken", "none").await;
    place.at("2026-10-30T09:02:00+08:00");
    assert_eq!((told(place).await, taken(place).await.as_str()), (2, "a d g b c e f"));
    assert!(failed(place).await.is_empty());
    tell(place, "tests.h", ONE).await;
    assert_eq!(told(place).await, 1, "nothing waits any more");
});

on_both!(after_ten_failures_an_event_is_given_up, async |place: &Place| {
    set(place, "tests.panics", "tests.a").await;
    let given_up = tell(place, "tests.a", ONE).await;
    tell(place, "tests.b", ONE).await;
    let mut at = place.app.clock.now();
    for n in 1..=patience::ATTEMPTS {
        assert_eq!(taken(place).await, "", "b waits");
        place.app.clock.hold(at);
        told(place).await;
        assert_eq!(failed(place).await[0].failures, n);
        at = at + patience::pause(n);
    }
    assert_eq!(taken(place).await, "b");
    let [failure] = &failed(place).await[..] else { panic!("a alone") };
    assert_eq!((failure.last_error.as_str(), failure.waiting), ("it panicked", 0));
    assert_eq!((failure.next_at, failure.given_up_at), (None, Some(place.app.clock.now().millis())));
    place.at("2027-10-30T09:00:00+08:00");
    tell(place, "tests.c", ONE).await;
    assert_eq!((told(place).await, taken(place).await.as_str()), (1, "b c"), "the record goes on");
    set(place, "tests.panics", "none").await;
    assert_eq!(told(place).await, 0, "left for the administrator");
    let now = place.app.clock.now();
    let anew = async move |tx: &Tx| retry(tx, LIST.name, given_up, now).await;
    assert!(place.app.db.write(anew).await.unwrap());
    assert_eq!((told(place).await, taken(place).await.as_str()), (1, "b c a"));
    assert!(failed(place).await.is_empty());
});

on_both!(a_long_past_is_caught_up_in_turns, async |place: &Place| {
    let now = place.app.clock.now();
    let ids: Vec<Uuid> = (0..1200).map(|_| place.id()).collect();
    let act = async move |tx: &Tx| {
        for id in &ids {
            write(tx, *id, "tests.x", *id, "{}".into(), now).await?;
        }
        number(tx).await.map(|_| ())
    };
    place.app.db.write_long(act).await.unwrap();
    assert_eq!(told(place).await, 1200);
    assert_eq!(taken(place).await.split(' ').count(), 1200);
});
