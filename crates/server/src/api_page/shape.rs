//! A schema as words: its type, or the names of the shapes it is made of.

use serde_json::Value;

const REFERENCE: &str = "#/components/schemas/";

/// Some words; a name leads to its shape on the same page.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub name: bool,
}

fn words(text: impl Into<String>) -> Piece {
    Piece { text: text.into(), name: false }
}

/// What a value of this schema is.
pub fn pieces(schema: &Value) -> Vec<Piece> {
    if let Some(name) = schema["$ref"].as_str().and_then(|target| target.strip_prefix(REFERENCE)) {
        return vec![Piece { text: name.into(), name: true }];
    }
    for (key, between) in [("oneOf", " | "), ("anyOf", " | "), ("allOf", " & ")] {
        if let Some(parts) = schema[key].as_array() {
            return joined(parts.iter().map(pieces), between);
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return joined(values.iter().map(|value| vec![words(value.to_string())]), " | ");
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        Value::String(kind) => vec![kind.as_str()],
        _ => vec!["any"],
    };
    joined(kinds.into_iter().map(|kind| of_kind(kind, schema)), " | ")
}

fn of_kind(kind: &str, schema: &Value) -> Vec<Piece> {
    let within = |open: &str, inner: &Value, close: &str| {
        [vec![words(open)], pieces(inner), vec![words(close)]].into_iter().flatten().collect()
    };
    match kind {
        "array" => within("[", &schema["items"], "]"),
        "object" if schema["additionalProperties"].is_object() => {
            within("{ name: ", &schema["additionalProperties"], " }")
        }
        "object" => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let fields = fields.map(|(name, property)| {
                [words(format!("{name}: "))].into_iter().chain(pieces(property)).collect()
            });
            [vec![words("{ ")], joined(fields, ", "), vec![words(" }")]].into_iter().flatten().collect()
        }
        "null" => vec![words(kind)],
        _ => match schema["format"].as_str() {
            Some(format) => vec![words(format!("{kind} ({format})"))],
            None => vec![words(kind)],
        },
    }
}

fn joined(parts: impl Iterator<Item = Vec<Piece>>, between: &str) -> Vec<Piece> {
    let mut all = Vec::new();
    for part in parts {
        if !all.is_empty() {
            all.push(words(between));
        }
        all.extend(part);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_schema_is_said_in_words() {
        for (schema, said) in [
            (json!({ "type": "string" }), "string"),
            (json!({ "type": ["string", "null"], "format": "date" }), "string (date) | null"),
            (json!({ "type": "array", "items": { "$ref": "#/components/schemas/Named" } }), "[<Named>]"),
            (
                json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Named" }] }),
                "null | <Named>",
            ),
            (json!({ "type": "string", "enum": ["slip", "bulletin"] }), "\"slip\" | \"bulletin\""),
            (json!({ "type": "object", "additionalProperties": { "type": "integer" } }), "{ name: integer }"),
            (json!({ "type": "object", "properties": { "lon": { "type": "number" } } }), "{ lon: number }"),
            (json!({}), "any"),
        ] {
            let piece = |p: Piece| if p.name { format!("<{}>", p.text) } else { p.text };
            assert_eq!(pieces(&schema).into_iter().map(piece).collect::<String>(), said);
        }
    }
}
