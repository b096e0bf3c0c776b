//! A case and the site that it is about.

use super::*;

on_both!(a_case_knows_its_site, async |place: &Place| {
    let (clerk, west) = (place.sign_in("clerk").await, place.sign_in("west").await);
    let area = place.town.area("990101001001").unwrap();
    let open = json!({ "type": "market", "name": "东关菜市场", "area": area });
    let (_, site) = clerk.post("/api/sites", open).await;
    let about = async |site: &Value| {
        let body = json!({ "title": "摊位外溢", "category": CATEGORY, "area": area, "place": "东门", "source": "patrol",
            "site": site, "photos": [clerk.photo().await] });
        clerk.post("/api/cases", body).await
    };
    let (status, case) = about(&site["id"]).await;
    assert_eq!((status, &case["site"]["name"]), (StatusCode::OK, &json!("东关菜市场")), "{case}");
    let other = report(place, &clerk).await;
    assert_eq!(other["site"], Value::Null);
    let at_site = format!("site={}", site["id"].as_str().unwrap());
    let (_, page) = clerk.get(&format!("/api/cases?{at_site}")).await;
    assert_eq!((&page["items"][0]["id"], &page["items"][1]), (&case["id"], &Value::Null));
    let (_, totals) = west.get(&format!("/api/cases/totals?{at_site}")).await;
    assert_eq!(totals["count"], 0, "what may not be read is not counted");
    let (_, problem) = about(&json!(Uuid::nil())).await;
    assert_eq!((&problem["code"], &problem["field"]), (&json!("site.none"), &json!("site")));
    let close = format!("/api/sites/{}/close", site["id"].as_str().unwrap());
    let (status, closed) = clerk.post(&close, json!({ "version": 1, "reason": "拆除" })).await;
    assert_eq!(status, StatusCode::OK, "{closed}");
    let (status, problem) = about(&site["id"]).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("site.closed")));
});
