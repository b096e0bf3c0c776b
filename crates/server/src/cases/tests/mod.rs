//! Cases through HTTP: one block for each verb, on both databases.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

mod changes;
mod conditions;
mod credits;
mod doubts;
mod evidence;
mod extension;
mod family;
mod groups;
mod lists;
mod orders;
mod own;
mod parties;
mod parts;
mod permission;
mod photos;
mod points;
mod rates;
mod reopening;
mod rounds;
mod sequences;
mod settle;
mod sites;
mod spot;
mod supervision;
mod unverified;
mod urge;
mod waiting;

use super::model::{Case, CaseId, Kin, Paths, Place as Place_, Source, State};
use crate::{
    directory, on_both,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

const CATEGORY: &str = "sanitation.exposed_rubbish";

/// A case for rules that ask no database.
pub fn a_case_of(
    registering: Uuid,
    lead: Option<Uuid>,
    verifying: Option<Uuid>,
    area: &str,
    line: &str,
) -> Case {
    let moment = kernel::moment::Moment::from_millis(0);
    Case {
        id: CaseId(Uuid::nil()),
        number: "2610-0001".into(),
        title: String::new(),
        description: String::new(),
        category: line.into(),
        condition: None,
        line: line.into(),
        place: Place_ { area: Uuid::nil(), words: String::new(), position: None },
        counted_in: Uuid::nil(),
        site: None,
        round: None,
        source: Source::Patrol,
        state: State::Reported,
        resumes: None,
        cycle: 1,
        rework: 0,
        returns: 0,
        registering,
        lead,
        cooperating: vec![],
        verifying,
        superior: false,
        clock: None,
        overdue: None,
        supervised: 0,
        supervise_at: None,
        asked: None,
        asked_at: None,
        extensions: 0,
        extended_by: None,
        spot: None,
        merged_into: None,
        parent: None,
        own_limit: None,
        reported_by: Uuid::nil(),
        rectified_by: None,
        found_at: moment,
        found_said: None,
        reported_at: moment,
        rectified_at: None,
        closed_at: None,
        version: 1,
        kin: Kin::default(),
        paths: Paths { area: area.into(), registering: "r.".into(), lead: lead.map(|_| "l.".into()) },
    }
}

async fn report(place: &Place, who: &Client<'_>) -> Value {
    let photo = who.photo().await;
    let area = place.town.area("990101001001").unwrap();
    let body = json!({
        "title": "菜市场东门垃圾桶满溢", "category": CATEGORY, "area": area, "place": "菜市街 8 号",
        "source": "patrol", "photos": [photo],
    });
    let (status, case) = who.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    case
}

/// Takes from a post of the cast what its grant gives; holds from the day after.
async fn disempower(place: &Place, name: &str) {
    let clerk = place.sign_in("clerk").await;
    let (_, people) = clerk.get("/api/people").await;
    let person = people["items"].as_array().unwrap().iter().find(|person| person["name"] == name).unwrap();
    let person = person["id"].as_str().unwrap();
    let (_, rights) = clerk.get(&format!("/api/people/{person}/rights")).await;
    let end = format!("/api/grants/{}/end", rights[0]["grant"].as_str().unwrap());
    let (status, ended) = clerk.post(&end, json!({ "day": "2026-10-30", "reason": "职责调整" })).await;
    assert_eq!(status, StatusCode::OK, "{ended}");
    place.at("2026-10-31T09:00:00+08:00");
}

async fn step(who: &Client<'_>, case: &Value, verb: &str, body: Value) -> (StatusCode, Value) {
    let mut body = body;
    body["version"] = case["version"].clone();
    who.post(&format!("/api/cases/{}/{verb}", case["id"].as_str().unwrap()), body).await
}

async fn done(who: &Client<'_>, case: &Value, verb: &str, body: Value) -> Value {
    let (status, moved) = step(who, case, verb, body).await;
    assert_eq!(status, StatusCode::OK, "{verb}: {moved}");
    moved
}

/// Gives the district's office the right to do a part.
async fn the_district_may_help(place: &Place) {
    let sql = "insert into role_verb (role, verb) values ('district_office', 'case.part_done')";
    place.app.db.write(async |tx| tx.execute_unprepared(sql).await.map(|_| ())).await.unwrap();
}

async fn value(who: &Client<'_>, metric: &str) -> Value {
    let (status, figure) = who.get(&format!("/api/figures/{metric}?period=2026-10")).await;
    assert_eq!(status, StatusCode::OK, "{figure}");
    figure["value"].clone()
}

/// From the street to closed by the clerk, the community and the verifier.
async fn closed(place: &Place) -> Value {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "accept", json!({})).await;
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    let verifier = place.sign_in("verifier").await;
    done(&verifier, &case, "verify", json!({})).await
}

