//! What is not JSON: the plain front page with the sign-in, the two web apps from the binary, and the API's document.

use crate::{api_page, app::App, platform::problem::Problem};
use askama::Template;
use axum::{
    Json, Router,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use rust_embed::{Embed, EmbeddedFile};
use std::sync::{Arc, LazyLock};
use utoipa::openapi::OpenApi;

#[derive(Embed)]
#[folder = "../../web/dist"]
struct Web;

/// `plain`: served to others without TLS.
pub fn routes(document: &'static OpenApi, plain: bool) -> Router<App> {
    // made when somebody first asks for it, and once
    let page = Arc::new(LazyLock::new(move || api_page::render(document, plain)));
    Router::new()
        .route("/", get(front))
        .route("/api/openapi.json", get(async move || Json(document)))
        .route("/api/docs", get(async move || Html(page.as_str().to_owned())))
        .route("/desk", get(async || Redirect::permanent("/desk/")))
        .route("/m", get(async || Redirect::permanent("/m/")))
        .route("/desk/", get(async |headers: HeaderMap| asset(&headers, "desk", "index.html")))
        .route("/m/", get(async |headers: HeaderMap| asset(&headers, "m", "index.html")))
        .route(
            "/desk/{*path}",
            get(async |headers: HeaderMap, Path(path): Path<String>| asset(&headers, "desk", &path)),
        )
        .route(
            "/m/{*path}",
            get(async |headers: HeaderMap, Path(path): Path<String>| asset(&headers, "m", &path)),
        )
}

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    name: &'a str,
    /// phones lose camera, position and offline use on a public address without TLS
    plain: bool,
}

async fn front(State(app): State<App>) -> Response {
    let settings = match app.settled().await {
        Ok(settings) => settings,
        Err(error) => return Problem::from(error).into_response(),
    };
    match (Front { name: &settings.name, plain: app.config.plain_transport() }).render() {
        Ok(page) => Html(page).into_response(),
        Err(error) => Problem::internal(&error).into_response(),
    }
}

/// What every answer tells the browser: no foreign frame, no guessing of types, nothing of the API kept in a cache.
pub async fn fence(uri: axum::http::Uri, mut answer: Response) -> Response {
    let headers = answer.headers_mut();
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if uri.path().starts_with("/api/") && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    answer
}

/// Own files only. Styles stand inline in pages and components; the front page's few lines of script are inline, too.
const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
                      script-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/// A file of a web app, compressed as it was built; a path of the app's router gets its page, a missing file 404.
fn asset(headers: &HeaderMap, app: &str, path: &str) -> Response {
    let name = format!("{app}/{path}");
    if let Some(answer) = file(headers, &name) {
        return answer;
    }
    // the router's own paths may hold dots (a metric's code), so only these places are files
    let is_file = path.starts_with("assets/") || !path.contains('/') && path.contains('.');
    let page = if is_file { None } else { file(headers, &format!("{app}/index.html")) };
    page.unwrap_or_else(|| (StatusCode::NOT_FOUND, "not found").into_response())
}

fn file(headers: &HeaderMap, name: &str) -> Option<Response> {
    let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kept = if name.contains("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let media = mime_guess::from_path(name).first_or_octet_stream().to_string();
    for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
        if accepts.contains(encoding)
            && let Some(found) = Web::get(&format!("{name}{ending}"))
        {
            let mut answer = body(found, &media, kept);
            answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
            return Some(answer);
        }
    }
    Web::get(name).map(|found| body(found, &media, kept))
}

fn body(found: EmbeddedFile, media: &str, kept: &'static str) -> Response {
    let media = HeaderValue::from_str(media).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, media),
        (header::CACHE_CONTROL, HeaderValue::from_static(kept)),
        (header::VARY, HeaderValue::from_static("accept-encoding")),
    ];
    (headers, found.data.into_owned()).into_response()
}

#[cfg(test)]
mod tests;
