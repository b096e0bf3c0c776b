//! The cases of a list that have a position, for the map.

use super::filter::{Filter, from, late};
use crate::platform::{
    permission::Who,
    query::{all, at, col},
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Order},
};

#[derive(Clone, Debug, FromQueryResult)]
pub struct Located {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub area: Uuid,
    pub lon: f64,
    pub lat: f64,
    pub state: String,
    /// 1: past its deadline
    pub late: i32,
}

/// At most so many, the nearest deadline first.
pub async fn points(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    limit: u64,
) -> Result<Vec<Located>, DbErr> {
    let late: Expr =
        CaseStatement::new().case(late(filter.now), Expr::cust("1")).finally(Expr::cust("0")).into();
    let mut query = from(who, filter);
    for column in ["id", "number", "title", "area", "lon", "lat", "state"] {
        query.column(at("c", column));
    }
    query
        .expr_as(late, Alias::new("late"))
        .cond_where(col("c", "lon").is_not_null())
        .order_by(at("c", "sort_at"), Order::Asc)
        .order_by(at("c", "id"), Order::Asc)
        .limit(limit);
    all(db, &query).await
}
