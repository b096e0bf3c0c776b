//! The list in groups, its facts and what is left of each limit.

use super::*;

on_both!(groups_agree_with_the_list_and_show_each_their_own, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let first = report(place, &clerk).await;
    let first = done(&clerk, &first, "dispatch", json!({})).await;
    let second = report(place, &clerk).await;
    let second = done(&clerk, &second, "dispatch", json!({})).await;
    done(&clerk, &second, "shelve", json!({ "reason": "等材料" })).await;
    report(place, &clerk).await;
    place.at("2026-10-30T15:31:00+08:00");
    for (by, keys) in [
        ("lead", vec![json!("东关社区"), Value::Null]),
        ("area", vec![json!("东关社区")]),
        ("line", vec![json!("环境卫生")]),
        ("category", vec![json!("暴露垃圾")]),
    ] {
        let (status, groups) = clerk.get(&format!("/api/cases/groups?by={by}")).await;
        assert_eq!(status, StatusCode::OK, "{groups}");
        let rows = groups["rows"].as_array().unwrap();
        assert_eq!(rows.iter().map(|row| row["name"].clone()).collect::<Vec<_>>(), keys, "{by}");
        let sum = |column: &str| rows.iter().map(|row| row[column].as_i64().unwrap()).sum::<i64>();
        assert_eq!((sum("open"), sum("overdue"), sum("shelved")), (3, 1, 1), "{by}");
        let totals = &groups["totals"];
        assert_eq!((&totals["count"], &totals["overdue"]), (&json!(3), &json!(1)));
        assert_eq!((&totals["supervised"], &totals["shelved"]), (&json!(0), &json!(1)));
        // from nine to half past three by the clock, three hours and a half before the break and one after it
        assert_eq!(
            (&totals["mean_elapsed_minutes"], &rows[0]["remaining_minutes"]),
            (&json!(241), &json!(-1))
        );
        assert_eq!(
            (&rows[0]["oldest_deadline"], &rows[0]["main_categories"]),
            (&first["deadline"], &json!(["暴露垃圾"]))
        );
    }
    let (_, narrowed) = clerk.get("/api/cases/groups?by=lead&fact=overdue").await;
    assert_eq!((&narrowed["totals"]["count"], narrowed["rows"].as_array().unwrap().len()), (&json!(1), 1));
    let (_, page) = clerk.get("/api/cases?fact=overdue,returned").await;
    assert_eq!((&page["items"][0]["remaining_minutes"], &page["items"][1]), (&json!(-1), &Value::Null));
    let west = place.sign_in("west").await;
    let (_, groups) = west.get("/api/cases/groups?by=area&view=all").await;
    assert_eq!((&groups["totals"]["count"], &groups["rows"]), (&json!(0), &json!([])));
    for bad in ["by=colour", "by=lead&fact=tired", ""] {
        let (status, problem) = clerk.get(&format!("/api/cases/groups?{bad}")).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("query.unknown")),
            "{bad}"
        );
    }
    let (status, _) = place.sign_in("nobody").await.get("/api/cases/groups?by=lead").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
});
