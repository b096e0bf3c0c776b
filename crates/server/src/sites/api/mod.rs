//! The routes of sites: wire in, one call, wire out; and the pages of plates.

mod landing;
mod list;
mod plates;
mod show;
mod verbs;

use crate::app::App;
use axum::routing::get;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The landing of a plate is a page for anybody, so it stands in no document of the API.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::types))
        .routes(routes!(list::list, verbs::open))
        .routes(routes!(plates::plates))
        .routes(routes!(show::by_code))
        .routes(routes!(show::show))
        .routes(routes!(verbs::edit))
        .routes(routes!(verbs::close))
        .route("/q", get(landing::ask))
        .route("/q/{code}", get(landing::land))
}
