//! Statements over HTTP: the list, one of them, and their verbs. Files of figures come in by `exchange`.

mod list;
mod show;
mod verbs;

use crate::app::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list, verbs::create))
        .routes(routes!(show::show))
        .routes(routes!(verbs::correct))
        .routes(routes!(verbs::withdraw))
        .routes(routes!(verbs::place))
}
