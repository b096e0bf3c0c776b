//! Pieces of the statements that lists build: columns by their table's alias, words looked for, rows read.

use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement,
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
    if let Some(value) = seen.and_then(<[Value]>::first)
        && let Some(Key { by, descending }) = keys.first()
    {
        // said by itself too, so that the walk of an index begins there
        let from = if *descending { by.clone().lte(value.clone()) } else { by.clone().gte(value.clone()) };
        query.cond_where(from).cond_where(later);
    }
    for Key { by, descending } in keys {
        query.order_by_expr(by, if descending { Order::Desc } else { Order::Asc });
    }
}

/// Rows of a table that refer to some records: those of them that `standing` holds of.
#[derive(Clone, Copy)]
pub struct Refers {
    pub table: &'static str,
    pub columns: &'static [&'static str],
    pub standing: &'static str,
}

impl Refers {
    /// How many rows refer to each record, column by column.
    pub async fn counts(self, db: &impl ConnectionTrait, to: &[Uuid]) -> Result<Vec<(Uuid, i64)>, DbErr> {
        let mut found = Vec::new();
        for column in self.columns {
            let (table, standing, places) = (self.table, self.standing, places(to.len()));
            let sql = format!(
                "select {column} as refers_to, count(*) as count from {table} \
                 where {standing} and {column} in ({places}) group by {column}"
            );
            for row in rows(db, &sql, to).await? {
                found.push((row.try_get("", "refers_to")?, row.try_get("", "count")?));
            }
        }
        Ok(found)
    }
    /// The ids of all rows that refer to one of the records, in their order.
    pub async fn ids(self, db: &impl ConnectionTrait, to: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
        let (table, standing, places) = (self.table, self.standing, places(to.len()));
        let any: Vec<String> = self.columns.iter().map(|column| format!("{column} in ({places})")).collect();
        let sql = format!("select id from {table} where {standing} and ({}) order by id", any.join(" or "));
        rows(db, &sql, to).await?.iter().map(|row| row.try_get("", "id")).collect()
    }
}

/// `$1, $2, …`; nothing is in an empty list.
fn places(count: usize) -> String {
    let places: Vec<String> = (1..=count).map(|n| format!("${n}")).collect();
    if places.is_empty() { "null".into() } else { places.join(", ") }
}

async fn rows(db: &impl ConnectionTrait, sql: &str, ids: &[Uuid]) -> Result<Vec<QueryResult>, DbErr> {
    let values = ids.iter().map(|id| Value::from(*id));
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}

/// All rows of a statement, each as `T`.
pub async fn all<T: FromQueryResult>(
    db: &impl ConnectionTrait,
    query: &SelectStatement,
) -> Result<Vec<T>, DbErr> {
    let rows = db.query_all(query).await?;
    rows.iter().map(|row| T::from_query_result(row, "")).collect()
}
