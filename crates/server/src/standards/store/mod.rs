//! All SQL on the tables of standards.

mod target;

pub use target::{drop_target, set_target, targets};

use super::model::{Indicator, Standard, Threshold};
use crate::platform::stored::{from_json, from_word, json, word};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement, Value};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A version as lists name it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: Uuid,
    pub code: String,
    pub version: String,
    pub name: String,
    pub name_en: String,
    pub level: String,
    pub source: String,
    pub origin: String,
    pub hash: String,
    pub taken_at: i64,
    pub indicators: i64,
}

const LISTED: &str = "select s.*, (select count(*) from standard_indicator i where i.standard = s.id) as indicators \
                      from standard s";

/// Hash of all that a standard says.
pub fn hash(standard: &Standard) -> String {
    // a model of texts and finite numbers always writes
    hex::encode(Sha256::digest(serde_json::to_vec(standard).unwrap_or_default()))
}

/// All versions, the newest of each code first.
pub async fn versions(db: &impl ConnectionTrait) -> Result<Vec<Listed>, DbErr> {
    let rows = all(db, &format!("{LISTED} order by s.code, s.taken_at desc, s.id desc"), vec![]).await?;
    rows.iter().map(|row| Listed::from_query_result(row, "")).collect()
}

pub async fn version(db: &impl ConnectionTrait, code: &str, version: &str) -> Result<Option<Listed>, DbErr> {
    let sql = format!("{LISTED} where s.code = $1 and s.version = $2");
    let rows = all(db, &sql, vec![code.into(), version.into()]).await?;
    rows.first().map(|row| Listed::from_query_result(row, "")).transpose()
}

/// The version of a code that was taken last.
pub async fn latest_standard(db: &impl ConnectionTrait, code: &str) -> Result<Option<Standard>, DbErr> {
    let found = versions(db).await?.into_iter().find(|version| version.code == code);
    match found {
        Some(found) => Ok(find_standard(db, found.id).await?.map(|(_, standard)| standard)),
        None => Ok(None),
    }
}

