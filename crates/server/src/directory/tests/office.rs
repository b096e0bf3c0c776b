//! The office on screen: areas renamed, people in and out of posts, grants, roles and accounts, through HTTP.

use crate::{
    directory::who,
    on_both,
    platform::account,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

pub const OK: StatusCode = StatusCode::OK;

pub async fn done(client: &Client<'_>, path: &str, body: Value) -> Value {
    let (status, answer) = client.post(path, body).await;
    assert_eq!(status, OK, "{path}: {answer}");
    answer
}
pub async fn refused(client: &Client<'_>, path: &str, body: Value) -> (u16, String) {
    let (status, answer) = client.post(path, body).await;
    (status.as_u16(), answer["code"].as_str().unwrap_or_default().into())
}
pub fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.into())
}

/// The post and the person behind a login of the cast.
pub async fn post_of(place: &Place, login: &str) -> (Uuid, Uuid) {
    let db = place.app.db.read().await.unwrap();
    let account = account::find_by_login(&db, login).await.unwrap().unwrap();
    let day = place.app.clock.now().day().to_string();
    let who = who(&db, account.id, account.person.unwrap(), &day).await.unwrap();
    (who.posts[0].position, who.person)
}

async fn trail(place: &Place, verb: &str, record: &Value) -> i64 {
    let record: Uuid = record.as_str().unwrap().parse().unwrap();
    let db = place.app.db.read().await.unwrap();
    let sql = "select count(*) from audit where verb = $1 and record = $2";
    let values = [verb.into(), record.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

on_both!(a_renamed_area_keeps_its_history, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let id = json!(place.town.area("990101001205").unwrap());
    let rename = format!("/api/areas/{}/rename", id.as_str().unwrap());
    let change = json!({ "name": "枣园社区", "day": "2026-10-30", "reason": "村改居" });
    place.at("2026-11-02T09:00:00+08:00");
    let clerk_later = place.sign_in("clerk").await;
    assert_eq!(done(&clerk_later, &rename, change.clone()).await["name"], "枣园社区");
    let recode = rename.replace("rename", "recode");
    done(&clerk_later, &recode, json!({ "code": "990101001007", "day": "2026-11-01", "reason": "村改居" }))
        .await;
    let (_, shown) = clerk_later.get(&format!("/api/areas/{}", id.as_str().unwrap())).await;
    let spans: Vec<_> = shown["spans"].as_array().unwrap().iter().collect();
    assert_eq!(spans.len(), 2, "{shown}: the day it was opened is corrected, the day after begins anew");
    assert_eq!((&spans[0]["code"], &spans[0]["to_day"]), (&json!("990101001007"), &Value::Null));
    assert_eq!((&spans[1]["code"], &spans[1]["to_day"]), (&json!("990101001205"), &json!("2026-10-31")));
    assert_eq!(trail(place, "area.write", &id).await, 3);

    let early = json!({ "name": "x", "day": "2026-10-29", "reason": "x" });
    assert_eq!(refused(&clerk_later, &rename, early).await, problem(422, "day.before_last"));
    let ahead = json!({ "name": "x", "day": "2026-11-03", "reason": "x" });
    assert_eq!(refused(&clerk_later, &rename, ahead).await, problem(422, "day.ahead"));
    let taken = json!({ "code": "990101001001", "day": "2026-11-02", "reason": "x" });
    assert_eq!(refused(&clerk_later, &recode, taken).await, problem(409, "directory.code_taken"));
    let community = place.sign_in("community").await;
    assert_eq!(refused(&community, &rename, change.clone()).await.0, 404, "beside their area");
    drop(clerk);
});

on_both!(lists_of_areas_are_bounded, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let town = place.town.area("990101001").unwrap();
    let count = async |path: String| clerk.get(&path).await.1.as_array().unwrap().len();
    assert_eq!(count(format!("/api/areas?parent={town}")).await, 11);
    assert_eq!(count(format!("/api/areas?under={town}")).await, 12);
    assert_eq!(count("/api/areas?q=9901010012".into()).await, 5, "by the beginning of a code");
    assert_eq!(
        count(format!("/api/areas?q={}", "%E4%B8%9C%E5%85%B3")).await,
        1,
        "by the beginning of a name"
    );
    assert_eq!(count("/api/areas?limit=5".into()).await, 5);
    let (_, first) = clerk.get("/api/areas?limit=5").await;
    let after = first[4]["path"].as_str().unwrap();
    assert_eq!(count(format!("/api/areas?after={after}")).await, 7);
    let department = place.sign_in("department").await;
    assert_eq!(department.get("/api/areas").await.1.as_array().unwrap().len(), 12, "a line's officer too");
    let nobody = place.sign_in("nobody").await;
    assert_eq!(nobody.get("/api/areas").await.1, json!([]));
    let made = json!({ "code": "990101001208", "name": "新村", "level": "village", "parent": town });
    assert_eq!(done(&clerk, "/api/areas", made.clone()).await["kind"], "village");
    let wrong = json!({ "code": "99010100120", "name": "新村", "level": "village", "parent": town });
    assert_eq!(refused(&clerk, "/api/areas", wrong).await, problem(422, "code.length"));
    assert_eq!(refused(&department, "/api/areas", made).await.0, 403);
});

