//! Cases that are one: what lies near, what is added, merging and setting apart, splitting and closing together.

use super::*;

/// A report at a place that is a few metres from another's.
async fn at(place: &Place, who: &Client<'_>, category: &str, lat: f64) -> Value {
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "垃圾桶满溢", "category": category, "area": area, "place": "菜市街",
        "source": "patrol", "position": { "lon": 117.05, "lat": lat }, "photos": [who.photo().await] });
    let (status, case) = who.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    case
}

async fn figures(who: &Client<'_>, expected: &[(&str, &str)]) {
    for (metric, expected) in expected {
        assert_eq!(value(who, metric).await, *expected, "{metric}");
    }
}

/// Through the loop from the dispatch on; the verifier is the office's.
async fn fix(place: &Place, case: &Value) -> Value {
    let community = place.sign_in("community").await;
    let (_, case) = community.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    let case = done(&community, &case, "accept", json!({})).await;
    let photo = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [photo] })).await;
    done(&place.sign_in("verifier").await, &case, "verify", json!({})).await
}

on_both!(what_lies_near_is_shown_before_a_report, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let first = at(place, &clerk, CATEGORY, 31.28).await;
    at(place, &clerk, CATEGORY, 31.2804).await;
    at(place, &clerk, "street_order.outdoor_ad", 31.28).await;
    let near = async |who: &Client<'_>, query: &str| {
        let (status, found) = who.get(&format!("/api/cases/near?category={query}")).await;
        assert_eq!(status, StatusCode::OK, "{found}");
        found.as_array().unwrap().clone()
    };
    let found = near(&clerk, &format!("{CATEGORY}&lon=117.05&lat=31.2801")).await;
    assert_eq!((found.len(), &found[0]["id"]), (1, &first["id"]), "{found:?}");
    assert!((found[0]["distance_m"].as_f64().unwrap() - 11.0).abs() < 0.5);
    let found = near(&clerk, "sanitation.litter&lon=117.05&lat=31.28").await;
    assert_eq!(found.len(), 1, "the same group");
    assert!(near(&clerk, CATEGORY).await.is_empty(), "nobody knows where");
    let area = place.town.area("990101001001").unwrap();
    let words = |place: &str| format!("{CATEGORY}&area={area}&place={}", crate::testing::escaped(place));
    assert_eq!(near(&clerk, &words("菜市街东侧")).await.len(), 2, "by the words of the place");
    assert!(near(&clerk, &words("河滨路")).await.is_empty());
    let west = place.sign_in("west").await;
    assert!(near(&west, &format!("{CATEGORY}&lon=117.05&lat=31.28")).await.is_empty(), "not theirs");
    place.at("2027-03-30T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    assert!(near(&clerk, &format!("{CATEGORY}&lon=117.05&lat=31.28")).await.is_empty(), "too old");
    let (status, problem) = clerk.get("/api/cases/near?category=nothing").await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("category.none")));
    let (status, problem) = clerk.get(&format!("/api/cases/near?category={CATEGORY}&lon=200&lat=0")).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("position.impossible")));
});

on_both!(a_supplement_is_a_further_report_and_no_second_case, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let grid = place.sign_in("grid").await;
    let case = report(place, &clerk).await;
    let (status, problem) = step(&grid, &case, "supplement", json!({})).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.nothing_added")));
    done(&clerk, &case, "dispatch", json!({})).await;
    // what is only added needs no version of it
    let added = json!({ "reason": "东边还有一堆", "photos": [grid.photo().await] });
    let case = done(&grid, &case, "supplement", added).await;
    assert_eq!((&case["state"], &case["further_reports"]), (&json!("dispatched"), &json!(1)));
    assert_eq!(case["photos"].as_array().unwrap().len(), 2);
    figures(&clerk, &[("case.reported", "1"), ("case.further_report", "1"), ("case.open", "1")]).await;
    let west = place.sign_in("west").await;
    let (status, _) = step(&west, &case, "supplement", json!({ "reason": "看见" })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let closed = fix(place, &case).await;
    let (status, problem) = step(&grid, &closed, "supplement", json!({ "reason": "又有" })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("case.not_now")));
    place.verify().await.unwrap();
});

