//! The list of cases in groups: how much lies with each unit, at each place, in each line or category.

use super::filter::{Filter, WITH_UNIT, count_if, from, is_state, late};
use crate::{
    cases::model::State,
    platform::{
        permission::Who,
        query::{at, col},
    },
};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement},
};
use std::collections::HashMap;

/// What the cases are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// the responsible unit
    Lead,
    /// the community or village that the figures count in
    Area,
    Line,
    Category,
}

impl By {
    /// Column of the case, and the table that names it.
    const fn column(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Lead => ("lead", "organisation", "id", "short_name"),
            Self::Area => ("counted_in", "area", "id", "name"),
            Self::Line => ("line", "category", "code", "name"),
            Self::Category => ("category", "category", "code", "name"),
        }
    }
}

/// One group; without a key: what has no unit yet.
#[derive(Clone, Debug)]
pub struct Group {
    pub key: Option<String>,
    pub name: Option<String>,
    pub open: i64,
    pub overdue: i64,
    pub shelved: i64,
    pub oldest_deadline: Option<i64>,
    /// of the case with that deadline
    pub oldest_clock: Option<String>,
    /// the most frequent, at most two
    pub main_categories: Vec<String>,
}

#[derive(FromQueryResult)]
struct Row {
    name: Option<String>,
    open: i64,
    overdue: i64,
    shelved: i64,
    oldest_deadline: Option<i64>,
}

/// The groups of a filtered list, the most overdue first.
pub async fn groups(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    by: By,
) -> Result<Vec<Group>, DbErr> {
    let mut mains = mains(db, who, filter, by).await?;
    let mut clocks = oldest_clocks(db, who, filter, by).await?;
    let mut query = grouped(who, filter, by);
    let deadline = sea_orm::sea_query::CaseStatement::new()
        .case(is_state(WITH_UNIT), col("c", "deadline_at"))
        .finally(Expr::cust("null"));
    query
        .expr_as(count_if(Cond::all().add(col("c", "open").eq(true))), Alias::new("open"))
        .expr_as(count_if(late(filter.now)), Alias::new("overdue"))
        .expr_as(count_if(is_state(&[State::Shelved])), Alias::new("shelved"))
        .expr_as(Func::min(deadline), Alias::new("oldest_deadline"))
        .order_by(Alias::new("overdue"), Order::Desc)
        .order_by(Alias::new("open"), Order::Desc)
        .order_by(Alias::new("name"), Order::Asc);
    let rows = db.query_all(&query).await?;
    let group = |row: &sea_orm::QueryResult| {
        let key = key_of(row, by)?;
        let found = Row::from_query_result(row, "")?;
        Ok(Group {
            main_categories: mains.remove(&key).unwrap_or_default(),
            oldest_clock: clocks.remove(&key).flatten(),
            key,
            name: found.name,
            open: found.open,
            overdue: found.overdue,
            shelved: found.shelved,
            oldest_deadline: found.oldest_deadline,
        })
    };
    rows.iter().map(group).collect()
}

/// The clock of each group's case with the earliest deadline.
async fn oldest_clocks(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    by: By,
) -> Result<HashMap<Option<String>, Option<String>>, DbErr> {
    let (column, ..) = by.column();
    let place = format!("row_number() over (partition by c.{column} order by c.deadline_at, c.id)");
    let mut dated = from(who, filter);
    dated
        .expr_as(col("c", column), Alias::new("key"))
        .expr_as(col("c", "clock"), Alias::new("clock"))
        .expr_as(Expr::cust(place), Alias::new("place"))
        .cond_where(is_state(WITH_UNIT).add(col("c", "deadline_at").is_not_null()));
    let mut first = Query::select();
    first
        .column(at("x", "key"))
        .column(at("x", "clock"))
        .from_subquery(dated, Alias::new("x"))
        .cond_where(col("x", "place").eq(1));
    db.query_all(&first).await?.iter().map(|row| Ok((key_of(row, by)?, row.try_get("", "clock")?))).collect()
}

/// The two most frequent categories of each group.
async fn mains(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    by: By,
) -> Result<HashMap<Option<String>, Vec<String>>, DbErr> {
    let mut query = grouped(who, filter, by);
    query
        .expr_as(Expr::col(at("k", "name")), Alias::new("category_name"))
        .expr_as(Expr::cust("count(*)"), Alias::new("cases"))
        .join_as(JoinType::InnerJoin, "category", "k", Expr::col(at("k", "code")).equals(at("c", "category")))
        .group_by_col(at("k", "code"))
        .group_by_col(at("k", "name"))
        .order_by(Alias::new("cases"), Order::Desc)
        .order_by(at("k", "code"), Order::Asc);
    let mut mains: HashMap<Option<String>, Vec<String>> = HashMap::new();
    for row in &db.query_all(&query).await? {
        let names = mains.entry(key_of(row, by)?).or_default();
        if names.len() < 2 {
            names.push(row.try_get("", "category_name")?);
        }
    }
    Ok(mains)
}

/// The filtered list with the key and the name of its groups.
fn grouped(who: &Who, filter: &Filter, by: By) -> SelectStatement {
    let (column, table, id, name) = by.column();
    let mut query = from(who, filter);
    query
        .join_as(JoinType::LeftJoin, table, "g", Expr::col(at("g", id)).equals(at("c", column)))
        .expr_as(col("c", column), Alias::new("key"))
        .expr_as(col("g", name), Alias::new("name"))
        .group_by_col(at("c", column))
        .group_by_col(at("g", name));
    query
}

/// The key as text: ids and codes are told alike.
fn key_of(row: &sea_orm::QueryResult, by: By) -> Result<Option<String>, DbErr> {
    match by {
        By::Lead | By::Area => {
            let id: Option<kernel::id::Uuid> = row.try_get("", "key")?;
            Ok(id.map(|id| id.to_string()))
        }
        By::Line | By::Category => row.try_get("", "key"),
    }
}
