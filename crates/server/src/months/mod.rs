//! 结账: the months that an area closes, what was entered into them afterwards, and what that changed in papers made
//! before. Stands on the journal, which keeps the closings, and on the contexts whose records and papers it names; the
//! gate that every verb passes is `work`'s.

mod changes;
mod days;
mod list;
mod papers;
#[cfg(test)]
mod tests;
mod verbs;
mod view;

use crate::app::App;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(list::list))
        .routes(routes!(verbs::close))
        .routes(routes!(verbs::reopen))
        .routes(routes!(changes::show))
        .routes(routes!(papers::show))
}

/// Opens what months say, as it opens their figures.
const READ: &str = "figure.read";
const CLOSE: &str = "month.close";
const REOPEN: &str = "month.reopen";
