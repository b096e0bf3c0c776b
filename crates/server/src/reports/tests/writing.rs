//! Writing in a paragraph: figures cited and made plain words, one writer at a time.

use super::{
    report,
    summaries::{change, draft, figure, words},
};
use crate::{
    demo::cast::CAST,
    install::{self, Newcomer},
    on_both,
    testing::{Client, Place},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

const LITTER: &str = "sanitation.exposed_rubbish";
const EAST: &str = "990101001001";
const BLOCK: &str = "opening.purpose";

async fn write(place: &Place, who: &Client<'_>, paper: &Value, runs: Value) -> (StatusCode, Value) {
    let path = format!("/api/reports/summaries/{}/blocks/{BLOCK}", paper["id"].as_str().unwrap());
    let seen = paper["version"].as_i64().unwrap();
    change(place, who, "PUT", &path, json!({ "runs": runs }), seen).await
}

on_both!(a_cited_figure_is_read_at_the_paper_s_seal, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "东门").await;
    let paper = draft(place, &clerk).await;
    // what comes after the seal is not in the paper
    report(place, &clerk, LITTER, EAST, "西门").await;
    let (east, unit) = (place.town.area(EAST).unwrap(), place.town.organisation("CJB").unwrap());
    let runs = json!([
        { "text": "东关社区上报" },
        { "cite": { "metric": "case.reported", "period": "2026-10", "area": east, "dims": { "category": "sanitation" } } },
        { "text": "件，其中创建办" },
        { "cite": { "metric": "case.reported", "period": "2026-10-30..2026-10-30", "org": unit, "own": true } },
        { "text": "件，结案" },
        { "cite": { "metric": "case.closed", "period": "2026-10" } },
        { "text": "件。" },
    ]);
    let (status, written) = write(place, &clerk, &paper, runs).await;
    assert_eq!(status, StatusCode::OK, "{written}");
    assert_eq!(words(&written, Some(BLOCK)), "东关社区上报1件，其中创建办1件，结案0件。");
    let live = figure(&written, BLOCK, "case.reported");
    assert_eq!((&live["as_of"], &live["area"]), (&paper["as_of"], &json!(east)));
    let blocks = written["blocks"].as_array().unwrap();
    let runs = blocks.iter().find(|b| b["key"] == BLOCK).unwrap()["content"]["runs"].as_array().unwrap();
    for live in runs.iter().map(|run| &run["figure"]).filter(|live| live.is_object()) {
        let asked: crate::reports::Asked = serde_json::from_value(live.clone()).unwrap();
        let address = crate::reports::address(&asked, live["as_of"].as_i64());
        let (status, found) = clerk.get(&address.replacen("/f/", "/api/figures/", 1)).await;
        assert_eq!((status, &found["value"]), (StatusCode::OK, &live["value"]), "{address}: {found}");
    }

    crate::start::seal(&place.app).await.unwrap();
    let path = format!("/api/reports/summaries/{}/refresh", paper["id"].as_str().unwrap());
    let (_, fresh) = change(place, &clerk, "POST", &path, json!({}), 2).await;
    assert_eq!(words(&fresh, Some(BLOCK)), "东关社区上报2件，其中创建办2件，结案0件。");
    let nought = figure(&fresh, BLOCK, "case.closed");
    assert_eq!((&nought["was"], &nought["now"]), (&Value::Null, &Value::Null), "nought stays nought");
});

on_both!(what_cannot_be_opened_is_not_cited, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "东门").await;
    let paper = draft(place, &clerk).await;
    let district = place.town.area("990101").unwrap();
    for cite in [
        json!({ "metric": "case.none", "period": "2026-10" }),
        json!({ "metric": "case.closed", "period": "October" }),
        json!({ "metric": "case.closed", "period": "2027-10" }),
        json!({ "metric": "case.closed", "period": "2026-10", "area": district }),
        json!({ "metric": "case.closed", "period": "2026-10", "area": place.id() }),
        json!({ "metric": "case.closed", "period": "2026-10", "org": place.id().to_string() }),
        json!({ "metric": "case.closed", "period": "2026-10", "own": true }),
        json!({ "metric": "case.closed", "period": "2026-10", "dims": { "colour": "red" } }),
        json!({ "metric": "case.in_time_rate", "period": "2026-10" }),
        json!({ "metric": "case.closed", "period": "2026-10", "change": true }),
    ] {
        let (status, problem) = write(place, &clerk, &paper, json!([{ "cite": cite }])).await;
        assert_eq!(
            (status, &problem["code"], &problem["field"]),
            (StatusCode::UNPROCESSABLE_ENTITY, &json!("paper.cite"), &json!("runs")),
            "{cite}: {problem}"
        );
    }
    let misspelt = json!([{ "cite": { "metric": "case.closed", "period": "2026-10", "organisation": "x" } }]);
    assert_eq!(write(place, &clerk, &paper, misspelt).await.0, StatusCode::UNPROCESSABLE_ENTITY);
});

