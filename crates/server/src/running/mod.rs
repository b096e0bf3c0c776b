//! What runs beside the requests, for the system administrator: jobs of the queue, and events that a subscriber could
//! not take in, each with a second chance. Shows no content of any record.

mod events;
mod jobs;
#[cfg(test)]
mod tests;

use crate::{
    app::{App, Read},
    directory,
    platform::{db::Fault, problem::Problem},
    work::{Denied, Happened, Work},
};
use axum::http::StatusCode;
use kernel::id::Uuid;
use sea_orm::DbErr;
use serde_json::{Value, json};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(jobs::list))
        .routes(routes!(jobs::retry))
        .routes(routes!(events::list))
        .routes(routes!(events::retry))
}

const READ: &str = "system.read";
const WRITE: &str = "system.write";

/// Rows of a page.
const USUAL: u64 = 50;
const MOST: u64 = 200;

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("there is no such thing")]
    None,
    #[error("the job did not fail")]
    NotFailed,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Db(e) = self { Some(e) } else { None }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::None => Self::not_found(),
            Error::NotFailed => Self::new(StatusCode::CONFLICT, "job.not_failed", words),
            Error::Denied(denied) => denied.into(),
            Error::Db(e) => e.into(),
        }
    }
}

fn may_read(read: &Read) -> Result<(), Problem> {
    if read.who.holds(READ) { Ok(()) } else { Err(Problem::denied(READ)) }
}

async fn may_retry(work: &Work<'_>) -> Result<(), Error> {
    directory::may_settle(work, WRITE, None).await
}

/// The trail of a second chance: how often it had failed.
async fn told(
    work: &Work<'_>,
    kind: &'static str,
    record: Uuid,
    what: Value,
    failures: i32,
) -> Result<(), Error> {
    let (before, after) = (json!({ "failures": failures }), json!({ "retried": what }));
    let (before, after) = (Some(&before as _), Some(&after as _));
    Ok(work.record(Happened { verb: WRITE, kind, record, before, after }).await?)
}

/// A page of so many rows, and the place where the next begins.
fn page<T>(mut rows: Vec<T>, limit: u64, place: impl FnOnce(&T) -> String) -> (Vec<T>, Option<String>) {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let full = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| full).map(place);
    (rows, next)
}

fn no_place() -> Problem {
    Problem::bad("query.cursor", "not a place in this list").field("after")
}