on_both!(a_successor_takes_over_the_day_before_ends, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (post, old) = post_of(place, "community").await;
    let person = done(&clerk, "/api/people", json!({ "name": "新书记" })).await["id"].clone();
    let slip = done(
        &clerk,
        &format!("/api/people/{}/account", person.as_str().unwrap()),
        json!({ "login": "successor" }),
    )
    .await;
    assert_eq!(slip["password"].as_str().unwrap().len(), 14);
    let holder = format!("/api/positions/{post}/holder");
    done(&clerk, &holder, json!({ "person": person, "from": "2026-11-02" })).await;
    let again = json!({ "person": person, "from": "2026-11-02" });
    assert_eq!(refused(&clerk, &holder, again).await, problem(422, "day.before_last"));
    let community = place.sign_in("community").await;
    assert_eq!(
        community.get("/api/session").await.1["positions"].as_array().unwrap().len(),
        1,
        "today still"
    );
    place.at("2026-11-02T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let (_, rights) = clerk.get(&format!("/api/people/{}/rights", person.as_str().unwrap())).await;
    assert!(rights.as_array().unwrap().iter().any(|right| right["verb"] == "case.accept"), "{rights}");
    let (status, _) = clerk.get(&format!("/api/people/{old}/rights")).await;
    assert_eq!(status, StatusCode::NOT_FOUND, "whoever left holds nothing within reach");
    let (_, page) = clerk.get("/api/positions?limit=200").await;
    let item = page["items"].as_array().unwrap().iter().find(|item| item["id"] == json!(post)).unwrap();
    assert_eq!((&item["holder"]["name"], &item["held_from"]), (&json!("新书记"), &json!("2026-11-02")));

    let vacate = format!("/api/positions/{post}/vacate");
    done(&clerk, &vacate, json!({ "day": "2026-11-05", "reason": "调离" })).await;
    let close = format!("/api/positions/{post}/close");
    let today = json!({ "day": "2026-11-02", "reason": "撤并" });
    assert_eq!(refused(&clerk, &close, today).await, problem(409, "directory.still_needed"));
    place.at("2026-11-06T09:00:00+08:00");
    let clerk = place.sign_in("clerk").await;
    let gone = json!({ "day": "2026-11-06", "reason": "x" });
    assert_eq!(refused(&clerk, &vacate, gone.clone()).await, problem(409, "position.vacant"));
    done(&clerk, &close, gone).await;
});

