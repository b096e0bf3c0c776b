//! Our own tables as XLSX or CSV: the plan of their columns, and rows read by it.

use super::{Entry, Error, Fault};
use crate::{directory::rules, platform::table};
use documents::sheet::{Column, Found, Limits, Plan, Row, Value, read_csv, read_xlsx};

/// A required column of text with its English name beside the Chinese one.
pub fn column(name: &str, alias: &str, required: bool) -> Column {
    Column { name: name.into(), aliases: vec![alias.into()], required, ..Column::default() }
}

/// 代码, 名称, 级别, 类型, 上级代码.
pub fn areas_plan() -> Plan {
    let level =
        Column { choices: rules::levels().map(Into::into).collect(), ..column("级别", "level", true) };
    Plan {
        sheet: "辖区".into(),
        columns: vec![
            column("代码", "code", true),
            column("名称", "name", true),
            level,
            column("类型", "kind", false),
            column("上级代码", "parent", false),
        ],
        error_column: Some("问题".into()),
    }
}

/// Reads a table by its plan: CSV when its name ends so, else XLSX.
pub fn read(name: &str, bytes: &[u8], plan: &Plan, mut each: impl FnMut(Row)) -> Result<Found, Error> {
    let each = |mut row: Row| {
        table::settle(&mut row, plan);
        each(row);
    };
    let is_csv = name.rsplit('.').next().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let read = if is_csv {
        read_csv(bytes, plan, Limits::default(), each)
    } else {
        read_xlsx(bytes, plan, Limits::default(), each)
    };
    read.map_err(|e| Error::Unreadable(e.to_string()))
}

/// The text of a cell, trimmed; numbers as they are written.
pub fn text(row: &Row, column: usize) -> String {
    match row.values.get(column) {
        Some(Value::Text(text)) => text.trim().into(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Decimal(number)) => number.to_string(),
        Some(Value::Date(day)) => day.to_string(),
        Some(Value::Empty) | None => String::new(),
    }
}

/// What the reader found wrong, under the fields' English names.
pub fn faults(row: &Row, plan: &Plan) -> Vec<Fault> {
    let field = |name: &str| {
        let column = plan.columns.iter().find(|column| column.name == name);
        column.and_then(|column| column.aliases.first()).cloned().unwrap_or_else(|| name.into())
    };
    row.faults
        .iter()
        .map(|fault| Fault::new(&field(&fault.column), fault.rule.code(), &fault.found))
        .collect()
}

/// All areas of a table, coarser levels first, within `under`.
pub fn areas(name: &str, bytes: &[u8], under: Option<&str>) -> Result<Vec<Entry>, Error> {
    let plan = areas_plan();
    let mut entries = Vec::new();
    read(name, bytes, &plan, |row| {
        let [code, name, level, kind, parent] = [0, 1, 2, 3, 4].map(|column| text(&row, column));
        let kind = match rules::levels().find(|known| *known == level) {
            Some(level) if kind.is_empty() => rules::kind_of(level, &code).into(),
            _ => kind,
        };
        let faults = faults(&row, &plan);
        entries.push(Entry { file: "", line: row.number, code, name, level, kind, parent, faults });
    })?;
    entries.retain(|entry| under.is_none_or(|u| entry.code.starts_with(u) || u.starts_with(&entry.code)));
    entries.sort_by_cached_key(|entry| rules::rank(&entry.level));
    Ok(entries)
}
