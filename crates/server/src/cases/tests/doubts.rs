//! Small rules: who may be sent a case, a limit that shelving broke off, a clock that cannot be right.

use super::*;

on_both!(a_unit_that_can_accept_nothing_is_sent_nothing, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk).await;
    let units = "select o.id from organisation o where not exists (select 1 from position p \
                 join access_grant g on g.position = p.id join role_verb v on v.role = g.role \
                 and v.verb = 'case.accept' where p.organisation = o.id) limit 1";
    let db = place.app.db.read().await.unwrap();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), units)).await.unwrap();
    let idle: Uuid = row.unwrap().try_get("", "id").unwrap();
    drop(db);
    let (status, problem) = step(&clerk, &case, "dispatch", json!({ "org": idle })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.cannot_accept")));
    assert_eq!(problem["field"], "org");

    let suggest = async || {
        let area = place.town.area("990101001001").unwrap();
        let path = format!("/api/cases/suggest?category={CATEGORY}&area={area}");
        clerk.get(&path).await.1
    };
    let before = suggest().await;
    assert_eq!(before["org"], before["block"], "the owner of the place leads");
    // its officers lose their posts, so the line is next
    place.app.db.write(async |tx| tx.execute_unprepared(TAKE_AWAY).await.map(|_| ())).await.unwrap();
    let after = suggest().await;
    assert_eq!((&after["block"], &after["org"]), (&Value::Null, &after["line"]));
    assert_ne!(after["org"], before["org"]);
});

/// The community's grants end before they begin.
const TAKE_AWAY: &str = "update access_grant set to_day = '2000-01-01' where position in \
    (select p.id from position p join organisation o on o.id = p.organisation \
     join area a on a.id = o.area where a.code = '990101001001')";

on_both!(what_was_left_to_accept_goes_on_after_shelving, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let accept = |case: &Value| {
        let stages = case["stages"].as_array().unwrap().clone();
        stages.iter().rfind(|stage| stage["stage"] == "accept").unwrap()["deadline"].clone()
    };
    // four work hours from 09:00, of which one and a half are used up
    assert_eq!(accept(&case), "2026-10-30T07:30:00Z");
    place.at("2026-10-30T10:30:00+08:00");
    let case = done(&clerk, &case, "shelve", json!({ "reason": "等一等" })).await;
    place.at("2026-11-02T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let case = done(&clerk, &case, "resume", json!({})).await;
    assert_eq!(accept(&case), "2026-11-02T03:30:00Z", "two and a half are left");
    place.at("2026-11-02T10:00:00+08:00");
    let case = done(&clerk, &case, "shelve", json!({ "reason": "再等一等" })).await;
    place.at("2026-11-03T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let case = done(&clerk, &case, "resume", json!({})).await;
    assert_eq!(accept(&case), "2026-11-03T02:30:00Z", "and then one and a half");
});

on_both!(field_work_is_taken_whatever_the_phones_clock_says, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area("990101001001").unwrap();
    for (said, doubted) in [
        ("2026-10-29T08:00:00Z", false),
        ("2026-11-01T00:00:00Z", false),
        ("2030-01-01T00:00:00Z", true),
        ("1970-01-01T00:00:00Z", true),
    ] {
        let photo = clerk.photo().await;
        let body = json!({ "title": "一件", "category": CATEGORY, "area": area, "place": "x",
            "source": "patrol", "photos": [photo], "found_at": said });
        let (status, case) = clerk.post("/api/cases", body).await;
        assert_eq!(status, StatusCode::OK, "{case}");
        assert_eq!(case["clock_doubted"], doubted, "{said}");
        let (found, kept) = match doubted {
            true => (case["reported_at"].clone(), json!(said)),
            false => (json!(said), Value::Null),
        };
        assert_eq!((&case["found_at"], &case["found_said_at"]), (&found, &kept));
    }
});

on_both!(a_verb_is_written_under_the_post_whose_grant_covers_the_case, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let community = place.sign_in("community").await;
    done(&community, &case, "accept", json!({})).await;
    let db = place.app.db.read().await.unwrap();
    let sql = "select count(*) as n from audit a join position p on p.id = a.position \
               join case_record c on c.id = a.record and c.lead = p.organisation where a.verb = 'case.accept'";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    assert_eq!(row.unwrap().try_get::<i64>("", "n").unwrap(), 1);
});
