//! Tables that come in from outside: what is wrong with one is told by sheet, row, column and rule, all at once, and
//! nothing of a faulty table is taken.

use super::{problem::Problem, shape::LONGEST};
use axum::http::StatusCode;
use documents::sheet::{self, Limits, Plan, Row, Rule, Value};
use kernel::text;
use serde::Serialize;
use std::fmt;

/// Faults told at once; a table with more is told to be mended first.
const MOST: usize = 200;

/// One cell that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellFault {
    pub sheet: String,
    /// in the file, from 1
    pub row: u32,
    pub column: String,
    /// stable code of the rule
    pub rule: String,
    /// what stands there
    pub found: String,
}
impl fmt::Display for CellFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sheet, row, column, rule, found } = self;
        write!(f, "sheet “{sheet}”, row {row}, column “{column}”: {rule} (found “{found}”)")
    }
}
impl From<sheet::Fault> for CellFault {
    fn from(fault: sheet::Fault) -> Self {
        let sheet::Fault { sheet, row, column, rule, found } = fault;
        Self { sheet, row, column, rule: rule.code().into(), found }
    }
}

/// A table with faults, in the order of its rows; nothing of it was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", line(.0))]
pub struct Faulty(pub Vec<CellFault>);

/// One line: the first fault, and how many more there are.
fn line(faults: &[CellFault]) -> String {
    let first = faults.first().map(ToString::to_string).unwrap_or_default();
    match faults.len() {
        0 | 1 => format!("nothing was imported: {first}"),
        all => format!("nothing was imported: {first}; {} more cells break a rule", all - 1),
    }
}

impl Faulty {
    /// The value, unless something was wrong on the way to it.
    pub fn unless<T>(faults: Vec<CellFault>, value: T) -> Result<T, Self> {
        if faults.is_empty() { Ok(value) } else { Err(Self(faults)) }
    }
}

/// Why a table as a whole cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] sheet::Error);

impl From<Faulty> for Problem {
    fn from(faulty: Faulty) -> Self {
        let shown: Vec<_> = faulty.0.iter().take(MOST).collect();
        Self::bad("table.faulty", format!("{} cells break a rule; nothing was taken", faulty.0.len()))
            .param("count", faulty.0.len())
            .param("faults", serde_json::to_value(shown).unwrap_or_default())
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error.0 {
            sheet::Error::Write(_) | sheet::Error::Cell(_) => Self::internal(&words),
            sheet::Error::TooLarge { .. } => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "table.too_large", words)
            }
            sheet::Error::MissingColumns { sheet, row, columns } => Self::bad("table.columns_missing", words)
                .param("sheet", sheet)
                .param("row", row)
                .param("columns", columns),
            _ => Self::bad("table.unreadable", words),
        }
    }
}

/// All rows of a plan's sheet in a workbook, and the faults that their cells have by themselves.
pub fn rows(bytes: &[u8], plan: &Plan) -> Result<(Vec<Row>, Vec<CellFault>), Error> {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    sheet::read_xlsx(bytes, plan, Limits::default(), |row| keep(row, plan, &mut rows, &mut faults))?;
    Ok((rows, faults))
}

/// How every workbook begins: it is an archive.
const WORKBOOK: &[u8] = b"PK";

/// The same of a table of one sheet, which may be CSV.
pub fn rows_of_one(bytes: &[u8], plan: &Plan) -> Result<(Vec<Row>, Vec<CellFault>), Error> {
    if bytes.starts_with(WORKBOOK) {
        return rows(bytes, plan);
    }
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    sheet::read_csv(bytes, plan, Limits::default(), |row| keep(row, plan, &mut rows, &mut faults))?;
    Ok((rows, faults))
}

/// Settles the texts of a row as those of a body are; what is refused there is a fault of its cell here.
pub fn settle(row: &mut Row, plan: &Plan) {
    for (value, column) in row.values.iter_mut().zip(&plan.columns) {
        let Value::Text(cell) = value else { continue };
        let rule = match text::settled(cell) {
            Err(_) => Rule::Hidden,
            Ok(settled) if settled.chars().count() > LONGEST => Rule::TooLong,
            Ok(settled) => {
                *value = Value::Text(settled.into_owned());
                continue;
            }
        };
        let found = cell.chars().filter(|sign| !text::is_hidden(*sign)).take(80).collect();
        let (sheet, column) = (plan.sheet.clone(), column.name.clone());
        row.faults.push(sheet::Fault { sheet, row: row.number, column, rule, found });
        *value = Value::Empty;
    }
}

fn keep(mut row: Row, plan: &Plan, rows: &mut Vec<Row>, faults: &mut Vec<CellFault>) {
    settle(&mut row, plan);
    faults.extend(row.faults.drain(..).map(CellFault::from));
    rows.push(row);
}

/// A cell's text without blanks around it; empty where nothing stands.
pub fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::Text(text)) => text.trim().to_owned(),
        _ => String::new(),
    }
}

/// A cell's number.
#[allow(clippy::cast_precision_loss)] // a spreadsheet's integers are exact in a double
pub fn number(value: Option<&Value>) -> Option<f64> {
    match value {
        Some(Value::Decimal(number)) => Some(*number),
        Some(Value::Integer(number)) => Some(*number as f64),
        _ => None,
    }
}

/// The values of a cell that holds one on each line.
pub fn lines_of(value: Option<&Value>) -> Vec<String> {
    text(value).lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
