//! The types of sites and the lists of sites.

use crate::{
    app::{Query, Read},
    directory,
    platform::problem::Problem,
    sites::{
        model::SiteType,
        store::{self, Filter, Listed, Near, Sort},
    },
    wire::{Named, Point, descending},
};
use axum::Json;
use kernel::{code::Code, geo::Position, id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;
const USUAL: u64 = 50;
/// How far around a position, in metres.
const USUAL_AROUND: f64 = 1000.0;
const FARTHEST: f64 = 20_000.0;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SiteQuery {
    /// words of the name or the address
    q: Option<String>,
    /// code of a type
    r#type: Option<String>,
    /// an area, with all below it
    area: Option<Uuid>,
    /// the owning organisation
    org: Option<Uuid>,
    /// the road whose segments are asked
    parent: Option<Uuid>,
    /// those that are closed too
    closed: Option<bool>,
    /// `longitude,latitude` in WGS 84: those around it, the nearest first
    near: Option<String>,
    /// metres around `near` (default 1000, at most 20000)
    within: Option<f64>,
    /// name (default), area, type or visited (never is the longest ago)
    sort: Option<String>,
    /// asc (default) or desc
    order: Option<String>,
    /// `next` of the page before, in the same order
    after: Option<String>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// One line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteRow {
    id: Uuid,
    /// as printed on the plate
    code: String,
    r#type: TypeName,
    name: String,
    area: Named,
    org: Option<Named>,
    position: Option<Point>,
    address: String,
    parent: Option<Uuid>,
    closed_on: Option<String>,
    /// when somebody looked at it last
    #[schema(value_type = Option<String>, format = DateTime)]
    visited_at: Option<Moment>,
    /// metres from the position that was asked
    distance_m: Option<f64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TypeName {
    pub code: String,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SitePage {
    items: Vec<SiteRow>,
    next: Option<String>,
}

/// The types of sites in their order.
#[utoipa::path(get, path = "/api/site-types", tag = "sites", responses((status = 200, body = [SiteType])))]
pub async fn types(read: Read) -> Result<Json<Vec<SiteType>>, Problem> {
    Ok(Json(store::types(&read.db).await?))
}

/// Sites that you may read, by name, or around a position.
#[utoipa::path(get, path = "/api/sites", tag = "sites", params(SiteQuery),
    responses((status = 200, body = SitePage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<SiteQuery>) -> Result<Json<SitePage>, Problem> {
    if !read.who.holds("site.read") {
        return Err(Problem::denied("site.read"));
    }
    let filter = filter(&read, &query).await?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    if let Some(near) = query.near.as_deref() {
        let near = Near { at: position(near)?, within_m: within(query.within)? };
        let found = store::near(&read.db, &read.who, &filter, near, most).await?;
        let items = found.into_iter().map(|(row, metres)| SiteRow::of(row, Some(metres))).collect();
        return Ok(Json(SitePage { items, next: None }));
    }
    let sort = sort(&query)?;
    let malformed = || Problem::bad("query.cursor", "not a place in this list").field("after");
    let place = |cursor: &str| sort.0.place(cursor).ok_or_else(malformed);
    let seen = query.after.as_deref().map(place).transpose()?;
    let mut rows = store::list(&read.db, &read.who, &filter, sort, seen.as_deref(), limit + 1).await?;
    let full = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| full).map(|row| sort.0.cursor(row));
    Ok(Json(SitePage { items: rows.into_iter().map(|row| SiteRow::of(row, None)).collect(), next }))
}

async fn filter(read: &Read, query: &SiteQuery) -> Result<Filter, Problem> {
    let area = match query.area {
        Some(id) => {
            let none = || Problem::bad("query.unknown", "no such area").field("area");
            Some(directory::find_area(&read.db, id).await?.ok_or_else(none)?.path)
        }
        None => None,
    };
    Ok(Filter {
        words: query.q.clone().filter(|words| !words.trim().is_empty()),
        kind: query.r#type.clone(),
        area,
        organisation: query.org,
        parent: query.parent,
        closed_too: query.closed.unwrap_or(false),
    })
}

fn position(text: &str) -> Result<Position, Problem> {
    let degrees = text.split_once(',').and_then(|(lon, lat)| Some((lon.parse().ok()?, lat.parse().ok()?)));
    let position = degrees.and_then(|(lon, lat)| Position::new(lon, lat).ok());
    position.ok_or_else(|| Problem::bad("position.impossible", "longitude,latitude in degrees").field("near"))
}

fn within(metres: Option<f64>) -> Result<f64, Problem> {
    let metres = metres.unwrap_or(USUAL_AROUND);
    let sound = metres > 0.0 && metres <= FARTHEST;
    if sound { Ok(metres) } else { Err(Problem::bad("query.range", "1 to 20000 metres").field("within")) }
}

/// The order that is asked for, and whether it goes down.
fn sort(query: &SiteQuery) -> Result<(Sort, bool), Problem> {
    let bad = |field: &'static str| Problem::bad("query.unknown", "no such value").field(field);
    let sort = match query.sort.as_deref() {
        None | Some("name") => Sort::Name,
        Some("area") => Sort::Area,
        Some("type") => Sort::Type,
        Some("visited") => Sort::Visited,
        Some(_) => return Err(bad("sort")),
    };
    Ok((sort, descending(query.order.as_deref()).ok_or_else(|| bad("order"))?))
}

impl SiteRow {
    fn of(row: Listed, distance_m: Option<f64>) -> Self {
        Self {
            id: row.id,
            code: row.code.parse::<Code>().map_or(row.code, |code| code.to_string()),
            r#type: TypeName { code: row.r#type, name: row.type_name },
            name: row.name,
            area: Named { id: row.area, name: row.area_name },
            org: row.organisation.zip(row.organisation_name).map(|(id, name)| Named { id, name }),
            position: row.lon.zip(row.lat).map(|(lon, lat)| Point { lon, lat }),
            address: row.address,
            parent: row.parent,
            closed_on: row.closed_on,
            visited_at: row.visited_at.map(Moment::from_millis),
            distance_m,
        }
    }
}
