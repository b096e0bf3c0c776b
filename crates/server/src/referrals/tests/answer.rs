//! A list is answered.

use super::*;
use crate::{
    platform::db::Tx,
    referrals::{model::ReferralId, reply, store},
};
use documents::grid::Source;
use sea_orm::DbErr;

/// Does a verb with a case, as whoever it is.
async fn step(client: &Client<'_>, case: &str, verb: &str, photos: Vec<Uuid>, reason: &str) {
    let path = format!("/api/cases/{case}");
    let version = client.get(&path).await.1["version"].clone();
    let body = json!({ "version": version, "photos": photos, "reason": reason });
    let (status, answer) = client.post(&format!("{path}/{verb}"), body).await;
    assert_eq!(status, StatusCode::OK, "{verb}: {answer}");
}

/// Of a metric, the month's sum.
async fn figure(client: &Client<'_>, metric: &str) -> Value {
    client.get(&format!("/api/figures/{metric}?period=2026-10")).await.1["value"].clone()
}

on_both!(what_was_done_goes_back_in_the_senders_columns, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(&[PLAIN[0], PLAIN[2]])).await;
    verb(&clerk, id, "dispatch").await;
    work(place).await;
    let (_, answer) = verb(&clerk, id, "answer").await;
    assert_eq!(answer["code"], "referral.nothing_to_answer");
    let row = items(&clerk, id).await[0].clone();
    let case = row["id"].as_str().unwrap();
    let (community, verifier) = (place.sign_in("community").await, place.sign_in("verifier").await);
    step(&community, case, "accept", vec![], "").await;
    step(&community, case, "rectify", vec![community.photo().await], "已清理并安排专人值守").await;
    step(&verifier, case, "verify", vec![], "").await;
    work(place).await;
    assert_eq!(shown(&clerk, id).await["counts"]["closed"], 1);
    let (status, answer) = verb(&clerk, id, "answer").await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let list = shown(&clerk, id).await;
    assert_eq!((&list["answers"][0]["items"], &list["answers"][0]["in_time"]), (&json!(1), &json!(true)));
    let sent = list["answers"][0]["id"].as_str().unwrap();
    for format in ["xlsx", "docx"] {
        let (status, bytes) = clerk.file(&format!("/api/referral-answers/{sent}?format={format}")).await;
        assert_eq!(status, StatusCode::OK, "{}", String::from_utf8_lossy(&bytes[..200.min(bytes.len())]));
        let mut source = Source::open(&bytes, 64 << 20).unwrap();
        let grid = source.grid(&|head| ["序号", "存在问题"].contains(&head)).unwrap();
        let heads = [
            "序号",
            "点位名称",
            "存在问题",
            "问题照片",
            "整改期限",
            "督查组",
            "整改情况",
            "整改时间",
            "整改后照片",
        ];
        assert_eq!(grid.columns, heads, "{format}");
        let cell = |row: usize, at: usize| &grid.rows[row].slots[at];
        assert_eq!((cell(0, 0).text.as_str(), cell(0, 6).text.as_str()), ("Q-01", "已清理并安排专人值守"));
        assert_eq!(
            (cell(0, 7).text.as_str(), cell(0, 8).pictures.len(), cell(0, 3).pictures.len()),
            ("2026-10-30", 1, 2)
        );
        assert!(cell(1, 6).text.starts_with("正在整改，限 "), "{}", cell(1, 6).text);
        assert_eq!((cell(1, 7).text.as_str(), cell(1, 8).pictures.len()), ("", 0));
    }
    assert_eq!(figure(&clerk, "referral.received").await, "2");
    assert_eq!(
        (figure(&clerk, "referral.answered").await, figure(&clerk, "referral.answered_in_time").await),
        (json!("1"), json!("1"))
    );
    assert_eq!(verb(&clerk, id, "answer").await.1["code"], "referral.nothing_to_answer", "once each");
    assert_eq!(waits(&clerk).await[0][0], "answer", "the other row is open");
    let other = items(&clerk, id).await[1]["id"].as_str().unwrap().to_owned();
    step(&clerk, &other, "cancel", vec![], "与另一件是同一处").await;
    work(place).await;
    let (status, answer) = verb(&clerk, id, "answer").await;
    assert_eq!(status, StatusCode::OK, "that it was none is answered too: {answer}");
    assert_eq!(waits(&clerk).await, Vec::<Value>::new(), "nothing is left to be reported");
    assert_eq!(waits(&place.sign_in("leader").await).await, Vec::<Value>::new());
    place.verify().await.unwrap();
    let spoilt = place.spoilt("update referral_item set left_out = true where n = 2").await;
    assert!(spoilt.contains("referral"), "{spoilt}");
});

