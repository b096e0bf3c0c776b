//! Visits of a month that is closed: field work that arrives is taken, a correction needs the right and a reason.

use super::*;
use crate::testing::escaped;
use axum::{
    body::Body,
    http::{Request, header},
};

on_both!(a_visit_of_a_closed_month_is_taken_and_corrected_with_a_reason, async |place: &Place| {
    let (site, list) = market(place).await;
    place.at("2026-11-03T09:00:00+08:00");
    let (clerk, inspector) = (place.sign_in("clerk").await, place.sign_in("inspector").await);
    let town = place.town.area("990101001").unwrap();
    let wish = json!({ "area": town, "month": "2026-10" });
    let (status, closing) = clerk.post("/api/months/close", wish).await;
    assert_eq!(status, StatusCode::OK, "{closing}");
    let (status, visit) = inspector.post("/api/visits", filled(&inspector, &site, &list).await).await;
    assert_eq!(status, StatusCode::OK, "{visit}");
    assert_eq!(value(&clerk, "inspection.visits").await, "1");

    let path = format!("/api/visits/{}/correct", visit["id"].as_str().unwrap());
    let mut answers = visit["answers"].clone();
    answers["stalls"] = json!("pass");
    let body = json!({ "answers": answers, "note": "手滑点错", "version": visit["version"] });
    for (who, permitted) in [(&inspector, false), (&clerk, true)] {
        let (status, problem) = who.post(&path, body.clone()).await;
        let told = (&problem["code"], &problem["params"]["permitted"]);
        assert_eq!((status, told), (StatusCode::CONFLICT, (&json!("month.closed"), &json!(permitted))));
    }
    let with_reason = async |who: &Client<'_>| {
        let request = Request::post(path.as_str())
            .header(header::COOKIE, who.cookie())
            .header(header::CONTENT_TYPE, "application/json")
            .header("idempotency-key", place.id().to_string())
            .header("late-reason", escaped("复核照片后更正"))
            .body(Body::from(body.to_string()))
            .unwrap();
        who.send(request).await
    };
    let (status, problem) = with_reason(&inspector).await;
    assert_eq!((status, &problem["params"]["permitted"]), (StatusCode::CONFLICT, &json!(false)));
    assert_eq!(with_reason(&clerk).await.0, StatusCode::OK);

    let (_, changes) = clerk.get(&format!("/api/months/{}", closing["id"].as_str().unwrap())).await;
    let ways = |way: &str, metric: &str| {
        let entries = changes["entries"].as_array().unwrap();
        entries.iter().filter(|entry| entry["way"] == way && entry["metric"]["code"] == metric).count()
    };
    assert_eq!(ways("field", "inspection.visits"), 1, "{changes}");
    assert_eq!(ways("hand", "inspection.items_failed"), 2, "taken back and said anew");
    assert_eq!(ways("hand", "inspection.visits"), 0, "what stays the same is left alone");
    place.verify().await.unwrap();
});
