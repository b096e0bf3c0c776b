//! Obligations through HTTP, from what is owed to the figures, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    on_both, start,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use serde_json::{Value, json};

const EAST: &str = "990101001001";
const FRIDAY: &str = "2026-10-30T";

/// The east community owes the patrol of its area from now, Friday at nine, on.
async fn owed(place: &Place) -> Value {
    owed_as(place, "sanitation_patrol", json!(null)).await
}
async fn owed_as(place: &Place, kind: &str, site: Value) -> Value {
    let clerk = place.sign_in("clerk").await;
    let body = json!({ "kind": kind, "org": place.town.organisation(EAST).unwrap(),
        "area": place.town.area(EAST).unwrap(), "site": site });
    let (status, set) = clerk.post("/api/obligations", body).await;
    assert_eq!(status, StatusCode::OK, "{set}");
    set
}

/// The clock comes by until it has nothing more to say.
async fn clock(place: &Place, moment: &str) {
    place.at(moment);
    while start::run_clock(&place.app).await.unwrap() > 0 {}
}

async fn walk(who: &Client<'_>, of: &Value, walked_at: Option<&str>) -> Value {
    let body = json!({ "obligation": of["id"], "walked_at": walked_at });
    let (status, round) = who.post("/api/rounds", body).await;
    assert_eq!(status, StatusCode::OK, "{round}");
    round
}

/// due, done, late and missed of the autumn
async fn figures(who: &Client<'_>) -> [i64; 4] {
    let mut found = [0; 4];
    for (n, metric) in ["due", "done", "late", "missed"].iter().enumerate() {
        let path = format!("/api/figures/round.{metric}?period=2026-10-01..2026-12-31");
        let (status, figure) = who.get(&path).await;
        assert_eq!(status, StatusCode::OK, "{figure}");
        found[n] = figure["value"].as_str().unwrap().parse().unwrap();
    }
    found
}

/// Number and state of each slot that is owed on a day.
async fn slots_of(who: &Client<'_>, query: &str) -> Vec<(i64, String)> {
    let (status, owed) = who.get(&format!("/api/obligations/owed{query}")).await;
    assert_eq!(status, StatusCode::OK, "{owed}");
    let slots = owed["items"].as_array().unwrap().iter().flat_map(|item| item["slots"].as_array().unwrap());
    slots.map(|s| (s["number"].as_i64().unwrap(), s["state"].as_str().unwrap().to_owned())).collect()
}
fn told(slots: &[(i64, &str)]) -> Vec<(i64, String)> {
    slots.iter().map(|(number, state)| (*number, (*state).to_owned())).collect()
}

on_both!(a_round_is_owed_walked_missed_and_made_good, async |place: &Place| {
    let of = owed(place).await;
    assert_eq!(of["from"], "2026-10-30");
    let (grid, clerk) = (place.sign_in("grid").await, place.sign_in("clerk").await);
    assert_eq!(
        slots_of(&grid, "").await,
        told(&[(3, "coming"), (4, "coming")]),
        "what has begun is not owed"
    );
    assert_eq!(grid.get("/api/waiting").await.1["count"], 0);

    clock(place, &format!("{FRIDAY}14:05:00+08:00")).await;
    let (_, waits) = grid.get("/api/waiting").await;
    let item = &waits["groups"][0]["items"][0];
    assert_eq!((&item["kind"], &item["verb"], &item["record"]), (&json!("round"), &json!("walk"), &of["id"]));
    assert_eq!((&item["title"], &item["due"]), (&json!("东关社区"), &json!("2026-10-30T08:00:00Z")));
    assert_eq!(clerk.get("/api/waiting").await.1["count"], 0, "the office does not walk");

    let body = json!({ "obligation": of["id"], "note": "主街已清扫", "photos": [grid.photo().await],
        "position": { "lon": 117.05, "lat": 31.28 } });
    let key = place.id();
    let (status, round) = grid.post_as("/api/rounds", body.clone(), key).await;
    assert_eq!(status, StatusCode::OK, "{round}");
    assert_eq!((&round["id"], &round["standing"]), (&json!(key), &json!("on_time")));
    assert_eq!((&round["of"]["state"], &round["of"]["number"]), (&json!("done"), &json!(3)));
    assert_eq!(grid.post_as("/api/rounds", body, key).await.1, round, "sent again, done once");
    assert_eq!(grid.get("/api/waiting").await.1["count"], 0);
    assert_eq!(figures(&clerk).await, [1, 1, 0, 0]);

    clock(place, &format!("{FRIDAY}18:30:00+08:00")).await;
    assert_eq!(figures(&clerk).await, [2, 1, 0, 1]);
    assert_eq!(slots_of(&grid, "").await, told(&[(3, "done"), (4, "missed")]));
    place.at(&format!("{FRIDAY}19:10:00+08:00"));
    assert_eq!(walk(&grid, &of, None).await["standing"], "late");
    assert_eq!(figures(&clerk).await, [2, 2, 1, 0], "the miss is taken back");
    let extra = walk(&grid, &of, None).await;
    assert_eq!((&extra["standing"], &extra["slot"]), (&json!("extra"), &Value::Null));
    assert_eq!(figures(&clerk).await, [2, 2, 1, 0], "kept, and counted nowhere");
    let (_, rate) = clerk.get("/api/figures/round.done_rate?period=2026-10").await;
    assert_eq!(rate["value"], "100.0");

    let (_, page) = clerk.get("/api/figures/round.missed/postings?period=2026-10").await;
    let source = &page["items"][0]["source"];
    assert_eq!((&page["count"], &source["kind"]), (&json!(2), &json!("slot")), "the miss and its reversal");
    let (_, slot) = clerk.get(&format!("/api/slots/{}", source["id"].as_str().unwrap())).await;
    assert_eq!((&slot["state"], &slot["rounds"][0]["standing"]), (&json!("late"), &json!("late")));
    let (_, split) = clerk.get("/api/figures/round.due/split?period=2026-10&by=obligation").await;
    assert_eq!(split["rows"][0]["name"], "卫生巡查");
    place.verify().await.unwrap();
    for change in [
        "update slot set state = 'missed', round = null, walked_at = null where state = 'late'",
        "update slot set walked_at = walked_at - 60000 where state = 'done'",
        "update round set standing = 'on_time' where standing = 'late'",
        "delete from round where standing = 'late'",
    ] {
        let said = place.spoilt(change).await;
        assert!(said.starts_with("slot ") || said.contains("slot"), "{change}: {said}");
    }
});

