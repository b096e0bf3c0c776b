//! Areas in bounded lists, and their dated names and codes.

use super::{Area, area_span, sql::Sql};
use kernel::id::Uuid;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryResult,
};
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

/// The areas at some paths as they stood on a day, by path; what was opened later stands where it first stood.
pub async fn areas_at_on<'a>(
    db: &impl ConnectionTrait,
    paths: impl IntoIterator<Item = &'a str>,
    day: &str,
) -> Result<HashMap<String, Area>, DbErr> {
    let mut sql = Sql::new(
        "select s.path as then_path, s.name as then_name, s.code as then_code, a.* from area_span s \
         join area a on a.id = s.area where ",
    );
    sql.one_of("s.path", paths).push(" and ").holds_on("s", day);
    let rows = sql.all(db).await?;
    let then = |row: &QueryResult| {
        let path: String = row.try_get("", "then_path")?;
        let (name, code) = (row.try_get("", "then_name")?, row.try_get("", "then_code")?);
        Ok((path.clone(), Area { name, code, path, ..Area::from_query_result(row, "")? }))
    };
    rows.iter().map(then).collect()
}

/// Where an area stood on a day, with what it was called; what was opened later stands where it first stood.
pub async fn area_on(db: &impl ConnectionTrait, area: Area, day: &str) -> Result<Area, DbErr> {
    let mut sql = Sql::new("select s.* from area_span s where s.area = ");
    sql.bind(area.id).push(" and ").holds_on("s", day);
    let span: Option<Span> = sql.row(db).await?;
    Ok(match span {
        Some(span) => Area { code: span.code, name: span.name, parent: span.parent, path: span.path, ..area },
        None => area,
    })
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
