//! The marks of chosen opening figures against the ids of the postings that the choices made.

use super::{Broken, broken};
use crate::{
    choose::{Counts, choice_id},
    model::{OPENING, Result},
    sql::Sql,
};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

pub async fn check(conn: &impl ConnectionTrait) -> Result<()> {
    let openings = format!("select id from posting where source_kind = '{OPENING}' and reverses is null");
    let posted = ids(conn, &openings).await?;
    let marked = ids(conn, "select posting as id from chosen_opening").await?;
    let chosen = posted.iter().map(|id| choice_id(*id, Counts::Opening)).filter(|id| posted.contains(id));
    let chosen: BTreeSet<Uuid> = chosen.collect();
    match chosen.symmetric_difference(&marked).next() {
        Some(posting) => broken(Broken::Choice { posting: *posting }),
        None => Ok(()),
    }
}

async fn ids(conn: &impl ConnectionTrait, sql: &str) -> Result<BTreeSet<Uuid>> {
    let rows = Sql::new(sql).all(conn).await?;
    rows.iter().map(|row| Ok(row.try_get("", "id")?)).collect()
}
