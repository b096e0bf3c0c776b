//! A case reopened when its unit can no longer accept it.

use super::*;

on_both!(a_case_is_reopened_for_whoever_can_accept_it, async |place: &Place| {
    let case = closed(place).await;
    let clerk = place.sign_in("clerk").await;
    let id = case["id"].as_str().unwrap();
    let needs = async |clerk: &Client<'_>| {
        let (_, shown) = clerk.get(&format!("/api/cases/{id}")).await;
        let reopen = shown["allowed"].as_array().unwrap().iter().find(|may| may["verb"] == "reopen").cloned();
        reopen.unwrap()["needs"].clone()
    };
    assert_eq!(needs(&clerk).await, json!(["reason"]));
    disempower(place, "王海燕").await;
    let clerk = place.sign_in("clerk").await;
    assert_eq!(needs(&clerk).await, json!(["reason", "org"]));
    let reason = json!({ "reason": "反弹" });
    let (status, problem) = step(&clerk, &case, "reopen", reason).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.cannot_accept")));
    assert_eq!((&problem["field"], &problem["params"]["unit"]), (&json!("org"), &json!("东关社区")));
    let unable = place.town.organisation("ZF").unwrap();
    let (_, problem) = step(&clerk, &case, "reopen", json!({ "reason": "反弹", "org": unable })).await;
    assert_eq!((&problem["field"], &problem["params"]["unit"]), (&json!("org"), &json!("镇政府")));
    let line = place.town.organisation("HWS").unwrap();
    let case = done(&clerk, &case, "reopen", json!({ "reason": "反弹", "org": line })).await;
    assert_eq!((&case["state"], &case["lead"]["name"]), (&json!("dispatched"), &json!("镇环卫所")));
    let sanitation = place.sign_in("sanitation").await;
    assert_eq!(done(&sanitation, &case, "accept", json!({})).await["state"], "accepted");
});
