//! Rows of an import as they are staged, and many of them as one statement.

use crate::directory::import::Fault;
use kernel::id::Uuid;
use sea_orm::Value;
use std::fmt::Write;

/// A row as it is staged.
#[derive(Clone, Debug)]
pub struct Staged {
    pub n: i64,
    pub file: String,
    pub line: i64,
    pub code: String,
    pub name: String,
    pub level: String,
    pub kind: String,
    pub parent_code: String,
    pub record: Option<Uuid>,
    pub parent: Option<Uuid>,
    pub path: Option<String>,
    pub known: bool,
    pub body: Option<String>,
    pub faults: Vec<Fault>,
}

/// A column of staged rows beside their run: its name, what a row says there, whether two say the same.
type Column = (&'static str, fn(&Staged) -> Value, fn(&Staged, &Staged) -> bool);
const COLUMNS: [Column; 14] = [
    ("n", |row| row.n.into(), |one, other| one.n == other.n),
    ("file", |row| row.file.as_str().into(), |one, other| one.file == other.file),
    ("line", |row| row.line.into(), |one, other| one.line == other.line),
    ("code", |row| row.code.as_str().into(), |one, other| one.code == other.code),
    ("name", |row| row.name.as_str().into(), |one, other| one.name == other.name),
    ("level", |row| row.level.as_str().into(), |one, other| one.level == other.level),
    ("kind", |row| row.kind.as_str().into(), |one, other| one.kind == other.kind),
    ("parent_code", |row| row.parent_code.as_str().into(), |one, other| one.parent_code == other.parent_code),
    ("record", |row| row.record.into(), |one, other| one.record == other.record),
    ("parent", |row| row.parent.into(), |one, other| one.parent == other.parent),
    ("path", |row| row.path.clone().into(), |one, other| one.path == other.path),
    ("known", |row| row.known.into(), |one, other| one.known == other.known),
    ("body", |row| row.body.clone().into(), |one, other| one.body == other.body),
    ("faults", |row| row.told_faults().into(), |one, other| one.faults == other.faults),
];
impl Staged {
    fn told_faults(&self) -> Option<String> {
        (!self.faults.is_empty()).then(|| serde_json::to_string(&self.faults).unwrap_or_default())
    }
}

/// Rows of a run as one statement, made beside the writer. What all of them say alike, as a table's kind or the area
/// above, is handed over once, which is most of what a table says.
#[derive(Default)]
pub struct Rows {
    pub count: i64,
    pub sql: String,
    pub values: Vec<Value>,
}
impl Rows {
    pub fn of(run: Uuid, staged: &[Staged]) -> Self {
        let Some(first) = staged.first() else { return Self::default() };
        let mut values = vec![run.into()];
        let alike = COLUMNS.map(|(_, value, same)| {
            staged.iter().all(|row| same(row, first)).then(|| {
                values.push(value(first));
                values.len()
            })
        });
        let mut sql =
            format!("insert into import_row (run, {}) values ", COLUMNS.map(|(name, ..)| name).join(", "));
        for (n, row) in staged.iter().enumerate() {
            sql.push_str(if n == 0 { "($1" } else { ", ($1" });
            for ((_, value, _), alike) in COLUMNS.iter().zip(alike) {
                let place = alike.unwrap_or_else(|| {
                    values.push(value(row));
                    values.len()
                });
                let _ = write!(sql, ", ${place}");
            }
            sql.push(')');
        }
        Self { count: i64::try_from(staged.len()).unwrap_or(i64::MAX), sql, values }
    }
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}
