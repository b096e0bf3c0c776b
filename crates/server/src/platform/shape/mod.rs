//! The shape of what comes in, as the API's document has it: each body and each query is held against it before any
//! rule, so that the document and the program cannot promise different things, and a new route has it by itself.

mod check;
mod fault;
#[cfg(test)]
mod tests;

pub use fault::{Faults, Rule};

use super::problem::Problem;
use check::Walk;
use serde_json::{Value, json};
use std::collections::HashMap;
use utoipa::openapi::OpenApi;

/// Characters of a text at most where the document says nothing else.
pub const LONGEST: usize = 2000;

/// What each operation takes.
pub struct Shapes {
    /// the document's components, to which its shapes refer
    components: Value,
    /// by method and path
    operations: HashMap<String, Operation>,
}

#[derive(Default)]
struct Operation {
    /// `null` where it takes no JSON
    body: Value,
    query: HashMap<String, Value>,
}

impl Shapes {
    pub fn of(document: &OpenApi) -> Self {
        Self::of_value(serde_json::to_value(document).unwrap_or_default())
    }

    fn of_value(mut document: Value) -> Self {
        let mut operations = HashMap::new();
        for (path, methods) in document["paths"].as_object().into_iter().flatten() {
            for (method, told) in methods.as_object().into_iter().flatten() {
                operations.insert(named(method, path), Operation::of(told));
            }
        }
        Self { components: document["components"]["schemas"].take(), operations }
    }

    /// Holds a body against its shape and settles its texts; what the document does not tell of is settled alike.
    pub fn body(&self, method: &str, path: &str, body: &mut Value) -> Result<(), Problem> {
        let mut walk = Walk::new(&self.components);
        walk.value(
            self.operations.get(&named(method, path)).map_or(&Value::Null, |told| &told.body),
            "",
            body,
        );
        walk.end()
    }

    /// The same for a part of an upload, whose shape is a component of the document.
    pub fn part(&self, component: &str, part: &mut Value) -> Result<(), Problem> {
        let shape = json!({ "$ref": format!("#/components/schemas/{component}") });
        let mut walk = Walk::new(&self.components);
        walk.value(&shape, "", part);
        walk.end()
    }

    /// Holds a query's words against their shapes and settles them.
    pub fn query(&self, method: &str, path: &str, words: &mut [(String, String)]) -> Result<(), Problem> {
        let told = self.operations.get(&named(method, path));
        let mut walk = Walk::new(&self.components);
        for (name, word) in words {
            let shape = told.and_then(|told| told.query.get(name)).unwrap_or(&Value::Null);
            walk.word(shape, name, word);
        }
        walk.end_of_query()
    }
}

impl Operation {
    fn of(told: &Value) -> Self {
        let words = told["parameters"].as_array().into_iter().flatten();
        let query = words.filter(|word| word["in"] == "query");
        Self {
            body: told["requestBody"]["content"]["application/json"]["schema"].clone(),
            query: query
                .map(|word| (word["name"].as_str().unwrap_or_default().to_owned(), word["schema"].clone()))
                .collect(),
        }
    }
}

fn named(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_ascii_lowercase())
}
