//! Visits through HTTP, from the checklist to the case and the figures, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

mod corrections;
mod late;

use super::catalogue::sync_checklists;
use crate::{
    catalogue, on_both,
    platform::{chance::Ids, db::Tx},
    start,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use serde_json::{Value, json};

const EAST: &str = "990101001001";

/// A market with a plate, and the checklist that its type opens first.
async fn market(place: &Place) -> (Value, Value) {
    market_of(place, None).await
}

/// The same, owned by an organisation; without one by its community.
async fn market_of(place: &Place, owner: Option<Uuid>) -> (Value, Value) {
    let clerk = place.sign_in("clerk").await;
    let body = json!({ "type": "market", "name": "东关菜市场", "area": place.town.area(EAST).unwrap(),
        "position": { "lon": 116.0, "lat": 33.0 }, "org": owner });
    let (status, site) = clerk.post("/api/sites", body).await;
    assert_eq!(status, StatusCode::OK, "{site}");
    let (_, lists) = clerk.get("/api/checklists?site_type=market").await;
    let list =
        lists.as_array().unwrap().iter().find(|list| list["code"] == site["checklist"]).unwrap().clone();
    (site, list)
}

/// Everything passes but the stalls (with a photo) and two stalls outside (with another).
async fn filled(who: &Client<'_>, site: &Value, list: &Value) -> Value {
    let (status, shown) = who.get(&format!("/api/checklists/{}", list["id"].as_str().unwrap())).await;
    assert_eq!(status, StatusCode::OK, "{shown}");
    let mut answers = json!({ "day_kind": "plain_day" });
    for item in shown["form"]["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "pass_fail") {
        answers[item["key"].as_str().unwrap()] = json!("pass");
    }
    answers["stalls"] = json!("fail");
    answers["poultry"] = json!("na");
    answers["stalls_outside"] = json!(2);
    json!({ "site": site["id"], "form": list["id"], "answers": answers,
        "photos": { "stalls": [who.photo().await], "stalls_outside": [who.photo().await] },
        "position": { "lon": 116.001, "lat": 33.0 }, "started_at": "2026-10-30T00:50:00Z" })
}

async fn value(who: &Client<'_>, metric: &str) -> Value {
    let (status, figure) = who.get(&format!("/api/figures/{metric}?period=2026-10")).await;
    assert_eq!(status, StatusCode::OK, "{figure}");
    figure["value"].clone()
}

on_both!(a_visit_finds_and_a_finding_becomes_one_case, async |place: &Place| {
    let (site, list) = market(place).await;
    let inspector = place.sign_in("inspector").await;
    let (status, visit) = inspector.post("/api/visits", filled(&inspector, &site, &list).await).await;
    assert_eq!(status, StatusCode::OK, "{visit}");
    let found: Vec<_> =
        visit["findings"].as_array().unwrap().iter().map(|f| f["item"].as_str().unwrap()).collect();
    assert_eq!(found, ["stalls", "stalls_outside"]);
    let finding = &visit["findings"][0];
    assert_eq!((&finding["category"], &finding["case"]), (&json!("markets.stalls_untidy"), &Value::Null));
    assert_eq!(visit["failed"], 2);
    let metres = visit["distance_m"].as_f64().unwrap();
    assert!((90.0..97.0).contains(&metres), "{metres}");

    let reference = json!({ "visit": visit["id"], "item": "stalls" });
    let report = json!({ "title": "摊位摆放不整齐", "category": finding["category"], "area": site["area"]["id"],
        "place": "东关菜市场", "source": "patrol", "photos": finding["photos"], "finding": reference });
    let (status, case) = inspector.post("/api/cases", report.clone()).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    assert_eq!(case["photos"][0]["id"], finding["photos"][0], "the visit's photo is the case's");
    assert_eq!(case["site"], json!({ "id": site["id"], "name": "东关菜市场" }), "and its site");
    let seen = json!({ "visit": visit["id"], "site": visit["site"], "item": finding["item"],
        "label": finding["label"], "label_en": finding["label_en"], "readable": true });
    assert_eq!(case["finding"], seen);
    let (_, again) = inspector.get(&format!("/api/visits/{}", visit["id"].as_str().unwrap())).await;
    assert_eq!((&again["findings"][0]["case"], &again["findings"][1]["case"]), (&case["id"], &Value::Null));
    let (status, problem) = inspector.post("/api/cases", report).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("finding.reported")));
    assert_eq!(problem["params"]["case"], case["id"]);
    let mut other = json!({ "title": "x", "category": "markets.outside", "area": site["area"]["id"], "place": "x",
        "source": "patrol", "photos": finding["photos"] });
    let (status, _) = inspector.post("/api/cases", other.clone()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a photo of a visit hangs on no other case");
    other["finding"] = json!({ "visit": visit["id"], "item": "water" });
    let (status, problem) = inspector.post("/api/cases", other).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("finding.none")));

    let clerk = place.sign_in("clerk").await;
    let checked = visit["checked"].as_i64().unwrap();
    assert_eq!(value(&clerk, "inspection.visits").await, "1");
    assert_eq!(value(&clerk, "inspection.items_failed").await, "2");
    assert_eq!(value(&clerk, "inspection.items_checked").await, checked.to_string());
    let (_, page) = clerk.get("/api/figures/inspection.visits/postings?period=2026-10").await;
    assert_eq!(page["items"][0]["source"]["id"], visit["id"], "the figure opens");
    let (_, split) = clerk.get("/api/figures/inspection.visits/split?period=2026-10&by=site_type").await;
    assert_eq!(split["rows"][0]["name"], "集贸市场");
    place.verify().await.unwrap();
    let id = visit["id"].as_str().unwrap();
    for change in [
        "delete from finding where item = 'stalls_outside'",
        "update visit set failed = 1",
        "update visit set score_got = score_got + 1",
        "update visit set answers = replace(answers, '\"fail\"', '\"pass\"')",
        "delete from visit_photo",
    ] {
        let said = place.spoilt(change).await;
        assert!(said.contains(id), "{change}: {said}");
    }
});

