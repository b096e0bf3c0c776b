//! Urging a list of cases over HTTP: whom it reaches and when that was done last, and the urging itself.

use super::{
    list::{ListQuery, filter},
    view::ReachView,
};
use crate::{
    app::{Incoming, Query, Read},
    cases::{
        actions::{self, Urged, UrgedUnit},
        model::Verb,
    },
    platform::problem::Problem,
    wire::Named,
    work::Answer,
};
use axum::Json;
use kernel::moment::Moment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an urging of a list reaches.
#[derive(Debug, Serialize, ToSchema)]
pub struct UrgeView {
    /// cases
    reached: usize,
    /// in the list, but not yours to urge, or in no state for it
    passed_over: usize,
    /// before now
    #[schema(value_type = Option<String>, format = DateTime)]
    last_urged_at: Option<Moment>,
    /// by the unit that each case waits for, the most first
    units: Vec<UrgeUnit>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UrgeUnit {
    unit: Named,
    cases: usize,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_urged_at: Option<Moment>,
    reaches: Option<ReachView>,
}

/// Whom an urging of the listed cases would reach, and when it was last done.
#[utoipa::path(get, path = "/api/cases/urge", tag = "cases", params(ListQuery),
    responses((status = 200, body = UrgeView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn preview(read: Read, Query(query): Query<ListQuery>) -> Result<Json<UrgeView>, Problem> {
    let filter = filter(&read.db, read.now, &query).await?;
    let urged = actions::would_urge(&read.db, &read.who, &filter, read.now).await?;
    Ok(Json(urged.into()))
}

/// The filter of a list, as its address has it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct UrgeRequest {
    #[serde(flatten)]
    list: ListQuery,
    reason: Option<String>,
}

/// Urge all cases of a list, at most 500.
#[utoipa::path(post, path = "/api/cases/urge", tag = "cases", request_body = UrgeRequest,
    params(("Idempotency-Key" = kernel::id::Uuid, Header)),
    responses((status = 200, body = UrgeView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn send(Incoming { door, body }: Incoming<UrgeRequest>) -> Result<Answer, Problem> {
    if !door.order.who.holds(Verb::Urge.right()) {
        return Err(Problem::denied(Verb::Urge.right()));
    }
    let filter = filter(&door.db.read().await?, door.order.now, &body.list).await?;
    let reason = body.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    door.run_long(async move |work| actions::urge(work, &filter, reason.clone()).await.map(UrgeView::from))
        .await
}

impl From<Urged> for UrgeView {
    fn from(urged: Urged) -> Self {
        Self {
            reached: urged.reached,
            passed_over: urged.passed_over,
            last_urged_at: urged.last_at,
            units: urged.units.into_iter().map(UrgeUnit::from).collect(),
        }
    }
}
impl From<UrgedUnit> for UrgeUnit {
    fn from(unit: UrgedUnit) -> Self {
        Self {
            unit: Named { id: unit.unit, name: unit.name },
            cases: unit.cases.len(),
            last_urged_at: unit.last_at,
            reaches: unit.head.map(ReachView::from),
        }
    }
}
