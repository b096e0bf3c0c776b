//! What a photo after shows of itself, told to whoever verifies; it refuses nothing.

use super::*;
use image::{DynamicImage, ImageFormat, RgbImage, imageops};

/// A picture with a shape of its own.
fn scene(seed: u32) -> RgbImage {
    RgbImage::from_fn(320, 240, |x, y| {
        let box_ = (x / 40 + y / 40 * 7 + seed).wrapping_mul(2_654_435_761) >> 24;
        let shade = u8::try_from(box_ & 0xff).unwrap();
        image::Rgb([shade, shade / 2 + 60, 255 - shade])
    })
}

async fn send(who: &Client<'_>, picture: &RgbImage, said: Value) -> Uuid {
    let id = who.place.id();
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::from(picture.clone()).write_to(&mut bytes, ImageFormat::Png).unwrap();
    let (status, answer) = who.upload_said("/api/files", id, "p.png", bytes.into_inner(), &said).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    id
}

/// A case with a picture before, accepted by its unit.
async fn accepted(place: &Place, before: &RgbImage) -> Value {
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area("990101001001").unwrap();
    let photo = send(&clerk, before, json!({})).await;
    let body = json!({ "title": "垃圾桶满溢", "category": CATEGORY, "area": area, "place": "菜市街",
        "source": "patrol", "position": { "lon": 117.05, "lat": 31.28 }, "photos": [photo] });
    let (status, case) = clerk.post("/api/cases", body).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    let case = done(&clerk, &case, "dispatch", json!({})).await;
    done(&place.sign_in("community").await, &case, "accept", json!({})).await
}

/// What is found of the photo after.
async fn found(place: &Place, case: &Value, after: &RgbImage, said: Value) -> Value {
    let community = place.sign_in("community").await;
    let photo = send(&community, after, said).await;
    let case = done(&community, case, "rectify", json!({ "photos": [photo] })).await;
    assert_eq!(case["state"], "rectified", "nothing is refused");
    case["photos"].as_array().unwrap().iter().find(|one| one["id"] == json!(photo)).unwrap().clone()
}

on_both!(a_photo_of_its_own_time_and_place_has_no_flag, async |place: &Place| {
    let case = accepted(place, &scene(1)).await;
    let said = json!({ "taken_at": "2026-10-30T10:00:00+08:00", "lon": 117.0501, "lat": 31.28 });
    place.at("2026-10-30T10:05:00+08:00");
    let photo = found(place, &case, &scene(2), said).await;
    let told = json!([photo["later"], photo["here"], photo["single"], photo["matches"]]);
    assert_eq!(told, json!([true, true, true, []]));
});

on_both!(the_photo_before_sent_again_is_named, async |place: &Place| {
    let case = accepted(place, &scene(1)).await;
    let photo = found(place, &case, &imageops::brighten(&scene(1), 18), json!({})).await;
    assert_eq!(
        (&photo["single"], &photo["later"], &photo["here"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    let like = &photo["matches"][0];
    assert_eq!(
        (&like["case"], &like["role"], &like["mirrored"]),
        (&Value::Null, &json!("before"), &json!(false))
    );
    assert_eq!(like["photo"], case["photos"][0]["id"]);
});

on_both!(another_cases_photo_in_a_mirror_is_named, async |place: &Place| {
    let other = accepted(place, &scene(3)).await;
    found(place, &other, &scene(4), json!({})).await;
    let case = accepted(place, &scene(5)).await;
    let photo = found(place, &case, &imageops::flip_horizontal(&scene(4)), json!({})).await;
    let like = &photo["matches"][0];
    assert_eq!((&like["case"]["name"], &like["mirrored"]), (&other["number"], &json!(true)), "{photo}");
});

on_both!(an_old_photo_from_elsewhere_is_told, async |place: &Place| {
    let case = accepted(place, &scene(1)).await;
    let said = json!({ "taken_at": "2026-10-29T10:00:00+08:00", "lon": 117.06, "lat": 31.28 });
    let photo = found(place, &case, &scene(2), said).await;
    assert_eq!((&photo["later"], &photo["here"]), (&json!(false), &json!(false)));
    assert!(photo["distance_m"].as_f64().unwrap() > 900.0);
});

on_both!(a_blank_picture_is_compared_with_nothing, async |place: &Place| {
    let blank = RgbImage::from_pixel(320, 240, image::Rgb([80, 80, 80]));
    let case = accepted(place, &blank).await;
    let photo = found(place, &case, &blank, json!({})).await;
    assert_eq!((&photo["single"], &photo["matches"]), (&Value::Null, &json!([])));
});
