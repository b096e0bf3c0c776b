//! The directory's routes: the tree of areas, organisations and posts, people, grants and roles, accounts, imports.

mod accounts;
mod areas;
mod deputies;
mod grants;
mod imports;
mod organisations;
mod people;
mod positions;
mod successions;

use super::actions::Change;
use crate::{
    app::App,
    platform::{problem::Problem, upload::LARGEST},
};
use axum::extract::DefaultBodyLimit;
use jiff::civil::Date;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    let upload = OpenApiRouter::new()
        .routes(routes!(imports::list, imports::stage::stage))
        .layer(DefaultBodyLimit::max(LARGEST));
    OpenApiRouter::new()
        .merge(upload)
        .routes(routes!(imports::template))
        .routes(routes!(imports::show))
        .routes(routes!(imports::file))
        .routes(routes!(imports::apply::apply))
        .routes(routes!(imports::apply::stop))
        .routes(routes!(areas::list, areas::open))
        .routes(routes!(areas::show))
        .routes(routes!(areas::rename))
        .routes(routes!(areas::recode))
        .routes(routes!(successions::areas::merge))
        .routes(routes!(successions::areas::split))
        .routes(routes!(successions::areas::move_to))
        .routes(routes!(successions::areas::convert))
        .routes(routes!(successions::areas::close))
        .routes(routes!(successions::areas::hand_on))
        .routes(routes!(successions::offices::merge))
        .routes(routes!(successions::offices::split))
        .routes(routes!(successions::offices::move_to))
        .routes(routes!(successions::offices::hand_on))
        .routes(routes!(successions::history))
        .routes(routes!(successions::preview::preview))
        .routes(routes!(successions::unattended::list))
        .routes(routes!(organisations::list, organisations::open))
        .routes(routes!(organisations::show))
        .routes(routes!(organisations::rename))
        .routes(routes!(organisations::close))
        .routes(routes!(positions::list, positions::open))
        .routes(routes!(positions::close))
        .routes(routes!(positions::put))
        .routes(routes!(positions::take_out))
        .routes(routes!(deputies::history))
        .routes(routes!(deputies::near))
        .routes(routes!(deputies::set))
        .routes(routes!(deputies::end))
        .routes(routes!(people::list, people::add))
        .routes(routes!(people::show))
        .routes(routes!(people::rename))
        .routes(routes!(people::rights))
        .routes(routes!(grants::give))
        .routes(routes!(grants::end))
        .routes(routes!(grants::roles, grants::write_role))
        .routes(routes!(grants::change_role))
        .routes(routes!(accounts::open))
        .routes(routes!(accounts::reset))
        .routes(routes!(accounts::disable))
        .routes(routes!(accounts::enable))
}

/// From which day, or till which, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ChangeRequest {
    #[schema(value_type = String, format = Date)]
    day: Date,
    reason: String,
    /// number or title of the paper that decided it
    #[serde(default)]
    document: String,
}
impl From<ChangeRequest> for Change {
    fn from(asked: ChangeRequest) -> Self {
        Self { day: asked.day, reason: asked.reason, document: asked.document }
    }
}

/// What was made.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Made {
    id: Uuid,
}

/// Rows of a page: as asked, at most so many.
fn limited(asked: Option<u64>, most: u64) -> u64 {
    asked.unwrap_or(most).clamp(1, most)
}

/// Takes the row that told there are more; answers whether it was there.
fn cut<T>(rows: &mut Vec<T>, limit: u64) -> bool {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    more
}

fn no_such() -> Problem {
    Problem::not_found()
}
