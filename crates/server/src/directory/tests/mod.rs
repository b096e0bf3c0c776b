//! The directory through its verbs: paths and codes here, the office on screen and imports beside.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

mod background;
mod deputies;
mod office;
mod succession;
mod tables;

pub use deputies::second_post;

use crate::directory::{NewArea, open_area};
use crate::{demo::act, on_both, testing::Place};
use axum::http::StatusCode;

on_both!(a_path_holds_all_paths_below, async |place: &Place| {
    let town = &place.town.areas["990101001"];
    let village = &place.town.areas["990101001001"];
    assert!(village.path.starts_with(&town.path) && village.path.ends_with('.'));
    let clerk = place.sign_in("clerk").await;
    let (status, areas) = clerk.get("/api/areas").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(areas.as_array().unwrap().len(), 12, "the town and its eleven");
});

on_both!(one_area_is_at_the_top, async |place: &Place| {
    let db = place.app.db.read().await.unwrap();
    let roots = crate::directory::roots(&db).await.unwrap();
    assert_eq!(roots.iter().map(|root| root.code.as_str()).collect::<Vec<_>>(), ["99"]);
    assert!(place.town.areas.values().all(|area| area.path.starts_with(&roots[0].path)));
});

on_both!(a_code_is_taken_once, async |place: &Place| {
    let installer = crate::demo::installer(&place.app).await.unwrap();
    let new = NewArea { code: "990101001001".into(), name: "又一个".into(), ..NewArea::default() };
    let refused = act(&place.app, installer, async move |work| open_area(work, new.clone()).await).await;
    assert!(refused.unwrap_err().to_string().contains("990101001001"));
});
