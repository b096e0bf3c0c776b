//! The routes of obligations: wire in, one call, wire out.

mod obligations;
mod owed;
mod rounds;
mod slots;
mod wire;

pub use wire::KindName;

use crate::app::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(obligations::kinds))
        .routes(routes!(obligations::list, obligations::owe))
        .routes(routes!(obligations::end))
        .routes(routes!(owed::list))
        .routes(routes!(slots::list))
        .routes(routes!(slots::show))
        .routes(routes!(rounds::list, rounds::walk))
        .routes(routes!(rounds::show))
}
