//! The verbs of statements over HTTP.

use super::show::{StatementView, view};
use crate::{
    app::{App, Incoming, Path},
    platform::problem::Problem,
    statements::{
        actions::{self, Change, NewStatement},
        model::Words,
    },
    work::Answer,
};
use axum::extract::State;
use jiff::civil::Date;
use kernel::id::Uuid;
use serde::Deserialize;
use utoipa::ToSchema;

/// What is stated. The metric is named, or found by object, action and unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct StatementRequest {
    area: Uuid,
    /// whom it credits; without it your unit
    org: Option<Uuid>,
    /// first local day
    from: String,
    /// last local day; without it the first
    to: Option<String>,
    /// of a stock: a change of it, not a count
    #[serde(default)]
    change: bool,
    /// the quantity's text and all around it
    said: Words,
}

impl TryFrom<StatementRequest> for NewStatement {
    type Error = Problem;
    fn try_from(body: StatementRequest) -> Result<Self, Problem> {
        let day = |text: &str, field| {
            let malformed = |_| Problem::bad("query.day", "a day is written YYYY-MM-DD").field(field);
            text.parse::<Date>().map_err(malformed)
        };
        let first = day(&body.from, "from")?;
        let last = body.to.as_deref().map_or(Ok(first), |to| day(to, "to"))?;
        Ok(Self {
            area: body.area,
            organisation: body.org,
            first,
            last,
            change: body.change,
            words: body.said,
        })
    }
}

/// State a quantity.
#[utoipa::path(post, path = "/api/statements", tag = "statements", request_body = StatementRequest,
    params(("Idempotency-Key" = Uuid, Header, description = "the new statement's id, a UUIDv7")),
    responses((status = 200, body = StatementView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    Incoming { door, body }: Incoming<StatementRequest>,
) -> Result<Answer, Problem> {
    let (id, new, aliases) = (door.key.id, NewStatement::try_from(body)?, app.aliases.clone());
    door.run(async move |work| {
        let statement = actions::create(work, &aliases, id, new.clone()).await?;
        view(work.tx(), work.who(), work.metrics(), statement).await
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct StatementCorrectRequest {
    /// the version that you saw
    version: i32,
    reason: String,
    #[serde(flatten)]
    statement: StatementRequest,
}

/// Say it anew; area and unit stay.
#[utoipa::path(post, path = "/api/statements/{id}/correct", tag = "statements", request_body = StatementCorrectRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = StatementView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn correct(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<StatementCorrectRequest>,
) -> Result<Answer, Problem> {
    let change = Change { seen: body.version, reason: body.reason };
    let (new, aliases) = (NewStatement::try_from(body.statement)?, app.aliases.clone());
    door.run(async move |work| {
        let statement = actions::correct(work, &aliases, id, &change, new.clone()).await?;
        view(work.tx(), work.who(), work.metrics(), statement).await
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct StatementWithdrawRequest {
    /// the version that you saw
    version: i32,
    reason: String,
}

/// Take it back.
#[utoipa::path(post, path = "/api/statements/{id}/withdraw", tag = "statements", request_body = StatementWithdrawRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = StatementView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn withdraw(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<StatementWithdrawRequest>,
) -> Result<Answer, Problem> {
    let change = Change { seen: body.version, reason: body.reason };
    door.run(async move |work| {
        let statement = actions::withdraw(work, id, &change).await?;
        view(work.tx(), work.who(), work.metrics(), statement).await
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct StatementPlaceRequest {
    /// the version that you saw
    version: i32,
    /// code of a metric
    metric: String,
}

/// Give a metric to a row that found none, or let one that is held count.
#[utoipa::path(post, path = "/api/statements/{id}/place", tag = "statements", request_body = StatementPlaceRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = StatementView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn place(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<StatementPlaceRequest>,
) -> Result<Answer, Problem> {
    let aliases = app.aliases.clone();
    door.run(async move |work| {
        let statement = actions::place(work, &aliases, id, body.version, &body.metric).await?;
        view(work.tx(), work.who(), work.metrics(), statement).await
    })
    .await
}
