//! The seven rates, each with the value that a few known cases give it.

use super::*;

on_both!(each_rate_divides_what_its_words_say, async |place: &Place| {
    let (clerk, leader) = (place.sign_in("clerk").await, place.sign_in("leader").await);
    let community = place.sign_in("community").await;
    let verifier = place.sign_in("verifier").await;
    closed(place).await;
    // returned, put off, done twice
    let case = report(place, &clerk).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "return", json!({ "reason": "不归我管" })).await;
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    let case = done(&community, &case, "accept", json!({})).await;
    let case =
        done(&community, &case, "ask_extension", json!({ "reason": "等配件", "limit": "1 work_day" })).await;
    let case = done(&clerk, &case, "grant_extension", json!({})).await;
    let photos = async || json!({ "photos": [community.photo().await] });
    let case = done(&community, &case, "rectify", photos().await).await;
    let case = done(&verifier, &case, "send_back", json!({ "reason": "没有清净" })).await;
    let case = done(&community, &case, "rectify", photos().await).await;
    done(&verifier, &case, "verify", json!({})).await;
    // sent out and forgotten, and reported only
    let case = report(place, &clerk).await;
    done(&clerk, &case, "dispatch", json!({})).await;
    report(place, &leader).await;
    place.at("2026-10-30T16:00:00+08:00");
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 1);
    for (rate, of, expected) in [
        ("case.handling_rate", "3 / 4", "75.0"),
        ("case.in_time_rate", "2 / 3", "66.7"),
        ("case.rework_rate", "1 / 3", "33.3"),
        ("case.extension_rate", "1 / 3", "33.3"),
        ("case.return_rate", "1 / 4", "25.0"),
        ("case.verification_rate", "2 / 3", "66.7"),
        ("case.registration_rate", "3 / 4", "75.0"),
    ] {
        assert_eq!(value(&clerk, rate).await, expected, "{rate}: {of}");
    }
});
