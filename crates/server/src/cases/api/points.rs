//! The cases of a list as points of the map.

use super::list::{ListQuery, filter};
use crate::{
    app::{Query, Read},
    cases::{
        model::{Error, State},
        store::{self, Located},
    },
    platform::problem::Problem,
};
use axum::Json;
use kernel::id::Uuid;
use serde::Serialize;
use utoipa::ToSchema;

const MOST: u64 = 2000;

#[derive(Debug, Serialize, ToSchema)]
pub struct CasePoints {
    /// cases of the whole filtered list, those without a position among them
    count: i64,
    /// those with one, the nearest deadline first, at most 2000
    items: Vec<CasePoint>,
}

/// A case on the map, in WGS 84 degrees.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePoint {
    id: Uuid,
    number: String,
    title: String,
    lon: f64,
    lat: f64,
    state: State,
    late: bool,
    area: Uuid,
}
impl CasePoint {
    fn of(row: Located) -> Result<Self, Error> {
        let Located { id, number, title, area, lon, lat, state, late } = row;
        Ok(Self { id, number, title, lon, lat, state: State::of(&state)?, late: late == 1, area })
    }
}

/// Where the cases lie that you may read, under the list's filters; order and page say nothing here.
#[utoipa::path(get, path = "/api/cases/points", tag = "cases", params(ListQuery),
    responses((status = 200, body = CasePoints), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn points(read: Read, Query(query): Query<ListQuery>) -> Result<Json<CasePoints>, Problem> {
    if !read.who.holds("case.read") {
        return Err(Problem::denied("case.read"));
    }
    let filter = filter(&read.db, read.now, &query).await?;
    let count = store::totals(&read.db, &read.who, &filter).await?.count;
    let rows = store::points(&read.db, &read.who, &filter, MOST).await?;
    let items = rows.into_iter().map(CasePoint::of).collect::<Result<_, Error>>()?;
    Ok(Json(CasePoints { count, items }))
}
