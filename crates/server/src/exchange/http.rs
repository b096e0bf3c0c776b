//! Standards, sites and figures as tables over HTTP: the same reading and the same verbs as by command, with the rights of
//! whoever sends. A dry run does all of it and takes it back.

use super::{
    figures::{self, Asked},
    tables,
};
use crate::{
    app::{App, Path, Query, Read, receive},
    directory,
    platform::{
        db::Fault,
        problem::Problem,
        upload::{LARGEST, Table, XLSX},
    },
    sites, standards, statements,
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
        .routes(routes!(import_figures))
        .layer(DefaultBodyLimit::max(LARGEST));
    let downloads = OpenApiRouter::new()
        .routes(routes!(export_standard))
        .routes(routes!(sites_template))
        .routes(routes!(figures_template));
    uploads.merge(downloads)
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
    let within = within(&app, area).await?;
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

async fn within(app: &App, area: Option<Uuid>) -> Result<Option<directory::Area>, Problem> {
    let Some(id) = area else { return Ok(None) };
    let found = directory::find_area(&app.db.read().await?, id).await?;
    found.map(Some).ok_or_else(|| Problem::bad("area.none", "there is no such area").field("area"))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FiguresQuery {
    /// the area of rows that name none; none lies outside it
    area: Option<Uuid>,
    /// the days of rows that name none, as `2025` or `2026-10`
    period: Option<String>,
    /// only rows whose field has this value, as `article=3`
    r#where: Option<String>,
}

/// What became of a file of figures, or would.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiguresTaken {
    #[serde(flatten)]
    taken: statements::Taken,
    dry_run: bool,
}

/// Take figures of papers in from JSON lines, CSV or XLSX, all rows or none. The same file for the same place and period
/// changes nothing.
#[utoipa::path(post, path = "/api/statements/import", tag = "statements", params(DryQuery, FiguresQuery,
        ("Idempotency-Key" = Uuid, Header)),
    request_body(content = Table, content_type = "multipart/form-data"),
    responses((status = 200, body = FiguresTaken), (status = 403, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub async fn import_figures(
    State(app): State<App>,
    Query(DryQuery { dry_run }): Query<DryQuery>,
    Query(query): Query<FiguresQuery>,
    request: Request,
) -> Result<Response, Problem> {
    let (door, bytes) = receive(&app, request, "statement.write").await?;
    let malformed = |e: kernel::period::Error| Problem::bad("query.period", e.to_string()).field("period");
    let period = query.period.as_deref().map(str::parse).transpose().map_err(malformed)?;
    let condition = query.r#where.as_deref().filter(|text| !text.trim().is_empty()).map(|text| {
        let malformed = || Problem::bad("query.where", "a condition is FIELD=VALUE").field("where");
        Asked::condition(text).ok_or_else(malformed)
    });
    let conditions = condition.transpose()?.into_iter().collect();
    let asked = Asked { within: within(&app, query.area).await?, period, conditions, organisation: None };
    let roots = asked.within.as_ref();
    let roots = roots.map_or_else(|| door.order.who.areas_of("statement.write"), |area| vec![&*area.path]);
    let order = figures::read(&app, &bytes, &roots, &asked).await?;
    run(door, dry_run, async move |work| {
        let taken = statements::take(work, &order).await?;
        Ok::<_, statements::Error>(FiguresTaken { taken, dry_run })
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

/// An empty table of figures to fill in.
#[utoipa::path(get, path = "/api/statements/template", tag = "statements",
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem)))]
pub async fn figures_template(read: Read) -> Result<Response, Problem> {
    may(&read, "statement.write")?;
    Ok(book(statements::template()?, "figures"))
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
