//! Urging and supervision: by hand and by the clock, whom they reach, and when they end.

use super::*;

on_both!(the_clock_raises_two_levels_and_tells_whom, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let path = format!("/api/cases/{}", case["id"].as_str().unwrap());
    place.at("2026-10-30T15:31:00+08:00");
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 1);
    let (_, case) = clerk.get(&path).await;
    let first = &case["moves"][0];
    assert_eq!(
        (&first["verb"], &first["level"], &first["by_rule"]),
        (&json!("supervise"), &json!(1), &json!(true))
    );
    assert_eq!(first["reached"]["name"], "东关社区 书记", "the unit's head");
    assert_eq!((&case["tag"], &case["moves"][1]["verb"]), (&json!("supervised"), &json!("fall_due")));
    place.at("2026-11-02T18:01:00+08:00");
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 1);
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 0, "twice changes nothing");
    let (clerk, leader) = (place.sign_in("clerk").await, place.sign_in("leader").await);
    let (_, case) = clerk.get(&path).await;
    assert_eq!((&case["supervised"], &case["moves"][0]["level"]), (&json!(2), &json!(2)));
    assert_eq!(case["moves"][0]["reached"]["name"], "镇政府 副镇长", "the leader in charge");
    let (_, waiting) = leader.get("/api/waiting").await;
    assert_eq!(waiting["groups"][0]["items"][0]["verb"], "supervise");
    let (_, counts) = clerk.get("/api/cases/counts").await;
    assert_eq!((&counts["supervised"], &counts["overdue"]), (&json!(1), &json!(1)));
    let (_, page) = clerk.get("/api/cases?view=supervised").await;
    assert_eq!((&page["items"][0]["tag"], &page["items"][1]), (&json!("supervised"), &Value::Null));
    let (_, october) = clerk.get("/api/figures/case.supervised?period=2026-10").await;
    let (_, november) = clerk.get("/api/figures/case.supervised?period=2026-11").await;
    assert_eq!((&october["value"], &november["value"]), (&json!("1"), &json!("1")));
});

on_both!(supervision_by_hand_raises_and_ends_with_the_unit, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = report(place, &clerk).await;
    let (status, _) = step(&clerk, &case, "supervise", json!({ "reason": "群众反映强烈" })).await;
    assert_eq!(status, StatusCode::CONFLICT, "nobody has it yet");
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let (status, problem) = step(&clerk, &case, "supervise", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.reason_missing")));
    let (status, _) = step(&community, &case, "supervise", json!({ "reason": "x" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let case = done(&clerk, &case, "supervise", json!({ "reason": "群众反映强烈" })).await;
    let case = done(&clerk, &case, "supervise", json!({ "reason": "仍无进展" })).await;
    assert_eq!((&case["supervised"], &case["tag"]), (&json!(2), &json!("supervised")));
    let case = done(&community, &case, "accept", json!({})).await;
    assert_eq!(case["supervised"], 2, "still with the unit");
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    assert_eq!((&case["supervised"], &case["tag"]), (&json!(0), &json!("rectified")));
    assert_eq!(value(&clerk, "case.supervised").await, "2");
    let (_, waiting) = place.sign_in("leader").await.get("/api/waiting").await;
    assert_eq!(waiting["count"], 0);
});

on_both!(an_urging_is_kept_and_reaches_whom_the_case_waits_for, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let leader = place.sign_in("leader").await;
    let case = report(place, &clerk).await;
    let case = done(&leader, &case, "urge", json!({})).await;
    assert_eq!(case["moves"][0]["reached"]["name"], "镇创建办 专干", "the office must dispatch");
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    assert_eq!(case["reaches"]["person"], "王海燕");
    let (status, _) = step(&community, &case, "urge", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let version = case["version"].as_i64().unwrap();
    let case = done(&clerk, &case, "urge", json!({})).await;
    assert_eq!(case["moves"][0]["reached"]["name"], "东关社区 书记");
    assert_eq!((&case["state"], &case["supervised"]), (&json!("dispatched"), &json!(0)));
    assert_eq!(case["version"], version + 1);
    let case = done(&clerk, &case, "cancel", json!({ "reason": "重复" })).await;
    let (status, _) = step(&clerk, &case, "urge", json!({})).await;
    assert_eq!(status, StatusCode::CONFLICT);
});
