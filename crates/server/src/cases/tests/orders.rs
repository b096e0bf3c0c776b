//! The list in other orders, and what its foot says of the whole.

use super::*;
use crate::testing::escaped;
use kernel::calendar::{Limit, Unit};

/// The numbers of a list, read two rows a page.
async fn numbers(who: &Client<'_>, order: &str) -> Vec<String> {
    let (mut found, mut after) = (vec![], String::new());
    loop {
        let (status, page) = who.get(&format!("/api/cases?view=all&limit=2&{order}{after}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        found.extend(
            page["items"].as_array().unwrap().iter().map(|row| row["number"].as_str().unwrap().to_owned()),
        );
        let Some(next) = page["next"].as_str() else { return found };
        let next = escaped(next);
        after = format!("&after={next}");
    }
}

on_both!(the_list_comes_in_each_order_a_page_at_a_time, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let mut cases = vec![];
    for minute in 0..5 {
        place.at(&format!("2026-10-30T09:0{minute}:00+08:00"));
        cases.push(report(place, &clerk).await);
    }
    let at = |n: usize| cases[n]["number"].as_str().unwrap().to_owned();
    // the units are named 东关社区 and 镇环卫所; the rest have none
    let hws = place.town.organisation("HWS").unwrap();
    done(&clerk, &cases[3], "dispatch", json!({})).await;
    done(&clerk, &cases[1], "dispatch", json!({ "org": hws })).await;
    // a serial that has grown by a digit comes after the shorter ones
    let long = "update case_record set number = '2610-10000' where number = '";
    place.app.db.admin().execute_unprepared(&format!("{long}{}'", at(2))).await.unwrap();
    let grown = "2610-10000".to_owned();
    let by_number = vec![at(0), at(1), at(3), at(4), grown.clone()];
    assert_eq!(numbers(&clerk, "sort=number").await, by_number);
    assert_eq!(
        numbers(&clerk, "sort=number&order=desc").await,
        by_number.into_iter().rev().collect::<Vec<_>>()
    );
    let by_report = vec![at(0), at(1), grown.clone(), at(3), at(4)];
    assert_eq!(numbers(&clerk, "sort=registered").await, by_report);
    assert_eq!(
        numbers(&clerk, "sort=registered&order=desc").await,
        by_report.into_iter().rev().collect::<Vec<_>>()
    );
    assert_eq!(numbers(&clerk, "sort=unit").await, [at(3), at(1), at(0), grown.clone(), at(4)]);
    assert_eq!(numbers(&clerk, "sort=unit&order=desc").await, [at(1), at(3), at(0), grown.clone(), at(4)]);
    assert_eq!(numbers(&clerk, "").await, numbers(&clerk, "sort=deadline&order=asc").await);
    assert_eq!(numbers(&clerk, "order=desc").await[0], at(4), "what has no deadline yet, the latest first");
    let (_, page) = clerk.get("/api/cases?limit=2&sort=number").await;
    let other = format!("/api/cases?limit=2&sort=deadline&after={}", page["next"].as_str().unwrap());
    for (path, field) in
        [(other.as_str(), "after"), ("/api/cases?sort=colour", "sort"), ("/api/cases?order=up", "order")]
    {
        let (status, problem) = clerk.get(path).await;
        assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
    }
});

on_both!(the_mean_of_elapsed_time_is_working_time, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (_, none) = clerk.get("/api/cases/totals").await;
    assert_eq!(none["mean_elapsed_minutes"], Value::Null);
    closed(place).await;
    let mut reported = vec![];
    for at in ["2026-10-30T11:30:00+08:00", "2026-10-30T13:00:00+08:00", "2026-10-31T10:00:00+08:00"] {
        place.at(at);
        reported.push(at);
        report(place, &place.sign_in("clerk").await).await;
    }
    place.at("2026-11-04T15:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let calendar = place.app.settled().await.unwrap().calendar.clone();
    let now = place.app.clock.now();
    let minutes = |at: &&str| {
        let since: kernel::moment::Moment = at.parse().unwrap();
        calendar.spent(Limit { amount: 1, unit: Unit::WorkHour }.unit, since.into(), now.into()).as_secs()
            / 60
    };
    let open: u64 = reported.iter().map(minutes).sum();
    let (_, totals) = clerk.get("/api/cases/totals?view=open").await;
    assert_eq!(totals["mean_elapsed_minutes"], json!(open / 3));
    assert_eq!((&totals["work_day_minutes"], &totals["supervised"]), (&json!(420), &json!(0)));
    // the closed one was reported and closed at the same moment of the held clock
    let (_, totals) = clerk.get("/api/cases/totals?view=all").await;
    assert_eq!(totals["mean_elapsed_minutes"], json!(open / 4));
});
