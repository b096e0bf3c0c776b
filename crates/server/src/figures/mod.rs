//! Figures over HTTP: every number opens, from the figure to its postings and to the records that the reader may see.
//! Stands on the journal and the directory; contexts tell which of their records a reader may open.

mod openings;
mod postings;
mod row;
mod scope;
mod show;
mod target;
#[cfg(test)]
mod tests;
mod then;

use crate::{
    app::{App, Incoming, Path, Query, Read},
    platform::problem::Problem,
    work::Answer,
};
use axum::{Json, extract::State};
use journal::Metric;
use kernel::id::Uuid;
pub use openings::MetricName;
use openings::{Counted, OpeningView};
use postings::{PostingPage, RecordPostings};
pub use postings::{SourceView, labels};
pub use scope::area;
use scope::{Scope, ScopeQuery};
use show::{FigureView, MetricView, SplitView};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(metrics))
        .routes(routes!(figure))
        .routes(routes!(split))
        .routes(routes!(of_figure))
        .routes(routes!(of_record))
        .routes(routes!(openings_of))
        .routes(routes!(choose))
}

/// The metrics of the catalogue.
#[utoipa::path(get, path = "/api/metrics", tag = "figures", responses((status = 200, body = [MetricView])))]
pub async fn metrics(State(app): State<App>, read: Read) -> Result<Json<Vec<MetricView>>, Problem> {
    let day = read.now.day();
    let place = |code: &str| app.headlines.iter().position(|headline| headline == code);
    let view = |metric: &Metric| MetricView::of(metric, day, place(&metric.code));
    Ok(Json(read.metrics.iter().map(view).collect()))
}

/// A figure: metric × area × organisation × period, with the period before and twelve months.
#[utoipa::path(get, path = "/api/figures/{metric}", tag = "figures", params(("metric" = String, Path), ScopeQuery),
    responses((status = 200, body = FigureView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn figure(
    read: Read,
    Path(metric): Path<String>,
    Query(query): Query<ScopeQuery>,
) -> Result<Json<FigureView>, Problem> {
    let scope = Scope::of(&read, &metric, &query).await?;
    show::figure(&read, &scope).await.map(Json)
}

#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SplitQuery {
    /// area, org, day, or a dimension of the metric (default area)
    by: Option<String>,
}

/// A figure split into parts that add up to it.
#[utoipa::path(get, path = "/api/figures/{metric}/split", tag = "figures",
    params(("metric" = String, Path), ScopeQuery, SplitQuery),
    responses((status = 200, body = SplitView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn split(
    read: Read,
    Path(metric): Path<String>,
    Query(query): Query<ScopeQuery>,
    Query(by): Query<SplitQuery>,
) -> Result<Json<SplitView>, Problem> {
    let scope = Scope::of(&read, &metric, &query).await?;
    show::split(&read, &scope, by.by.as_deref().unwrap_or("area")).await.map(Json)
}

#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// `BY:KEY`: only the part that a split by BY has under KEY, empty for its row without a key
    within: Option<String>,
    /// only pairs of a reversal and what it takes back, the latest first
    corrections: Option<bool>,
    /// `next` of the page before
    after: Option<String>,
}

/// The postings behind a figure, the latest first. Records beyond your range are counted, not shown.
#[utoipa::path(get, path = "/api/figures/{metric}/postings", tag = "figures",
    params(("metric" = String, Path), ScopeQuery, PageQuery),
    responses((status = 200, body = PostingPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn of_figure(
    read: Read,
    Path(metric): Path<String>,
    Query(query): Query<ScopeQuery>,
    Query(page): Query<PageQuery>,
) -> Result<Json<PostingPage>, Problem> {
    let scope = Scope::of(&read, &metric, &query).await?;
    let corrections = page.corrections.unwrap_or(false);
    postings::page(&read, &scope, page.within.as_deref(), corrections, page.after.as_deref()).await.map(Json)
}

#[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SourceQuery {
    /// `case:ID`, `visit:ID`, `slot:ID`, `statement:ID`, or `opening:ID` for a statement of a span
    source: String,
}

/// All postings of one record, each followed by its reversal.
#[utoipa::path(get, path = "/api/figures/postings", tag = "figures", params(SourceQuery),
    responses((status = 200, body = RecordPostings), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn of_record(
    read: Read,
    Query(query): Query<SourceQuery>,
) -> Result<Json<RecordPostings>, Problem> {
    postings::of_record(&read, &query.source).await.map(Json)
}

/// The opening figures of a figure whose span meets its period, with what the records inside them say.
#[utoipa::path(get, path = "/api/figures/{metric}/openings", tag = "figures",
    params(("metric" = String, Path), ScopeQuery),
    responses((status = 200, body = [OpeningView]), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn openings_of(
    read: Read,
    Path(metric): Path<String>,
    Query(query): Query<ScopeQuery>,
) -> Result<Json<Vec<OpeningView>>, Problem> {
    let scope = Scope::of(&read, &metric, &query).await?;
    openings::list(&read, &scope).await.map(Json)
}

#[derive(Clone, Debug, serde::Deserialize, utoipa::ToSchema)]
pub struct ChooseRequest {
    counts: Counted,
}

/// Let an opening figure count, or the records inside its area and span.
#[utoipa::path(post, path = "/api/figures/openings/{id}/choose", tag = "figures", request_body = ChooseRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn choose(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<ChooseRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| openings::choose(work, id, body.counts).await).await
}