/// A version with its whole tree.
pub async fn find_standard(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<(Listed, Standard)>, DbErr> {
    let rows = all(db, &format!("{LISTED} where s.id = $1"), vec![id.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    let head = Listed::from_query_result(row, "")?;
    let mut thresholds: HashMap<String, Vec<Threshold>> = HashMap::new();
    let sql = "select * from standard_threshold where standard = $1 order by indicator, rank";
    for row in all(db, sql, vec![id.into()]).await? {
        thresholds.entry(row.try_get("", "indicator")?).or_default().push(threshold(&row)?);
    }
    let sql = "select * from standard_indicator where standard = $1 order by rank";
    let mut indicators = Vec::new();
    for row in all(db, sql, vec![id.into()]).await? {
        let mut indicator = indicator(&row)?;
        indicator.thresholds = thresholds.remove(&indicator.code).unwrap_or_default();
        indicators.push(indicator);
    }
    let standard = Standard {
        code: head.code.clone(),
        version: head.version.clone(),
        name: head.name.clone(),
        name_en: head.name_en.clone(),
        level: from_word(&head.level)?,
        source: head.source.clone(),
        indicators,
    };
    Ok(Some((head, standard)))
}

fn indicator(row: &QueryResult) -> Result<Indicator, DbErr> {
    Ok(Indicator {
        code: row.try_get("", "code")?,
        parent: row.try_get("", "parent")?,
        name: row.try_get("", "name")?,
        name_en: row.try_get("", "name_en")?,
        clause: row.try_get("", "clause")?,
        text: row.try_get("", "requirement")?,
        method: from_json(&row.try_get::<String>("", "method")?)?,
        weight: row.try_get("", "weight")?,
        thresholds: vec![],
        evidence: from_json(&row.try_get::<String>("", "evidence")?)?,
        site_types: from_json(&row.try_get::<String>("", "site_types")?)?,
        units: from_json(&row.try_get::<String>("", "units")?)?,
    })
}

fn threshold(row: &QueryResult) -> Result<Threshold, DbErr> {
    let qualifier: Option<String> = row.try_get("", "qualifier")?;
    Ok(Threshold {
        measure: row.try_get("", "measure")?,
        op: from_word(&row.try_get::<String>("", "op")?)?,
        value: row.try_get("", "value")?,
        unit: row.try_get("", "unit")?,
        base: row.try_get("", "base")?,
        qualifier: qualifier.as_deref().map(from_word).transpose()?,
    })
}

/// A new version.
pub async fn insert(
    db: &impl ConnectionTrait,
    id: Uuid,
    standard: &Standard,
    origin: &str,
    now: Moment,
) -> Result<(), DbErr> {
    let sql = "insert into standard (id, code, version, name, name_en, level, source, origin, hash, taken_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = vec![
        id.into(),
        standard.code.as_str().into(),
        standard.version.as_str().into(),
        standard.name.as_str().into(),
        standard.name_en.as_str().into(),
        word(&standard.level)?.into(),
        standard.source.as_str().into(),
        origin.into(),
        hash(standard).into(),
        now.millis().into(),
    ];
    run(db, sql, values).await?;
    insert_tree(db, id, standard).await
}

/// What the catalogue ships of a version now takes the place of what it shipped before.
pub async fn replace(
    db: &impl ConnectionTrait,
    id: Uuid,
    standard: &Standard,
    now: Moment,
) -> Result<(), DbErr> {
    run(db, "delete from standard_threshold where standard = $1", vec![id.into()]).await?;
    run(db, "delete from standard_indicator where standard = $1", vec![id.into()]).await?;
    let sql = "update standard set name = $2, name_en = $3, level = $4, source = $5, hash = $6, taken_at = $7 \
               where id = $1";
    let values = vec![
        id.into(),
        standard.name.as_str().into(),
        standard.name_en.as_str().into(),
        word(&standard.level)?.into(),
        standard.source.as_str().into(),
        hash(standard).into(),
        now.millis().into(),
    ];
    run(db, sql, values).await?;
    insert_tree(db, id, standard).await
}

async fn insert_tree(db: &impl ConnectionTrait, id: Uuid, standard: &Standard) -> Result<(), DbErr> {
    let sql = "insert into standard_indicator (standard, code, rank, parent, name, name_en, clause, requirement, \
               method, weight, evidence, site_types, units) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    for (rank, indicator) in (0i32..).zip(&standard.indicators) {
        let values = vec![
            id.into(),
            indicator.code.as_str().into(),
            rank.into(),
            indicator.parent.clone().into(),
            indicator.name.as_str().into(),
            indicator.name_en.as_str().into(),
            indicator.clause.as_str().into(),
            indicator.text.as_str().into(),
            json(&indicator.method)?.into(),
            indicator.weight.into(),
            json(&indicator.evidence)?.into(),
            json(&indicator.site_types)?.into(),
            json(&indicator.units)?.into(),
        ];
        run(db, sql, values).await?;
        for (rank, threshold) in (0i32..).zip(&indicator.thresholds) {
            insert_threshold(db, id, &indicator.code, rank, threshold).await?;
        }
    }
    Ok(())
}

async fn insert_threshold(
    db: &impl ConnectionTrait,
    id: Uuid,
    indicator: &str,
    rank: i32,
    threshold: &Threshold,
) -> Result<(), DbErr> {
    let sql = "insert into standard_threshold (standard, indicator, rank, measure, op, value, unit, base, qualifier) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = vec![
        id.into(),
        indicator.into(),
        rank.into(),
        threshold.measure.as_str().into(),
        word(&threshold.op)?.into(),
        threshold.value.into(),
        threshold.unit.as_str().into(),
        threshold.base.as_str().into(),
        threshold.qualifier.as_ref().map(word).transpose()?.into(),
    ];
    run(db, sql, values).await
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.map(|_| ())
}
async fn all(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}
