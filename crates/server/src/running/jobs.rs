//! The queue of jobs over HTTP: how each stands, and the failed ones once more.

use super::{Error, MOST, USUAL, may_read, may_retry, no_place, page, told};
use crate::{
    app::{Incoming, Path, Query, Read},
    platform::{
        job::{self, Job},
        problem::Problem,
    },
    wire::Nothing,
    work::Answer,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

/// How a job stands.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    Waiting,
    Running,
    Done,
    Failed,
}
impl JobState {
    const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct JobQuery {
    /// without it all
    #[param(inline)]
    state: Option<JobState>,
    /// `next` of the page before
    after: Option<String>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// A piece of work beside the requests.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobView {
    id: Uuid,
    kind: String,
    #[schema(value_type = JobState)]
    state: String,
    /// of at most ten
    attempts: i32,
    /// pieces of work, as its kind counts them
    done: i64,
    total: Option<i64>,
    /// words of the last failure
    error: Option<String>,
    /// when it runs next, or ran
    #[schema(value_type = String, format = DateTime)]
    run_at: Moment,
    #[schema(value_type = String, format = DateTime)]
    created_at: Moment,
    #[schema(value_type = Option<String>, format = DateTime)]
    finished_at: Option<Moment>,
}
impl From<Job> for JobView {
    fn from(job: Job) -> Self {
        let Job { id, kind, state, attempts, done, total, error, run_at, created_at, finished_at, .. } = job;
        Self {
            id,
            kind,
            state,
            attempts,
            done,
            total,
            error,
            run_at: Moment::from_millis(run_at),
            created_at: Moment::from_millis(created_at),
            finished_at: finished_at.map(Moment::from_millis),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct JobPage {
    items: Vec<JobView>,
    next: Option<String>,
}

/// Jobs, the newest first.
#[utoipa::path(get, path = "/api/jobs", tag = "running", params(JobQuery),
    responses((status = 200, body = JobPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<JobQuery>) -> Result<Json<JobPage>, Problem> {
    may_read(&read)?;
    let after = query.after.map(|id| id.parse()).transpose().map_err(|_| no_place())?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let rows = job::list(&read.db, query.state.map(JobState::word), after, limit + 1).await?;
    let (rows, next) = page(rows, limit, |last| last.id.to_string());
    Ok(Json(JobPage { items: rows.into_iter().map(JobView::from).collect(), next }))
}

/// Put a failed job back in the queue; it has ten tries again.
#[utoipa::path(post, path = "/api/jobs/{id}/retry", tag = "running", request_body = Nothing,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = JobView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn retry(
    Path(id): Path<Uuid>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        may_retry(work).await?;
        let failed = job::find(work.tx(), id).await?.ok_or(Error::None)?;
        if !job::retry(work.tx(), id, work.now()).await? {
            return Err(Error::NotFailed);
        }
        told(work, "job", id, json!(failed.kind), failed.attempts).await?;
        let again = job::find(work.tx(), id).await?.ok_or(Error::None)?;
        Ok(JobView::from(again))
    })
    .await
}
