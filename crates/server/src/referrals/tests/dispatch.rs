//! The rows of a list become cases.

use super::*;
use crate::directory::tests::second_post;
use sea_orm::ConnectionTrait;

on_both!(all_rows_become_cases_together_and_none_twice, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(PLAIN)).await;
    let (status, answer) = verb(&clerk, id, "dispatch").await;
    assert_eq!((status, answer["code"].as_str()), (StatusCode::CONFLICT, Some("referral.faulty")));
    let rows = items(&clerk, id).await;
    let area = place.town.area("990101001002").unwrap();
    let (status, answer) = mend(&clerk, &rows[1], json!({ "mended": { "area": area } })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (status, _) = mend(&clerk, &rows[1], json!({ "mended": {} })).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED, "seen before it changed");
    assert_eq!(verb(&place.sign_in("leader").await, id, "dispatch").await.0, StatusCode::FORBIDDEN);
    let (status, answer) = verb(&clerk, id, "dispatch").await;
    assert_eq!((status, answer["state"].as_str()), (StatusCode::OK, Some("dispatching")), "{answer}");
    assert_eq!(verb(&clerk, id, "dispatch").await.1["code"], "referral.not_now");
    work(place).await;
    let list = shown(&clerk, id).await;
    assert_eq!(
        (list["state"].as_str(), list["counts"]["dispatched"].as_i64()),
        (Some("dispatched"), Some(3)),
        "{list}"
    );
    let rows = items(&clerk, id).await;
    for (row, due) in rows.iter().zip(["2026-10-30", "2026-10-30", "2026-10-30"]) {
        let (_, case) = clerk.get(&format!("/api/cases/{}", row["id"].as_str().unwrap())).await;
        assert_eq!(
            (case["state"].as_str(), case["source"].as_str()),
            (Some("dispatched"), Some("superior")),
            "{case}"
        );
        // four working hours, which end before the superior's day
        assert!(case["deadline"].as_str().unwrap().starts_with(due), "{case}");
        let (_, from) = clerk.get(&format!("/api/cases/{}/referral", row["id"].as_str().unwrap())).await;
        assert_eq!((&from["id"], &from["number"]), (&json!(id), &row["draft"]["number"]));
    }
    assert_eq!(verb(&clerk, id, "dispatch").await.1["code"], "referral.nothing_to_dispatch");
    // the job again, as after a loss of power at its end
    let again = "update job set state = 'waiting', attempts = 0 where kind = 'referral_dispatch'";
    place.app.db.admin().execute_unprepared(again).await.unwrap();
    place.app.db.admin().execute_unprepared("update referral set state = 'dispatching'").await.unwrap();
    work(place).await;
    assert_eq!(clerk.get("/api/cases/totals").await.1["count"], 3);
    place.verify().await.unwrap();
});

on_both!(a_superior_s_deadline_goes_before_a_later_one, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    // three work days by its category, today by the superior
    let rows = [("1", "东关社区", "违章搭建彩钢棚", "10月30日", 1)];
    let id = received(place, &clerk, &list(&rows)).await;
    let (status, answer) = verb(&clerk, id, "dispatch").await;
    assert_eq!(status, StatusCode::OK, "{answer} {:?}", items(&clerk, id).await);
    work(place).await;
    let case = items(&clerk, id).await[0]["case"].clone();
    assert_eq!(case["deadline"], "2026-10-30T15:59:59.999Z", "{case}");
});

on_both!(a_row_that_is_refused_says_why_and_stops_no_other, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id =
        received(place, &clerk, &list(&[PLAIN[0], ("Q-09", "西关社区桥头", "墙面牛皮癣成片", "", 1)])).await;
    verb(&clerk, id, "dispatch").await;
    // the category is retired between the word and its turn
    let gone = "update category set retired_on = '2026-10-30' where code = 'street_order.stuck_ad'";
    place.app.db.admin().execute_unprepared(gone).await.unwrap();
    work(place).await;
    let rows = items(&clerk, id).await;
    assert_eq!(rows[0]["case"]["state"], "dispatched");
    assert!(rows[1]["case"].is_null() && rows[1]["problem"]["code"] == "category.none", "{}", rows[1]);
    let (status, _) =
        mend(&clerk, &rows[1], json!({ "mended": { "category": "sanitation.exposed_rubbish" } })).await;
    assert_eq!(status, StatusCode::OK);
    verb(&clerk, id, "dispatch").await;
    work(place).await;
    assert_eq!(shown(&clerk, id).await["counts"]["dispatched"], 2);
    place.verify().await.unwrap();
});

on_both!(a_list_is_dispatched_in_the_post_that_wished_it, async |place: &Place| {
    let second = second_post(place, "west", "CJB", "督办员", "creation_office").await;
    let west = place.sign_in("west").await;
    let office = west.acting(second);
    let id = received(place, &office, &list(&PLAIN[..1])).await;
    assert_eq!(west.get(&format!("/api/referrals/{id}")).await.0, StatusCode::NOT_FOUND, "in the other post");
    let version = shown(&office, id).await["version"].clone();
    let (status, answer) =
        office.post(&format!("/api/referrals/{id}/dispatch"), json!({ "version": version })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    work(place).await;
    let list = shown(&office, id).await;
    assert_eq!((&list["counts"]["dispatched"], &list["counts"]["refused"]), (&json!(1), &json!(0)), "{list}");
});
