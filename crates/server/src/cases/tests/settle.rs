//! What the office settles of categories and dispatch rules: what is refused, what holds from when, and what an upgrade
//! leaves as it is.

use super::*;
use crate::{cases::sync_categories, catalogue, platform::db::Tx};

async fn rule(who: &Client<'_>, code: &str) -> Value {
    let (status, rules) = who.get("/api/categories/rules").await;
    assert_eq!(status, StatusCode::OK, "{rules}");
    rules.as_array().unwrap().iter().find(|rule| rule["code"] == code).unwrap().clone()
}

async fn change(who: &Client<'_>, code: &str, changes: Value) -> (StatusCode, Value) {
    who.post(&format!("/api/categories/{code}/rule"), json!({ "changes": changes, "reason": "试行" })).await
}

async fn dispatched(place: &Place, clerk: &Client<'_>) -> Value {
    let case = report(place, clerk).await;
    done(clerk, &case, "dispatch", json!({})).await
}

on_both!(a_limit_holds_for_stages_that_begin_after_it, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let running = dispatched(place, &clerk).await;
    assert_eq!(running["deadline"], "2026-10-30T07:30:00Z", "four working hours");
    let (status, changed) = change(&clerk, CATEGORY, json!({ "limits.handle": "1 work_hour" })).await;
    assert_eq!(status, StatusCode::OK, "{changed}");
    assert_eq!(changed["limits"]["handle"], "1 work_hour");
    let own =
        json!([{ "key": "limits.handle", "value": "1 work_hour", "shipped": "4 work_hour", "moved": false }]);
    assert_eq!((&changed["own"], &changed["changed_at"]), (&own, &json!("2026-10-30T01:00:00Z")));
    let id = running["id"].as_str().unwrap();
    assert_eq!(clerk.get(&format!("/api/cases/{id}")).await.1["deadline"], running["deadline"], "frozen");
    assert_eq!(dispatched(place, &clerk).await["deadline"], "2026-10-30T02:00:00Z");

    // an upgrade changes the same limit and another one
    let start = catalogue::CATEGORIES.find(&format!("code = \"{CATEGORY}\"")).unwrap();
    let (before, entry) = catalogue::CATEGORIES.split_at(start);
    let newer = format!(
        "{before}{}",
        entry.replacen("4 work_hour\" }", "3 work_hour\", rework = \"2 work_hour\" }", 1)
    );
    assert_ne!(newer, catalogue::CATEGORIES);
    let sync = async move |tx: &Tx| sync_categories(tx, &newer).await;
    place.app.db.write_long(sync).await.unwrap();
    let now = rule(&clerk, CATEGORY).await;
    assert_eq!(
        (&now["limits"]["handle"], &now["limits"]["rework"]),
        (&json!("1 work_hour"), &json!("2 work_hour"))
    );
    let own =
        json!([{ "key": "limits.handle", "value": "1 work_hour", "shipped": "3 work_hour", "moved": true }]);
    assert_eq!(now["own"], own);
    let (_, back) = change(&clerk, CATEGORY, json!({ "limits.handle": null })).await;
    assert_eq!((&back["limits"]["handle"], &back["own"]), (&json!("3 work_hour"), &json!([])));
    let db = place.app.db.read().await.unwrap();
    let sql = "select count(*) as n from audit where kind = 'category' and verb = 'setting.write'";
    let line = Statement::from_string(db.get_database_backend(), sql);
    let written: i64 = db.query_one_raw(line).await.unwrap().unwrap().try_get("", "n").unwrap();
    assert_eq!(written, 2, "each change is on the trail");
});

on_both!(what_a_line_says_its_leaves_inherit, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (status, _) =
        change(&clerk, "sanitation", json!({ "limits.accept": "2 work_hour", "evidence.after": 2 })).await;
    assert_eq!(status, StatusCode::OK);
    let leaf = rule(&clerk, CATEGORY).await;
    assert_eq!(
        (&leaf["limits"]["accept"], &leaf["limits"]["handle"]),
        (&json!("2 work_hour"), &json!("4 work_hour"))
    );
    assert_eq!(
        (&leaf["evidence"], &leaf["own"]),
        (&json!({ "before": 1, "after": 2, "verify": 0 }), &json!([]))
    );
    let (_, own) = change(&clerk, CATEGORY, json!({ "evidence.after": 1 })).await;
    assert_eq!((&own["evidence"]["after"], &own["own"][0]["shipped"]), (&json!(1), &json!(2)));
});

