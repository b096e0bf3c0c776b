//! Pieces of the statements that lists build: columns by their table's alias, words looked for, rows read.

use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, Func, LikeExpr, SelectStatement},
};

/// A column of an aliased table, as a name.
pub fn at(table: &'static str, column: &'static str) -> (Alias, Alias) {
    (Alias::new(table), Alias::new(column))
}
/// A column of an aliased table, as a value.
pub fn col(table: &'static str, column: &'static str) -> Expr {
    Expr::col(at(table, column))
}

/// One of these columns holds the words, small and capital letters alike on both databases; `%` and `_` are themselves.
pub fn holding(words: &str, table: &'static str, columns: &[&'static str]) -> Cond {
    let escaped = words.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let like = LikeExpr::new(format!("%{escaped}%")).escape('\\');
    let lower = |column| Expr::from(Func::lower(col(table, column)));
    columns.iter().fold(Cond::any(), |any, column| any.add(lower(column).like(like.clone())))
}

/// All rows of a statement, each as `T`.
pub async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    query: &SelectStatement,
) -> Result<Vec<T>, DbErr> {
    let rows = db.query_all(query).await?;
    rows.iter().map(|row| T::from_query_result(row, "")).collect()
}
