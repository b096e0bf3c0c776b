//! Sheets: each shows what the list shows its reader, and nothing else.

use super::{close, done, report};
use crate::{
    on_both,
    platform::config::Config,
    testing::{On, Place},
};
use axum::http::StatusCode;
use serde_json::{Value, json};

const CATEGORY: &str = "sanitation.exposed_rubbish";
const EAST: &str = "990101001001";

async fn text(who: &crate::testing::Client<'_>, path: &str) -> String {
    let (status, bytes) = who.file(path).await;
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(status, StatusCode::OK, "{path}: {text}");
    text
}

on_both!(a_sheet_prints_the_cases_of_the_list, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let fixed = report(place, &clerk, CATEGORY, EAST, "东门垃圾桶满溢").await;
    let fixed = close(place, &fixed).await;
    let open = report(place, &clerk, CATEGORY, EAST, "西侧垃圾外溢，电话13800000000").await;

    let slip = text(&clerk, "/api/reports/sheets/slip?format=html").await;
    assert!(
        slip.contains("西侧垃圾外溢") && !slip.contains("东门"),
        "the list shows open cases unless asked: {slip}"
    );
    let all = text(&clerk, "/api/reports/sheets/before_after?format=html&view=all").await;
    assert!(all.contains("整改后") && all.contains("没有整改后照片"), "{all}");
    assert_eq!(all.matches("/api/files/").count(), 3, "two photos of the one, one of the other");
    let picked = format!("/api/reports/sheets/before_after?ids={}", fixed["id"].as_str().unwrap());
    let (status, docx) = clerk.file(&picked).await;
    assert_eq!(status, StatusCode::OK);
    let words = documents::docx::text(&docx).unwrap();
    assert!(words.contains("东门垃圾桶满溢") && !words.contains("西侧"), "{words}");

    let slips = text(&clerk, "/api/reports/sheets/slip?format=html&view=all").await;
    assert_eq!(slips.matches("交办单位").count(), 2, "every slip says who hands it out");

    let lines = text(&clerk, "/api/reports/sheets/slip?format=text&view=all").await;
    assert!(lines.starts_with("1. ") && lines.contains("\n2. "), "{lines}");
    assert!(
        !lines.contains("13800000000") && !lines.contains("http"),
        "no personal data, no address: {lines}"
    );
    assert!(lines.contains(open["number"].as_str().unwrap()));

    let day = text(&clerk, "/api/reports/sheets/bulletin?format=text").await;
    assert!(day.contains("当日发现问题2件，结案1件。"), "{day}");
    assert!(day.contains("东关社区") && !day.contains("逾期未结\n"), "{day}");
    let quiet = text(&clerk, "/api/reports/sheets/bulletin?format=text&day=2026-10-01").await;
    assert!(quiet.contains("没有新发现"), "{quiet}");
});

on_both!(a_slip_says_who_helps_and_how_it_was_found, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk, CATEGORY, EAST, "东门垃圾桶满溢").await;
    let (hws, zfd) = (place.town.organisation("HWS").unwrap(), place.town.organisation("ZFD").unwrap());
    done(&clerk, &case, "dispatch", json!({ "cooperating": [hws, zfd] })).await;
    let slip = text(&clerk, "/api/reports/sheets/slip?format=html").await;
    for said in
        ["协办单位", "综合执法队、镇环卫所", "问题来源", "巡查发现", "发现时间", "2026年10月30日 09:00"]
    {
        assert!(slip.contains(said), "{said}: {slip}");
    }
    assert_eq!(slip.matches("/api/files/").count(), 1, "the photo of the problem: {slip}");
    let (status, docx) = clerk.file("/api/reports/sheets/slip").await;
    assert_eq!(status, StatusCode::OK);
    assert!(documents::docx::text(&docx).unwrap().contains("问题照片"));
});

/// A case as it stands after the clock.
async fn again(who: &crate::testing::Client<'_>, case: &Value) -> Value {
    who.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await.1
}

/// The figure that a line of the bulletin's table stands for.
async fn figure(who: &crate::testing::Client<'_>, metric: &str, day: &str, org: &str) -> Value {
    let path = format!("/api/figures/{metric}?period={day}..{day}{org}");
    who.get(&path).await.1["value"].clone()
}

