//! Settings through HTTP: who may, what is refused, and that a change holds at once.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

mod checklists;
mod tables;

use crate::{
    on_both,
    testing::{Answer, Client, Place},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

on_both!(two_who_settle_the_same_are_told, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let campaign =
        json!({ "title": "全国文明村镇", "level": "town", "starts_on": "2026-01-01", "reason": "x" });
    let campaign_again =
        json!({ "title": "县级文明村镇", "level": "county", "starts_on": "2026-01-01", "reason": "x" });
    for (shown, method, path, first, second) in [
        (
            "/api/settings",
            "POST",
            "/api/settings",
            json!({ "name": "甲", "reason": "x" }),
            json!({ "name": "乙", "reason": "x" }),
        ),
        ("/api/settings/campaign", "PUT", "/api/settings/campaign", campaign, campaign_again),
        (
            "/api/calendar",
            "POST",
            "/api/calendar/days",
            json!({ "day": "2026-11-07", "works": true, "reason": "x" }),
            json!({ "day": "2026-11-07", "works": false, "reason": "x" }),
        ),
        (
            "/api/calendar",
            "POST",
            "/api/calendar/hours",
            json!({ "shifts": [{ "from": "08:00", "to": "12:00" }], "reason": "x" }),
            json!({ "shifts": [{ "from": "09:00", "to": "12:00" }], "reason": "x" }),
        ),
    ] {
        let seen = clerk.get(shown).await.1["version"].clone();
        let settle = async |mut body: Value, version: &Value| {
            body["version"] = version.clone();
            let request = Request::builder().method(method).uri(path).header(header::COOKIE, clerk.cookie());
            let request = request.header("idempotency-key", place.id().to_string());
            clerk.send(request.body(Body::from(body.to_string())).unwrap()).await
        };
        let (status, answer) = settle(first, &seen).await;
        assert_eq!(status, StatusCode::OK, "{path}: {answer}");
        let (status, problem) = settle(second.clone(), &seen).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::PRECONDITION_FAILED, &json!("setting.stale")),
            "{path}"
        );
        let now = clerk.get(shown).await.1["version"].clone();
        assert_eq!((&problem["params"]["seen"], &problem["params"]["now"]), (&seen, &now));
        assert_eq!(settle(second, &now).await.0, StatusCode::OK, "{path}, looked at again");
    }
});

on_both!(the_statistical_month_moves_spans_and_nothing_else, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (status, settings) = clerk.get("/api/settings").await;
    assert_eq!(status, StatusCode::OK, "{settings}");
    assert_eq!((&settings["first_day"], &settings["month"]["period"]), (&json!(1), &json!("2026-10")));
    let (_, session) = clerk.get("/api/session").await;
    let installation = &session["installation"];
    assert_eq!((&installation["name"], &installation["demo"]), (&json!("文明创建工作台"), &json!(false)));
    let seal = || async { clerk.get("/api/figures/case.reported?period=2026-10").await.1 };
    let before = seal().await;
    assert_eq!((&before["first_day"], &before["last_day"]), (&json!("2026-10-01"), &json!("2026-10-31")));

    let body = json!({ "first_day": 26, "name": "柳河镇文明创建", "reason": "与区里报表一致" });
    for login in ["leader", "district", "community", "admin"] {
        let (status, problem) = place.sign_in(login).await.post("/api/settings", body.clone()).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{login}: {problem}");
    }
    for (field, wrong) in [
        ("first_day", json!({ "first_day": 29, "reason": "x" })),
        ("name", json!({ "name": " ", "reason": "x" })),
        ("reason", json!({ "first_day": 2, "reason": "" })),
    ] {
        let (status, problem) = clerk.post("/api/settings", wrong).await;
        assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
    }
    let area = place.town.area("990101001001").unwrap();
    let case = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
        "source": "patrol", "photos": [clerk.photo().await] });
    assert_eq!(clerk.post("/api/cases", case).await.0, StatusCode::OK);
    crate::start::seal(&place.app).await.unwrap();
    let head = seal().await["seal"]["seq"].clone();
    place.at("2026-10-30T09:01:00+08:00");
    let (status, settled) = clerk.post("/api/settings", body).await;
    assert_eq!((status, &settled["first_day"]), (StatusCode::OK, &json!(26)), "{settled}");
    let after = seal().await;
    assert_eq!((&after["first_day"], &after["last_day"]), (&json!("2026-09-26"), &json!("2026-10-25")));
    assert_eq!(
        (&before["value"], &after["value"]),
        (&json!("0"), &json!("0")),
        "the thirtieth is November's now"
    );
    let (_, then) = clerk.get(&format!("/api/figures/case.reported?period=2026-10&as_of={head}")).await;
    assert_eq!((&then["first_day"], &then["value"]), (&before["first_day"], &json!("1")), "as of the seal");
    let (_, settings) = clerk.get("/api/settings").await;
    assert_eq!(settings["month"]["period"], "2026-11");
    assert_eq!(settings["first_day_since"], "2026-10-30T01:01:00Z");
    let (_, session) = clerk.get("/api/session").await;
    assert_eq!(session["installation"]["name"], "柳河镇文明创建");
    assert_eq!(session["installation"]["first_day"], 26);
    let (_, page) = place.stranger().page("/").await;
    assert!(page.contains("柳河镇文明创建"), "the front page has the name");
});

