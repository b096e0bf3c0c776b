//! A list that was taken in by mistake.

use super::*;
use sea_orm::ConnectionTrait;

async fn cancel(client: &Client<'_>, id: Uuid, reason: &str) -> (StatusCode, Value) {
    let version = shown(client, id).await["version"].clone();
    let body = json!({ "version": version, "reason": reason });
    client.post(&format!("/api/referrals/{id}/cancel"), body).await
}

on_both!(a_list_taken_in_by_mistake_is_cancelled_with_its_reason, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(&PLAIN[..1])).await;
    assert!(shown(&clerk, id).await["allowed"].as_array().unwrap().contains(&json!("referral.cancel")));
    let due = "2026-11-06T15:59:59.999Z";
    assert_eq!(waits(&clerk).await, [json!(["dispatch", "演示区创建办", due])]);
    assert_eq!(cancel(&place.sign_in("leader").await, id, "收错了").await.0, StatusCode::FORBIDDEN);
    let (status, problem) = cancel(&clerk, id, " ").await;
    assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("reason")));
    let (status, problem) = cancel(&clerk, id, &"长".repeat(401)).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("field.too_long")));
    let (status, moved) = cancel(&clerk, id, " 与上一份重复 ").await;
    assert_eq!((status, &moved["state"]), (StatusCode::OK, &json!("cancelled")), "{moved}");
    let list = shown(&clerk, id).await;
    assert_eq!((&list["cancelled"], &list["allowed"]), (&json!("与上一份重复"), &json!([])), "{list}");
    assert_eq!(waits(&clerk).await, Vec::<Value>::new());
    let (_, lists) = clerk.get("/api/referrals").await;
    assert_eq!(lists["items"][0]["state"], "cancelled");
    for refused in ["dispatch", "answer"] {
        assert_eq!(verb(&clerk, id, refused).await.1["code"], "referral.not_now", "{refused}");
    }
    assert_eq!(cancel(&clerk, id, "再作废").await.1["code"], "referral.not_now");
    let row = &items(&clerk, id).await[0];
    assert_eq!(mend(&clerk, row, json!({ "left_out": true })).await.1["code"], "referral.not_now");
    assert_eq!(clerk.get("/api/figures/referral.received?period=2026-10").await.1["value"], "0");
    place.verify().await.unwrap();
});

on_both!(a_list_with_a_case_is_not_cancelled, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(&PLAIN[..1])).await;
    verb(&clerk, id, "dispatch").await;
    assert_eq!(cancel(&clerk, id, "收错了").await.1["code"], "referral.not_now", "while it is at work");
    work(place).await;
    let (status, problem) = cancel(&clerk, id, "收错了").await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("referral.has_cases")), "{problem}");
    assert_eq!(
        shown(&clerk, id).await["allowed"],
        json!(["referral.mend", "referral.dispatch", "referral.answer"])
    );
    place.verify().await.unwrap();
});

on_both!(a_file_that_could_not_be_read_is_cancelled_too, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, b"PK\x03\x04 no workbook").await;
    assert_eq!(shown(&clerk, id).await["state"], "failed");
    let (status, moved) = cancel(&clerk, id, "文件坏了，已请对方重发").await;
    assert_eq!((status, &moved["state"]), (StatusCode::OK, &json!("cancelled")), "{moved}");
    place.verify().await.unwrap();
});

on_both!(
    what_was_refused_waits_on_and_a_job_tried_again_makes_nothing_of_a_cancelled_list,
    async |place: &Place| {
        let clerk = place.sign_in("clerk").await;
        let id = received(place, &clerk, &list(&PLAIN[..1])).await;
        verb(&clerk, id, "dispatch").await;
        let retired = |on: &str| {
            format!("update category set retired_on = {on} where code = 'sanitation.exposed_rubbish'")
        };
        place.app.db.admin().execute_unprepared(&retired("'2026-10-30'")).await.unwrap();
        work(place).await;
        assert_eq!(shown(&clerk, id).await["counts"]["dispatched"], 0);
        assert_eq!(waits(&clerk).await[0][0], "dispatch", "it is still to be dispatched");
        let (status, moved) = cancel(&clerk, id, "与上一份重复").await;
        assert_eq!((status, &moved["state"]), (StatusCode::OK, &json!("cancelled")), "{moved}");
        place.app.db.admin().execute_unprepared(&retired("null")).await.unwrap();
        let again = "update job set state = 'waiting', attempts = 0 where kind = 'referral_dispatch'";
        place.app.db.admin().execute_unprepared(again).await.unwrap();
        work(place).await;
        assert_eq!(clerk.get("/api/cases/totals?view=all").await.1["count"], 0);
        assert_eq!(waits(&clerk).await, Vec::<Value>::new());
        place.verify().await.unwrap();
    }
);
