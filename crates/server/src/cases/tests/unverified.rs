//! What an administrator sees of cases that nobody in the office's own bounds may verify.

use super::*;

on_both!(the_administrators_list_tells_no_content, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    the_district_may_help(place).await;
    let office = place.town.organisation("CJB").unwrap();
    let district = place.town.organisation("QW").unwrap();
    let mut cases = Vec::new();
    for (org, beside) in
        [(office, vec![]), (office, vec![district]), (place.town.organisation("HWS").unwrap(), vec![])]
    {
        let case = report(place, &clerk).await;
        let case = done(&clerk, &case, "dispatch", json!({ "org": org, "cooperating": beside })).await;
        let who = if org == office { "clerk" } else { "sanitation" };
        let who = place.sign_in(who).await;
        let case = done(&who, &case, "accept", json!({})).await;
        let photo = who.photo().await;
        cases.push(done(&who, &case, "rectify", json!({ "photos": [photo] })).await);
        place.at("2026-10-30T09:10:00+08:00");
    }
    let names: Vec<&Value> = cases.iter().map(|case| &case["verifier"]["name"]).collect();
    assert_eq!(names, [&json!("区文明办"), &Value::Null, &json!("镇创建办")]);
    let admin = place.sign_in("admin").await;
    let (status, list) = admin.get("/api/cases/without-verifier").await;
    assert_eq!((status, &list["count"]), (StatusCode::OK, &json!(2)));
    let (superior, nobody) = (&list["items"][0], &list["items"][1]);
    assert_eq!(
        (&superior["number"], &superior["verifier"]["name"]),
        (&cases[0]["number"], &json!("区文明办"))
    );
    assert_eq!((&nobody["number"], &nobody["verifier"]), (&cases[1]["number"], &Value::Null));
    assert_eq!((&nobody["lead"]["name"], &nobody["area"]["name"]), (&json!("镇创建办"), &json!("东关社区")));
    assert_eq!(superior["since"], "2026-10-30T01:00:00Z");
    let mut keys: Vec<&String> = nobody.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["area", "id", "lead", "number", "since", "verifier"], "no title, no place, no photo");
    let path = format!("/api/cases/{}", cases[0]["id"].as_str().unwrap());
    assert_eq!(admin.get(&path).await.0, StatusCode::FORBIDDEN, "and no case");
    for login in ["community", "nobody"] {
        let (status, _) = place.sign_in(login).await.get("/api/cases/without-verifier").await;
        assert_eq!(status, StatusCode::FORBIDDEN, "{login}");
    }
    let named = json!({ "org": place.town.organisation("HWS").unwrap() });
    done(&clerk, &cases[1], "assign_verifier", named.clone()).await;
    done(&clerk, &cases[0], "assign_verifier", named).await;
    let (_, list) = admin.get("/api/cases/without-verifier").await;
    assert_eq!(list, json!({ "count": 0, "items": [] }), "whom the office named is of its own bounds");
});
