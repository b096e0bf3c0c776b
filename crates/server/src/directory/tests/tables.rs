//! Tables and boundaries brought in on screen: staged, shown with their faults, applied once.

use crate::{on_both, testing::Place};
use axum::http::StatusCode;
use serde_json::{Value, json};

const OK: StatusCode = StatusCode::OK;

on_both!(organisations_and_people_from_tables, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let stage = async |what: &str, text: &str| {
        let key = place.id();
        let path = format!("/api/imports?what={what}");
        clerk.upload(&path, key, "table.csv", text.as_bytes().to_vec()).await
    };
    let (status, faulty) = stage(
        "organisations",
        "代码,名称,简称,类型,辖区代码,上级代码\nA2,下级,下,office,990101001,A1\nA3,孤,孤,office,990109,A9\n",
    )
    .await;
    assert_eq!((status, &faulty["state"]), (OK, &json!("faulty")), "{faulty}");
    assert_eq!(faulty["faulty"], 2);
    assert_eq!(
        faulty["faults"][0]["faults"][0],
        json!({ "field": "parent", "rule": "parent.none", "found": "A1" })
    );
    let apply = |run: &Value| format!("/api/imports/{}/apply", run["id"].as_str().unwrap());
    assert_eq!(clerk.post(&apply(&faulty), json!({})).await.0, StatusCode::CONFLICT);

    let table = "代码,名称,简称,类型,辖区代码,上级代码\n\
                 A2,团委,团委,league,990101001,A1\nA1,群团工作部,群团部,party,990101001,ZF\n";
    let (_, run) = stage("organisations", table).await;
    assert_eq!((&run["state"], &run["added"]), (&json!("checked"), &json!({ "organisation": 2 })), "{run}");
    let (status, done) = clerk.post(&apply(&run), json!({})).await;
    assert_eq!((status, &done["report"]["state"]), (OK, &json!("applied")), "{done}");
    let (_, again) = stage("organisations", table).await;
    assert_eq!((&again["added"], &again["skipped"]), (&json!({}), &json!(2)));
    let (_, all) = clerk.get("/api/organisations").await;
    let of = |code: &str| all.as_array().unwrap().iter().find(|o| o["code"] == code).unwrap().clone();
    assert_eq!(of("A2")["parent"], of("A1")["id"]);

    let people = "姓名,机构代码,职务,负责人,角色,辖区代码,范围,登录名\n\
                  秦岚,A1,部长,是,department_officer,990101001,own,qinlan\n卫东,A2,书记,否,,,,\n";
    let (_, run) = stage("people", people).await;
    assert_eq!(run["added"], json!({ "person": 2 }), "{run}");
    let key = place.id();
    let (status, done) = clerk.post_as(&apply(&run), json!({}), key).await;
    assert_eq!((status, &done["slips"][0]["login"]), (OK, &json!("qinlan")), "{done}");
    let (_, repeated) = clerk.post_as(&apply(&run), json!({}), key).await;
    assert_eq!((&repeated["slips"], &repeated["report"]), (&json!([]), &done["report"]), "told once");
    let sign_in = json!({ "login": "qinlan", "password": done["slips"][0]["password"] });
    let request = axum::http::Request::post("/api/session")
        .header("content-type", "application/json")
        .body(axum::body::Body::from(sign_in.to_string()))
        .unwrap();
    assert_eq!(place.stranger().send(request).await.0, StatusCode::NO_CONTENT);
    let (_, taken) = stage("people", people).await;
    assert_eq!(taken["faults"][0]["faults"][0]["rule"], "account.login_taken");
    let (_, beyond) = stage("people", "姓名,机构代码,职务,角色\n某人,A1,管理员,system_administrator\n").await;
    let (status, refused) = clerk.post(&apply(&beyond), json!({})).await;
    assert_eq!((status, &refused["code"]), (StatusCode::FORBIDDEN, &json!("grant.beyond_own")));

    let other = place.sign_in("leader").await;
    assert_eq!(
        other.get(&format!("/api/imports/{}", run["id"].as_str().unwrap())).await.0,
        StatusCode::NOT_FOUND
    );
    assert_eq!(clerk.get("/api/imports/template?what=people").await.0, OK);
});

on_both!(boundaries_find_their_area_by_code, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let stage = async |features: Value| {
        let text = json!({ "type": "FeatureCollection", "features": features }).to_string();
        clerk.upload("/api/imports?what=boundaries", place.id(), "b.geojson", text.into_bytes()).await.1
    };
    let feature = |code: &str, ring: Value| json!({ "type": "Feature", "properties": { "code": code }, "geometry": { "type": "Polygon", "coordinates": [ring] } });
    let square = json!([[117.0, 31.0], [117.1, 31.0], [117.1, 31.1], [117.0, 31.1], [117.0, 31.0]]);
    let bow = json!([[117.0, 31.0], [117.1, 31.1], [117.1, 31.0], [117.0, 31.1], [117.0, 31.0]]);
    let faulty = stage(json!([feature("990101001205", bow), feature("77", square.clone())])).await;
    let rules: Vec<_> =
        faulty["faults"].as_array().unwrap().iter().map(|row| row["faults"][0]["rule"].clone()).collect();
    assert_eq!(rules, [json!("geometry.invalid"), json!("area.none")]);
    let run = stage(json!([feature("990101001205", square.clone())])).await;
    let path = format!("/api/imports/{}/apply", run["id"].as_str().unwrap());
    assert_eq!(clerk.post(&path, json!({})).await.0, OK);
    let id = place.town.area("990101001205").unwrap();
    let (_, shown) = clerk.get(&format!("/api/areas/{id}")).await;
    assert_eq!(shown["area"]["boundary"]["coordinates"][0], square);
    assert_eq!(stage(json!([feature("990101001205", square)])).await["skipped"], 1);
});
