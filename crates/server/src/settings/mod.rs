//! What the office settles for itself on screen: the installation's name, the statistical month, the campaign, the
//! working calendar, checklists, and what changed when. Stands on all contexts.

mod calendar;
mod campaign;
mod checklist;
mod error;
mod history;
mod installation;
#[cfg(test)]
mod tests;

use crate::{
    app::{App, Read},
    platform::{problem::Problem, setting},
    work::Work,
};
pub use campaign::set_campaign;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(installation::show, installation::change))
        .routes(routes!(campaign::show, campaign::change))
        .routes(routes!(calendar::show))
        .routes(routes!(calendar::change_day))
        .routes(routes!(calendar::change_hours))
        .routes(routes!(checklist::publish))
        .routes(routes!(history::list))
}

const READ: &str = "setting.read";
const WRITE: &str = "setting.write";
/// Characters of a reason at most.
const LONGEST: usize = 200;

fn may_read(read: &Read) -> Result<(), Problem> {
    if read.who.holds(READ) { Ok(()) } else { Err(Problem::denied(READ)) }
}

/// Refuses to settle what somebody else has settled since it was seen; whoever says no version saw none.
async fn unseen(work: &Work<'_>, names: &[&str], seen: Option<i32>) -> Result<(), error::Error> {
    let now = setting::version(work.tx(), names).await?;
    match seen {
        Some(seen) if seen != now => Err(error::Error::Stale { seen, now }),
        _ => Ok(()),
    }
}

/// A reason or a name without blanks around it.
fn words(field: &'static str, text: &str) -> Result<String, error::Error> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(error::Error::Empty(field)),
        length if length > LONGEST => Err(error::Error::TooLong { field, length }),
        _ => Ok(text.to_owned()),
    }
}
