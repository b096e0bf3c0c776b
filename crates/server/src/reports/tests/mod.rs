//! Papers through HTTP, on both databases: sheets of a list, and the month's summary from draft to refresh.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

mod printed;
mod sections;
mod sheets;
mod summaries;
mod writing;

use crate::testing::{Client, Place};
use axum::http::StatusCode;
use serde_json::{Value, json};

/// A case of a category in a village or community, reported by somebody with a photo.
async fn report(place: &Place, who: &Client<'_>, category: &str, area: &str, title: &str) -> Value {
    let photo = who.photo().await;
    let area = place.town.area(area).unwrap();
    let body = json!({ "title": title, "category": category, "area": area, "place": "菜市街 8 号",
        "source": "patrol", "photos": [photo] });
    let (status, case) = who.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    case
}

async fn done(who: &Client<'_>, case: &Value, verb: &str, mut body: Value) -> Value {
    body["version"] = case["version"].clone();
    let path = format!("/api/cases/{}/{verb}", case["id"].as_str().unwrap());
    let (status, moved) = who.post(&path, body).await;
    assert_eq!(status, StatusCode::OK, "{verb}: {moved}");
    moved
}

/// Dispatched, accepted, rectified and verified.
async fn close(place: &Place, case: &Value) -> Value {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = done(&clerk, case, "dispatch", json!({})).await;
    let case = done(&community, &case, "accept", json!({})).await;
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    done(&place.sign_in("verifier").await, &case, "verify", json!({})).await
}
