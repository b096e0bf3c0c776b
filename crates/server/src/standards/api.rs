//! Standards over HTTP: the versions, and the tree of one.

use super::{
    model::{Error, Indicator, Level, Standard},
    store::{self, Listed},
};
use crate::{
    app::{App, Path, Read},
    platform::problem::Problem,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(show))
}

/// A version of a standard.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandardRow {
    id: Uuid,
    code: String,
    version: String,
    name: String,
    name_en: String,
    #[schema(value_type = Level)]
    level: String,
    /// kind and title of the paper
    source: String,
    /// shipped or local
    origin: String,
    indicators: i64,
    #[schema(value_type = String, format = DateTime)]
    taken_at: Moment,
}
impl From<Listed> for StandardRow {
    fn from(row: Listed) -> Self {
        Self {
            id: row.id,
            code: row.code,
            version: row.version,
            name: row.name,
            name_en: row.name_en,
            level: row.level,
            source: row.source,
            origin: row.origin,
            indicators: row.indicators,
            taken_at: Moment::from_millis(row.taken_at),
        }
    }
}

/// A standard with its tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct StandardView {
    #[serde(flatten)]
    head: StandardRow,
    /// parents before their children
    tree: Vec<Indicator>,
}

/// All versions of all standards, the newest of each first.
#[utoipa::path(get, path = "/api/standards", tag = "standards",
    responses((status = 200, body = [StandardRow]), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<Vec<StandardRow>>, Problem> {
    may_read(&read)?;
    Ok(Json(store::versions(&read.db).await?.into_iter().map(StandardRow::from).collect()))
}

/// One version with its tree of indicators.
#[utoipa::path(get, path = "/api/standards/{id}", tag = "standards", params(("id" = Uuid, Path)),
    responses((status = 200, body = StandardView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<StandardView>, Problem> {
    may_read(&read)?;
    let (head, Standard { indicators, .. }) =
        store::find_standard(&read.db, id).await?.ok_or(Error::NoSuchStandard)?;
    Ok(Json(StandardView { head: head.into(), tree: indicators }))
}

fn may_read(read: &Read) -> Result<(), Problem> {
    if read.who.holds("standard.read") { Ok(()) } else { Err(Problem::denied("standard.read")) }
}
