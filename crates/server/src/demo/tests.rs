//! The demo's half year, made smaller: counted again, and the same for the same day.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::{Summary, live, pictures::Album};
use crate::{
    app::App,
    cases::Recounter,
    on_both,
    testing::{On, Place},
};
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeMap;

/// The day after the last; half a year before it the tests' cast is in post.
const TODAY: Date = date(2027, 4, 30);

async fn lived(place: &Place, count: usize) -> Summary {
    let first = TODAY.saturating_sub(6.months());
    let album = Album::paint(16).await.unwrap();
    live(&place.app, &place.town, &album, [first, TODAY], count).await.unwrap()
}

async fn numbers(app: &App, sql: &str) -> BTreeMap<String, i64> {
    let db = app.db.read().await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "k").unwrap(), row.try_get("", "n").unwrap())).collect()
}

/// Sums of all metrics by month, as `2026-10 case.due`.
async fn figures(app: &App) -> BTreeMap<String, i64> {
    let sql = "select substr(day, 1, 7) || ' ' || metric as k, cast(sum(quantity) as bigint) as n \
               from posting group by substr(day, 1, 7), metric";
    numbers(app, sql).await
}

async fn is_whole(place: &Place, count: usize) {
    let made = lived(place, count).await;
    assert_eq!(made.cases, count);
    let figures = figures(&place.app).await;
    let sum = |metric: &str| {
        let mine = figures.iter().filter(|(key, _)| key.ends_with(&format!(" {metric}")));
        mine.map(|(_, n)| n).sum::<i64>()
    };
    let states =
        numbers(&place.app, "select state as k, count(*) as n from case_record group by state").await;
    assert_eq!(states.values().sum::<i64>(), i64::try_from(count).unwrap());
    let ended: i64 =
        ["reported", "closed", "rejected", "cancelled"].iter().filter_map(|s| states.get(*s)).sum();
    assert_eq!(sum("case.open"), states.values().sum::<i64>() - ended, "{states:?}");
    for (key, due) in figures.iter().filter(|(key, _)| key.ends_with("case.due")) {
        let month = &key[..7];
        let of = |metric: &str| figures.get(&format!("{month} {metric}")).copied().unwrap_or(0);
        assert_eq!(*due, of("case.overdue") + of("case.closed_in_time"), "{month}");
    }
    // a unit holds what is with a unit, somebody else verifies, and nothing late is unsaid
    let end = place.app.clock.now().millis();
    let wrong = format!(
        "select state as k, count(*) as n from case_record \
                 where state in ('dispatched', 'accepted') and (lead is null or deadline_at is null) \
                    or state = 'rectified' and (verifying is null or verifying = lead) \
                    or state = 'shelved' and resumes is null \
                    or state in ('dispatched', 'accepted') and overdue_at is null and deadline_at < {end} \
                 group by state"
    );
    assert_eq!(numbers(&place.app, &wrong).await, BTreeMap::new());
    let unsealed = "select 'open' as k, count(*) as n from posting where seq is null";
    assert_eq!(numbers(&place.app, unsealed).await["open"], 0);
    let db = place.app.db.read().await.unwrap();
    let whole = journal::verify(&db, &place.app.metrics, None, &[&Recounter(&db)]).await.unwrap();
    assert_eq!(whole.postings, made.postings);
}

on_both!(a_small_half_year_is_whole, async |place: &Place| is_whole(place, 40).await);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_larger_half_year_is_whole_and_the_same_again() {
    let (one, other) = (Place::new(On::Sqlite).await, Place::new(On::Sqlite).await);
    is_whole(&one, 240).await;
    lived(&other, 240).await;
    assert_eq!(figures(&one.app).await, figures(&other.app).await);
    let open = "select state as k, count(*) as n from case_record where open group by state";
    let open = numbers(&one.app, open).await;
    assert!(open.len() >= 4 && (8..40).contains(&open.values().sum::<i64>()), "{open:?}");
}
