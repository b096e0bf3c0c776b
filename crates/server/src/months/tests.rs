//! Months closed through HTTP, on both databases: who may, what is refused and what is noted, and what changed.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    exchange, on_both, start,
    testing::{Client, Place, escaped},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use journal::{Dims, Posting, Source};
use kernel::{id::Uuid, moment::Moment, quantity::Qualifier};
use serde_json::{Value, json};

const NOVEMBER: &str = "2026-11-03T09:00:00+08:00";
const TOWN: &str = "990101001";

fn area(place: &Place, code: &str) -> String {
    place.town.area(code).unwrap().to_string()
}

/// A case that the clerk reported and registered.
async fn reported(place: &Place, who: &Client<'_>) -> Value {
    let photo = who.photo().await;
    let body = json!({ "title": "垃圾桶满溢", "category": "sanitation.exposed_rubbish",
        "area": area(place, "990101001001"), "place": "菜市街 8 号", "source": "patrol", "photos": [photo] });
    let (status, case) = who.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    case
}

async fn close(who: &Client<'_>, area: &str, month: &str) -> (StatusCode, Value) {
    who.post("/api/months/close", json!({ "area": area, "month": month })).await
}

/// The same write with a reason for a closed month.
async fn late(who: &Client<'_>, path: &str, body: &Value, key: Uuid, reason: &str) -> (StatusCode, Value) {
    let request = Request::post(path)
        .header(header::COOKIE, who.cookie())
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", key.to_string())
        .header("late-reason", escaped(reason))
        .body(Body::from(body.to_string()))
        .unwrap();
    who.send(request).await
}

async fn value(who: &Client<'_>, metric: &str, rest: &str) -> String {
    let (status, figure) = who.get(&format!("/api/figures/{metric}?period=2026-10{rest}")).await;
    assert_eq!(status, StatusCode::OK, "{figure}");
    figure["value"].as_str().unwrap_or("none").to_owned()
}

/// Cancelling takes October's figures of a case back.
fn cancelled(case: &Value) -> (String, Value) {
    let path = format!("/api/cases/{}/cancel", case["id"].as_str().unwrap());
    (path, json!({ "version": case["version"], "reason": "登记重了" }))
}

on_both!(only_a_month_that_is_over_is_closed_once_by_who_may, async |place: &Place| {
    let town = area(place, TOWN);
    let (status, problem) = close(&place.sign_in("clerk").await, &town, "2026-10").await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("month.not_over")));
    place.at(NOVEMBER);
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let (status, problem) = close(&clerk, &town, "2026-Q3").await;
    assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("month")));
    assert_eq!(close(&community, &town, "2026-10").await.0, StatusCode::FORBIDDEN);
    let (status, closing) = close(&clerk, &town, "2026-10").await;
    assert_eq!(status, StatusCode::OK, "{closing}");
    assert_eq!(
        (&closing["first_day"], &closing["last_day"], &closing["closed_by"]),
        (&json!("2026-10-01"), &json!("2026-10-31"), &json!("周敏"))
    );
    for code in [TOWN, "990101001001"] {
        let (status, problem) = close(&clerk, &area(place, code), "2026-10").await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("month.already")));
    }
    let (_, months) = community.get(&format!("/api/months?area={}", area(place, "990101001001"))).await;
    assert_eq!(months["may_close"], false);
    assert_eq!(
        (&months["months"][0]["month"], &months["months"][0]["over"]),
        (&json!("2026-11"), &json!(false))
    );
    let october = &months["months"][1];
    assert_eq!((&october["closing"]["id"], &october["may_reopen"]), (&closing["id"], &json!(false)));

    let reopen = format!("/api/months/{}/reopen", closing["id"].as_str().unwrap());
    let (status, problem) = clerk.post(&reopen, json!({ "reason": " " })).await;
    assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("reason")));
    let because = json!({ "reason": "漏了一批台账" });
    assert_eq!(community.post(&reopen, because.clone()).await.0, StatusCode::FORBIDDEN);
    let (status, reopened) = clerk.post(&reopen, because.clone()).await;
    assert_eq!((status, &reopened["reopened_by"]), (StatusCode::OK, &json!("周敏")), "{reopened}");
    assert_eq!(clerk.post(&reopen, because).await.1["code"], "month.open");
    let (_, months) = clerk.get("/api/months").await;
    let october = &months["months"][1];
    assert_eq!(
        (&october["closing"], &october["reopened"][0]["reason"]),
        (&Value::Null, &json!("漏了一批台账"))
    );
    assert_eq!(close(&clerk, &town, "2026-10").await.0, StatusCode::OK);
});