on_both!(a_case_goes_through_the_loop, async |place: &Place| {
    let case = closed(place).await;
    assert_eq!(case["state"], "closed");
    let verbs: Vec<&str> =
        case["moves"].as_array().unwrap().iter().rev().map(|m| m["verb"].as_str().unwrap()).collect();
    assert_eq!(verbs, ["report", "register", "dispatch", "accept", "rectify", "verify", "close"]);
    let close = &case["moves"][0];
    assert_eq!((close["by_rule"].as_bool(), &close["person"]), (Some(true), &Value::Null));

    let clerk = place.sign_in("clerk").await;
    for (metric, expected) in [
        ("case.reported", "1"),
        ("case.registered", "1"),
        ("case.dispatched", "1"),
        ("case.rectified", "1"),
        ("case.verified", "1"),
        ("case.closed", "1"),
        ("case.due", "1"),
        ("case.closed_in_time", "1"),
        ("case.overdue", "0"),
        ("case.open", "0"),
        ("case.in_time_rate", "100.0"),
    ] {
        assert_eq!(value(&clerk, metric).await, expected, "{metric}");
    }
});

on_both!(a_record_changed_behind_its_moves_is_named, async |place: &Place| {
    let case = closed(place).await;
    let id = case["id"].as_str().unwrap();
    let other = "(select id from organisation where id not in (select lead from case_record) limit 1)";
    for change in [
        "case_record set state = 'dispatched'".to_owned(),
        "case_record set open = true".into(),
        "case_record set cycle = 2".into(),
        "case_record set version = version + 1".into(),
        "case_record set category = 'sanitation.litter'".into(),
        "case_record set line = 'parking'".into(),
        "case_record set source = 'public'".into(),
        "case_record set counted_in = (select id from area where level = 'town')".into(),
        format!("case_record set registering = {other}"),
        format!("case_record set lead = {other}"),
        "case_record set verifying = null".into(),
        "case_record set closed_at = closed_at + 86400000".into(),
        "case_record set rectified_at = null".into(),
        "case_record set reported_at = reported_at - 1".into(),
        "case_record set overdue_at = reported_at".into(),
        "case_record set deadline_at = 1".into(),
        "case_record set rework = 1".into(),
        "case_record set returns = 1".into(),
        "case_record set supervised = 1".into(),
        "case_record set asked_at = reported_at".into(),
        "case_record set extensions = 1".into(),
        "case_record set sort_at = 1".into(),
        "case_move set version = 9 where verb = 'close'".into(),
        "case_move set at = at + 86400000 where verb = 'close'".into(),
    ] {
        let said = place.spoilt(&format!("update {change}")).await;
        assert!(said.contains(id), "{change}: {said}");
    }
});

on_both!(each_verb_is_on_the_trail_and_told, async |place: &Place| {
    let case = closed(place).await;
    let id: Uuid = case["id"].as_str().unwrap().parse().unwrap();
    let db = place.app.db.read().await.unwrap();
    for sql in [
        "select count(*) as n from audit where record = $1 and kind = 'case' and after is not null",
        "select count(*) as n from event where record = $1",
    ] {
        let ask = Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into()]);
        let row = db.query_one_raw(ask).await.unwrap().unwrap();
        assert_eq!(row.try_get::<i64>("", "n").unwrap(), 7, "{sql}");
    }
});

on_both!(the_journal_is_whole_and_tampering_is_named, async |place: &Place| {
    closed(place).await;
    crate::start::seal(&place.app).await.unwrap();
    let whole = place.verify().await.unwrap();
    assert_eq!((whole.records, whole.head.is_some()), (1, true));
    let found = place.spoilt("update case_move set verb = 'shelve' where verb = 'rectify'").await;
    assert!(found.contains("case.rectified") || found.contains("case.shelved"), "{found}");
    let found = place.spoilt("update posting set quantity = 2 where metric = 'case.closed'").await;
    assert!(found.contains("case.closed"), "{found}");
});

on_both!(a_figure_opens_to_its_record, async |place: &Place| {
    let case = closed(place).await;
    let clerk = place.sign_in("clerk").await;
    let (_, page) = clerk.get("/api/figures/case.closed/postings?period=2026-10").await;
    assert_eq!(page["items"][0]["source"]["id"], case["id"]);
    assert_eq!(page["items"][0]["source"]["label"], case["number"]);
    assert_eq!(page["sums"]["case.closed"], "1");
    let (_, split) = clerk.get("/api/figures/case.closed/split?period=2026-10&by=area").await;
    assert_eq!(split["rows"][0]["name"], "东关社区");
    let (_, split) = clerk.get("/api/figures/case.closed/split?period=2026-10&by=org").await;
    assert_eq!(split["rows"][0]["name"], "东关社区");
});

