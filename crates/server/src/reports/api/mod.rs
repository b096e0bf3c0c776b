//! The routes of papers: wire in, one call, wire out.

mod link;
mod list;
mod sheets;
mod summaries;
mod view;
mod write;

use crate::app::App;
use axum::routing::get;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(sheets::sheet))
        .routes(routes!(list::list, summaries::make))
        .routes(routes!(list::history))
        .routes(routes!(summaries::show))
        .routes(routes!(summaries::docx))
        .routes(routes!(write::write))
        .routes(routes!(write::hold, write::release))
        .routes(routes!(summaries::refresh))
        .route("/f/{metric}", get(link::open))
}