on_both!(what_is_dated_into_a_closed_month_needs_a_right_and_a_reason, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (one, _) = (reported(place, &clerk).await, reported(place, &clerk).await);
    start::seal(&place.app).await.unwrap();
    place.at(NOVEMBER);
    let (clerk, leader) = (place.sign_in("clerk").await, place.sign_in("leader").await);
    let (_, paper) = clerk.post("/api/reports/summaries", json!({ "period": "2026-10" })).await;
    let (_, closing) = close(&leader, &area(place, TOWN), "2026-10").await;
    let seal = closing["as_of"].as_i64().unwrap();
    assert!(seal > 0 && journal::unsealed(&place.app.db.read().await.unwrap()).await.unwrap() == 0);

    // what is dated today goes on as ever
    reported(place, &clerk).await;
    let (path, body) = cancelled(&one);
    let key = place.id();
    let (status, problem) = clerk.post_as(&path, body.clone(), key).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("month.closed")), "{problem}");
    let told = &problem["params"];
    assert_eq!(
        (&told["month"], &told["closed_by"], &told["permitted"]),
        (&json!("2026-10"), &json!("梁建国"), &json!(true))
    );
    assert_eq!(value(&clerk, "case.registered", "").await, "2", "a refused verb leaves nothing");
    let (status, done) = late(&clerk, &path, &body, key, "十月登记重了，补作废 100%").await;
    assert_eq!((status, &done["state"]), (StatusCode::OK, &json!("cancelled")), "{done}");
    assert_eq!(
        late(&clerk, &path, &body, key, "十月登记重了，补作废 100%").await.1,
        done,
        "sent again, done once"
    );
    let (status, problem) = late(&clerk, &path, &body, key, "另一个原因").await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("request.reused")));

    // before and now, on the figure, on the closing's list and beside the paper
    assert_eq!(value(&clerk, "case.registered", "").await, "1");
    let (_, then) = clerk.get(&format!("/api/figures/case.registered?period=2026-10&as_of={seal}")).await;
    assert_eq!(
        (&then["value"], &then["now"]["value"], &then["as_of"]["seq"]),
        (&json!("2"), &json!("1"), &json!(seal))
    );
    let (_, changes) = clerk.get(&format!("/api/months/{}", closing["id"].as_str().unwrap())).await;
    let moved =
        changes["figures"].as_array().unwrap().iter().find(|f| f["metric"]["code"] == "case.registered");
    assert_eq!((&moved.unwrap()["before"], &moved.unwrap()["after"]), (&json!("2"), &json!("1")));
    let record =
        changes["records"].as_array().unwrap().iter().find(|r| r["metric"]["code"] == "case.registered");
    let record = record.unwrap();
    assert_eq!((&record["before"], &record["after"]), (&json!("1"), &json!("0")));
    assert_eq!(record["record"]["id"], one["id"]);
    let entry = &changes["entries"][0];
    assert_eq!(
        (&entry["way"], &entry["reason"], &entry["by"]),
        (&json!("hand"), &json!("十月登记重了，补作废 100%"), &json!("周敏"))
    );
    let paper_path = format!("/api/reports/summaries/{}", paper["id"].as_str().unwrap());
    let (status, beside) = clerk.get(&format!("{paper_path}/changes")).await;
    assert_eq!(status, StatusCode::OK, "{beside}");
    let moved = beside.as_array().unwrap().iter().find(|c| c["metric"]["code"] == "case.registered").unwrap();
    assert_eq!((&moved["was"], &moved["now"]), (&json!("2"), &json!("1")));
    assert_eq!(moved["late"][0]["reason"], "十月登记重了，补作废 100%");
    assert_eq!(clerk.get(&paper_path).await.1["blocks"], paper["blocks"], "the paper says what it said");
    place.verify().await.unwrap();
});

