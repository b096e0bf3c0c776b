//! The office's own categories: made, used at once, counted in their line, kept by an upgrade, retired and restored.

use super::*;
use crate::{cases::sync_categories, catalogue, platform::db::Tx};

fn bench() -> Value {
    json!({ "parent": "sanitation", "key": "bench", "name": "座椅污损", "name_en": "Dirty bench",
        "changes": { "limits.handle": "2 work_day", "evidence.before": 1, "evidence.after": 2 }, "reason": "本镇特有" })
}

async fn of_bench(place: &Place, who: &Client<'_>) -> (StatusCode, Value) {
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "长椅满是油污", "category": "sanitation.x.bench", "area": area, "place": "街心花园",
        "source": "patrol", "photos": [who.photo().await] });
    who.post("/api/cases", body).await
}

async fn listed(who: &Client<'_>, path: &str) -> Vec<Value> {
    let (status, found) = who.get(path).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found.as_array().unwrap().iter().filter(|one| one["code"] == "sanitation.x.bench").cloned().collect()
}

on_both!(an_own_category_is_used_at_once_and_kept_by_an_upgrade, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (status, made) = clerk.post("/api/categories", bench()).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    assert_eq!((&made["code"], &made["origin"]), (&json!("sanitation.x.bench"), &json!("local")));
    assert_eq!((&made["line"], &made["leaf"]), (&json!("sanitation"), &json!(true)));
    assert_eq!(made["evidence"], json!({ "before": 1, "after": 2, "verify": 0 }));
    assert_eq!(
        (&made["limits"]["handle"], &made["department"]),
        (&json!("2 work_day"), &json!("sanitation_office"))
    );
    let accept =
        &made["own"].as_array().unwrap().iter().find(|own| own["key"] == "limits.handle").unwrap()["shipped"];
    assert!(accept.is_string(), "what the line says");

    let (status, case) = of_bench(place, &clerk).await;
    assert_eq!((status, &case["category"]["name"]), (StatusCode::OK, &json!("座椅污损")), "{case}");
    let (_, found) = clerk.get("/api/cases?category=sanitation").await;
    assert_eq!(found["items"][0]["id"], case["id"], "the line's filter has it");
    assert_eq!(clerk.get("/api/cases/totals?category=sanitation.x.bench").await.1["count"], 1);
    for category in ["sanitation", "sanitation.x.bench"] {
        let path = format!("/api/figures/case.registered?period=2026-10&dims=category:{category}");
        assert_eq!(clerk.get(&path).await.1["value"], "1", "{category}");
    }
    let dispatched = done(&clerk, &case, "dispatch", json!({})).await;
    assert_eq!(dispatched["deadline"], "2026-11-03T10:00:00Z", "two working days by its own limit");

    let before = listed(&clerk, "/api/categories/rules").await;
    let sync =
        async move |tx: &Tx| sync_categories(tx, catalogue::CATEGORIES, catalogue::CATEGORY_LISTS).await;
    place.app.db.write_long(sync).await.unwrap();
    assert_eq!(listed(&clerk, "/api/categories/rules").await, before, "an upgrade leaves it as it is");
    let (_, history) = clerk.get("/api/settings/history?kind=category&code=sanitation.x.bench").await;
    let after = &history["items"][0]["after"];
    assert_eq!((&after["reason"], &after["name"]), (&json!("本镇特有"), &json!("座椅污损")));
    assert_eq!(after["own"]["evidence.after"], 2);
});

