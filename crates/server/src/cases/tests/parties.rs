//! Being a party opens one record: whoever is none any more has lost it, its photos and its place in the lists.

use super::*;

/// What a person gets of a case: its page, its changes, its photo, and whether the list of all holds it.
async fn opens(who: &Client<'_>, case: &Value) -> bool {
    let id = case["id"].as_str().unwrap();
    let photo = case["photos"][0]["id"].as_str().unwrap();
    let mut answers = Vec::new();
    for path in [
        format!("/api/cases/{id}"),
        format!("/api/cases/{id}/changes"),
        format!("/api/files/{photo}?size=thumb"),
    ] {
        answers.push(who.get(&path).await.0 == StatusCode::OK);
    }
    let (_, page) = who.get("/api/cases?view=all").await;
    answers.push(page["items"].as_array().unwrap().iter().any(|row| row["id"] == case["id"]));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    answers[0]
}

on_both!(a_former_party_has_lost_the_record, async |place: &Place| {
    let (clerk, community) = (place.sign_in("clerk").await, place.sign_in("community").await);
    let (sanitation, department) = (place.sign_in("sanitation").await, place.sign_in("department").await);
    let [hws, zfd] = ["HWS", "ZFD"].map(|code| place.town.organisation(code).unwrap());
    let both = async |case: &Value| [opens(&sanitation, case).await, opens(&department, case).await];
    let case = report(place, &clerk).await;
    assert_eq!(both(&case).await, [false, false], "nobody's yet");
    let case = done(&clerk, &case, "dispatch", json!({ "org": hws, "cooperating": [zfd] })).await;
    assert_eq!(both(&case).await, [true, true], "lead and cooperating");
    let case = done(&sanitation, &case, "return", json!({ "reason": "不归我管" })).await;
    assert_eq!(both(&case).await, [false, false], "returned");

    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "accept", json!({})).await;
    let case = done(&community, &case, "rectify", json!({ "photos": [community.photo().await] })).await;
    let case = done(&clerk, &case, "assign_verifier", json!({ "org": hws })).await;
    assert_eq!(both(&case).await, [true, false], "the verifier");
    let case = done(&clerk, &case, "assign_verifier", json!({ "org": zfd })).await;
    assert_eq!(both(&case).await, [false, true], "and the one in its stead");
    let case = done(&department, &case, "verify", json!({})).await;
    assert_eq!(both(&case).await, [false, true], "what it verified stays its own");
    let case = done(&clerk, &case, "reopen", json!({ "reason": "反弹", "org": hws })).await;
    assert_eq!(both(&case).await, [true, false], "a new cycle has a lead and no verifier yet");
});