on_both!(the_clock_is_never_refused, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = reported(place, &clerk).await;
    let dispatch = format!("/api/cases/{}/dispatch", case["id"].as_str().unwrap());
    assert_eq!(clerk.post(&dispatch, json!({ "version": case["version"] })).await.0, StatusCode::OK);
    place.at(NOVEMBER);
    let clerk = place.sign_in("clerk").await;
    let (_, closing) = close(&clerk, &area(place, TOWN), "2026-10").await;
    start::run_clock(&place.app).await.unwrap();
    let (_, changes) = clerk.get(&format!("/api/months/{}", closing["id"].as_str().unwrap())).await;
    let entries = changes["entries"].as_array().unwrap();
    assert!(entries.iter().any(|entry| entry["metric"]["code"] == "case.overdue"), "{changes}");
    for entry in entries {
        assert_eq!(
            (&entry["way"], &entry["by"], &entry["reason"]),
            (&json!("clock"), &Value::Null, &Value::Null)
        );
    }
    place.verify().await.unwrap();
});

/// A year's coarse figure of the town, as an old paper gives it.
async fn opening(place: &Place, quantity: i64) {
    let source = Source { kind: journal::OPENING.into(), id: place.id(), version: 1 };
    let posting = Posting {
        id: place.id(),
        metric: "case.registered".into(),
        area: place.town.area(TOWN).unwrap(),
        org: place.town.organisation("CJB").unwrap(),
        day: "2026-01-01".parse().unwrap(),
        until: Some("2026-10-31".parse().unwrap()),
        quantity: Some(quantity),
        qualifier: Qualifier::AtLeast,
        dims: Dims::new(),
        subject: None,
        source,
        recorded_at: Moment::from_millis(1),
    };
    let metrics = place.app.metrics.clone();
    let posted = place.app.db.write(async move |tx: &crate::platform::db::Tx| {
        journal::post(tx, &metrics, std::slice::from_ref(&posting)).await.map(|_| ())
    });
    posted.await.unwrap_or_else(|_| panic!("the opening figure is posted"));
}

on_both!(the_office_chooses_between_an_opening_figure_and_records, async |place: &Place| {
    let (clerk, leader) = (place.sign_in("clerk").await, place.sign_in("leader").await);
    reported(place, &clerk).await;
    opening(place, 300).await;
    let year = "/api/figures/case.registered?period=2026";
    assert_eq!(clerk.get(year).await.1["value"], "1", "records count unless the office says otherwise");
    let path = "/api/figures/case.registered/openings?period=";
    let (_, october) = clerk.get(&format!("{path}2026-10")).await;
    assert_eq!((&october[0]["whole"], &october[0]["value"]), (&json!(false), &json!("300")));
    let (_, found) = clerk.get(&format!("{path}2026")).await;
    let told = &found[0];
    assert_eq!(
        (&told["counts"], &told["whole"], &told["records"]["value"], &told["may_choose"]),
        (&json!("records"), &json!(true), &json!("1"), &json!(true)),
        "{found}"
    );
    assert_eq!(leader.get(&format!("{path}2026")).await.1[0]["may_choose"], false);
    start::seal(&place.app).await.unwrap();
    let seal = journal::head(&place.app.db.read().await.unwrap()).await.unwrap().unwrap().head.seq;
    let choose = |id: &Value| format!("/api/figures/openings/{}/choose", id.as_str().unwrap());
    let wish = json!({ "counts": "opening" });
    assert_eq!(leader.post(&choose(&told["id"]), wish.clone()).await.0, StatusCode::FORBIDDEN);
    assert_eq!(clerk.post(&choose(&told["id"]), wish.clone()).await.0, StatusCode::OK);
    for sealed in [false, true] {
        let (_, figure) = clerk.get(year).await;
        assert_eq!((&figure["value"], &figure["qualifier"]), (&json!("300"), &json!("at_least")), "{sealed}");
        assert_eq!(clerk.get(&format!("{year}&as_of={seal}")).await.1["value"], "1", "what held then");
        let october = "/api/figures/case.registered?period=2026-10";
        assert_eq!(clerk.get(october).await.1["value"], "1", "its span is not in October");
        start::seal(&place.app).await.unwrap();
    }
    let (_, found) = clerk.get(&format!("{path}2026")).await;
    assert_eq!((found.as_array().unwrap().len(), &found[0]["counts"]), (1, &json!("opening")));
    assert_eq!(clerk.post(&choose(&told["id"]), wish).await.0, StatusCode::NOT_FOUND, "it was replaced");
    assert_eq!(clerk.post(&choose(&found[0]["id"]), json!({ "counts": "records" })).await.0, StatusCode::OK);
    assert_eq!(clerk.get(year).await.1["value"], "1");
});

