//! Lists of visits, the newest first.

use crate::platform::{
    permission::{Columns, Who, under},
    query::{all, at, col},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, JoinType, Order, Query, SelectStatement},
};

/// What the permission filter may ask of a row.
const COLUMNS: Columns = Columns {
    area_path: ("a", "path"),
    line: None,
    organisation_paths: &[("o", "path"), ("w", "path")],
    parties: &[("v", "organisation"), ("s", "organisation")],
};

/// What narrows the list; every empty field lets all through.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub site: Option<Uuid>,
    /// path of an area
    pub area: Option<String>,
    /// started from, until (both included)
    pub from: Option<Moment>,
    pub until: Option<Moment>,
}

#[derive(Clone, Debug, FromQueryResult)]
pub struct Listed {
    pub id: Uuid,
    pub site: Uuid,
    pub site_name: String,
    pub area: Uuid,
    pub area_name: String,
    pub organisation: Uuid,
    pub organisation_name: String,
    pub started_at: i64,
    pub received_at: i64,
    pub checked: i32,
    pub failed: i32,
    pub score_got: i64,
    pub score_of: i64,
    pub findings: i64,
    pub reported: i64,
    pub closed: i64,
}

/// A visit's findings, those that are a case now, and those whose case is closed.
const COUNTS: &[(&str, &str)] = &[
    ("findings", "(select count(*) from finding where visit = v.id and stands)"),
    ("reported", "(select count(reported_as) from finding where visit = v.id and stands)"),
    ("closed", "(select count(case_closed_at) from finding where visit = v.id and stands)"),
];

/// One page before (received_at, id) of the last row seen.
pub async fn list(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Listed>, DbErr> {
    let mut query = joined(who);
    for (name, count) in COUNTS {
        query.expr_as(Expr::cust(*count), Alias::new(*name));
    }
    query.order_by(at("v", "received_at"), Order::Desc).order_by(at("v", "id"), Order::Desc).limit(limit);
    if let Some(site) = filter.site {
        query.cond_where(col("v", "site").eq(site));
    }
    if let Some(area) = &filter.area {
        query.cond_where(under(("a", "path"), area));
    }
    if let Some(from) = filter.from {
        query.cond_where(col("v", "started_at").gte(from.millis()));
    }
    if let Some(until) = filter.until {
        query.cond_where(col("v", "started_at").lte(until.millis()));
    }
    if let Some((received, id)) = after {
        let earlier = Cond::any()
            .add(col("v", "received_at").lt(received))
            .add(Cond::all().add(col("v", "received_at").eq(received)).add(col("v", "id").lt(id)));
        query.cond_where(earlier);
    }
    all(db, &query).await
}

#[derive(FromQueryResult)]
struct Labelled {
    id: Uuid,
    site_name: String,
    started_at: i64,
}

/// Place and day of the visits among these that this person may read: what a list of postings may show.
pub async fn readable_labels(
    db: &impl ConnectionTrait,
    who: &Who,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, DbErr> {
    let mut query = joined(who);
    query.cond_where(col("v", "id").is_in(ids.iter().copied()));
    let rows: Vec<Labelled> = all(db, &query).await?;
    let label =
        |row: Labelled| (row.id, format!("{} {}", row.site_name, Moment::from_millis(row.started_at).day()));
    Ok(rows.into_iter().map(label).collect())
}

fn joined(who: &Who) -> SelectStatement {
    let mut query = Query::select();
    for column in [
        "id",
        "site",
        "area",
        "organisation",
        "started_at",
        "received_at",
        "checked",
        "failed",
        "score_got",
        "score_of",
    ] {
        query.column(at("v", column));
    }
    let join = |alias: &'static str, table: &'static str, column: &'static str| {
        Expr::col(at(alias, "id")).equals(at(table, column))
    };
    query
        .expr_as(Expr::col(at("s", "name")), Alias::new("site_name"))
        .expr_as(Expr::col(at("a", "name")), Alias::new("area_name"))
        .expr_as(Expr::col(at("o", "short_name")), Alias::new("organisation_name"))
        .from_as("visit", "v")
        .join_as(JoinType::InnerJoin, "site", "s", join("s", "v", "site"))
        .join_as(JoinType::InnerJoin, "area", "a", join("a", "v", "area"))
        .join_as(JoinType::InnerJoin, "organisation", "o", join("o", "v", "organisation"))
        .join_as(JoinType::LeftJoin, "organisation", "w", join("w", "s", "organisation"))
        .cond_where(who.filter("inspection.read", &COLUMNS));
    query
}