on_both!(a_figure_becomes_words_with_a_reason, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "东门").await;
    let paper = draft(place, &clerk).await;
    let cite = json!({ "metric": "case.reported", "period": "2026-10" });
    let (_, paper) =
        write(place, &clerk, &paper, json!([{ "text": "共" }, { "cite": cite }, { "text": "件。" }])).await;
    let plain = |reason: &str| json!([{ "text": "共" }, { "plain": { "run": 0, "reason": reason } }, { "text": "件。" }]);
    let long = "长".repeat(301);
    for (reason, code) in [("", "paper.reason"), ("  ", "paper.reason"), (&long, "field.too_long")] {
        let (status, problem) = write(place, &clerk, &paper, plain(reason)).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)), "{reason}");
    }
    let other = json!([{ "plain": { "run": 1, "reason": "口径不同" } }]);
    assert_eq!(write(place, &clerk, &paper, other).await.1["code"], "report.no_such_figure");
    place.at("2026-10-30T09:05:00+08:00");
    let (status, written) = write(place, &clerk, &paper, plain(" 口径不同 ")).await;
    assert_eq!(status, StatusCode::OK, "{written}");
    let blocks = written["blocks"].as_array().unwrap();
    let block = blocks.iter().find(|block| block["key"] == BLOCK).unwrap();
    assert_eq!(block["content"]["runs"], json!([{ "text": "共1件。" }]));
    let path = format!("/api/reports/summaries/{}/history", paper["id"].as_str().unwrap());
    let (_, history) = clerk.get(&path).await;
    assert_eq!(history[0]["plain"], json!([{ "text": "1", "reason": "口径不同" }]));
    assert_eq!(history[1]["plain"], json!([]));
});

on_both!(a_paragraph_has_one_writer, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let second = colleague(place).await;
    report(place, &clerk, LITTER, EAST, "东门").await;
    let paper = draft(place, &clerk).await;
    let path = format!("/api/reports/summaries/{}", paper["id"].as_str().unwrap());
    let hold = format!("{path}/blocks/{BLOCK}/hold");
    let (status, held) = clerk.post(&hold, json!({})).await;
    assert_eq!((status, &held["until"]), (StatusCode::OK, &json!("2026-10-30T01:02:00Z")), "{held}");
    assert_eq!(held["person"]["name"], "周敏");
    let holder = async |who: &Client<'_>| {
        let (_, paper) = who.get(&path).await;
        let blocks = paper["blocks"].as_array().unwrap().iter();
        let held: Vec<_> = blocks.filter(|block| !block["held"].is_null()).collect();
        assert!(held.iter().all(|block| block["key"] == BLOCK), "one paragraph alone");
        held.first().map(|block| block["held"]["person"]["name"].as_str().unwrap().to_owned())
    };
    assert_eq!(holder(&second).await.as_deref(), Some("周敏"));
    let runs = json!([{ "text": "另写" }]);
    for refused in [second.post(&hold, json!({})).await, write(place, &second, &paper, runs.clone()).await] {
        let params = json!({ "holder": "周敏", "until": "2026-10-30T01:02:00Z" });
        assert_eq!(
            (refused.0, &refused.1["code"], &refused.1["params"]),
            (StatusCode::CONFLICT, &json!("paper.held"), &params)
        );
    }
    // another's hold is not let go; held on by asking again; over when it is not
    assert_eq!(release(place, &second, &hold).await, StatusCode::OK);
    place.at("2026-10-30T09:01:30+08:00");
    assert_eq!(clerk.post(&hold, json!({})).await.1["until"], "2026-10-30T01:03:30Z");
    place.at("2026-10-30T09:03:00+08:00");
    assert_eq!(holder(&second).await.as_deref(), Some("周敏"));
    place.at("2026-10-30T09:03:30+08:00");
    assert_eq!(holder(&second).await, None);
    assert_eq!(second.post(&hold, json!({})).await.0, StatusCode::OK);
    let (status, written) = write(place, &second, &paper, runs.clone()).await;
    assert_eq!(status, StatusCode::OK, "{written}");
    assert_eq!(write(place, &clerk, &written, runs.clone()).await.1["code"], "paper.held");
    assert_eq!(release(place, &second, &hold).await, StatusCode::OK);
    assert_eq!(write(place, &clerk, &written, runs).await.0, StatusCode::OK);

    let leader = place.sign_in("leader").await;
    assert_eq!(leader.post(&hold, json!({})).await.0, StatusCode::FORBIDDEN);
    assert_eq!(release(place, &leader, &hold).await, StatusCode::FORBIDDEN);
    for block in ["opening.none", "environment.heading"] {
        let none = format!("{path}/blocks/{block}/hold");
        assert_eq!(clerk.post(&none, json!({})).await.0, StatusCode::NOT_FOUND, "{block}");
    }
    let (_, history) = clerk.get(&format!("{path}/history")).await;
    assert_eq!(history.as_array().unwrap().len(), 3, "holding changes nothing of the paper");
});

/// Another clerk of the same office.
async fn colleague(place: &Place) -> Client<'_> {
    let clerk = CAST.iter().find(|member| member.login == "clerk").unwrap();
    let newcomer =
        Newcomer { login: "second".into(), name: "赵立".into(), ..place.town.newcomer(clerk).unwrap() };
    install::enlist(&place.app, install::installer(&place.app).await.unwrap(), newcomer).await.unwrap();
    place.sign_in("second").await
}

async fn release(place: &Place, who: &Client<'_>, path: &str) -> StatusCode {
    let request = Request::delete(path)
        .header(header::COOKIE, who.cookie())
        .header("idempotency-key", place.id().to_string());
    who.send(request.body(Body::empty()).unwrap()).await.0
}

on_both!(a_change_is_compared_as_of_the_paper_s_day, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "东门").await;
    place.at("2026-11-05T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "西门").await;
    crate::start::seal(&place.app).await.unwrap();
    let body = json!({ "period": "2026-11" });
    let (status, paper) = clerk.post("/api/reports/summaries", body).await;
    assert_eq!(status, StatusCode::OK, "{paper}");
    // by now October's thirtieth would be among the days compared with
    place.at("2026-11-30T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let cite = json!({ "metric": "case.reported", "period": "2026-11", "change": true });
    let (status, problem) = write(place, &clerk, &paper, json!([{ "cite": cite }])).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("paper.cite")),
        "{problem}"
    );
});