on_both!(a_phone_without_signal_is_believed, async |place: &Place| {
    let of = owed(place).await;
    clock(place, "2026-10-31T09:00:00+08:00").await;
    let (grid, clerk) = (place.sign_in("grid").await, place.sign_in("clerk").await);
    assert_eq!(figures(&clerk).await, [3, 0, 0, 3], "two of Friday, one of Saturday");
    let round = walk(&grid, &of, Some("2026-10-30T15:00:00+08:00")).await;
    assert_eq!((&round["standing"], &round["of"]["state"]), (&json!("on_time"), &json!("done")));
    assert_eq!(figures(&clerk).await, [3, 1, 0, 2]);
    let future = walk(&grid, &of, Some("2026-11-30T15:00:00+08:00")).await;
    assert_eq!(future["walked_at"], "2026-10-31T01:00:00Z", "nothing is walked in the future");
    // three days after its window a round is kept but counts no more
    clock(place, "2026-11-02T18:30:00+08:00").await;
    let grid = place.sign_in("grid").await;
    let late = walk(&grid, &of, Some("2026-10-30T17:00:00+08:00")).await;
    assert_eq!((&late["standing"], &late["of"]["state"]), (&json!("too_late"), &json!("missed")));
    place.verify().await.unwrap();
});

on_both!(twice_or_late_the_clock_says_the_same, async |place: &Place| {
    let of = owed(place).await;
    owed_as(place, "weekly_check", Value::Null).await;
    clock(place, "2026-11-12T12:00:00+08:00").await;
    let clerk = place.sign_in("clerk").await;
    // two of the first day, four of each of twelve days, two of the last; one week
    assert_eq!(figures(&clerk).await, [2 + 48 + 2 + 1, 0, 0, 53]);
    assert_eq!(start::run_clock(&place.app).await.unwrap(), 0);
    let grid = place.sign_in("grid").await;
    let expected = [(1, "missed"), (2, "missed"), (3, "coming"), (4, "coming"), (1, "open")];
    assert_eq!(slots_of(&grid, "").await, told(&expected));
    // a round that comes before the clock says what the clock would have said
    place.at("2026-11-13T07:30:00+08:00");
    let grid = place.sign_in("grid").await;
    assert_eq!(walk(&grid, &of, None).await["standing"], "on_time");
    let clerk = place.sign_in("clerk").await;
    assert_eq!(figures(&clerk).await, [56, 1, 0, 55]);
    assert_eq!(slots_of(&grid, "?day=2026-11-01").await.len(), 4, "the week begins on Monday the 2nd");
    place.verify().await.unwrap();
});