on_both!(the_unit_that_rectified_does_not_verify, async |place: &Place| {
    let grid = place.sign_in("grid").await;
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = report(place, &grid).await;
    assert_eq!(case["registered_by"]["name"], "东关社区");
    let case =
        if case["state"] == "reported" { done(&clerk, &case, "register", json!({})).await } else { case };
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    assert_eq!(case["lead"]["name"], "东关社区", "block first");
    let case = done(&community, &case, "accept", json!({})).await;
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    assert_ne!(case["verifier"]["name"], "东关社区");
    let (status, problem) = step(&community, &case, "verify", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("permission.denied")));
});

on_both!(a_verb_is_refused_out_of_turn_and_to_others, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let west = place.sign_in("west").await;
    let case = report(place, &clerk).await;
    let (status, problem) = step(&clerk, &case, "verify", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("case.not_now")));
    let (status, problem) = step(&west, &case, "accept", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("record.outside")));
    let told = json!({ "area": "东关社区", "office": "镇创建办", "head": "周敏" });
    assert_eq!(problem["params"], told, "whose it is and whom to ask, nothing of what it says");
    assert!(!problem.to_string().contains("垃圾"), "{problem}");
    let nobody = place.sign_in("nobody").await;
    let (status, _) = nobody.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "a post without rights");
    let (status, _) = west.get(&format!("/api/cases/{}", Uuid::nil())).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "what is not there");
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let community = place.sign_in("community").await;
    let stale = json!({ "version": 1 });
    let (status, problem) =
        community.post(&format!("/api/cases/{}/accept", case["id"].as_str().unwrap()), stale).await;
    assert_eq!((status, &problem["code"]), (StatusCode::PRECONDITION_FAILED, &json!("case.stale")));
    let told = &problem["params"];
    assert_eq!((&told["person"], &told["verb"]), (&json!("周敏"), &json!("dispatch")), "{told}");
    let changes = told["changes"].as_array().unwrap();
    let change = |field: &str| changes.iter().find(|change| change["field"] == field).unwrap();
    assert_eq!(
        (&change("state")["old"], &change("state")["new"]),
        (&json!("reported"), &json!("dispatched"))
    );
    assert_eq!((&change("lead")["old"], &change("lead")["new"]["name"]), (&Value::Null, &json!("东关社区")));
    let (status, problem) = step(&community, &case, "return", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.reason_missing")));
});

on_both!(the_same_request_again_gets_the_same_answer, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk).await;
    let path = format!("/api/cases/{}/dispatch", case["id"].as_str().unwrap());
    let (key, body) = (place.id(), json!({ "version": case["version"] }));
    let (_, first) = clerk.post_as(&path, body.clone(), key).await;
    let (status, again) = clerk.post_as(&path, body.clone(), key).await;
    assert_eq!((status, &again), (StatusCode::OK, &first));
    assert_eq!(value(&clerk, "case.dispatched").await, "1");
    let (status, problem) = clerk.post_as(&path, json!({ "version": 9 }), key).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("request.reused")));
    let leader = place.sign_in("leader").await;
    let (status, _) = leader.post_as(&path, body, key).await;
    assert_eq!(status, StatusCode::CONFLICT, "another sender");
});