on_both!(what_is_wrong_with_a_visit_is_told_by_item, async |place: &Place| {
    let (site, list) = market(place).await;
    let inspector = place.sign_in("inspector").await;
    let good = filled(&inspector, &site, &list).await;
    let mut bad = good.clone();
    bad["photos"] = json!({ "stalls": good["photos"]["stalls"] });
    bad["answers"]["fire_gear"] = Value::Null;
    bad["answers"]["moon"] = json!("pass");
    let (status, problem) = inspector.post("/api/visits", bad).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("visit.refused")));
    let told: Vec<_> = problem["params"]["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (r["key"].as_str().unwrap(), r["rule"].as_str().unwrap()))
        .collect();
    let expected = [
        ("moon", "answer.unknown_key"),
        ("stalls_outside", "photo.required"),
        ("fire_gear", "answer.required"),
    ];
    assert_eq!(told, expected);
    for (field, value, code) in [
        ("site", json!(Uuid::nil()), "site.none"),
        ("form", json!(Uuid::nil()), "form.none"),
        ("photos", json!({ "stalls": [Uuid::nil()], "stalls_outside": [Uuid::nil()] }), "file.none"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let (status, problem) = inspector.post("/api/visits", body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{field}");
    }
    let (_, lists) = inspector.get("/api/checklists?site_type=school").await;
    let mut body = good.clone();
    body["form"] = lists[0]["id"].clone();
    let (_, problem) = inspector.post("/api/visits", body).await;
    assert_eq!(problem["code"], "form.not_for_site");
    assert_eq!(value(&inspector, "inspection.visits").await, "0", "nothing is half saved");

    let verifier = place.sign_in("verifier").await;
    let mut foreign = filled(&verifier, &site, &list).await;
    foreign["started_at"] = Value::Null;
    let (status, _) = verifier.post("/api/visits", foreign).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "a verifier reads visits and makes none");
});

