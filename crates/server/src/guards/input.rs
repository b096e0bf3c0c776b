//! What cannot be taken is refused by field, on every route that the document has, and leaves nothing behind; a write
//! without an id, or under an id that was used, is told so. The bodies are made from the document.

use super::routes::{OPEN, documented};
use crate::{
    app, on_both,
    testing::{Client, On, Place},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::{collections::BTreeMap, fmt::Write};

/// A write of the document, with its address filled and the shape of its JSON body (`null`: none).
struct Verb {
    name: String,
    method: String,
    address: String,
    body: Value,
    headers: Vec<(String, String)>,
}

fn verbs(place: &Place) -> (Value, Vec<Verb>) {
    let document = serde_json::to_value(app::document()).unwrap();
    let mut verbs = Vec::new();
    for (method, path, address) in documented(place) {
        let name = format!("{method} {path}");
        if method == "GET" || OPEN.contains(&name.as_str()) {
            continue;
        }
        let told = &document["paths"][&path][method.to_lowercase()];
        let body = told["requestBody"]["content"]["application/json"]["schema"].clone();
        let asked = told["parameters"].as_array().cloned().unwrap_or_default();
        let needs = |header: &str| asked.iter().any(|one| one["name"] == header);
        let headers = if needs("If-Match") { vec![("if-match".into(), "\"1\"".into())] } else { vec![] };
        verbs.push(Verb { name, method, address, body, headers });
    }
    assert!(verbs.len() > 50, "the document holds the writes");
    (document, verbs)
}

async fn send(
    client: &Client<'_>,
    verb: &Verb,
    key: Option<&str>,
    body: impl Into<Body>,
) -> (StatusCode, Value) {
    let mut request = Request::builder()
        .method(verb.method.as_str())
        .uri(&verb.address)
        .header("cookie", client.cookie())
        .header("content-type", "application/json");
    for (name, value) in verb.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())) {
        request = request.header(name, value);
    }
    let request = key.into_iter().fold(request, |request, key| request.header("idempotency-key", key));
    client.send(request.body(body.into()).unwrap()).await
}

/// Rows of every table but the serials of cases, which are drawn before the verb; gaps are allowed there.
pub(super) async fn rows(place: &Place) -> BTreeMap<String, i64> {
    let db = place.app.db.read().await.unwrap();
    let names = match place.on {
        On::Sqlite => {
            "select name as told from sqlite_master where type = 'table' and name not like 'sqlite_%' \
             and name <> 'case_serial'"
        }
        On::Postgres => {
            "select table_name as told from information_schema.tables where table_schema = 'public' \
             and table_name <> 'case_serial'"
        }
    };
    let backend = db.get_database_backend();
    let names: Vec<String> = db
        .query_all_raw(Statement::from_string(backend, names))
        .await
        .unwrap()
        .iter()
        .map(|row| row.try_get("", "told").unwrap())
        .collect();
    let counts = names.iter().fold(String::new(), |mut sql, name| {
        let head = if sql.is_empty() { "" } else { " union all " };
        write!(sql, "{head}select '{name}' as told, count(*) as n from \"{name}\"").unwrap();
        sql
    });
    let found = db.query_all_raw(Statement::from_string(backend, counts)).await.unwrap();
    found.iter().map(|row| (row.try_get("", "told").unwrap(), row.try_get("", "n").unwrap())).collect()
}

/// A value that a shape takes, whatever the rules say of it.
fn sample(document: &Value, shape: &Value) -> Value {
    if let Some(name) = shape["$ref"].as_str() {
        return sample(document, &document["components"]["schemas"][name.rsplit('/').next().unwrap()]);
    }
    if let Some(parts) = shape["allOf"].as_array() {
        let mut whole = json!({});
        for part in parts {
            whole.as_object_mut().unwrap().extend(sample(document, part).as_object().unwrap().clone());
        }
        return whole;
    }
    if let Some(ways) = shape["oneOf"].as_array() {
        return sample(document, ways.iter().find(|way| way["type"] != "null").unwrap());
    }
    if let Some(choices) = shape["enum"].as_array() {
        return choices[0].clone();
    }
    match (kind(shape), shape["format"].as_str()) {
        ("string", Some("uuid")) => json!(Uuid::nil()),
        ("string", Some("date")) => json!("2026-10-30"),
        ("string", Some("date-time")) => json!("2026-10-30T01:00:00Z"),
        ("string", _) => json!("x"),
        ("integer" | "number", _) => shape["minimum"].as_i64().map_or(json!(1), |least| json!(least.max(1))),
        ("boolean", _) => json!(true),
        ("array", _) => json!([sample(document, &shape["items"])]),
        _ => {
            let fields = shape["properties"].as_object().into_iter().flatten();
            fields.map(|(name, shape)| (name.clone(), sample(document, shape))).collect()
        }
    }
}