on_both!(a_retired_category_serves_its_cases_and_takes_no_new_one, async |place: &Place| {
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    assert_eq!(clerk.post("/api/categories", bench()).await.0, StatusCode::OK);
    let (_, case) = of_bench(place, &clerk).await;
    let verb = |verb: &str| format!("/api/categories/sanitation.x.bench/{verb}");
    place.at("2026-10-30T09:01:00+08:00"); // each change at a moment of its own, as the history is told by them
    let names = json!({ "name": "座椅脏污", "name_en": "Soiled bench", "reason": "更准确" });
    let (status, renamed) = clerk.post(&verb("rename"), names).await;
    assert_eq!((status, &renamed["name"]), (StatusCode::OK, &json!("座椅脏污")), "{renamed}");
    let reason = json!({ "reason": "不再使用" });
    place.at("2026-10-30T09:02:00+08:00");
    let (status, retired) = clerk.post(&verb("retire"), reason.clone()).await;
    assert_eq!((status, &retired["retired_on"]), (StatusCode::OK, &json!("2026-10-30")), "{retired}");
    assert_eq!(listed(&clerk, "/api/categories").await, [] as [Value; 0]);
    assert_eq!(listed(&clerk, "/api/categories/rules").await.len(), 1);
    let (status, problem) = of_bench(place, &clerk).await;
    assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("category")));
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    assert_eq!(case["category"]["name"], "座椅脏污");
    done(&community, &case, "accept", json!({})).await;
    assert_eq!(value(&clerk, "case.registered").await, "1", "what was counted stays");
    let (status, problem) = clerk.post(&verb("retire"), reason.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("category.retired")));
    place.at("2026-10-30T09:03:00+08:00");
    let (status, back) = clerk.post(&verb("restore"), reason.clone()).await;
    assert_eq!((status, &back["retired_on"]), (StatusCode::OK, &Value::Null), "{back}");
    assert_eq!(clerk.post(&verb("restore"), reason).await.1["code"], "category.not_retired");
    assert_eq!(of_bench(place, &clerk).await.0, StatusCode::OK);
    let (_, history) = clerk.get("/api/settings/history?kind=category&code=sanitation.x.bench").await;
    let days: Vec<&Value> =
        history["items"].as_array().unwrap().iter().map(|item| &item["after"]["retired_on"]).collect();
    assert_eq!(days, [&Value::Null, &json!("2026-10-30"), &Value::Null, &Value::Null]);
});

on_both!(a_bad_own_category_is_refused_by_field_and_rule, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    for login in ["leader", "district", "department", "community", "admin", "nobody"] {
        let (status, _) = place.sign_in(login).await.post("/api/categories", bench()).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{login}");
    }
    assert_eq!(clerk.post("/api/categories", bench()).await.0, StatusCode::OK);
    for (field, value, told, code) in [
        ("parent", json!("no_such"), "parent", "category.parent"),
        ("parent", json!(CATEGORY), "parent", "category.parent"),
        ("parent", json!("sanitation.x.bench"), "parent", "category.parent"),
        ("key", json!("Bench"), "key", "category.key"),
        ("key", json!("a.b"), "key", "category.key"),
        ("key", json!("bench"), "key", "category.code_taken"),
        ("name", json!(" "), "name", "field.empty"),
        ("name", json!("长".repeat(21)), "name", "field.too_long"),
        ("name", json!("座椅污损"), "name", "category.name_taken"),
        ("name_en", json!("…"), "name_en", "field.empty"),
        ("name_en", json!("a\u{202e}b"), "name_en", "field.hidden_sign"),
        ("changes", json!({ "limits.handle": "soon" }), "limits.handle", "category.limit"),
        ("reason", json!(""), "reason", "case.reason_missing"),
    ] {
        let mut body = bench();
        (body["key"], body["name"]) = (json!("seat"), json!("另一座椅"));
        body[field] = value;
        let (status, problem) = clerk.post("/api/categories", body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{problem}");
        assert_eq!(problem["field"], told);
    }
    let path = format!("/api/categories/{CATEGORY}/retire");
    let (status, problem) = clerk.post(&path, json!({ "reason": "x" })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("category.shipped")));
    let none = clerk.post("/api/categories/no.such/retire", json!({ "reason": "x" })).await;
    assert_eq!(none.0, StatusCode::NOT_FOUND);
    assert_eq!(listed(&clerk, "/api/categories/rules").await.len(), 1);
});

on_both!(what_a_checklist_names_is_not_retired, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    assert_eq!(clerk.post("/api/categories", bench()).await.0, StatusCode::OK);
    let form = json!({ "code": "x.bench", "version": 1, "name": "长椅检查", "name_en": "Benches",
        "groups": [{ "code": "g", "label": "长椅", "label_en": "Bench" }],
        "items": [{ "key": "clean", "group": "g", "label": "长椅干净", "label_en": "Clean", "kind": "pass_fail",
            "category": "sanitation.x.bench" }] });
    let body = json!({ "form": form, "site_types": ["park"], "reason": "试行" });
    let (status, published) = clerk.post("/api/checklists", body).await;
    assert_eq!(status, StatusCode::OK, "{published}");
    let path = "/api/categories/sanitation.x.bench/retire";
    let (status, problem) = clerk.post(path, json!({ "reason": "x" })).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::CONFLICT, &json!("category.in_checklist")),
        "{problem}"
    );
    assert_eq!(problem["params"]["checklist"], "长椅检查");
});
