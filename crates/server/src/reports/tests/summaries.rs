//! The month's summary: drafted, written in, refreshed, held to rights, printed.

use super::{close, done, report};
use crate::{
    on_both,
    testing::{Answer, Client, Place},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

const LITTER: &str = "sanitation.exposed_rubbish";
const EAST: &str = "990101001001";

/// A write that names the version it saw.
pub async fn change(
    place: &Place,
    who: &Client<'_>,
    method: &str,
    path: &str,
    body: Value,
    seen: i64,
) -> Answer {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header(header::COOKIE, who.cookie())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::IF_MATCH, format!("\"{seen}\""))
        .header("idempotency-key", place.id().to_string())
        .body(Body::from(body.to_string()))
        .unwrap();
    who.send(request).await
}

pub async fn draft(place: &Place, who: &Client<'_>) -> Value {
    crate::start::seal(&place.app).await.unwrap();
    let (status, paper) = who.post("/api/reports/summaries", json!({ "period": "2026-10" })).await;
    assert_eq!(status, StatusCode::OK, "{paper}");
    paper
}

/// The words of a block, or of the whole paper.
pub fn words(paper: &Value, key: Option<&str>) -> String {
    let blocks = paper["blocks"].as_array().unwrap().iter();
    let runs = blocks.filter(|b| key.is_none_or(|key| b["key"] == key)).map(|block| {
        let runs = block["content"]["runs"].as_array().cloned().unwrap_or_default();
        let word = |run: &Value| {
            run["text"].as_str().or(run["figure"]["text"].as_str()).unwrap_or_default().to_owned()
        };
        block["content"]["text"].as_str().unwrap_or_default().to_owned()
            + &runs.iter().map(word).collect::<String>()
    });
    runs.collect::<Vec<_>>().join("\n")
}

pub fn figure<'a>(paper: &'a Value, key: &str, metric: &str) -> &'a Value {
    let blocks = paper["blocks"].as_array().unwrap();
    let block = blocks.iter().find(|block| block["key"] == key).unwrap();
    let runs = block["content"]["runs"].as_array().unwrap();
    let of = |run: &&Value| run["figure"]["metric"] == metric && run["figure"]["change"] == false;
    &runs.iter().find(of).unwrap()["figure"]
}

on_both!(a_draft_says_what_is_and_nothing_else, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let closed = report(place, &clerk, LITTER, EAST, "东门垃圾桶满溢").await;
    close(place, &closed).await;
    let open = report(place, &clerk, LITTER, "990101001201", "村口垃圾外溢").await;
    done(&clerk, &open, "dispatch", json!({})).await;
    let paper = draft(place, &clerk).await;
    let text = words(&paper, None);
    assert!(text.contains("2026年10月") && text.contains("社区6个") && text.contains("行政村5个"), "{text}");
    assert!(text.contains("立案2件") && text.contains("按期结案率为100.0%"), "{text}");
    assert!(text.contains("南窑村立案1件") && !text.contains("西关社区立案"), "{text}");
    // nobody is in post in the village, so the line has it
    let problems = "环境卫生类问题在办1件，由镇环卫所承办，期限最晚的为10月30日。";
    assert!(words(&paper, Some("problems.lines")).contains(problems), "{text}");
    let steps = "环境卫生问题的1件，由镇环卫所负责逐件销号，于10月30日前报完成。";
    assert!(words(&paper, Some("next_steps.lines")).contains(steps), "{text}");
    for nothing in ["0件", "0次", "0%，", "较上月", "。。", "，。", "逾期", "返工"] {
        let said = text.match_indices(nothing).any(|(at, _)| {
            !nothing.starts_with('0') || !text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.')
        });
        assert!(!said, "{nothing}: {text}");
    }
    let mut sentences: Vec<&str> = text.split(['。', '\n']).filter(|s| !s.is_empty()).collect();
    let all = sentences.len();
    sentences.sort_unstable();
    sentences.dedup();
    assert_eq!(sentences.len(), all, "no sentence twice");
    let figure = figure(&paper, "opening.headline", "case.registered");
    assert_eq!((&figure["value"], &figure["as_of"]), (&json!("2"), &paper["as_of"]));
});

