//! Who takes part: coordination after two returns, cooperating units, and who verifies.

use super::*;

on_both!(after_two_returns_the_decision_binds, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let reason = json!({ "reason": "不归我管" });
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "return", reason.clone()).await;
    assert_eq!(case["facts"], json!(["returned"]));
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    done(&community, &case, "return", reason.clone()).await;
    let (_, page) = clerk.get("/api/cases?view=for_me&fact=coordination").await;
    assert_eq!(page["items"][0]["facts"], json!(["returned", "coordination"]));
    let case = done(&clerk, &page["items"][0], "dispatch", json!({})).await;
    let (_, case) = community.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!(case["barred"], json!([{ "verb": "return", "rule": "case.bound" }]));
    let (status, problem) = step(&community, &case, "return", reason).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.bound")));
    assert_eq!(value(&clerk, "case.returned").await, "2");
    done(&community, &case, "accept", json!({})).await;
});

on_both!(each_cooperating_unit_answers_for_its_part, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let (sanitation, west) = (place.sign_in("sanitation").await, place.sign_in("west").await);
    let (hws, zfd) = (place.town.organisation("HWS").unwrap(), place.town.organisation("ZFD").unwrap());
    let case = report(place, &clerk).await;
    let path = format!("/api/cases/{}", case["id"].as_str().unwrap());
    assert_eq!(sanitation.get(&path).await.0, StatusCode::FORBIDDEN);
    let nil = json!({ "cooperating": [Uuid::nil()] });
    let (status, problem) = step(&clerk, &case, "dispatch", nil).await;
    assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("cooperating")));
    // a unit without a post that may do a part, and one that is closed
    let sql = "update organisation set to_day = '2026-10-29' where code = 'ZFD'";
    place.app.db.write(async |tx| tx.execute_unprepared(sql).await.map(|_| ())).await.unwrap();
    for (unit, name) in [(place.town.organisation("JJ").unwrap(), "交警中队"), (zfd, "综合执法队")] {
        let (status, problem) = step(&clerk, &case, "dispatch", json!({ "cooperating": [hws, unit] })).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.cannot_help"))
        );
        assert_eq!((&problem["field"], &problem["params"]["unit"]), (&json!("cooperating"), &json!(name)));
    }
    let sql = "update organisation set to_day = null where code = 'ZFD'";
    place.app.db.write(async |tx| tx.execute_unprepared(sql).await.map(|_| ())).await.unwrap();
    let case = done(&clerk, &case, "dispatch", json!({ "cooperating": [hws, zfd, hws] })).await;
    assert_eq!(case["cooperating"].as_array().unwrap().len(), 2, "each once");
    assert_eq!(sanitation.get(&path).await.0, StatusCode::OK, "a party may read");
    assert_eq!(west.get(&path).await.0, StatusCode::FORBIDDEN);
    let (_, totals) = sanitation.get("/api/cases/totals?view=for_me").await;
    assert_eq!(totals["count"], 1, "its part waits for it");
    let (status, _) = step(&sanitation, &case, "accept", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the lead accepts");
    let (status, _) = step(&community, &case, "part_done", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the lead has no part beside its own");
    let photo = sanitation.photo().await;
    let case = done(&sanitation, &case, "part_done", json!({ "photos": [photo] })).await;
    assert_eq!(case["moves"][0]["org"]["name"], "镇环卫所");
    let (status, _) = step(&sanitation, &case, "part_done", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "once");
    let case = done(&community, &case, "accept", json!({})).await;
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    let open: Vec<&Value> = case["cooperating"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|part| part["done_at"] == Value::Null)
        .collect();
    assert_eq!((open.len(), &open[0]["name"]), (1, &json!("综合执法队")), "told, not blocked");
    let (status, problem) = step(&clerk, &case, "assign_verifier", json!({ "org": hws })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.cannot_verify")));
    assert_eq!(value(&clerk, "case.rectified").await, "1");
});

on_both!(the_office_names_another_verifier_within_the_bounds, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "accept", json!({})).await;
    let (status, _) = step(&clerk, &case, "assign_verifier", json!({})).await;
    assert_eq!(status, StatusCode::CONFLICT, "nothing to verify yet");
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    assert_eq!(case["verifier"]["name"], "镇创建办");
    for (code, why) in [("990101001001", "it rectified"), ("SZ", "nobody there may verify")] {
        let org = place.town.organisation(code).unwrap();
        let (status, problem) = step(&clerk, &case, "assign_verifier", json!({ "org": org })).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.cannot_verify")),
            "{why}"
        );
    }
    let hws = place.town.organisation("HWS").unwrap();
    let (status, _) = step(&community, &case, "assign_verifier", json!({ "org": hws })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let case = done(&clerk, &case, "assign_verifier", json!({ "org": hws })).await;
    assert_eq!(case["verifier"]["name"], "镇环卫所");
    let verifier = place.sign_in("verifier").await;
    let (status, _) = step(&verifier, &case, "verify", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "no longer the office's");
    let sanitation = place.sign_in("sanitation").await;
    let case = done(&sanitation, &case, "verify", json!({})).await;
    assert_eq!(case["state"], "closed");
});

on_both!(where_the_office_rectified_its_superior_verifies_or_nobody, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    the_district_may_help(place).await;
    let (office, district) =
        (place.town.organisation("CJB").unwrap(), place.town.organisation("QW").unwrap());
    for (beside, verifier, facts) in
        [(vec![], json!("区文明办"), json!([])), (vec![district], Value::Null, json!(["no_verifier"]))]
    {
        let case = report(place, &clerk).await;
        let case = done(&clerk, &case, "dispatch", json!({ "org": office, "cooperating": beside })).await;
        let case = done(&clerk, &case, "accept", json!({})).await;
        let after = clerk.photo().await;
        let case = done(&clerk, &case, "rectify", json!({ "photos": [after] })).await;
        assert_eq!((&case["verifier"]["name"], &case["facts"]), (&verifier, &facts));
    }
    let (_, page) = clerk.get("/api/cases?view=for_me&fact=no_verifier").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 1);
    let (_, waiting) = clerk.get("/api/waiting").await;
    assert!(waiting.to_string().contains("assign_verifier"), "{waiting}");
    let case = done(
        &clerk,
        &page["items"][0],
        "assign_verifier",
        json!({ "org": place.town.organisation("HWS").unwrap() }),
    )
    .await;
    assert_eq!(case["facts"], json!([]));
});
