//! Tables in and out as XLSX and CSV, in a stream: a plan names the columns, cells are read by their kind, and what is
//! wrong is told with sheet, row, column and rule. Text that looks like a formula stays text, both ways.

mod cell;
mod csv;
pub(crate) mod guard;
mod head;
pub(crate) mod read;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;

use jiff::civil::Date;

pub use self::csv::{read_csv, write_csv};
pub use read::read_xlsx;
pub use write::{write_book, write_xlsx};

pub(crate) use cell::too_long;

/// What a table holds. The same plan writes a template, an export and reads either back.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The sheet's name, at most 31 characters; when reading, absent from the file means its first visible sheet.
    pub sheet: String,
    pub columns: Vec<Column>,
    /// Name of the last column, in which faults go back to the sender; ignored when reading.
    pub error_column: Option<String>,
}

/// One column: its head, the other names under which it is known, and what its cells hold.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Column {
    pub name: String,
    pub aliases: Vec<String>,
    pub kind: Kind,
    /// The column must stand in the file and its cells must be filled.
    pub required: bool,
    /// The only texts allowed, offered as a drop-down; none: any text.
    pub choices: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    #[default]
    Text,
    Integer,
    Decimal,
    Date,
}

/// A cell's content. Integers beyond ±2^53 do not fit a spreadsheet's number and are refused.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    #[default]
    Empty,
    Text(String),
    Integer(i64),
    Decimal(f64),
    Date(Date),
}

/// A row to be written: its values in the plan's order, and what was wrong with it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    pub values: Vec<Value>,
    pub error: Option<String>,
}

/// A row as read: its number in the file (from 1, the head included), one value a column of the plan, and its faults;
/// a faulty cell's value is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    pub number: u32,
    pub values: Vec<Value>,
    pub faults: Vec<Fault>,
}

/// What was read: the sheet, its rows, and heads that the plan does not know.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    pub sheet: String,
    pub rows: u32,
    pub unknown: Vec<String>,
}

/// How much a file may hold before it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of all parts of an XLSX together, or of a CSV.
    pub unpacked: u64,
    pub rows: u32,
    pub cells: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { unpacked: 256 << 20, rows: 200_000, cells: 5_000_000 }
    }
}

/// A rule that a cell broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Rule {
    Required,
    WholeNumber,
    Number,
    Date,
    Choice,
    /// More than 32,767 UTF-16 units, a spreadsheet's limit.
    TooLong,
    /// The spreadsheet itself shows an error there (`#N/A`).
    Broken,
    /// A text with a sign that nobody sees; whoever keeps the text tells it.
    Hidden,
    /// A filled cell of a CSV beyond its last head: a separator inside a text moved the cells.
    Beyond,
}

impl Rule {
    /// The stable code by which the front end finds its words.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Required => "cell.required",
            Self::WholeNumber => "cell.whole_number",
            Self::Number => "cell.number",
            Self::Date => "cell.date",
            Self::Choice => "cell.choice",
            Self::TooLong => "cell.too_long",
            Self::Broken => "cell.broken",
            Self::Hidden => "cell.hidden_sign",
            Self::Beyond => "cell.beyond",
        }
    }
}

/// One cell that broke a rule, and what stood there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub sheet: String,
    pub row: u32,
    pub column: String,
    pub rule: Rule,
    pub found: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sheet, row, column, rule, found } = self;
        write!(f, "sheet “{sheet}”, row {row}, column “{column}”: {} (found “{found}”)", rule.code())
    }
}

/// Why a table as a whole could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("this is not an XLSX workbook: {0}")]
    NotWorkbook(String),
    #[error("the file unpacks to more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("sheet “{sheet}” has more than {limit} rows")]
    TooManyRows { sheet: String, limit: u32 },
    #[error("sheet “{sheet}” has more than {limit} cells")]
    TooManyCells { sheet: String, limit: u64 },
    #[error("sheet “{sheet}” has no row of heads; expected are: {}", expected.join(", "))]
    NoHead { sheet: String, expected: Vec<String> },
    #[error("sheet “{sheet}”, row {row} lacks the columns: {}", columns.join(", "))]
    MissingColumns { sheet: String, row: u32, columns: Vec<String> },
    #[error("sheet “{sheet}”, row {row} has the column “{column}” twice")]
    TwiceColumn { sheet: String, row: u32, column: String },
    #[error("the text is neither UTF-8 nor GB18030")]
    Encoding,
    #[error("{0}")]
    Cell(Fault),
    #[error("the table could not be written: {0}")]
    Write(String),
}
