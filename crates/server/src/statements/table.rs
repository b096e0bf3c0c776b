//! A file of figures on its way in: JSON lines, CSV or XLSX, one row a figure, the columns by their Chinese or English
//! names.

use super::{
    model::{Bound, Error, Judged, Said, Words},
    rules::{self, Known},
};
use crate::{
    directory::{Area, Organisation},
    platform::table::{self, CellFault, Faulty},
};
use documents::sheet::{Column, Kind, Plan, Value, write_xlsx};
use jiff::civil::Date;
use kernel::{id::Uuid, quantity::Qualifier};
use std::collections::BTreeMap;

const SHEET: &str = "数字填报";

/// Columns by the names that rules and the wire have, with those that a table shows and others known.
const COLUMNS: [(&str, &str, &[&str]); 18] = [
    ("object", "名称", &[]),
    ("metric", "指标", &[]),
    ("action", "动作", &[]),
    ("text", "数量", &["quantity_text"]),
    ("unit", "计量单位", &["单位"]),
    ("value", "数值", &[]),
    ("value_max", "最大值", &[]),
    ("qualifier", "约数", &[]),
    ("kind", "类别", &[]),
    ("bound", "界限", &[]),
    ("area", "地区编码", &[]),
    ("org", "填报单位", &[]),
    ("from", "开始日期", &[]),
    ("to", "结束日期", &[]),
    ("note", "备注", &[]),
    ("period", "期间", &["year_or_period"]),
    ("source", "来源", &[]),
    ("sentence", "原句", &[]),
];
const KINDS: [(&str, &str, Said); 7] = [
    ("flow", "发生", Said::Flow),
    ("stock", "现有", Said::Stock),
    ("money", "资金", Said::Money),
    ("ratio", "比例", Said::Ratio),
    ("target", "目标", Said::Target),
    ("rate", "频次", Said::Rate),
    ("time", "时间", Said::Time),
];
const BOUNDS: [(&str, &str, Bound); 2] = [("min", "至少", Bound::Min), ("max", "至多", Bound::Max)];
const QUALIFIERS: [(&str, &str, Qualifier); 4] = [
    ("exact", "准确", Qualifier::Exact),
    ("at_least", "余", Qualifier::AtLeast),
    ("nearly", "近", Qualifier::Nearly),
    ("about", "约", Qualifier::About),
];

/// Only rows whose field has this value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    pub field: String,
    pub value: String,
}

/// What rows may name, and what holds for those that name nothing.
pub struct Places<'a> {
    pub areas: &'a [Area],
    pub organisations: &'a [Organisation],
    pub within: Option<&'a Area>,
    pub span: Option<(Date, Date)>,
}

/// A figure as read and judged.
#[derive(Clone, Debug)]
pub struct Row {
    /// in the file, from 1
    pub line: u32,
    pub area: Uuid,
    pub organisation: Option<Uuid>,
    pub first: Date,
    pub last: Date,
    pub words: Words,
    pub judged: Judged,
}

/// The cells of a row by the names of their columns.
type Cells = BTreeMap<String, String>;

fn plan(conditions: &[Condition]) -> Plan {
    let known = COLUMNS.iter().map(|(code, name, others)| Column {
        name: (*name).into(),
        aliases: std::iter::once(code).chain(others.iter()).map(|name| (*name).to_owned()).collect(),
        kind: if matches!(*code, "from" | "to") { Kind::Date } else { Kind::Text },
        ..Column::default()
    });
    let extra = conditions.iter().filter(|condition| column(&condition.field).is_none());
    let extra =
        extra.map(|condition| Column { name: condition.field.clone(), required: true, ..Column::default() });
    Plan { sheet: SHEET.into(), columns: known.chain(extra).collect(), error_column: None }
}

fn column(name: &str) -> Option<&'static str> {
    let of = |(code, shown, others): &&(&str, &str, &[&str])| {
        *code == name || *shown == name || others.contains(&name)
    };
    COLUMNS.iter().find(of).map(|(code, ..)| *code)
}

/// An empty table to fill in.
pub fn template() -> Result<Vec<u8>, Error> {
    Ok(write_xlsx(&plan(&[]), []).map_err(table::Error::from)?)
}

/// The rows of a file that meet the conditions, judged. Every cell that breaks a rule is told.
pub fn read_rows(
    bytes: &[u8],
    conditions: &[Condition],
    places: &Places<'_>,
    known: &Known<'_>,
) -> Result<Vec<Row>, Error> {
    let (cells, mut faults) =
        if bytes.trim_ascii_start().starts_with(b"{") { lines(bytes) } else { cells(bytes, conditions)? };
    let met = |cells: &Cells| {
        conditions.iter().all(|condition| {
            let field = column(&condition.field).unwrap_or(&condition.field);
            cells.get(field).is_some_and(|value| *value == condition.value)
        })
    };
    let mut rows = Vec::new();
    for (line, cells) in cells.iter().filter(|(_, cells)| met(cells)) {
        let mut reading = Reading { line: *line, cells, places, faults: &mut faults };
        rows.extend(reading.row(known));
    }
    faults.sort_by_key(|fault| fault.row);
    Ok(Faulty::unless(faults, rows)?)
}

/// JSON lines: one object a line; what is no object is told.
fn lines(bytes: &[u8]) -> (Vec<(u32, Cells)>, Vec<CellFault>) {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    let text = String::from_utf8_lossy(bytes);
    for (line, text) in (1_u32..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text) {
            Ok(fields) => rows.push((line, fields.into_iter().filter_map(cell).collect())),
            Err(_) => faults.push(fault(line, "", "json.unreadable", text)),
        }
    }
    (rows, faults)
}

