//! Urging a whole list.

use super::*;

on_both!(a_list_is_urged_at_once, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let hws = place.town.organisation("HWS").unwrap();
    let mut dispatched = vec![];
    for body in [json!({}), json!({}), json!({ "org": hws })] {
        let case = report(place, &clerk).await;
        dispatched.push(done(&clerk, &case, "dispatch", body).await);
    }
    let shelved = report(place, &clerk).await;
    let shelved = done(&clerk, &shelved, "dispatch", json!({})).await;
    done(&clerk, &shelved, "shelve", json!({ "reason": "等材料" })).await;
    done(&clerk, &dispatched[2], "urge", json!({})).await;

    place.at("2026-10-30T10:00:00+08:00");
    let (status, before) = clerk.get("/api/cases/urge?view=open").await;
    assert_eq!(status, StatusCode::OK, "{before}");
    assert_eq!(
        (&before["reached"], &before["passed_over"]),
        (&json!(3), &json!(1)),
        "a shelved one is not urged"
    );
    let first = "2026-10-30T01:00:00Z";
    assert_eq!(before["last_urged_at"], first);
    let units = before["units"].as_array().unwrap();
    let told: Vec<_> =
        units.iter().map(|unit| (&unit["unit"]["name"], &unit["cases"], &unit["last_urged_at"])).collect();
    assert_eq!(told[0], (&json!("东关社区"), &json!(2), &Value::Null));
    assert_eq!(told[1], (&json!("镇环卫所"), &json!(1), &json!(first)));
    assert_eq!(units[0]["reaches"]["person"], "王海燕");
    let (_, one) = clerk.get(&format!("/api/cases/urge?view=open&org={hws}")).await;
    assert_eq!((&one["reached"], one["units"].as_array().unwrap().len()), (&json!(1), 1));

    let (key, body) = (place.id(), json!({ "view": "open", "reason": "月底前要结" }));
    let (status, urged) = clerk.post_as("/api/cases/urge", body.clone(), key).await;
    assert_eq!((status, &urged["reached"]), (StatusCode::OK, &json!(3)), "{urged}");
    let (_, again) = clerk.post_as("/api/cases/urge", body, key).await;
    assert_eq!(again, urged, "the same request urges once");
    let (_, after) = clerk.get("/api/cases/urge?view=open").await;
    assert_eq!(after["last_urged_at"], "2026-10-30T02:00:00Z");
    let (_, case) = clerk.get(&format!("/api/cases/{}", dispatched[0]["id"].as_str().unwrap())).await;
    let last = &case["moves"][0];
    assert_eq!((&last["verb"], &last["reason"]), (&json!("urge"), &json!("月底前要结")));
    assert_eq!(last["reached"]["name"], "东关社区 书记");
    assert_eq!(case["moves"].as_array().unwrap().iter().filter(|line| line["verb"] == "urge").count(), 1);

    for (login, path) in [("grid", "/api/cases/urge?view=open"), ("nobody", "/api/cases/urge")] {
        let who = place.sign_in(login).await;
        assert_eq!(who.get(path).await.0, StatusCode::FORBIDDEN, "{login}");
        assert_eq!(who.post("/api/cases/urge", json!({})).await.0, StatusCode::FORBIDDEN, "{login}");
    }
});

on_both!(too_many_are_not_urged_at_once, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk).await;
    let columns = "title, description, category, line, area, counted_in, place, source, state, cycle, rework, returns, \
                   registering, reported_by, found_at, reported_at, open, sort_at, version";
    let new = match place.on {
        crate::testing::On::Sqlite => "randomblob(16)",
        crate::testing::On::Postgres => "gen_random_uuid()",
    };
    let number = "'2609-' || (10000 + n)";
    let many = format!(
        "with recursive many(n) as (select 1 union all select n + 1 from many where n < 500) \
         insert into case_record (id, number, {columns}) select {new}, {number}, {columns} from case_record, many"
    );
    place.app.db.admin().execute_unprepared(&many).await.unwrap();
    let (status, problem) = clerk.post("/api/cases/urge", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.too_many")));
    assert_eq!(problem["params"], json!({ "count": 501, "most": 500 }));
    done(&clerk, &case, "cancel", json!({ "reason": "重复" })).await;
    let started = std::time::Instant::now();
    let (status, urged) = clerk.post("/api/cases/urge", json!({})).await;
    println!("500 cases urged in {:?}", started.elapsed());
    assert_eq!((status, &urged["reached"]), (StatusCode::OK, &json!(500)), "{urged}");
});