on_both!(a_refresh_keeps_what_was_written_and_marks_what_moved, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let first = report(place, &clerk, LITTER, EAST, "东门垃圾桶满溢").await;
    close(place, &first).await;
    let second = report(place, &clerk, LITTER, EAST, "西门垃圾桶满溢").await;
    let paper = draft(place, &clerk).await;
    let path = format!("/api/reports/summaries/{}", paper["id"].as_str().unwrap());
    let written = json!({ "runs": [{ "text": "本月办结" }, { "figure": 1 }, { "text": "件，群众满意。" }] });
    let block = format!("{path}/blocks/opening.headline");
    let (status, edited) = change(place, &clerk, "PUT", &block, written.clone(), 1).await;
    assert_eq!(status, StatusCode::OK, "{edited}");
    assert_eq!(words(&edited, Some("opening.headline")), "本月办结1件，群众满意。");
    let (status, problem) = change(place, &clerk, "PUT", &block, written, 1).await;
    assert_eq!(
        (status, &problem["code"], &problem["params"]["now"]),
        (StatusCode::PRECONDITION_FAILED, &json!("report.stale"), &json!(2))
    );

    close(place, &second).await;
    crate::start::seal(&place.app).await.unwrap();
    let (status, fresh) = change(place, &clerk, "POST", &format!("{path}/refresh"), json!({}), 2).await;
    assert_eq!(status, StatusCode::OK, "{fresh}");
    assert_eq!(words(&fresh, Some("opening.headline")), "本月办结2件，群众满意。");
    let moved = figure(&fresh, "opening.headline", "case.closed");
    assert_eq!((&moved["text"], &moved["was"]), (&json!("2"), &json!("1")));
    let moved = figure(&fresh, "supervision.limits", "case.closed_in_time");
    assert_eq!((&moved["text"], &moved["was"]), (&json!("2"), &json!("1")), "in the template's words too");
    let still = figure(&fresh, "environment.total", "case.registered");
    assert_eq!((&still["text"], &still["was"]), (&json!("2"), &Value::Null));
    assert!(fresh["as_of"].as_i64() > paper["as_of"].as_i64());
    assert!(!words(&fresh, None).contains("类问题在办"), "what is solved is no problem any more");
    let (_, shown) = clerk.get(&path).await;
    assert_eq!(shown["blocks"], fresh["blocks"]);
});

on_both!(papers_are_held_to_rights, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk, LITTER, EAST, "东门垃圾桶满溢").await;
    let paper = draft(place, &clerk).await;
    let path = format!("/api/reports/summaries/{}", paper["id"].as_str().unwrap());
    let block = format!("{path}/blocks/opening.purpose");
    let body = json!({ "runs": [{ "text": "另写" }] });
    let leader = place.sign_in("leader").await;
    let (status, shown) = leader.get(&path).await;
    assert_eq!((status, &shown["writable"]), (StatusCode::OK, &json!(false)));
    let (status, _) = change(place, &leader, "PUT", &block, body.clone(), 1).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = leader.post("/api/reports/summaries", json!({ "period": "2026-10" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    for login in ["west", "grid", "nobody"] {
        let other = place.sign_in(login).await;
        assert_eq!(other.get(&path).await.0, StatusCode::NOT_FOUND, "{login}");
        assert_eq!(change(place, &other, "PUT", &block, body.clone(), 1).await.0, StatusCode::NOT_FOUND);
    }
    let (status, problem) = clerk.post(&format!("{path}/refresh"), json!({})).await;
    assert_eq!(
        (status, &problem["code"]),
        (StatusCode::PRECONDITION_REQUIRED, &json!("report.version_missing"))
    );
    for (block, body, status, code) in [
        ("opening.purpose", json!({ "runs": [{ "figure": 7 }] }), 422, "report.no_such_figure"),
        ("opening.purpose", json!({ "runs": [{ "text": "长".repeat(4001) }] }), 422, "field.too_long"),
        ("opening.none", json!({}), 404, "record.none"),
    ] {
        let answer = change(place, &clerk, "PUT", &format!("{path}/blocks/{block}"), body, 1).await;
        assert_eq!(answer.0.as_u16(), status, "{}", answer.1);
        if status != 404 {
            assert_eq!(answer.1["code"], code);
        }
    }
    for (period, code) in [("October", "query.period"), ("2027-10", "report.not_begun")] {
        let (status, problem) = clerk.post("/api/reports/summaries", json!({ "period": period })).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)));
    }
    let stands = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!(stands.0, StatusCode::OK);
});

