//! Cases that nobody in the office's own bounds may verify: what an administrator must know of them, and no more.

use crate::{app::Read, cases::store, platform::problem::Problem, wire::Named};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::Serialize;
use utoipa::ToSchema;

const READ: &str = "setting.read";
const MOST: u64 = 200;

/// Without title, place or photos: who reads this may set things right, not read cases.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnverifiedCase {
    id: Uuid,
    number: String,
    area: Named,
    lead: Option<Named>,
    /// the superior that verifies; none: nobody may
    verifier: Option<Named>,
    /// reported done at
    #[schema(value_type = String, format = DateTime)]
    since: Moment,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnverifiedCases {
    count: i64,
    /// at most 200, the longest waiting first
    items: Vec<UnverifiedCase>,
}

/// Cases reported done that wait for a superior's verification, or for anybody's.
#[utoipa::path(get, path = "/api/cases/without-verifier", tag = "settings",
    responses((status = 200, body = UnverifiedCases), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<UnverifiedCases>, Problem> {
    if !read.who.holds(READ) {
        return Err(Problem::denied(READ));
    }
    let (count, rows) = store::unverified(&read.db, &read.who, READ, MOST).await?;
    let named = |id: Option<Uuid>, name: Option<String>| id.zip(name).map(|(id, name)| Named { id, name });
    let item = |row: store::Unverified| UnverifiedCase {
        id: row.id,
        number: row.number,
        area: Named { id: row.area, name: row.area_name },
        lead: named(row.lead, row.lead_name),
        verifier: named(row.verifying, row.verifying_name),
        since: Moment::from_millis(row.rectified_at),
    };
    Ok(Json(UnverifiedCases { count, items: rows.into_iter().map(item).collect() }))
}
