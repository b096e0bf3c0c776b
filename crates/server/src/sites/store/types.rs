//! The table `site_type`.

use super::{all, run};
use crate::sites::model::{Shape, SiteType};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

/// All types in the catalogue's order.
pub async fn types(db: &impl ConnectionTrait) -> Result<Vec<SiteType>, DbErr> {
    let sql = "select * from site_type where retired_on is null order by rank, code";
    all(db, sql, vec![]).await?.iter().map(read).collect()
}

pub async fn find_type(db: &impl ConnectionTrait, code: &str) -> Result<Option<SiteType>, DbErr> {
    let rows =
        all(db, "select * from site_type where code = $1 and retired_on is null", vec![code.into()]).await?;
    rows.first().map(read).transpose()
}

/// Codes and names, the retired ones too.
pub async fn type_names(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbErr> {
    let rows = all(db, "select code, name from site_type order by rank, code", vec![]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "code")?, row.try_get("", "name")?))).collect()
}

fn read(row: &QueryResult) -> Result<SiteType, DbErr> {
    let shape: String = row.try_get("", "shape")?;
    Ok(SiteType {
        code: row.try_get("", "code")?,
        name: row.try_get("", "name")?,
        name_en: row.try_get("", "name_en")?,
        shape: Shape::of(&shape).ok_or_else(|| DbErr::Custom(format!("site_type.shape: {shape}")))?,
        plate: row.try_get("", "plate")?,
        checklist: row.try_get("", "checklist")?,
    })
}

/// Replaces the shipped types by the catalogue's.
pub async fn replace_types(db: &impl ConnectionTrait, types: &[SiteType]) -> Result<(), DbErr> {
    let sql = "insert into site_type (code, name, name_en, shape, plate, checklist, origin, rank) \
               values ($1, $2, $3, $4, $5, $6, 'shipped', $7) \
               on conflict (code) do update set name = $2, name_en = $3, shape = $4, plate = $5, checklist = $6, \
               rank = $7";
    for (rank, kind) in (0i32..).zip(types) {
        let values = vec![
            kind.code.as_str().into(),
            kind.name.as_str().into(),
            kind.name_en.as_str().into(),
            kind.shape.word().into(),
            kind.plate.into(),
            kind.checklist.as_str().into(),
            rank.into(),
        ];
        run(db, sql, values).await?;
    }
    Ok(())
}
