//! Figures opened: parts, records, corrections and the seal, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use crate::{
    jobs, on_both, start,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

async fn report(place: &Place, login: &str, area: &str, category: &str, source: &str) -> Value {
    let who = place.sign_in(login).await;
    let photo = who.photo().await;
    let area = place.town.area(area).unwrap();
    let body = json!({ "title": "一件", "category": category, "area": area, "place": "x", "source": source,
        "photos": [photo] });
    let (status, case) = who.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    case
}

async fn step(who: &Client<'_>, case: &Value, verb: &str, reason: &str) -> Value {
    let body = json!({ "version": case["version"], "reason": reason });
    let (status, moved) =
        who.post(&format!("/api/cases/{}/{verb}", case["id"].as_str().unwrap()), body).await;
    assert_eq!(status, StatusCode::OK, "{moved}");
    moved
}

async fn read(who: &Client<'_>, path: &str) -> Value {
    let (status, answer) = who.get(path).await;
    assert_eq!(status, StatusCode::OK, "{path}: {answer}");
    answer
}

on_both!(each_part_of_a_split_opens_to_its_own_postings, async |place: &Place| {
    report(place, "clerk", "990101001001", "sanitation.litter", "patrol").await;
    report(place, "clerk", "990101001002", "sanitation.exposed_rubbish", "complaint").await;
    place.at("2026-10-31T09:00:00+08:00");
    report(place, "grid", "990101001001", "sanitation.litter", "patrol").await;
    report(place, "clerk", "990101001", "sanitation.litter", "superior").await;
    let clerk = place.sign_in("clerk").await;
    // part of it folded, part of it not
    start::seal(&place.app).await.unwrap();
    report(place, "clerk", "990101001003", "sanitation.litter", "patrol").await;
    let town = place.town.area("990101001").unwrap();
    let scope = format!("period=2026-10&area={town}");
    for by in ["area", "org", "day", "category", "source"] {
        let split = read(&clerk, &format!("/api/figures/case.reported/split?{scope}&by={by}")).await;
        let rows = split["rows"].as_array().unwrap();
        assert!(rows.len() > 1, "{by}: {split}");
        for row in rows {
            let key = row["key"].as_str().unwrap_or_default();
            let path = format!("/api/figures/case.reported/postings?{scope}&within={by}:{key}");
            let page = read(&clerk, &path).await;
            assert_eq!(
                (&page["count"], &page["sums"]["case.reported"]),
                (&row["postings"], &row["value"]),
                "{by}:{key}"
            );
            assert_eq!(json!(page["items"].as_array().unwrap().len()), page["count"], "{by}:{key}");
        }
    }
    let one_day = "/api/figures/case.reported/postings?period=2026-10-31..2026-10-31";
    assert_eq!(read(&clerk, one_day).await["count"], 3);
    for wrong in ["area", "area:x", "org:", "day:x", "colour:red"] {
        let (status, problem) =
            clerk.get(&format!("/api/figures/case.reported/postings?{scope}&within={wrong}")).await;
        assert_eq!(
            (status, &problem["code"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("query.within")),
            "{wrong}"
        );
    }
});

on_both!(a_record_opens_to_all_that_it_posted, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, "clerk", "990101001001", "sanitation.litter", "patrol").await;
    let case = step(&clerk, &case, "dispatch", "").await;
    start::seal(&place.app).await.unwrap();
    place.at("2026-10-30T10:00:00+08:00");
    let case = step(&clerk, &case, "cancel", "重复").await;
    let path = format!("/api/figures/postings?source=case:{}", case["id"].as_str().unwrap());
    let all = read(&clerk, &path).await;
    let items = all["items"].as_array().unwrap();
    assert_eq!((&all["count"], &all["hidden"]), (&json!(items.len()), &json!(0)));
    let reversals: Vec<usize> = (0..items.len()).filter(|n| items[*n]["reverses"].is_string()).collect();
    assert!(!reversals.is_empty(), "{all}");
    for n in reversals {
        let (taken, reversal) = (&items[n - 1], &items[n]);
        assert_eq!((&reversal["reverses"], &reversal["reverses_seq"]), (&taken["id"], &taken["seq"]));
        assert_eq!(
            (&taken["reversed_by"], &taken["reversed_at"]),
            (&reversal["id"], &reversal["recorded_at"])
        );
        assert_eq!(reversal["source"]["label"], case["number"]);
        assert!(taken["seq"].is_number() && taken["metric_name"].is_string());
    }
    let metric = items.iter().find(|item| item["reverses"].is_string()).unwrap()["metric"].as_str().unwrap();
    let page = read(&clerk, &format!("/api/figures/{metric}/postings?period=2026-10&corrections=true")).await;
    let pair = page["items"].as_array().unwrap();
    assert_eq!((pair.len(), &page["count"], &page["sums"][metric]), (2, &json!(2), &json!("0")));
    assert_eq!((&pair[0]["reverses"], &pair[1]["reversed_by"]), (&pair[1]["id"], &pair[0]["id"]));

    // a department sees the figures of its own unit only
    let hws = place.town.organisation("HWS").unwrap();
    let case = report(place, "clerk", "990101001001", "sanitation.litter", "patrol").await;
    let body = json!({ "version": case["version"], "org": hws });
    let (_, case) = clerk.post(&format!("/api/cases/{}/dispatch", case["id"].as_str().unwrap()), body).await;
    let path = format!("/api/figures/postings?source=case:{}", case["id"].as_str().unwrap());
    let theirs = read(&place.sign_in("sanitation").await, &path).await;
    let (shown, hidden) = (theirs["items"].as_array().unwrap(), theirs["hidden"].as_u64().unwrap());
    assert_eq!(json!(shown.len() as u64 + hidden), theirs["count"]);
    assert!(hidden > 0 && shown.iter().all(|item| item["org"]["name"] == "镇环卫所"), "{theirs}");

    let (status, problem) = place.sign_in("west").await.get(&path).await;
    assert_eq!((status, &problem["params"]["area"]), (StatusCode::FORBIDDEN, &json!("东关社区")));
    let (status, _) = place.sign_in("nobody").await.get(&path).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let none = format!("/api/figures/postings?source=case:{}", Uuid::nil());
    assert_eq!(clerk.get(&none).await.0, StatusCode::NOT_FOUND);
    for wrong in ["case", "case:x", "person:019a0000-0000-7000-8000-000000000000"] {
        let (status, problem) = clerk.get(&format!("/api/figures/postings?source={wrong}")).await;
        assert_eq!(
            (status, &problem["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("source")),
            "{wrong}"
        );
    }
});

on_both!(the_seal_tells_whether_the_chain_holds, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, "clerk", "990101001001", "sanitation.litter", "patrol").await;
    start::seal(&place.app).await.unwrap();
    let seal = async || read(&clerk, "/api/figures/case.reported?period=2026-10").await["seal"].clone();
    assert_eq!(seal().await["verified_at"], Value::Null);
    assert!(jobs::verify(&place.app).await.unwrap() > 0);
    let whole = seal().await;
    assert_eq!((&whole["verified_at"], &whole["broken"]), (&json!("2026-10-30T01:00:00Z"), &Value::Null));
    let change = "update posting set quantity = 2 where seq = 2";
    place.app.db.admin().execute_unprepared(change).await.unwrap();
    jobs::verify(&place.app).await.unwrap();
    let broken = seal().await;
    assert_eq!((&broken["broken"], &broken["broken_at"]), (&json!("content"), &json!(2)));
});

