//! XLSX read in a stream, cell by cell: memory holds one row and the workbook's shared texts.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetVisible, Xlsx, XlsxError};
use jiff::civil::Date;

use super::{
    Error, Fault, Found, Limits, Plan, Row, Rule, Value,
    cell::{self, Raw},
    guard,
    head::{Head, SEARCHED},
};

/// Reads the plan's sheet, or the first visible one, and hands over each row that is not blank.
/// A cell that breaks a rule is a fault of its row; an [`Error`] means that the table as a whole cannot be read.
pub fn read_xlsx(
    bytes: &[u8],
    plan: &Plan,
    limits: Limits,
    mut each: impl FnMut(Row),
) -> Result<Found, Error> {
    guard::check(bytes, limits)?;
    let broken = |e: XlsxError| Error::NotWorkbook(e.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet = choose(&book, plan).ok_or_else(|| Error::NotWorkbook("no visible sheet".to_owned()))?;
    let mut reader = book.worksheet_cells_reader(&sheet).map_err(broken)?;
    let mut table = Table::new(plan, sheet, limits);
    let (mut current, mut cells, mut count) = (0, Vec::new(), 0u64);
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        count += 1;
        if count > limits.cells {
            return Err(Error::TooManyCells { sheet: table.found.sheet, limit: limits.cells });
        }
        let (row, column) = cell.get_position();
        if row != current {
            table.push(current + 1, &std::mem::take(&mut cells), &mut each)?;
            current = row;
        }
        cells.extend(raw(cell.get_value()).map(|raw| (column, raw)));
    }
    table.push(current + 1, &cells, &mut each)?;
    table.finish()
}

fn choose<R: std::io::Read + std::io::Seek>(book: &Xlsx<R>, plan: &Plan) -> Option<String> {
    let sheets = book.sheets_metadata();
    let named = sheets.iter().find(|sheet| sheet.name == plan.sheet);
    let visible = || sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible);
    named.or_else(visible).map(|sheet| sheet.name.clone())
}

/// A cell as a person sees it; days as `2026-10-30`.
pub(crate) fn shown(value: &DataRef<'_>) -> Option<String> {
    raw(value).map(|raw| raw.shown())
}

fn raw(value: &DataRef<'_>) -> Option<Raw> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Raw::Text(text.clone())
        }
        DataRef::SharedString(text) => Raw::Text((*text).to_owned()),
        DataRef::Int(number) => Raw::Text(number.to_string()),
        DataRef::Float(number) => Raw::Number(*number),
        DataRef::Bool(flag) => Raw::Text(if *flag { "TRUE" } else { "FALSE" }.to_owned()),
        DataRef::Error(error) => Raw::Broken(error.to_string()),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            let small = |n: u8| i8::try_from(n).ok();
            let date = i16::try_from(year).ok().zip(small(month)).zip(small(day));
            date.and_then(|((y, m), d)| Date::new(y, m, d).ok()).map_or(Raw::Number(time.as_f64()), Raw::Day)
        }
        DataRef::DateTime(time) => Raw::Number(time.as_f64()),
    })
}

/// Rows on their way from a file to the caller: first the head is looked for, then each row is read by it.
pub(super) struct Table<'a> {
    plan: &'a Plan,
    limits: Limits,
    head: Option<Head>,
    /// cells of the row of heads, in a file where every row has as many
    pub(super) width: Option<u32>,
    pub(super) found: Found,
}

impl<'a> Table<'a> {
    pub(super) fn new(plan: &'a Plan, sheet: String, limits: Limits) -> Self {
        Self { plan, limits, head: None, width: None, found: Found { sheet, ..Found::default() } }
    }

    /// Takes one row of the file: its number from 1, and its filled cells by file column.
    pub(super) fn push(
        &mut self,
        number: u32,
        cells: &[(u32, Raw)],
        each: &mut impl FnMut(Row),
    ) -> Result<(), Error> {
        let blank = |raw: &Raw| matches!(raw, Raw::Text(text) if text.trim().is_empty());
        let Some(head) = &self.head else {
            let texts: Vec<_> = cells.iter().map(|(at, raw)| (*at, raw.shown())).collect();
            self.head = Head::find(self.plan, &self.found.sheet, number, &texts)?;
            return if self.head.is_none() && number >= SEARCHED { Err(self.headless()) } else { Ok(()) };
        };
        let known = |(at, raw): &'_ (u32, Raw)| head.column(*at).is_some() && !blank(raw);
        if !cells.iter().any(known) {
            return Ok(());
        }
        if self.found.rows >= self.limits.rows {
            return Err(Error::TooManyRows { sheet: self.found.sheet.clone(), limit: self.limits.rows });
        }
        self.found.rows += 1;
        let mut row = self.row(head, number, cells);
        row.faults.extend(self.beyond(number, cells));
        each(row);
        Ok(())
    }

    fn row(&self, head: &Head, number: u32, cells: &[(u32, Raw)]) -> Row {
        let mut placed: Vec<Option<&Raw>> = vec![None; self.plan.columns.len()];
        for (at, raw) in cells {
            if let Some(column) = head.column(*at) {
                placed[column] = Some(raw);
            }
        }
        let mut row = Row { number, values: Vec::with_capacity(placed.len()), faults: Vec::new() };
        for (column, raw) in self.plan.columns.iter().zip(placed) {
            let value = cell::value(column, raw).unwrap_or_else(|rule| {
                let found = raw.map(|raw| raw.shown().chars().take(80).collect()).unwrap_or_default();
                let (sheet, column) = (self.found.sheet.clone(), column.name.clone());
                row.faults.push(Fault { sheet, row: number, column, rule, found });
                Value::Empty
            });
            row.values.push(value);
        }
        row
    }

    /// The first filled cell that stands under no head; its column is told by its number from 1.
    fn beyond(&self, row: u32, cells: &[(u32, Raw)]) -> Option<Fault> {
        let width = self.width?;
        let (at, raw) = cells.iter().find(|(at, _)| *at >= width)?;
        let (sheet, found) = (self.found.sheet.clone(), raw.shown().chars().take(80).collect());
        Some(Fault { sheet, row, column: (at + 1).to_string(), rule: Rule::Beyond, found })
    }

    /// Whether the row of heads was found.
    pub(super) const fn has_head(&self) -> bool {
        self.head.is_some()
    }

    pub(super) fn finish(self) -> Result<Found, Error> {
        let Some(head) = &self.head else { return Err(self.headless()) };
        let unknown = head.unknown.clone();
        Ok(Found { unknown, ..self.found })
    }

    fn headless(&self) -> Error {
        let expected = self.plan.columns.iter().map(|column| column.name.clone()).collect();
        Error::NoHead { sheet: self.found.sheet.clone(), expected }
    }
}
