//! A case and the round in which it was found.

use super::*;

const EAST: &str = "990101001001";

/// A round of the east community, walked now by the grid worker.
async fn walked(place: &Place) -> Value {
    let (clerk, grid) = (place.sign_in("clerk").await, place.sign_in("grid").await);
    let body = json!({ "kind": "sanitation_patrol", "org": place.town.organisation(EAST).unwrap(),
        "area": place.town.area(EAST).unwrap() });
    let (status, owed) = clerk.post("/api/obligations", body).await;
    assert_eq!(status, StatusCode::OK, "{owed}");
    let (status, round) = grid.post("/api/rounds", json!({ "obligation": owed["id"] })).await;
    assert_eq!(status, StatusCode::OK, "{round}");
    round
}

async fn found(place: &Place, who: &Client<'_>, round: &Value, area: &str, at: Value) -> (StatusCode, Value) {
    let body = json!({ "title": "暴露垃圾", "category": CATEGORY, "area": place.town.area(area).unwrap(),
        "place": "菜市街 8 号", "source": "patrol", "round": round, "found_at": at,
        "photos": [who.photo().await] });
    who.post("/api/cases", body).await
}

on_both!(a_case_knows_its_round, async |place: &Place| {
    let (clerk, grid) = (place.sign_in("clerk").await, place.sign_in("grid").await);
    let round = walked(place).await;
    let (status, case) = found(place, &grid, &round["id"], EAST, Value::Null).await;
    assert_eq!((status, &case["round"]["id"]), (StatusCode::OK, &round["id"]), "{case}");
    let told = &case["round"];
    assert_eq!((&told["place"], &told["readable"]), (&json!("东关社区"), &json!(true)));
    assert_eq!((&told["walked_at"], &told["kind"]), (&round["walked_at"], &round["kind"]));
    let (_, other) = found(place, &grid, &Value::Null, EAST, Value::Null).await;
    assert_eq!(other["round"], Value::Null);
    let path = format!("/api/cases?view=all&round={}", round["id"].as_str().unwrap());
    let (_, page) = clerk.get(&path).await;
    assert_eq!((&page["items"][0]["id"], &page["items"][1]), (&case["id"], &Value::Null));
});

on_both!(a_round_that_does_not_fit_is_refused, async |place: &Place| {
    let (clerk, grid) = (place.sign_in("clerk").await, place.sign_in("grid").await);
    let round = walked(place).await;
    let refused = async |(status, problem): (StatusCode, Value)| {
        let told = (status, &problem["code"], &problem["field"]);
        assert_eq!(told, (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.round"), &json!("round")));
    };
    refused(found(place, &grid, &json!(Uuid::nil()), EAST, Value::Null).await).await;
    refused(found(place, &clerk, &round["id"], EAST, Value::Null).await).await;
    refused(found(place, &clerk, &round["id"], "990101001002", Value::Null).await).await;
    refused(found(place, &grid, &round["id"], EAST, json!("2026-10-29T09:00:00+08:00")).await).await;
    let (status, _) = found(place, &grid, &round["id"], EAST, json!("2026-10-30T08:30:00+08:00")).await;
    assert_eq!(status, StatusCode::OK);

    // a night's round has both of its days
    place.at("2026-10-31T00:20:00+08:00");
    let grid = place.sign_in("grid").await;
    let night = json!({ "obligation": round["obligation"], "started_at": "2026-10-30T23:30:00+08:00" });
    let (_, night) = grid.post("/api/rounds", night).await;
    for (at, expected) in [
        ("2026-10-30T23:50:00+08:00", StatusCode::OK),
        ("2026-10-31T00:10:00+08:00", StatusCode::OK),
        ("2026-10-29T23:50:00+08:00", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(found(place, &grid, &night["id"], EAST, json!(at)).await.0, expected, "{at}");
    }
});
