//! Pieces of the statements that lists build: columns by their table's alias, words looked for, rows read.

use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, Func, LikeExpr, Order, SelectStatement, Value},
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

/// One of the things that a list is ordered by.
pub struct Key {
    pub by: Expr,
    pub descending: bool,
}
impl Key {
    pub fn new(by: Expr, descending: bool) -> Self {
        Self { by, descending }
    }
}

/// Orders a list by its keys, of which the last tells every two rows apart, and begins it behind the row whose keys have
/// these values.
pub fn page(query: &mut SelectStatement, keys: Vec<Key>, seen: Option<&[Value]>) {
    let mut later = Cond::any();
    for (at, value) in seen.unwrap_or_default().iter().enumerate().take(keys.len()) {
        let same = keys.iter().zip(seen.unwrap_or_default()).take(at);
        let same = same.fold(Cond::all(), |all, (key, value)| all.add(key.by.clone().eq(value.clone())));
        let Key { by, descending } = &keys[at];
        let past = if *descending { by.clone().lt(value.clone()) } else { by.clone().gt(value.clone()) };
        later = later.add(same.add(past));
    }
    if seen.is_some() {
        query.cond_where(later);
    }
    for Key { by, descending } in keys {
        query.order_by_expr(by, if descending { Order::Desc } else { Order::Asc });
    }
}

/// All rows of a statement, each as `T`.
pub async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    query: &SelectStatement,
) -> Result<Vec<T>, DbErr> {
    let rows = db.query_all(query).await?;
    rows.iter().map(|row| T::from_query_result(row, "")).collect()
}
