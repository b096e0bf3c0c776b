//! The table `category`: a row holds what the catalogue ships, what the office has changed, and the whole rule that
//! follows, with what is inherited filled in.

use super::super::category::{Category, Entry, Own, Place};
use kernel::moment::Moment;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};
use serde::{Serialize, de::DeserializeOwned};

/// Whose a category is, where it is not shipped.
const LOCAL: &str = "local";
/// No shipped category stands behind this rank.
const BEFORE_OWN: i32 = 999_999;

/// A category that a case has, retired or not.
pub async fn find_category(db: &impl ConnectionTrait, code: &str) -> Result<Option<Category>, DbErr> {
    let rows = all(db, "select rule from category where code = $1 and leaf", vec![code.into()]).await?;
    rows.first().map(|row| json(row, "rule")).transpose()
}

/// A category that a new case may have.
pub async fn usable_category(db: &impl ConnectionTrait, code: &str) -> Result<Option<Category>, DbErr> {
    let sql = "select rule from category where code = $1 and leaf and retired_on is null";
    let rows = all(db, sql, vec![code.into()]).await?;
    rows.first().map(|row| json(row, "rule")).transpose()
}

/// The tree in use, in the catalogue's order; the office's own come last.
pub async fn categories(db: &impl ConnectionTrait) -> Result<Vec<Category>, DbErr> {
    let rows = all(db, "select rule from category where retired_on is null order by rank", vec![]).await?;
    rows.iter().map(|row| json(row, "rule")).collect()
}

/// The whole tree in the same order, with what is retired.
pub async fn rules(db: &impl ConnectionTrait) -> Result<Vec<Category>, DbErr> {
    let rows = all(db, "select rule from category order by rank", vec![]).await?;
    rows.iter().map(|row| json(row, "rule")).collect()
}

/// The same as it is said.
pub async fn entries(db: &impl ConnectionTrait) -> Result<Vec<Entry>, DbErr> {
    let sql = "select code, name, name_en, parent, said, own, origin, retired_on from category order by rank";
    all(db, sql, vec![]).await?.iter().map(entry).collect()
}

fn entry(row: &QueryResult) -> Result<Entry, DbErr> {
    Ok(Entry {
        code: row.try_get("", "code")?,
        name: row.try_get("", "name")?,
        name_en: row.try_get("", "name_en")?,
        parent: row.try_get("", "parent")?,
        said: json(row, "said")?,
        own: json(row, "own")?,
        local: row.try_get::<String>("", "origin")? == LOCAL,
        retired_on: row.try_get("", "retired_on")?,
    })
}

/// When the office changed each category that it has changed.
pub async fn category_changes(db: &impl ConnectionTrait) -> Result<Vec<(String, Moment)>, DbErr> {
    let rows = all(db, "select code, changed_at from category where changed_at is not null", vec![]).await?;
    let read = |row: &QueryResult| {
        Ok((row.try_get("", "code")?, Moment::from_millis(row.try_get("", "changed_at")?)))
    };
    rows.iter().map(read).collect()
}

/// Puts what the catalogue ships of a category in the place of what it shipped before. Its rule follows later.
pub async fn ship_category(db: &impl ConnectionTrait, rank: i32, entry: &Entry) -> Result<(), DbErr> {
    let sql = "insert into category (code, name, name_en, parent, line, leaf, origin, rank, rule, said, own) \
               values ($1, $2, $3, $4, $1, false, 'shipped', $5, '', $6, '{}') \
               on conflict (code) do update set name = $2, name_en = $3, parent = $4, rank = $5, said = $6";
    let values = vec![
        entry.code.as_str().into(),
        entry.name.as_str().into(),
        entry.name_en.as_str().into(),
        entry.parent.clone().into(),
        rank.into(),
        text(&entry.said)?.into(),
    ];
    run(db, sql, values).await
}

/// A new category of the office's own, behind all others. Its rule follows.
pub async fn add_category(db: &impl ConnectionTrait, entry: &Entry, now: Moment) -> Result<(), DbErr> {
    let sql = "insert into category \
               (code, name, name_en, parent, line, leaf, origin, rank, rule, said, own, changed_at) \
               select $1, $2, $3, $4, $1, true, $5, coalesce(max(rank), $6) + 1, '', '{}', $7, $8 \
               from category where origin = $5";
    let values = vec![
        entry.code.as_str().into(),
        entry.name.as_str().into(),
        entry.name_en.as_str().into(),
        entry.parent.clone().into(),
        LOCAL.into(),
        BEFORE_OWN.into(),
        text(&entry.own)?.into(),
        now.millis().into(),
    ];
    run(db, sql, values).await
}

/// What an own category is called and since when it is retired, from now on.
pub async fn write_entry(db: &impl ConnectionTrait, entry: &Entry, now: Moment) -> Result<(), DbErr> {
    let sql = "update category set name = $2, name_en = $3, retired_on = $4, changed_at = $5 where code = $1";
    let values = vec![
        entry.code.as_str().into(),
        entry.name.as_str().into(),
        entry.name_en.as_str().into(),
        entry.retired_on.clone().into(),
        now.millis().into(),
    ];
    run(db, sql, values).await
}

/// What the office says of a category from now on.
pub async fn write_own(db: &impl ConnectionTrait, code: &str, own: &Own, now: Moment) -> Result<(), DbErr> {
    let sql = "update category set own = $2, changed_at = $3 where code = $1";
    run(db, sql, vec![code.into(), text(own)?.into(), now.millis().into()]).await
}

/// Writes the rules that are not as they stand.
pub async fn write_rules(db: &impl ConnectionTrait, rules: &[Category]) -> Result<(), DbErr> {
    let sql = "update category set line = $2, leaf = $3, rule = $4 where code = $1 and rule <> $4";
    for rule in rules {
        let values =
            vec![rule.code.as_str().into(), rule.line.as_str().into(), rule.leaf.into(), text(rule)?.into()];
        run(db, sql, values).await?;
    }
    Ok(())
}

/// The whole tree.
pub async fn category_places(db: &impl ConnectionTrait) -> Result<Vec<Place>, DbErr> {
    let rows = all(db, "select code, name, parent from category", vec![]).await?;
    let place = |row: &QueryResult| {
        Ok(Place {
            code: row.try_get("", "code")?,
            name: row.try_get("", "name")?,
            parent: row.try_get("", "parent")?,
        })
    };
    rows.iter().map(place).collect()
}

pub(super) async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.map(|_| ())
}
pub(super) async fn all(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}
pub(super) fn text<T: Serialize>(value: &T) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|e| DbErr::Custom(format!("category: {e}")))
}
pub(super) fn json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    let text: String = row.try_get("", column)?;
    serde_json::from_str(&text).map_err(|e| DbErr::Custom(format!("category {column}: {e}")))
}
