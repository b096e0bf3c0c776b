//! Checklists published by the office: checked, compared, taken for thirty days more, and left alone by an upgrade.

use crate::{
    catalogue, inspections, on_both,
    platform::{chance::Ids, db::Tx},
    testing::{Client, Place},
};
use axum::http::StatusCode;
use serde_json::{Value, json};

const CODE: &str = "market";

async fn current(who: &Client<'_>) -> Value {
    let (_, lists) = who.get("/api/checklists").await;
    let row = lists.as_array().unwrap().iter().find(|list| list["code"] == CODE).unwrap();
    let (status, source) = who.get(&format!("/api/checklists/{}/source", row["id"].as_str().unwrap())).await;
    assert_eq!(status, StatusCode::OK, "{source}");
    source
}

fn item<'a>(form: &'a mut Value, key: &str) -> &'a mut Value {
    form["items"].as_array_mut().unwrap().iter_mut().find(|item| item["key"] == key).unwrap()
}

fn body(form: &Value, source: &Value, dry_run: bool) -> Value {
    json!({ "form": form, "site_types": source["site_types"], "dry_run": dry_run, "reason": "按新标准" })
}

on_both!(a_new_version_is_tried_told_and_published, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let source = current(&clerk).await;
    let mut form = source["form"].clone();
    let (status, same) = clerk.post("/api/checklists", body(&form, &source, false)).await;
    assert_eq!((status, &same["unchanged"]), (StatusCode::OK, &json!(true)), "{same}");
    item(&mut form, "stalls")["label"] = json!("摊位整齐");
    form["items"].as_array_mut().unwrap().retain(|item| item["key"] != "poultry");
    let (status, tried) = clerk.post("/api/checklists", body(&form, &source, true)).await;
    assert_eq!((status, &tried["version"]), (StatusCode::OK, &source["version"]), "{tried}");
    let changes = json!({ "form": [], "added": [], "removed": ["poultry"],
        "changed": [{ "key": "stalls", "fields": ["label"] }], "reordered": false });
    assert_eq!((&tried["changes"], &tried["dry_run"]), (&changes, &json!(true)));
    assert_eq!(current(&clerk).await["id"], source["id"], "only tried");

    let leader = place.sign_in("leader").await;
    assert_eq!(leader.post("/api/checklists", body(&form, &source, false)).await.0, StatusCode::FORBIDDEN);
    let (status, done) = clerk.post("/api/checklists", body(&form, &source, false)).await;
    assert_eq!((status, &done["version"], &done["changes"]), (StatusCode::OK, &json!(2), &changes), "{done}");
    let now = current(&clerk).await;
    assert_eq!((&now["id"], &now["origin"]), (&done["id"], &json!("local")));
    assert_eq!((&now["versions"][1]["id"], now["versions"].as_array().unwrap().len()), (&source["id"], 2));

    // who loaded the older one sends it for thirty days
    let site =
        json!({ "type": "market", "name": "东关菜市场", "area": place.town.area("990101001001").unwrap() });
    let (_, site) = clerk.post("/api/sites", site).await;
    let send = async |who: &Client<'_>| {
        let mut answers = json!({ "day_kind": "plain_day" });
        for item in source["form"]["items"].as_array().unwrap().iter().filter(|i| i["kind"] == "pass_fail") {
            answers[item["key"].as_str().unwrap()] = json!("pass");
        }
        answers["stalls_outside"] = json!(0);
        let visit = json!({ "site": site["id"], "form": source["id"], "answers": answers });
        who.post("/api/visits", visit).await
    };
    let (status, visit) = send(&clerk).await;
    assert_eq!((status, &visit["older"]), (StatusCode::OK, &json!(true)), "{visit}");
    place.at("2026-11-29T09:00:00+08:00");
    assert_eq!(send(&place.sign_in("clerk").await).await.0, StatusCode::OK, "on the last day");
    place.at("2026-11-29T09:00:01+08:00");
    let (status, problem) = send(&place.sign_in("clerk").await).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("form.expired")));
});

on_both!(an_upgrade_stands_beside_the_offices_own, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let source = current(&clerk).await;
    let mut form = source["form"].clone();
    form["name"] = json!("菜市场（本镇）");
    let (_, own) = clerk.post("/api/checklists", body(&form, &source, false)).await;
    let restart = async |changed: bool| {
        let texts: Vec<String> = catalogue::CHECKLISTS
            .iter()
            .map(|text| {
                if changed { text.replace("摊位摆放整齐", "摊位整齐") } else { (*text).to_owned() }
            })
            .collect();
        let (ids, now) = (Ids::new([u8::from(changed); 32], place.app.clock.now()), place.app.clock.now());
        let sync = async move |tx: &Tx| {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            inspections::sync_checklists(tx, &texts, &ids, now).await
        };
        place.app.db.write_long(sync).await.unwrap();
    };
    restart(false).await;
    assert_eq!(current(&clerk).await["versions"].as_array().unwrap().len(), 2, "a restart adds nothing");
    restart(true).await;
    restart(true).await;
    let now = current(&clerk).await;
    assert_eq!((&now["id"], &now["form"]["name"]), (&own["id"], &json!("菜市场（本镇）")));
    let versions: Vec<_> =
        now["versions"].as_array().unwrap().iter().map(|version| &version["origin"]).collect();
    assert_eq!(versions, [&json!("shipped"), &json!("local"), &json!("shipped")]);
    let (_, next) = clerk.post("/api/checklists", body(&source["form"], &source, false)).await;
    assert_eq!((&next["version"], &next["changes"]["form"]), (&json!(4), &json!(["name"])));
});

on_both!(what_is_wrong_with_a_form_is_told_by_item_and_field, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let source = current(&clerk).await;
    let mut form = source["form"].clone();
    item(&mut form, "stalls")["fail_when"] = json!("stalls = 1");
    item(&mut form, "stalls_outside")["kind"] = json!("text");
    item(&mut form, "fire_gear")["category"] = json!("sanitation");
    let mut wrong = body(&form, &source, true);
    wrong["site_types"] = json!(["moon"]);
    let (status, problem) = clerk.post("/api/checklists", wrong).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("form.faults")));
    let faults = problem["params"]["faults"].as_array().unwrap();
    let has = |item: Value, field: &str, code: &str| {
        let found = faults.iter().any(|f| f["item"] == item && f["field"] == field && f["code"] == code);
        assert!(found, "{item} {field} {code}: {problem}");
    };
    has(json!("stalls_outside"), "kind", "form.kind_changed");
    has(json!("fire_gear"), "category", "form.no_category");
    has(Value::Null, "site_types", "form.no_site_type");
    let expression = faults.iter().find(|f| f["item"] == "stalls").unwrap();
    assert_eq!(
        (&expression["field"], expression["column"].is_u64()),
        (&json!("fail_when"), true),
        "{expression}"
    );

    let mut fresh = source["form"].clone();
    fresh["code"] = json!("our_market");
    let (_, problem) = clerk.post("/api/checklists", body(&fresh, &source, false)).await;
    assert_eq!((&problem["code"], &problem["field"]), (&json!("form.not_own"), &json!("code")));
    fresh["code"] = json!("x.our_market");
    let (status, done) = clerk.post("/api/checklists", body(&fresh, &source, false)).await;
    assert_eq!(
        (status, &done["version"], &done["changes"]),
        (StatusCode::OK, &json!(1), &Value::Null),
        "{done}"
    );
    let mut silent = body(&source["form"], &source, false);
    silent["reason"] = json!(" ");
    assert_eq!(clerk.post("/api/checklists", silent).await.1["field"], "reason");
});
