//! Retention by the queue, and what becomes of a job that is cut off or fails.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use crate::{on_both, testing::Place};
use axum::http::StatusCode;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use serde_json::json;

async fn count(place: &Place, table: &str) -> i64 {
    let db = place.app.db.read().await.unwrap();
    let sql = format!("select count(*) as n from {table}");
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    row.unwrap().try_get("", "n").unwrap()
}

async fn jobs(place: &Place, kind: &str) -> Vec<Job> {
    let all = job::row::Entity::find().all(&place.app.db.read().await.unwrap()).await.unwrap();
    all.into_iter().filter(|job| job.kind == kind).collect()
}

async fn put(place: &Place, kind: &'static str) {
    let (id, now) = (place.id(), place.app.clock.now());
    place
        .app
        .db
        .write(async move |tx: &Tx| job::put(tx, id, kind, "{}".into(), now, now).await)
        .await
        .unwrap();
}

on_both!(a_picture_without_a_record_goes_after_two_days, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (lost, kept) = (clerk.photo().await, clerk.photo().await);
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
        "source": "patrol", "photos": [kept] });
    assert_eq!(clerk.post("/api/cases", body).await.0, StatusCode::OK);
    let row = file::find(&place.app.db.read().await.unwrap(), lost).await.unwrap().unwrap();
    place.at("2026-11-01T08:59:00+08:00");
    run(&place.app).await.unwrap();
    assert!(place.app.files.get(lost, &row.hash, "original").await.is_ok(), "not yet");
    place.at("2026-11-01T10:00:00+08:00");
    run(&place.app).await.unwrap();
    assert!(file::find(&place.app.db.read().await.unwrap(), lost).await.unwrap().is_none());
    for copy in ["original", "view", "thumb"] {
        assert!(place.app.files.get(lost, &row.hash, copy).await.is_err(), "{copy}");
    }
    let clerk = place.sign_in("clerk").await;
    assert_eq!(clerk.page_status(&format!("/api/files/{kept}")).await, StatusCode::OK, "it has its record");
});

on_both!(answers_go_after_ninety_days_and_sessions_when_they_ended, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let photo = clerk.photo().await;
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
        "source": "patrol", "photos": [photo] });
    assert_eq!(clerk.post("/api/cases", body).await.0, StatusCode::OK);
    assert_eq!((count(place, "request").await, count(place, "session").await), (1, 1));
    place.at("2026-10-30T21:00:01+08:00");
    run(&place.app).await.unwrap();
    assert_eq!((count(place, "request").await, count(place, "session").await), (1, 0));
    place.at("2027-01-28T08:00:00+08:00");
    run(&place.app).await.unwrap();
    assert_eq!(count(place, "request").await, 1, "89 days and some hours");
    place.at("2027-01-29T10:00:00+08:00");
    run(&place.app).await.unwrap();
    assert_eq!(count(place, "request").await, 0);
    assert!(jobs(place, "forget_answers").await.iter().any(|job| job.done == 1), "it says how many");
});

on_both!(what_comes_again_is_in_the_queue_once, async |place: &Place| {
    assert_eq!(run(&place.app).await.unwrap(), RECURRING.len());
    assert_eq!(run(&place.app).await.unwrap(), 0, "not before its time");
    place.at("2026-10-30T10:00:00+08:00");
    assert_eq!(run(&place.app).await.unwrap(), 2, "the hourly ones");
    place.at("2026-12-30T10:00:00+08:00");
    let (one, other) = tokio::join!(run(&place.app), run(&place.app));
    assert_eq!(one.unwrap() + other.unwrap(), RECURRING.len(), "two nodes do each once");
    let open = count(place, "job where state in ('waiting', 'running')").await;
    assert!(open <= i64::try_from(RECURRING.len()).unwrap());
    let old = "job where finished_at < 1796000000000";
    assert_eq!(count(place, old).await, 0, "those of a month ago are forgotten");
});

on_both!(a_job_that_was_cut_off_is_taken_up_again, async |place: &Place| {
    put(place, "forget_sessions").await;
    let taken = claim(&place.app, UPKEEP).await.unwrap().unwrap();
    assert!(claim(&place.app, UPKEEP).await.unwrap().is_none(), "it is taken");
    // the program ends here; its lease runs out
    place.at("2026-10-30T09:10:00+08:00");
    let again = claim(&place.app, UPKEEP).await.unwrap().unwrap();
    assert_eq!((again.id, again.attempts), (taken.id, 2));
    let now = place.app.clock.now();
    let late = place.app.db.write(async move |tx: &Tx| job::finish(tx, &taken, 9, now).await).await;
    late.unwrap();
    assert_eq!(jobs(place, "forget_sessions").await[0].state, "running", "who was cut off ends nothing");
});

on_both!(a_job_that_fails_is_tried_later_and_at_last_given_up, async |place: &Place| {
    run(&place.app).await.unwrap();
    put(place, "unknown").await;
    run(&place.app).await.unwrap();
    let failed = &jobs(place, "unknown").await[0];
    assert_eq!((failed.state.as_str(), failed.attempts), ("waiting", 1));
    assert_eq!(failed.error.as_deref(), Some("not done: there is no job unknown"));
    assert_eq!(Moment::from_millis(failed.run_at), place.app.clock.now() + Duration::from_mins(1));
    for _ in 1..10 {
        let at = Moment::from_millis(jobs(place, "unknown").await[0].run_at);
        place.app.clock.hold(at);
        run(&place.app).await.unwrap();
    }
    let given_up = &jobs(place, "unknown").await[0];
    assert_eq!((given_up.state.as_str(), given_up.attempts), ("failed", 10));
    place.at("2027-10-30T09:00:00+08:00");
    run(&place.app).await.unwrap();
    assert_eq!(jobs(place, "unknown").await[0].attempts, 10, "left for the administrator");
});
