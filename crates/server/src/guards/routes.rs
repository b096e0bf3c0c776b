//! Every route of the document is refused to a stranger, and to somebody signed in without rights.

use crate::{
    app, on_both,
    testing::{Client, Place},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use kernel::id::Uuid;
use serde_json::{Value, json};

/// Open to everybody: the way in.
const OPEN: &[&str] = &["POST /api/session"];

/// Open to whoever is signed in, since they answer with the person's own things, with what the catalogue ships, or
/// with an empty list. This list may only shrink; a new route asks a right first.
const OWN: &[&str] = &[
    "DELETE /api/session",
    "DELETE /api/sessions/{id}",
    "GET /api/areas",
    "GET /api/cases",
    "GET /api/cases/counts",
    "GET /api/categories",
    "GET /api/metrics",
    "GET /api/session",
    "GET /api/site-types",
    "GET /api/sessions",
    "GET /api/waiting",
    "POST /api/session/password",
];

/// Method, path as documented, and a path with its places filled.
fn documented(place: &Place) -> Vec<(String, String, String)> {
    let document: Value = serde_json::to_value(app::api().1).unwrap();
    let area = place.town.area("990101001001").unwrap();
    let mut routes = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods
            .as_object()
            .unwrap()
            .keys()
            .filter(|m| ["get", "post", "put", "delete"].contains(&m.as_str()))
        {
            let filled = path.replace("{id}", &Uuid::nil().to_string()).replace("{verb}", "close");
            let filled = filled.replace("{metric}", "case.open").replace("{code}", "2222-222");
            let filled = filled.replace("{kind}", "slip").replace("{block}", "x.y");
            let query = if path.ends_with("suggest") {
                format!("?category=sanitation.litter&area={area}")
            } else if path == "/api/figures/postings" {
                format!("?source=case:{}", Uuid::nil())
            } else if path.ends_with("plates") {
                format!("?ids={}", Uuid::nil())
            } else if ["/api/imports", "/api/imports/template"].contains(&path.as_str()) {
                "?what=areas".into()
            } else {
                String::new()
            };
            routes.push((method.to_uppercase(), path.clone(), filled + &query));
        }
    }
    assert!(routes.len() > 15, "the document holds the routes");
    routes
}

/// A body that every verb can read, so that it is the right that is asked, not the shape.
fn body(place: &Place, path: &str) -> Value {
    let area = place.town.area("990101001001").unwrap();
    let (none, organisation) = (Uuid::nil(), place.town.organisation("CJB").unwrap());
    // a grant hangs on a post; a case, a round, a site and a visit have their position on earth
    let on_earth =
        ["/api/cases", "/api/rounds", "/api/sites", "/api/visits"].iter().any(|head| path.starts_with(head));
    let form = if path.starts_with("/api/checklists") { a_form() } else { json!(none) };
    let position = if on_earth { Value::Null } else { json!(none) };
    json!({ "version": 1, "title": "x", "category": "sanitation.litter", "area": area, "place": "x", "source": "patrol",
        "name": "x", "short_name": "x", "code": "990101001299", "level": "village", "kind": "village", "parent": area,
        "day": "2026-10-30", "from": "2026-10-30", "reason": "x", "organisation": organisation, "org": organisation, "person": none,
        "position": position, "role": "inspector", "scope": "all", "login": "x", "name_en": "x", "lands_on": "today",
        "verbs": ["case.read"], "type": "market", "site": none, "form": form, "obligation": none, "answers": {},
        "period": "2026-10", "site_types": [], "subscriber": "x" })
}

fn a_form() -> Value {
    json!({ "code": "x.a", "version": 1, "name": "x", "name_en": "x", "groups": [], "items": [] })
}

async fn call(client: &Client<'_>, place: &Place, method: &str, path: &str) -> (StatusCode, Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("cookie", client.cookie())
        .header("content-type", "application/json")
        .header("idempotency-key", place.id().to_string())
        .body(Body::from(body(place, path).to_string()))
        .unwrap();
    client.send(request).await
}

on_both!(a_stranger_is_refused_everywhere, async |place: &Place| {
    let stranger = place.stranger();
    let mut let_in = Vec::new();
    for (method, path, filled) in documented(place) {
        let name = format!("{method} {path}");
        let (status, _) = call(&stranger, place, &method, &filled).await;
        if status != StatusCode::UNAUTHORIZED && !OPEN.contains(&name.as_str()) {
            let_in.push(format!("{name}: {status}"));
        }
    }
    assert!(let_in.is_empty(), "{let_in:#?}\ntake `Read` or `Incoming` in the handler");
});

on_both!(somebody_without_rights_is_refused, async |place: &Place| {
    let mut let_in = Vec::new();
    for (method, path, filled) in documented(place) {
        let name = format!("{method} {path}");
        let nobody = place.sign_in("nobody").await;
        let (status, answer) = call(&nobody, place, &method, &filled).await;
        let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status);
        if OPEN.contains(&name.as_str()) {
            continue;
        }
        if OWN.contains(&name.as_str()) {
            let empty = path != "/api/cases" || method != "GET" || answer["totals"]["count"] == 0;
            assert!(empty, "{name} shows nothing of others");
        } else if !refused {
            let_in.push(format!("{name}: {status}"));
        }
    }
    assert!(let_in.is_empty(), "{let_in:#?}\nask a right, and answer 403 or 404 without it");
});
