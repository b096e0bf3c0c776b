//! What was found in rounds, for whoever shows these.

use super::filter::{joined, readable};
use crate::{
    obligations::{Finds, FoundCase, RoundId},
    platform::{
        permission::Who,
        query::{all, at, col},
    },
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Order, Query},
};
use std::collections::HashMap;

#[derive(FromQueryResult)]
struct Counted {
    round: Uuid,
    count: i64,
}

#[derive(FromQueryResult)]
struct Named {
    round: Uuid,
    id: Uuid,
    number: String,
    title: String,
    state: String,
}

/// How many cases were found in each of these rounds, and those of them that this person may read.
pub async fn found_in(
    db: &impl ConnectionTrait,
    who: &Who,
    rounds: &[RoundId],
) -> Result<HashMap<RoundId, Finds>, DbErr> {
    let in_rounds = || col("c", "round").is_in(rounds.iter().map(|round| round.0));
    let mut counted = Query::select();
    counted
        .column(at("c", "round"))
        .expr_as(Expr::cust("count(*)"), Alias::new("count"))
        .from_as("case_record", "c")
        .cond_where(in_rounds())
        .group_by_col(at("c", "round"));
    let counted: Vec<Counted> = all(db, &counted).await?;
    let finds = |row: &Counted| (RoundId(row.round), Finds { count: row.count, cases: Vec::new() });
    let mut found: HashMap<RoundId, Finds> = counted.iter().map(finds).collect();
    let mut named = joined();
    for column in ["round", "id", "number", "title", "state"] {
        named.column(at("c", column));
    }
    named.cond_where(in_rounds()).cond_where(readable(who)).order_by(at("c", "number"), Order::Asc);
    let named: Vec<Named> = all(db, &named).await?;
    for Named { round, id, number, title, state } in named {
        if let Some(finds) = found.get_mut(&RoundId(round)) {
            finds.cases.push(FoundCase { id, number, title, state });
        }
    }
    Ok(found)
}
