//! Cases that nobody in the office's own bounds may verify.

use super::filter::{by_grant, is_state, joined};
use crate::{
    cases::model::State,
    platform::{
        permission::Who,
        query::{all, at, col},
    },
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, JoinType, Order, SelectStatement},
};

#[derive(Debug, FromQueryResult)]
pub struct Unverified {
    pub id: Uuid,
    pub number: String,
    pub area: Uuid,
    pub area_name: String,
    pub lead: Option<Uuid>,
    pub lead_name: Option<String>,
    pub verifying: Option<Uuid>,
    pub verifying_name: Option<String>,
    pub rectified_at: i64,
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

/// How many there are where a grant holds the right, and the first of them, the longest waiting first.
pub async fn unverified(
    db: &impl ConnectionTrait,
    who: &Who,
    right: &str,
    most: u64,
) -> Result<(i64, Vec<Unverified>), DbErr> {
    let mut count = waiting(who, right);
    count.expr_as(Expr::cust("count(*)"), Alias::new("count"));
    let count: Vec<Count> = all(db, &count).await?;
    let mut query = waiting(who, right);
    for column in ["id", "number", "area", "lead", "verifying", "rectified_at"] {
        query.column(at("c", column));
    }
    query
        .expr_as(col("a", "name"), Alias::new("area_name"))
        .expr_as(col("l", "short_name"), Alias::new("lead_name"))
        .expr_as(col("v", "short_name"), Alias::new("verifying_name"))
        .join_as(
            JoinType::LeftJoin,
            "organisation",
            "v",
            Expr::col(at("v", "id")).equals(at("c", "verifying")),
        )
        .order_by(at("c", "rectified_at"), Order::Asc)
        .order_by(at("c", "id"), Order::Asc)
        .limit(most);
    Ok((count.first().map_or(0, |row| row.count), all(db, &query).await?))
}

fn waiting(who: &Who, right: &str) -> SelectStatement {
    let nobody = Cond::any().add(col("c", "verifying").is_null()).add(col("c", "superior").eq(true));
    let mut query = joined();
    // the open ones are few and found by their index
    let rectified = is_state(&[State::Rectified]).add(col("c", "open").eq(true));
    query.cond_where(rectified).cond_where(nobody).cond_where(by_grant(who, right));
    query
}
