//! Which verbs take photos, and what their senders may no longer do.

use super::*;

async fn rectified(place: &Place, photo: Uuid) -> Value {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "accept", json!({})).await;
    done(&community, &case, "rectify", json!({ "photos": [photo] })).await
}

on_both!(only_verbs_that_show_something_take_photos, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let refused = async |who: &Client<'_>, case: &Value, verb: &str| {
        let body = json!({ "reason": "因故", "limit": "1 work_day", "photos": [who.photo().await] });
        let (status, problem) = step(who, case, verb, body).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.no_photos")),
            "{verb}"
        );
        assert_eq!((&problem["field"], &problem["params"]["verb"]), (&json!("photos"), &json!(verb)));
    };
    let case = report(place, &clerk).await;
    for verb in ["dispatch", "cancel", "urge"] {
        refused(&clerk, &case, verb).await;
    }
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    for verb in ["accept", "return", "ask_extension"] {
        refused(&community, &case, verb).await;
    }
    for verb in ["shelve", "supervise", "urge"] {
        refused(&clerk, &case, verb).await;
    }
    let (_, shown) = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!((&shown["version"], shown["photos"].as_array().unwrap().len()), (&case["version"], 1));
    let leader = place.sign_in("leader").await;
    let case = report(place, &leader).await;
    let case = done(&clerk, &case, "register", json!({ "photos": [clerk.photo().await] })).await;
    let roles: Vec<&Value> = case["photos"].as_array().unwrap().iter().map(|photo| &photo["role"]).collect();
    assert_eq!(roles, ["before", "before"]);
});

on_both!(who_sent_a_photo_after_does_not_verify, async |place: &Place| {
    let community = place.sign_in("community").await;
    let (verifier, clerk) = (place.sign_in("verifier").await, place.sign_in("clerk").await);
    let photo = community.photo().await;
    let case = rectified(place, photo).await;
    assert_eq!(case["verifier"]["name"], "镇创建办");
    let path = format!("/api/cases/{}", case["id"].as_str().unwrap());
    assert_eq!(verifier.get(&path).await.1["barred"], json!([]));
    // somebody of the verifying unit sent it for the unit
    let sent = "update file set uploaded_by = (select id from account where login = 'verifier') \
                where claimed_by is not null and id in (select file from case_photo where role = 'after')";
    place.app.db.write(async |tx| tx.execute_unprepared(sent).await.map(|_| ())).await.unwrap();
    let (_, seen) = verifier.get(&path).await;
    let barred = |verb: &str| json!({ "verb": verb, "rule": "case.own_work" });
    assert_eq!(seen["barred"], json!([barred("verify"), barred("send_back")]));
    for verb in ["verify", "send_back"] {
        let (status, problem) = step(&verifier, &case, verb, json!({ "reason": "x" })).await;
        assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.own_work")), "{verb}");
    }
    done(&clerk, &case, "verify", json!({})).await;
});

on_both!(who_rectified_does_not_verify_in_another_units_post, async |place: &Place| {
    let photo = place.sign_in("community").await.photo().await;
    let case = rectified(place, photo).await;
    let (office, area) = (place.town.organisation("CJB").unwrap(), place.town.area("990101001").unwrap());
    let db = place.app.db.read().await.unwrap();
    let sql = "select person from account where login = 'community'";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let person: Uuid = row.unwrap().try_get("", "person").unwrap();
    drop(db);
    let installer = crate::install::installer(&place.app).await.unwrap();
    let second = crate::install::act(&place.app, installer, async move |work| {
        let post =
            directory::NewPosition { organisation: office, title: "兼职复查员".into(), head: false };
        let position = directory::open_position(work, post).await?;
        directory::put_in_post(work, position, person, None).await?;
        let grant =
            directory::NewGrant { position, role: "verifier".into(), area, scope: "all", lines: vec![] };
        directory::give_grant(work, grant).await?;
        Ok::<_, directory::Error>(position)
    })
    .await
    .unwrap();
    let community = place.sign_in("community").await;
    let (status, problem) = step(&community.acting(second), &case, "verify", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.own_work")));
    let verifier = place.sign_in("verifier").await;
    done(&verifier, &case, "verify", json!({})).await;
});

on_both!(evidence_may_ask_for_a_verifying_photo, async |place: &Place| {
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let verifier = place.sign_in("verifier").await;
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "污水外溢", "category": "sanitation.sewage", "area": area, "place": "x",
        "source": "patrol", "photos": [clerk.photo().await] });
    let (_, case) = clerk.post("/api/cases", body).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "accept", json!({})).await;
    let case = done(&community, &case, "rectify", json!({ "photos": [community.photo().await] })).await;
    let (status, problem) = step(&verifier, &case, "verify", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.photo_missing")));
    assert_eq!((&problem["field"], &problem["params"]["wanted"]), (&json!("photos"), &json!(1)));
    let case = done(&verifier, &case, "verify", json!({ "photos": [verifier.photo().await] })).await;
    assert_eq!(case["state"], "closed");
    assert!(case["photos"].as_array().unwrap().iter().any(|photo| photo["role"] == "verify"));
});

on_both!(where_the_office_looks_again_it_closes_by_hand, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let rule = json!({ "changes": { "office_looks_again": true }, "reason": "试行" });
    let (status, _) = clerk.post(&format!("/api/categories/{CATEGORY}/rule"), rule).await;
    assert_eq!(status, StatusCode::OK);
    let photo = place.sign_in("community").await.photo().await;
    let case = rectified(place, photo).await;
    let verifier = place.sign_in("verifier").await;
    let case = done(&verifier, &case, "verify", json!({})).await;
    assert_eq!((&case["state"], &case["moves"][0]["verb"]), (&json!("verified"), &json!("verify")));
    assert_eq!(
        (value(&clerk, "case.verified").await, value(&clerk, "case.closed").await),
        (json!("1"), json!("0"))
    );
    let (status, _) = step(&verifier, &case, "close", json!({})).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "closing is the office's");
    let (_, waiting) = clerk.get("/api/waiting").await;
    assert_eq!(waiting["groups"][0]["items"][0]["verb"], "close");
    let case = done(&clerk, &case, "close", json!({})).await;
    let close = &case["moves"][0];
    assert_eq!(
        (&case["state"], &close["by_rule"], &close["person"]["name"]),
        (&json!("closed"), &json!(false), &json!("周敏"))
    );
    assert_eq!(value(&clerk, "case.closed_in_time").await, "1");
});
