//! The API's document as a page to read: routes by subject, with what they ask and answer. Nothing from elsewhere.

use askama::Template;
use serde_json::Value;
use utoipa::openapi::OpenApi;

#[derive(Template)]
#[template(path = "api.html")]
struct Page {
    description: String,
    groups: Vec<Group>,
}

struct Group {
    tag: String,
    routes: Vec<Route>,
}

struct Route {
    method: String,
    path: String,
    summary: String,
    /// name, where it stands, what it means
    parameters: Vec<(String, String, String)>,
    answers: String,
}

/// The page, made once at start.
pub fn render(document: &OpenApi) -> String {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut groups: Vec<Group> = Vec::new();
    for (path, methods) in document["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let tag = text(&operation["tags"][0]);
            let route = route(method, path, operation);
            match groups.iter_mut().find(|group| group.tag == tag) {
                Some(group) => group.routes.push(route),
                None => groups.push(Group { tag, routes: vec![route] }),
            }
        }
    }
    let page = Page { description: text(&document["info"]["description"]), groups };
    page.render().unwrap_or_else(|error| error.to_string())
}

fn route(method: &str, path: &str, operation: &Value) -> Route {
    let parameter = |p: &Value| (text(&p["name"]), text(&p["in"]), text(&p["description"]));
    let answers = operation["responses"].as_object().into_iter().flatten().map(|(status, _)| status.as_str());
    Route {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        answers: answers.collect::<Vec<_>>().join(" · "),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
