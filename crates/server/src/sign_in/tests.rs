//! Signing in, resting after wrong passwords, ending sessions, changing the password.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    demo::cast::PASSWORD,
    on_both,
    testing::{Client, Place},
};
use axum::http::{Request, StatusCode};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

async fn try_in(stranger: &Client<'_>, password: &str) -> (StatusCode, Value) {
    stranger.post("/api/session", json!({ "login": "clerk", "password": password })).await
}

on_both!(an_account_rests_after_five_wrong_passwords, async |place: &Place| {
    let stranger = place.stranger();
    for _ in 0..5 {
        assert_eq!(try_in(&stranger, "wrong").await.0, StatusCode::UNAUTHORIZED);
    }
    let (status, problem) = try_in(&stranger, PASSWORD).await;
    assert_eq!((status, &problem["code"]), (StatusCode::LOCKED, &json!("sign_in.locked")));
    place.at("2026-10-30T09:15:01+08:00");
    assert_eq!(try_in(&stranger, PASSWORD).await.0, StatusCode::NO_CONTENT);
    let (status, problem) =
        stranger.post("/api/session", json!({ "login": "unknown", "password": PASSWORD })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNAUTHORIZED, &json!("sign_in.refused")));
});

on_both!(guesses_at_once_count_too, async |place: &Place| {
    let stranger = place.stranger();
    futures::future::join_all((0..8).map(|_| try_in(&stranger, "wrong"))).await;
    assert_eq!(try_in(&stranger, PASSWORD).await.0, StatusCode::LOCKED);
});

on_both!(a_session_tells_rights_and_ends, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (_, session) = clerk.get("/api/session").await;
    assert_eq!(session["person"]["name"], "周敏");
    assert_eq!(session["home_area"]["name"], "柳河镇（演示）");
    assert_eq!((&session["lands_on"], &session["work_day_minutes"]), (&json!("today"), &json!(420)));
    for (login, page) in
        [("inspector", json!("round")), ("admin", json!("settings")), ("nobody", Value::Null)]
    {
        assert_eq!(place.sign_in(login).await.get("/api/session").await.1["lands_on"], page, "{login}");
    }
    assert!(session["verbs"].as_array().unwrap().contains(&json!("case.dispatch")));
    let other = place.sign_in("clerk").await;
    let (_, sessions) = clerk.get("/api/sessions").await;
    assert_eq!(sessions.as_array().unwrap().len(), 2);
    let foreign = sessions.as_array().unwrap().iter().find(|s| s["current"] == false).unwrap()["id"].clone();
    let end = |client: &Client<'_>| {
        let request = Request::delete(format!("/api/sessions/{}", foreign.as_str().unwrap()))
            .header("cookie", client.cookie())
            .header("idempotency-key", place.id().to_string());
        request.body(axum::body::Body::empty()).unwrap()
    };
    let leader = place.sign_in("leader").await;
    assert_eq!(leader.send(end(&leader)).await.0, StatusCode::NOT_FOUND, "not yours to end");
    assert_eq!(clerk.send(end(&clerk)).await.0, StatusCode::OK);
    assert_eq!(other.get("/api/session").await.0, StatusCode::UNAUTHORIZED);
    place.at("2026-10-31T09:00:00+08:00");
    assert_eq!(clerk.get("/api/session").await.0, StatusCode::UNAUTHORIZED, "idle too long");
});

on_both!(a_new_password_ends_the_other_sessions, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let other = place.sign_in("clerk").await;
    let change = |new: &str| json!({ "old": PASSWORD, "new": new });
    let (status, problem) = clerk.post("/api/session/password", change("short")).await;
    assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("new")));
    let (status, _) = clerk.post("/api/session/password", change("a longer password")).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(clerk.get("/api/session").await.0, StatusCode::OK);
    assert_eq!(other.get("/api/session").await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(try_in(&place.stranger(), PASSWORD).await.0, StatusCode::UNAUTHORIZED);
});

on_both!(the_trail_holds_every_way_in_and_out, async |place: &Place| {
    let stranger = place.stranger();
    try_in(&stranger, "wrong").await;
    let clerk = place.sign_in("clerk").await;
    let other = place.sign_in("clerk").await;
    let (_, sessions) = clerk.get("/api/sessions").await;
    let foreign = sessions.as_array().unwrap().iter().find(|s| s["current"] == false).unwrap();
    let leave = |path: String, client: &Client<'_>| {
        let request = Request::delete(path)
            .header("cookie", client.cookie())
            .header("idempotency-key", place.id().to_string());
        request.body(axum::body::Body::empty()).unwrap()
    };
    let path = format!("/api/sessions/{}", foreign["id"].as_str().unwrap());
    assert_eq!(clerk.send(leave(path, &clerk)).await.0, StatusCode::OK);
    assert_eq!(other.get("/api/session").await.0, StatusCode::UNAUTHORIZED);
    let change = json!({ "old": "not this one", "new": "a longer password" });
    assert_eq!(clerk.post("/api/session/password", change).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let change = json!({ "old": PASSWORD, "new": "a longer password" });
    assert_eq!(clerk.post("/api/session/password", change).await.0, StatusCode::NO_CONTENT);
    assert_eq!(clerk.send(leave("/api/session".into(), &clerk)).await.0, StatusCode::NO_CONTENT);
    let db = place.app.db.read().await.unwrap();
    let sql = "select verb from audit where (verb like 'session.%' or verb like 'password.%') \
               and person is not null order by verb";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let verbs: Vec<String> = rows.iter().map(|row| row.try_get("", "verb").unwrap()).collect();
    assert_eq!(
        verbs,
        [
            "password.change",
            "password.refused",
            "session.close",
            "session.end",
            "session.open",
            "session.open",
            "session.refused"
        ]
    );
});

on_both!(a_foreign_form_signs_nobody_in, async |place: &Place| {
    let body = json!({ "login": "clerk", "password": PASSWORD }).to_string();
    for (media, expected) in [
        (Some("text/plain"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("application/x-www-form-urlencoded"), StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (None, StatusCode::UNSUPPORTED_MEDIA_TYPE),
        (Some("application/json; charset=utf-8"), StatusCode::NO_CONTENT),
    ] {
        let mut request = Request::post("/api/session");
        if let Some(media) = media {
            request = request.header("content-type", media);
        }
        let request = request.body(axum::body::Body::from(body.clone())).unwrap();
        assert_eq!(place.stranger().send(request).await.0, expected, "{media:?}");
    }
});
