//! Sheets: each shows what the list shows its reader, and nothing else.

use super::{close, done, report};
use crate::{on_both, testing::Place};
use axum::http::StatusCode;
use serde_json::{Value, json};

const CATEGORY: &str = "sanitation.exposed_rubbish";
const EAST: &str = "990101001001";

async fn text(who: &crate::testing::Client<'_>, path: &str) -> String {
    let (status, bytes) = who.file(path).await;
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    text
}

on_both!(a_sheet_prints_the_cases_of_the_list, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let fixed = report(place, &clerk, CATEGORY, EAST, "东门垃圾桶满溢").await;
    let fixed = close(place, &fixed).await;
    let open = report(place, &clerk, CATEGORY, EAST, "西侧垃圾外溢，电话13800000000").await;

    let slip = text(&clerk, "/api/reports/sheets/slip?format=html").await;
    assert!(
        slip.contains("西侧垃圾外溢") && !slip.contains("东门"),
        "the list shows open cases unless asked: {slip}"
    );
    let all = text(&clerk, "/api/reports/sheets/before_after?format=html&view=all").await;
    assert!(all.contains("整改后") && all.contains("没有整改后照片"), "{all}");
    assert_eq!(all.matches("/api/files/").count(), 3, "two photos of the one, one of the other");
    let picked = format!("/api/reports/sheets/before_after?ids={}", fixed["id"].as_str().unwrap());
    let (status, docx) = clerk.file(&picked).await;
    assert_eq!(status, StatusCode::OK);
    let words = documents::docx::text(&docx).unwrap();
    assert!(words.contains("东门垃圾桶满溢") && !words.contains("西侧"), "{words}");

    let slips = text(&clerk, "/api/reports/sheets/slip?format=html&view=all").await;
    assert_eq!(slips.matches("交办单位").count(), 2, "every slip says who hands it out");

    let lines = text(&clerk, "/api/reports/sheets/slip?format=text&view=all").await;
    assert!(lines.starts_with("1. ") && lines.contains("\n2. "), "{lines}");
    assert!(
        !lines.contains("13800000000") && !lines.contains("http"),
        "no personal data, no address: {lines}"
    );
    assert!(lines.contains(open["number"].as_str().unwrap()));

    let day = text(&clerk, "/api/reports/sheets/bulletin?format=text").await;
    assert!(day.contains("当日发现问题2件，结案1件。"), "{day}");
    assert!(day.contains("东关社区") && !day.contains("逾期未结\n"), "{day}");
    let quiet = text(&clerk, "/api/reports/sheets/bulletin?format=text&day=2026-10-01").await;
    assert!(quiet.contains("没有新发现"), "{quiet}");
});

on_both!(a_late_case_stands_in_the_bulletin, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk, CATEGORY, EAST, "东门垃圾桶满溢").await;
    done(&clerk, &case, "dispatch", json!({})).await;
    place.at("2026-10-31T10:00:00+08:00");
    crate::start::run_clock(&place.app).await.unwrap();
    let clerk = place.sign_in("clerk").await;
    let day = text(&clerk, "/api/reports/sheets/bulletin?format=text").await;
    assert!(day.contains("当日逾期未结1件。") && day.contains(case["number"].as_str().unwrap()), "{day}");
});

on_both!(nobody_prints_what_they_may_not_read, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk, CATEGORY, EAST, "东门垃圾桶满溢").await;
    let west = place.sign_in("west").await;
    let path = format!("/api/reports/sheets/slip?ids={}", case["id"].as_str().unwrap());
    let (status, problem) = west.get(&path).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("sheet.empty")));
    let (status, problem) = place.sign_in("nobody").await.get(&path).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("permission.denied")));
    for (query, code, field) in [
        ("slip?format=pdf", "query.unknown", json!("format")),
        ("bulletin?day=30.10.2026", "query.day", json!("day")),
        ("slip?ids=one", "query.ids", json!("ids")),
    ] {
        let (status, problem) = clerk.get(&format!("/api/reports/sheets/{query}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert_eq!((&problem["code"], &problem["field"]), (&json!(code), &field));
    }
    let (status, problem) = clerk.get("/api/reports/sheets/poster").await;
    assert_eq!((status, problem["field"].clone()), (StatusCode::NOT_FOUND, Value::Null));
});