on_both!(a_day_and_the_hours_hold_without_a_restart, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (status, year) = clerk.get("/api/calendar?year=2026").await;
    assert_eq!(status, StatusCode::OK, "{year}");
    assert_eq!(year["notice"]["number"], "国办发明电〔2025〕7号");
    assert_eq!(year["days"].as_array().unwrap().len(), 365);
    assert_eq!((&year["days"][0]["why"], &year["days"][0]["name"]), (&json!("holiday"), &json!("元旦")));
    assert_eq!(clerk.get("/api/calendar?year=2027").await.1["notice"], json!(null));
    let area = place.town.area("990101001001").unwrap();
    let path = format!("/api/cases/suggest?category=sanitation.exposed_rubbish&area={area}");
    let due = || async { clerk.get(&path).await.1["deadline"].clone() };
    // Friday 09:00 and four working hours
    assert_eq!(due().await, "2026-10-30T07:30:00Z");

    let day = json!({ "day": "2026-10-30", "works": false, "reason": "全镇停电" });
    assert_eq!(place.sign_in("leader").await.post("/api/calendar/days", day.clone()).await.0, 403);
    let (status, settled) = clerk.post("/api/calendar/days", day).await;
    assert_eq!((status, &settled["works"]), (StatusCode::OK, &json!(false)), "{settled}");
    assert_eq!(due().await, "2026-11-02T07:00:00Z", "Monday, from 08:30");
    let (_, now) = clerk.get("/api/calendar").await;
    assert_eq!(now["working_days"].as_u64().unwrap() + 1, year["working_days"].as_u64().unwrap());
    let own = now["days"].as_array().unwrap().iter().find(|day| day["day"] == "2026-10-30").unwrap();
    assert_eq!((&own["why"], &own["reason"]), (&json!("own"), &json!("全镇停电")));
    let back = json!({ "day": "2026-10-30", "works": null, "reason": "来电了" });
    assert_eq!(clerk.post("/api/calendar/days", back).await.1["own"], false);
    assert_eq!(due().await, "2026-10-30T07:30:00Z");

    for (code, shifts) in [
        ("calendar.time", json!([{ "from": "9点", "to": "12:00" }])),
        ("calendar.hours", json!([{ "from": "13:00", "to": "12:00" }])),
        ("calendar.hours", json!([{ "from": "09:00", "to": "12:00" }, { "from": "11:00", "to": "17:00" }])),
    ] {
        let body = json!({ "shifts": shifts, "reason": "x" });
        let (status, problem) = clerk.post("/api/calendar/hours", body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)));
        assert_eq!(problem["field"], "shifts");
    }
    let shifts = json!([{ "from": "09:00", "to": "12:00" }, { "from": "13:30", "to": "17:30" }]);
    let body = json!({ "shifts": shifts, "reason": "冬季作息" });
    let (status, hours) = clerk.post("/api/calendar/hours", body).await;
    assert_eq!((status, &hours), (StatusCode::OK, &shifts));
    assert_eq!(due().await, "2026-10-30T06:30:00Z");
    assert_eq!(clerk.get("/api/calendar").await.1["own_hours"], true);
});

