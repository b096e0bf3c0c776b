//! A town in which every kind of record has posted and every kind of party has a part: cases through the whole loop
//! with cooperating units, another verifier, returned, sent back, overdue, supervised and reopened; visits; rounds missed.

use crate::{
    start,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use serde_json::{Value, json};

const EAST: &str = "990101001001";
const WEST: &str = "990101001002";
const RIVER: &str = "990101001003";
/// More postings of one metric than a page holds.
const MANY: usize = 52;

/// Makes it, and answers a seal in the middle of it.
pub async fn make(place: &Place) -> Value {
    cases(place).await;
    start::seal(&place.app).await.unwrap();
    let seal = place.sign_in("clerk").await.get("/api/figures/case.open").await.1["seal"]["seq"].clone();
    let clerk = place.sign_in("clerk").await;
    for _ in 0..MANY {
        reported(place, &clerk, WEST).await;
    }
    for area in [EAST, WEST] {
        visited(place, &clerk, area).await;
        let (id, org) = (place.town.area(area).unwrap(), place.town.organisation(area).unwrap());
        made(&clerk, "/api/obligations", json!({ "kind": "leader_inspection", "org": org, "area": id }))
            .await;
    }
    // past the deadline, and past the second level of supervision
    for moment in ["2026-10-30T15:31:00+08:00", "2026-10-31T19:00:00+08:00", "2026-11-02T18:01:00+08:00"] {
        place.at(moment);
        while start::run_clock(&place.app).await.unwrap() > 0 {}
    }
    start::seal(&place.app).await.unwrap();
    seal
}

async fn cases(place: &Place) {
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let west = place.sign_in("west").await;
    let (sanitation, department) = (place.sign_in("sanitation").await, place.sign_in("department").await);
    let verifier = place.sign_in("verifier").await;
    let org = |code: &str| place.town.organisation(code).unwrap();

    // a second unit does its part; a third, named by the office, verifies; reopened afterwards
    let case = reported(place, &clerk, EAST).await;
    let case = done(&clerk, &case, "dispatch", json!({ "cooperating": [org("ZFD")] })).await;
    let case = done(&department, &case, "part_done", json!({ "photos": [department.photo().await] })).await;
    let case = done(&community, &case, "accept", json!({})).await;
    let case = done(&community, &case, "rectify", json!({ "photos": [community.photo().await] })).await;
    let case = done(&clerk, &case, "assign_verifier", json!({ "org": org("HWS") })).await;
    let case = done(&sanitation, &case, "verify", json!({})).await;
    assert_eq!(case["state"], "closed");
    done(&clerk, &case, "reopen", json!({ "reason": "又满了" })).await;

    // not ours, another unit's; sent back once; extended
    let case = reported(place, &clerk, RIVER).await;
    let case = done(&clerk, &case, "dispatch", json!({ "org": org("HWS") })).await;
    let case = done(&sanitation, &case, "return", json!({ "reason": "不归我管" })).await;
    let case = done(&clerk, &case, "dispatch", json!({ "org": org("ZFD") })).await;
    let case = done(&department, &case, "accept", json!({})).await;
    let asked = json!({ "limit": "2 work_day", "reason": "要等材料" });
    let case = done(&department, &case, "ask_extension", asked).await;
    let case = done(&clerk, &case, "grant_extension", json!({})).await;
    let case = done(&department, &case, "rectify", json!({ "photos": [department.photo().await] })).await;
    done(&verifier, &case, "send_back", json!({ "reason": "没有清干净" })).await;

    // shelved; refused at the door; left to the clock, with the unit and before any unit
    let case = reported(place, &clerk, WEST).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&west, &case, "accept", json!({})).await;
    done(&clerk, &case, "shelve", json!({ "reason": "路段施工" })).await;
    let case = reported(place, &place.sign_in("leader").await, EAST).await;
    done(&clerk, &case, "reject", json!({ "reason": "不是问题" })).await;
    let case = reported(place, &clerk, WEST).await;
    done(&clerk, &case, "dispatch", json!({})).await;
    reported(place, &community, EAST).await;
}

async fn made(who: &Client<'_>, path: &str, body: Value) -> Value {
    let (status, made) = who.post(path, body).await;
    assert_eq!(status, StatusCode::OK, "{path}: {made}");
    made
}

async fn reported(place: &Place, who: &Client<'_>, area: &str) -> Value {
    let body = json!({ "title": "一件", "category": "sanitation.exposed_rubbish", "area": place.town.area(area).unwrap(),
        "place": "x", "source": "patrol", "photos": [who.photo().await] });
    made(who, "/api/cases", body).await
}

async fn done(who: &Client<'_>, case: &Value, verb: &str, mut body: Value) -> Value {
    body["version"] = case["version"].clone();
    made(who, &format!("/api/cases/{}/{verb}", case["id"].as_str().unwrap()), body).await
}

async fn visited(place: &Place, who: &Client<'_>, area: &str) {
    let area = place.town.area(area).unwrap();
    let site =
        made(who, "/api/sites", json!({ "type": "road_segment", "name": "一段路", "area": area })).await;
    let (_, lists) = who.get("/api/checklists?site_type=road_segment").await;
    let (_, list) = who.get(&format!("/api/checklists/{}", lists[0]["id"].as_str().unwrap())).await;
    let asked = list["form"]["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "pass_fail");
    let answers: serde_json::Map<_, _> =
        asked.map(|item| (item["key"].as_str().unwrap().to_owned(), json!("pass"))).collect();
    made(who, "/api/visits", json!({ "site": site["id"], "form": list["id"], "answers": answers })).await;
}