on_both!(papers_are_listed_with_their_history, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    assert_eq!(clerk.get("/api/reports/summaries").await.1, json!([]));
    report(place, &clerk, LITTER, EAST, "东门垃圾桶满溢").await;
    let paper = draft(place, &clerk).await;
    let path = format!("/api/reports/summaries/{}", paper["id"].as_str().unwrap());
    let block = format!("{path}/blocks/opening.purpose");
    let was = words(&paper, Some("opening.purpose"));
    let body = json!({ "runs": [{ "text": "另写" }] });
    place.at("2026-10-30T09:01:00+08:00"); // each step at a moment of its own, as the history is told by them
    assert_eq!(change(place, &clerk, "PUT", &block, body, 1).await.0, StatusCode::OK);
    place.at("2026-10-30T09:02:00+08:00");
    assert_eq!(
        change(place, &clerk, "POST", &format!("{path}/refresh"), json!({}), 2).await.0,
        StatusCode::OK
    );
    let (_, list) = clerk.get("/api/reports/summaries").await;
    assert_eq!((list.as_array().unwrap().len(), &list[0]["id"]), (1, &paper["id"]));
    assert_eq!((&list[0]["version"], &list[0]["period"]), (&json!(3), &json!("2026-10")));
    let (_, history) = clerk.get(&format!("{path}/history")).await;
    let verbs: Vec<_> =
        history.as_array().unwrap().iter().map(|step| step["verb"].as_str().unwrap()).collect();
    assert_eq!(verbs, ["report.refresh", "report.edit", "report.write"]);
    let edit = &history[1];
    assert_eq!((&edit["block"], &edit["before"]), (&json!("opening.purpose"), &json!(was)));
    assert_eq!((&edit["after"], &edit["person"]["name"]), (&json!("另写"), &json!("周敏")));
    let west = place.sign_in("west").await;
    assert_eq!(west.get(&format!("{path}/history")).await.0, StatusCode::NOT_FOUND);
    for login in ["west", "nobody"] {
        let (status, list) = place.sign_in(login).await.get("/api/reports/summaries").await;
        assert!(status == StatusCode::FORBIDDEN || list == json!([]), "{login}: {list}");
    }
});

on_both!(a_figure_s_address_leads_to_its_page, async |place: &Place| {
    let stranger = place.stranger();
    let (status, _) = stranger.file("/f/case.closed?period=2026-10").await;
    assert_eq!(status, StatusCode::TEMPORARY_REDIRECT);
    assert_eq!(stranger.file("/f/..%2Fapi?x=1").await.0, StatusCode::NOT_FOUND);
});

on_both!(the_change_against_the_month_before_is_said, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "旧账").await;
    place.at("2026-11-30T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    for title in ["一处", "两处", "三处"] {
        report(place, &clerk, LITTER, EAST, title).await;
    }
    crate::start::seal(&place.app).await.unwrap();
    let (status, paper) = clerk.post("/api/reports/summaries", json!({ "period": "2026-11" })).await;
    assert_eq!(status, StatusCode::OK, "{paper}");
    let said = words(&paper, Some("environment.total"));
    assert!(said.contains("立案3件，较上月增加2件"), "{said}");
    assert!(words(&paper, Some("opening.headline")).contains("在办案件为4件，较上月增加3件"));
});

on_both!(a_figure_of_a_paper_opens_with_the_same_value, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "东门").await;
    report(place, &clerk, "street_order.road_occupying", EAST, "西门").await;
    let paper = draft(place, &clerk).await;
    let mut opened = 0;
    for block in paper["blocks"].as_array().unwrap() {
        for run in block["content"]["runs"].as_array().into_iter().flatten() {
            let live = &run["figure"];
            if *live == Value::Null || live["change"] == true {
                continue;
            }
            let asked: crate::reports::model::Asked = serde_json::from_value(live.clone()).unwrap();
            let address = crate::reports::paper::address(&asked, live["as_of"].as_i64());
            let (status, found) = clerk.get(&address.replacen("/f/", "/api/figures/", 1)).await;
            assert_eq!((status, &found["value"]), (StatusCode::OK, &live["value"]), "{address}: {found}");
            opened += 1;
        }
    }
    assert!(opened > 5, "figures were opened");
});
