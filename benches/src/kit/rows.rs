//! Rows that a verb has written, and the same again under other ids.

use super::{
    Result,
    database::{Column, Kind, Raw},
};
use sea_orm::{ConnectionTrait, Statement, Value};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What the work beside the requests writes; no verb waits for it.
const BESIDE: &[&str] = &["rollup", "rollup_mark", "seal", "subscriber", "event_failure", "job", "session"];
/// Numbers that the sealer gives later.
const LATER: &str = "seq";

/// A row with the statement that writes it.
struct Row {
    sql: String,
    values: Vec<(Column, Value)>,
}

pub struct Rows {
    rows: Vec<Row>,
    /// ids that were new with them
    new: HashSet<Uuid>,
}

/// The primary keys of every table.
pub type Keys = HashMap<String, HashSet<String>>;

impl Rows {
    pub async fn keys(raw: &Raw) -> Result<Keys> {
        let mut keys = Keys::new();
        for table in raw.tables().await? {
            if BESIDE.contains(&table.as_str()) {
                continue;
            }
            let columns = raw.columns(&table).await?;
            let names: Vec<&str> = columns.iter().filter(|c| c.key).map(|c| c.name.as_str()).collect();
            if names.is_empty() {
                continue; // counted by the database: told by its other columns
            }
            let mut known = HashSet::new();
            for row in raw.all(&format!("select {} from {table}", names.join(", "))).await? {
                known.insert(key(&columns, &row)?);
            }
            keys.insert(table, known);
        }
        Ok(keys)
    }

    /// What was not there before.
    pub async fn since(raw: &Raw, before: &Keys) -> Result<Self> {
        let (mut rows, mut new) = (Vec::new(), HashSet::new());
        for (table, known) in before {
            let columns = raw.columns(table).await?;
            let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
            let places: Vec<String> = (1..=names.len()).map(|at| format!("${at}")).collect();
            let sql = format!("insert into {table} ({}) values ({})", names.join(", "), places.join(", "));
            for row in raw.all(&format!("select {} from {table}", names.join(", "))).await? {
                if known.contains(&key(&columns, &row)?) {
                    continue;
                }
                let mut values = Vec::new();
                for column in &columns {
                    let value = column.kind.read(&row, &column.name)?;
                    if let (true, Value::Uuid(Some(id))) = (column.name == "id", &value) {
                        new.insert(*id);
                    }
                    values.push((column.clone(), value));
                }
                rows.push(Row { sql: sql.clone(), values });
            }
        }
        rows.sort_by_key(|row| !row.sql.starts_with("insert into case_record")); // what others refer to comes first
        Ok(Self { rows, new })
    }

    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes them under new ids, a number of its own for the case.
    pub async fn write_anew(&self, raw: &Raw) -> Result<()> {
        let fresh: HashMap<Uuid, Uuid> = self.new.iter().map(|id| (*id, Uuid::now_v7())).collect();
        for row in &self.rows {
            let values = row.values.iter().map(|(column, value)| match value {
                _ if column.name == LATER => none(column.kind),
                Value::Uuid(Some(id)) => Value::Uuid(Some(fresh.get(id).copied().unwrap_or(*id))),
                Value::String(_) if column.name == "number" => Uuid::now_v7().to_string().into(),
                same => same.clone(),
            });
            raw.0.execute_raw(Statement::from_sql_and_values(raw.backend(), &row.sql, values)).await?;
        }
        Ok(())
    }
}

fn key(columns: &[Column], row: &sea_orm::QueryResult) -> Result<String> {
    let parts = columns.iter().filter(|c| c.key).map(|c| Ok(format!("{:?}", c.kind.read(row, &c.name)?)));
    Ok(parts.collect::<Result<Vec<_>>>()?.join(" "))
}

const fn none(kind: Kind) -> Value {
    match kind {
        Kind::Id => Value::Uuid(None),
        Kind::Text => Value::String(None),
        Kind::Long => Value::BigInt(None),
        Kind::Short => Value::Int(None),
        Kind::Real => Value::Double(None),
        Kind::Truth => Value::Bool(None),
    }
}
