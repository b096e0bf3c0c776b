//! The few lines that every statement of the directory needs.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Statement, Value};
use std::fmt::Write;

/// A statement with its values, put together piece by piece.
pub struct Sql {
    pub text: String,
    values: Vec<Value>,
}

impl Sql {
    pub fn new(text: &str) -> Self {
        Self { text: text.into(), values: Vec::new() }
    }
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }
    /// The place of a value.
    pub fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }
    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        let place = self.value(value);
        self.push(&place)
    }
    /// `column in (…)`; nothing is in an empty list.
    pub fn one_of<V: Into<Value>>(&mut self, column: &str, values: impl IntoIterator<Item = V>) -> &mut Self {
        let places: Vec<String> = values.into_iter().map(|value| self.value(value)).collect();
        let list = if places.is_empty() { "null".into() } else { places.join(", ") };
        let _ = write!(self.text, "{column} in ({list})");
        self
    }
    /// `column` begins with a text, in byte order.
    pub fn begins(&mut self, db: &impl ConnectionTrait, column: &str, text: &str) -> &mut Self {
        let bytes = if db.get_database_backend() == DbBackend::Postgres { " collate \"C\"" } else { "" };
        let (from, to) = (self.value(text), self.value(format!("{text}\u{10ffff}")));
        let _ = write!(self.text, "({column}{bytes} >= {from} and {column}{bytes} < {to})");
        self
    }
    /// `column` holds a path in one of these subtrees; no roots, no rows.
    pub fn under_any(&mut self, column: &str, roots: &[&str]) -> &mut Self {
        let range = |sql: &mut Self, root: &&str| {
            let end = crate::platform::permission::end_of(root);
            format!("{column} >= {} and {column} < {}", sql.value(*root), sql.value(end))
        };
        let any: Vec<String> = roots
            .iter()
            .map(|root| if root.is_empty() { "1 = 1".into() } else { range(self, root) })
            .collect();
        let any = if any.is_empty() { "1 = 0".into() } else { any.join(" or ") };
        let _ = write!(self.text, "({any})");
        self
    }
    /// The span of an area that holds on a day, else its first.
    pub fn holds_on(&mut self, span: &str, day: &str) -> &mut Self {
        let day = self.value(day);
        let _ = write!(
            self.text,
            "({span}.to_day is null or {span}.to_day >= {day}) and ({span}.from_day <= {day} or not exists \
             (select 1 from area_span e where e.area = {span}.area and e.from_day < {span}.from_day))"
        );
        self
    }
    fn statement(self, db: &impl ConnectionTrait) -> Statement {
        Statement::from_sql_and_values(db.get_database_backend(), self.text, self.values)
    }
    pub async fn all(self, db: &impl ConnectionTrait) -> Result<Vec<QueryResult>, DbErr> {
        db.query_all_raw(self.statement(db)).await
    }
    pub async fn rows<T: sea_orm::FromQueryResult>(self, db: &impl ConnectionTrait) -> Result<Vec<T>, DbErr> {
        T::find_by_statement(self.statement(db)).all(db).await
    }
    pub async fn row<T: sea_orm::FromQueryResult>(
        self,
        db: &impl ConnectionTrait,
    ) -> Result<Option<T>, DbErr> {
        T::find_by_statement(self.statement(db)).one(db).await
    }
    /// Answers how many rows it changed.
    pub async fn run(self, db: &impl ConnectionTrait) -> Result<u64, DbErr> {
        Ok(db.execute_raw(self.statement(db)).await?.rows_affected())
    }
}
