//! What each verb made of a case, field by field.

use super::*;
use crate::start;

async fn changes(who: &Client<'_>, case: &Value, query: &str) -> (StatusCode, Value) {
    who.get(&format!("/api/cases/{}/changes{query}", case["id"].as_str().unwrap())).await
}

fn field<'c>(change: &'c Value, name: &str) -> Option<(&'c Value, &'c Value)> {
    let fields = change["fields"].as_array().unwrap();
    fields.iter().find(|field| field["field"] == name).map(|field| (&field["before"], &field["after"]))
}

on_both!(each_change_tells_its_fields, async |place: &Place| {
    let (clerk, sanitation) = (place.sign_in("clerk").await, place.sign_in("sanitation").await);
    let case = report(place, &clerk).await;
    let unit = place.town.organisation("HWS").unwrap();
    let case = done(&clerk, &case, "dispatch", json!({ "org": unit })).await;
    let (_, told) = changes(&sanitation, &case, "").await;
    assert_eq!(told["items"].as_array().unwrap().len(), 3, "a party reads it whole");
    let case = done(&sanitation, &case, "return", json!({ "reason": "不归我管" })).await;
    let (status, told) = changes(&sanitation, &case, "").await;
    assert_eq!(
        (status, told["code"].as_str()),
        (StatusCode::FORBIDDEN, Some("record.outside")),
        "no more its own"
    );
    let (status, told) = changes(&clerk, &case, "").await;
    assert_eq!((status, &told["next"]), (StatusCode::OK, &Value::Null));
    let items = told["items"].as_array().unwrap();
    let verbs: Vec<&Value> = items.iter().map(|item| &item["verb"]).collect();
    assert_eq!(verbs, ["return", "dispatch", "register", "report"], "the newest first");
    let [returned, dispatched, registered, reported] = [0, 1, 2, 3].map(|at| &items[at]);
    let unit =
        &dispatched["fields"].as_array().unwrap().iter().find(|f| f["field"] == "lead").unwrap()["after"];
    assert_eq!(unit["name"], "镇环卫所");
    assert_eq!(field(dispatched, "lead"), Some((&Value::Null, unit)));
    assert_eq!(field(returned, "lead"), Some((unit, &Value::Null)));
    assert_eq!(field(registered, "state"), Some((&json!("reported"), &json!("registered"))));
    assert_eq!(field(reported, "number"), Some((&Value::Null, &case["number"])));
    assert_eq!(
        (field(reported, "lead"), field(reported, "supervised")),
        (None, None),
        "nothing is no change"
    );
    let by = |item: &Value| (item["person"]["name"].clone(), item["organisation"]["name"].clone());
    let moves = case["moves"].as_array().unwrap();
    for (item, step) in items.iter().zip(moves) {
        assert_eq!(by(item), (step["person"]["name"].clone(), step["org"]["name"].clone()));
        assert_eq!(item["at"], step["at"]);
    }
    let (status, _) = changes(&place.sign_in("nobody").await, &case, "").await;
    assert_ne!(status, StatusCode::OK);
    let (_, wrong) = changes(&clerk, &case, "?after=tomorrow").await;
    assert_eq!((&wrong["code"], &wrong["field"]), (&json!("query.cursor"), &json!("after")));
});

on_both!(a_rule_has_no_person_and_a_long_trail_pages, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let mut case = report(place, &clerk).await;
    case = done(&clerk, &case, "dispatch", json!({})).await;
    place.at("2026-11-20T09:00:00+08:00");
    start::run_clock(&place.app).await.unwrap();
    let (clerk, leader) = (place.sign_in("clerk").await, place.sign_in("leader").await);
    let (_, late) = changes(&clerk, &case, "").await;
    let fell = late["items"].as_array().unwrap().iter().find(|item| item["verb"] == "fall_due").unwrap();
    assert_eq!((&fell["person"], &fell["organisation"]), (&Value::Null, &Value::Null));
    (_, case) = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    for _ in 0..50 {
        case = done(&leader, &case, "urge", json!({})).await;
    }
    let (_, first) = changes(&clerk, &case, "").await;
    assert_eq!(first["items"].as_array().unwrap().len(), 50);
    let after = format!("?after={}", first["next"].as_str().unwrap());
    let (_, second) = changes(&clerk, &case, &after).await;
    let ids = |page: &Value| -> Vec<Value> {
        page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
    };
    let mut all = [ids(&first), ids(&second)].concat();
    assert_eq!((all.len(), &second["next"]), (case["moves"].as_array().unwrap().len(), &Value::Null));
    all.sort_by_key(ToString::to_string);
    all.dedup();
    assert_eq!(all.len(), case["moves"].as_array().unwrap().len(), "none twice");
});
