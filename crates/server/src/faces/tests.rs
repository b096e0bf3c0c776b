//! Pages that are not JSON: the warning where encryption is missing, and the API's document for people and programs.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    app,
    platform::config::Config,
    testing::{Client, On, Place},
};
use axum::http::StatusCode;
use serde_json::{Value, json};

const AREA: &str = "990101001001";

async fn made(who: &Client<'_>, path: &str, body: Value) -> Value {
    let (status, made) = who.post(path, body).await;
    assert_eq!(status, StatusCode::OK, "{made}");
    made
}

/// Every page that the server draws.
async fn pages(place: &Place) -> Vec<(String, String)> {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area(AREA).unwrap();
    let site = made(&clerk, "/api/sites", json!({ "type": "market", "name": "菜市场", "area": area })).await;
    let case = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
        "source": "patrol", "photos": [clerk.photo().await] });
    made(&clerk, "/api/cases", case).await;
    let code = site["code"].as_str().unwrap();
    let plates = format!("/api/sites/plates?ids={}", site["id"].as_str().unwrap());
    let mut pages = Vec::new();
    for path in [
        "/",
        "/q",
        &format!("/q/{code}"),
        "/q/nonsense",
        "/api/docs",
        "/api/reports/sheets/slip?format=html",
        &plates,
    ] {
        let (status, page) = clerk.page(path).await;
        assert!(
            page.starts_with("<!doctype html>") || page.trim_start().starts_with("<!doctype"),
            "{path} {status}: {page}"
        );
        pages.push((path.to_owned(), page));
    }
    pages
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_says_what_phones_will_miss_without_encryption() {
    for (public_url, warned) in [("http://wenming.example", true), ("https://wenming.example", false)] {
        let config = Config { public_url: Some(public_url.into()), ..Config::default() };
        let place = Place::with(On::Sqlite, config).await;
        for (path, page) in pages(&place).await {
            for words in [
                "没有加密连接",
                "The connection is not encrypted",
                "@media print { .unencrypted { display: none } }",
            ] {
                assert_eq!(page.contains(words), warned, "{path} under {public_url}: {words}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_of_the_api_is_there_to_read() {
    let place = Place::new(On::Sqlite).await;
    let stranger = place.stranger();
    let (status, document) = stranger.get("/api/openapi.json").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(document, serde_json::to_value(app::document()).unwrap());
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let (status, page) = stranger.page("/api/docs").await;
    assert_eq!(status, StatusCode::OK);
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let head = format!("<h3>{} {path}</h3>", method.to_uppercase());
            assert!(page.contains(&head), "{head} stands on the page");
        }
    }
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let (_, shape) = page.split_once(&format!("<section id=\"{name}\">")).unwrap();
        let shape = shape.split("</section>").next().unwrap();
        for field in schema["properties"].as_object().into_iter().flatten().map(|(field, _)| field) {
            assert!(shape.contains(&format!("<code>{field}</code>")), "{name}.{field} stands on the page");
        }
    }
    let (_, route) = page.split_once("<h3>POST /api/session</h3>").unwrap();
    let route = route.split("</section>").next().unwrap();
    assert!(route.contains("<a href=\"#SignInRequest\">SignInRequest</a>"), "the body: {route}");
    assert!(route.contains("<td>423</td>"), "the answers");
    let aims =
        page.match_indices("href=\"#").map(|(at, found)| page[at + found.len()..].split('"').next().unwrap());
    for aim in aims {
        assert!(page.contains(&format!("id=\"{aim}\"")), "#{aim} leads somewhere");
    }
}
