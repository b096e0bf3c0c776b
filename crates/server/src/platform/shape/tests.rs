//! A body and a query against shapes such as the document has.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::Shapes;
use crate::platform::problem::Problem;
use serde_json::{Value, json};

fn shapes() -> Shapes {
    let told = json!({
        "type": "object",
        "required": ["name", "area", "version", "position"],
        "properties": {
            "name": { "type": "string", "maxLength": 5 },
            "area": { "type": "string", "format": "uuid" },
            "day": { "type": ["string", "null"], "format": "date" },
            "version": { "type": "integer", "format": "int32", "minimum": 0 },
            "kind": { "type": "string", "enum": ["a", "b"] },
            "position": { "oneOf": [{ "$ref": "#/components/schemas/Point" }, { "type": "null" }] },
            "runs": { "type": "array", "maxItems": 2, "items": { "oneOf": [
                { "type": "object", "required": ["text"], "properties": { "text": { "type": "string" } } },
                { "type": "object", "required": ["figure"], "properties": { "figure": { "type": "integer" } } },
            ] } },
            "answers": { "type": "object" },
        },
    });
    let point =
        json!({ "type": "object", "required": ["lon"], "properties": { "lon": { "type": "number" } } });
    let limit = json!({ "name": "limit", "in": "query", "schema": { "type": ["integer", "null"], "format": "int64",
        "minimum": 0 } });
    let document = json!({ "openapi": "3.1.0", "info": { "title": "x", "version": "1" },
        "paths": { "/x": { "post": { "parameters": [limit], "responses": {},
            "requestBody": { "content": { "application/json": { "schema": told } } } } } },
        "components": { "schemas": { "Point": point } } });
    Shapes::of_value(document)
}

fn good() -> Value {
    json!({ "name": "柳河镇", "area": "019e47d4-f800-7b2f-a8af-7093dfce5ab1", "version": 1, "position": null })
}

fn told(problem: &Problem) -> (&str, &str) {
    (problem.field.as_deref().unwrap_or(""), problem.code)
}

#[test]
fn each_field_is_told_by_its_path_and_rule() {
    let shapes = shapes();
    shapes.body("POST", "/x", &mut good()).unwrap();
    for (field, value, path, code) in [
        ("name", json!("😀".repeat(6)), "name", "field.too_long"),
        ("name", json!("a\u{202e}b"), "name", "field.hidden_sign"),
        ("name", json!(null), "name", "field.empty"),
        ("name", json!(["x"]), "name", "field.text"),
        ("area", json!("here"), "area", "field.id"),
        ("day", json!("2026-02-30"), "day", "field.day"),
        ("version", json!(1.5), "version", "field.whole_number"),
        ("version", json!(4_000_000_000_u64), "version", "field.range"),
        ("version", json!(-1), "version", "field.range"),
        ("kind", json!("c"), "kind", "field.choice"),
        ("position", json!({ "lat": 3 }), "position.lon", "field.empty"),
        ("runs", json!([{ "text": "x" }, { "figure": "x" }]), "runs[1]", "field.shape"),
        ("runs", json!([1, 2, 3]), "runs", "field.too_many"),
        ("answers", json!({ "a": ["x\0"] }), "answers.a[0]", "field.hidden_sign"),
        ("answers", json!({ "a": "x".repeat(2001) }), "answers.a", "field.too_long"),
        ("answers", json!({ "a\0": 1 }), "answers.U+0000", "field.hidden_sign"),
    ] {
        let mut body = good();
        body[field] = value;
        let problem = shapes.body("POST", "/x", &mut body).unwrap_err();
        assert_eq!(told(&problem), (path, code));
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let problem = shapes().body("POST", "/x", &mut json!({ "name": 1 })).unwrap_err();
    let all: Vec<_> = problem.errors.iter().map(|fault| (fault.field.as_str(), fault.code)).collect();
    let missing = ["area", "version", "position"].map(|field| (field, "field.empty"));
    assert_eq!(all, [&missing[..], &[("name", "field.text")]].concat());
    assert_eq!(told(&problem), missing[0]);
}

#[test]
fn texts_are_kept_settled_wherever_they_stand() {
    let mut body = good();
    body["name"] = json!("\u{feff}柳河\u{200b}镇");
    body["runs"] = json!([{ "text": "一\r\n二" }]);
    body["more"] = json!({ "deep": ["e\u{301}"] });
    shapes().body("POST", "/x", &mut body).unwrap();
    assert_eq!((&body["name"], &body["runs"][0]["text"]), (&json!("柳河镇"), &json!("一\n二")));
    assert_eq!(body["more"]["deep"][0], "é");
}

#[test]
fn words_of_a_query_have_shapes_too() {
    let shapes = shapes();
    let ask = |name: &str, word: &str| {
        let mut words = [(name.to_owned(), word.to_owned())];
        shapes.query("POST", "/x", &mut words).map(|()| words[0].1.clone()).map_err(|e| (e.field, e.code))
    };
    assert_eq!(ask("limit", "20"), Ok("20".into()));
    for word in ["-1", "x", "9223372036854775808", ""] {
        assert_eq!(ask("limit", word), Err((Some("limit".into()), "query.malformed")), "{word}");
    }
    assert_eq!(ask("q", "路\u{200b}灯"), Ok("路灯".into()));
    assert_eq!(ask("q", "\0"), Err((Some("q".into()), "field.hidden_sign")));
}
