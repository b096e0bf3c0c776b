//! What is told when something cannot be done: one wire form (RFC 9457) with a stable code that the faces look up.

use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use sea_orm::DbErr;
use serde::Serialize;
use utoipa::ToSchema;

/// `application/problem+json`. `code` is stable; the words are looked up by the face in the user's language.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// HTTP status, repeated for readers of the body alone
    pub status: u16,
    /// stable, `noun.what` (for example `case.not_now`)
    pub code: &'static str,
    /// English words for a developer
    pub title: String,
    /// the field it speaks of, as a path in the body
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub field: Option<String>,
    /// values that the face's words need
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub params: serde_json::Map<String, serde_json::Value>,
    /// all that is wrong, by field, where it is more than one thing; the first is told above too
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldFault>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldFault {
    /// a path in the body
    pub field: String,
    pub code: &'static str,
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub params: serde_json::Map<String, serde_json::Value>,
}

impl Problem {
    pub fn new(status: StatusCode, code: &'static str, title: impl Into<String>) -> Self {
        Self {
            status: status.as_u16(),
            code,
            title: title.into(),
            field: None,
            params: serde_json::Map::new(),
            errors: Vec::new(),
        }
    }
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }
    #[must_use]
    pub fn param(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.params.insert(name.into(), value.into());
        self
    }
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is no such thing, or not for you")
    }
    pub fn denied(verb: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "permission.denied", "your post has no right to this")
            .param("verb", verb)
    }
    pub fn no_session() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "session.none", "sign in first")
    }
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "server.busy", "not saved, the server is busy; try again")
    }
    /// The post that a request names is not the sender's to act in, today.
    pub fn foreign_post() -> Self {
        let words = "this post is not yours to act in today";
        Self::new(StatusCode::FORBIDDEN, "post.not_yours", words)
    }
    /// Not the user's fault: logged here, once, and told without particulars.
    pub fn internal(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "internal error");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server.error", "the server failed; nothing was saved")
    }
    /// The record is not as it was seen, told by its versions.
    pub fn stale(code: &'static str, title: impl Into<String>, seen: i32, now: i32) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, code, title).param("seen", seen).param("now", now)
    }
    pub fn bad(code: &'static str, title: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, title)
    }
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        Self::internal(&error)
    }
}
impl From<getrandom::Error> for Problem {
    fn from(error: getrandom::Error) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}
