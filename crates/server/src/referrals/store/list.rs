//! Lists of superiors' lists, under the reader's grants.

use super::{REFERRAL, all, read};
use crate::{
    platform::{
        permission::{Columns, Who},
        query::{self, Key, at, col, page},
    },
    referrals::model::Referral,
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement},
};

const COLUMNS: Columns =
    Columns { area_path: ("a", "path"), line: None, organisation_paths: &[], parties: &[] };

/// One line of the list.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: Uuid,
    pub sender: String,
    pub title: String,
    pub number: String,
    pub received_on: String,
    pub due_on: Option<String>,
    pub state: String,
    pub received_at: i64,
    pub organisation: Uuid,
    pub organisation_name: String,
}

fn joined(who: &Who) -> SelectStatement {
    let mut query = Query::select();
    for column in ["id", "sender", "title", "number", "received_on", "due_on", "received_at", "organisation"]
    {
        query.column(at("r", column));
    }
    let stands = Expr::case(col("r", "cancelled").is_null(), col("r", "state")).finally("cancelled");
    let join = |alias: &'static str, column| Expr::col(at(alias, "id")).equals(at("r", column));
    query
        .expr_as(stands, Alias::new("state"))
        .expr_as(Expr::col(at("o", "short_name")), Alias::new("organisation_name"))
        .from_as("referral", "r")
        .join_as(JoinType::InnerJoin, "area", "a", join("a", "area"))
        .join_as(JoinType::InnerJoin, "organisation", "o", join("o", "organisation"))
        .cond_where(who.filter("referral.read", &COLUMNS));
    query
}

/// Those that this person may read, the newest first, behind a place in the list.
pub async fn list(
    db: &impl ConnectionTrait,
    who: &Who,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    let mut query = joined(who);
    let seen = after.map(|(at, id)| [at.into(), id.into()]);
    let keys = vec![Key::new(col("r", "received_at"), true), Key::new(col("r", "id"), true)];
    page(&mut query, keys, seen.as_ref().map(|seen| &seen[..]));
    query::all(db, query.limit(limit)).await
}

/// Sender and title of the lists among these that this person may read: what a list of postings may show.
pub async fn readable_labels(
    db: &impl ConnectionTrait,
    who: &Who,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, DbErr> {
    let mut query = joined(who);
    query.cond_where(col("r", "id").is_in(ids.iter().copied()));
    let rows: Vec<Listed> = query::all(db, &query).await?;
    Ok(rows.into_iter().map(|row| (row.id, format!("{} {}", row.sender, row.title))).collect())
}

/// Lists in the order of their ids, behind one; a page that is not full is the last.
pub async fn page_of_referrals(
    db: &impl ConnectionTrait,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Referral>, DbErr> {
    let sql = format!("{REFERRAL} where r.id > $1 order by r.id limit $2");
    let rows = all(db, &sql, vec![after.unwrap_or_default().into(), i64::from(limit).into()]).await?;
    rows.iter().map(read).collect()
}
