//! One raw connection to the program's database, with the program's own settings of durability: through the driver
//! that the program uses, so that what differs is the program's work and not the driver's.

use super::{Result, town::Place};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement, Value,
    sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous},
};
use std::time::Duration;

pub struct Raw(pub DatabaseConnection);

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Id,
    Text,
    /// of 64 bits
    Long,
    /// of 32 bits, which PostgreSQL keeps apart
    Short,
    Real,
    Truth,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    /// part of the primary key
    pub key: bool,
}

impl Raw {
    pub async fn open(place: &Place) -> Result<Self> {
        match &place.database {
            Some(url) => Self::postgres(url).await,
            None => Self::sqlite(&place.folder.join("wenming.db")).await,
        }
    }

    pub async fn postgres(url: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false);
        Ok(Self(Database::connect(options).await?))
    }

    async fn sqlite(path: &std::path::Path) -> Result<Self> {
        let mut options = ConnectOptions::new(format!("sqlite://{}", path.display()));
        options.max_connections(1).sqlx_logging(false).map_sqlx_sqlite_opts(|o| {
            o.journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(30))
        });
        Ok(Self(Database::connect(options).await?))
    }

    pub fn backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }

    pub async fn run(&self, sql: &str) -> Result<()> {
        self.0.execute_unprepared(sql).await.map_err(|e| format!("{sql}: {e}"))?;
        Ok(())
    }

    /// PostgreSQL looks at its tables by itself, a little later; SQLite plans as the program leaves it to.
    pub async fn learn(&self) -> Result<()> {
        if self.backend() == DbBackend::Postgres { self.run("analyze").await } else { Ok(()) }
    }

    /// Takes the writer at once, as the program does.
    pub fn begin(&self) -> &'static str {
        match self.backend() {
            DbBackend::Postgres => "begin isolation level serializable",
            _ => "begin immediate",
        }
    }

    pub async fn all(&self, sql: &str) -> Result<Vec<QueryResult>> {
        let rows = self.0.query_all_raw(Statement::from_string(self.backend(), sql)).await;
        rows.map_err(|e| format!("{sql}: {e}").into())
    }

    /// The one number that is asked for as `n`.
    pub async fn number(&self, sql: &str) -> Result<i64> {
        let rows = self.all(sql).await?;
        Ok(rows.first().ok_or("no row")?.try_get("", "n")?)
    }

    /// Ends the connection, so that no lock of it stays.
    pub async fn close(self) -> Result<()> {
        Ok(self.0.close().await?)
    }

    /// The program's tables.
    pub async fn tables(&self) -> Result<Vec<String>> {
        let sql = match self.backend() {
            DbBackend::Postgres => {
                "select table_name as name from information_schema.tables where table_schema = 'public' order by 1"
            }
            _ => "select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by 1",
        };
        let rows = self.all(sql).await?;
        let names: Result<Vec<String>, _> = rows.iter().map(|row| row.try_get("", "name")).collect();
        Ok(names?.into_iter().filter(|name| name != "seaql_migrations").collect())
    }

    /// A table's columns, but those that the database counts by itself.
    pub async fn columns(&self, table: &str) -> Result<Vec<Column>> {
        let sql = match self.backend() {
            DbBackend::Postgres => format!(
                "select c.column_name as name, c.data_type as kind, k.column_name is not null as is_key, \
                 c.is_identity = 'YES' as counted from information_schema.columns c left join ( \
                 select u.column_name from information_schema.table_constraints t \
                 join information_schema.key_column_usage u using (constraint_name, table_name) \
                 where t.constraint_type = 'PRIMARY KEY' and t.table_name = '{table}') k using (column_name) \
                 where c.table_name = '{table}' order by c.ordinal_position"
            ),
            _ => format!(
                "select name, type as kind, pk > 0 as is_key, pk > 0 and lower(type) = 'integer' and \
                 (select count(*) from pragma_table_info('{table}') where pk > 0) = 1 as counted \
                 from pragma_table_info('{table}') order by cid"
            ),
        };
        let mut columns = Vec::new();
        for row in self.all(&sql).await? {
            let counted: bool = row.try_get("", "counted")?;
            if !counted {
                let kind: String = row.try_get("", "kind")?;
                columns.push(Column {
                    name: row.try_get("", "name")?,
                    kind: Kind::of(&kind)?,
                    key: row.try_get("", "is_key")?,
                });
            }
        }
        // where the database counts the rows by itself, their id tells them apart
        if columns.iter().all(|column| !column.key) {
            columns.iter_mut().filter(|column| column.name == "id").for_each(|column| column.key = true);
        }
        Ok(columns)
    }
}

impl Kind {
    fn of(declared: &str) -> Result<Self> {
        Ok(match declared.to_lowercase().as_str() {
            "uuid" | "blob" => Self::Id,
            "text" => Self::Text,
            "bigint" => Self::Long,
            "integer" => Self::Short,
            "double precision" => Self::Real,
            "boolean" => Self::Truth,
            other => return Err(format!("a column of the unknown kind {other}").into()),
        })
    }

    /// The value of a column as it is bound again.
    pub fn read(self, row: &QueryResult, name: &str) -> Result<Value> {
        Ok(match self {
            Self::Id => row.try_get::<Option<uuid::Uuid>>("", name)?.into(),
            Self::Text => row.try_get::<Option<String>>("", name)?.into(),
            Self::Long => row.try_get::<Option<i64>>("", name)?.into(),
            Self::Short => row.try_get::<Option<i32>>("", name)?.into(),
            Self::Real => row.try_get::<Option<f64>>("", name)?.into(),
            Self::Truth => row.try_get::<Option<bool>>("", name)?.into(),
        })
    }
}
