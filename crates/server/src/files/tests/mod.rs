//! A picture is its sender's until a record claims it, then the record's readers'.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

mod measure;

use crate::{
    on_both,
    platform::file::MOST_UNCLAIMED,
    testing::{On, Place},
};
use axum::http::StatusCode;
use sea_orm::ConnectionTrait;
use serde_json::json;

on_both!(reading_follows_the_record, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let west = place.sign_in("west").await;
    let photo = clerk.photo().await;
    let path = format!("/api/files/{photo}?size=thumb");
    assert_eq!(clerk.get(&path).await.0, StatusCode::OK);
    assert_eq!(community.get(&path).await.0, StatusCode::NOT_FOUND, "nobody else's yet");
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
        "source": "patrol", "photos": [photo] });
    let (status, problem) = community.post("/api/cases", body.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("file.none")));
    let (status, case) = clerk.post("/api/cases", body.clone()).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    assert_eq!(community.get(&path).await.0, StatusCode::OK, "its area");
    assert_eq!(west.get(&path).await.0, StatusCode::NOT_FOUND);
    let (status, _) = clerk.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "a photo hangs on one record");
});

on_both!(the_bytes_as_sent_need_a_right_of_their_own, async |place: &Place| {
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let west = place.sign_in("west").await;
    let id = place.id();
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(8, 6).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let sent = png.into_inner();
    assert_eq!(community.upload("/api/files", id, "p.png", sent.clone()).await.0, StatusCode::OK);
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
        "source": "patrol", "photos": [id] });
    assert_eq!(community.post("/api/cases", body).await.0, StatusCode::OK);
    let original = format!("/api/files/{id}?size=original");
    assert_eq!(clerk.file(&original).await, (StatusCode::OK, sent.clone()), "the office has the right");
    let (status, problem) = community.get(&original).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::FORBIDDEN, &json!("permission.denied")),
        "not even the sender, once it hangs on a record"
    );
    assert_eq!(west.get(&original).await.0, StatusCode::NOT_FOUND, "nor does it tell that it is there");
    let (status, copy) = community.file(&format!("/api/files/{id}")).await;
    assert_eq!((status, image::guess_format(&copy).unwrap()), (StatusCode::OK, image::ImageFormat::Jpeg));
    assert_ne!(copy, sent);
});

on_both!(what_is_no_picture_is_refused_by_name, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    for (bytes, code) in [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".as_slice(), "file.heic"),
        (b"%PDF-1.7".as_slice(), "file.not_an_image"),
    ] {
        let (status, problem) = clerk.upload("/api/files", place.id(), "IMG_0001.HEIC", bytes.to_vec()).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::UNSUPPORTED_MEDIA_TYPE, &json!(code)),
            "{problem}"
        );
    }
});

on_both!(an_account_leaves_only_so_many_without_a_record, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let photo = clerk.photo().await;
    let fill = format!(
        "insert into file (id, hash, media, bytes, width, height, uploaded_by, uploaded_at) \
         with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) \
         select {}, hash, media, bytes, width, height, uploaded_by, uploaded_at from file, n",
        MOST_UNCLAIMED - 1,
        if place.on == On::Postgres { "gen_random_uuid()" } else { "randomblob(16)" }
    );
    place.app.db.write(async move |tx| tx.execute_unprepared(&fill).await.map(|_| ())).await.unwrap();
    let png = || {
        let mut png = std::io::Cursor::new(Vec::new());
        image::RgbImage::new(8, 6).write_to(&mut png, image::ImageFormat::Png).unwrap();
        png.into_inner()
    };
    let (status, problem) = clerk.upload("/api/files", place.id(), "p.png", png()).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::TOO_MANY_REQUESTS, &json!("file.too_many_unclaimed"))
    );
    assert_eq!(problem["params"]["most"], MOST_UNCLAIMED);
    let community = place.sign_in("community").await;
    community.photo().await;
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
        "source": "patrol", "photos": [photo] });
    assert_eq!(clerk.post("/api/cases", body).await.0, StatusCode::OK);
    assert_eq!(
        clerk.upload("/api/files", place.id(), "p.png", png()).await.0,
        StatusCode::OK,
        "one is claimed"
    );
});

on_both!(when_a_picture_was_taken_is_corrected_by_the_senders_clock, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area("990101001001").unwrap();
    let mut taken = vec![];
    // the program's clock stands at nine; a phone that is five minutes fast, one that tells no time of its own, one
    // that is an hour ahead without saying so
    for meta in [
        json!({ "taken_at": "2026-10-30T08:55:00+08:00", "sent_at": "2026-10-30T09:05:00+08:00" }),
        json!({}),
        json!({ "taken_at": "2026-10-30T10:00:00+08:00" }),
    ] {
        let id = clerk.photo_said(meta).await;
        let body = json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
            "source": "patrol", "photos": [id] });
        let (status, case) = clerk.post("/api/cases", body).await;
        assert_eq!(status, StatusCode::OK, "{case}");
        taken.push(case["photos"][0]["taken_at"].clone());
    }
    assert_eq!(
        taken,
        [json!("2026-10-30T00:50:00Z"), serde_json::Value::Null, json!("2026-10-30T01:00:00Z")]
    );
});