fn kind(shape: &Value) -> &str {
    let kinds = shape["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    shape["type"].as_str().or_else(|| kinds.into_iter().find(|kind| *kind != "null")).unwrap_or("object")
}

/// Every value of a body with its path as a problem tells it.
fn leaves(body: &Value, path: &str, pointer: &str, found: &mut Vec<(String, String)>) {
    match body {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                leaves(value, &path, &format!("{pointer}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                leaves(item, &format!("{path}[{at}]"), &format!("{pointer}/{at}"), found);
            }
        }
        _ => {}
    }
    if !path.is_empty() {
        found.push((path.to_owned(), pointer.to_owned()));
    }
}

/// What no field of this kind takes.
fn spoilt(good: &Value) -> Vec<Value> {
    let free = good == "x";
    let mut wrong = match good {
        Value::String(_) => vec![json!(7), json!(["x"])],
        Value::Number(_) => vec![json!("seven"), json!(1e300)],
        Value::Bool(_) => vec![json!("yes"), json!(2)],
        Value::Array(_) => vec![json!("one"), json!({ "0": 1 })],
        _ => vec![json!("one"), json!([1])],
    };
    if free {
        wrong.extend([json!("😀".repeat(10_000)), json!("路\u{202e}灯"), json!("路\u{0}灯")]);
        wrong.push(json!("\u{1b}[31m"));
    } else if good.is_string() {
        wrong.extend([json!(""), json!("2026-13-45"), json!("😀".repeat(10_000))]);
    }
    wrong
}

on_both!(what_is_not_as_described_is_told_by_field_and_leaves_nothing, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let (document, verbs) = verbs(place);
    let before = rows(place).await;
    let (mut wrong, mut tried) = (Vec::new(), 0);
    for verb in verbs.iter().filter(|verb| !verb.body.is_null()) {
        let good = sample(&document, &verb.body);
        let mut fields = Vec::new();
        leaves(&good, "", "", &mut fields);
        for (field, pointer) in fields {
            for value in spoilt(good.pointer(&pointer).unwrap()) {
                let mut body = good.clone();
                *body.pointer_mut(&pointer).unwrap() = value;
                let key = place.id().to_string();
                let (status, problem) = send(&clerk, verb, Some(&key), body.to_string()).await;
                let told = problem["field"].as_str().unwrap_or_default();
                tried += 1;
                if status != StatusCode::UNPROCESSABLE_ENTITY || !field.starts_with(told) || told.is_empty() {
                    wrong.push(format!("{}: {field}: {status} {problem}", verb.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 500, "{tried} bodies were made");
    assert_eq!(rows(place).await, before, "nothing is half saved");
});

/// Bodies that are none, or that nobody could read.
const UNREADABLE: &[&str] = &["{", "[]", "\"x\"", "7", "{\"a\":1}{", "\u{feff}{}", "{\"a\":\"\\ud800\"}"];

on_both!(what_cannot_be_read_is_refused, async |place: &Place| {
    let clerk = place.sign_in("clerk").await;
    let before = rows(place).await;
    for verb in verbs(place).1.iter().filter(|verb| !verb.body.is_null()) {
        let deep = "[".repeat(100_000);
        for text in UNREADABLE.iter().copied().chain([deep.as_str()]) {
            let (status, problem) = send(&clerk, verb, Some(&place.id().to_string()), text.to_owned()).await;
            let shown: String = text.chars().take(20).collect();
            assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{} {shown}: {problem}", verb.name);
        }
    }
    assert_eq!(rows(place).await, before);
});

/// What somebody does to themselves, or a try that is counted: each leaves a line of the trail.
const KEEPS_A_LINE: &[&str] = &["DELETE /api/session", "POST /api/session/password"];

on_both!(unknown_things_are_refused_and_leave_nothing, async |place: &Place| {
    let (document, verbs) = verbs(place);
    let mut wrong = Vec::new();
    for login in ["clerk", "admin", "grid"] {
        let client = place.sign_in(login).await;
        for verb in verbs.iter().filter(|verb| !KEEPS_A_LINE.contains(&verb.name.as_str())) {
            let body = sample(&document, &verb.body);
            let before = rows(place).await;
            let (status, answer) = send(&client, verb, Some(&place.id().to_string()), body.to_string()).await;
            let kept = status.is_client_error() && rows(place).await != before;
            if status.is_server_error() || kept {
                wrong.push(format!("{login} {}: {status} {answer}", verb.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
});

/// Which need no id: each does at its second sending what it did at its first.
const WITHOUT_KEY: &[&str] = &["DELETE /api/session"];

on_both!(a_write_names_itself, async |place: &Place| {
    let (document, verbs) = verbs(place);
    let clerk = place.sign_in("clerk").await;
    let mut wrong = Vec::new();
    for verb in verbs.iter().filter(|verb| !WITHOUT_KEY.contains(&verb.name.as_str())) {
        let body = sample(&document, &verb.body).to_string();
        for (key, code) in [(None, "request.missing_key"), (Some("twice"), "request.bad_key")] {
            let (status, problem) = send(&clerk, verb, key, body.clone()).await;
            let told = (status, problem["code"].as_str()) == (StatusCode::BAD_REQUEST, Some(code));
            // whoever lacks the right is told that first
            if !told && status != StatusCode::FORBIDDEN {
                wrong.push(format!("{}: {status} {problem}", verb.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
});

/// Which look at the file, or at what is named, before they look at the id.
const LOOK_FIRST: &[&str] = &["POST /api/files"];

on_both!(an_id_is_used_once_and_by_one, async |place: &Place| {
    let (document, verbs) = verbs(place);
    let clerk = place.sign_in("clerk").await;
    let used = place.id();
    let area = place.town.area("990101001001").unwrap();
    let site = json!({ "type": "market", "name": "菜市场", "area": area });
    assert_eq!(clerk.post_as("/api/sites", site, used).await.0, StatusCode::OK);
    let others = [place.sign_in("clerk").await, place.sign_in("admin").await];
    let before = rows(place).await;
    let mut wrong = Vec::new();
    for client in &others {
        let skipped = [KEEPS_A_LINE, LOOK_FIRST].concat();
        for verb in verbs.iter().filter(|verb| !skipped.contains(&verb.name.as_str())) {
            let body = sample(&document, &verb.body).to_string();
            let (status, problem) = send(client, verb, Some(&used.to_string()), body).await;
            let reused = (status, problem["code"].as_str()) == (StatusCode::CONFLICT, Some("request.reused"));
            // a rule that needs no transaction may speak first
            if !reused && !status.is_client_error() {
                wrong.push(format!("{}: {status} {problem}", verb.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(rows(place).await, before);
});