on_both!(visits_are_listed_for_whoever_may_read_them, async |place: &Place| {
    let (site, list) = market(place).await;
    let inspector = place.sign_in("inspector").await;
    for _ in 0..3 {
        let (status, visit) = inspector.post("/api/visits", filled(&inspector, &site, &list).await).await;
        assert_eq!(status, StatusCode::OK, "{visit}");
    }
    let (_, page) = inspector.get("/api/visits?limit=2&from=2026-10-30&to=2026-10-30").await;
    let (_, rest) =
        inspector.get(&format!("/api/visits?limit=2&after={}", page["next"].as_str().unwrap())).await;
    assert_eq!((page["items"].as_array().unwrap().len(), rest["items"].as_array().unwrap().len()), (2, 1));
    assert_eq!(rest["next"], Value::Null);
    let west = place.sign_in("west").await;
    assert_eq!(west.get("/api/visits").await.1["items"], json!([]));
    let visit = page["items"][0]["id"].as_str().unwrap();
    let (status, problem) = west.get(&format!("/api/visits/{visit}")).await;
    assert_eq!((status, &problem["params"]["area"]), (StatusCode::FORBIDDEN, &json!("东关社区")));
    let community = place.sign_in("community").await;
    let (status, shown) = community.get(&format!("/api/visits/{visit}")).await;
    assert_eq!(status, StatusCode::OK, "the owner of the site reads it");
    let photo = shown["photos"]["stalls"][0].as_str().unwrap();
    assert_eq!(community.page_status(&format!("/api/files/{photo}?size=thumb")).await, StatusCode::OK);
    assert_eq!(west.page_status(&format!("/api/files/{photo}?size=thumb")).await, StatusCode::NOT_FOUND);
});

on_both!(a_changed_checklist_is_a_new_version, async |place: &Place| {
    let (site, list) = market(place).await;
    let inspector = place.sign_in("inspector").await;
    let changed: Vec<String> =
        catalogue::CHECKLISTS.iter().map(|text| text.replace("摊位摆放整齐", "摊位整齐")).collect();
    let (ids, now) = (Ids::new([9; 32], place.app.clock.now()), place.app.clock.now());
    place
        .app
        .db
        .write_long(async move |tx: &Tx| {
            let texts: Vec<&str> = changed.iter().map(String::as_str).collect();
            sync_checklists(tx, &texts, &ids, now).await
        })
        .await
        .unwrap();
    let (_, lists) = inspector.get("/api/checklists?site_type=market").await;
    let new = lists.as_array().unwrap().iter().find(|new| new["code"] == list["code"]).unwrap();
    assert_eq!((&new["version"], new["id"] == list["id"]), (&json!(2), false));
    let (status, visit) = inspector.post("/api/visits", filled(&inspector, &site, &list).await).await;
    assert_eq!(
        (status, &visit["older"]),
        (StatusCode::OK, &json!(true)),
        "taken for thirty days, and marked"
    );
    assert_eq!(visit["findings"][0]["label"], "摊位摆放整齐", "read by the version it was made with");
    place.at("2026-11-30T09:00:00+08:00");
    let inspector = place.sign_in("inspector").await;
    let (status, problem) = inspector.post("/api/visits", filled(&inspector, &site, &list).await).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("form.expired")));
});

on_both!(who_stood_far_away_says_why, async |place: &Place| {
    let (site, list) = market(place).await;
    let inspector = place.sign_in("inspector").await;
    let mut far = filled(&inspector, &site, &list).await;
    far["position"] = json!({ "lon": 116.003, "lat": 33.0 });
    let (status, problem) = inspector.post("/api/visits", far.clone()).await;
    let missing = json!("visit.far_reason_missing");
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &missing), "{problem}");
    assert_eq!((&problem["field"], &problem["params"]["most"]), (&json!("far_reason"), &json!(100.0)));
    far["far_reason"] = json!("长".repeat(301));
    let (_, problem) = inspector.post("/api/visits", far.clone()).await;
    assert_eq!((&problem["code"], &problem["field"]), (&json!("field.too_long"), &json!("far_reason")));
    far["far_reason"] = json!(" 工地围挡 ");
    let (status, visit) = inspector.post("/api/visits", far).await;
    assert_eq!((status, &visit["far_reason"]), (StatusCode::OK, &json!("工地围挡")), "{visit}");
    assert!(!visit["answers"].to_string().contains("工地围挡"), "no answer of the checklist");
});

