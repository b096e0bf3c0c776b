//! Writing in a paragraph: held while it is written, its figures kept, cited or made plain words.

use super::view::{ParagraphHold, ReportView, seen};
use crate::{
    app::{App, Incoming, Path},
    platform::problem::Problem,
    reports::{
        actions::{self, Written},
        model::{Asked, Error, ReportId},
        summary::Ask,
    },
    wire::Nothing,
    work::{Answer, first_day},
};
use axum::{extract::State, http::HeaderMap};
use kernel::id::Uuid;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct WriteRequest {
    /// in their order; none leaves the paragraph out of the paper
    #[serde(default)]
    runs: Vec<WrittenRun>,
}

/// A piece of the paragraph.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WrittenRun {
    Text(String),
    /// a figure that the paragraph has, by its place among them from 0
    Figure(usize),
    /// a figure that it has not, read as of the paper's seal
    Cite(Cite),
    /// a figure that the paragraph has, as its digits from now on
    Plain(MadePlain),
}

/// A figure by what it answers, as its address in a paper has it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cite {
    metric: String,
    /// in the grammar of periods
    period: String,
    /// without it the paper's
    area: Option<Uuid>,
    /// ids of organisations, a comma between; without it all
    org: Option<String>,
    /// only what these themselves are credited with
    #[serde(default)]
    own: bool,
    /// a category means those below it too
    #[serde(default)]
    dims: BTreeMap<String, String>,
    /// the change against the period before instead of the value
    #[serde(default)]
    change: bool,
}

impl Cite {
    fn of(self, paper: Uuid) -> Asked {
        let Self { metric, period, area, org, own, dims, change } = self;
        Asked { metric, area: area.unwrap_or(paper), org, own, period, dims, change }
    }
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MadePlain {
    /// the figure, by its place among those that the paragraph has, from 0
    run: usize,
    /// why it is no figure any more, at most 300 characters; kept in the paragraph's history
    reason: String,
}

/// Write a paragraph. `If-Match` holds the version that you saw; a stale one is refused with both. One that somebody
/// else holds is refused with their name and until when.
#[utoipa::path(put, path = "/api/reports/summaries/{id}/blocks/{block}", tag = "reports", request_body = WriteRequest,
    params(("id" = Uuid, Path), ("block" = String, Path), ("If-Match" = String, Header), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ReportView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem),
        (status = 428, body = Problem)))]
pub async fn write(
    State(app): State<App>,
    Path((id, block)): Path<(Uuid, String)>,
    headers: HeaderMap,
    Incoming { door, body }: Incoming<WriteRequest>,
) -> Result<Answer, Problem> {
    let (who, now) = (door.order.who.clone(), door.order.now);
    let db = app.db.read().await?;
    let (report, area) = actions::readable(&db, &who, ReportId(id)).await?;
    let seen = seen(&headers)?;
    let first_day = first_day(&db, &door.order.settings, report.as_of).await.map_err(Error::from)?;
    let ask = Ask { db: &db, metrics: &app.metrics, who: &who, area, period: report.period, first_day, now };
    let mut written = Vec::new();
    for run in body.runs {
        written.push(match run {
            WrittenRun::Text(text) => Written::Text(text),
            WrittenRun::Figure(at) => Written::Figure(at),
            WrittenRun::Cite(cite) => {
                Written::Cited(Box::new(ask.cited(report.as_of, cite.of(report.area)).await?))
            }
            WrittenRun::Plain(MadePlain { run, reason }) => Written::Plain { figure: run, reason },
        });
    }
    let area = ask.area;
    drop(db);
    door.run(async move |work| {
        let report = actions::write(work, ReportId(id), seen, &block, &written).await?;
        ReportView::written(work, report, &area).await
    })
    .await
}

/// Begin to write in a paragraph: it is yours for two minutes, and longer by the same again. Refused with their name
/// while somebody else has it.
#[utoipa::path(post, path = "/api/reports/summaries/{id}/blocks/{block}/hold", tag = "reports", request_body = Nothing,
    params(("id" = Uuid, Path), ("block" = String, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ParagraphHold), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn hold(
    Path((id, block)): Path<(Uuid, String)>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<Answer, Problem> {
    door.run(async move |work| actions::hold(work, ReportId(id), &block).await.map(ParagraphHold::from)).await
}

/// Let a paragraph go. One that somebody else has stays theirs.
#[utoipa::path(delete, path = "/api/reports/summaries/{id}/blocks/{block}/hold", tag = "reports",
    params(("id" = Uuid, Path), ("block" = String, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, description = "null"), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn release(
    Path((id, block)): Path<(Uuid, String)>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<Answer, Problem> {
    door.run(async move |work| actions::release(work, ReportId(id), &block).await).await
}
