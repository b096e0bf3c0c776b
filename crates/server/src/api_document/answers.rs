//! What every route may answer besides its own: the refusals of the ways in, and the one form of them all.

use utoipa::openapi::{
    Components, ContentBuilder, Ref, Response, ResponseBuilder,
    path::{Operation, ParameterIn},
    security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme},
};

const PROBLEM: &str = "application/problem+json";
const SESSION: &str = "session";
/// The way in asks for no session.
const OPEN: &str = "post_session";

/// The cookie by which somebody is known.
pub(super) fn known_by(components: &mut Components) {
    let cookie = ApiKeyValue::with_description(crate::app::COOKIE, "set by POST /api/session");
    components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
}

/// Adds the refusals of the ways in to an operation, and gives all refusals their form.
pub(super) fn complete(operation: &mut Operation, method: &str) {
    let stands_in = |place: &ParameterIn| {
        operation
            .parameters
            .iter()
            .flatten()
            .any(|told| matches!(told, utoipa::openapi::RefOr::T(told) if told.parameter_in == *place))
    };
    let mut may: Vec<(&str, &str)> = Vec::new();
    if operation.operation_id.as_deref() != Some(OPEN) {
        operation.security = Some(vec![SecurityRequirement::new::<_, _, String>(SESSION, [])]);
        may.extend([("401", "nobody is signed in"), ("403", "no right, or a first password to change")]);
    }
    if stands_in(&ParameterIn::Path) {
        may.push(("404", "there is no such thing, or not for you"));
    }
    if stands_in(&ParameterIn::Query) || operation.request_body.is_some() {
        may.push(("422", "what is sent is not as described, told by field"));
    }
    if operation.request_body.is_some() {
        may.push(("413", "too large"));
    }
    if method != "get" {
        may.extend([
            ("400", "no Idempotency-Key, none that is a UUID, or a body that was cut off"),
            ("409", "the request id was used for another write"),
            ("503", "not saved, the server is busy; try again"),
        ]);
    }
    for (status, words) in may {
        let told = &mut operation.responses.responses;
        told.entry(status.into()).or_insert_with(|| refusal(words).into());
    }
    for told in operation.responses.responses.values_mut() {
        if let utoipa::openapi::RefOr::T(told) = told {
            as_problem(told);
        }
    }
}

fn refusal(words: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new().description(words).content("application/json", content.build()).build()
}

/// A problem goes out under its own media type, whatever a handler's lines say.
fn as_problem(told: &mut Response) {
    let is = |content: &utoipa::openapi::Content| matches!(&content.schema, Some(utoipa::openapi::RefOr::Ref(target)) if target.ref_location.ends_with("/Problem"));
    for content in std::mem::take(&mut told.content) {
        let problem = matches!(&content.1, utoipa::openapi::RefOr::T(content) if is(content));
        told.content.insert(if problem { PROBLEM.into() } else { content.0 }, content.1);
    }
}
