//! The directory's routes: the tree of areas and the organisations, as pickers and maps need them.

use super::{
    model::{Area, Organisation},
    store,
};
use crate::{
    app::{App, Read},
    platform::{permission::Subject, problem::Problem},
};
use axum::Json;
use kernel::id::Uuid;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(areas)).routes(routes!(organisations))
}

/// An area of the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaView {
    id: Uuid,
    code: String,
    name: String,
    /// province, city, district, town, village, estate, …
    level: String,
    /// within the level, as community or village
    kind: String,
    parent: Option<Uuid>,
    path: String,
    /// GeoJSON geometry, WGS 84
    #[schema(value_type = Option<Object>)]
    boundary: Option<serde_json::Value>,
    /// longitude and latitude
    centre: Option<[f64; 2]>,
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
        }
    }
}

/// Areas that you may see, parents before their children.
#[utoipa::path(get, path = "/api/areas", tag = "directory", responses((status = 200, body = [AreaView])))]
pub async fn areas(read: Read) -> Result<Json<Vec<AreaView>>, Problem> {
    let areas = store::areas(&read.db, None).await?;
    let mine = |area: &Area| {
        read.who.may("area.read", Subject { area: &area.path, line: None, organisations: &[], parties: &[] })
    };
    Ok(Json(areas.into_iter().filter(mine).map(AreaView::from).collect()))
}

/// An organisation of the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    id: Uuid,
    code: String,
    name: String,
    short_name: String,
    kind: String,
    parent: Option<Uuid>,
    path: String,
    area: Uuid,
}
impl From<Organisation> for OrganisationView {
    fn from(o: Organisation) -> Self {
        Self {
            id: o.id,
            code: o.code,
            name: o.name,
            short_name: o.short_name,
            kind: o.kind,
            parent: o.parent,
            path: o.path,
            area: o.area,
        }
    }
}

/// Organisations, those above before those below.
#[utoipa::path(get, path = "/api/organisations", tag = "directory",
    responses((status = 200, body = [OrganisationView]), (status = 403, body = Problem)))]
pub async fn organisations(read: Read) -> Result<Json<Vec<OrganisationView>>, Problem> {
    if !read.who.holds("organisation.read") {
        return Err(Problem::denied("organisation.read"));
    }
    Ok(Json(store::organisations(&read.db).await?.into_iter().map(OrganisationView::from).collect()))
}