on_both!(nobody_changes_their_own_rights, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (own, me) = post_of(place, "clerk").await;
    let (inspector, _) = post_of(place, "inspector").await;
    let (admin, _) = post_of(place, "admin").await;
    let area = place.town.area("990101001").unwrap();
    let grant = |position: Uuid, role: &str| json!({ "position": position, "role": role, "area": area, "scope": "all" });
    assert_eq!(
        refused(&clerk, "/api/grants", grant(own, "verifier")).await,
        problem(403, "grant.own_rights")
    );
    let beyond = refused(&clerk, "/api/grants", grant(inspector, "system_administrator")).await;
    assert_eq!(beyond, problem(403, "grant.beyond_own"));
    let into = json!({ "person": me, "from": "2026-10-30" });
    assert_eq!(
        refused(&clerk, &format!("/api/positions/{inspector}/holder"), into).await.1,
        "grant.own_rights"
    );
    let person = done(&clerk, "/api/people", json!({ "name": "新人" })).await["id"].clone();
    let put = json!({ "person": person, "from": "2026-11-02" });
    let high = refused(&clerk, &format!("/api/positions/{admin}/holder"), put).await;
    assert_eq!(high, problem(403, "grant.beyond_own"), "a post carries its rights");

    let id = done(&clerk, "/api/grants", grant(inspector, "verifier")).await["id"].clone();
    let end = format!("/api/grants/{}/end", id.as_str().unwrap());
    done(&clerk, &end, json!({ "day": "2026-10-31", "reason": "期满" })).await;
    assert_eq!(trail(place, "grant.write", &id).await, 2);
    let again = json!({ "day": "2026-10-31", "reason": "x" });
    assert_eq!(refused(&clerk, &end, again).await, problem(409, "directory.closed"));
    let lines = json!({ "position": inspector, "role": "verifier", "area": area, "scope": "lines" });
    assert_eq!(refused(&clerk, "/api/grants", lines).await, problem(422, "grant.lines"));
    let community = place.sign_in("community").await;
    assert_eq!(refused(&community, "/api/grants", grant(inspector, "verifier")).await.0, 403);
});

on_both!(the_offices_own_roles, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let role = |code: &str, verbs: &[&str]| json!({ "code": code, "name": "志愿督导员", "name_en": "Volunteer supervisor", "lands_on": "round", "verbs": verbs });
    done(&clerk, "/api/roles", role("x.supervisor", &["case.read", "case.report"])).await;
    let (_, roles) = clerk.get("/api/roles").await;
    let own = roles.as_array().unwrap().iter().find(|role| role["code"] == "x.supervisor").unwrap();
    assert_eq!(own["verbs"], json!(["case.read", "case.report"]));
    let change = |code: &str| format!("/api/roles/{code}");
    let seen = |version: i32| {
        let mut body = role("", &["case.read"]);
        body["version"] = json!(version);
        body
    };
    assert_eq!(own["version"], 1);
    assert_eq!(done(&clerk, &change("x.supervisor"), seen(1)).await["version"], 2);
    assert_eq!(refused(&clerk, &change("x.supervisor"), seen(1)).await, problem(412, "role.stale"));
    done(&clerk, &change("x.supervisor"), role("", &["case.read"])).await;
    for (path, body, expected) in [
        ("/api/roles".to_owned(), role("x.supervisor", &["case.read"]), problem(409, "directory.code_taken")),
        ("/api/roles".to_owned(), role("supervisor", &["case.read"]), problem(422, "role.code")),
        ("/api/roles".to_owned(), role("x.other", &["case.fly"]), problem(422, "role.verb")),
        ("/api/roles".to_owned(), role("x.other", &["system.write"]), problem(403, "grant.beyond_own")),
        (change("x.other"), role("", &["case.read"]), problem(404, "not_found")),
        (change("inspector"), role("", &["case.read"]), problem(422, "role.code")),
    ] {
        assert_eq!(refused(&clerk, &path, body).await, expected, "{path}");
    }
});

