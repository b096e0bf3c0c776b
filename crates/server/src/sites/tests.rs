//! Sites through HTTP: one block for each verb, the lists, plates and landing pages, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    exchange, on_both,
    platform::{
        db::Tx,
        setting::{self, DEMO},
        table::Faulty,
    },
    sites::Error,
    testing::{Client, Place, escaped},
};
use axum::http::StatusCode;
use documents::sheet::{Column, Line, Plan, Value as Cell, write_xlsx};
use serde_json::{Value, json};

const EAST: &str = "990101001001";

async fn open(who: &Client<'_>, place: &Place, area: &str, name: &str, at: Option<[f64; 2]>) -> Value {
    let position = at.map(|[lon, lat]| json!({ "lon": lon, "lat": lat }));
    let body = json!({ "type": "market", "name": name, "area": place.town.area(area).unwrap(),
        "address": "菜市街 8 号", "position": position });
    let (status, site) = who.post("/api/sites", body).await;
    assert_eq!(status, StatusCode::OK, "{site}");
    site
}

fn id(site: &Value) -> &str {
    site["id"].as_str().unwrap()
}

on_both!(a_site_is_opened_edited_and_closed, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let site = open(&clerk, place, EAST, "东关菜市场", None).await;
    assert_eq!(site["org"]["name"], "东关社区", "the place's owner");
    assert_eq!(
        (&site["checklist"], &site["allowed"]),
        (&json!("market"), &json!(["edit", "close", "visit"]))
    );
    let code = site["code"].as_str().unwrap().to_owned();
    let area = place.town.area(EAST).unwrap();
    let body = json!({ "version": 1, "type": "market", "name": "东关集贸市场", "area": area });
    let path = format!("/api/sites/{}/edit", id(&site));
    let (status, edited) = clerk.post(&path, body.clone()).await;
    assert_eq!(status, StatusCode::OK, "{edited}");
    assert_eq!((&edited["name"], edited["code"].as_str()), (&json!("东关集贸市场"), Some(code.as_str())));
    let (status, problem) = clerk.post(&path, body).await;
    assert_eq!((status, &problem["code"]), (StatusCode::PRECONDITION_FAILED, &json!("site.stale")));
    let told = &problem["params"];
    assert_eq!((&told["person"], &told["verb"]), (&json!("周敏"), &json!("edit")));
    let change = json!({ "field": "name", "old": "东关菜市场", "new": "东关集贸市场" });
    assert!(told["changes"].as_array().unwrap().contains(&change), "{told}");
    let west = place.sign_in("west").await;
    for path in [format!("/api/sites/{}", id(&site)), format!("/api/sites/by-code/{code}")] {
        let (status, problem) = west.get(&path).await;
        assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("record.outside")));
        let told = json!({ "area": "东关社区", "office": "镇创建办", "head": "周敏" });
        assert_eq!(problem["params"], told, "another community's");
    }
    let grid = place.sign_in("grid").await;
    let close = format!("/api/sites/{}/close", id(&site));
    let (status, _) = grid.post(&close, json!({ "version": 2 })).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "a grid worker reads it and may not close it");
    let (status, closed) = clerk.post(&close, json!({ "version": 2 })).await;
    assert_eq!((status, &closed["closed_on"]), (StatusCode::OK, &json!("2026-10-30")));
    assert_eq!(closed["allowed"], json!([]));
    let (status, problem) = clerk.post(&close, json!({ "version": 3 })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("site.closed")));
});

