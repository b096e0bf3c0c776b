//! The three joined questions, and the ways to the database.

use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, QueryResult, Statement, Value,
    sea_query::{Alias, Expr, JoinType, Query, SelectStatement},
};

use crate::platform::{permission::Columns, query::at};

/// What the permission filter may ask of a row.
pub const COLUMNS: Columns = Columns {
    area_path: ("a", "path"),
    line: None,
    organisation_paths: &[("w", "path")],
    parties: &[("o", "organisation")],
};

pub fn of_obligations() -> SelectStatement {
    let mut query = Query::select();
    query.from_as("obligation", "o");
    columns(&mut query, "o", &["from_day", "to_day", "opened_until", "next_at"]);
    query.expr_as(Expr::col(at("k", "body")), Alias::new("body"));
    grounded(query)
}

pub fn of_slots() -> SelectStatement {
    let mut query = Query::select();
    query.from_as("slot", "t").join_as(
        JoinType::InnerJoin,
        "obligation",
        "o",
        on("o", "id", "t", "obligation"),
    );
    columns(
        &mut query,
        "t",
        &[
            "id",
            "day",
            "number",
            "opens_at",
            "closes_at",
            "state",
            "round",
            "walked_at",
            "settled_at",
            "version",
        ],
    );
    grounded(query)
}

pub fn of_rounds() -> SelectStatement {
    let mut query = Query::select();
    query.from_as("round", "r").join_as(
        JoinType::InnerJoin,
        "obligation",
        "o",
        on("o", "id", "r", "obligation"),
    );
    let own = [
        "id",
        "slot",
        "standing",
        "organisation",
        "person",
        "note",
        "started_at",
        "walked_at",
        "received_at",
        "score",
    ];
    columns(&mut query, "r", &own);
    query
        .expr_as(Expr::col(at("r", "lon")), Alias::new("round_lon"))
        .expr_as(Expr::col(at("r", "lat")), Alias::new("round_lat"))
        .expr_as(Expr::col(at("p", "name")), Alias::new("person_name"))
        .join_as(JoinType::InnerJoin, "person", "p", on("p", "id", "r", "person"));
    grounded(query)
}

/// Whose it is and where, for each of the three.
fn grounded(mut query: SelectStatement) -> SelectStatement {
    for (table, column, name) in [
        ("o", "id", "obligation"),
        ("o", "kind", "kind"),
        ("o", "counted_in", "counted_in"),
        ("k", "name", "kind_name"),
        ("k", "name_en", "kind_name_en"),
        ("w", "id", "owing"),
        ("w", "short_name", "owing_name"),
        ("w", "path", "owing_path"),
        ("a", "id", "area"),
        ("a", "name", "area_name"),
        ("a", "path", "area_path"),
        ("s", "id", "site"),
        ("s", "name", "site_name"),
        ("s", "lon", "site_lon"),
        ("s", "lat", "site_lat"),
    ] {
        query.expr_as(Expr::col(at(table, column)), Alias::new(name));
    }
    query
        .join_as(JoinType::InnerJoin, "obligation_kind", "k", on("k", "code", "o", "kind"))
        .join_as(JoinType::InnerJoin, "organisation", "w", on("w", "id", "o", "organisation"))
        .join_as(JoinType::InnerJoin, "area", "a", on("a", "id", "o", "area"))
        .join_as(JoinType::LeftJoin, "site", "s", on("s", "id", "o", "site"));
    query
}

fn columns(query: &mut SelectStatement, table: &'static str, names: &[&'static str]) {
    for name in names {
        query.column(at(table, name));
    }
}
fn on(table: &'static str, column: &'static str, other: &'static str, key: &'static str) -> Expr {
    use sea_orm::sea_query::ExprTrait;
    Expr::col(at(table, column)).equals(at(other, key))
}

pub async fn all(db: &impl ConnectionTrait, wanted: &SelectStatement) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all(wanted).await
}
pub async fn query(
    db: &impl ConnectionTrait,
    sql: &str,
    values: Vec<Value>,
) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}
pub async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}

/// Ids for a condition.
pub fn ids(of: &[Uuid]) -> impl Iterator<Item = Uuid> + '_ {
    of.iter().copied()
}
