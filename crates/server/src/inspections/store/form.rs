//! The table `form_version`.

use super::{all, run};
use crate::{
    inspections::model::{FormVersion, Origin},
    platform::stored::{from_json, json},
};
use forms::Published;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Hash of a checklist: its form, and the types of site that it is for.
pub fn hash(published: &Published, site_types: &[String]) -> Result<String, DbErr> {
    let text = json(&(&published.hash, site_types))?;
    Ok(hex::encode(Sha256::digest(text)))
}

/// Hashes of what the catalogue shipped last, by code.
pub async fn shipped_hashes(db: &impl ConnectionTrait) -> Result<HashMap<String, String>, DbErr> {
    let sql = "select f.code, f.hash from form_version f where f.origin = 'shipped' and f.version = \
               (select max(o.version) from form_version o where o.code = f.code and o.origin = 'shipped')";
    let rows = all(db, sql, vec![]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "code")?, row.try_get("", "hash")?))).collect()
}

/// The newest version of each form, by code.
pub async fn current_forms(db: &impl ConnectionTrait) -> Result<Vec<FormVersion>, DbErr> {
    let rows = all(db, "select * from form_version where followed_at is null order by code", vec![]).await?;
    rows.iter().map(read).collect()
}

pub async fn find_form(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<FormVersion>, DbErr> {
    let rows = all(db, "select * from form_version where id = $1", vec![id.into()]).await?;
    rows.first().map(read).transpose()
}

/// All versions of a form, the newest first.
pub async fn forms_of(db: &impl ConnectionTrait, code: &str) -> Result<Vec<FormVersion>, DbErr> {
    let sql = "select * from form_version where code = $1 order by version desc";
    all(db, sql, vec![code.into()]).await?.iter().map(read).collect()
}

fn read(row: &QueryResult) -> Result<FormVersion, DbErr> {
    let followed_at: Option<i64> = row.try_get("", "followed_at")?;
    let origin: String = row.try_get("", "origin")?;
    Ok(FormVersion {
        id: row.try_get("", "id")?,
        version: row.try_get("", "version")?,
        hash: row.try_get("", "hash")?,
        site_types: from_json(&row.try_get::<String>("", "site_types")?)?,
        origin: if origin == Origin::Local.word() { Origin::Local } else { Origin::Shipped },
        published: from_json(&row.try_get::<String>("", "body")?)?,
        published_at: Moment::from_millis(row.try_get("", "published_at")?),
        followed_at: followed_at.map(Moment::from_millis),
    })
}

/// A new version follows the one in use; what is shipped never follows the office's own and stands beside it.
pub async fn insert_form(
    db: &impl ConnectionTrait,
    id: Uuid,
    published: &Published,
    site_types: &[String],
    hash: &str,
    origin: Origin,
    now: Moment,
) -> Result<(), DbErr> {
    let follow = "update form_version set followed_at = $2 where code = $1 and followed_at is null \
                  and (origin = 'shipped' or $3 = 'local')";
    let code = published.form.code.as_str();
    run(db, follow, vec![code.into(), now.millis().into(), origin.word().into()]).await?;
    let standing =
        all(db, "select id from form_version where code = $1 and followed_at is null", vec![code.into()])
            .await?;
    let followed_at = if standing.is_empty() { None } else { Some(now.millis()) };
    let sql = "insert into form_version \
               (id, code, version, hash, name, name_en, site_types, body, origin, published_at, followed_at) \
               select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10 \
               from form_version where code = $2";
    let values = vec![
        id.into(),
        code.into(),
        hash.into(),
        published.form.name.as_str().into(),
        published.form.name_en.as_str().into(),
        json(site_types)?.into(),
        json(published)?.into(),
        origin.word().into(),
        now.millis().into(),
        followed_at.into(),
    ];
    run(db, sql, values).await.map(|_| ())
}