on_both!(what_is_wrong_with_a_site_is_told_by_field, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let good = json!({ "type": "market", "name": "x", "area": place.town.area(EAST).unwrap() });
    for (field, value, code) in [
        ("name", json!(" "), "field.empty"),
        ("name", json!("长".repeat(61)), "field.too_long"),
        ("type", json!("moon"), "site_type.none"),
        ("area", json!(kernel::id::Uuid::nil()), "area.none"),
        ("parent", json!(kernel::id::Uuid::nil()), "site.no_parent"),
        ("position", json!({ "lon": 1, "lat": 91 }), "position.impossible"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let (status, problem) = clerk.post("/api/sites", body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {problem}");
        assert_eq!((&problem["code"], &problem["field"]), (&json!(code), &json!(field)));
    }
});

on_both!(the_lists_page_find_and_measure, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    for (name, lon) in [("丙市场", 116.003), ("甲市场", 116.001), ("乙市场", 116.002)] {
        open(&clerk, place, EAST, name, Some([lon, 33.0])).await;
    }
    open(&clerk, place, "990101001002", "丁市场", Some([117.0, 33.0])).await;
    let mut names = Vec::new();
    let mut path = "/api/sites?limit=3".to_owned();
    loop {
        let (status, page) = clerk.get(&path).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        names
            .extend(page["items"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        let next = next.bytes().fold(String::new(), |all, b| all + &format!("%{b:02X}"));
        path = format!("/api/sites?limit=3&after={next}");
    }
    let mut sorted = names.clone();
    sorted.sort();
    assert_eq!((names.len(), &names), (4, &sorted), "each once, in order");
    let (_, near) = clerk.get("/api/sites?near=116.0,33.0&within=250").await;
    let found: Vec<_> =
        near["items"].as_array().unwrap().iter().map(|s| s["name"].as_str().unwrap()).collect();
    assert_eq!(found, ["甲市场", "乙市场"], "the nearest first, the far ones not");
    let metres = near["items"][0]["distance_m"].as_f64().unwrap();
    assert!((90.0..97.0).contains(&metres), "{metres}");
    let west = place.sign_in("west").await;
    let (_, mine) = west.get("/api/sites").await;
    assert_eq!((mine["items"].as_array().unwrap().len(), &mine["items"][0]["name"]), (1, &json!("丁市场")));
    let (_, found) = clerk.get("/api/sites?type=school").await;
    assert_eq!(found["items"], json!([]));
});

on_both!(a_plate_is_found_however_it_is_typed, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let site = open(&clerk, place, EAST, "东关菜市场", None).await;
    let code = site["code"].as_str().unwrap();
    let typed = code.to_lowercase().replace('-', "%20");
    let (status, found) = clerk.get(&format!("/api/sites/by-code/{typed}")).await;
    assert_eq!((status, &found["id"]), (StatusCode::OK, &site["id"]));
    let slip: String = code.chars().rev().collect();
    let (status, problem) = clerk.get(&format!("/api/sites/by-code/{slip}")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("site.wrong_code")));

    let stranger = place.stranger();
    let (status, page) = stranger.page(&format!("/q/{typed}")).await;
    assert_eq!(status, StatusCode::OK);
    let plain = code.replace('-', "");
    for words in [
        "东关菜市场",
        "集贸市场",
        "东关社区",
        code,
        &format!("/m/site/{plain}\""),
        &format!("/?next=/m/site/{plain}\""),
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    let (status, page) = stranger.page(&format!("/q/{slip}")).await;
    assert_eq!((status, page.contains("编码不对")), (StatusCode::NOT_FOUND, true));
    let (status, page) = stranger.page("/q/%3Cscript%3E").await;
    assert_eq!((status, page.contains("<script>")), (StatusCode::NOT_FOUND, false));
    let free = kernel::code::Code::draw(7).plain();
    let (status, page) = stranger.page(&format!("/q/{free}")).await;
    assert_eq!((status, page.contains("没有这个点位")), (StatusCode::NOT_FOUND, true));
    assert_eq!(stranger.page("/q").await.0, StatusCode::OK);
});

on_both!(plates_are_refused_until_phones_can_reach_them, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let site = open(&clerk, place, EAST, "东关<菜>市场", None).await;
    let path = format!("/api/sites/plates?ids={}", id(&site));
    let (status, problem) = clerk.get(&path).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("site.no_public_url")));
    let now = place.app.clock.now();
    place.app.db.write(async move |tx: &Tx| setting::put(tx, DEMO, "yes", now).await).await.unwrap();
    let (status, page) = clerk.page(&path).await;
    assert_eq!(status, StatusCode::OK);
    for words in ["class=\"demo\"", "演示", "<svg", site["code"].as_str().unwrap(), "size: A4"] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<菜>") && !page.contains("<?xml"));
    let grid = place.sign_in("grid").await;
    assert_eq!(grid.get(&path).await.0, StatusCode::FORBIDDEN);
});

fn workbook(rows: &[[&str; 8]]) -> Vec<u8> {
    let names = ["名称", "类型", "地区编码", "管理单位", "经度", "纬度", "坐标系", "地址"];
    let columns = names.map(|name| Column { name: name.into(), ..Column::default() }).to_vec();
    let lines = rows
        .iter()
        .map(|row| Line { values: row.iter().map(|cell| Cell::Text((*cell).into())).collect(), error: None });
    write_xlsx(&Plan { sheet: "点位".into(), columns, error_column: None }, lines).unwrap()
}

