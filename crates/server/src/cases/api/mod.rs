//! The routes of cases: wire in, one call, wire out.

mod categories;
mod groups;
mod list;
mod show;
mod verbs;

pub use list::{ListQuery, listed};

use crate::app::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, verbs::report))
        .routes(routes!(list::counts))
        .routes(routes!(groups::groups))
        .routes(routes!(categories::categories))
        .routes(routes!(categories::suggest))
        .routes(routes!(show::show))
        .routes(routes!(verbs::step))
}
