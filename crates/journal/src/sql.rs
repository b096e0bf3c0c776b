//! A statement under construction: text and values grow together, so that no value ever enters the text.

use crate::model::{Error, Result};
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbBackend, ExecResult, QueryResult, Statement, Value};

#[derive(Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Keeps a value and gives its placeholder, which may be used any number of times.
    pub fn value(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    pub fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        let place = self.value(value);
        self.push(&place)
    }

    /// `$1, $2, $3`
    pub fn list<V: Into<Value>>(&mut self, values: impl IntoIterator<Item = V>) -> &mut Self {
        for (i, value) in values.into_iter().enumerate() {
            if i > 0 {
                self.push(", ");
            }
            self.bind(value);
        }
        self
    }

    fn statement(self, conn: &impl ConnectionTrait) -> Statement {
        Statement::from_sql_and_values(conn.get_database_backend(), self.text, self.values)
    }

    pub async fn all(self, conn: &impl ConnectionTrait) -> Result<Vec<QueryResult>> {
        Ok(conn.query_all_raw(self.statement(conn)).await?)
    }

    pub async fn one(self, conn: &impl ConnectionTrait) -> Result<Option<QueryResult>> {
        Ok(conn.query_one_raw(self.statement(conn)).await?)
    }

    pub async fn run(self, conn: &impl ConnectionTrait) -> Result<ExecResult> {
        Ok(conn.execute_raw(self.statement(conn)).await?)
    }
}

/// The function that finds a text within a text, the one word that the two databases spell differently.
pub fn position_function(conn: &impl ConnectionTrait) -> &'static str {
    match conn.get_database_backend() {
        DbBackend::Postgres => "strpos",
        _ => "instr",
    }
}

/// The first path that lies after a subtree: `'x.y.'` gives `'x.y/'`.
pub fn after_subtree(path: &str) -> String {
    format!("{}/", path.strip_suffix('.').unwrap_or(path))
}

/// The same within a statement, for a column.
pub fn after_subtree_of(column: &str) -> String {
    format!("substr({column}, 1, length({column}) - 1) || '/'")
}

/// A stored day.
pub fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Unreadable(format!("{text} is not a day")))
}
