//! The names of places and units below an area, among which the words of a list are looked for.

use super::all;
use crate::{platform::permission::end_of, referrals::rules::Named};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, Value};

/// The names of a unit.
pub struct Unit {
    pub id: Uuid,
    pub name: String,
    pub short_name: String,
}

fn below(path: &str) -> Vec<Value> {
    vec![path.into(), end_of(path).into()]
}

/// Areas that are open, the area itself included.
pub async fn areas(db: &impl ConnectionTrait, path: &str) -> Result<Vec<Named<Uuid>>, DbErr> {
    let sql = "select id, name from area where closed_on is null and path >= $1 and path < $2 order by path";
    let rows = all(db, sql, below(path)).await?;
    rows.iter()
        .map(|row| Ok(Named { name: row.try_get("", "name")?, thing: row.try_get("", "id")? }))
        .collect()
}

/// Sites that are open, each with its area.
pub async fn sites(db: &impl ConnectionTrait, path: &str) -> Result<Vec<Named<(Uuid, Uuid)>>, DbErr> {
    let sql = "select s.id, s.area, s.name from site s join area a on a.id = s.area \
               where s.closed_on is null and a.path >= $1 and a.path < $2 order by s.id";
    let rows = all(db, sql, below(path)).await?;
    let named = |row: &sea_orm::QueryResult| {
        let thing = (row.try_get("", "id")?, row.try_get("", "area")?);
        Ok(Named { name: row.try_get("", "name")?, thing })
    };
    rows.iter().map(named).collect()
}

/// Units whose area lies there.
pub async fn units(db: &impl ConnectionTrait, path: &str) -> Result<Vec<Unit>, DbErr> {
    let sql = "select o.id, o.name, o.short_name from organisation o join area a on a.id = o.area \
               where o.to_day is null and a.path >= $1 and a.path < $2 order by o.path";
    let rows = all(db, sql, below(path)).await?;
    let unit = |row: &sea_orm::QueryResult| {
        Ok(Unit {
            id: row.try_get("", "id")?,
            name: row.try_get("", "name")?,
            short_name: row.try_get("", "short_name")?,
        })
    };
    rows.iter().map(unit).collect()
}
