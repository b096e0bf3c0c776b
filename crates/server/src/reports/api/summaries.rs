//! The month's summary: made, read, written in, refreshed, taken as a file.

use crate::{
    app::{App, Incoming, Path, Read},
    platform::{permission::Who, problem::Problem},
    reports::{
        actions::{self, Written},
        model::{Block, Content, Error, Report, ReportId},
        paper,
        summary::Ask,
    },
    wire::Named,
    work::{Answer, Order},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use kernel::{id::Uuid, moment::Moment, period::Period};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MakeRequest {
    /// without it the widest area over which you write papers
    area: Option<Uuid>,
    /// as `2026-10`
    period: String,
}

/// A paper with its blocks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    id: Uuid,
    area: Named,
    period: String,
    /// `\n` breaks its lines
    title: String,
    office: String,
    /// place in the sealed chain that its figures were taken at
    as_of: Option<i64>,
    #[schema(value_type = String, format = DateTime)]
    made_at: Moment,
    #[schema(value_type = String, format = DateTime)]
    refreshed_at: Moment,
    /// for `If-Match`
    version: i32,
    blocks: Vec<BlockView>,
    /// may be written in by you
    writable: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct BlockView {
    key: String,
    content: Content,
    /// a person's words, which a refresh keeps
    edited: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    edited_at: Option<Moment>,
}
impl From<Block> for BlockView {
    fn from(block: Block) -> Self {
        let edited_at = block.edited.map(|(_, at)| at);
        Self { key: block.key, content: block.content, edited: edited_at.is_some(), edited_at }
    }
}

impl ReportView {
    fn of(report: Report, area: Named, writable: bool) -> Self {
        Self {
            id: report.id.0,
            area,
            period: report.period.to_string(),
            title: report.title,
            office: report.office,
            as_of: report.as_of,
            made_at: report.made_at,
            refreshed_at: report.refreshed_at,
            version: report.version,
            blocks: report.blocks.into_iter().map(BlockView::from).collect(),
            writable,
        }
    }
}

/// Make the summary of an area and a period: a draft from the templates with today's figures.
#[utoipa::path(post, path = "/api/reports/summaries", tag = "reports", request_body = MakeRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ReportView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn make(
    State(app): State<App>,
    Incoming { door, body }: Incoming<MakeRequest>,
) -> Result<Answer, Problem> {
    let (who, now, first_day) = asked(&door.order);
    let db = app.db.read().await?;
    let area = actions::area(&db, &who, body.area).await?;
    let wrong = |e: kernel::period::Error| Error::Period(body.period.clone(), e.to_string());
    let period: Period = body.period.parse().map_err(wrong)?;
    let ask = Ask { db: &db, metrics: &app.metrics, who: &who, area, period, first_day, now };
    let draft = ask.draft().await?;
    let area = ask.area;
    drop(db);
    door.run(async move |work| {
        let report = actions::make(work, &area, period, &draft).await?;
        Ok::<_, Error>(ReportView::of(report, Named { id: area.id, name: area.name.clone() }, true))
    })
    .await
}

/// A paper.
#[utoipa::path(get, path = "/api/reports/summaries/{id}", tag = "reports", params(("id" = Uuid, Path)),
    responses((status = 200, body = ReportView), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<ReportView>, Problem> {
    let (report, area) = actions::readable(&read.db, &read.who, ReportId(id)).await?;
    let writable = read.who.may("report.write", actions::shown(&area));
    Ok(Json(ReportView::of(report, Named { id: area.id, name: area.name }, writable)))
}

/// A paper as DOCX; its figures open at the program's address.
#[utoipa::path(get, path = "/api/reports/summaries/{id}/docx", tag = "reports", params(("id" = Uuid, Path)),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>), (status = 404, body = Problem)))]
pub async fn docx(State(app): State<App>, read: Read, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let (report, _) = actions::readable(&read.db, &read.who, ReportId(id)).await?;
    let document = paper::document(&report, app.config.public_url.as_deref());
    super::sheets::docx(&document, &format!("summary-{}", report.period))
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct WriteRequest {
    /// in their order; none leaves the paragraph out of the paper
    #[serde(default)]
    runs: Vec<WrittenRun>,
}

/// Words, or one of the figures that the paragraph has, by its place among them from 0.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WrittenRun {
    Text(String),
    Figure(usize),
}
impl From<WrittenRun> for Written {
    fn from(run: WrittenRun) -> Self {
        match run {
            WrittenRun::Text(text) => Self::Text(text),
            WrittenRun::Figure(at) => Self::Figure(at),
        }
    }
}

/// Write a paragraph. `If-Match` holds the version that you saw; a stale one is refused with both.
#[utoipa::path(put, path = "/api/reports/summaries/{id}/blocks/{block}", tag = "reports", request_body = WriteRequest,
    params(("id" = Uuid, Path), ("block" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ReportView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem), (status = 428, body = Problem)))]
pub async fn write(
    State(app): State<App>,
    Path((id, block)): Path<(Uuid, String)>,
    headers: HeaderMap,
    Incoming { door, body }: Incoming<WriteRequest>,
) -> Result<Answer, Problem> {
    let db = app.db.read().await?;
    let (_, area) = actions::readable(&db, &door.order.who, ReportId(id)).await?;
    drop(db);
    let seen = seen(&headers)?;
    let written: Vec<Written> = body.runs.into_iter().map(Written::from).collect();
    door.run(async move |work| {
        let report = actions::write(work, ReportId(id), seen, &block, &written).await?;
        Ok::<_, Error>(ReportView::of(report, Named { id: area.id, name: area.name.clone() }, true))
    })
    .await
}

/// Take all figures anew. Paragraphs that a person wrote stay; figures that moved are marked.
#[utoipa::path(post, path = "/api/reports/summaries/{id}/refresh", tag = "reports",
    params(("id" = Uuid, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ReportView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 428, body = Problem)))]
pub async fn refresh(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Incoming { door, .. }: Incoming<serde_json::Value>,
) -> Result<Answer, Problem> {
    let (who, now, first_day) = asked(&door.order);
    let db = app.db.read().await?;
    let (report, area) = actions::readable(&db, &who, ReportId(id)).await?;
    let seen = seen(&headers)?;
    let ask = Ask { db: &db, metrics: &app.metrics, who: &who, area, period: report.period, first_day, now };
    let anew = actions::anew(&ask, &report).await?;
    let area = ask.area;
    drop(db);
    door.run(async move |work| {
        let report = actions::renew(work, ReportId(id), seen, &anew).await?;
        Ok::<_, Error>(ReportView::of(report, Named { id: area.id, name: area.name.clone() }, true))
    })
    .await
}

/// Who makes a paper, when, and in which months.
fn asked(order: &Order) -> (Arc<Who>, Moment, u8) {
    (order.who.clone(), order.now, order.settings.first_day)
}

/// The version in `If-Match`, with or without its quotation marks.
fn seen(headers: &HeaderMap) -> Result<i32, Problem> {
    let text = headers.get(header::IF_MATCH).and_then(|value| value.to_str().ok());
    let seen = text.and_then(|text| text.trim_matches('"').parse().ok());
    Ok(seen.ok_or(Error::VersionMissing)?)
}
