//! Extensions: asked for, granted, refused, and who grants a second one.

use super::*;

async fn accepted(place: &Place) -> Value {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    done(&community, &case, "accept", json!({})).await
}

fn ask(limit: &str) -> Value {
    json!({ "reason": "等配件", "limit": limit })
}

on_both!(an_extension_moves_the_deadline_and_counts_once, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = accepted(place).await;
    assert_eq!(
        (&case["deadline"], &case["remaining_minutes"]),
        (&json!("2026-10-30T07:30:00Z"), &json!(240))
    );
    let (status, problem) = step(&clerk, &case, "grant_extension", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("case.not_now")));
    for (body, field) in [
        (json!({ "limit": "1 work_day" }), "reason"),
        (json!({ "reason": "等配件" }), "limit"),
        (ask("0 work_day"), "limit"),
        (ask("soon"), "limit"),
    ] {
        let (status, problem) = step(&community, &case, "ask_extension", body).await;
        assert_eq!(
            (status, &problem["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)),
            "{problem}"
        );
    }
    let (status, _) = step(&clerk, &case, "ask_extension", ask("1 work_day")).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "it is the unit's to ask");
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    assert_eq!((&case["tag"], &case["asked"]), (&json!("extension_asked"), &json!("1 work_day")));
    let (_, waiting) = clerk.get("/api/waiting").await;
    assert_eq!(waiting["groups"][0]["items"][0]["verb"], "grant_extension");
    let (_, waiting) = community.get("/api/waiting").await;
    assert_eq!(waiting["groups"][0]["items"][0]["verb"], "rectify", "the lead's own stays");
    let (_, page) = clerk.get("/api/cases?view=for_me&fact=extension_asked").await;
    assert_eq!(page["totals"]["count"], 1);
    let (status, _) = step(&community, &case, "grant_extension", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "nobody grants their own");
    let case = done(&clerk, &case, "grant_extension", json!({})).await;
    assert_eq!((&case["deadline"], &case["extensions"]), (&json!("2026-11-02T10:00:00Z"), &json!(1)));
    let handle = case["stages"].as_array().unwrap().iter().find(|stage| stage["running"] == true).unwrap();
    assert_eq!(handle["deadline"], case["deadline"]);
    assert_eq!(case["moves"][0]["limit_words"], "1 work_day");
    assert_eq!(value(&clerk, "case.extended").await, "1");
    place.at("2026-10-30T17:00:00+08:00");
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 0, "no longer late");
});

on_both!(a_refused_extension_changes_nothing, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = accepted(place).await;
    let deadline = case["deadline"].clone();
    let case = done(&community, &case, "ask_extension", ask("2 work_day")).await;
    let case = done(&clerk, &case, "refuse_extension", json!({ "reason": "来得及" })).await;
    assert_eq!(
        (&case["deadline"], &case["asked"], &case["extensions"]),
        (&deadline, &Value::Null, &json!(0))
    );
    assert_eq!(value(&clerk, "case.extended").await, "0");
    done(&community, &case, "ask_extension", ask("1 work_day")).await;
});

on_both!(a_second_extension_is_granted_higher, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let (leader, district) = (place.sign_in("leader").await, place.sign_in("district").await);
    let case = accepted(place).await;
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    let case = done(&clerk, &case, "grant_extension", json!({})).await;
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    let (_, shown) = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!(shown["barred"], json!([{ "verb": "grant_extension", "rule": "case.higher_level" }]));
    let (status, problem) = step(&clerk, &case, "grant_extension", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.higher_level")));
    let (_, waiting) = leader.get("/api/waiting").await;
    assert_eq!(waiting["groups"][0]["items"][0]["verb"], "grant_extension");
    let case = done(&leader, &case, "grant_extension", json!({})).await;
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    done(&district, &case, "grant_extension", json!({})).await;
    assert_eq!(value(&clerk, "case.extended").await, "3");
});

on_both!(asked_after_the_deadline_it_stays_overdue, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let verifier = place.sign_in("verifier").await;
    let case = accepted(place).await;
    place.at("2026-10-30T16:00:00+08:00");
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    assert_eq!(case["facts"], json!(["supervised", "overdue", "extension_asked"]));
    let case = done(&clerk, &case, "grant_extension", json!({ "limit": "2 work_hour" })).await;
    assert_eq!((&case["late"], &case["deadline"]), (&json!(false), &json!("2026-10-30T10:00:00Z")));
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    done(&verifier, &case, "verify", json!({})).await;
    for (metric, expected) in
        [("case.due", "1"), ("case.overdue", "1"), ("case.closed_in_time", "0"), ("case.extended", "1")]
    {
        assert_eq!(value(&clerk, metric).await, expected, "{metric}");
    }
});
