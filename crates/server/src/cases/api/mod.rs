//! The routes of cases: wire in, one call, wire out.

mod categories;
mod groups;
mod list;
mod own;
mod settle;
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
        .routes(routes!(categories::categories, own::add))
        .routes(routes!(own::rename))
        .routes(routes!(own::retire))
        .routes(routes!(own::restore))
        .routes(routes!(categories::suggest))
        .routes(routes!(settle::list))
        .routes(routes!(settle::change))
        .routes(routes!(settle::dispatch_rules, settle::begin))
        .routes(routes!(settle::end))
        .routes(routes!(show::show))
        .routes(routes!(verbs::step))
}
