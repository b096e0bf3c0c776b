//! How long a text may be that comes in, where its own shape does not say it: names are short, all else ends somewhere.

use crate::platform::shape::LONGEST;
use utoipa::openapi::{
    RefOr, Schema,
    schema::{AdditionalProperties, ArrayItems, Object, SchemaType, Type},
};

/// Characters of what stands in a list or on a plate; rules may want fewer.
const LONGEST_NAME: usize = 200;
const NAMES: &[&str] = &[
    "code",
    "key",
    "kind",
    "level",
    "login",
    "name",
    "name_en",
    "period",
    "role",
    "short_name",
    "theme",
    "title",
    "type",
];

/// Gives every text of a shape that comes in its greatest length.
pub(super) fn limit(schema: &mut RefOr<Schema>) {
    within(schema, LONGEST);
}

fn within(schema: &mut RefOr<Schema>, most: usize) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => object_within(object, most),
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                within(items, most);
            }
        }
        Schema::OneOf(ways) => ways.items.iter_mut().for_each(|way| within(way, most)),
        Schema::AnyOf(ways) => ways.items.iter_mut().for_each(|way| within(way, most)),
        Schema::AllOf(parts) => parts.items.iter_mut().for_each(|part| within(part, most)),
        _ => {}
    }
}

fn object_within(object: &mut Object, most: usize) {
    let open = object.format.is_none() && object.enum_values.is_none() && object.max_length.is_none();
    if open && is_text(&object.schema_type) {
        object.max_length = Some(most);
    }
    for (name, property) in &mut object.properties {
        within(property, if NAMES.contains(&name.as_str()) { LONGEST_NAME } else { LONGEST });
    }
    if let Some(AdditionalProperties::RefOr(schema)) = object.additional_properties.as_deref_mut() {
        within(schema, LONGEST);
    }
}

fn is_text(kind: &SchemaType) -> bool {
    match kind {
        SchemaType::Type(kind) => *kind == Type::String,
        SchemaType::Array(kinds) => kinds.contains(&Type::String),
        SchemaType::AnyValue => false,
    }
}
