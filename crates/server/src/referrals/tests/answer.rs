//! A list is answered.

use super::*;
use documents::grid::Source;

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