fn cell((name, value): (String, serde_json::Value)) -> Option<(String, String)> {
    let value = match value {
        serde_json::Value::Null => return None,
        serde_json::Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    Some((column(&name).map_or(name, str::to_owned), value))
}

/// Rows by their number in the file, and what is wrong with cells.
type Read = (Vec<(u32, Cells)>, Vec<CellFault>);

fn cells(bytes: &[u8], conditions: &[Condition]) -> Result<Read, Error> {
    let plan = plan(conditions);
    let (rows, faults) = table::rows_of_one(bytes, &plan)?;
    let name =
        |at: usize| COLUMNS.get(at).map_or(plan.columns[at].name.as_str(), |(code, ..)| code).to_owned();
    let text = |value: Value| match value {
        Value::Date(day) => day.to_string(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        other => table::text(Some(&other)),
    };
    let cells = |values: Vec<Value>| {
        values.into_iter().enumerate().map(|(at, value)| (name(at), text(value))).collect()
    };
    Ok((rows.into_iter().map(|row| (row.number, cells(row.values))).collect(), faults))
}

fn fault(row: u32, column: &str, rule: &str, found: &str) -> CellFault {
    let shown = COLUMNS.iter().find(|(code, ..)| *code == column).map_or(column, |(_, shown, _)| shown);
    let found = found.chars().take(80).collect();
    CellFault { sheet: SHEET.into(), row, column: shown.into(), rule: rule.into(), found }
}

struct Reading<'a, 'b> {
    line: u32,
    cells: &'a Cells,
    places: &'a Places<'a>,
    faults: &'b mut Vec<CellFault>,
}

impl Reading<'_, '_> {
    /// None where something is wrong with it, which is told.
    fn row(&mut self, known: &Known<'_>) -> Option<Row> {
        let (area, organisation, span) = (self.area(), self.organisation(), self.span());
        let words = self.words();
        let (area, organisation, (first, last), words) = (area?, organisation?, span?, words?);
        let judged = match rules::judge(&words, (first, last), known) {
            Ok(judged) => judged,
            Err(Error::Wrong { field, rule, found }) => return self.fault(field, rule, &found),
            Err(Error::TooLong { field, .. }) => return self.fault(field, "field.too_long", ""),
            Err(other) => return self.fault("text", "statement.unreadable", &other.to_string()),
        };
        Some(Row { line: self.line, area, organisation, first, last, words, judged })
    }

    fn cell(&self, name: &str) -> &str {
        self.cells.get(name).map(String::as_str).unwrap_or_default()
    }

    fn words(&mut self) -> Option<Words> {
        let kind = self.choice("kind", &KINDS);
        let bound = self.choice("bound", &BOUNDS);
        let qualifier = self.choice("qualifier", &QUALIFIERS);
        let text = |name: &str| self.cell(name).to_owned();
        let given = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
        let note = [text("note"), text("period")]
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("；");
        Some(Words {
            metric: given("metric"),
            object: text("object"),
            action: text("action"),
            text: text("text"),
            value: given("value"),
            value_max: given("value_max"),
            unit: text("unit"),
            source: text("source"),
            sentence: text("sentence"),
            note,
            kind: kind?,
            bound: bound?,
            qualifier: qualifier?,
        })
    }

    #[allow(clippy::option_option)] // wrong, none named, or one
    fn choice<T: Copy>(&mut self, name: &str, known: &[(&str, &str, T)]) -> Option<Option<T>> {
        let cell = self.cell(name).to_owned();
        let found = known.iter().find(|(code, shown, _)| *code == cell || *shown == cell);
        match found {
            Some((.., value)) => Some(Some(*value)),
            None if cell.is_empty() => Some(None),
            None => self.fault(name, "cell.choice", &cell),
        }
    }

    fn area(&mut self) -> Option<Uuid> {
        let cell = self.cell("area").to_owned();
        let found = match cell.as_str() {
            "" => self.places.within,
            code => self.places.areas.iter().find(|area| area.code == code),
        };
        match found {
            Some(area) => Some(area.id),
            None => self.fault("area", if cell.is_empty() { "cell.required" } else { "area.none" }, &cell),
        }
    }

    #[allow(clippy::option_option)] // wrong, none named, or one
    fn organisation(&mut self) -> Option<Option<Uuid>> {
        let cell = self.cell("org").to_owned();
        let named = |o: &&Organisation| o.code == cell || o.short_name == cell || o.name == cell;
        match self.places.organisations.iter().find(named) {
            _ if cell.is_empty() => Some(None),
            Some(organisation) => Some(Some(organisation.id)),
            None => self.fault("org", "organisation.none", &cell),
        }
    }

    /// The row's own days; one alone is that day; without any the import's period.
    fn span(&mut self) -> Option<(Date, Date)> {
        let (from, to) = (self.day("from"), self.day("to"));
        match (from?, to?) {
            (Some(first), Some(last)) => Some((first, last)),
            (Some(day), None) | (None, Some(day)) => Some((day, day)),
            (None, None) => match self.places.span {
                Some(span) => Some(span),
                None => self.fault("from", "statement.no_days", ""),
            },
        }
    }

    #[allow(clippy::option_option)] // wrong, none named, or one
    fn day(&mut self, name: &str) -> Option<Option<Date>> {
        let cell = self.cell(name).to_owned();
        match cell.parse() {
            _ if cell.is_empty() => Some(None),
            Ok(day) => Some(Some(day)),
            Err(_) => self.fault(name, "cell.date", &cell),
        }
    }

    fn fault<T>(&mut self, column: &str, rule: &str, found: &str) -> Option<T> {
        self.faults.push(fault(self.line, column, rule, found));
        None
    }
}