on_both!(a_merged_case_is_a_further_report_until_it_is_set_apart, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let grid = place.sign_in("grid").await;
    let kept = report(place, &clerk).await;
    let same = done(&clerk, &report(place, &grid).await, "dispatch", json!({})).await;
    for (into, code) in [(Value::Null, "case.no_target"), (same["id"].clone(), "case.no_target")] {
        let (status, problem) =
            step(&clerk, &same, "merge", json!({ "into": into, "reason": "同一处" })).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)));
    }
    let (status, problem) = step(&clerk, &same, "merge", json!({ "into": kept["id"] })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.reason_missing")));
    let merge = json!({ "into": kept["id"], "reason": "同一处" });
    let (status, _) = step(&grid, &same, "merge", merge.clone()).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the office merges");
    figures(&clerk, &[("case.reported", "2"), ("case.registered", "2"), ("case.open", "2")]).await;
    let merged = done(&clerk, &same, "merge", merge).await;
    assert_eq!((&merged["state"], &merged["deadline"]), (&json!("merged"), &Value::Null));
    assert_eq!(merged["family"]["merged_into"]["number"], kept["number"]);
    let once =
        [("case.reported", "1"), ("case.registered", "1"), ("case.open", "1"), ("case.dispatched", "0")];
    figures(&clerk, &once).await;
    figures(&clerk, &[("case.further_report", "1")]).await;
    place.verify().await.unwrap();
    let (_, seen) = clerk.get(&format!("/api/cases/{}", kept["id"].as_str().unwrap())).await;
    assert_eq!(
        (&seen["family"]["merged"][0]["number"], &seen["further_reports"]),
        (&same["number"], &json!(1))
    );
    let (status, problem) = step(&clerk, &seen, "merge", json!({ "into": same["id"], "reason": "x" })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.has_merged")));
    // set apart it goes on where it stood
    let apart = done(&clerk, &merged, "unmerge", json!({ "reason": "是两处" })).await;
    assert_eq!((&apart["state"], &apart["family"]["merged_into"]), (&json!("dispatched"), &Value::Null));
    assert_ne!(apart["deadline"], Value::Null);
    figures(&clerk, &[("case.registered", "2"), ("case.open", "2"), ("case.further_report", "0")]).await;
    place.verify().await.unwrap();
    let merged = done(&clerk, &apart, "merge", json!({ "into": kept["id"], "reason": "同一处" })).await;
    fix(place, &done(&clerk, &kept, "dispatch", json!({})).await).await;
    let (_, merged) = clerk.get(&format!("/api/cases/{}", merged["id"].as_str().unwrap())).await;
    assert_eq!(merged["family"]["merged_into"]["state"], "closed", "the answer");
    let (status, problem) = step(&clerk, &merged, "unmerge", json!({ "reason": "是两处" })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.target_ended")));
    figures(&clerk, &[("case.closed", "1"), ("case.registered", "1"), ("case.open", "0")]).await;
    place.verify().await.unwrap();
});

on_both!(who_registered_a_merged_case_reads_the_other, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let west = place.sign_in("west").await;
    let area = place.town.area("990101001002").unwrap();
    let body = json!({ "title": "路口垃圾", "category": CATEGORY, "area": area, "place": "交界路口",
        "source": "patrol", "photos": [west.photo().await] });
    let (status, theirs) = west.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::OK, "{theirs}");
    let kept = report(place, &clerk).await;
    let path = format!("/api/cases/{}", kept["id"].as_str().unwrap());
    assert_eq!(west.get(&path).await.0, StatusCode::FORBIDDEN);
    let merged = done(&clerk, &theirs, "merge", json!({ "into": kept["id"], "reason": "同一处" })).await;
    assert_eq!(west.get(&path).await.0, StatusCode::OK);
    let (_, listed) = west.get("/api/cases?view=all&state=registered").await;
    assert_eq!(listed["items"][0]["id"], kept["id"], "{listed}");
    done(&clerk, &merged, "unmerge", json!({ "reason": "两处" })).await;
    assert_eq!(west.get(&path).await.0, StatusCode::FORBIDDEN);
});

fn parts(place: &Place, count: usize) -> Value {
    let area = place.town.area("990101001001").unwrap();
    let part = |n: usize| json!({ "id": place.id(), "area": area, "place": format!("第 {n} 段"), "limit": "1 work_day" });
    json!((1..=count).map(part).collect::<Vec<_>>())
}

on_both!(a_split_case_closes_with_its_children_and_counts_once, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = report(place, &clerk).await;
    for wrong in [json!([]), parts(place, 21)] {
        let (status, problem) = step(&clerk, &case, "split", json!({ "parts": wrong })).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("case.children")));
    }
    let grid = place.sign_in("grid").await;
    let (status, _) = step(&grid, &case, "split", json!({ "parts": parts(place, 2) })).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let parent = done(&clerk, &case, "split", json!({ "parts": parts(place, 2) })).await;
    assert_eq!((&parent["state"], &parent["lead"]["name"]), (&json!("accepted"), &json!("镇创建办")));
    assert!(parent["facts"].as_array().unwrap().contains(&json!("waits_for_children")), "{parent}");
    let children = parent["family"]["children"].as_array().unwrap().clone();
    assert_eq!(children.len(), 2);
    let (status, problem) =
        step(&clerk, &parent, "rectify", json!({ "photos": [clerk.photo().await] })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.children_open")));
    let whole = [("case.registered", "1"), ("case.open", "1"), ("case.child_dispatched", "2")];
    figures(&clerk, &whole).await;
    let (_, totals) = clerk.get("/api/cases/totals?view=open").await;
    assert_eq!((&totals["count"], &totals["children"]), (&json!(3), &json!(2)));
    for (fact, count) in [("child", 2), ("waits_for_children", 1)] {
        let (_, totals) = clerk.get(&format!("/api/cases/totals?view=open&fact={fact}")).await;
        assert_eq!(totals["count"], count, "{fact}");
    }
    let child = fix(place, &children[0]).await;
    assert_eq!((&child["state"], &child["family"]["parent"]["number"]), (&json!("closed"), &case["number"]));
    let path = format!("/api/cases/{}", case["id"].as_str().unwrap());
    assert_eq!(clerk.get(&path).await.1["state"], "accepted", "one is open still");
    fix(place, &children[1]).await;
    let (_, parent) = clerk.get(&path).await;
    assert_eq!(
        (&parent["state"], &parent["moves"][0]["verb"]),
        (&json!("closed"), &json!("close_with_children"))
    );
    assert_eq!(parent["moves"][0]["by_rule"], true);
    let whole = [("case.closed", "1"), ("case.open", "0"), ("case.due", "1"), ("case.child_closed", "2")];
    figures(&clerk, &whole).await;
    let (status, problem) = step(&clerk, &child, "reopen", json!({ "reason": "反弹" })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.parent_ended")));
    crate::start::seal(&place.app).await.unwrap();
    assert_eq!(place.verify().await.unwrap().records, 3);
});

