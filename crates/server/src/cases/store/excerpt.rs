//! What a sheet prints of each case of a list, under the same WHERE as the list itself.

use super::filter::{Filter, from, with_names};
use crate::platform::{
    permission::Who,
    query::{all, at, col},
};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, JoinType, Order, Query},
};
use std::collections::HashMap;

/// A case as papers print it.
#[derive(Clone, Debug, PartialEq, FromQueryResult)]
pub struct Excerpt {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub description: String,
    pub place: String,
    pub area_name: String,
    pub line: String,
    pub line_name: String,
    pub category_name: String,
    pub lead_name: Option<String>,
    /// the units beside the lead
    #[sea_orm(skip)]
    pub cooperating: Vec<String>,
    pub source: String,
    pub found_at: i64,
    pub reported_at: i64,
    pub dispatched_at: Option<i64>,
    pub rectified_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub deadline_at: Option<i64>,
    /// newest photo before, and after in the present cycle
    pub before: Option<Uuid>,
    pub after: Option<Uuid>,
}

/// What narrows a list further for a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Only {
    Listed,
    /// these of the list
    Of(Vec<Uuid>),
}

const BEFORE: &str = "(select p.file from case_photo p where p.record = c.id and p.role = 'before' \
                      order by p.added_at desc, p.file limit 1)";
const AFTER: &str = "(select p.file from case_photo p where p.record = c.id and p.role = 'after' \
                     and p.cycle = c.cycle order by p.added_at desc, p.file limit 1)";
const DISPATCHED: &str = "(select max(m.at) from case_move m where m.record = c.id \
                          and m.verb in ('dispatch', 'reopen'))";

/// At most `limit` cases of the list that this person may read, in the order of their numbers.
pub async fn excerpts(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    only: &Only,
    limit: u64,
) -> Result<Vec<Excerpt>, DbErr> {
    let mut query = from(who, filter);
    for column in ["id", "number", "title", "description", "place", "line", "source"] {
        query.column(at("c", column));
    }
    for column in ["found_at", "reported_at", "rectified_at", "closed_at", "deadline_at"] {
        query.column(at("c", column));
    }
    with_names(&mut query);
    query
        .expr_as(Expr::cust("(select n.name from category n where n.code = c.line)"), Alias::new("line_name"))
        .expr_as(Expr::cust(DISPATCHED), Alias::new("dispatched_at"))
        .expr_as(Expr::cust(BEFORE), Alias::new("before"))
        .expr_as(Expr::cust(AFTER), Alias::new("after"))
        .cond_where(condition(only))
        .order_by(at("c", "number"), Order::Asc)
        .limit(limit);
    let mut found: Vec<Excerpt> = all(db, &query).await?;
    let mut beside = cooperating(db, found.iter().map(|case| case.id)).await?;
    for case in &mut found {
        case.cooperating = beside.remove(&case.id).unwrap_or_default();
    }
    Ok(found)
}

/// The units beside the lead of some cases, by name.
async fn cooperating(
    db: &impl ConnectionTrait,
    cases: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Vec<String>>, DbErr> {
    #[derive(FromQueryResult)]
    struct Row {
        record: Uuid,
        name: String,
    }
    let mut query = Query::select();
    let named = Expr::col(at("o", "id")).equals(at("x", "organisation"));
    query
        .column(at("x", "record"))
        .expr_as(Expr::col(at("o", "short_name")), Alias::new("name"))
        .from_as("case_cooperating", "x")
        .join_as(JoinType::InnerJoin, "organisation", "o", named)
        .cond_where(col("x", "record").is_in(cases))
        .order_by(at("o", "path"), Order::Asc);
    let mut beside: HashMap<Uuid, Vec<String>> = HashMap::new();
    for Row { record, name } in all(db, &query).await? {
        beside.entry(record).or_default().push(name);
    }
    Ok(beside)
}

fn condition(only: &Only) -> Cond {
    match only {
        Only::Listed => Cond::all(),
        Only::Of(ids) => Cond::all().add(col("c", "id").is_in(ids.iter().copied())),
    }
}
