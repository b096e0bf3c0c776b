//! The document of the API: its head, and what the derived parts lack. Each operation gets a name of its own, and what
//! only the server sends says that every field is always there, null where it holds nothing; what comes in says how long it
//! may be; every route says what its way in refuses.

mod answers;
mod limits;

use serde_json::Value;
use std::collections::BTreeSet;
use utoipa::openapi::{
    InfoBuilder, OpenApi, OpenApiBuilder, RefOr, Required, Schema, request_body::RequestBody,
};

pub fn head() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Wenming")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "The workbench of a civilised-town campaign. Instants are RFC 3339 in UTC, days are YYYY-MM-DD in \
             Asia/Shanghai, quantities are decimal text. Every write carries the header Idempotency-Key. A person acts in \
             one post at a time: the header Acting-Post names it by its id, without it the main one acts; one that is \
             not theirs that day is 403 post.not_yours. Errors are application/problem+json with a stable code.",
        ));
    OpenApiBuilder::new().info(info.build()).build()
}

/// Shapes of which the server leaves out fields that hold nothing.
const SPARSE: &[&str] = &["Problem", "FieldFault", "Asked", "Live"];

pub fn tidy(document: &mut OpenApi) {
    let received = received(document);
    let told = serde_json::to_value(&document.components).unwrap_or_default();
    for (path, item) in &mut document.paths.paths {
        let mut called = path.trim_start_matches("/api/").replace(['/', '-'], "_");
        called.retain(|c| c != '{' && c != '}');
        for (method, operation) in [
            ("get", &mut item.get),
            ("post", &mut item.post),
            ("put", &mut item.put),
            ("delete", &mut item.delete),
        ] {
            if let Some(operation) = operation {
                operation.operation_id = Some(format!("{method}_{called}"));
                answers::complete(operation, method);
                if let Some(RefOr::T(body)) = &mut operation.request_body
                    && takes_nothing(body, &told)
                {
                    body.required = Some(Required::False);
                }
            }
        }
    }
    let Some(components) = &mut document.components else { return };
    answers::known_by(components);
    for (name, schema) in &mut components.schemas {
        if received.contains(name) {
            limits::limit(schema);
        } else if !SPARSE.contains(&name.as_str()) {
            require_all(schema);
        }
    }
}

/// A body of which every field may be left out may be left out itself.
fn takes_nothing(body: &RequestBody, told: &Value) -> bool {
    let body = serde_json::to_value(body).unwrap_or_default();
    let mut names = Vec::new();
    refer(&body["content"]["application/json"]["schema"], &mut names);
    let needs = |shape: &Value| shape["required"].as_array().is_some_and(|required| !required.is_empty());
    !names.is_empty()
        && names.iter().all(|name| {
            let shape = &told["schemas"][name];
            let mut parts = shape["allOf"].as_array().into_iter().flatten();
            !needs(shape) && !parts.any(|part| needs(part) || needs(&told["schemas"][part_name(part)]))
        })
}

fn part_name(part: &Value) -> &str {
    part["$ref"].as_str().and_then(|target| target.rsplit('/').next()).unwrap_or_default()
}

/// Every property is there.
fn require_all(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            object.required = object.properties.keys().cloned().collect();
        }
        RefOr::T(Schema::AllOf(all)) => all.items.iter_mut().for_each(require_all),
        _ => {}
    }
}

/// Names of the shapes that come in with a request, with all that they hold.
fn received(document: &OpenApi) -> BTreeSet<String> {
    let document = serde_json::to_value(document).unwrap_or_default();
    let mut waiting = Vec::new();
    let items = document["paths"].as_object().into_iter().flat_map(|paths| paths.values());
    for operation in items.flat_map(|item| item.as_object().into_iter().flat_map(|item| item.values())) {
        refer(&operation["requestBody"], &mut waiting);
    }
    let mut found = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        refer(&document["components"]["schemas"][&name], &mut waiting);
        found.insert(name);
        waiting.retain(|name| !found.contains(name));
    }
    found
}

/// Names that a part of the document refers to.
fn refer(part: &Value, names: &mut Vec<String>) {
    match part {
        Value::Object(fields) => {
            let target = fields.get("$ref").and_then(Value::as_str);
            names.extend(
                target.and_then(|target| target.strip_prefix("#/components/schemas/")).map(Into::into),
            );
            fields.values().for_each(|value| refer(value, names));
        }
        Value::Array(values) => values.iter().for_each(|value| refer(value, names)),
        _ => {}
    }
}
