//! Fixing on the spot: closed by rule without a second look, or drawn and verified.

use super::*;
use sea_orm::ConnectionTrait;

/// All or none of the spot fixes are drawn from now on.
async fn draw(place: &Place, percent: u8) {
    let tree =
        crate::catalogue::CATEGORIES.replace("checked_percent = 10", &format!("checked_percent = {percent}"));
    let sync =
        async move |tx: &crate::platform::db::Tx| crate::cases::sync_categories(tx, &tree, "list = []").await;
    place.app.db.write_long(sync).await.unwrap();
}

on_both!(an_unchecked_fix_closes_by_rule_and_is_never_verified, async |place: &Place| {
    draw(place, 0).await;
    let inspector = place.sign_in("inspector").await;
    let case = report(place, &inspector).await;
    assert!(case["allowed"].to_string().contains("fix_on_spot"), "{}", case["allowed"]);
    let (status, problem) = step(&inspector, &case, "fix_on_spot", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.photo_missing")));
    let after = inspector.photo().await;
    let case = done(&inspector, &case, "fix_on_spot", json!({ "photos": [after] })).await;
    assert_eq!((&case["state"], &case["spot"]), (&json!("closed"), &json!("passed")));
    assert_eq!(case["facts"], json!(["not_rechecked"]));
    let last = &case["moves"][0];
    assert_eq!((&last["verb"], &last["by_rule"]), (&json!("close_unchecked"), &json!(true)));
    let clerk = place.sign_in("clerk").await;
    for (metric, expected) in [
        ("case.fixed_on_spot", "1"),
        ("case.rectified", "0"),
        ("case.verified", "0"),
        ("case.closed", "1"),
        ("case.due", "1"),
        ("case.closed_in_time", "1"),
        ("case.open", "0"),
    ] {
        assert_eq!(value(&clerk, metric).await, expected, "{metric}");
    }
    let (_, totals) = clerk.get("/api/cases/totals?view=all&fact=not_rechecked").await;
    assert_eq!(totals["count"], 1);
});

on_both!(a_drawn_fix_is_verified_by_another_unit, async |place: &Place| {
    draw(place, 100).await;
    let grid = place.sign_in("grid").await;
    let verifier = place.sign_in("verifier").await;
    let case = report(place, &grid).await;
    let after = grid.photo().await;
    let case = done(&grid, &case, "fix_on_spot", json!({ "photos": [after] })).await;
    assert_eq!(
        (&case["state"], &case["spot"], &case["lead"]["name"]),
        (&json!("rectified"), &json!("drawn"), &json!("东关社区"))
    );
    assert_eq!(case["verifier"]["name"], "镇创建办");
    let case = done(&verifier, &case, "verify", json!({})).await;
    assert_eq!((&case["state"], &case["facts"]), (&json!("closed"), &json!([])));
    let clerk = place.sign_in("clerk").await;
    assert_eq!(value(&clerk, "case.verified").await, "1");
});

on_both!(a_fix_on_the_spot_is_of_one_visit_by_one_person, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let inspector = place.sign_in("inspector").await;
    let case = report(place, &inspector).await;
    let after = clerk.photo().await;
    let (status, problem) = step(&clerk, &case, "fix_on_spot", json!({ "photos": [after] })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.not_one_visit")));
    place.at("2026-10-30T10:01:00+08:00");
    let after = inspector.photo().await;
    let (status, problem) = step(&inspector, &case, "fix_on_spot", json!({ "photos": [after] })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.not_one_visit")));
    let community = place.sign_in("west").await;
    let (status, _) = step(&community, &case, "fix_on_spot", json!({ "photos": [after] })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let (status, problem) = step(&inspector, &case, "fix_on_spot", json!({ "photos": [after] })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("case.not_now")));
});

on_both!(a_category_that_does_not_allow_it_refuses, async |place: &Place| {
    let inspector = place.sign_in("inspector").await;
    let photo = inspector.photo().await;
    let area = place.town.area("990101001001").unwrap();
    let db = place.app.db.read().await.unwrap();
    let sql = "select code from category where leaf and rule like '%\"spot\":false%' order by code limit 1";
    let row =
        db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let category: String = row.unwrap().try_get("", "code").unwrap();
    drop(db);
    let body = json!({ "title": "x", "category": category, "area": area, "place": "x", "source": "patrol",
        "photos": [photo] });
    let (status, case) = inspector.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    assert!(!case["allowed"].to_string().contains("fix_on_spot"));
    let after = inspector.photo().await;
    let (status, problem) = step(&inspector, &case, "fix_on_spot", json!({ "photos": [after] })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("case.not_on_spot")));
});

on_both!(the_secret_is_kept_over_a_second_start, async |place: &Place| {
    let secret = async || {
        let db = place.app.db.read().await.unwrap();
        crate::platform::setting::find(&db, "spot_secret").await.unwrap().unwrap()
    };
    let before = secret().await;
    let now = place.app.clock.now();
    let again =
        async move |tx: &crate::platform::db::Tx| crate::cases::keep_spot_secret(tx, &[1; 32], now).await;
    place.app.db.write_long(again).await.unwrap();
    assert_eq!((secret().await, before.len()), (before, 64));
});

on_both!(without_signal_the_photos_own_times_count, async |place: &Place| {
    draw(place, 0).await;
    let inspector = place.sign_in("inspector").await;
    let area = place.town.area("990101001001").unwrap();
    // taken in the morning, sent in the evening
    place.at("2026-10-30T20:00:00+08:00");
    let taken = async |at: &str| {
        inspector.photo_said(json!({ "taken_at": format!("2026-10-30T{at}:00+08:00") })).await
    };
    for (before, after, sent, answer) in [
        ("09:00", "09:40", "20:05", StatusCode::OK),
        ("09:00", "09:40", "23:30", StatusCode::OK),
        ("09:00", "10:01", "20:05", StatusCode::UNPROCESSABLE_ENTITY),
        ("09:00", "08:59", "20:05", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        place.at("2026-10-30T20:00:00+08:00");
        let body = json!({ "title": "一件", "category": CATEGORY, "area": area, "place": "x", "source": "patrol",
            "photos": [taken(before).await] });
        let (status, case) = inspector.post("/api/cases", body).await;
        assert_eq!(status, StatusCode::OK, "{case}");
        place.at(&format!("2026-10-30T{sent}:00+08:00"));
        let photo = taken(after).await;
        let (status, moved) = step(&inspector, &case, "fix_on_spot", json!({ "photos": [photo] })).await;
        assert_eq!(status, answer, "{before} {after} {sent}: {moved}");
    }
});

on_both!(a_month_that_is_over_can_be_drawn_again, async |place: &Place| {
    draw(place, 50).await;
    let inspector = place.sign_in("inspector").await;
    let mut drawn = Vec::new();
    for _ in 0..8 {
        let case = report(place, &inspector).await;
        let after = inspector.photo().await;
        let case = done(&inspector, &case, "fix_on_spot", json!({ "photos": [after] })).await;
        let id: Uuid = case["id"].as_str().unwrap().parse().unwrap();
        drawn.push((crate::cases::CaseId(id), case["spot"] == "drawn"));
    }
    let share = drawn.iter().filter(|(_, drawn)| *drawn).count();
    assert!(share > 0 && share < drawn.len(), "half of them or so");
    let admin = place.sign_in("admin").await;
    let (status, problem) = admin.post("/api/spot-seeds/2026-10", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("spot.month_running")));
    place.at("2026-11-01T00:00:00+08:00");
    let admin = place.sign_in("admin").await;
    for (month, code) in [
        ("2026-11", "spot.month_running"),
        ("2027-01", "spot.month_running"),
        ("2026-13", "spot.month"),
        ("2026-1", "spot.month"),
        ("2026-10-01", "spot.month"),
    ] {
        let (_, problem) = admin.post(&format!("/api/spot-seeds/{month}"), json!({})).await;
        assert_eq!(problem["code"], code, "{month}");
    }
    for login in ["community", "district", "nobody"] {
        let who = place.sign_in(login).await;
        assert_eq!(who.post("/api/spot-seeds/2026-10", json!({})).await.0, StatusCode::FORBIDDEN, "{login}");
    }
    let (status, told) = admin.post("/api/spot-seeds/2026-10", json!({})).await;
    assert_eq!((status, &told["month"]), (StatusCode::OK, &json!("2026-10")));
    let seed = hex::decode(told["seed"].as_str().unwrap()).unwrap();
    for (id, was) in drawn {
        assert_eq!(crate::cases::rules::drawn(&seed, id, 50), was, "{id:?}");
    }
    let db = place.app.db.read().await.unwrap();
    let sql = "select count(*) as n from audit where kind = 'spot_seed' and person is not null";
    let row =
        db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    assert_eq!(row.unwrap().try_get::<i64>("", "n").unwrap(), 1, "the telling is on the trail");
});
