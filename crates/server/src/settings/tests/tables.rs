//! Standards and sites as tables over HTTP: out and in again, tried and taken, faults by cell, rights.

use crate::{
    on_both, standards,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use documents::sheet::{Column, Line, Plan, Value as Cell, write_xlsx};
use serde_json::{Value, json};

/// The shipped standard under a code of the office's own.
async fn own_standard(place: &Place) -> Vec<u8> {
    let db = place.app.db.read().await.unwrap();
    let mut standard = standards::latest_standard(&db, "civilised_village").await.unwrap().unwrap();
    standard.code = "x.village".into();
    standards::write_table(&standard, &crate::sites::type_names(&db).await.unwrap()).unwrap()
}

async fn standards_of(who: &Client<'_>, code: &str) -> Vec<Value> {
    let (_, list) = who.get("/api/standards").await;
    list.as_array().unwrap().iter().filter(|row| row["code"] == code).cloned().collect()
}

on_both!(a_standard_goes_out_and_comes_in, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let shipped = standards_of(&clerk, "civilised_village").await.remove(0);
    let path = format!("/api/standards/{}/xlsx", shipped["id"].as_str().unwrap());
    let (status, book) = clerk.file(&path).await;
    assert_eq!((status, &book[..2]), (StatusCode::OK, &b"PK"[..]));
    let (status, same) = clerk.upload("/api/standards/import", place.id(), "s.xlsx", book).await;
    assert_eq!((status, &same["unchanged"]), (StatusCode::OK, &json!(true)), "{same}");

    let book = own_standard(place).await;
    let leader = place.sign_in("leader").await;
    let (status, _) = leader.upload("/api/standards/import", place.id(), "s.xlsx", book.clone()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let path = "/api/standards/import?dry_run=true";
    let (status, tried) = clerk.upload(path, place.id(), "s.xlsx", book.clone()).await;
    assert_eq!((status, &tried["dry_run"], &tried["indicators"]), (StatusCode::OK, &json!(true), &json!(63)));
    assert_eq!(standards_of(&clerk, "x.village").await.len(), 0, "only tried");
    let key = place.id();
    let (status, taken) = clerk.upload("/api/standards/import", key, "s.xlsx", book.clone()).await;
    assert_eq!((status, &taken["unchanged"]), (StatusCode::OK, &json!(false)), "{taken}");
    let (_, again) = clerk.upload("/api/standards/import", key, "s.xlsx", book.clone()).await;
    assert_eq!(again, taken, "the stored answer");
    let (status, _) = clerk.upload("/api/standards/import", key, "s.xlsx", b"other".to_vec()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "no workbook");
    let (_, other) = clerk.upload("/api/standards/import", place.id(), "s.xlsx", book).await;
    assert_eq!(other["unchanged"], true);
    assert_eq!(standards_of(&clerk, "x.village").await.len(), 1);
});

on_both!(a_standard_is_the_home_areas, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (_, people) = clerk.get("/api/people").await;
    let west = people["items"].as_array().unwrap().iter().find(|person| person["name"] == "何秀英").unwrap();
    let (area, position) = (place.town.area("990101001002").unwrap(), &west["posts"][0]["position"]);
    let grant = json!({ "position": position, "role": "creation_office", "area": area, "scope": "all" });
    let (status, given) = clerk.post("/api/grants", grant).await;
    assert_eq!(status, StatusCode::OK, "{given}");
    let (west, book) = (place.sign_in("west").await, own_standard(place).await);
    assert_eq!(west.get("/api/standards").await.0, StatusCode::OK, "it may read them");
    let (status, _) = west.upload("/api/standards/import", place.id(), "s.xlsx", book).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "a community's right is none over the town");
    assert_eq!(standards_of(&clerk, "x.village").await.len(), 0);
});

const COLUMNS: [&str; 8] = ["名称", "类型", "地区编码", "管理单位", "经度", "纬度", "坐标系", "地址"];

fn sites(rows: &[[&str; 8]]) -> Vec<u8> {
    let columns = COLUMNS.iter().map(|name| Column { name: (*name).into(), ..Column::default() });
    let plan = Plan { sheet: "点位".into(), columns: columns.collect(), error_column: None };
    let cell = |text: &&str| if text.is_empty() { Cell::Empty } else { Cell::Text((*text).into()) };
    let lines = rows.iter().map(|row| Line { values: row.iter().map(cell).collect(), error: None });
    write_xlsx(&plan, lines).unwrap()
}

on_both!(sites_come_in_whole_or_not_at_all, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (status, template) = clerk.file("/api/sites/template").await;
    assert_eq!((status, &template[..2]), (StatusCode::OK, &b"PK"[..]));
    let good = sites(&[
        ["东关菜市场", "集贸市场", "990101001001", "", "", "", "", "菜市街"],
        ["西关菜市场", "集贸市场", "990101001002", "", "", "", "", ""],
    ]);
    let wrong = sites(&[
        ["东关菜市场", "月球", "990101001001", "", "", "", "", ""],
        ["", "集贸市场", "110101001001", "", "", "", "", ""],
    ]);
    let count = async || clerk.get("/api/sites").await.1["items"].as_array().unwrap().len();
    let (status, problem) = clerk.upload("/api/sites/import?dry_run=true", place.id(), "s.xlsx", wrong).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("table.faulty")));
    let faults = problem["params"]["faults"].as_array().unwrap();
    let told: Vec<_> =
        faults.iter().map(|f| (f["row"].as_u64().unwrap(), f["rule"].as_str().unwrap())).collect();
    assert!(told.contains(&(2, "site_type.none")) && told.contains(&(3, "area.none")), "{told:?}");
    let (status, tried) =
        clerk.upload("/api/sites/import?dry_run=true", place.id(), "s.xlsx", good.clone()).await;
    assert_eq!((status, &tried["opened"], count().await), (StatusCode::OK, &json!(2), 0), "{tried}");
    // a community's officer opens none beside the own area
    let community = place.sign_in("community").await;
    let west = place.town.area("990101001002").unwrap();
    for path in ["/api/sites/import".to_owned(), format!("/api/sites/import?area={west}")] {
        let (status, refused) = community.upload(&path, place.id(), "s.xlsx", good.clone()).await;
        assert!(status == StatusCode::FORBIDDEN || status == StatusCode::UNPROCESSABLE_ENTITY, "{refused}");
    }
    assert_eq!(count().await, 0);
    let verifier = place.sign_in("verifier").await;
    let (status, _) = verifier.upload("/api/sites/import", place.id(), "s.xlsx", good.clone()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, done) = clerk.upload("/api/sites/import", place.id(), "s.xlsx", good.clone()).await;
    assert_eq!((status, &done["opened"], count().await), (StatusCode::OK, &json!(2), 2), "{done}");
    let (_, again) = clerk.upload("/api/sites/import", place.id(), "s.xlsx", good).await;
    assert_eq!((&again["opened"], &again["skipped"]), (&json!(0), &json!(2)));
});
