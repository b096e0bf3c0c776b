//! What a sheet prints of each case of a list, under the same WHERE as the list itself.

use super::filter::{Filter, from, with_names};
use crate::platform::{
    permission::Who,
    query::{all, at, col},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, Order},
};

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
    pub state: String,
    pub cycle: i32,
    pub reported_at: i64,
    pub dispatched_at: Option<i64>,
    pub rectified_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub deadline_at: Option<i64>,
    pub overdue_at: Option<i64>,
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
    /// what happened within: reported or closed then, or fallen due by its end and still open
    Within(Moment, Moment),
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
    for column in ["id", "number", "title", "description", "place", "line", "state", "cycle"] {
        query.column(at("c", column));
    }
    for column in ["reported_at", "rectified_at", "closed_at", "deadline_at", "overdue_at"] {
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
    all(db, &query).await
}

fn condition(only: &Only) -> Cond {
    match only {
        Only::Listed => Cond::all(),
        Only::Of(ids) => Cond::all().add(col("c", "id").is_in(ids.iter().copied())),
        Only::Within(from, until) => {
            let then = |column| col("c", column).between(from.millis(), until.millis());
            let late = Cond::all()
                .add(col("c", "open").eq(true))
                .add(col("c", "overdue_at").is_not_null())
                .add(col("c", "overdue_at").lte(until.millis()));
            Cond::any().add(then("reported_at")).add(then("closed_at")).add(late)
        }
    }
}