on_both!(late_rework_return_and_reopening_count_once, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "return", json!({ "reason": "不归我管" })).await;
    assert_eq!((&case["tag"], &case["deadline"]), (&json!("returned"), &Value::Null));
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "accept", json!({})).await;
    place.at("2026-10-31T10:00:00+08:00");
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 1);
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 0, "twice changes nothing");
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let verifier = place.sign_in("verifier").await;
    let (_, case) = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!(case["tag"], "supervised", "at once, by rule");
    assert_eq!(case["facts"], json!(["supervised", "overdue"]));
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    let case = done(&verifier, &case, "send_back", json!({ "reason": "墙角没有清净" })).await;
    assert_eq!((&case["tag"], &case["rework"]), (&json!("rework"), &json!(1)));
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    let case = done(&verifier, &case, "verify", json!({})).await;
    for (metric, expected) in [
        ("case.dispatched", "2"),
        ("case.returned", "1"),
        ("case.rectified", "2"),
        ("case.sent_back", "1"),
        ("case.due", "1"),
        ("case.overdue", "1"),
        ("case.closed_in_time", "0"),
        ("case.open", "0"),
    ] {
        assert_eq!(value(&clerk, metric).await, expected, "{metric}");
    }
    let case = done(&clerk, &case, "reopen", json!({ "reason": "反弹" })).await;
    assert_eq!(
        (&case["state"], &case["cycle"], &case["tag"]),
        (&json!("dispatched"), &json!(2), &json!("reopened"))
    );
    assert_eq!(value(&clerk, "case.open").await, "1");
    let case = done(&clerk, &case, "shelve", json!({ "reason": "等材料" })).await;
    assert_eq!(case["deadline"], Value::Null);
    let case = done(&clerk, &case, "resume", json!({})).await;
    assert_eq!(case["state"], "dispatched");
    let case = done(&clerk, &case, "cancel", json!({ "reason": "重复" })).await;
    assert_eq!(case["state"], "cancelled");
    assert_eq!(value(&clerk, "case.reopened").await, "0", "the cycle's postings are taken back");
    assert_eq!(value(&clerk, "case.open").await, "0");
});

on_both!(the_list_agrees_with_its_totals_and_shows_each_their_own, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    for _ in 0..3 {
        report(place, &clerk).await;
    }
    let (status, page) = clerk.get("/api/cases?view=open&limit=2").await;
    assert_eq!(status, StatusCode::OK, "{page}");
    assert_eq!(
        (
            page["items"].as_array().unwrap().len(),
            &clerk.get("/api/cases/totals?view=open&limit=2").await.1["count"]
        ),
        (2, &json!(3))
    );
    let (_, rest) =
        clerk.get(&format!("/api/cases?view=open&limit=2&after={}", page["next"].as_str().unwrap())).await;
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next"]), (1, &Value::Null));
    let (_, counts) = clerk.get("/api/cases/counts").await;
    assert_eq!((&counts["open"], &counts["for_me"]), (&json!(3), &json!(3)));
    let west = place.sign_in("west").await;
    let (_, totals) = west.get("/api/cases/totals?view=all").await;
    assert_eq!(totals["count"], 0);
    let (_, found) = clerk
        .get("/api/cases/totals?view=all&q=%E5%9E%83%E5%9C%BE&category=sanitation&state=registered")
        .await;
    assert_eq!(found["count"], 3);
});

on_both!(what_is_wrong_is_told_by_field, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area("990101001001").unwrap();
    let good = json!({ "title": "x", "category": CATEGORY, "area": area, "place": "x", "source": "patrol" });
    for (field, value, code) in [
        ("title", json!(""), "field.empty"),
        ("title", json!("长".repeat(81)), "field.too_long"),
        ("title", json!("a\u{202e}b"), "field.hidden_sign"),
        ("place", json!("\u{200b}"), "field.empty"),
        ("category", json!("sanitation"), "category.none"),
        ("area", json!(Uuid::nil()), "area.none"),
        ("source", json!("rumour"), "field.choice"),
        ("photos", json!([]), "case.photo_missing"),
        ("photos", json!([Uuid::nil()]), "file.none"),
        ("position", json!({ "lon": 200, "lat": 0 }), "position.impossible"),
    ] {
        let mut body = good.clone();
        body[field] = value;
        let (status, problem) = clerk.post("/api/cases", body).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{field}: {problem}");
        assert_eq!((&problem["code"], &problem["field"]), (&json!(code), &json!(field)));
    }
    let (_, counts) = clerk.get("/api/cases/counts").await;
    assert_eq!(counts["open"], 0, "nothing is half saved");
    let long = "a".repeat(60_000);
    for (query, field) in [(format!("q={long}"), "q"), ("q=%00".into(), "q"), ("view=mine".into(), "view")] {
        let (status, problem) = clerk.get(&format!("/api/cases?{query}")).await;
        assert_eq!((status, &problem["field"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(field)));
    }
    let (status, problem) = clerk.get("/api/cases?limit=-1").await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("query.malformed")));
});

on_both!(an_id_in_use_tells_nothing_of_its_case, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk).await;
    let id: Uuid = case["id"].as_str().unwrap().parse().unwrap();
    let west = place.sign_in("west").await;
    let photo = west.photo().await;
    let area = place.town.area("990101001002").unwrap();
    let body = json!({ "title": "一件", "category": CATEGORY, "area": area, "place": "x", "source": "patrol",
        "photos": [photo] });
    let (status, problem) = west.post_as("/api/cases", body, id).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("request.reused")));
});
