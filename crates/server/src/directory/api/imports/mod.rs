//! Imports on screen: a file is staged and checked, shown with its faults beside the rows, then applied. The run's id
//! is the `Idempotency-Key` under which it was sent, so its progress can be asked while it is read. With `background`
//! a job does the work and the answer comes at once; whoever sent it finds it again in the list of their own.

pub mod apply;
pub mod stage;

use super::{accounts::draw, no_such};
use crate::{
    app::{App, Path, Query, Read},
    directory::import::{self, ImportRow, Report, What},
    platform::{problem::Problem, upload::XLSX},
};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use documents::sheet::write_xlsx;
use kernel::id::Uuid;
use serde::Deserialize;
use utoipa::IntoParams;

/// Imports that the list tells of.
const NEWEST: u64 = 20;

fn ask(what: What, read: &Read) -> Result<(), Problem> {
    let lacked = what.verbs().iter().find(|verb| !read.who.holds(verb));
    lacked.map_or(Ok(()), |verb| Err(Problem::denied(verb)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhatQuery {
    #[param(inline)]
    what: What,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BackgroundQuery {
    /// answer at once; a job does the work
    #[serde(default)]
    background: bool,
}

/// Your newest imports.
#[utoipa::path(get, path = "/api/imports", tag = "imports",
    responses((status = 200, body = Vec<ImportRow>), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<Vec<ImportRow>>, Problem> {
    if What::ALL.into_iter().all(|what| ask(what, &read).is_err()) {
        return Err(Problem::denied("area.write"));
    }
    Ok(Json(import::newest(&read.db, read.who.account, NEWEST).await?))
}

/// How far an import of yours is, and what is wrong with its rows.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = Report), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<Report>, Problem> {
    import::own(&read.db, id, read.who.account).await?;
    Ok(Json(import::report(&read.db, id).await?))
}

/// The file of an import of yours as it was sent in the background, kept while the import is open and for two days at
/// the longest.
#[utoipa::path(get, path = "/api/imports/{id}/file", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, body = Problem)))]
pub async fn file(State(app): State<App>, read: Read, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    import::own(&read.db, id, read.who.account).await?;
    let bytes = app.files.kept(id).await?.ok_or_else(no_such)?;
    let kind = (header::CONTENT_TYPE, "application/octet-stream");
    Ok(([kind, (header::CONTENT_DISPOSITION, "attachment")], bytes).into_response())
}

/// An empty table to fill in; boundaries have none.
#[utoipa::path(get, path = "/api/imports/template", tag = "imports", params(WhatQuery),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn template(read: Read, Query(WhatQuery { what }): Query<WhatQuery>) -> Result<Response, Problem> {
    ask(what, &read)?;
    let mut plan = match what {
        What::Areas => import::areas_plan(),
        What::Organisations => import::organisations_plan(),
        What::People => import::people_plan(),
        What::Boundaries => return Err(no_such()),
    };
    plan.error_column = None;
    let bytes = write_xlsx(&plan, []).map_err(|e| Problem::internal(&e))?;
    let name = format!("attachment; filename=\"{}.xlsx\"", what.word());
    Ok(([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}
