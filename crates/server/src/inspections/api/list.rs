//! Lists of visits over HTTP.

use crate::{
    app::{Query, Read},
    directory,
    inspections::store::{self, Filter, Listed},
    platform::problem::Problem,
    wire::{Named, Period},
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;
const USUAL: u64 = 50;

/// One line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitRow {
    id: Uuid,
    site: Named,
    area: Named,
    org: Named,
    #[schema(value_type = String, format = DateTime)]
    started_at: Moment,
    /// items judged, and those that failed
    checked: i32,
    failed: i32,
    /// points got and possible, in hundredths
    score: [i64; 2],
    findings: FindingCounts,
}

/// What became of a visit's findings.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingCounts {
    count: i64,
    /// of them a case now, and of these closed
    reported: i64,
    closed: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VisitPage {
    items: Vec<VisitRow>,
    next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VisitQuery {
    site: Option<Uuid>,
    /// an area, with all below it
    area: Option<Uuid>,
    /// first and last local day of the visit
    from: Option<String>,
    to: Option<String>,
    /// `next` of the page before
    after: Option<String>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// Visits that you may read, the newest first.
#[utoipa::path(get, path = "/api/visits", tag = "inspections", params(VisitQuery),
    responses((status = 200, body = VisitPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<VisitQuery>) -> Result<Json<VisitPage>, Problem> {
    if !read.who.holds("inspection.read") {
        return Err(Problem::denied("inspection.read"));
    }
    let area = match query.area {
        Some(id) => {
            let none = || Problem::bad("query.unknown", "no such area").field("area");
            Some(directory::find_area(&read.db, id).await?.ok_or_else(none)?.path)
        }
        None => None,
    };
    let (from, until) = Period::days(query.from.as_deref(), query.to.as_deref())?;
    let filter = Filter { site: query.site, area, from, until };
    let after = query.after.as_deref().map(place).transpose()?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut rows = store::list(&read.db, &read.who, &filter, after, limit + 1).await?;
    let full = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| full).map(|row| format!("{}_{}", row.received_at, row.id));
    Ok(Json(VisitPage { items: rows.into_iter().map(VisitRow::from).collect(), next }))
}

/// Where a page ends: moment of receipt and id.
fn place(cursor: &str) -> Result<(i64, Uuid), Problem> {
    let parts = cursor.split_once('_').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    parts.ok_or_else(|| Problem::bad("query.cursor", "not a place in this list").field("after"))
}

impl From<Listed> for VisitRow {
    fn from(row: Listed) -> Self {
        Self {
            id: row.id,
            site: Named { id: row.site, name: row.site_name },
            area: Named { id: row.area, name: row.area_name },
            org: Named { id: row.organisation, name: row.organisation_name },
            started_at: Moment::from_millis(row.started_at),
            checked: row.checked,
            failed: row.failed,
            score: [row.score_got, row.score_of],
            findings: FindingCounts { count: row.findings, reported: row.reported, closed: row.closed },
        }
    }
}
