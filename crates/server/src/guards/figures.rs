//! Opening any figure shows nobody a record that they may not read.

use crate::{demo::cast::CAST, on_both, start, testing::Place};
use axum::http::StatusCode;
use serde_json::{Value, json};

on_both!(an_opened_figure_shows_only_readable_records, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    for code in ["990101001001", "990101001002", "990101001003"] {
        let photo = clerk.photo().await;
        let area = place.town.area(code).unwrap();
        let body = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
            "source": "patrol", "photos": [photo] });
        let (status, case) = clerk.post("/api/cases", body).await;
        assert_eq!(status, StatusCode::OK, "{case}");
    }
    for code in ["990101001001", "990101001002"] {
        let area = place.town.area(code).unwrap();
        let site = json!({ "type": "road_segment", "name": "一段路", "area": area });
        let (_, site) = clerk.post("/api/sites", site).await;
        let (_, lists) = clerk.get("/api/checklists?site_type=road_segment").await;
        let (_, list) = clerk.get(&format!("/api/checklists/{}", lists[0]["id"].as_str().unwrap())).await;
        let items = list["form"]["items"].as_array().unwrap().iter();
        let asked = items.filter(|item| item["kind"] == "pass_fail");
        let answers: serde_json::Map<_, _> =
            asked.map(|item| (item["key"].as_str().unwrap().to_owned(), json!("pass"))).collect();
        let body = json!({ "site": site["id"], "form": list["id"], "answers": answers });
        let (status, visit) = clerk.post("/api/visits", body).await;
        assert_eq!(status, StatusCode::OK, "{visit}");
    }
    for code in ["990101001001", "990101001002"] {
        let (area, org) = (place.town.area(code).unwrap(), place.town.organisation(code).unwrap());
        let body = json!({ "kind": "leader_inspection", "org": org, "area": area });
        let (status, set) = clerk.post("/api/obligations", body).await;
        assert_eq!(status, StatusCode::OK, "{set}");
    }
    place.at("2026-10-31T19:00:00+08:00");
    assert_eq!(start::run_clock(&place.app).await.unwrap(), 2, "two rounds were missed");
    let (_, metrics) = place.sign_in("clerk").await.get("/api/metrics").await;
    let mut shown = 0;
    for member in CAST {
        let reader = place.sign_in(member.login).await;
        for metric in metrics.as_array().unwrap() {
            let path = format!("/api/figures/{}/postings?period=2026-10", metric["code"].as_str().unwrap());
            let (status, page) = reader.get(&path).await;
            if status != StatusCode::OK {
                assert_eq!(status, StatusCode::FORBIDDEN, "{}: {page}", member.login);
                continue;
            }
            let empty = Vec::new();
            for source in page["items"].as_array().unwrap_or(&empty).iter().map(|item| &item["source"]) {
                if *source != Value::Null {
                    let page = match source["kind"].as_str() {
                        Some("visit") => "visits",
                        Some("slot") => "slots",
                        _ => "cases",
                    };
                    let (status, _) =
                        reader.get(&format!("/api/{page}/{}", source["id"].as_str().unwrap())).await;
                    assert_eq!(
                        status,
                        StatusCode::OK,
                        "{} is shown a record that {} may not read",
                        metric["code"],
                        member.login
                    );
                    shown += 1;
                }
            }
        }
    }
    assert!(shown > 20, "somebody was shown something");
});
