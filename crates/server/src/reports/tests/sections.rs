//! What the sections of a summary tell: the month as it ended, the campaign and the register, the posts and their heads.

use super::{
    done, report,
    summaries::{draft, figure, words},
};
use crate::{on_both, testing::Place};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use serde_json::{Value, json};

const LITTER: &str = "sanitation.exposed_rubbish";
const EAST: &str = "990101001001";

/// The names of the lines that a list of parts begins with, in their order.
fn lines_of(paper: &Value, key: &str, after: &str) -> Vec<String> {
    let text = words(paper, Some(key));
    let parts =
        text.split('是').skip(1).filter_map(|part| part.split_once(after)).map(|(line, _)| line.to_owned());
    parts.collect()
}

on_both!(a_month_is_told_as_it_ended, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let mut cases = Vec::new();
    for (category, title) in [
        ("cables.tangled", "缆线一"),
        (LITTER, "垃圾一"),
        (LITTER, "垃圾二"),
        ("cables.tangled", "缆线二"),
        ("cables.tangled", "缆线三"),
        ("street_order.road_occupying", "占道"),
    ] {
        cases.push(report(place, &clerk, category, EAST, title).await);
    }
    let east = place.town.organisation(EAST).unwrap();
    for case in cases.iter_mut().take(4) {
        *case = done(&clerk, case, "dispatch", json!({ "org": east })).await;
    }
    // done, and verified only in the new month
    let community = place.sign_in("community").await;
    let accepted = done(&community, &cases[2], "accept", json!({})).await;
    let photo = community.photo().await;
    let done_in_october = done(&community, &accepted, "rectify", json!({ "photos": [photo] })).await;
    place.at("2026-10-31T09:00:00+08:00");
    crate::start::run_clock(&place.app).await.unwrap();
    // the first of the next month; what happens before the paper is written is not October's
    place.at("2026-11-01T08:30:00+08:00");
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    done(&place.sign_in("verifier").await, &done_in_october, "verify", json!({})).await;
    let (_, litter) = clerk.get(&format!("/api/cases/{}", cases[1]["id"].as_str().unwrap())).await;
    done(&community, &litter, "return", json!({ "reason": "不属本社区" })).await;
    done(&clerk, &cases[5], "dispatch", json!({})).await;
    report(place, &clerk, "parking.motor", EAST, "十一月的事").await;
    place.at("2026-11-01T09:00:00+08:00");
    let paper = draft(place, &clerk).await;
    let problems = words(&paper, Some("problems.lines"));
    for said in [
        "一是空中缆线类问题在办3件，由东关社区承办，期限最晚的为11月13日；",
        "二是环境卫生类问题在办2件，本月到期未完成1件，由东关社区承办，期限为10月30日，已逾期；",
        "三是市容秩序类问题在办1件，待由镇创建办确定承办单位，尚未派遣的待派遣。",
    ] {
        assert!(problems.contains(said), "{said}: {problems}");
    }
    let steps = words(&paper, Some("next_steps.lines"));
    for said in [
        "一是空中缆线问题的3件，由东关社区负责逐件销号，于11月13日前报完成；",
        "二是环境卫生问题的2件，由东关社区负责逐件销号，期限10月30日已过，立即报完成；",
        "三是市容秩序问题的1件，由镇创建办尽快确定承办单位并督促销号，尚未派遣的尽快派遣。",
    ] {
        assert!(steps.contains(said), "{said}: {steps}");
    }
    assert_eq!(lines_of(&paper, "problems.lines", "类问题"), lines_of(&paper, "next_steps.lines", "问题的"));
    assert!(words(&paper, Some("opening.headline")).contains("截至10月31日，在办案件为6件"));
    let open = figure(&paper, "problems.total", "case.open");
    assert_eq!(open["value"], "6", "the parts are the whole");
});

on_both!(the_opening_knows_the_campaign_and_the_register, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "东门垃圾桶满溢").await;
    let before = words(&draft(place, &clerk).await, None);
    assert!(!before.contains("创建目标") && !before.contains("点位底册"), "{before}");
    let campaign = json!({ "title": "全国文明村镇", "level": "national", "term": "第八届", "theme": "创建促和谐",
        "starts_on": "2026-10-31", "reason": "新一届" });
    let body = Body::from(campaign.to_string());
    let put = Request::put("/api/settings/campaign")
        .header(header::COOKIE, clerk.cookie())
        .header(header::CONTENT_TYPE, "application/json")
        .header("idempotency-key", place.id().to_string())
        .body(body)
        .unwrap();
    assert_eq!(clerk.send(put).await.0, StatusCode::OK);
    let early = words(&draft(place, &clerk).await, None);
    assert!(!early.contains("创建目标"), "it begins tomorrow: {early}");
    for (name, kind) in [("东关新苑", "estate"), ("东关菜市场", "market"), ("西关菜市场", "market")]
    {
        let site =
            json!({ "type": kind, "name": name, "area": place.town.area(EAST).unwrap(), "address": "" });
        let (status, site) = clerk.post("/api/sites", site).await;
        assert_eq!(status, StatusCode::OK, "{site}");
    }
    place.at("2026-11-02T09:00:00+08:00");
    let paper = draft(place, &place.sign_in("clerk").await).await;
    let purpose = words(&paper, Some("opening.purpose"));
    let said = "创建目标为“全国文明村镇”（国家级），创建周期为第八届，以“创建促和谐”为主题，自2026年10月31日起开展。";
    assert!(purpose.contains(said), "{purpose}");
    let territory = words(&paper, Some("opening.territory"));
    assert!(territory.contains("据截至10月31日的点位底册，辖区登记小区1个、集贸市场2个。"), "{territory}");
});

on_both!(the_organisation_s_posts_and_heads_are_told, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    report(place, &clerk, LITTER, EAST, "东门垃圾桶满溢").await;
    let leading = words(&draft(place, &clerk).await, Some("organisation.leading"));
    assert!(leading.contains("创建工作由镇政府领导，负责人为副镇长梁建国。"), "{leading}");
    assert!(leading.contains("镇创建办负责日常调度、派遣和督促，负责人为专干周敏。"), "{leading}");
    assert!(leading.contains("各单位共设岗位11个，截至10月30日在岗11个。"), "{leading}");
    let (_, posts) = clerk.get("/api/positions").await;
    let post =
        posts["items"].as_array().unwrap().iter().find(|post| post["title"] == "队长").unwrap().clone();
    let (_, person) = clerk.post("/api/people", json!({ "name": "钱继明" })).await;
    let path = format!("/api/positions/{}/holder", post["id"].as_str().unwrap());
    place.at("2026-10-31T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let (status, held) = clerk.post(&path, json!({ "person": person["id"], "from": "2026-10-31" })).await;
    assert_eq!(status, StatusCode::OK, "{held}");
    let paper = draft(place, &clerk).await;
    let changes = words(&paper, Some("organisation.changes"));
    assert_eq!(changes, "本月责任单位负责人有调整。10月31日起，综合执法队队长由赵立调整为钱继明。");
    let rules = words(&paper, Some("organisation.rules"));
    assert!(rules.contains("镇环卫所负责环境卫生"), "{rules}");
});