on_both!(every_change_stands_in_the_history, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let name = json!({ "name": "柳河创建", "reason": "改名" });
    assert_eq!(clerk.post("/api/settings", name).await.0, StatusCode::OK);
    place.at("2026-10-30T09:01:00+08:00");
    let day = json!({ "day": "2026-11-07", "works": true, "reason": "迎检" });
    assert_eq!(clerk.post("/api/calendar/days", day).await.0, StatusCode::OK);
    place.at("2026-10-30T09:02:00+08:00");
    let rule = json!({ "changes": { "limits.handle": "2 work_hour" }, "reason": "提速" });
    assert_eq!(clerk.post("/api/categories/sanitation/rule", rule).await.0, StatusCode::OK);
    let leader = place.sign_in("leader").await;
    let (status, page) = leader.get("/api/settings/history").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let told = page["items"].as_array().unwrap().iter();
    let told: Vec<_> = told
        .map(|item| (item["kind"].as_str().unwrap(), item["after"]["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("category", "提速"), ("calendar", "迎检"), ("setting", "改名")]);
    let last = &page["items"][2];
    assert_eq!(
        (&last["person"]["name"], &last["before"]["value"]),
        (&json!("周敏"), &json!("文明创建工作台"))
    );
    assert_eq!(page["next"], json!(null));
    let (_, of_one) = leader.get("/api/settings/history?kind=category&code=sanitation").await;
    assert_eq!(of_one["items"].as_array().unwrap().len(), 1);
    let (_, of_none) = leader.get("/api/settings/history?kind=category&code=housing").await;
    assert_eq!(of_none["items"], json!([]));
    assert_eq!(place.sign_in("community").await.get("/api/settings/history").await.0, StatusCode::FORBIDDEN);
});

on_both!(the_campaign_keeps_what_stood_before, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let path = "/api/settings/campaign";
    assert_eq!(clerk.get(path).await.1, json!({ "now": null, "before": [], "version": 0 }));
    let first = json!({ "title": " 省级文明镇 ", "level": "provincial", "term": " ", "starts_on": "2026-05-01",
        "reason": "按省里通知" });
    for login in ["leader", "district", "community", "admin"] {
        let (status, problem) = put(place, &place.sign_in(login).await, first.clone()).await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{login}: {problem}");
    }
    for (field, wrong) in [
        ("title", json!({ "title": "", "level": "town", "starts_on": "2026-05-01", "reason": "x" })),
        ("reason", json!({ "title": "文明镇", "level": "town", "starts_on": "2026-05-01", "reason": " " })),
        (
            "theme",
            json!({ "title": "文明镇", "level": "town", "starts_on": "2026-05-01", "reason": "x",
            "theme": "长".repeat(201) }),
        ),
    ] {
        let (status, problem) = put(place, &clerk, wrong).await;
        assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
    }
    let galaxy = json!({ "title": "文明镇", "level": "galaxy", "starts_on": "2026-05-01", "reason": "x" });
    assert!(put(place, &clerk, galaxy).await.0.is_client_error());
    let (status, held) = put(place, &clerk, first.clone()).await;
    assert_eq!(status, StatusCode::OK, "{held}");
    assert_eq!((&held["now"]["title"], &held["now"]["term"]), (&json!("省级文明镇"), &json!(null)));
    assert_eq!(put(place, &clerk, first).await.1, held, "the same again changes nothing");
    place.at("2026-10-30T09:05:00+08:00");
    let second = json!({ "title": "全国文明村镇", "level": "national", "term": "第八届", "theme": "创建促和谐",
        "starts_on": "2026-11-01", "reason": "升格" });
    assert_eq!(put(place, &clerk, second).await.0, StatusCode::OK);
    let (status, held) = place.sign_in("leader").await.get(path).await;
    assert_eq!((status, &held["now"]["level"]), (StatusCode::OK, &json!("national")));
    assert_eq!(
        (&held["now"]["since"], &held["now"]["starts_on"]),
        (&json!("2026-10-30T01:05:00Z"), &json!("2026-11-01"))
    );
    assert_eq!(held["before"][0]["title"], "省级文明镇");
    let (_, page) = clerk.get("/api/settings/history?kind=setting&code=campaign").await;
    let last = &page["items"][0];
    assert_eq!(
        (&last["after"]["reason"], &last["before"]["value"]["title"]),
        (&json!("升格"), &json!("省级文明镇"))
    );
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    assert_eq!(place.sign_in("community").await.get(path).await.0, StatusCode::FORBIDDEN);
});

async fn put(place: &Place, who: &Client<'_>, body: Value) -> Answer {
    let request = Request::put("/api/settings/campaign")
        .header(header::COOKIE, who.cookie())
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", place.id().to_string())
        .body(Body::from(body.to_string()))
        .unwrap();
    who.send(request).await
}
