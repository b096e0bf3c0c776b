//! The table `category_list`.

use super::category::{all, json, run, text};
use crate::cases::category::NamedList;
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

/// Replaces the shipped lists by the catalogue's.
pub async fn replace_lists(db: &impl ConnectionTrait, lists: &[NamedList]) -> Result<(), DbErr> {
    run(db, "delete from category_list", vec![]).await?;
    for (rank, list) in (0i32..).zip(lists) {
        let sql = "insert into category_list (code, name, name_en, source, items, rank) values ($1, $2, $3, $4, $5, $6)";
        let texts = [&list.code, &list.name, &list.name_en, &list.source, &text(&list.items)?];
        let values = texts.into_iter().map(|text| text.as_str().into()).chain([rank.into()]);
        run(db, sql, values.collect()).await?;
    }
    Ok(())
}

/// All lists, in the catalogue's order.
pub async fn lists(db: &impl ConnectionTrait) -> Result<Vec<NamedList>, DbErr> {
    let sql = "select code, name, name_en, source, items from category_list order by rank";
    let read = |row: &QueryResult| {
        Ok(NamedList {
            code: row.try_get("", "code")?,
            name: row.try_get("", "name")?,
            name_en: row.try_get("", "name_en")?,
            source: row.try_get("", "source")?,
            items: json(row, "items")?,
        })
    };
    all(db, sql, vec![]).await?.iter().map(read).collect()
}
