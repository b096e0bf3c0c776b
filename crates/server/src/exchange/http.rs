//! Standards and sites as tables over HTTP: the same reading and the same verbs as by command, with the rights of
//! whoever sends. A dry run does all of it and takes it back.

use super::tables;
use crate::{
    app::{App, Path, Query, Read, receive},
    directory,
    platform::{
        db::Fault,
        problem::Problem,
        upload::{LARGEST, Table, XLSX},
    },
    sites, standards,
    work::{Answer, Door, Work},
};
use axum::{
    extract::{DefaultBodyLimit, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    let uploads = OpenApiRouter::new()
        .routes(routes!(import_standard))
        .routes(routes!(import_sites))
        .layer(DefaultBodyLimit::max(LARGEST));
    uploads.merge(OpenApiRouter::new().routes(routes!(export_standard)).routes(routes!(sites_template)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DryQuery {
    /// read and check, say what would happen, change nothing
    #[serde(default)]
    dry_run: bool,
}

/// What became of a standard, or would.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandardTaken {
    #[serde(flatten)]
    taken: standards::Taken,
    dry_run: bool,
}

/// Take a version of a standard of the office's own from XLSX (sheets 标准 and 指标). Faults are told by sheet, row,
/// column and rule, all at once.
#[utoipa::path(post, path = "/api/standards/import", tag = "standards", params(DryQuery,
        ("Idempotency-Key" = Uuid, Header)),
    request_body(content = Table, content_type = "multipart/form-data"),
    responses((status = 200, body = StandardTaken), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 413, body = Problem), (status = 422, body = Problem)))]
pub async fn import_standard(
    State(app): State<App>,
    Query(DryQuery { dry_run }): Query<DryQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let (door, bytes) = receive(&app, request, "standard.write").await?;
    let standard = tables::read_standard(&app, &bytes).await?;
    run(door, dry_run, async move |work| {
        let taken = standards::take(work, &standard).await?;
        Ok::<_, standards::Error>(StandardTaken { taken, dry_run })
    })
    .await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SitesQuery {
    /// the area of rows that name none; none lies outside it
    area: Option<Uuid>,
}

/// What became of a table of sites, or would.
#[derive(Debug, Serialize, ToSchema)]
pub struct SitesTaken {
    #[serde(flatten)]
    done: sites::Imported,
    dry_run: bool,
}

/// Open sites from XLSX or CSV, all of them or none; those that stand already are passed over.
#[utoipa::path(post, path = "/api/sites/import", tag = "sites", params(DryQuery, SitesQuery,
        ("Idempotency-Key" = Uuid, Header)),
    request_body(content = Table, content_type = "multipart/form-data"),
    responses((status = 200, body = SitesTaken), (status = 403, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub async fn import_sites(
    State(app): State<App>,
    Query(DryQuery { dry_run }): Query<DryQuery>,
    Query(SitesQuery { area }): Query<SitesQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let (door, bytes) = receive(&app, request, "site.write").await?;
    let within = match area {
        Some(id) => {
            let found = directory::find_area(&app.db.read().await?, id).await?;
            Some(found.ok_or_else(|| Problem::bad("area.none", "there is no such area").field("area"))?)
        }
        None => None,
    };
    // places are looked for where the sender may write; the verb asks the right for each row again
    let roots =
        within.as_ref().map_or_else(|| door.order.who.areas_of("site.write"), |area| vec![&*area.path]);
    let rows = tables::read_sites(&app, &bytes, &roots, within.as_ref()).await?;
    run(door, dry_run, async move |work| {
        let done = sites::import(work, &rows).await?;
        Ok::<_, sites::Error>(SitesTaken { done, dry_run })
    })
    .await
}

/// A verb that may be tried: then nothing is kept, not even the answer.
async fn run<T, E, F>(door: Door, dry_run: bool, verb: F) -> Result<Response, Problem>
where
    T: Serialize + Send + 'static,
    E: Fault + Into<Problem>,
    F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
{
    if dry_run {
        let tried = tables::try_out(&door.db, door.order, verb).await.map_err(Problem::from)?;
        return Ok(axum::Json(tried).into_response());
    }
    let answer: Answer = door.run_long(verb).await?;
    Ok(answer.into_response())
}

/// A version of a standard as XLSX; it comes in again unchanged.
#[utoipa::path(get, path = "/api/standards/{id}/xlsx", tag = "standards", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn export_standard(read: Read, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    may(&read, "standard.read")?;
    let (_, standard) = standards::find_standard(&read.db, id).await?.ok_or_else(Problem::not_found)?;
    let bytes = standards::write_table(&standard, &sites::type_names(&read.db).await?)?;
    Ok(book(bytes, &format!("standard-{}", standard.version)))
}

/// An empty table of sites to fill in.
#[utoipa::path(get, path = "/api/sites/template", tag = "sites",
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem)))]
pub async fn sites_template(read: Read) -> Result<Response, Problem> {
    may(&read, "site.write")?;
    Ok(book(sites::template()?, "sites"))
}

fn may(read: &Read, right: &'static str) -> Result<(), Problem> {
    if read.who.holds(right) { Ok(()) } else { Err(Problem::denied(right)) }
}

/// A workbook to be kept; what a header cannot say is left out of its name.
fn book(bytes: Vec<u8>, name: &str) -> Response {
    let plain: String =
        name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')).collect();
    let disposition = format!("attachment; filename=\"{plain}.xlsx\"");
    ([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}
