//! All SQL on the tables of sites.

mod list;
mod types;

pub use list::{Counted, Filter, Listed, Near, Sort, counts, list, near};
pub use types::{find_type, replace_types, type_names, types};

use super::model::{Error, Paths, Site, SiteId};
use kernel::{code::Code, geo::Position, id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement, Value};

const SITE: &str = "select s.*, a.path as area_path, o.path as organisation_path from site s \
                    join area a on a.id = s.area left join organisation o on o.id = s.organisation";

pub async fn find_site(db: &impl ConnectionTrait, id: SiteId) -> Result<Option<Site>, Error> {
    one(db, &format!("{SITE} where s.id = $1"), id.0.into()).await
}
pub async fn site_of_code(db: &impl ConnectionTrait, code: Code) -> Result<Option<Site>, Error> {
    one(db, &format!("{SITE} where s.code = $1"), code.plain().into()).await
}

async fn one(db: &impl ConnectionTrait, sql: &str, value: Value) -> Result<Option<Site>, Error> {
    let rows = all(db, sql, vec![value]).await?;
    rows.first().map(read).transpose()
}

fn read(row: &QueryResult) -> Result<Site, Error> {
    let site = Row::from_query_result(row, "")?;
    Ok(Site {
        id: site.id.into(),
        code: site.code.parse().map_err(|e: kernel::code::Error| Error::Unreadable(e.to_string()))?,
        kind: site.r#type,
        name: site.name,
        area: site.area,
        organisation: site.organisation,
        position: site.lon.zip(site.lat).and_then(|(lon, lat)| Position::new(lon, lat).ok()),
        address: site.address,
        parent: site.parent.map(SiteId),
        opened_on: site.opened_on,
        closed_on: site.closed_on,
        visited_at: site.visited_at.map(Moment::from_millis),
        version: site.version,
        paths: Paths { area: site.area_path, organisation: site.organisation_path },
    })
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    code: String,
    r#type: String,
    name: String,
    area: Uuid,
    organisation: Option<Uuid>,
    lon: Option<f64>,
    lat: Option<f64>,
    address: String,
    parent: Option<Uuid>,
    opened_on: String,
    closed_on: Option<String>,
    visited_at: Option<i64>,
    version: i32,
    area_path: String,
    organisation_path: Option<String>,
}

pub async fn insert(db: &impl ConnectionTrait, site: &Site) -> Result<(), DbErr> {
    let sql = "insert into site (id, code, type, name, area, organisation, lon, lat, address, parent, opened_on, \
               closed_on, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    run(db, sql, values(site)).await.map(|_| ())
}

/// Writes a changed site over the version that was seen; one row must change. The code never does.
pub async fn update(db: &impl ConnectionTrait, seen: &Site, changed: &Site) -> Result<(), Error> {
    let sql = "update site set type = $3, name = $4, area = $5, organisation = $6, lon = $7, lat = $8, address = $9, \
               parent = $10, opened_on = $11, closed_on = $12, version = $13 \
               where id = $1 and code = $2 and version = $14";
    let mut values = values(changed);
    values.push(seen.version.into());
    if run(db, sql, values).await? == 1 {
        Ok(())
    } else {
        Err(Error::Stale { seen: seen.version, now: seen.version + 1, meanwhile: None })
    }
}

fn values(site: &Site) -> Vec<Value> {
    vec![
        site.id.0.into(),
        site.code.plain().into(),
        site.kind.as_str().into(),
        site.name.as_str().into(),
        site.area.into(),
        site.organisation.into(),
        site.position.map(Position::lon).into(),
        site.position.map(Position::lat).into(),
        site.address.as_str().into(),
        site.parent.map(|parent| parent.0).into(),
        site.opened_on.as_str().into(),
        site.closed_on.clone().into(),
        site.version.into(),
    ]
}

/// Somebody looked at it then; an earlier look that comes in later changes nothing.
pub async fn visited(db: &impl ConnectionTrait, id: SiteId, at: Moment) -> Result<(), DbErr> {
    let sql = "update site set visited_at = $2 where id = $1 and (visited_at is null or visited_at < $2)";
    run(db, sql, vec![id.0.into(), at.millis().into()]).await.map(|_| ())
}

pub async fn code_is_free(db: &impl ConnectionTrait, code: Code) -> Result<bool, DbErr> {
    Ok(all(db, "select 1 as one from site where code = $1", vec![code.plain().into()]).await?.is_empty())
}

/// An open site of this type and name in this area.
pub async fn stands(db: &impl ConnectionTrait, area: Uuid, kind: &str, name: &str) -> Result<bool, DbErr> {
    let sql = "select 1 as one from site where area = $1 and type = $2 and name = $3 and closed_on is null";
    Ok(!all(db, sql, vec![area.into(), kind.into(), name.into()]).await?.is_empty())
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
async fn all(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}
