//! Every route of the document is refused to a stranger, to somebody signed in without rights, and to whoever has not
//! changed a first password; what needs no sign-in holds nothing of the office.

use super::rust_files;
use crate::{
    app,
    demo::cast::{CAST, PASSWORD},
    install::{self, Newcomer},
    on_both,
    testing::{Client, Place},
};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use kernel::id::Uuid;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Open to everybody: the way in.
pub(super) const OPEN: &[&str] = &["POST /api/session"];

/// What somebody signed in without any right gets of a route that asks none: their own things, or nothing.
type Own = fn(&Value) -> bool;

/// Open to whoever is signed in. This list may only shrink; a new route asks a right first.
const OWN: &[(&str, Own)] = &[
    ("DELETE /api/session", Value::is_null),
    ("DELETE /api/sessions/{id}", |answer| answer["code"] == "not_found"),
    ("GET /api/areas", |answer| *answer == json!([])),
    ("GET /api/cases", |answer| answer["items"] == json!([])),
    ("GET /api/cases/totals", |answer| answer["count"] == 0 && answer["mean_elapsed_minutes"].is_null()),
    ("GET /api/cases/counts", |answer| {
        answer.as_object().is_some_and(|views| !views.is_empty() && views.values().all(|count| *count == 0))
    }),
    ("GET /api/session", |answer| {
        let own = answer["person"]["name"] == "冯新"
            && answer["positions"].as_array().is_some_and(|p| p.len() == 1);
        own && answer["verbs"] == json!([]) && answer["home_area"].is_null()
    }),
    ("GET /api/sessions", |answer| {
        answer.as_array().is_some_and(|rows| rows.iter().filter(|row| row["current"] == true).count() == 1)
    }),
    ("GET /api/waiting", |answer| {
        answer["count"] == 0 && answer["groups"] == json!([]) && answer["next"].is_null()
    }),
    ("POST /api/session/password", |answer| answer["code"] == "field.empty"),
];
/// Of these everybody reads the same: what the catalogue ships.
const CATALOGUE: &[&str] =
    &["GET /api/categories", "GET /api/category-lists", "GET /api/metrics", "GET /api/site-types"];

/// Open before a first password is changed: the way to change it, and out.
const BEFORE_CHANGE: &[&str] =
    &["POST /api/session", "GET /api/session", "DELETE /api/session", "POST /api/session/password"];

/// Pages and files, for anybody: what stands in no document of the API, each with an address to try.
const PAGES: &[(&str, &str)] = &[
    ("/", "/"),
    ("/api/docs", "/api/docs"),
    ("/api/openapi.json", "/api/openapi.json"),
    ("/desk", "/desk"),
    ("/desk/", "/desk/"),
    ("/desk/{*path}", "/desk/cases"),
    ("/f/{metric}", "/f/case.open?period=2026-10"),
    ("/m", "/m"),
    ("/m/", "/m/"),
    ("/m/{*path}", "/m/cases"),
    ("/q", "/q"),
    ("/q/{code}", "/q/2222-222"),
];

