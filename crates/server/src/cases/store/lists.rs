//! The table `category_list`.

use crate::cases::category::NamedList;
use sea_orm::{ConnectionTrait, DbErr, Statement};

/// Replaces the shipped lists by the catalogue's.
pub async fn replace_lists(db: &impl ConnectionTrait, lists: &[NamedList]) -> Result<(), DbErr> {
    db.execute_unprepared("delete from category_list").await?;
    for (rank, list) in (0i32..).zip(lists) {
        let items = serde_json::to_string(&list.items).map_err(|e| DbErr::Custom(e.to_string()))?;
        let sql = "insert into category_list (code, name, name_en, source, items, rank) values ($1, $2, $3, $4, $5, $6)";
        let texts = [&list.code, &list.name, &list.name_en, &list.source, &items];
        let values = texts.into_iter().map(|text| text.as_str().into()).chain([rank.into()]);
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    }
    Ok(())
}

/// All lists, in the catalogue's order.
pub async fn lists(db: &impl ConnectionTrait) -> Result<Vec<NamedList>, DbErr> {
    let sql = "select code, name, name_en, source, items from category_list order by rank";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    let read = |row: &sea_orm::QueryResult| {
        let items: String = row.try_get("", "items")?;
        Ok(NamedList {
            code: row.try_get("", "code")?,
            name: row.try_get("", "name")?,
            name_en: row.try_get("", "name_en")?,
            source: row.try_get("", "source")?,
            items: serde_json::from_str(&items)
                .map_err(|e| DbErr::Custom(format!("category_list.items: {e}")))?,
        })
    };
    rows.iter().map(read).collect()
}