on_both!(what_goes_on_after_an_answer_is_answered_again, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(&[PLAIN[0]])).await;
    verb(&clerk, id, "dispatch").await;
    work(place).await;
    let case = items(&clerk, id).await[0]["id"].as_str().unwrap().to_owned();
    let (community, verifier) = (place.sign_in("community").await, place.sign_in("verifier").await);
    let fix = async || {
        step(&community, &case, "accept", vec![], "").await;
        step(&community, &case, "rectify", vec![community.photo().await], "已清理").await;
        step(&verifier, &case, "verify", vec![], "").await;
        work(place).await;
    };
    fix().await;
    assert_eq!(verb(&clerk, id, "answer").await.0, StatusCode::OK);
    assert!(items(&clerk, id).await[0]["answer"].is_string());
    step(&clerk, &case, "reopen", vec![], "反弹").await;
    work(place).await;
    let list = shown(&clerk, id).await;
    assert_eq!(
        (&list["counts"]["answered"], &list["counts"]["unanswered"], &list["counts"]["to_answer"]),
        (&json!(1), &json!(1), &json!(0)),
        "{list}"
    );
    assert_eq!(items(&clerk, id).await[0]["answer"], Value::Null, "what was told does not hold");
    assert_eq!(waits(&clerk).await[0][0], "answer");
    assert_eq!(verb(&clerk, id, "answer").await.1["code"], "referral.nothing_to_answer");
    fix().await;
    assert_eq!(verb(&clerk, id, "answer").await.0, StatusCode::OK);
    let list = shown(&clerk, id).await;
    let told = |nth: usize| (list["answers"][nth]["items"].clone(), list["answers"][nth]["again"].clone());
    assert_eq!([told(0), told(1)], [(json!(1), json!(0)), (json!(0), json!(1))], "{list}");
    assert_eq!(figure(&clerk, "referral.answered").await, "1", "one problem is answered once");
    assert_eq!(waits(&clerk).await, Vec::<Value>::new());
    place.verify().await.unwrap();
});

on_both!(an_answer_marks_what_its_paper_shows, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(&[PLAIN[0], PLAIN[2]])).await;
    verb(&clerk, id, "dispatch").await;
    work(place).await;
    let rows = items(&clerk, id).await;
    let [one, other] = [0, 1].map(|nth: usize| rows[nth]["id"].as_str().unwrap().to_owned());
    step(&clerk, &one, "cancel", vec![], "不属实").await;
    work(place).await;
    let db = place.app.db.read().await.unwrap();
    let referral = store::find(&db, ReferralId(id)).await.unwrap().unwrap();
    let plan = reply::plan(&db, referral, place.app.clock.now()).await.unwrap();
    drop(db);
    step(&clerk, &other, "cancel", vec![], "不属实").await;
    work(place).await;
    let told = plan.told();
    assert_eq!(told.iter().map(|(item, _)| item.to_string()).collect::<Vec<_>>(), [one]);
    // the other ended after the paper was written
    assert_eq!(shown(&clerk, id).await["counts"]["to_answer"], 2);
    let (told, first, twice) = (told[0], place.id(), place.id());
    let mark = async move |tx: &Tx| {
        let one = store::tell_item(tx, ReferralId(id), told.0, told.1, first).await?;
        let again = store::tell_item(tx, ReferralId(id), told.0, told.1, twice).await?;
        let more = store::tell_item(tx, ReferralId(id), told.0, told.1 + 1, twice).await?;
        Ok::<_, DbErr>([one, again, more])
    };
    let marked = place.app.db.write(mark).await.unwrap();
    assert_eq!(marked, [Some(true), None, Some(false)], "first, as much as before, and once more");
});
