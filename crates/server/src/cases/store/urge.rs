//! The cases of a list as urging them asks: where each stands, and when it was urged last.

use super::filter::{Filter, from};
use crate::platform::{
    permission::Who,
    query::{Key, all, at, col, page},
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Expr},
};

#[derive(Clone, Debug, FromQueryResult)]
pub struct Urgeable {
    pub id: Uuid,
    pub state: String,
    pub line: String,
    pub area_path: String,
    pub registering_path: String,
    pub lead: Option<Uuid>,
    pub lead_path: Option<String>,
    pub verifying: Option<Uuid>,
    pub urged_at: Option<i64>,
}

const URGED: &str = "(select max(m.at) from case_move m where m.record = c.id and m.verb = 'urge')";

/// At most `limit` cases of a list, the nearest deadline first.
pub async fn urgeable(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Urgeable>, DbErr> {
    let mut query = from(who, filter);
    for column in ["id", "state", "line", "lead", "verifying"] {
        query.column(at("c", column));
    }
    query
        .expr_as(col("a", "path"), Alias::new("area_path"))
        .expr_as(col("r", "path"), Alias::new("registering_path"))
        .expr_as(col("l", "path"), Alias::new("lead_path"))
        .expr_as(Expr::cust(URGED), Alias::new("urged_at"))
        .limit(limit);
    let keys = ["sort_at", "id"].map(|column| Key::new(col("c", column), false));
    page(&mut query, keys.into(), None);
    all(db, &query).await
}
