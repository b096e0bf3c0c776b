//! A visit corrected: what it says, what it said, its figures, and what a case of it forbids.

use super::*;

const NEXT_DAY: &str = "2026-10-31T09:00:00+08:00";

/// A visit of the market by the inspector, with the path that shows it.
async fn visited(place: &Place) -> (Value, String) {
    let (site, list) = market(place).await;
    let inspector = place.sign_in("inspector").await;
    let (status, visit) = inspector.post("/api/visits", filled(&inspector, &site, &list).await).await;
    assert_eq!(status, StatusCode::OK, "{visit}");
    let path = format!("/api/visits/{}", visit["id"].as_str().unwrap());
    (visit, path)
}

/// The answers of a visit with some of them otherwise.
fn corrected(visit: &Value, changes: &Value) -> Value {
    let mut answers = visit["answers"].clone();
    for (key, answer) in changes.as_object().unwrap() {
        answers[key] = answer.clone();
    }
    json!({ "answers": answers, "note": "手滑点错", "version": visit["version"] })
}

async fn correct(who: &Client<'_>, path: &str, body: Value) -> (StatusCode, Value) {
    who.post(&format!("{path}/correct"), body).await
}

fn found(visit: &Value) -> Vec<&str> {
    visit["findings"].as_array().unwrap().iter().map(|f| f["item"].as_str().unwrap()).collect()
}

on_both!(a_corrected_visit_says_and_counts_anew, async |place: &Place| {
    let (visit, path) = visited(place).await;
    let inspector = place.sign_in("inspector").await;
    assert_eq!(
        (&visit["version"], &visit["corrected"], &visit["corrections"]),
        (&json!(1), &Value::Null, &json!([]))
    );
    assert_eq!(visit["allowed"], json!(["correct"]));
    let body = corrected(&visit, &json!({ "stalls": "pass", "poultry": "pass" }));
    let key = place.id();
    let (status, once) = inspector.post_as(&format!("{path}/correct"), body.clone(), key).await;
    assert_eq!(status, StatusCode::OK, "{once}");
    assert_eq!(
        inspector.post_as(&format!("{path}/correct"), body, key).await.1,
        once,
        "sent again, done once"
    );
    assert_eq!(
        (&once["version"], &once["failed"], found(&once)),
        (&json!(2), &json!(1), vec!["stalls_outside"])
    );
    assert_eq!(once["answers"]["stalls"], "pass");
    assert_eq!(
        (&once["corrected"]["note"], &once["corrected"]["person"]),
        (&json!("手滑点错"), &visit["person"])
    );
    let changes = json!([{ "key": "poultry", "before": "na", "after": "pass" },
        { "key": "stalls", "before": "fail", "after": "pass" }]);
    assert_eq!(once["corrections"][0]["changes"], changes);
    assert_eq!((&once["photos"], &once["started_at"]), (&visit["photos"], &visit["started_at"]));
    let checked = visit["checked"].as_i64().unwrap();
    assert_eq!(value(&inspector, "inspection.visits").await, "1");
    assert_eq!(value(&inspector, "inspection.items_failed").await, "1");
    assert_eq!(value(&inspector, "inspection.items_checked").await, (checked + 1).to_string());
    let (_, page) = inspector.get("/api/figures/inspection.items_failed/postings?period=2026-10").await;
    assert_eq!(page["count"], 3, "what was said, its reversal, and what is said now");

    // back again, and a third time with a finding of its own
    let (_, twice) = correct(&inspector, &path, corrected(&once, &json!({ "stalls": "fail" }))).await;
    assert_eq!(found(&twice), ["stalls", "stalls_outside"], "in the order of the checklist");
    let mut fresh = corrected(&twice, &json!({ "fire_gear": "fail" }));
    let (status, problem) = correct(&inspector, &path, fresh.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("visit.refused")));
    let refusal = &problem["params"]["refusals"][0];
    assert_eq!((&refusal["key"], &refusal["rule"]), (&json!("fire_gear"), &json!("photo.required")));
    let photo = inspector.photo().await;
    fresh["photos"] = json!({ "fire_gear": [photo] });
    let (status, thrice) = correct(&inspector, &path, fresh).await;
    assert_eq!((status, &thrice["photos"]["fire_gear"]), (StatusCode::OK, &json!([photo])), "{thrice}");
    assert!(found(&thrice).contains(&"fire_gear"));
    assert_eq!(thrice["corrections"].as_array().unwrap().len(), 3);
    assert_eq!(thrice["corrections"][2]["changes"], changes, "the first stays readable, last");
    assert_eq!(value(&inspector, "inspection.items_failed").await, "3");
    place.verify().await.unwrap();
    let id = visit["id"].as_str().unwrap();
    for change in [
        "update visit set version = version - 1",
        "delete from visit_correction where version = 2",
        "update visit set failed = 2",
        "update visit set answers = (select answers from visit_correction where version = 2)",
        "update finding set stands = false where item = 'stalls'",
    ] {
        let said = place.spoilt(change).await;
        assert!(said.contains(id), "{change}: {said}");
    }
});

