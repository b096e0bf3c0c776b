//! The month's summary: made, read, refreshed, taken as a file.

use super::view::{ReportView, seen};
use crate::{
    app::{App, Incoming, Path, Read},
    platform::problem::Problem,
    reports::{
        actions,
        model::{Error, ReportId},
        paper,
        summary::Ask,
    },
    work::Answer,
};
use axum::{Json, extract::State, http::HeaderMap, response::Response};
use kernel::{id::Uuid, period::Period};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MakeRequest {
    /// without it the widest area over which you write papers
    area: Option<Uuid>,
    /// as `2026-10`
    period: String,
}

/// Make the summary of an area and a period: a draft from the templates with today's figures.
#[utoipa::path(post, path = "/api/reports/summaries", tag = "reports", request_body = MakeRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ReportView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn make(
    State(app): State<App>,
    Incoming { door, body }: Incoming<MakeRequest>,
) -> Result<Answer, Problem> {
    let (who, now) = (door.order.who.clone(), door.order.now);
    let first_day = door.order.settings.first_day;
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
        ReportView::written(work, report, &area).await
    })
    .await
}

/// A paper.
#[utoipa::path(get, path = "/api/reports/summaries/{id}", tag = "reports", params(("id" = Uuid, Path)),
    responses((status = 200, body = ReportView), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<ReportView>, Problem> {
    let (report, area) = actions::readable(&read.db, &read.who, ReportId(id)).await?;
    let writable = read.who.may("report.write", actions::shown(&area));
    Ok(Json(ReportView::of(&read.db, report, &area, read.now, writable).await?))
}

/// A paper as DOCX; its figures open at the program's address.
#[utoipa::path(get, path = "/api/reports/summaries/{id}/docx", tag = "reports", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (status = 404, body = Problem)))]
pub async fn docx(State(app): State<App>, read: Read, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let (report, _) = actions::readable(&read.db, &read.who, ReportId(id)).await?;
    let document = paper::document(&report, app.config.public_url.as_deref());
    super::sheets::docx(&document, &format!("summary-{}", report.period))
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
    let (who, now) = (door.order.who.clone(), door.order.now);
    let first_day = door.order.settings.first_day;
    let db = app.db.read().await?;
    let (report, area) = actions::readable(&db, &who, ReportId(id)).await?;
    let seen = seen(&headers)?;
    let ask = Ask { db: &db, metrics: &app.metrics, who: &who, area, period: report.period, first_day, now };
    let anew = actions::anew(&ask, &report).await?;
    let area = ask.area;
    drop(db);
    door.run(async move |work| {
        let report = actions::renew(work, ReportId(id), seen, &anew).await?;
        ReportView::written(work, report, &area).await
    })
    .await
}
