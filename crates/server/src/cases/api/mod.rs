//! The routes of cases: wire in, one call, wire out.

mod categories;
mod changes;
mod family;
mod groups;
mod list;
mod own;
mod points;
mod settle;
mod show;
mod spot;
mod unverified;
mod urge;
mod verbs;
mod view;

pub use list::{ListQuery, listed};

use crate::app::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, verbs::report))
        .routes(routes!(list::counts))
        .routes(routes!(list::totals))
        .routes(routes!(points::points))
        .routes(routes!(unverified::list))
        .routes(routes!(spot::tell))
        .routes(routes!(groups::groups))
        .routes(routes!(categories::categories, own::add))
        .routes(routes!(categories::lists))
        .routes(routes!(own::rename))
        .routes(routes!(own::retire))
        .routes(routes!(own::restore))
        .routes(routes!(categories::suggest))
        .routes(routes!(family::near))
        .routes(routes!(family::split))
        .routes(routes!(settle::list))
        .routes(routes!(settle::change))
        .routes(routes!(settle::dispatch_rules, settle::begin))
        .routes(routes!(settle::end))
        .routes(routes!(urge::preview, urge::send))
        .routes(routes!(show::show))
        .routes(routes!(changes::changes))
        .routes(routes!(verbs::step))
}