on_both!(a_bad_setting_is_refused_by_field_and_rule, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    for (key, value, code) in [
        ("limits.handle", json!("4 hours"), "category.limit"),
        ("limits.handle", json!("99999 work_day"), "category.limit"),
        ("limits.handle", json!(4), "category.limit"),
        ("limits.verify", json!("0 work_hour"), "category.limit_nought"),
        ("limits.sweep", json!("1 work_hour"), "category.no_such_key"),
        ("evidence.after", json!(10), "category.photos"),
        ("spot", json!("yes"), "category.flag"),
        ("lead", json!("both"), "category.lead"),
        ("department", json!("no_such_kind"), "category.department"),
        ("supervision", json!(["soon"]), "category.limit"),
        ("supervision", json!(vec!["1 work_day"; 6]), "category.levels"),
        ("checked_percent", json!(101), "category.percent"),
    ] {
        let (status, problem) = change(&clerk, CATEGORY, json!({ key: value })).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{problem}");
        assert_eq!((&problem["field"], &problem["params"]["found"]), (&json!(key), &value));
    }
    let (_, problem) = change(&clerk, "sanitation", json!({ "spot": true })).await;
    assert_eq!(problem["code"], "category.leaf_only");
    let body = json!({ "changes": { "spot": false } });
    let (_, problem) = clerk.post(&format!("/api/categories/{CATEGORY}/rule"), body).await;
    assert_eq!(problem["field"], "reason");
    assert_eq!(change(&clerk, "no.such", json!({ "spot": false })).await.0, StatusCode::NOT_FOUND);
    assert_eq!(rule(&clerk, CATEGORY).await["own"], json!([]), "nothing was kept");
    for login in ["leader", "district", "department", "community", "admin", "nobody"] {
        let who = place.sign_in(login).await;
        let (status, _) = change(&who, CATEGORY, json!({ "spot": false })).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{login}");
    }
});

