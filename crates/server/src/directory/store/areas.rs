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

/// The path of an area in the tree of a past day; none where it was not there then.
pub async fn path_on(db: &impl ConnectionTrait, area: Uuid, day: &str) -> Result<Option<String>, DbErr> {
    let mut sql = Sql::new("select path from area_span where area = ");
    sql.bind(area).push(" and from_day <= ").bind(day);
    sql.push(" and (to_day is null or to_day >= ").bind(day).push(")");
    sql.all(db).await?.first().map(|row| row.try_get("", "path")).transpose()
}

/// Areas at some paths of a past day's tree, by path, as they were called then.
pub async fn areas_on<'a>(
    db: &impl ConnectionTrait,
    day: &str,
    paths: impl IntoIterator<Item = &'a str>,
) -> Result<HashMap<String, (Uuid, String)>, DbErr> {
    let mut sql = Sql::new("select path, area, name from area_span where from_day <= ");
    sql.bind(day).push(" and (to_day is null or to_day >= ").bind(day).push(") and ");
    sql.one_of("path", paths);
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

/// Gives an area a name and a code from a day on: what held till then ends the day before; a change on the day it
/// began is a correction of the same span.
pub async fn restate_area(
    db: &impl ConnectionTrait,
    now: &Area,
    day: &str,
    day_before: &str,
) -> Result<(), DbErr> {
    let mut corrected = Sql::new("update area_span set code = ");
    corrected.bind(now.code.as_str()).push(", name = ").bind(now.name.as_str());
    corrected.push(" where to_day is null and area = ").bind(now.id).push(" and from_day = ").bind(day);
    if corrected.run(db).await? == 0 {
        let mut ended = Sql::new("update area_span set to_day = ");
        ended.bind(day_before).push(" where to_day is null and area = ").bind(now.id);
        ended.run(db).await?;
        let mut begun = Sql::new("insert into area_span (area, from_day, code, name, parent, path) values (");
        begun.bind(now.id).push(", ").bind(day).push(", ").bind(now.code.as_str()).push(", ");
        begun
            .bind(now.name.as_str())
            .push(", ")
            .bind(now.parent)
            .push(", ")
            .bind(now.path.as_str())
            .push(")");
        begun.run(db).await?;
    }
    let mut present = Sql::new("update area set code = ");
    present.bind(now.code.as_str()).push(", name = ").bind(now.name.as_str());
    present.push(" where id = ").bind(now.id);
    present.run(db).await.map(|_| ())
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
