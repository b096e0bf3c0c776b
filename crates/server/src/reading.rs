//! Reading what comes in: a body and a query are held against the API's document before any rule, and what is wrong is
//! told by field.

use crate::{
    app,
    platform::{problem::Problem, shape::Shapes},
};
use axum::{
    extract::{
        FromRequestParts, MatchedPath,
        rejection::{BytesRejection, PathRejection},
    },
    http::{StatusCode, request::Parts, uri::InvalidUri},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::LazyLock;
use url::form_urlencoded;
use utoipa::ToSchema;

/// What the document says of everything that comes in.
static SHAPES: LazyLock<Shapes> = LazyLock::new(|| Shapes::of(app::document()));

/// A body that did not come whole: too large, or no longer coming.
pub fn unread(refusal: &BytesRejection) -> Problem {
    if refusal.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::new(refusal.status(), "body.too_large", "the body is too large");
    }
    Problem::new(StatusCode::BAD_REQUEST, "body.cut_off", "the body did not come whole; nothing was saved")
}

/// Reads JSON, as the document has it; what is wrong is told by the field's path.
pub fn parse<B: DeserializeOwned>(parts: &Parts, bytes: &[u8]) -> Result<B, Problem> {
    settled(bytes, |body| SHAPES.body(parts.method.as_str(), matched(parts), body))
}

/// Reads a part of an upload that is JSON of a shape in the document.
pub fn parse_part<B: DeserializeOwned + ToSchema>(bytes: &[u8]) -> Result<B, Problem> {
    settled(bytes, |part| SHAPES.part(&B::name(), part))
}

fn settled<B: DeserializeOwned>(
    bytes: &[u8],
    shape: impl FnOnce(&mut Value) -> Result<(), Problem>,
) -> Result<B, Problem> {
    let bytes = if bytes.is_empty() { b"{}".as_slice() } else { bytes };
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let mut body: Value = serde_path_to_error::deserialize(&mut reader).map_err(|error| malformed(&error))?;
    reader.end().map_err(|error| Problem::bad("body.malformed", error.to_string()))?;
    shape(&mut body)?;
    serde_path_to_error::deserialize(body).map_err(|error| malformed(&error))
}

fn malformed(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let field = error.path().to_string();
    let problem = Problem::bad("body.malformed", error.inner().to_string());
    // the path of the whole body is no field
    if field == "." { problem } else { problem.field(field) }
}

/// The path as the document has it.
fn matched(parts: &Parts) -> &str {
    parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str)
}

/// axum's `Query`, its words held against the document.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let sent = parts.uri.query().unwrap_or_default();
        let mut words: Vec<(String, String)> = form_urlencoded::parse(sent.as_bytes()).into_owned().collect();
        SHAPES.query(parts.method.as_str(), matched(parts), &mut words)?;
        let settled = form_urlencoded::Serializer::new(String::new()).extend_pairs(words).finish();
        let uri = format!("/?{settled}")
            .parse()
            .map_err(|e: InvalidUri| Problem::bad("query.malformed", e.to_string()))?;
        let read = axum::extract::Query::try_from_uri(&uri);
        read.map(|axum::extract::Query(read)| Self(read))
            .map_err(|refusal| Problem::bad("query.malformed", refusal.body_text()))
    }
}

/// axum's `Path`, whose refusal is a problem too.
#[derive(axum::extract::FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub struct Path<T>(pub T);

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::not_found()
    }
}