on_both!(a_month_that_has_not_begun_has_no_value, async |place: &Place| {
    report(place, "clerk", "990101001001", "sanitation.litter", "patrol").await;
    let clerk = place.sign_in("clerk").await;
    let year = read(&clerk, "/api/figures/case.reported?period=2026").await;
    let value = |at: usize| (&year["months"][at]["period"], &year["months"][at]["value"]);
    assert_eq!([value(8), value(9)], [(&json!("2026-09"), &json!("0")), (&json!("2026-10"), &json!("1"))]);
    assert_eq!(value(10), (&json!("2026-11"), &Value::Null));
});

on_both!(a_named_list_counts_under_its_own_name_item_by_item, async |place: &Place| {
    for category in ["sanitation.litter", "sanitation.litter", "parking.motor", "sanitation.exposed_rubbish"]
    {
        report(place, "clerk", "990101001001", category, "patrol").await;
    }
    let clerk = place.sign_in("clerk").await;
    let lists = read(&clerk, "/api/category-lists").await;
    let list = lists.as_array().unwrap().iter().find(|list| list["code"] == "five_disorders").unwrap();
    assert_eq!((&list["name"], &list["items"][3]["name"]), (&json!("五乱"), &json!("垃圾乱扔")));
    let whole =
        read(&clerk, "/api/figures/case.registered?period=2026-10&dims=category:five_disorders").await;
    let item =
        read(&clerk, "/api/figures/case.registered?period=2026-10&dims=category:five_disorders.4").await;
    assert_eq!((&whole["value"], &item["value"]), (&json!("3"), &json!("2")));
    let group =
        read(&clerk, "/api/figures/case.registered?period=2026-10&dims=category:sanitation.rubbish").await;
    assert_eq!(group["value"], "3", "a group counts what stands below it, whatever its code");
    for nothing in ["five_disorders.9", "three_disorders", "nowhere"] {
        let path = format!("/api/figures/case.registered?period=2026-10&dims=category:{nothing}");
        assert_eq!(read(&clerk, &path).await["value"], "0", "{nothing}");
    }
    let split = read(&clerk, "/api/figures/case.registered/split?period=2026-10&by=five_disorders").await;
    let rows: Vec<_> =
        split["rows"].as_array().unwrap().iter().map(|row| (&row["key"], &row["value"])).collect();
    assert_eq!(rows[3], (&json!("five_disorders.4"), &json!("2")));
    assert_eq!((rows.len(), &split["total"]["value"]), (5, &json!("3")), "the parts add up to the list");
    for (code, count) in [
        ("five_disorders", 3),
        ("five_disorders.4", 2),
        ("five_disorders.9", 0),
        ("sanitation", 3),
        ("sanitation.rubbish", 3),
    ] {
        let totals = read(&clerk, &format!("/api/cases/totals?view=all&category={code}")).await;
        assert_eq!(totals["count"], count, "{code}");
    }
});

on_both!(a_figure_of_a_seal_is_compared_as_of_its_day, async |place: &Place| {
    report(place, "clerk", "990101001001", "sanitation.litter", "patrol").await;
    place.at("2026-11-05T09:00:00+08:00");
    report(place, "clerk", "990101001001", "sanitation.litter", "patrol").await;
    start::seal(&place.app).await.unwrap();
    place.at("2026-11-30T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let path = "/api/figures/case.reported?period=2026-11";
    let now = read(&clerk, path).await;
    assert_eq!(
        (&now["value"], &now["before"]["value"], &now["before"]["same_days"]),
        (&json!("1"), &json!("1"), &json!(false))
    );
    let seal = now["seal"]["seq"].as_i64().unwrap();
    let then = read(&clerk, &format!("{path}&as_of={seal}")).await;
    assert_eq!(
        (&then["value"], &then["before"]["value"], &then["before"]["same_days"]),
        (&json!("1"), &json!("0"), &json!(true)),
        "October's thirtieth was not among the days compared"
    );
});
