//! The API's document as a page to read: routes by subject, with what they ask and answer, and every shape they name.
//! Nothing from elsewhere.

mod shape;

use askama::Template;
use serde_json::Value;
use shape::{Piece, pieces};
use utoipa::openapi::OpenApi;

#[derive(Template)]
#[template(path = "api.html")]
struct Page {
    description: String,
    plain: bool,
    groups: Vec<Group>,
    shapes: Vec<Shape>,
}

struct Group {
    tag: String,
    routes: Vec<Route>,
}

struct Route {
    method: String,
    path: String,
    summary: String,
    description: String,
    parameters: Vec<Field>,
    bodies: Vec<Content>,
    answers: Vec<Answer>,
}

/// A parameter with where it stands, or a property of a shape.
struct Field {
    name: String,
    place: String,
    required: bool,
    kind: Vec<Piece>,
    words: String,
}

struct Content {
    media: String,
    kind: Vec<Piece>,
}

struct Answer {
    status: String,
    words: String,
    contents: Vec<Content>,
}

/// A shape of the wire: its own words, and its properties or what it stands for.
struct Shape {
    name: String,
    words: String,
    kind: Vec<Piece>,
    fields: Vec<Field>,
}

/// The page, made once at start.
pub fn render(document: &OpenApi, plain: bool) -> String {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut groups: Vec<Group> = Vec::new();
    for (path, methods) in entries(&document["paths"]) {
        for (method, operation) in entries(methods) {
            let tag = text(&operation["tags"][0]);
            let route = route(method, path, operation);
            match groups.iter_mut().find(|group| group.tag == tag) {
                Some(group) => group.routes.push(route),
                None => groups.push(Group { tag, routes: vec![route] }),
            }
        }
    }
    let shapes = entries(&document["components"]["schemas"]).map(|(name, schema)| shape(name, schema));
    let description = text(&document["info"]["description"]);
    let page = Page { description, plain, groups, shapes: shapes.collect() };
    page.render().unwrap_or_else(|error| error.to_string())
}

fn route(method: &str, path: &str, operation: &Value) -> Route {
    let parameter = |p: &Value| Field {
        name: text(&p["name"]),
        place: text(&p["in"]),
        required: p["required"] == true,
        kind: pieces(&p["schema"]),
        words: text(&p["description"]),
    };
    let answer = |(status, answer): (&String, &Value)| Answer {
        status: status.clone(),
        words: text(&answer["description"]),
        contents: contents(answer),
    };
    Route {
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        parameters: operation["parameters"].as_array().into_iter().flatten().map(parameter).collect(),
        bodies: contents(&operation["requestBody"]),
        answers: entries(&operation["responses"]).map(answer).collect(),
    }
}

/// What a body or an answer holds, by media type.
fn contents(of: &Value) -> Vec<Content> {
    let content = |(media, content): (&String, &Value)| Content {
        media: media.clone(),
        kind: pieces(&content["schema"]),
    };
    entries(&of["content"]).map(content).collect()
}

fn shape(name: &str, schema: &Value) -> Shape {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let field = |(name, property): (&String, &Value)| Field {
        name: name.clone(),
        place: String::new(),
        required: required.iter().any(|one| one == name),
        kind: pieces(property),
        words: text(&property["description"]),
    };
    let fields: Vec<Field> = entries(&schema["properties"]).map(field).collect();
    let kind = if fields.is_empty() { pieces(schema) } else { vec![] };
    Shape { name: name.to_owned(), words: text(&schema["description"]), kind, fields }
}

fn entries(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    of.as_object().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
