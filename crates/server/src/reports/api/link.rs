//! The short address of a figure in a paper: leads to its page on the desk, which asks for sign-in.

use axum::{
    extract::{Path, RawQuery},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};

pub async fn open(Path(metric): Path<String>, RawQuery(query): RawQuery) -> Response {
    if !metric.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::temporary(&format!("/desk/figures/{metric}{query}")).into_response()
}