on_both!(a_command_takes_old_figures_into_a_closed_month_with_a_reason_only, async |place: &Place| {
    place.at(NOVEMBER);
    let clerk = place.sign_in("clerk").await;
    let (_, closing) = close(&clerk, &area(place, TOWN), "2026-10").await;
    let file = place.folder.path().join("october.jsonl");
    std::fs::write(&file, r#"{"object":"横幅","text":"12","unit":"条","kind":"flow"}"#).unwrap();
    let import = async |late_reason: Option<&str>| {
        let what = exchange::Import::Figures {
            file: file.clone(),
            area: Some(TOWN.into()),
            period: Some("2026-10".into()),
            conditions: Vec::new(),
            late_reason: late_reason.map(Into::into),
            dry: exchange::Dry::default(),
        };
        exchange::import(&place.app, what, false).await
    };
    let refused = import(None).await.unwrap_err().to_string();
    assert!(refused.contains("2026-10") && refused.contains("--late-reason"), "{refused}");
    assert_eq!(value(&clerk, "publicity.banners", "").await, "0");
    let taken = import(Some("月底的台账十一月才交来")).await.unwrap();
    assert!(taken.contains("1 figures stated"), "{taken}");
    assert_eq!(value(&clerk, "publicity.banners", "").await, "12");
    let (_, shown) = clerk.get(&format!("/api/months/{}", closing["id"].as_str().unwrap())).await;
    let entry = &shown["entries"][0];
    assert_eq!(
        (&entry["reason"], &entry["way"]),
        (&json!("月底的台账十一月才交来"), &json!("hand")),
        "{shown}"
    );
});

on_both!(a_month_that_begins_on_another_day_is_closed_for_what_is_open, async |place: &Place| {
    place.at(NOVEMBER);
    let (clerk, town) = (place.sign_in("clerk").await, area(place, TOWN));
    let (_, october) = close(&clerk, &town, "2026-10").await;
    let settled = json!({ "first_day": 26, "reason": "与区里报表一致" });
    assert_eq!(clerk.post("/api/settings", settled).await.0, StatusCode::OK);
    let months = async || clerk.get("/api/months").await.1["months"].clone();
    let days = |month: &Value| (month["first_day"].clone(), month["last_day"].clone());
    let left = months().await[1].clone();
    assert_eq!(
        (&left["month"], days(&left), &left["closing"], &left["over"]),
        (&json!("2026-10"), (json!("2026-09-26"), json!("2026-09-30")), &Value::Null, &json!(true)),
        "the first of October to its twenty-fifth are closed"
    );
    let (status, rest) = close(&clerk, &town, "2026-10").await;
    assert_eq!((status, days(&rest)), (StatusCode::OK, days(&left)), "{rest}");
    assert_eq!(close(&clerk, &town, "2026-10").await.1["code"], "month.already");
    let whole = months().await[1].clone();
    assert_eq!(days(&whole), (json!("2026-09-26"), json!("2026-10-25")));
    assert_eq!(whole["closing"]["id"], october["id"], "which holds for most of it");
    let running = months().await[0].clone();
    assert_eq!(
        days(&running),
        (json!("2026-11-01"), json!("2026-11-25")),
        "October's end is closed: {running}"
    );
    assert_eq!(close(&clerk, &town, "2026-11").await.1["code"], "month.not_over");
    // opened again it is that closing's own days
    let reopen = format!("/api/months/{}/reopen", rest["id"].as_str().unwrap());
    assert_eq!(clerk.post(&reopen, json!({ "reason": "补录" })).await.0, StatusCode::OK);
    let shown = months().await;
    let again =
        shown.as_array().unwrap().iter().find(|month| !month["reopened"].as_array().unwrap().is_empty());
    assert_eq!(days(&again.unwrap()["reopened"][0]), days(&left));
});