on_both!(a_table_of_sites_comes_in_whole_or_not_at_all, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let good = [
        ["东关菜市场", "集贸市场", "", "", "116.01", "33.01", "", "菜市街 8 号"],
        ["第一小学", "school", EAST, "镇创建办", "", "", "", ""],
    ];
    let bytes = workbook(&good);
    let count = async || clerk.get("/api/sites").await.1["items"].as_array().unwrap().len();
    let tried = exchange::tables::take_sites(&place.app, &bytes, Some(EAST), true).await.unwrap();
    assert_eq!((tried.opened, count().await), (2, 0), "a dry run leaves nothing");
    let done = exchange::tables::take_sites(&place.app, &bytes, Some(EAST), false).await.unwrap();
    assert_eq!((done.opened, done.skipped, count().await), (2, 0, 2));
    let again = exchange::tables::take_sites(&place.app, &bytes, Some(EAST), false).await.unwrap();
    assert_eq!((again.opened, again.skipped), (0, 2), "a second time adds nothing");

    let bad = [
        ["新市场", "集贸市场", EAST, "", "116.01", "33.01", "WGS84", ""],
        ["", "集贸市场", EAST, "", "", "", "", ""],
        ["一", "月球", EAST, "", "", "", "", ""],
        ["二", "集贸市场", "990101001002", "", "", "", "", ""],
        ["三", "集贸市场", EAST, "没有的单位", "", "", "", ""],
        ["四", "集贸市场", EAST, "", "116", "", "", ""],
        ["五", "集贸市场", EAST, "", "216", "33", "", ""],
    ];
    let refused =
        exchange::tables::take_sites(&place.app, &workbook(&bad), Some(EAST), false).await.unwrap_err();
    let expected = [
        "row 3, column “名称”: cell.required (found “”)",
        "row 4, column “类型”: site_type.none (found “月球”)",
        "row 5, column “地区编码”: area.none (found “990101001002”)",
        "row 6, column “管理单位”: organisation.none (found “没有的单位”)",
        "row 7, column “纬度”: cell.required (found “”)",
        "row 8, column “经度”: position.impossible (found “216, 33”)",
    ];
    let first = format!("nothing was imported: sheet “点位”, {}; 5 more cells break a rule", expected[0]);
    assert_eq!(refused.to_string(), first, "one line");
    let Some(Error::Faulty(Faulty(faults))) = refused.downcast_ref::<Error>() else { panic!("{refused}") };
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert_eq!(told, expected.map(|words| format!("sheet “点位”, {words}")));
    assert_eq!(count().await, 2, "nothing is half done");

    let table =
        "名称,类型,地区编码,管理单位,经度,纬度,坐标系,地址\n北门集市,market,,CJB,116.02,33.02,,北门\n";
    let done = exchange::tables::take_sites(&place.app, table.as_bytes(), Some(EAST), false).await.unwrap();
    assert_eq!((done.opened, count().await), (1, 3), "as CSV too");
});

on_both!(sites_come_in_each_order_a_page_at_a_time, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (east, west) = (place.town.area(EAST).unwrap(), place.town.area("990101001002").unwrap());
    let mut made = vec![];
    for (kind, name, area) in [
        ("road_segment", "丙", west),
        ("market", "乙", east),
        ("road_segment", "甲", east),
        ("market", "丁", west),
    ] {
        let (status, site) =
            clerk.post("/api/sites", json!({ "type": kind, "name": name, "area": area })).await;
        assert_eq!((status, &site["visited_at"]), (StatusCode::OK, &Value::Null), "{site}");
        made.push(site);
    }
    let (_, lists) = clerk.get("/api/checklists?site_type=road_segment").await;
    let (_, list) = clerk.get(&format!("/api/checklists/{}", lists[0]["id"].as_str().unwrap())).await;
    let items = list["form"]["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "pass_fail");
    let answers: serde_json::Map<_, _> =
        items.map(|item| (item["key"].as_str().unwrap().to_owned(), json!("pass"))).collect();
    for (site, at) in [(&made[0], "2026-10-30T08:50:00+08:00"), (&made[0], "2026-10-30T08:40:00+08:00")] {
        let body = json!({ "site": site["id"], "form": list["id"], "answers": answers, "started_at": at });
        let (status, visit) = clerk.post("/api/visits", body).await;
        assert_eq!(status, StatusCode::OK, "{visit}");
    }
    let (_, site) = clerk.get(&format!("/api/sites/{}", id(&made[0]))).await;
    assert_eq!(site["visited_at"], "2026-10-30T00:50:00Z", "the last one, not the last to come in");
    for (order, names) in [
        ("sort=name", "丁丙乙甲"),
        ("sort=name&order=desc", "甲乙丙丁"),
        ("sort=area", "乙甲丁丙"),
        ("sort=area&order=desc", "丁丙乙甲"),
        ("sort=visited", "丁乙甲丙"),
        ("sort=visited&order=desc", "丙丁乙甲"),
    ] {
        let (mut found, mut after) = (String::new(), String::new());
        loop {
            let (status, page) = clerk.get(&format!("/api/sites?limit=1&{order}{after}")).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            found.push_str(page["items"][0]["name"].as_str().unwrap());
            let Some(next) = page["next"].as_str() else { break };
            let next = escaped(next);
            after = format!("&after={next}");
        }
        assert_eq!(found, names, "{order}");
    }
    let (_, page) = clerk.get("/api/sites?sort=type").await;
    let types: Vec<&str> =
        page["items"].as_array().unwrap().iter().map(|row| row["type"]["code"].as_str().unwrap()).collect();
    assert!(types[0] == types[1] && types[2] == types[3] && types[1] != types[2], "{types:?}");
    assert_eq!(clerk.get("/api/sites?sort=colour").await.0, StatusCode::UNPROCESSABLE_ENTITY);
});