on_both!(a_round_is_its_units_own, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let site = json!({ "type": "road_segment", "name": "东关大街东段", "area": place.town.area(EAST).unwrap(),
        "position": { "lon": 117.05, "lat": 31.28 } });
    let (_, site) = clerk.post("/api/sites", site).await;
    let of = owed_as(place, "sanitation_patrol", site["id"].clone()).await;
    assert_eq!((&of["site"]["name"], &of["position"]["lon"]), (&json!("东关大街东段"), &json!(117.05)));
    place.at("2026-10-30T14:30:00+08:00");
    let body = json!({ "obligation": of["id"] });
    let west = place.sign_in("west").await;
    let (status, problem) = west.post("/api/rounds", body.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("obligation.none")));
    for (login, why) in [("clerk", "reads and does not walk"), ("inspector", "another unit's")] {
        let other = place.sign_in(login).await;
        assert_eq!(other.post("/api/rounds", body.clone()).await.0, StatusCode::FORBIDDEN, "{login} {why}");
    }
    let grid = place.sign_in("grid").await;
    let mut wrong = body.clone();
    wrong["photos"] = json!([Uuid::nil()]);
    assert_eq!(grid.post("/api/rounds", wrong).await.1["code"], "file.none");
    let mut long = body.clone();
    long["note"] = json!("长".repeat(501));
    assert_eq!(grid.post("/api/rounds", long).await.1["code"], "field.too_long");
    assert_eq!(figures(&clerk).await, [0; 4], "nothing is half saved");

    let mut good = body;
    good["photos"] = json!([grid.photo().await]);
    let (_, round) = grid.post("/api/rounds", good).await;
    let path = format!("/api/rounds/{}", round["id"].as_str().unwrap());
    let photo = format!("/api/files/{}?size=thumb", round["photos"][0].as_str().unwrap());
    for (login, status) in
        [("clerk", StatusCode::OK), ("inspector", StatusCode::OK), ("west", StatusCode::NOT_FOUND)]
    {
        let reader = place.sign_in(login).await;
        assert_eq!(reader.get(&path).await.0, status, "{login}");
        assert_eq!(reader.page_status(&photo).await, status, "{login}");
    }
});

