//! What lists say beside the case: until when the running stage shall end, and what one has done already.

use super::*;

/// The one row of a view, or nothing.
async fn row(who: &Client<'_>, view: &str) -> Value {
    let (status, page) = who.get(&format!("/api/cases?view={view}")).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page["items"][0].clone()
}

/// What the stage that runs has left, told alike by the list, the case and what waits.
async fn left(who: &Client<'_>, listed: &Value) -> i64 {
    let (_, case) = who.get(&format!("/api/cases/{}", listed["id"].as_str().unwrap())).await;
    let running = case["stages"].as_array().unwrap().iter().find(|stage| stage["running"] == true).unwrap();
    assert_eq!(running["remaining_minutes"], listed["stage_remaining_minutes"]);
    let (_, waiting) = who.get("/api/waiting").await;
    if matches!(listed["stage"].as_str(), Some("dispatch" | "handle" | "verify")) {
        assert_eq!(waiting["groups"][0]["items"][0]["remaining_minutes"], running["remaining_minutes"]);
    }
    running["remaining_minutes"].as_i64().unwrap()
}

/// Verb and due of the first thing that waits.
async fn first_wait(who: &Client<'_>) -> (Value, Value) {
    let (_, waiting) = who.get("/api/waiting").await;
    let item = &waiting["groups"][0]["items"][0];
    (item["verb"].clone(), item["due"].clone())
}

on_both!(the_running_stage_has_a_deadline_of_its_own, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let verifier = place.sign_in("verifier").await;
    let case = report(place, &clerk).await;
    let listed = row(&clerk, "open").await;
    assert_eq!((&listed["stage"], &listed["deadline"]), (&json!("dispatch"), &Value::Null));
    assert!(listed["stage_deadline"].is_string(), "{listed}");
    assert_eq!(first_wait(&clerk).await, (json!("dispatch"), listed["stage_deadline"].clone()));
    assert_eq!(left(&clerk, &listed).await, 120, "two hours of work");

    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let listed = row(&community, "for_me").await;
    assert_eq!(listed["stage"], "accept");
    assert!(listed["stage_deadline"].is_string(), "{listed}");
    assert_eq!(first_wait(&community).await, (json!("accept"), listed["deadline"].clone()));
    assert_eq!(left(&community, &listed).await, 240, "its own limit: four hours of work");

    let case = done(&community, &case, "accept", json!({})).await;
    let listed = row(&community, "for_me").await;
    assert_eq!((&listed["stage"], &listed["stage_deadline"]), (&json!("handle"), &listed["deadline"]));
    assert_eq!(left(&community, &listed).await, listed["remaining_minutes"].as_i64().unwrap());
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    let listed = row(&verifier, "for_me").await;
    assert_eq!(listed["stage"], "verify");
    assert_eq!(first_wait(&verifier).await, (json!("verify"), listed["stage_deadline"].clone()));
    let all: kernel::moment::Moment = listed["stage_deadline"].as_str().unwrap().parse().unwrap();
    let (all, working) = (all.since(place.app.clock.now()) / 60_000, left(&verifier, &listed).await);
    assert!(0 < working && working < all / 2, "{working} of {all}: the weekend does not count");

    // a verification that is late never makes the unit late
    place.at("2026-11-30T09:00:00+08:00");
    let verifier = place.sign_in("verifier").await;
    let listed = row(&verifier, "for_me").await;
    assert_eq!((&listed["late"], &listed["tag"]), (&json!(false), &json!("rectified")));
    assert!(left(&verifier, &listed).await < 0, "it has no time left");
    let (_, waiting) = verifier.get("/api/waiting").await;
    assert_eq!(waiting["groups"][0]["items"][0]["late"], true);
    done(&verifier, &case, "verify", json!({})).await;
    let listed = row(&verifier, "all").await;
    assert_eq!((&listed["stage"], &listed["stage_deadline"]), (&Value::Null, &Value::Null));
    assert_eq!(listed["stage_remaining_minutes"], Value::Null);
});

on_both!(done_is_what_one_has_acted_in_and_no_longer_waits, async |place: &Place| {
    let count = async |who: &Client<'_>| who.get("/api/cases/totals?view=done").await.1["count"].clone();
    let clerk = place.sign_in("clerk").await;
    let community = place.sign_in("community").await;
    let verifier = place.sign_in("verifier").await;
    let case = report(place, &clerk).await;
    assert_eq!(count(&clerk).await, 0, "it waits for the dispatch");
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    assert_eq!((count(&clerk).await, count(&community).await), (json!(1), json!(0)));
    let case = done(&community, &case, "accept", json!({})).await;
    assert_eq!(count(&community).await, 0, "it waits to be rectified");
    let after = community.photo().await;
    let case = done(&community, &case, "rectify", json!({ "photos": [after] })).await;
    assert_eq!((count(&community).await, count(&verifier).await), (json!(1), json!(0)));
    done(&verifier, &case, "verify", json!({})).await;
    assert_eq!(row(&verifier, "done").await["state"], "closed", "ended ones too");
    report(place, &clerk).await;
    assert_eq!(count(&verifier).await, 1, "not what others did");
});
