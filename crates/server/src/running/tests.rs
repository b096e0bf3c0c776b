//! What the administrator sees of jobs and events that failed, and gives a second chance.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    jobs, on_both,
    platform::{
        db::Tx,
        event::{self, Subscriber, Untaken},
        job, patience, trail,
    },
    testing::Place,
};
use axum::http::StatusCode;
use futures::FutureExt;
use kernel::id::Uuid;
use sea_orm::DbErr;
use serde_json::{Value, json};

/// Takes in nothing of what was asked for in vain.
const SULKING: Subscriber = Subscriber {
    name: "tests.sulking",
    wants: &["tests."],
    take: |_, event| {
        async move {
            let refusal = || Err(Untaken::Db(DbErr::Custom("not in the mood".into())));
            if event.kind == "tests.no" { refusal() } else { Ok(()) }
        }
        .boxed_local()
    },
};

async fn tell(place: &Place, kind: &'static str, record: Uuid) -> Uuid {
    let (id, now) = (place.id(), place.app.clock.now());
    let act = async move |tx: &Tx| {
        event::write(tx, id, kind, record, "{}".into(), now).await?;
        event::number(tx).await.map(|_| ())
    };
    place.app.db.write(act).await.unwrap();
    id
}

async fn deliver(place: &Place) {
    event::deliver(&place.app.db, SULKING, place.app.clock.now()).await.unwrap();
}

on_both!(events_that_failed_are_listed_and_tried_anew, async |place: &Place| {
    let records: Vec<Uuid> = (1..=3).map(Uuid::from_u128).collect();
    let mut told = Vec::new();
    for record in &records {
        told.push(tell(place, "tests.no", *record).await);
        tell(place, "tests.yes", *record).await;
    }
    deliver(place).await;
    let admin = place.sign_in("admin").await;
    let (status, page) = admin.get("/api/events/failures?limit=2").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let first = &page["items"][0];
    assert_eq!((&first["event"], &first["record"]), (&json!(told[2]), &json!(records[2])));
    assert_eq!(
        (&first["state"], &first["failures"], &first["waiting"]),
        (&json!("trying"), &json!(1), &json!(1))
    );
    assert_eq!(
        (&first["error"], &first["given_up_at"]),
        (&json!("Custom Error: not in the mood"), &Value::Null)
    );
    let next = page["next"].as_str().unwrap();
    let (_, rest) = admin.get(&format!("/api/events/failures?limit=2&after={next}")).await;
    assert_eq!((&rest["items"][0]["event"], &rest["next"]), (&json!(told[0]), &Value::Null));
    assert_eq!(admin.get("/api/events/failures?after=x").await.0, StatusCode::UNPROCESSABLE_ENTITY);

    let mut at = place.app.clock.now();
    for n in 1..patience::ATTEMPTS {
        at = at + patience::pause(n);
        place.app.clock.hold(at);
        deliver(place).await;
    }
    let admin = place.sign_in("admin").await;
    let (_, page) = admin.get("/api/events/failures?state=given_up").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 3);
    assert_eq!((&page["items"][0]["failures"], &page["items"][0]["next_at"]), (&json!(10), &Value::Null));
    assert_eq!(admin.get("/api/events/failures?state=trying").await.1["items"], json!([]));

    let path = format!("/api/events/{}/retry", told[0]);
    let body = json!({ "subscriber": SULKING.name });
    let (status, again) = admin.post(&path, body.clone()).await;
    assert_eq!(status, StatusCode::OK, "{again}");
    assert_eq!((&again["state"], &again["failures"]), (&json!("trying"), &json!(0)));
    deliver(place).await;
    let (_, page) = admin.get("/api/events/failures?state=trying").await;
    assert_eq!((&page["items"][0]["event"], &page["items"][0]["failures"]), (&json!(told[0]), &json!(1)));
    let other = json!({ "subscriber": "tests.nobody" });
    assert_eq!(admin.post(&path, other).await.0, StatusCode::NOT_FOUND);
    let trail = trail::of(&place.app.db.read().await.unwrap(), "event", told[0]).await.unwrap();
    assert_eq!((trail.len(), trail[0].before.as_deref()), (1, Some("{\"failures\":10}")));
    for login in ["clerk", "leader", "inspector"] {
        let other = place.sign_in(login).await;
        assert_eq!(other.get("/api/events/failures").await.0, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(other.post(&path, body.clone()).await.0, StatusCode::FORBIDDEN, "{login}");
    }
});

on_both!(jobs_are_listed_and_a_failed_one_runs_again, async |place: &Place| {
    let (id, now) = (place.id(), place.app.clock.now());
    let put = async move |tx: &Tx| job::put(tx, id, "unknown", "{}".into(), now, now).await;
    place.app.db.write(put).await.unwrap();
    let admin = place.sign_in("admin").await;
    let path = format!("/api/jobs/{id}/retry");
    let (status, problem) = admin.post(&path, json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("job.not_failed")));
    let mut at = now;
    for n in 1..=patience::ATTEMPTS {
        place.app.clock.hold(at);
        jobs::run(&place.app).await.unwrap();
        at = at + patience::pause(n);
    }
    let admin = place.sign_in("admin").await;
    let (status, page) = admin.get("/api/jobs?state=failed").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let [failed] = &page["items"].as_array().unwrap()[..] else { panic!("{page}") };
    assert_eq!((&failed["id"], &failed["attempts"]), (&json!(id), &json!(10)));
    assert_eq!(failed["error"], "not done: there is no job unknown");
    let (_, all) = admin.get("/api/jobs?limit=3").await;
    let (_, rest) = admin.get(&format!("/api/jobs?after={}", all["next"].as_str().unwrap())).await;
    let ids = |page: &Value| -> Vec<String> {
        page["items"].as_array().unwrap().iter().map(|job| job["id"].as_str().unwrap().into()).collect()
    };
    let both = [ids(&all), ids(&rest)].concat();
    assert!(both.is_sorted_by(|a, b| a > b) && both.contains(&id.to_string()), "{both:?}");
    assert_eq!(admin.get("/api/jobs?state=tired").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let (status, again) = admin.post(&path, json!({})).await;
    assert_eq!(status, StatusCode::OK, "{again}");
    assert_eq!((&again["state"], &again["attempts"]), (&json!("waiting"), &json!(0)));
    assert_eq!(admin.post(&path, json!({})).await.0, StatusCode::CONFLICT);
    jobs::run(&place.app).await.unwrap();
    let (_, page) = admin.get("/api/jobs?state=waiting").await;
    assert!(
        page["items"].as_array().unwrap().iter().any(|job| job["id"] == json!(id) && job["attempts"] == 1)
    );
    let trail = trail::of(&place.app.db.read().await.unwrap(), "job", id).await.unwrap();
    assert_eq!((trail.len(), trail[0].after.as_deref()), (1, Some("{\"retried\":\"unknown\"}")));
    let none = format!("/api/jobs/{}/retry", Uuid::nil());
    assert_eq!(admin.post(&none, json!({})).await.0, StatusCode::NOT_FOUND);
    let clerk = place.sign_in("clerk").await;
    assert_eq!(clerk.get("/api/jobs").await.0, StatusCode::FORBIDDEN);
    assert_eq!(clerk.post(&path, json!({})).await.0, StatusCode::FORBIDDEN);
});
