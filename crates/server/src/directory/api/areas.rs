//! Areas: bounded lists, one area with its history, and its changes.

use super::{cut, limited, no_such};
use crate::{
    app::{Incoming, Path, Query, Read},
    directory::{
        actions::{self, Change},
        model::{Area, NewArea},
        rules,
        store::{self, Within},
    },
    platform::{permission::Subject, problem::Problem},
    wire::Boundary,
    work::Answer,
};
use axum::{Json, http::HeaderName};
use jiff::civil::Date;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Says `true` where the list goes on.
const MORE: HeaderName = HeaderName::from_static("wenming-more");
const MOST: u64 = 2000;

/// An area of the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaView {
    id: Uuid,
    code: String,
    name: String,
    /// province, city, district, town, village, grid, estate, …
    level: String,
    /// within the level, as community or village
    kind: String,
    parent: Option<Uuid>,
    path: String,
    /// GeoJSON geometry, WGS 84
    #[schema(value_type = Option<Boundary>)]
    boundary: Option<serde_json::Value>,
    /// longitude and latitude
    centre: Option<[f64; 2]>,
    /// from this day on it is no more
    closed_on: Option<String>,
}
impl From<Area> for AreaView {
    fn from(area: Area) -> Self {
        Self {
            id: area.id,
            code: area.code,
            name: area.name,
            level: area.level,
            kind: area.kind,
            parent: area.parent,
            path: area.path,
            boundary: area.boundary.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            centre: area.lon.zip(area.lat).map(|(lon, lat)| [lon, lat]),
            closed_on: area.closed_on,
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AreaQuery {
    /// the children of this area, of every level
    parent: Option<Uuid>,
    /// this area and all below it, of every level
    under: Option<Uuid>,
    /// beginning of a name or of a code
    q: Option<String>,
    /// path of the last row seen
    after: Option<String>,
    /// rows, at most 2,000
    limit: Option<u64>,
}

/// Areas that you may see, parents before their children. Without `parent`, `under` or `q`: down to the villages.
/// Where more rows follow, the header `wenming-more` says `true`.
#[utoipa::path(get, path = "/api/areas", tag = "directory", params(AreaQuery),
    responses((status = 200, body = [AreaView],
        headers(("wenming-more" = bool, description = "more rows follow behind the last one's path"))),
        (status = 404, body = Problem)))]
pub async fn list(
    read: Read,
    Query(asked): Query<AreaQuery>,
) -> Result<([(HeaderName, &'static str); 1], Json<Vec<AreaView>>), Problem> {
    let under = match asked.under {
        Some(id) => Some(store::find_area(&read.db, id).await?.ok_or_else(no_such)?.path),
        None => None,
    };
    let narrowed = asked.parent.is_some() || under.is_some() || asked.q.is_some();
    let within = Within {
        roots: read.who.areas_of("area.read"),
        parent: asked.parent,
        under,
        words: asked.q.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty()),
        levels: if narrowed { &[] } else { &rules::NATIONAL },
        after: asked.after,
    };
    let limit = limited(asked.limit, MOST);
    let mut areas = store::list_areas(&read.db, &within, limit + 1).await?;
    let more = if cut(&mut areas, limit) { "true" } else { "false" };
    Ok(([(MORE, more)], Json(areas.into_iter().map(AreaView::from).collect())))
}

/// What an area was called, from when to when.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpanView {
    from_day: String,
    /// the last day; null while it holds
    to_day: Option<String>,
    code: String,
    name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AreaShow {
    area: AreaView,
    /// the newest first
    spans: Vec<SpanView>,
}

/// One area with its names and codes over time.
#[utoipa::path(get, path = "/api/areas/{id}", tag = "directory", params(("id" = Uuid, Path)),
    responses((status = 200, body = AreaShow), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<AreaShow>, Problem> {
    let area = store::find_area(&read.db, id).await?.ok_or_else(no_such)?;
    let seen = read.who.areas_of("area.read").iter().any(|root| area.path.starts_with(root));
    if !seen {
        return Err(no_such());
    }
    let span = |span: store::Span| SpanView {
        from_day: span.from_day,
        to_day: span.to_day,
        code: span.code,
        name: span.name,
    };
    let spans = store::spans(&read.db, id).await?.into_iter().map(span).collect();
    Ok(Json(AreaShow { area: area.into(), spans }))
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct AreaRequest {
    code: String,
    name: String,
    level: String,
    /// by its code when left out
    kind: Option<String>,
    parent: Uuid,
}

/// Open an area below another.
#[utoipa::path(post, path = "/api/areas", tag = "directory", request_body = AreaRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = AreaView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn open(read: Read, Incoming { door, body }: Incoming<AreaRequest>) -> Result<Answer, Problem> {
    let parent = store::find_area(&read.db, body.parent).await?;
    drop(read.db);
    let path = parent.as_ref().map_or("", |parent| parent.path.as_str());
    if !read.who.may("area.write", Subject { area: path, line: None, organisations: &[], parties: &[] }) {
        return Err(Problem::denied("area.write"));
    }
    let level = rules::levels().find(|level| *level == body.level);
    let level = level.ok_or_else(|| Problem::bad("level.unknown", "no such level").field("level"))?;
    let finer = parent.is_none_or(|parent| rules::rank(&parent.level) < rules::rank(level));
    if !finer {
        return Err(Problem::bad("parent.level", "the area above is not of a coarser level").field("parent"));
    }
    if !rules::code_fits(level, &body.code) {
        return Err(Problem::bad("code.length", "the code has not the length of its level").field("code"));
    }
    let kind = body.kind.clone().unwrap_or_else(|| rules::kind_of(level, &body.code).into());
    door.run(async move |work| {
        let new = NewArea {
            code: body.code.clone(),
            name: body.name.clone(),
            level: level.into(),
            kind: kind.clone(),
            parent: Some(body.parent),
            boundary: None,
            centre: None,
        };
        Ok::<_, crate::directory::Error>(AreaView::from(actions::open_area(work, new).await?))
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RenameRequest {
    name: String,
    /// from when the name holds, today at the latest
    #[schema(value_type = String, format = Date)]
    day: Date,
    reason: String,
    /// number or title of the paper that decided it
    #[serde(default)]
    document: String,
}

/// Give an area another name from a day on.
#[utoipa::path(post, path = "/api/areas/{id}/rename", tag = "directory", request_body = RenameRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = AreaView), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn rename(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<RenameRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let change = Change { day: body.day, reason: body.reason.clone(), document: body.document.clone() };
        let area = actions::restate_area(work, id, Some(body.name.clone()), None, &change).await?;
        Ok::<_, crate::directory::Error>(AreaView::from(area))
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RecodeRequest {
    code: String,
    /// from when the code holds, today at the latest
    #[schema(value_type = String, format = Date)]
    day: Date,
    reason: String,
    /// number or title of the paper that decided it
    #[serde(default)]
    document: String,
}

/// Give an area another code from a day on.
#[utoipa::path(post, path = "/api/areas/{id}/recode", tag = "directory", request_body = RecodeRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = AreaView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn recode(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<RecodeRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let change = Change { day: body.day, reason: body.reason.clone(), document: body.document.clone() };
        let area = actions::restate_area(work, id, None, Some(body.code.clone()), &change).await?;
        Ok::<_, crate::directory::Error>(AreaView::from(area))
    })
    .await
}