on_both!(a_dispatch_rule_names_who_answers_where, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let [east, west, town] =
        ["990101001001", "990101001002", "990101001"].map(|code| place.town.area(code).unwrap());
    let unit = |code: &str| place.town.organisation(code).unwrap();
    let suggested =
        async |area| clerk.get(&format!("/api/cases/suggest?category={CATEGORY}&area={area}")).await.1;
    let found = suggested(east).await;
    assert_eq!((&found["org"]["name"], &found["line"]["name"]), (&json!("东关社区"), &json!("镇环卫所")));
    assert_eq!((&found["lead"], &found["rule"]), (&json!("block"), &Value::Null));

    let body = |category: &str, area, more: Value| {
        let mut body = json!({ "category": category, "area": area, "reason": "试行" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let whole = body("sanitation", town, json!({ "organisation": unit("ZFD"), "lead": "line" }));
    assert_eq!(
        place.sign_in("leader").await.post("/api/dispatch-rules", whole.clone()).await.0,
        StatusCode::FORBIDDEN
    );
    let (status, line) = clerk.post("/api/dispatch-rules", whole).await;
    assert_eq!(status, StatusCode::OK, "{line}");
    let near =
        body(CATEGORY, east, json!({ "organisation": unit("HWS"), "lead": "line", "verifier": unit("CJB") }));
    let (_, near) = clerk.post("/api/dispatch-rules", near).await;
    assert_eq!(suggested(west).await["org"]["name"], "综合执法队");
    let found = suggested(east).await;
    assert_eq!((&found["org"]["name"], &found["rule"]), (&json!("镇环卫所"), &near["id"]));
    assert_eq!((&found["verifier"]["name"], &found["lead"]), (&json!("镇创建办"), &json!("line")));
    assert_eq!(dispatched(place, &clerk).await["lead"]["name"], "镇环卫所", "as it was tried");

    place.at("2026-10-30T09:01:00+08:00");
    let again = body(CATEGORY, east, json!({ "lead": "block" }));
    let (_, again) = clerk.post("/api/dispatch-rules", again).await;
    assert_eq!(suggested(east).await["org"]["name"], "东关社区");
    let (_, rules) = clerk.get("/api/dispatch-rules").await;
    let standing: Vec<&Value> = rules.as_array().unwrap().iter().map(|rule| &rule["id"]).collect();
    assert_eq!(standing, [&again["id"], &line["id"]], "one follows the other");
    assert_eq!((&rules[0]["area"]["name"], &rules[0]["writable"]), (&json!("东关社区"), &json!(true)));
    for (wrong, field) in [
        (body(CATEGORY, east, json!({})), "organisation"),
        (body("no.such", east, json!({ "lead": "line" })), "category"),
        (body(CATEGORY, Uuid::nil(), json!({ "lead": "line" })), "area"),
        (body(CATEGORY, east, json!({ "verifier": Uuid::nil() })), "verifier"),
    ] {
        let (status, problem) = clerk.post("/api/dispatch-rules", wrong).await;
        assert_eq!(
            (status, &problem["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)),
            "{problem}"
        );
    }
    let end = format!("/api/dispatch-rules/{}/end", line["id"].as_str().unwrap());
    assert_eq!(clerk.post(&end, json!({ "reason": "试行结束" })).await.0, StatusCode::OK);
    assert_eq!(clerk.post(&end, json!({ "reason": "试行结束" })).await.0, StatusCode::NOT_FOUND);
    assert_eq!(suggested(west).await["org"]["name"], "西关社区");
});

on_both!(the_rules_verifier_is_asked_first_and_never_the_unit_itself, async |place: &Place| {
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let area = place.town.area("990101001001").unwrap();
    for (verifier, verifies) in [("QW", "区文明办"), ("990101001001", "镇创建办")] {
        let verifier = place.town.organisation(verifier).unwrap();
        let body = json!({ "category": "sanitation", "area": area, "verifier": verifier, "reason": "试行" });
        assert_eq!(clerk.post("/api/dispatch-rules", body).await.0, StatusCode::OK);
        let case = dispatched(place, &clerk).await;
        let case = done(&community, &case, "accept", json!({})).await;
        let photo = community.photo().await;
        let case = done(&community, &case, "rectify", json!({ "photos": [photo] })).await;
        assert_eq!(case["verifier"]["name"], verifies);
    }
});

on_both!(a_rule_names_no_unit_that_cannot_accept_there, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let [east, west, town] =
        ["990101001001", "990101001002", "990101001"].map(|code| place.town.area(code).unwrap());
    let unit = |code: &str| place.town.organisation(code).unwrap();
    let begun = async |area, more: Value| {
        let mut body = json!({ "category": "sanitation", "area": area, "lead": "line", "reason": "试行" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        clerk.post("/api/dispatch-rules", body).await
    };
    for (area, field, of, name, code) in [
        // nobody there accepts, nobody accepts so far, nobody there verifies
        (town, "organisation", "ZF", "镇政府", "case.cannot_accept"),
        (west, "organisation", "990101001001", "东关社区", "case.cannot_accept"),
        (east, "verifier", "ZF", "镇政府", "case.cannot_verify"),
    ] {
        let (status, problem) = begun(area, json!({ field: unit(of) })).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{problem}");
        assert_eq!((&problem["field"], &problem["params"]["unit"]), (&json!(field), &json!(name)));
    }
    assert_eq!(begun(town, json!({ "organisation": unit("ZFD") })).await.0, StatusCode::OK);
    let path = format!("/api/cases/suggest?category={CATEGORY}&area={east}");
    let found = clerk.get(&path).await.1;
    assert_eq!((&found["org"]["name"], &found["unable"]), (&json!("综合执法队"), &Value::Null));
    assert_eq!(clerk.get("/api/dispatch-rules").await.1[0]["unable"], false);

    disempower(place, "赵立").await;
    let clerk = place.sign_in("clerk").await;
    let found = clerk.get(&path).await.1;
    assert_eq!((&found["org"]["name"], &found["unable"]["name"]), (&json!("东关社区"), &json!("综合执法队")));
    assert_eq!(clerk.get("/api/dispatch-rules").await.1[0]["unable"], true);
});

on_both!(a_line_is_given_to_another_department_and_back, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let west = place.town.area("990101001002").unwrap();
    let tried = async || clerk.get(&format!("/api/cases/suggest?category={CATEGORY}&area={west}")).await.1;
    assert_eq!(tried().await["line"]["name"], "镇环卫所");
    let (status, line) = change(&clerk, "sanitation", json!({ "department": "urban_management" })).await;
    assert_eq!((status, &line["department"]), (StatusCode::OK, &json!("urban_management")));
    let own = json!([{ "key": "department", "value": "urban_management", "shipped": "sanitation_office",
        "moved": false }]);
    assert_eq!(line["own"], own);
    assert_eq!(tried().await["line"]["name"], "综合执法队", "its leaves follow");
    let (_, history) = clerk.get("/api/settings/history?kind=category&code=sanitation").await;
    assert_eq!(history["items"][0]["after"]["own"]["department"], "urban_management");
    assert_eq!(history["items"][0]["after"]["reason"], "试行");
    let (_, back) = change(&clerk, "sanitation", json!({ "department": null })).await;
    assert_eq!((&back["department"], &back["own"]), (&json!("sanitation_office"), &json!([])));
    assert_eq!(tried().await["line"]["name"], "镇环卫所");
});
