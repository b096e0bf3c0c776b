//! Events that a subscriber could not take in, over HTTP: why, how often, and once more.

use super::{Error, MOST, USUAL, may_read, may_retry, no_place, page, told};
use crate::{
    app::{Incoming, Path, Query, Read},
    platform::{
        event::{self, Failure, Standing},
        problem::Problem,
    },
    work::Answer,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

/// Whether it is tried again by itself.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureState {
    Trying,
    /// after ten failures; later events of the record went on
    GivenUp,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FailureQuery {
    /// without it both
    #[param(inline)]
    state: Option<FailureState>,
    /// `next` of the page before
    after: Option<String>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// An event that was not taken in.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailureView {
    /// name of who reads
    subscriber: String,
    event: Uuid,
    /// what happened, as `case.close`
    kind: String,
    /// to which record
    record: Uuid,
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    state: FailureState,
    /// of at most ten
    failures: i32,
    /// words of the last failure
    error: String,
    #[schema(value_type = String, format = DateTime)]
    last_at: Moment,
    /// none once it is given up
    #[schema(value_type = Option<String>, format = DateTime)]
    next_at: Option<Moment>,
    #[schema(value_type = Option<String>, format = DateTime)]
    given_up_at: Option<Moment>,
    /// later events of the record that wait behind it
    waiting: i64,
}
impl From<Failure> for FailureView {
    fn from(failure: Failure) -> Self {
        let state = if failure.given_up_at.is_some() { FailureState::GivenUp } else { FailureState::Trying };
        Self {
            subscriber: failure.subscriber,
            event: failure.event,
            kind: failure.kind,
            record: failure.record,
            at: Moment::from_millis(failure.at),
            state,
            failures: failure.failures,
            error: failure.last_error,
            last_at: Moment::from_millis(failure.last_at),
            next_at: failure.next_at.map(Moment::from_millis),
            given_up_at: failure.given_up_at.map(Moment::from_millis),
            waiting: failure.waiting,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FailurePage {
    items: Vec<FailureView>,
    next: Option<String>,
}

/// Events that a subscriber could not take in, the newest first.
#[utoipa::path(get, path = "/api/events/failures", tag = "running", params(FailureQuery),
    responses((status = 200, body = FailurePage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<FailureQuery>) -> Result<Json<FailurePage>, Problem> {
    may_read(&read)?;
    let after = query.after.as_deref().map(place).transpose()?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let standing = query.state.map(|state| match state {
        FailureState::Trying => Standing::Trying,
        FailureState::GivenUp => Standing::GivenUp,
    });
    let rows = event::failures(&read.db, standing, after, limit + 1).await?;
    let (rows, next) = page(rows, limit, |last| format!("{}_{}", last.seq, last.subscriber));
    Ok(Json(FailurePage { items: rows.into_iter().map(FailureView::from).collect(), next }))
}

/// Where a page ends: number of the event and name of the subscriber.
fn place(cursor: &str) -> Result<(i64, String), Problem> {
    let parts = cursor.split_once('_').and_then(|(seq, name)| Some((seq.parse().ok()?, name.to_owned())));
    parts.ok_or_else(no_place)
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RetryRequest {
    subscriber: String,
}

/// Try an event anew, at once and if need be ten times, whether it was given up or is in a pause.
#[utoipa::path(post, path = "/api/events/{id}/retry", tag = "running", request_body = RetryRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = FailureView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn retry(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<RetryRequest>,
) -> Result<Answer, Problem> {
    door.run::<_, Error, _>(async move |work| {
        may_retry(work).await?;
        let name = body.subscriber.as_str();
        let failed = event::find_failure(work.tx(), name, id).await?.ok_or(Error::None)?;
        event::retry(work.tx(), name, id, work.now()).await?;
        told(work, "event", id, json!(name), failed.failures).await?;
        let again = event::find_failure(work.tx(), name, id).await?.ok_or(Error::None)?;
        Ok(FailureView::from(again))
    })
    .await
}