on_both!(a_correction_is_the_visitors_for_a_day_and_then_the_offices, async |place: &Place| {
    let (visit, path) = visited(place).await;
    let body = corrected(&visit, &json!({ "stalls": "pass" }));
    for (login, status) in [
        ("community", StatusCode::FORBIDDEN),
        ("leader", StatusCode::FORBIDDEN),
        ("west", StatusCode::NOT_FOUND),
    ] {
        let other = place.sign_in(login).await;
        assert_eq!(correct(&other, &path, body.clone()).await.0, status, "{login}");
    }
    place.at("2026-10-30T23:59:59+08:00");
    let inspector = place.sign_in("inspector").await;
    for (field, said, code) in [
        ("note", json!(" … "), "visit.note_missing"),
        ("note", json!("长".repeat(301)), "field.too_long"),
        ("answers", visit["answers"].clone(), "visit.unchanged"),
        ("answers", json!({ "moon": "pass" }), "visit.refused"),
    ] {
        let mut wrong = body.clone();
        wrong[field] = said;
        let (status, problem) = correct(&inspector, &path, wrong).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!(code)));
        assert_eq!(problem["field"], field);
    }
    let (status, once) = correct(&inspector, &path, body.clone()).await;
    assert_eq!(status, StatusCode::OK, "{once}");
    let clerk = place.sign_in("clerk").await;
    let (status, problem) = correct(&clerk, &path, body).await;
    assert_eq!((status, &problem["code"]), (StatusCode::PRECONDITION_FAILED, &json!("visit.stale")));
    assert_eq!((&problem["params"]["seen"], &problem["params"]["now"]), (&json!(1), &json!(2)));
    assert_eq!(
        (&problem["params"]["person"], &problem["params"]["verb"]),
        (&visit["person"]["name"], &json!("correct"))
    );
    let changes = problem["params"]["changes"].as_array().unwrap();
    assert!(
        changes.contains(&json!({ "field": "answers.stalls", "old": "fail", "new": "pass" })),
        "{problem}"
    );

    place.at(NEXT_DAY);
    let (inspector, clerk) = (place.sign_in("inspector").await, place.sign_in("clerk").await);
    assert_eq!(inspector.get(&path).await.1["allowed"], json!([]));
    let again = corrected(&once, &json!({ "stalls_outside": 0 }));
    let (status, problem) = correct(&inspector, &path, again.clone()).await;
    assert_eq!((status, &problem["params"]["verb"]), (StatusCode::FORBIDDEN, &json!("inspection.correct")));
    let (status, twice) = correct(&clerk, &path, again).await;
    assert_eq!((status, found(&twice).len()), (StatusCode::OK, 0), "{twice}");
    assert_eq!(value(&clerk, "inspection.items_failed").await, "0", "on the day of the visit");
    place.verify().await.unwrap();
});

