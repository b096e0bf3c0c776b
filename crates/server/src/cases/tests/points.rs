//! The cases of a list as points.

use super::*;

on_both!(points_are_the_list_where_a_position_is_known, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area("990101001001").unwrap();
    let at = async |position: Value| {
        let body = json!({ "title": "摊位外溢", "category": CATEGORY, "area": area, "place": "东门",
            "source": "patrol", "position": position, "photos": [clerk.photo().await] });
        let (status, case) = clerk.post("/api/cases", body).await;
        assert_eq!(status, StatusCode::OK, "{case}");
        case
    };
    let first = at(json!({ "lon": 117.05, "lat": 31.28 })).await;
    at(Value::Null).await;
    let second = at(json!({ "lon": 117.06, "lat": 31.29 })).await;
    let first = done(&clerk, &first, "dispatch", json!({})).await;
    let (status, told) = clerk.get("/api/cases/points").await;
    assert_eq!(
        (status, &told["count"]),
        (StatusCode::OK, &json!(3)),
        "the one without a position is counted"
    );
    let ids: Vec<&Value> = told["items"].as_array().unwrap().iter().map(|item| &item["id"]).collect();
    assert_eq!(ids, [&first["id"], &second["id"]], "the nearest deadline first");
    let item = &told["items"][0];
    assert_eq!((&item["lon"], &item["lat"], &item["late"]), (&json!(117.05), &json!(31.28), &json!(false)));
    assert_eq!((&item["number"], &item["title"]), (&first["number"], &first["title"]));
    assert_eq!((&item["state"], &item["area"]), (&json!("dispatched"), &json!(area)));

    place.at("2026-11-20T09:00:00+08:00");
    let (clerk, west) = (place.sign_in("clerk").await, place.sign_in("west").await);
    let (_, late) = clerk.get("/api/cases/points?view=overdue").await;
    assert_eq!((&late["count"], &late["items"][0]["late"]), (&json!(1), &json!(true)));
    let (_, none) = west.get("/api/cases/points").await;
    assert_eq!((&none["count"], &none["items"]), (&json!(0), &json!([])), "what may not be read is no point");
    let (status, _) = clerk.get("/api/cases/points?state=nowhere").await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
});
