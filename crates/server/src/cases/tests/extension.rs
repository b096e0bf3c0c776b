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
    let (_, totals) = clerk.get("/api/cases/totals?view=for_me&fact=extension_asked").await;
    assert_eq!(totals["count"], 1);
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
    assert_eq!(case["extended_by"]["name"], "镇政府");
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    let (status, _) = step(&leader, &case, "grant_extension", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "a third needs one above the second's");
    let (_, waiting) = district.get("/api/waiting").await;
    assert_eq!(waiting["groups"][0]["items"][0]["verb"], "grant_extension");
    done(&district, &case, "grant_extension", json!({})).await;
    assert_eq!(value(&clerk, "case.extended").await, "3");
});

on_both!(higher_is_above_whoever_granted_the_first, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let (leader, district) = (place.sign_in("leader").await, place.sign_in("district").await);
    let case = accepted(place).await;
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    let case = done(&leader, &case, "grant_extension", json!({})).await;
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    for who in [&clerk, &leader] {
        let (status, problem) = step(who, &case, "grant_extension", json!({})).await;
        assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.higher_level")));
    }
    let case = done(&district, &case, "grant_extension", json!({})).await;
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    let (status, _) = step(&district, &case, "grant_extension", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "nobody is above it");
    let (_, waiting) = clerk.get("/api/waiting").await;
    assert_eq!(waiting["groups"][0]["items"][0]["verb"], "grant_extension", "the office may refuse");
    done(&clerk, &case, "refuse_extension", json!({ "reason": "已延两次" })).await;
});

on_both!(after_a_return_the_next_units_first_is_a_first, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let sanitation = place.sign_in("sanitation").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    let case = done(&clerk, &case, "grant_extension", json!({})).await;
    assert_eq!((&case["extensions"], &case["extended_by"]["name"]), (&json!(1), &json!("镇创建办")));
    let case = done(&community, &case, "return", json!({ "reason": "不归我管" })).await;
    assert_eq!((&case["extensions"], &case["extended_by"]), (&json!(0), &Value::Null));
    let unit = place.town.organisation("HWS").unwrap();
    let case = done(&clerk, &case, "dispatch", json!({ "org": unit })).await;
    let case = done(&sanitation, &case, "ask_extension", ask("1 work_day")).await;
    done(&clerk, &case, "grant_extension", json!({})).await;
    assert_eq!(value(&clerk, "case.extended").await, "2");
});

/// What the figures of a whole year say of the one case: due, overdue, closed in time, extended.
async fn year(who: &Client<'_>) -> Vec<Value> {
    let mut values = Vec::new();
    for metric in ["case.due", "case.overdue", "case.closed_in_time", "case.extended"] {
        values.push(who.get(&format!("/api/figures/{metric}?period=2026")).await.1["value"].clone());
    }
    values
}

on_both!(asked_in_time_and_granted_late_it_was_never_overdue, async |place: &Place| {
    let case = accepted(place).await;
    let community = place.sign_in("community").await;
    place.at("2026-10-30T15:30:00+08:00");
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    assert_eq!(case["asked_at"], "2026-10-30T07:30:00Z", "the deadline's own instant is in time");
    place.at("2026-11-02T09:00:00+08:00");
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 0, "it waits for its answer");
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let verifier = place.sign_in("verifier").await;
    let path = format!("/api/cases/{}", case["id"].as_str().unwrap());
    let (_, case) = clerk.get(&path).await;
    assert_eq!((&case["late"], &case["facts"]), (&json!(false), &json!(["extension_asked"])));
    assert_eq!(case["supervised"], 0);
    let (_, counts) = clerk.get("/api/cases/counts").await;
    assert_eq!((&counts["overdue"], &counts["for_me"]), (&json!(0), &json!(1)));
    let (_, totals) = clerk.get("/api/cases/totals?fact=overdue").await;
    assert_eq!((&totals["count"], &totals["overdue"]), (&json!(0), &json!(0)));
    let (_, page) = clerk.get("/api/cases").await;
    assert_eq!(
        (&page["items"][0]["late"], &page["items"][0]["tag"]),
        (&json!(false), &json!("extension_asked"))
    );
    let case = done(&clerk, &case, "grant_extension", json!({})).await;
    assert_eq!(case["deadline"], "2026-11-03T10:00:00Z");
    let photo = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [photo] })).await;
    done(&verifier, &case, "verify", json!({})).await;
    assert_eq!(year(&clerk).await, ["1", "0", "1", "1"]);
});

on_both!(asked_in_time_and_refused_late_it_was_overdue_on_its_day, async |place: &Place| {
    let case = accepted(place).await;
    let community = place.sign_in("community").await;
    done(&community, &case, "ask_extension", ask("1 work_day")).await;
    place.at("2026-11-02T09:00:00+08:00");
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 0, "it waits for its answer");
    let clerk = place.sign_in("clerk").await;
    let (_, case) = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    let case = done(&clerk, &case, "refuse_extension", json!({ "reason": "来得及" })).await;
    let verbs: Vec<&Value> = case["moves"].as_array().unwrap().iter().map(|step| &step["verb"]).collect();
    assert_eq!(verbs[..3], ["supervise", "fall_due", "refuse_extension"]);
    assert_eq!(case["facts"], json!(["supervised", "overdue"]));
    assert_eq!(
        (value(&clerk, "case.due").await, value(&clerk, "case.overdue").await),
        (json!("1"), json!("1"))
    );
    let (_, november) = clerk.get("/api/figures/case.overdue?period=2026-11").await;
    assert_eq!(november["value"], "0", "on the old deadline's day");
});

on_both!(reported_done_before_the_answer_the_old_deadline_counts, async |place: &Place| {
    let case = accepted(place).await;
    let community = place.sign_in("community").await;
    let case = done(&community, &case, "ask_extension", ask("1 work_day")).await;
    place.at("2026-10-30T17:00:00+08:00");
    let photo = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [photo] })).await;
    assert_eq!((&case["asked"], &case["asked_at"]), (&Value::Null, &Value::Null));
    let verifier = place.sign_in("verifier").await;
    done(&verifier, &case, "verify", json!({})).await;
    assert_eq!(year(&place.sign_in("clerk").await).await, ["1", "1", "0", "0"]);
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