on_both!(what_became_a_case_goes_on_failing, async |place: &Place| {
    let (visit, path) = visited(place).await;
    let inspector = place.sign_in("inspector").await;
    let finding = &visit["findings"][0];
    let report = json!({ "title": "摊位摆放不整齐", "category": finding["category"], "area": visit["area"]["id"],
        "place": "东关菜市场", "source": "patrol", "photos": finding["photos"],
        "finding": { "visit": visit["id"], "item": finding["item"] } });
    let (status, case) = inspector.post("/api/cases", report.clone()).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    let body = corrected(&visit, &json!({ "stalls": "pass" }));
    let (status, problem) = correct(&inspector, &path, body.clone()).await;
    assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("visit.case_exists")));
    assert_eq!((&problem["field"], &problem["params"]["case"]), (&json!("answers.stalls"), &case["id"]));
    let (status, other) =
        correct(&inspector, &path, corrected(&visit, &json!({ "stalls_outside": 0 }))).await;
    assert_eq!(
        (status, found(&other)),
        (StatusCode::OK, vec!["stalls"]),
        "what is no case may be taken back: {other}"
    );

    let clerk = place.sign_in("clerk").await;
    let case_path = format!("/api/cases/{}", case["id"].as_str().unwrap());
    let cancel = json!({ "version": case["version"], "reason": "重复" });
    let (status, cancelled) = clerk.post(&format!("{case_path}/cancel"), cancel).await;
    assert_eq!(status, StatusCode::OK, "{cancelled}");
    start::seal(&place.app).await.unwrap();
    start::deliver(&place.app).await.unwrap();
    let (status, taken_back) =
        correct(&inspector, &path, corrected(&other, &json!({ "stalls": "pass" }))).await;
    assert_eq!((status, &taken_back["findings"]), (StatusCode::OK, &json!([])), "{taken_back}");
    let (_, page) = inspector.get("/api/visits").await;
    assert_eq!(page["items"][0]["findings"], json!({ "count": 0, "reported": 0, "closed": 0 }));
    assert_eq!(
        clerk.get(&case_path).await.1["finding"]["item"],
        "stalls",
        "the case still tells where it came from"
    );
    let (_, problem) = inspector.post("/api/cases", report).await;
    assert_eq!(problem["code"], "finding.none", "a finding taken back is none");
    let (_, back) = correct(&inspector, &path, corrected(&taken_back, &json!({ "stalls": "fail" }))).await;
    assert_eq!(back["findings"][0]["case"], case["id"]);
    place.verify().await.unwrap();
});

on_both!(a_correction_follows_the_version_of_the_visit, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (site, list) = market(place).await;
    let id = list["id"].as_str().unwrap();
    let (_, source) = clerk.get(&format!("/api/checklists/{id}/source")).await;
    let publish = async |change: &dyn Fn(&mut Vec<Value>)| {
        let mut form = source["form"].clone();
        change(form["items"].as_array_mut().unwrap());
        let body = json!({ "form": form, "site_types": source["site_types"], "reason": "按新标准" });
        let (status, done) = clerk.post("/api/checklists", body).await;
        assert_eq!(status, StatusCode::OK, "{done}");
        done
    };
    // one that calculates: what it calculates is kept with the answers, and is no answer
    let group = source["form"]["groups"].as_array().unwrap().last().unwrap()["code"].clone();
    let twice = json!({ "key": "twice", "group": group, "label": "两倍", "label_en": "Twice", "kind": "calculated",
        "calculation": "stalls_outside * 2" });
    let first = publish(&|items| items.push(twice.clone())).await;
    let inspector = place.sign_in("inspector").await;
    let mut filled = filled(&inspector, &site, &list).await;
    filled["form"] = first["id"].clone();
    let (status, visit) = inspector.post("/api/visits", filled).await;
    assert_eq!((status, &visit["answers"]["twice"]), (StatusCode::OK, &json!(4)), "{visit}");
    place.verify().await.unwrap();
    publish(&|items| items.retain(|item| item["key"] != "poultry")).await;
    place.at("2026-12-20T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let path = format!("/api/visits/{}", visit["id"].as_str().unwrap());
    let body = corrected(&visit, &json!({ "stalls_outside": 3, "poultry": "pass" }));
    let (status, corrected) = correct(&clerk, &path, body).await;
    assert_eq!((status, &corrected["answers"]["twice"]), (StatusCode::OK, &json!(6)), "{corrected}");
    assert_eq!((&corrected["form"], &corrected["answers"]["poultry"]), (&first["id"], &json!("pass")));
    place.verify().await.unwrap();
});
