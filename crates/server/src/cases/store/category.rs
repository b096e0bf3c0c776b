//! The table `category`: a row holds the whole rule, with what is inherited filled in.

use super::super::category::Category;
use sea_orm::{ConnectionTrait, DbErr, Statement};

pub async fn find_category(db: &impl ConnectionTrait, code: &str) -> Result<Option<Category>, DbErr> {
    let sql = "select rule from category where code = $1 and leaf and retired_on is null";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [code.into()]);
    db.query_one_raw(statement).await?.map(|row| read(&row.try_get::<String>("", "rule")?)).transpose()
}

/// The whole tree in the catalogue's order.
pub async fn categories(db: &impl ConnectionTrait) -> Result<Vec<Category>, DbErr> {
    let sql = "select rule from category where retired_on is null order by rank";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    rows.iter().map(|row| read(&row.try_get::<String>("", "rule")?)).collect()
}

fn read(rule: &str) -> Result<Category, DbErr> {
    serde_json::from_str(rule).map_err(|e| DbErr::Custom(format!("category rule: {e}")))
}

/// Replaces the shipped categories by the catalogue's.
pub async fn replace_categories(db: &impl ConnectionTrait, categories: &[Category]) -> Result<(), DbErr> {
    let sql = "insert into category (code, name, name_en, parent, line, leaf, origin, rank, rule) \
               values ($1, $2, $3, $4, $5, $6, 'shipped', $7, $8) \
               on conflict (code) do update set name = $2, name_en = $3, parent = $4, line = $5, leaf = $6, \
               rank = $7, rule = $8";
    for (rank, category) in categories.iter().enumerate() {
        let rule = serde_json::to_string(category).map_err(|e| DbErr::Custom(e.to_string()))?;
        let values = [
            category.code.as_str().into(),
            category.name.as_str().into(),
            category.name_en.as_str().into(),
            category.parent.clone().into(),
            category.line.as_str().into(),
            category.leaf.into(),
            i32::try_from(rank).unwrap_or(i32::MAX).into(),
            rule.into(),
        ];
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await?;
    }
    Ok(())
}

/// Codes and names of the whole tree.
pub async fn category_names(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbErr> {
    let statement = Statement::from_string(db.get_database_backend(), "select code, name from category");
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| Ok((row.try_get("", "code")?, row.try_get("", "name")?))).collect()
}