on_both!(lists_come_by_the_page, async |place: &Place| {
    let of = owed(place).await;
    clock(place, "2026-11-01T07:30:00+08:00").await;
    let grid = place.sign_in("grid").await;
    for _ in 0..3 {
        walk(&grid, &of, None).await;
    }
    for (list, count) in
        [("rounds?", 3), ("slots?state=missed&", 6), ("slots?from=2026-11-01&", 1), ("slots?", 7)]
    {
        let (mut after, mut seen) = (String::new(), Vec::new());
        loop {
            let (status, page) = grid.get(&format!("/api/{list}limit=2{after}")).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            seen.extend(page["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
            let Some(next) = page["next"].as_str() else { break };
            after = format!("&after={next}");
        }
        assert_eq!(seen.len(), count, "{list}");
        seen.dedup();
        assert_eq!(seen.len(), count, "{list} nothing twice");
    }
    let west = place.sign_in("west").await;
    for list in ["rounds", "slots", "obligations"] {
        assert_eq!(west.get(&format!("/api/{list}")).await.1["items"], json!([]), "{list}");
        assert_eq!(grid.get(&format!("/api/{list}?after=x")).await.1["code"], "query.cursor", "{list}");
    }
});

on_both!(what_is_owed_is_set_and_ended_by_the_office, async |place: &Place| {
    let of = owed(place).await;
    let (clerk, grid) = (place.sign_in("clerk").await, place.sign_in("grid").await);
    let area = place.town.area(EAST).unwrap();
    let body =
        json!({ "kind": "sanitation_patrol", "org": place.town.organisation(EAST).unwrap(), "area": area });
    assert_eq!(grid.post("/api/obligations", body.clone()).await.0, StatusCode::FORBIDDEN);
    for (field, value, code) in [
        ("kind", json!("sanitation_patrol"), "obligation.stands"),
        ("kind", json!("moon"), "obligation_kind.none"),
        ("org", json!(Uuid::nil()), "organisation.none"),
        ("area", json!(Uuid::nil()), "area.none"),
        ("area", Value::Null, "obligation.no_place"),
        ("site", json!(Uuid::nil()), "site.none"),
        ("from", json!("2026-10-29"), "obligation.past"),
        ("to", json!("2026-10-29"), "obligation.backward"),
    ] {
        let mut wrong = body.clone();
        wrong[field] = value;
        let (_, problem) = clerk.post("/api/obligations", wrong).await;
        assert_eq!(problem["code"], code, "{problem}");
    }
    clock(place, "2026-10-30T14:30:00+08:00").await;
    let path = format!("/api/obligations/{}/end", of["id"].as_str().unwrap());
    assert_eq!(grid.post(&path, json!({})).await.0, StatusCode::FORBIDDEN);
    let (status, ended) = clerk.post(&path, json!({ "day": "2026-10-29" })).await;
    assert_eq!((status, &ended["to"]), (StatusCode::OK, &json!("2026-10-29")));
    assert_eq!(slots_of(&grid, "").await, told(&[(3, "open")]), "what opened before stays owed");
    assert_eq!(clerk.post(&path, json!({})).await.1["code"], "obligation.ended");
    assert_eq!(clerk.get("/api/obligations").await.1["items"], json!([]));
    assert_eq!(clerk.get("/api/obligations?ended=true").await.1["items"][0]["id"], of["id"]);
    clock(place, "2026-11-30T08:00:00+08:00").await;
    let clerk = place.sign_in("clerk").await;
    assert_eq!(figures(&clerk).await, [1, 0, 0, 1]);
    let (_, kinds) = clerk.get("/api/obligation-kinds").await;
    assert_eq!(kinds[0]["windows"][0], json!(["07:00", "08:30"]));
    owed(place).await;
});

on_both!(a_check_is_scored_and_its_mean_counts, async |place: &Place| {
    let patrol = owed(place).await;
    let check = owed_as(place, "weekly_check", Value::Null).await;
    clock(place, "2026-11-04T10:00:00+08:00").await;
    let (grid, clerk) = (place.sign_in("grid").await, place.sign_in("clerk").await);
    let (_, kinds) = grid.get("/api/obligation-kinds").await;
    let asks: Vec<_> = kinds.as_array().unwrap().iter().map(|kind| &kind["asks_score"]).collect();
    assert_eq!(asks, [&json!(false), &json!(true), &json!(false)]);
    for (of, score, code) in [
        (&check, Value::Null, "round.score_missing"),
        (&check, json!(100.01), "field.range"),
        (&check, json!(-0.5), "field.range"),
        (&check, json!(87.125), "round.score_impossible"),
        (&patrol, json!(90), "round.score_unasked"),
    ] {
        let body = json!({ "obligation": of["id"], "score": score });
        let (status, problem) = grid.post("/api/rounds", body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{problem}");
        assert_eq!(problem["field"], "score");
    }
    let body =
        json!({ "obligation": check["id"], "score": 87.35, "started_at": "2026-11-04T09:20:00+08:00" });
    let (status, round) = grid.post("/api/rounds", body.clone()).await;
    assert_eq!((status, &round["score"]), (StatusCode::OK, &json!(87.35)), "{round}");
    assert_eq!((&round["started_at"], &round["findings_count"]), (&json!("2026-11-04T01:20:00Z"), &json!(0)));
    assert_eq!(grid.post("/api/rounds", body).await.1["standing"], "extra", "and counted nowhere");
    let mean = async || clerk.get("/api/figures/round.mean_score?period=2026-11").await.1;
    let once = mean().await;
    assert_eq!((&once["value"], &once["denominator"]), (&json!("87.4"), &json!("1")));
    place.verify().await.unwrap();
    let said =
        place.spoilt("update round set score = 9900 where standing = 'on_time' and score is not null").await;
    assert!(said.starts_with("slot "), "{said}");
});

on_both!(a_round_tells_what_was_found_in_it, async |place: &Place| {
    let of = owed(place).await;
    clock(place, "2026-10-31T08:00:00+08:00").await;
    let (grid, clerk) = (place.sign_in("grid").await, place.sign_in("clerk").await);
    let round = walk(&grid, &of, None).await;
    let report = json!({ "title": "垃圾桶满溢", "category": "sanitation.exposed_rubbish", "source": "patrol",
        "area": place.town.area(EAST).unwrap(), "place": "东门", "round": round["id"], "photos": [grid.photo().await] });
    let (status, case) = grid.post("/api/cases", report).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    let path = format!("/api/rounds/{}", round["id"].as_str().unwrap());
    let (_, shown) = clerk.get(&path).await;
    let found = json!([{ "id": case["id"], "number": case["number"], "title": "垃圾桶满溢", "state": case["state"] }]);
    assert_eq!((&shown["findings"], &shown["findings_count"]), (&found, &json!(1)));
    let (_, page) = clerk.get("/api/rounds").await;
    assert_eq!(page["items"][0]["findings_count"], 1);
    let (_, slot) = clerk.get(&format!("/api/slots/{}", round["slot"].as_str().unwrap())).await;
    assert_eq!(slot["rounds"][0]["findings_count"], 1);
    // whoever may not read the case learns that there is one
    let db = place.app.db.read().await.unwrap();
    let who = crate::directory::who(&db, Uuid::nil(), Uuid::nil(), "2026-10-31").await.unwrap();
    let id = crate::obligations::RoundId(round["id"].as_str().unwrap().parse().unwrap());
    let told = crate::app::FINDS(&db, &who, &[id]).await.unwrap();
    assert_eq!((told[&id].count, told[&id].cases.len()), (1, 0));
});