/// Method, path as documented, and a path with its places filled.
pub(super) fn documented(place: &Place) -> Vec<(String, String, String)> {
    let document: Value = serde_json::to_value(app::document()).unwrap();
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
            let query = if path.ends_with("/near") || path.ends_with("suggest") {
                format!("?category=sanitation.litter&area={area}")
            } else if path == "/api/figures/postings" {
                format!("?source=case:{}", Uuid::nil())
            } else if path.starts_with("/api/successions") {
                format!("?of={}", Uuid::nil())
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
    let mut body = json!({ "version": 1, "title": "x", "category": "sanitation.litter", "area": area, "place": "x", "source": "patrol",
        "name": "x", "short_name": "x", "code": "990101001299", "level": "town", "kind": "village", "parent": area,
        "day": "2026-10-30", "from": "2026-10-30", "reason": "x", "organisation": organisation, "org": organisation, "person": none,
        "position": position, "role": "inspector", "scope": "all", "login": "x", "name_en": "x", "lands_on": "today",
        "verbs": ["case.read"], "type": "market", "site": none, "form": form, "obligation": none, "answers": {},
        "period": "2026-10", "site_types": [], "subscriber": "x", "key": "x", "starts_on": "2026-10-30", "note": "x" });
    for (field, value) in [
        ("month", json!("2026-09")),
        ("counts", json!("records")),
        ("deputy", json!(none)),
        ("to", json!("2026-10-30")),
        ("roles", json!([])),
        ("parts", json!([])),
        ("said", json!({ "object": "横幅", "text": "1" })),
        ("metric", json!("works.lamps")),
    ] {
        body[field] = value;
    }
    // what follows an area or a unit
    match path.rsplit('/').next() {
        Some("merge") => body["into"] = json!({ "id": area }),
        Some("split") => body["into"] = json!([]),
        Some("hand_on") => body["to"] = json!(area),
        _ => {}
    }
    body
}

fn a_form() -> Value {
    json!({ "code": "x.a", "version": 1, "name": "x", "name_en": "x", "groups": [], "items": [] })
}

/// Stands in what only the office may read.
const SECRET: &str = "内部一件";

/// A case and a site with that word in them, where it is not for everybody. Answers the case's number, the site's code.
async fn secret(place: &Place, clerk: &Client<'_>) -> (String, String) {
    let area = place.town.area("990101001001").unwrap();
    let case = json!({ "title": SECRET, "category": "sanitation.litter", "area": area, "place": SECRET,
        "source": "patrol", "photos": [clerk.photo().await] });
    let (status, case) = clerk.post("/api/cases", case).await;
    assert_eq!(status, StatusCode::OK, "{case}");
    let site = json!({ "type": "market", "name": "菜市场", "area": area, "address": SECRET });
    let (status, site) = clerk.post("/api/sites", site).await;
    assert_eq!(status, StatusCode::OK, "{site}");
    (case["number"].as_str().unwrap().into(), site["code"].as_str().unwrap().into())
}

pub(super) async fn call(
    client: &Client<'_>,
    place: &Place,
    method: &str,
    path: &str,
) -> (StatusCode, Value) {
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
    let clerk = place.sign_in("clerk").await;
    secret(place, &clerk).await;
    let (_, sessions) = clerk.get("/api/sessions").await;
    let of_clerk: Vec<&str> =
        sessions.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    let mut wrong = Vec::new();
    for (method, path, filled) in documented(place) {
        let name = format!("{method} {path}");
        if OPEN.contains(&name.as_str()) {
            continue;
        }
        let nobody = place.sign_in("nobody").await;
        let (status, answer) = call(&nobody, place, &method, &filled).await;
        let right = if CATALOGUE.contains(&name.as_str()) {
            answer == call(&clerk, place, &method, &filled).await.1
        } else if let Some((_, own)) = OWN.iter().find(|(known, _)| *known == name) {
            own(&answer)
        } else {
            [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status)
        };
        let told = answer.to_string();
        let foreign = told.contains(SECRET) || of_clerk.iter().any(|session| told.contains(session));
        if !right || foreign {
            wrong.push(format!("{name}: {status} {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}\nask a right, and answer 403 or 404 without it");
    let nobody = place.sign_in("nobody").await;
    let (status, _) = call(&nobody, place, "DELETE", &format!("/api/sessions/{}", of_clerk[0])).await;
    assert_eq!(
        (status, clerk.get("/api/session").await.0),
        (StatusCode::NOT_FOUND, StatusCode::OK),
        "another's session"
    );
});

on_both!(a_first_password_is_changed_before_anything_else, async |place: &Place| {
    let clerk = CAST.iter().find(|member| member.login == "clerk").unwrap();
    let newcomer = Newcomer {
        login: "fresh".into(),
        head: false,
        must_change_password: true,
        ..place.town.newcomer(clerk).unwrap()
    };
    install::enlist(&place.app, install::installer(&place.app).await.unwrap(), newcomer).await.unwrap();
    let fresh = place.sign_in("fresh").await;
    let mut let_in = Vec::new();
    for (method, path, filled) in documented(place) {
        let name = format!("{method} {path}");
        if BEFORE_CHANGE.contains(&name.as_str()) {
            continue;
        }
        let (status, problem) = call(&fresh, place, &method, &filled).await;
        if (status, problem["code"].as_str()) != (StatusCode::FORBIDDEN, Some("password.must_change")) {
            let_in.push(format!("{name}: {status} {problem}"));
        }
    }
    assert!(let_in.is_empty(), "{let_in:#?}\ntake `Read` or `Incoming`, or ask `Signed::password_changed`");
    let (status, session) = fresh.get("/api/session").await;
    assert_eq!((status, &session["must_change_password"]), (StatusCode::OK, &json!(true)));
    let change = json!({ "old": PASSWORD, "new": "another-long-one" });
    assert_eq!(fresh.post("/api/session/password", change).await.0, StatusCode::NO_CONTENT);
    assert_eq!(fresh.get("/api/session").await.1["must_change_password"], false);
    assert_eq!(fresh.get("/api/cases").await.0, StatusCode::OK, "and then the office is open");
});

on_both!(pages_for_anybody_hold_nothing_of_the_office, async |place: &Place| {
    let mut routed = BTreeSet::new();
    for (_, text) in rust_files("crates/server/src").iter().filter(|(file, _)| !file.contains("tests")) {
        let addresses = text.split(".route(").skip(1).filter_map(|rest| rest.split('"').nth(1));
        routed.extend(addresses.filter(|address| address.starts_with('/')).map(str::to_owned));
    }
    let listed: BTreeSet<String> = PAGES.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(routed, listed, "every page is listed here, and tried");
    let clerk = place.sign_in("clerk").await;
    let (case, code) = secret(place, &clerk).await;
    let stranger = place.stranger();
    let plate = format!("/q/{code}");
    for path in PAGES.iter().map(|(_, path)| *path).chain([plate.as_str()]) {
        let (status, page) = stranger.page(path).await;
        let known = status.is_success() || status.is_redirection() || status == StatusCode::NOT_FOUND;
        assert!(known, "{path}: {status}");
        for word in [SECRET, case.as_str(), "周敏"] {
            assert!(!page.contains(word), "{path} tells {word}");
        }
        for method in ["POST", "PUT", "DELETE"] {
            let (status, _) = call(&stranger, place, method, path).await;
            assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
    }
    assert!(stranger.page(&plate).await.1.contains("菜市场"), "a plate says what place it hangs at");
});
