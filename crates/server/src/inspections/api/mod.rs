//! The routes of inspections: wire in, one call, wire out.

mod form;
mod list;
mod visit;

use crate::app::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(form::list))
        .routes(routes!(form::show))
        .routes(routes!(form::source))
        .routes(routes!(list::list, visit::send))
        .routes(routes!(visit::show))
        .routes(routes!(visit::correct))
}
