//! A list is received, its columns matched and its rows mended.

use super::*;
use sea_orm::ConnectionTrait;

on_both!(a_list_is_read_and_its_columns_are_matched, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(PLAIN)).await;
    let list = shown(&clerk, id).await;
    assert_eq!((list["state"].as_str(), list["counts"]["items"].as_i64()), (Some("read"), Some(3)), "{list}");
    let roles: Vec<_> =
        list["columns"].as_array().unwrap().iter().map(|column| column["role"].as_str().unwrap()).collect();
    assert_eq!(roles, ["number", "place", "problem", "photo_before", "due_on", "ignored"]);
    let rows = items(&clerk, id).await;
    let first = &rows[0]["draft"];
    assert_eq!(first["number"], "Q-01");
    assert_eq!(
        (&first["area"]["name"], &first["category"]["code"]),
        (&json!("东关社区"), &json!("sanitation.exposed_rubbish"))
    );
    assert_eq!((&first["due_on"], &first["by_rule"]), (&json!("2026-11-02"), &json!(true)));
    assert_eq!(rows[0]["pictures"].as_array().unwrap().len(), 2);
    assert_eq!(first["faults"], json!([]));
    assert_eq!(
        rows[1]["draft"]["faults"],
        json!([{ "field": "place", "rule": "unknown", "found": "火车站北侧" }])
    );
    assert_eq!((rows[1]["line"].as_i64(), rows[1]["sheet"].as_str()), (Some(4), Some("Sheet1")));
    // its pictures are read by who may read the list, and by nobody else
    let picture = format!("/api/files/{}?size=thumb", rows[0]["pictures"][0]["file"].as_str().unwrap());
    assert_eq!(clerk.page_status(&picture).await, StatusCode::OK);
    assert_eq!(place.sign_in("community").await.page_status(&picture).await, StatusCode::NOT_FOUND);
});

on_both!(what_a_sender_s_columns_mean_is_remembered, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(PLAIN)).await;
    let version = shown(&clerk, id).await["version"].clone();
    let path = format!("/api/referrals/{id}/match");
    let roles = json!(["number", "place", "problem", "photo_before", "ignored", "note"]);
    let twice = json!(["number", "place", "place", "photo_before", "ignored", "note"]);
    let (_, answer) = clerk.post(&path, json!({ "version": version, "roles": twice })).await;
    assert_eq!(answer["code"], "referral.column_twice");
    let (_, answer) = clerk.post(&path, json!({ "version": version, "roles": ["place"] })).await;
    assert_eq!(answer["code"], "referral.columns");
    let (status, answer) = clerk.post(&path, json!({ "version": version, "roles": roles })).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (status, _) = clerk.post(&path, json!({ "version": version, "roles": roles })).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED, "seen before it changed");
    let rows = items(&clerk, id).await;
    assert_eq!(
        (&rows[0]["draft"]["due_on"], &rows[0]["draft"]["description"]),
        (&Value::Null, &json!("督查组：第三组"))
    );
    let next = received(place, &clerk, &list(&PLAIN[..1])).await;
    let columns = shown(&clerk, next).await["columns"].clone();
    assert_eq!((&columns[4]["role"], &columns[5]["role"]), (&json!("ignored"), &json!("note")));
    assert_eq!(clerk.get("/api/referrals/senders").await.1, json!(["演示区创建办"]));
});

on_both!(what_is_no_list_is_said_to_be_none, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    for (bytes, code) in [
        (&b"MZ a program"[..], "list.unknown_format"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "list.old_format"),
    ] {
        let id = received(place, &clerk, bytes).await;
        let list = shown(&clerk, id).await;
        assert_eq!((list["state"].as_str(), list["problem"]["code"].as_str()), (Some("failed"), Some(code)));
    }
    let two = [("a.png", &picture(1)[..]), ("b.exe", b"MZ")];
    assert_eq!(send(&clerk, place.id(), &two, &paper()).await.1["code"], "list.not_photos");
    assert_eq!(send(&clerk, place.id(), &[], &paper()).await.1["field"], "file");
    let nameless = json!({ "sender": " ", "title": "x", "received_on": "2026-10-30" });
    assert_eq!(send(&clerk, place.id(), &[("a.xlsx", b"x")], &nameless).await.1["field"], "sender");
    let (status, _) =
        send(&place.sign_in("community").await, place.id(), &[("a.xlsx", b"x")], &paper()).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
});

on_both!(photos_with_captions_are_a_list, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = place.id();
    let photos = [
        ("东关社区菜市街 暴露垃圾.png", &picture(1)[..]),
        ("西关社区桥头暴露垃圾.png", &picture(2)),
        ("坏.png", b"\x89PNG broken"),
    ];
    let (status, answer) = send(&clerk, id, &photos, &paper()).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
    work(place).await;
    let rows = items(&clerk, id).await;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["draft"]["faults"], json!([]), "{}", rows[0]);
    assert_eq!(rows[1]["draft"]["area"]["name"], "西关社区");
    assert_eq!(rows[2]["broken"], json!([{ "column": 0, "rule": "file.not_an_image" }]));
});

on_both!(a_reading_that_was_cut_off_goes_on_where_it_was, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = received(place, &clerk, &list(PLAIN)).await;
    let before = items(&clerk, id).await;
    // as if the program had ended before the last row and the end of the job
    let spoil =
        format!("state = 'reading', columns = '[]' where title = '{}'", paper()["title"].as_str().unwrap());
    let db = place.app.db.admin();
    db.execute_unprepared(&format!("update referral set {spoil}")).await.unwrap();
    db.execute_unprepared(
        "delete from referral_picture where item = (select id from referral_item where n = 3)",
    )
    .await
    .unwrap();
    db.execute_unprepared("delete from referral_item where n = 3").await.unwrap();
    db.execute_unprepared("delete from file where id not in (select file from referral_picture)")
        .await
        .unwrap();
    db.execute_unprepared("update job set state = 'waiting', attempts = 0 where kind = 'referral_read'")
        .await
        .unwrap();
    work(place).await;
    let after = items(&clerk, id).await;
    let ids = |rows: &[Value]| {
        rows.iter().map(|row| (row["id"].clone(), row["pictures"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(ids(&after), ids(&before));
});

on_both!(a_request_that_comes_with_another_file_leaves_the_first, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (id, file) = (place.id(), list(&PLAIN[..1]));
    let (one, other) = (list(&PLAIN[..2]), file.clone());
    let (one, other) = ([("甲.xlsx", &one[..])], [("乙.xlsx", &other[..])]);
    let said = paper();
    let both = tokio::join!(send(&clerk, id, &other, &said), send(&clerk, id, &one, &said));
    let mut answers = [both.0, both.1].map(|(status, answer)| (status.as_u16(), answer["code"].clone()));
    answers.sort_by_key(|(status, _)| *status);
    assert_eq!(answers, [(202, Value::Null), (409, json!("request.reused"))]);
    work(place).await;
    let list = shown(&clerk, id).await;
    let expected = if list["file_name"] == "甲.xlsx" { one[0].1 } else { other[0].1 };
    let (_, kept) = clerk.file(&format!("/api/referrals/{id}/file")).await;
    assert!(kept == expected, "the file that the list names");
    assert_eq!(list["counts"]["items"], if list["file_name"] == "甲.xlsx" { 2 } else { 1 });
});
