//! The routes of papers: wire in, one call, wire out.

mod link;
mod sheets;
mod summaries;

use crate::app::App;
use axum::routing::get;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sheets::sheet))
        .routes(routes!(summaries::make))
        .routes(routes!(summaries::show))
        .routes(routes!(summaries::docx))
        .routes(routes!(summaries::write))
        .routes(routes!(summaries::refresh))
        .route("/f/{metric}", get(link::open))
}
