//! Areas in bounded lists, and their dated names and codes.

use super::{Area, area_span, sql::Sql};
use kernel::id::Uuid;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// What narrows a list of areas.
#[derive(Clone, Debug, Default)]
pub struct Within<'a> {
    /// paths of the subtrees that may be seen
    pub roots: Vec<&'a str>,
    pub parent: Option<Uuid>,
    /// path of a subtree
    pub under: Option<String>,
    /// beginning of a name or of a code
    pub words: Option<String>,
    /// only these levels
    pub levels: &'a [&'a str],
    /// path of the last row seen
    pub after: Option<String>,
}

/// One page in the order of paths, so parents stand before their children.
pub async fn list_areas(
    db: &impl ConnectionTrait,
    within: &Within<'_>,
    limit: u64,
) -> Result<Vec<Area>, DbErr> {
    let mut sql = Sql::new("select a.* from area a where a.closed_on is null and ");
    sql.under_any("a.path", &within.roots);
    if let Some(parent) = within.parent {
        sql.push(" and a.parent = ").bind(parent);
    }
    if let Some(under) = &within.under {
        sql.push(" and ").under_any("a.path", &[under]);
    }
    if let Some(words) = &within.words {
        sql.push(" and (").begins(db, "a.name", words).push(" or ").begins(db, "a.code", words).push(")");
    }
    if !within.levels.is_empty() {
        sql.push(" and ").one_of("a.level", within.levels.iter().copied());
    }
    if let Some(after) = &within.after {
        sql.push(" and a.path > ").bind(after.as_str());
    }
    sql.push(&format!(" order by a.path limit {limit}"));
    sql.rows(db).await
}

/// Names of some areas.
pub async fn area_names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, DbErr> {
    let mut sql = Sql::new("select id, name from area where ");
    sql.one_of("id", ids);
    sql.all(db).await?.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "name")?))).collect()
}

/// Short names of some organisations.
pub async fn organisation_names(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, DbErr> {
    let mut sql = Sql::new("select id, short_name from organisation where ");
    sql.one_of("id", ids);
    let rows = sql.all(db).await?;
    rows.iter().map(|row| Ok((row.try_get("", "id")?, row.try_get("", "short_name")?))).collect()
}

/// Areas at some paths.
pub async fn areas_at<'a>(
    db: &impl ConnectionTrait,
    paths: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<Area>, DbErr> {
    let mut sql = Sql::new("select * from area where ");
    sql.one_of("path", paths);
    sql.rows(db).await
}

/// The path of an area in the tree of a past day; of one that was opened later, where it first stood.
pub async fn path_on(db: &impl ConnectionTrait, area: Uuid, day: &str) -> Result<Option<String>, DbErr> {
    let mut sql = Sql::new("select s.path from area_span s where s.area = ");
    sql.bind(area).push(" and ").holds_on("s", day);
    sql.all(db).await?.first().map(|row| row.try_get("", "path")).transpose()
}

/// Areas at some paths of a past day's tree, by path, as they were called then.
pub async fn areas_on<'a>(
    db: &impl ConnectionTrait,
    day: &str,
    paths: impl IntoIterator<Item = &'a str>,
) -> Result<HashMap<String, (Uuid, String)>, DbErr> {
    let mut sql = Sql::new("select s.path, s.area, s.name from area_span s where ");
    sql.one_of("s.path", paths).push(" and ").holds_on("s", day);
    let rows = sql.all(db).await?;
    let named = rows
        .iter()
        .map(|row| Ok((row.try_get("", "path")?, (row.try_get("", "area")?, row.try_get("", "name")?))));
    named.collect()
}

pub type Span = area_span::Model;

/// The dated values of an area, the newest first.
pub async fn spans(db: &impl ConnectionTrait, area: Uuid) -> Result<Vec<Span>, DbErr> {
    area_span::Entity::find()
        .filter(area_span::Column::Area.eq(area))
        .order_by_desc(area_span::Column::FromDay)
        .all(db)
        .await
}

/// Within its level an area is of another kind now.
pub async fn set_kind(db: &impl ConnectionTrait, id: Uuid, kind: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new("update area set kind = ");
    sql.bind(kind).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

pub async fn close_area(db: &impl ConnectionTrait, id: Uuid, day: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new("update area set closed_on = ");
    sql.bind(day).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

/// Open areas right below one, in the order of their paths.
pub async fn open_children(db: &impl ConnectionTrait, parent: Uuid) -> Result<Vec<Area>, DbErr> {
    let mut sql = Sql::new("select * from area where closed_on is null and parent = ");
    sql.bind(parent).push(" order by path");
    sql.rows(db).await
}

/// Draws an area: its boundary as GeoJSON and a point inside.
pub async fn draw_area(
    db: &impl ConnectionTrait,
    id: Uuid,
    boundary: &str,
    (lon, lat): (f64, f64),
) -> Result<(), DbErr> {
    let mut sql = Sql::new("update area set boundary = ");
    sql.bind(boundary).push(", lon = ").bind(lon).push(", lat = ").bind(lat).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}