on_both!(a_past_day_is_told_as_it_was, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let late = report(place, &clerk, CATEGORY, EAST, "东门垃圾桶满溢").await;
    let late = done(&clerk, &late, "dispatch", json!({})).await;
    let quick = report(place, &clerk, CATEGORY, EAST, "西门垃圾桶满溢").await;
    close(place, &quick).await;
    place.at("2026-10-30T18:00:00+08:00");
    crate::start::run_clock(&place.app).await.unwrap();
    // what came later: another unit, and the end
    place.at("2026-11-02T09:00:00+08:00");
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let late = again(&community, &late).await;
    let returned = done(&community, &late, "return", json!({ "reason": "不属本社区" })).await;
    let zfd = place.town.organisation("ZFD").unwrap();
    let moved = done(&clerk, &returned, "dispatch", json!({ "org": zfd })).await;
    done(&clerk, &moved, "cancel", json!({ "reason": "重复" })).await;
    let friday = "/api/reports/sheets/bulletin?format=text&day=2026-10-30";
    let told = text(&clerk, friday).await;
    assert!(told.contains("当日发现问题1件，结案1件。") && !told.contains("逾期未结"), "cancelled: {told}");

    place.at("2026-11-02T10:00:00+08:00");
    let late = report(place, &clerk, CATEGORY, EAST, "北门垃圾桶满溢").await;
    let late = done(&clerk, &late, "dispatch", json!({})).await;
    place.at("2026-11-03T09:00:00+08:00");
    crate::start::run_clock(&place.app).await.unwrap();
    place.at("2026-11-04T09:00:00+08:00");
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let late = again(&community, &late).await;
    let returned = done(&community, &late, "return", json!({ "reason": "不属本社区" })).await;
    done(&clerk, &returned, "dispatch", json!({ "org": zfd })).await;
    for (day, sentence, listed, unit) in [
        ("2026-11-02", "当日发现问题1件，新增逾期1件。", true, "责任单位东关社区，11月2日 16:30起逾期"),
        ("2026-11-03", "当日没有新发现、结案和新增逾期的问题。", true, "责任单位东关社区"),
        ("2026-11-04", "当日没有新发现、结案和新增逾期的问题。", true, "责任单位综合执法队"),
        ("2026-11-01", "当日没有新发现、结案和新增逾期的问题。", false, ""),
    ] {
        let told = text(&clerk, &format!("/api/reports/sheets/bulletin?format=text&day={day}")).await;
        assert!(told.contains(sentence) && told.contains(unit), "{day}: {told}");
        assert_eq!(told.contains("逾期未结"), listed, "{day}: {told}");
        let org = format!("&org={}", place.town.organisation(EAST).unwrap());
        for (metric, said) in
            [("case.reported", "发现问题"), ("case.closed", "结案"), ("case.overdue", "新增逾期")]
        {
            let n = figure(&clerk, metric, day, "").await;
            let n = n.as_str().unwrap().parse::<u32>().unwrap();
            assert_eq!(told.contains(&format!("{said}{n}件")), n > 0, "{day} {metric} {n}: {told}");
        }
        let of_east = figure(&clerk, "case.overdue", day, &org).await;
        assert_eq!(
            told.contains("单位：东关社区 发现（件）：— 结案（件）：— 新增逾期（件）：1"),
            of_east == "1",
            "{day}: {told}"
        );
    }
    // who sees only a unit's figures gets that unit's bulletin
    let department = place.sign_in("department").await;
    let own = text(&department, "/api/reports/sheets/bulletin?format=text&day=2026-11-04").await;
    assert!(own.contains("北门垃圾桶满溢"), "{own}");
    let own = text(&department, "/api/reports/sheets/bulletin?format=text&day=2026-11-02").await;
    assert!(!own.contains("东关社区"), "{own}");
    let (status, _) = place
        .sign_in("west")
        .await
        .get(&format!("/api/reports/sheets/bulletin?area={}", place.town.area(EAST).unwrap()))
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
});

#[tokio::test(flavor = "multi_thread")]
async fn links_lead_to_pages_that_ask_for_sign_in() {
    const BASE: &str = "https://wenming.example/";
    let config = Config { public_url: Some(BASE.into()), ..Config::default() };
    let place = Place::with(On::Sqlite, config).await;
    let clerk = place.sign_in("clerk").await;
    let case = report(&place, &clerk, CATEGORY, EAST, "东门垃圾桶满溢，找张三 138 0000-0000").await;
    let id = case["id"].as_str().unwrap();
    let lines = text(&clerk, "/api/reports/sheets/slip?format=text").await;
    assert!(lines.contains(&format!("https://wenming.example/desk/cases/{id}\n")), "{lines}");
    assert!(lines.contains("找张三 138****") && !lines.contains("0000"), "{lines}");
    crate::start::seal(&place.app).await.unwrap();
    let day = text(&clerk, "/api/reports/sheets/bulletin?format=html").await;
    let figure =
        format!("{BASE}f/case.reported?area={}&amp;period=2026-10-30", place.town.area("990101001").unwrap());
    assert!(day.contains(&figure), "{day}");
    let stranger = place.stranger();
    for path in
        [format!("/api/cases/{id}"), "/api/figures/case.reported?period=2026-10-30..2026-10-30".into()]
    {
        assert_eq!(stranger.get(&path).await.0, StatusCode::UNAUTHORIZED, "{path}");
    }
    let (status, _) = stranger.file("/f/case.reported?period=2026-10-30..2026-10-30").await;
    assert_eq!(status, StatusCode::TEMPORARY_REDIRECT, "to the desk, which asks who it is");
}

on_both!(nobody_prints_what_they_may_not_read, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk, CATEGORY, EAST, "东门垃圾桶满溢").await;
    let west = place.sign_in("west").await;
    let path = format!("/api/reports/sheets/slip?ids={}", case["id"].as_str().unwrap());
    let (status, problem) = west.get(&path).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("sheet.empty")));
    let (status, problem) = place.sign_in("nobody").await.get(&path).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("permission.denied")));
    for (query, code, field) in [
        ("slip?format=pdf", "query.unknown", json!("format")),
        ("bulletin?day=30.10.2026", "query.day", json!("day")),
        ("slip?ids=one", "query.ids", json!("ids")),
    ] {
        let (status, problem) = clerk.get(&format!("/api/reports/sheets/{query}")).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}");
        assert_eq!((&problem["code"], &problem["field"]), (&json!(code), &field));
    }
    let (status, problem) = clerk.get("/api/reports/sheets/poster").await;
    assert_eq!((status, problem["field"].clone()), (StatusCode::NOT_FOUND, Value::Null));
});
