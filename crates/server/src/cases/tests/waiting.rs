//! What waits, as the first page tells it.

use super::*;

async fn waiting(who: &Client<'_>) -> Value {
    let (status, waiting) = who.get("/api/waiting").await;
    assert_eq!(status, StatusCode::OK, "{waiting}");
    waiting
}

on_both!(approvals_say_who_asks_how_long_and_why, async |place: &Place| {
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let case = report(place, &clerk).await;
    let first = waiting(&clerk).await;
    let item = &first["groups"][0]["items"][0];
    assert_eq!(
        (&item["verb"], &item["number"], &item["coordination"]),
        (&json!("dispatch"), &case["number"], &json!(false))
    );
    assert_eq!((&item["place"], &item["reason"]), (&json!("菜市街 8 号"), &Value::Null));
    let due: kernel::moment::Moment = item["due"].as_str().unwrap().parse().unwrap();
    let left = due.since(place.app.clock.now()) / 60_000;
    let told = item["remaining_minutes"].as_i64().unwrap();
    assert!(told > 0 && told <= left, "{told} of {left}: nights do not count");

    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let mine = waiting(&community).await;
    let item = &mine["groups"][0]["items"][0];
    assert_eq!((&item["verb"], &item["remaining_minutes"]), (&json!("accept"), &case["remaining_minutes"]));
    assert_eq!(item["unit"]["name"], "镇创建办", "who registered it");

    let case = done(&community, &case, "accept", json!({})).await;
    let ask = json!({ "limit": "2 work_day", "reason": "等配件" });
    let case = done(&community, &case, "ask_extension", ask).await;
    let asked = waiting(&clerk).await;
    let group = &asked["groups"][0];
    assert_eq!((&group["group"], &asked["due_today"]), (&json!("approvals"), &asked["count"]));
    let item = &group["items"][0];
    assert_eq!((&item["verb"], &item["unit"]["name"]), (&json!("grant_extension"), &json!("东关社区")));
    assert_eq!((&item["asked"], &item["reason"]), (&json!("2 work_day"), &json!("等配件")));
    done(&clerk, &case, "grant_extension", json!({})).await;

    let mine = waiting(&community).await;
    let item = &mine["groups"][0]["items"][0];
    let due: kernel::moment::Moment = item["due"].as_str().unwrap().parse().unwrap();
    assert_eq!((&mine["due_today"], &mine["next"]["day"]), (&json!(0), &json!(due.day().to_string())));
    assert_eq!(mine["next"]["record"], item["record"]);
    let expected = if due.day().to_string().as_str() <= "2026-11-01" { "this_week" } else { "later" };
    assert_eq!(mine["groups"][0]["group"], expected);
});

on_both!(a_decision_says_who_returned_it_and_why, async |place: &Place| {
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "return", json!({ "reason": "不归我管" })).await;
    let once = waiting(&clerk).await;
    let item = &once["groups"][0]["items"][0];
    assert_eq!((&item["coordination"], &item["reason"]), (&json!(false), &json!("不归我管")));
    assert_ne!(once["groups"][0]["group"], "approvals", "the rule may still find another");
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    done(&community, &case, "return", json!({ "reason": "是镇环卫所的" })).await;
    let twice = waiting(&clerk).await;
    assert_eq!(twice["groups"][0]["group"], "approvals");
    let item = &twice["groups"][0]["items"][0];
    assert_eq!((&item["coordination"], &item["reason"]), (&json!(true), &json!("是镇环卫所的")));
    assert_eq!((&item["unit"]["name"], &item["number"]), (&json!("东关社区"), &case["number"]));
});