on_both!(an_account_is_reset_by_a_slip, async |place: &Place| {
    let admin = place.sign_in("admin").await;
    let (_, person) = post_of(place, "grid").await;
    let grid = place.sign_in("grid").await;
    let (key, path) = (place.id(), format!("/api/people/{person}/account"));
    let (status, slip) = admin.post_as(&format!("{path}/reset"), json!({}), key).await;
    assert_eq!((status, &slip["login"]), (OK, &json!("grid")));
    assert_eq!(grid.get("/api/session").await.0, StatusCode::UNAUTHORIZED, "its sessions ended");
    let (_, again) = admin.post_as(&format!("{path}/reset"), json!({}), key).await;
    assert_eq!(again, json!({ "login": "grid", "password": null }), "the password is told once");
    let sign_in = async |password: &Value| {
        let request = axum::http::Request::post("/api/session")
            .header("content-type", "application/json")
            .body(axum::body::Body::from(json!({ "login": "grid", "password": password }).to_string()))
            .unwrap();
        place.stranger().send(request).await.0
    };
    assert_eq!(sign_in(&slip["password"]).await, StatusCode::NO_CONTENT);
    done(&admin, &format!("{path}/disable"), json!({})).await;
    assert_eq!(sign_in(&slip["password"]).await, StatusCode::UNAUTHORIZED);
    done(&admin, &format!("{path}/enable"), json!({})).await;
    assert_eq!(sign_in(&slip["password"]).await, StatusCode::NO_CONTENT);
    assert_eq!(refused(&admin, &path, json!({ "login": "other" })).await, problem(409, "account.exists"));
    let (_, me) = post_of(place, "admin").await;
    let own = refused(&admin, &format!("/api/people/{me}/account/disable"), json!({})).await;
    assert_eq!(own, problem(403, "grant.own_rights"));
    let (_, superior) = post_of(place, "district").await;
    let above = refused(&admin, &format!("/api/people/{superior}/account/reset"), json!({})).await;
    assert_eq!(above.0, 403, "the district's people are beyond the town's administrator");
});

on_both!(an_organisation_closes_when_nothing_hangs_on_it, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (area, above) = (place.town.area("990101001").unwrap(), place.town.organisation("ZF").unwrap());
    let new = json!({ "code": "GH", "name": "工会（演示）", "short_name": "工会", "kind": "union", "area": area, "parent": above });
    let id = done(&clerk, "/api/organisations", new).await["id"].clone();
    let path = |verb: &str| format!("/api/organisations/{}/{verb}", id.as_str().unwrap());
    done(&clerk, &path("rename"), json!({ "name": "总工会（演示）", "short_name": "总工会" })).await;
    let post =
        done(&clerk, "/api/positions", json!({ "organisation": id, "title": "干事" })).await["id"].clone();
    let change = json!({ "day": "2026-10-30", "reason": "机构改革" });
    assert_eq!(refused(&clerk, &path("close"), change.clone()).await, problem(409, "directory.still_needed"));
    done(&clerk, &format!("/api/positions/{}/close", post.as_str().unwrap()), change.clone()).await;
    assert_eq!(done(&clerk, &path("close"), change.clone()).await["to_day"], "2026-10-30");
    assert_eq!(trail(place, "organisation.write", &id).await, 3);
    assert_eq!(refused(&clerk, &path("close"), change).await, problem(409, "directory.closed"));
    let (_, people) = clerk.get("/api/people?limit=3").await;
    assert_eq!(people["items"].as_array().unwrap().len(), 3);
    let next = people["next"].as_str().unwrap();
    let (_, rest) = clerk.get(&format!("/api/people?after={next}")).await;
    let names = |page: &Value| page["items"].as_array().unwrap().len();
    assert!(names(&rest) >= 8 && rest["next"] == Value::Null, "{rest}");
});

on_both!(one_person_is_shown_with_the_posts, async |place: &Place| {
    let (clerk, west) = (place.sign_in("clerk").await, place.sign_in("west").await);
    let (_, people) = clerk.get("/api/people").await;
    let of = |name: &str| people["items"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap();
    let path = |person: &Value| format!("/api/people/{}", person["id"].as_str().unwrap());
    let east = of("王海燕");
    let (status, shown) = clerk.get(&path(east)).await;
    assert_eq!((status, &shown), (StatusCode::OK, east), "as in the list");
    assert_eq!((&shown["posts"][0]["title"], &shown["login"]), (&json!("书记"), &json!("community")));
    assert_eq!(west.get(&path(east)).await.0, StatusCode::NOT_FOUND, "not within reach");
    let (status, mine) = west.get(&path(of("何秀英"))).await;
    assert_eq!((status, &mine["login"]), (StatusCode::OK, &Value::Null));
    let nobody = place.sign_in("nobody").await;
    assert_eq!(nobody.get(&path(of("冯新"))).await.0, StatusCode::OK, "everybody sees themselves");
    assert_eq!(nobody.get(&path(east)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(clerk.get("/api/people/00000000-0000-0000-0000-000000000000").await.0, StatusCode::NOT_FOUND);
});
