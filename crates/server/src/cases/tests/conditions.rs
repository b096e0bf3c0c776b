//! Conditions: limits of their own before the leaf's, said with the report or later, and settled by the office.

use super::*;

const SEWAGE: &str = "sanitation.sewage";

async fn sewage(place: &Place, who: &Client<'_>, condition: Value) -> (StatusCode, Value) {
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "污水外溢", "category": SEWAGE, "condition": condition, "area": area,
        "place": "菜市街 8 号", "source": "patrol", "photos": [who.photo().await] });
    who.post("/api/cases", body).await
}

on_both!(a_condition_has_limits_of_its_own, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let street = json!({ "code": "street", "name": "溢至道路、通道", "name_en": "Onto a road or passage" });
    for (condition, shown, deadline) in [
        (Value::Null, &Value::Null, "2026-11-02T10:00:00Z"),
        (json!("street"), &street, "2026-10-30T05:00:00Z"),
    ] {
        let (status, case) = sewage(place, &clerk, condition).await;
        assert_eq!(status, StatusCode::OK, "{case}");
        let case = done(&clerk, &case, "dispatch", json!({})).await;
        assert_eq!((&case["condition"], &case["deadline"]), (shown, &json!(deadline)));
    }
    let (_, page) = clerk.get("/api/cases").await;
    let shown: Vec<&Value> = page["items"].as_array().unwrap().iter().map(|row| &row["condition"]).collect();
    assert_eq!(shown, [&street, &Value::Null], "the nearer deadline first");
    let (_, tree) = clerk.get("/api/categories").await;
    let leaf = tree.as_array().unwrap().iter().find(|row| row["code"] == SEWAGE).unwrap().clone();
    let mut told = street;
    told["limit_words"] = json!("4 urgent_hour");
    assert_eq!((&leaf["conditions"], &leaf["limit_words"]), (&json!([told]), &json!("1 work_day")));
    let area = place.town.area("990101001001").unwrap();
    let asked = format!("/api/cases/suggest?category={SEWAGE}&area={area}&condition=street");
    assert_eq!(clerk.get(&asked).await.1["deadline"], "2026-10-30T05:00:00Z");
});

on_both!(a_condition_may_be_said_until_the_dispatch, async |place: &Place| {
    let (clerk, leader) = (place.sign_in("clerk").await, place.sign_in("leader").await);
    let (status, problem) = sewage(place, &clerk, json!("loose")).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("category.no_condition"))
    );
    let refused = async |case: &Value, verb, body, code| {
        let (status, problem) = step(&clerk, case, verb, body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)));
        assert_eq!(problem["field"], "condition");
    };
    let (_, case) = sewage(place, &leader, Value::Null).await;
    assert_eq!(case["state"], "reported");
    let case = done(&clerk, &case, "register", json!({ "condition": "street" })).await;
    assert_eq!(case["condition"]["code"], "street");
    let again = done(&clerk, &case, "dispatch", json!({ "condition": "street" })).await;
    assert_eq!(again["deadline"], "2026-10-30T05:00:00Z", "the same again is no other");

    let (_, case) = sewage(place, &clerk, Value::Null).await;
    refused(&case, "dispatch", json!({ "condition": "down" }), "category.no_condition").await;
    refused(&case, "cancel", json!({ "condition": "street", "reason": "x" }), "case.condition_not_here")
        .await;
    let case = done(&clerk, &case, "dispatch", json!({ "condition": "street" })).await;
    assert_eq!(
        (&case["condition"]["code"], &case["deadline"]),
        (&json!("street"), &json!("2026-10-30T05:00:00Z"))
    );
    // the office says another limit of it: for what is dispatched from then on
    let community = place.sign_in("community").await;
    let case = done(&community, &case, "return", json!({ "reason": "不归我管" })).await;
    let more = json!({ "code": "dry", "name": "已止", "name_en": "Stopped", "limits": {} });
    let told = json!({ "code": "street", "name": "溢至路面", "name_en": "Onto a road",
        "limits": { "handle": "2 urgent_hour" } });
    let changes = json!({ "changes": { "conditions": [told, more] }, "reason": "试行" });
    let (status, rule) = clerk.post(&format!("/api/categories/{SEWAGE}/rule"), changes).await;
    assert_eq!((status, &rule["conditions"]), (StatusCode::OK, &json!([told, more])));
    refused(&case, "dispatch", json!({ "condition": "dry" }), "case.condition_set").await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    assert_eq!(
        (&case["condition"]["name"], &case["deadline"]),
        (&json!("溢至路面"), &json!("2026-10-30T03:00:00Z"))
    );
    let gone = json!({ "changes": { "conditions": [] }, "reason": "试行结束" });
    assert_eq!(clerk.post(&format!("/api/categories/{SEWAGE}/rule"), gone).await.0, StatusCode::OK);
    let (_, case) = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!(case["condition"]["name"], "street", "one that is gone shows its code");
});