on_both!(a_clock_that_cannot_be_counts_on_the_day_of_receipt, async |place: &Place| {
    let (site, list) = market(place).await;
    let inspector = place.sign_in("inspector").await;
    let sent = async |started: &str| {
        let mut body = filled(&inspector, &site, &list).await;
        body["started_at"] = json!(started);
        let (status, visit) = inspector.post("/api/visits", body).await;
        assert_eq!(status, StatusCode::OK, "{visit}");
        visit
    };
    let old = sent("2019-01-01T00:00:00Z").await;
    assert_eq!((&old["started_at"], &old["clock_doubted"]), (&old["received_at"], &json!(true)));
    assert_eq!(old["started_said_at"], "2019-01-01T00:00:00Z");
    let late = sent("2026-10-01T02:00:00Z").await;
    assert_eq!(
        (&late["started_at"], &late["clock_doubted"]),
        (&json!("2026-10-01T02:00:00Z"), &json!(false))
    );
    assert_eq!(late["started_said_at"], Value::Null);
    assert_eq!(value(&inspector, "inspection.visits").await, "2", "both in this month");
    place.verify().await.unwrap();
});

on_both!(a_finding_says_what_became_of_its_case, async |place: &Place| {
    let owner = place.town.organisation("HWS").unwrap();
    let (site, list) = market_of(place, Some(owner)).await;
    let inspector = place.sign_in("inspector").await;
    let (_, visit) = inspector.post("/api/visits", filled(&inspector, &site, &list).await).await;
    let path = format!("/api/visits/{}", visit["id"].as_str().unwrap());
    let finding = &visit["findings"][0];
    assert_eq!(finding["outcome"], Value::Null);
    let report = json!({ "title": "摊位摆放不整齐", "category": finding["category"], "area": site["area"]["id"],
        "place": "东关菜市场", "source": "patrol", "photos": finding["photos"],
        "finding": { "visit": visit["id"], "item": finding["item"] } });
    let (status, mut case) = inspector.post("/api/cases", report).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    let told = async || {
        start::seal(&place.app).await.unwrap();
        start::deliver(&place.app).await.unwrap();
        let (_, visit) = inspector.get(&path).await;
        let (_, page) = inspector.get("/api/visits").await;
        (visit["findings"][0]["outcome"].clone(), page["items"][0]["findings"].clone())
    };
    let open = json!({ "number": case["number"], "state": "registered", "closed_at": null });
    assert_eq!(told().await, (open, json!({ "count": 2, "reported": 1, "closed": 0 })));
    let owner = place.sign_in("sanitation").await;
    let (_, shown) = owner.get(&path).await;
    assert_eq!(shown["findings"][0]["outcome"]["state"], "registered", "whoever reads the visit reads this");
    let (status, _) = owner.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "and no more of the case");

    for (login, verb) in [
        ("clerk", "dispatch"),
        ("community", "accept"),
        ("community", "rectify"),
        ("verifier", "verify"),
        ("clerk", "reopen"),
    ] {
        let who = place.sign_in(login).await;
        let photo = if verb == "rectify" { json!([who.photo().await]) } else { json!([]) };
        let organisation = (verb == "dispatch").then(|| place.town.organisation(EAST).unwrap());
        let body = json!({ "version": case["version"], "org": organisation, "photos": photo,
            "reason": "又乱了" });
        if verb == "reopen" {
            let closed =
                json!({ "number": case["number"], "state": "closed", "closed_at": "2026-10-30T01:00:00Z" });
            assert_eq!(told().await, (closed, json!({ "count": 2, "reported": 1, "closed": 1 })));
        }
        let (status, moved) =
            who.post(&format!("/api/cases/{}/{verb}", case["id"].as_str().unwrap()), body).await;
        assert_eq!(status, StatusCode::OK, "{verb}: {moved}");
        case = moved;
    }
    let (outcome, counts) = told().await;
    assert_eq!((&outcome["state"], &outcome["closed_at"]), (&case["state"], &Value::Null), "reopened");
    assert_eq!(counts["closed"], 0);
});
