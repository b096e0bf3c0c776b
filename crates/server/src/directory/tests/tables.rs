//! Tables and boundaries brought in on screen: staged, shown with their faults, applied once.

use crate::{exchange, on_both, testing::Place};
use axum::http::StatusCode;
use sea_orm::{ConnectionTrait, Statement};
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
    let (_, again) = stage("people", people).await;
    assert_eq!(
        (&again["state"], &again["added"], &again["skipped"]),
        (&json!("checked"), &json!({}), &json!(2))
    );
    let (_, taken) = stage("people", "姓名,机构代码,职务,登录名\n别人,A1,干事,qinlan\n").await;
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

const HEAD: &str = "姓名,机构代码,职务,负责人,角色,辖区代码,范围,登录名\n";

on_both!(people_are_known_by_organisation_title_and_name, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let stage = async |rows: &str| {
        let bytes = format!("{HEAD}{rows}").into_bytes();
        let (status, run) = clerk.upload("/api/imports?what=people", place.id(), "p.csv", bytes).await;
        assert_eq!(status, OK, "{run}");
        run
    };
    let apply = async |run: &Value| {
        clerk.post(&format!("/api/imports/{}/apply", run["id"].as_str().unwrap()), json!({})).await
    };
    let fault = |run: &Value, row: usize| run["faults"][row]["faults"][0].clone();
    let count = async |sql: &str| {
        let db = place.app.db.read().await.unwrap();
        let statement = Statement::from_string(db.get_database_backend(), sql);
        db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index::<i64>(0).unwrap()
    };
    let standing = async || {
        let (people, posts) = ("select count(*) from person", "select count(*) from position");
        (count(people).await, count(posts).await, count("select count(*) from access_grant").await)
    };

    let rows = "秦岚,HWS,调度员,,department_officer,,own,\n卫东,HWS,调度员,,,,,\n";
    assert_eq!(apply(&stage(rows).await).await.0, OK);
    let before = standing().await;
    let again = stage(rows).await;
    assert_eq!((&again["added"], &again["skipped"]), (&json!({}), &json!(2)), "{again}");
    assert_eq!(apply(&again).await.0, OK);
    assert_eq!(standing().await, before, "a second time adds nothing");

    // a login for somebody who stands; then known with it; another one is refused, and so is somebody else's
    let with_login = stage("秦岚,HWS,调度员,,,,,qinlan\n").await;
    assert_eq!(with_login["added"], json!({ "account": 1 }));
    let (_, done) = apply(&with_login).await;
    assert_eq!(done["slips"][0]["login"], "qinlan", "{done}");
    assert_eq!(standing().await, before);
    assert_eq!(stage("秦岚,HWS,调度员,,,,,qinlan\n").await["skipped"], 1);
    let other = stage("秦岚,HWS,调度员,,,,,qin2\n卫东,HWS,调度员,,,,,qinlan\n").await;
    assert_eq!(fault(&other, 0), json!({ "field": "login", "rule": "account.exists", "found": "qin2" }));
    assert_eq!(fault(&other, 1)["rule"], "account.login_taken");

    // two of one name in one post: told by the row, whether they stand or come together
    let twice = stage("方平,HWS,收运员,,,,,\n方平,HWS,收运员,,,,,\n").await;
    assert_eq!(
        (&twice["state"], &twice["faults"][0]["line"], fault(&twice, 0)),
        (&json!("faulty"), &json!(3), json!({ "field": "name", "rule": "person.twice", "found": "方平" }))
    );
    for _ in 0..2 {
        let (_, person) = clerk.post("/api/people", json!({ "name": "方平" })).await;
        let post = json!({ "organisation": place.town.organisation("HWS").unwrap(), "title": "收运员" });
        let (_, post) = clerk.post("/api/positions", post).await;
        let path = format!("/api/positions/{}/holder", post["id"].as_str().unwrap());
        let holder = json!({ "person": person["id"], "from": "2026-10-30" });
        assert_eq!(clerk.post(&path, holder).await.0, OK, "{post}");
    }
    assert_eq!(fault(&stage("方平,HWS,收运员,,,,,\n").await, 0)["rule"], "person.twice");

    // a vacant post of the title is filled, with the rights it has; the next one gets a post of their own
    let vacated = "update holding set from_day = '2026-10-01', to_day = '2026-10-29' where person in \
                   (select id from person where name = '秦岚')";
    place.app.db.admin().execute_unprepared(vacated).await.unwrap();
    let (people, posts, grants) = standing().await;
    let run =
        stage("何静,HWS,调度员,,department_officer,,own,\n龙飞,HWS,调度员,,department_officer,,own,\n").await;
    assert_eq!(run["added"], json!({ "person": 2 }));
    // read again before the first was applied: the directory has gone on
    let overtaken = stage("龙飞,HWS,调度员,,,,,\n").await;
    assert_eq!(apply(&run).await.0, OK);
    assert_eq!(standing().await, (people + 2, posts + 1, grants + 1));
    let (status, problem) = apply(&overtaken).await;
    assert_eq!((status, &problem["code"]), (StatusCode::CONFLICT, &json!("import.overtaken")));
});

on_both!(people_by_command_stay_within_their_area, async |place: &Place| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("people.csv");
    let put = |rows: &str| std::fs::write(&file, format!("{HEAD}{rows}")).unwrap();
    let import = async |area: Option<&str>| exchange::directory::people(&place.app, &file, area, false).await;
    put("秦岚,HWS,调度员,,department_officer,,own,qinlan\n");
    let (report, told) = import(Some("990101001")).await.unwrap();
    assert_eq!((report.added["person"], told.len()), (1, 1));
    let (report, told) = import(Some("990101001")).await.unwrap();
    assert_eq!((report.added.len(), report.skipped, told.len()), (0, 1, 0), "a second time adds nothing");
    for (rows, area, words) in [
        ("卫东,HWS,调度员,,,,,\n", "990101001001", "row 2, field organisation: area.outside (found “HWS”)"),
        ("卫东,990101001001,专干,,,990101001002,,\n", "990101001001", "row 2, field area: area.outside"),
        ("卫东,HWS,调度员,,,,,\n", "7", "there is no area 7"),
    ] {
        put(rows);
        let refused = import(Some(area)).await.unwrap_err().to_string();
        assert!(refused.contains(words), "{refused}");
    }
    put("卫东,990101001001,专干,,community_officer,,,\n");
    import(Some("990101001")).await.unwrap();
    let given = "select a.code from access_grant g join area a on a.id = g.area join holding h on h.position = g.position \
                 join person n on n.id = h.person where n.name = '卫东'";
    let db = place.app.db.read().await.unwrap();
    let row =
        db.query_one_raw(Statement::from_string(db.get_database_backend(), given)).await.unwrap().unwrap();
    assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "990101001", "the area of rows that name none");
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