on_both!(a_bad_condition_is_refused_by_its_rule, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let one = |code: &str, limits: Value| json!({ "code": code, "name": "松动", "name_en": "Loose", "limits": limits });
    let good = one("loose", json!({ "handle": "4 urgent_hour" }));
    for (conditions, code) in [
        (json!("loose"), "category.condition"),
        (json!([{ "code": "loose" }]), "category.condition"),
        (json!([one("Loose", json!({}))]), "category.condition"),
        (json!([one("", json!({}))]), "category.condition"),
        (json!([one("a", json!({ "sweep": "1 work_day" }))]), "category.condition"),
        (json!([good, good]), "category.condition"),
        (json!([one("a", json!({ "handle": "soon" }))]), "category.limit"),
        (json!([one("a", json!({ "handle": "0 work_day" }))]), "category.limit_nought"),
    ] {
        let body = json!({ "changes": { "conditions": conditions }, "reason": "试行" });
        let (status, problem) = clerk.post(&format!("/api/categories/{SEWAGE}/rule"), body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{problem}");
        assert_eq!(problem["field"], "conditions");
    }
    let body = json!({ "changes": { "conditions": [good] }, "reason": "试行" });
    let (_, problem) = clerk.post("/api/categories/sanitation/rule", body).await;
    assert_eq!(problem["code"], "category.leaf_only");
});

on_both!(a_condition_that_was_wrong_is_corrected_with_a_reason, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (community, leader) = (place.sign_in("community").await, place.sign_in("leader").await);
    let (_, case) = sewage(place, &clerk, json!("street")).await;
    let needs = |case: &Value| {
        let allowed = case["allowed"].as_array().unwrap();
        allowed.iter().find(|one| one["verb"] == "correct_condition").map(|one| one["needs"].clone())
    };
    assert_eq!(needs(&case), Some(json!(["reason", "condition"])));
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let deadline = case["deadline"].clone();
    for (who, body, status, code) in [
        (&community, json!({ "reason": "未溢至道路" }), StatusCode::FORBIDDEN, "permission.denied"),
        (&leader, json!({ "reason": "未溢至道路" }), StatusCode::FORBIDDEN, "permission.denied"),
        (&clerk, json!({}), StatusCode::UNPROCESSABLE_ENTITY, "case.reason_missing"),
        (
            &clerk,
            json!({ "reason": "x", "condition": "dry" }),
            StatusCode::UNPROCESSABLE_ENTITY,
            "category.no_condition",
        ),
        (
            &clerk,
            json!({ "reason": "x", "condition": "street" }),
            StatusCode::UNPROCESSABLE_ENTITY,
            "case.condition_same",
        ),
    ] {
        let (refused, problem) = step(who, &case, "correct_condition", body).await;
        assert_eq!((refused, &problem["code"]), (status, &json!(code)), "{problem}");
    }
    let case = done(&clerk, &case, "correct_condition", json!({ "reason": "未溢至道路" })).await;
    assert_eq!((&case["condition"], &case["state"]), (&Value::Null, &json!("dispatched")));
    assert_eq!(case["deadline"], deadline, "what runs keeps the limit it was promised");
    let line = &case["moves"][0];
    assert_eq!((&line["verb"], &line["condition"]), (&json!("correct_condition"), &Value::Null));
    assert_eq!(line["reason"], "未溢至道路");
    let said = case["moves"].as_array().unwrap().iter().find(|step| step["verb"] == "report").unwrap();
    assert_eq!(said["condition"]["code"], "street");

    let case = done(&community, &case, "return", json!({ "reason": "不归我管" })).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    assert_eq!(case["deadline"], "2026-11-02T10:00:00Z", "what begins then has the limit of what it is");
    let back = json!({ "reason": "又溢至道路", "condition": "street" });
    let case = done(&clerk, &case, "correct_condition", back).await;
    assert_eq!(
        (&case["condition"]["code"], &case["deadline"]),
        (&json!("street"), &json!("2026-11-02T10:00:00Z"))
    );
    crate::start::seal(&place.app).await.unwrap();
    place.verify().await.unwrap();
    let said = place.spoilt("update case_record set condition = null").await;
    assert!(said.contains("condition"), "{said}");

    let plain = report(place, &clerk).await;
    assert_eq!(needs(&plain), None, "its category knows no conditions");
});
