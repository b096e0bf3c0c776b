//! Submissions: the shared vectors, shapes that are none, and any JSON at all.
use super::*;
use crate::{Form, publish};
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Vectors {
    form: Form,
    face: Json,
    cases: Vec<Case>,
}
#[derive(Deserialize)]
struct Case {
    why: String,
    at: Moment,
    submission: Json,
    checked: Option<Json>,
    refused: Option<Json>,
}

fn vectors() -> (Published, Vectors) {
    let vectors: Vectors = serde_json::from_str(include_str!("../../vectors/submissions.json")).unwrap();
    (publish(vectors.form.clone()).unwrap(), vectors)
}

#[test]
fn what_screens_get_is_what_the_vectors_have() {
    let (published, vectors) = vectors();
    assert_eq!(serde_json::to_value(published.face()).unwrap(), vectors.face);
}

#[test]
fn submissions_come_to_what_the_vectors_say() {
    let (published, vectors) = vectors();
    assert_eq!(vectors.cases.len(), 31);
    for case in vectors.cases {
        match check(&published, &case.submission, case.at) {
            Ok(checked) => {
                assert_eq!(Some(serde_json::to_value(checked).unwrap()), case.checked, "{}", case.why);
            }
            Err(refused) => {
                assert_eq!(Some(serde_json::to_value(refused).unwrap()), case.refused, "{}", case.why);
            }
        }
    }
}

#[test]
fn other_shapes_are_no_submission() {
    let (published, _) = vectors();
    let shapes = [
        json!(null),
        json!([]),
        json!({}),
        json!({"answers": []}),
        json!({"answers": {}, "photos": []}),
        json!({"answers": {}, "note": 1}),
    ];
    for shape in shapes {
        let refused = check(&published, &shape, Moment::from_millis(0)).unwrap_err();
        assert_eq!(refused, [Refusal::new("", Rule::Shape)], "{shape}");
    }
}

#[test]
fn at_most_twenty_photos() {
    let (published, _) = vectors();
    let with = |count: usize| {
        let photos: Vec<String> = (0..count).map(|n| n.to_string()).collect();
        let given = json!({"answers": {"place": "street", "bins": "na"}, "photos": {"overview": photos}});
        check(&published, &given, Moment::from_millis(0))
    };
    assert_eq!(with(20).unwrap().photos["overview"].len(), 20);
    assert_eq!(with(21).unwrap_err(), [Refusal::new("overview", Rule::TooManyPhotos { most: 20 })]);
}

fn any_json() -> impl Strategy<Value = Json> {
    let words = prop::sample::select(vec![
        "pass",
        "fail",
        "na",
        "street",
        "village",
        "dog",
        "2026-10-31",
        "",
        "lon",
        "lat",
    ]);
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        words.prop_map(Json::from),
        any::<String>().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            prop::collection::hash_map("lon|lat|[a-z]{1,3}", inner, 0..3)
                .prop_map(|map| Json::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_answers_hold_or_are_refused(
        drawn in prop::collection::vec((any::<prop::sample::Index>(), any_json()), 0..14),
        photos in prop::collection::vec((any::<prop::sample::Index>(), any_json()), 0..3),
    ) {
        let (published, _) = vectors();
        let keyed = |drawn: Vec<(prop::sample::Index, Json)>| -> Map<String, Json> {
            drawn.into_iter().map(|(at, value)| (at.get(&published.form.items).key.clone(), value)).collect()
        };
        let given = json!({"answers": keyed(drawn), "photos": keyed(photos)});
        if let Ok(checked) = check(&published, &given, Moment::from_millis(0)) {
            // What holds, holds again and comes to the same: calculated values are not given back.
            let mut answers = checked.answers.clone();
            answers.retain(|key, _| published.form.items.iter().any(|item| item.key == *key && item.kind.is_asked()));
            let again = check(&published, &json!({"answers": answers, "photos": checked.photos}), Moment::from_millis(0));
            prop_assert_eq!(again, Ok(Checked { dropped: Vec::new(), ..checked }));
        }
        let _ = check(&published, &given["answers"], Moment::from_millis(0));
    }
}