on_both!(a_parent_without_a_closed_child_is_its_units_again, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = done(&clerk, &report(place, &clerk).await, "dispatch", json!({})).await;
    let parent = done(&clerk, &case, "split", json!({ "parts": parts(place, 1) })).await;
    assert_eq!((&parent["state"], &parent["lead"]["name"]), (&json!("dispatched"), &json!("东关社区")));
    let community = place.sign_in("community").await;
    let waits = async || community.get("/api/cases/counts").await.1["for_me"].clone();
    let child = &parent["family"]["children"][0];
    let (_, child) = clerk.get(&format!("/api/cases/{}", child["id"].as_str().unwrap())).await;
    for verb in ["split", "merge"] {
        let body = json!({ "parts": parts(place, 1), "into": case["id"], "reason": "x" });
        let (status, problem) = step(&clerk, &child, verb, body).await;
        assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("case.not_now")), "{verb}");
    }
    done(&clerk, &child, "cancel", json!({ "reason": "不拆了" })).await;
    assert_eq!(waits().await, 1);
    let (_, parent) = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    assert_eq!(parent["state"], "dispatched");
    assert_eq!(fix(place, &parent).await["state"], "closed");
    place.verify().await.unwrap();
});

on_both!(
    a_merged_case_goes_on_when_the_other_is_none_and_with_who_follows_its_unit,
    async |place: &Place| {
        let clerk = place.sign_in("clerk").await;
        let kept = report(place, &clerk).await;
        let same = done(&clerk, &report(place, &clerk).await, "dispatch", json!({})).await;
        let merged = done(&clerk, &same, "merge", json!({ "into": kept["id"], "reason": "同一处" })).await;
        done(&clerk, &kept, "cancel", json!({ "reason": "不属实" })).await;
        place.at("2026-11-12T09:00:00+08:00");
        let clerk = place.sign_in("clerk").await;
        let [east, west] =
            ["990101001001", "990101001002"].map(|code| place.town.organisation(code).unwrap());
        assert_eq!(merged["lead"]["id"], json!(east));
        let into = json!({ "day": "2026-11-12", "reason": "撤并", "document": "", "into": { "id": west } });
        let (status, answer) = clerk.post(&format!("/api/organisations/{east}/merge"), into).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let apart = done(&clerk, &merged, "unmerge", json!({ "reason": "另一件不属实，这一件是真的" })).await;
        assert_eq!((&apart["state"], &apart["lead"]["id"]), (&json!("dispatched"), &json!(west)), "{apart}");
        assert_eq!(
            (&apart["moves"][0]["verb"], &apart["moves"][1]["verb"]),
            (&json!("hand_on"), &json!("unmerge"))
        );
        figures(&clerk, &[("case.further_report", "0")]).await;
        crate::start::seal(&place.app).await.unwrap();
        place.verify().await.unwrap();
    }
);

on_both!(a_child_waits_for_its_parent_to_be_with_a_unit, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let case = done(&clerk, &report(place, &clerk).await, "dispatch", json!({})).await;
    let parent = done(&clerk, &case, "split", json!({ "parts": parts(place, 1) })).await;
    let child = fix(place, &parent["family"]["children"][0]).await;
    let now = async |case: &Value| clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await.1;
    assert_eq!(now(&case).await["state"], "closed");
    let again = done(&clerk, &now(&case).await, "reopen", json!({ "reason": "反弹" })).await;
    let community = place.sign_in("community").await;
    let (_, seen) = community.get(&format!("/api/cases/{}", again["id"].as_str().unwrap())).await;
    let back = done(&community, &seen, "return", json!({ "reason": "不属本单位" })).await;
    assert_eq!(back["state"], "registered");
    let (status, problem) = step(&clerk, &child, "reopen", json!({ "reason": "反弹" })).await;
    assert_eq!((status, &problem["code"]), (StatusCode::FORBIDDEN, &json!("case.parent_ended")), "{problem}");
    done(&clerk, &back, "dispatch", json!({})).await;
    assert_eq!(done(&clerk, &child, "reopen", json!({ "reason": "反弹" })).await["state"], "dispatched");
    place.verify().await.unwrap();
});
