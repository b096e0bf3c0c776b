//! The routes of superiors' lists: wire in, one call, wire out.

mod answer;
mod list;
mod receive;
mod show;
mod verbs;
mod view;

pub use receive::received;

use crate::app::App;
use axum::extract::DefaultBodyLimit;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    let receive = OpenApiRouter::new()
        .routes(routes!(list::list, receive::receive))
        .layer(DefaultBodyLimit::max(receive::LARGEST + 64 * 1024));
    OpenApiRouter::new()
        .merge(receive)
        .routes(routes!(list::senders))
        .routes(routes!(list::of_case))
        .routes(routes!(show::show))
        .routes(routes!(show::items))
        .routes(routes!(show::file))
        .routes(routes!(verbs::match_columns))
        .routes(routes!(verbs::mend))
        .routes(routes!(verbs::dispatch))
        .routes(routes!(verbs::cancel))
        .routes(routes!(answer::draft))
        .routes(routes!(answer::answer))
        .routes(routes!(answer::kept))
}
