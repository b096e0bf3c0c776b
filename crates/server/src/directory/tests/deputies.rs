//! Absence and succession through HTTP: deputies by day, posts acted in one at a time, vacant posts.

use super::office::{OK, done, post_of, problem, refused};
use crate::{
    on_both,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

const MONDAY: &str = "2026-11-02T09:00:00+08:00";
const FRIDAY: &str = "2026-11-06T17:00:00+08:00";
const SATURDAY: &str = "2026-11-07T09:00:00+08:00";

/// Absent from Monday to Friday.
fn absence(deputy: Uuid) -> Value {
    json!({ "deputy": deputy, "from": "2026-11-02", "to": "2026-11-06", "reason": "年休假" })
}

async fn deputise(place: &Place, login: &str, deputy: Uuid) -> Value {
    let (post, _) = post_of(place, login).await;
    done(&place.sign_in(login).await, &format!("/api/positions/{post}/deputy"), absence(deputy)).await
}

/// A case that the clerk sends to the community.
async fn dispatched(place: &Place) -> Value {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area("990101001001").unwrap();
    let body = json!({ "title": "垃圾桶满溢", "category": "sanitation.exposed_rubbish", "area": area,
        "place": "菜市街 8 号", "source": "patrol", "photos": [clerk.photo().await] });
    let case = done(&clerk, "/api/cases", body).await;
    step(&clerk, &case, "dispatch", json!({})).await
}

fn path(case: &Value, verb: &str) -> String {
    format!("/api/cases/{}/{verb}", case["id"].as_str().unwrap())
}
fn with_version(case: &Value, mut body: Value) -> Value {
    body["version"] = case["version"].clone();
    body
}
async fn step(who: &Client<'_>, case: &Value, verb: &str, body: Value) -> Value {
    done(who, &path(case, verb), with_version(case, body)).await
}
async fn rectified(who: &Client<'_>, case: &Value) -> Value {
    let case = step(who, case, "accept", json!({})).await;
    let after = who.photo().await;
    step(who, &case, "rectify", json!({ "photos": [after] })).await
}

async fn positions(who: &Client<'_>) -> Vec<Value> {
    let (status, session) = who.get("/api/session").await;
    assert_eq!(status, OK, "{session}");
    session["positions"].as_array().unwrap().clone()
}
async fn waits(who: &Client<'_>) -> (Value, Value) {
    let (status, mut waiting) = who.get("/api/waiting").await;
    assert_eq!(status, OK, "{waiting}");
    (waiting["count"].take(), waiting["elsewhere"].take())
}

/// A second post of somebody of the cast, from today on, with a role over the town.
pub async fn second_post(place: &Place, login: &str, organisation: &str, title: &str, role: &str) -> Uuid {
    let clerk = place.sign_in("clerk").await;
    let (_, person) = post_of(place, login).await;
    let organisation = place.town.organisation(organisation).unwrap();
    let opened = json!({ "organisation": organisation, "title": title });
    let post = done(&clerk, "/api/positions", opened).await["id"].clone();
    let today = place.app.clock.now().day().to_string();
    let put = format!("/api/positions/{}/holder", post.as_str().unwrap());
    done(&clerk, &put, json!({ "person": person, "from": today })).await;
    let grant = json!({ "position": post, "role": role, "area": place.town.area("990101001").unwrap(), "scope": "all" });
    done(&clerk, "/api/grants", grant).await;
    post.as_str().unwrap().parse().unwrap()
}

on_both!(a_deputy_acts_for_the_absent_and_only_so_long, async |place: &Place| {
    let (post, absent) = post_of(place, "community").await;
    let (grid, _) = post_of(place, "grid").await;
    let case = dispatched(place).await;
    deputise(place, "community", grid).await;

    let early = place.sign_in("grid").await;
    assert_eq!(positions(&early).await.len(), 1, "not before its first day");
    assert_eq!(
        refused(&early.acting(post), &path(&case, "accept"), json!({ "version": 3 })).await,
        problem(403, "post.not_yours")
    );

    place.at(MONDAY);
    let grid = place.sign_in("grid").await;
    let listed = positions(&grid).await;
    assert_eq!((&listed[0]["standing"], &listed[0]["acting"]), (&json!("own"), &json!(true)));
    assert_eq!((&listed[1]["standing"], &listed[1]["until"]), (&json!("deputy"), &json!("2026-11-06")));
    assert_eq!((&listed[1]["id"], &listed[1]["for_person"]["name"]), (&json!(post), &json!("王海燕")));
    let (own, elsewhere) = waits(&grid).await;
    assert_eq!((own, &elsewhere[0]["count"], &elsewhere[0]["position"]), (json!(0), &json!(1), &json!(post)));
    assert_eq!(
        refused(&grid, &path(&case, "accept"), with_version(&case, json!({}))).await.0,
        403,
        "in their own post"
    );

    let deputy = grid.acting(post);
    assert_eq!(waits(&deputy).await.0, json!(1));
    let case = rectified(&deputy, &case).await;
    let did = &case["moves"][0];
    assert_eq!((&did["person"]["name"], &did["for_person"]["name"]), (&json!("陈小军"), &json!("王海燕")));
    assert_eq!(did["org"]["name"], "东关社区");
    let (_, changes) = deputy.get(&path(&case, "changes")).await;
    assert_eq!(changes["items"][0]["for_person"]["name"], "王海燕");
    let db = place.app.db.read().await.unwrap();
    let sql = "select count(*) from audit where for_person = $1 and position = $2 and verb in ('case.accept', 'case.rectify')";
    let asked = Statement::from_sql_and_values(db.get_database_backend(), sql, [absent.into(), post.into()]);
    let lines: i64 = db.query_one_raw(asked).await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert_eq!(lines, 2, "the trail says for whom");
    drop(db);

    place.at(FRIDAY);
    let grid = place.sign_in("grid").await;
    assert_eq!(positions(&grid).await.len(), 2, "its last day");
    place.at(SATURDAY);
    let grid = place.sign_in("grid").await;
    assert_eq!(positions(&grid).await.len(), 1);
    let stale = grid.acting(post).get("/api/cases").await;
    assert_eq!((stale.0, &stale.1["code"]), (StatusCode::FORBIDDEN, &json!("post.not_yours")));
    assert_eq!(case["moves"][0]["for_person"]["name"], "王海燕", "the past stays as it was");
});

on_both!(who_names_a_deputy_and_whom, async |place: &Place| {
    let (community, _) = post_of(place, "community").await;
    let (grid, _) = post_of(place, "grid").await;
    let (inspector, _) = post_of(place, "inspector").await;
    let (verifier, _) = post_of(place, "verifier").await;
    let (district, _) = post_of(place, "district").await;
    let of = |post: Uuid| format!("/api/positions/{post}/deputy");
    let own = place.sign_in("community").await;
    let until = |from: &str, to: &str| json!({ "deputy": grid, "from": from, "to": to, "reason": "学习" });
    for (body, code) in [
        (until("2026-10-29", "2026-11-06"), "deputy.span"),
        (until("2026-11-02", "2026-11-01"), "deputy.span"),
        (until("2026-11-02", "2027-12-01"), "deputy.span"),
        (absence(community), "deputy.same"),
        (absence(district), "deputy.none"),
        (json!({ "deputy": grid, "from": "2026-11-02", "to": "2026-11-06", "reason": " " }), "field.empty"),
    ] {
        assert_eq!(refused(&own, &of(community), body).await, problem(422, code));
    }
    let set = done(&own, &of(community), absence(grid)).await;
    assert_eq!(refused(&own, &of(community), absence(inspector)).await, problem(409, "deputy.twice"));

    // a head for those below, as far as the head's own rights go
    done(&own, &of(grid), absence(inspector)).await;
    let leader = place.sign_in("leader").await;
    assert_eq!(refused(&leader, &of(inspector), absence(verifier)).await, problem(403, "grant.beyond_own"));
    let clerk = place.sign_in("clerk").await;
    let (office, _) = post_of(place, "clerk").await;
    assert_eq!(refused(&clerk, &of(verifier), absence(office)).await, problem(403, "grant.own_rights"));
    done(&clerk, &of(verifier), absence(inspector)).await;
    let colleague = place.sign_in("inspector").await;
    assert_eq!(refused(&colleague, &of(verifier), absence(inspector)).await.0, 403);
    let stranger = place.sign_in("nobody").await;
    assert_eq!(stranger.get(&format!("/api/positions/{verifier}/history")).await.0, StatusCode::NOT_FOUND);

    place.at(MONDAY);
    // the grid worker, on leave, has a deputy; what the grid worker deputises is not handed on
    let inspector_now = place.sign_in("inspector").await;
    let may: Vec<Value> = positions(&inspector_now).await.iter().map(|post| post["id"].clone()).collect();
    assert_eq!(may, [json!(inspector), json!(verifier), json!(grid)]);
    let grid_now = place.sign_in("grid").await;
    let acting = grid_now.acting(community);
    assert_eq!(refused(&acting, &of(community), absence(inspector)).await, problem(403, "grant.own_rights"));

    // whoever is back ends it at once
    let end = format!("/api/deputies/{}/end", set["id"].as_str().unwrap());
    assert_eq!(refused(&inspector_now, &end, json!({})).await.0, 403);
    done(&place.sign_in("community").await, &end, json!({})).await;
    assert_eq!(positions(&grid_now).await.len(), 1);
    assert_eq!(refused(&grid_now, &end, json!({})).await, problem(409, "directory.closed"));
    let (_, history) = grid_now.get(&format!("/api/positions/{grid}/history")).await;
    assert_eq!(history["deputies"][0]["acting"]["name"], "李晓兰");
    assert_eq!(history["holders"][0]["person"]["name"], "陈小军");
});

on_both!(nobody_verifies_their_own_work_in_another_post, async |place: &Place| {
    let (community, _) = post_of(place, "community").await;
    let (inspector, _) = post_of(place, "inspector").await;
    let (verifier, _) = post_of(place, "verifier").await;
    let (grid, _) = post_of(place, "grid").await;
    deputise(place, "community", inspector).await;
    deputise(place, "verifier", grid).await;
    place.at(MONDAY);
    let case = dispatched(place).await;
    let inspector = place.sign_in("inspector").await;
    let case = rectified(&inspector.acting(community), &case).await;
    let verify = path(&case, "verify");
    let body = || with_version(&case, json!({}));
    let own_work = problem(403, "case.own_work");
    assert_eq!(refused(&inspector, &verify, body()).await, own_work, "who rectified for another");
    let grid = place.sign_in("grid").await;
    assert_eq!(
        refused(&grid.acting(verifier), &verify, body()).await,
        own_work,
        "of the unit that rectified"
    );
    let second = second_post(place, "community", "CJB", "复查员", "verifier").await;
    let back = place.sign_in("community").await;
    assert_eq!(refused(&back.acting(second), &verify, body()).await, own_work, "for whom it was rectified");
    let verifier = place.sign_in("verifier").await;
    assert_eq!(step(&verifier, &case, "verify", json!({})).await["state"], "closed");
});

on_both!(a_person_acts_in_one_post_at_a_time, async |place: &Place| {
    let (main, _) = post_of(place, "west").await;
    let case = dispatched(place).await;
    place.at(MONDAY);
    let second = second_post(place, "west", "CJB", "督办员", "creation_office").await;
    let west = place.sign_in("west").await;
    let listed = positions(&west).await;
    assert_eq!(
        (&listed[0]["id"], &listed[1]["id"]),
        (&json!(main), &json!(second)),
        "the one held longest is the main one"
    );
    assert_eq!(
        west.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await.0,
        StatusCode::FORBIDDEN
    );
    let office = west.acting(second);
    assert_eq!(office.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await.0, OK);
    let (_, session) = office.get("/api/session").await;
    assert!(session["verbs"].as_array().unwrap().contains(&json!("case.dispatch")));
    assert!(!west.get("/api/session").await.1["verbs"].as_array().unwrap().contains(&json!("case.dispatch")));
    // nobody changes their own rights, in whichever post
    let grant = json!({ "position": main, "role": "inspector", "area": place.town.area("990101001").unwrap(), "scope": "all" });
    assert_eq!(refused(&office, "/api/grants", grant).await, problem(403, "grant.own_rights"));
    let (foreign, _) = post_of(place, "clerk").await;
    assert_eq!(west.acting(foreign).get("/api/cases").await.1["code"], "post.not_yours");
});

on_both!(what_a_vacant_post_leaves_falls_to_the_head_above, async |place: &Place| {
    let (community, _) = post_of(place, "community").await;
    let (office, _) = post_of(place, "clerk").await;
    let case = dispatched(place).await;
    let district = place.sign_in("clerk").await;
    let out = json!({ "day": "2026-10-30", "reason": "调离" });
    done(&district, &format!("/api/positions/{community}/vacate"), out).await;
    let old = place.sign_in("community").await;
    assert_eq!(positions(&old).await.len(), 1, "until the day is over");
    place.at(MONDAY);
    let old = place.sign_in("community").await;
    assert_eq!(positions(&old).await.len(), 0, "who left signs in and finds nothing to do");
    assert_eq!(old.acting(community).get("/api/cases").await.0, StatusCode::FORBIDDEN);
    let leader = place.sign_in("leader").await;
    let vacant = positions(&leader).await.pop().unwrap();
    assert_eq!((&vacant["id"], &vacant["standing"]), (&json!(community), &json!("vacant")));
    let (_, elsewhere) = waits(&leader).await;
    assert_eq!((&elsewhere[0]["position"], &elsewhere[0]["count"]), (&json!(community), &json!(1)));
    let case = rectified(&leader.acting(community), &case).await;
    assert_eq!(
        (&case["moves"][0]["person"]["name"], &case["moves"][0]["for_person"]),
        (&json!("梁建国"), &Value::Null)
    );

    // a deputy comes before the head, and goes when somebody is put in post
    let clerk = place.sign_in("clerk").await;
    let (grid, _) = post_of(place, "grid").await;
    let set = json!({ "deputy": grid, "from": "2026-11-02", "to": "2026-11-30", "reason": "空缺期间" });
    done(&clerk, &format!("/api/positions/{community}/deputy"), set).await;
    assert_eq!(positions(&leader).await.len(), 1);
    assert_eq!(positions(&place.sign_in("grid").await).await.len(), 2);
    let person = done(&clerk, "/api/people", json!({ "name": "新书记" })).await["id"].clone();
    let put = json!({ "person": person, "from": "2026-11-02" });
    done(&clerk, &format!("/api/positions/{community}/holder"), put).await;
    assert_eq!(positions(&place.sign_in("grid").await).await.len(), 1);

    // rights over others' rights wait for a holder
    let sql = "update holding set to_day = '2026-11-01' where position = $1";
    place
        .app
        .db
        .write(async move |tx| {
            tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, [office.into()]))
                .await
                .map(|_| ())
        })
        .await
        .unwrap();
    let (_, session) = leader.acting(office).get("/api/session").await;
    let verbs = session["verbs"].as_array().unwrap();
    assert!(verbs.contains(&json!("case.dispatch")) && !verbs.contains(&json!("grant.write")), "{verbs:?}");
});
