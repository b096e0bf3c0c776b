//! CSV both ways: written as UTF-8 with the mark that spreadsheets want, read as UTF-8, UTF-16 or GB18030 with commas,
//! semicolons or tabs between its cells. A text that a spreadsheet would take for a formula goes out behind an apostrophe and comes in without it.

use std::borrow::Cow;

use super::{
    Error, Found, Limits, Line, Plan, Row, Value,
    cell::Raw,
    head::{Head, SEARCHED},
    read::Table,
};

const MARK: &str = "\u{feff}";

/// The table as CSV bytes: head, rows, CR LF, the error column last.
pub fn write_csv(plan: &Plan, lines: impl IntoIterator<Item = Line>) -> Result<Vec<u8>, Error> {
    let failed = |e: &dyn std::fmt::Display| Error::Write(e.to_string());
    let mut out =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(MARK.as_bytes().to_vec());
    let heads = plan.columns.iter().map(|column| &column.name).chain(&plan.error_column);
    out.write_record(heads.map(|name| quoted(name).into_owned())).map_err(|e| failed(&e))?;
    for line in lines {
        let mut record: Vec<String> = line.values.iter().take(plan.columns.len()).map(shown).collect();
        record.resize(plan.columns.len(), String::new());
        if plan.error_column.is_some() {
            record.push(quoted(line.error.as_deref().unwrap_or("")).into_owned());
        }
        out.write_record(record).map_err(|e| failed(&e))?;
    }
    out.into_inner().map_err(|e| failed(&e))
}

/// Reads a CSV by the plan and hands over each row that is not blank. A record's number is the line it begins on.
pub fn read_csv(
    bytes: &[u8],
    plan: &Plan,
    limits: Limits,
    mut each: impl FnMut(Row),
) -> Result<Found, Error> {
    if bytes.len() as u64 > limits.unpacked {
        return Err(Error::TooLarge { limit: limits.unpacked });
    }
    let text = decoded(bytes)?;
    let separator = separator(&text, plan);
    let mut table = Table::new(plan, plan.sheet.clone(), limits);
    let mut records = reader(&text, separator);
    let (mut count, mut seen, mut line) = (0u64, 0, 1u32); // the reader's own line count is one short after CR LF
    for record in records.records() {
        let record = record.map_err(|_| Error::Encoding)?;
        count += record.len() as u64;
        if count > limits.cells {
            return Err(Error::TooManyCells { sheet: table.found.sheet, limit: limits.cells });
        }
        let begin = record.position().map_or(seen, |at| usize::try_from(at.byte()).unwrap_or(seen)).max(seen);
        let blank = text.as_bytes()[begin..].iter().take_while(|&&b| matches!(b, b'\r' | b'\n')).count();
        line += text.as_bytes()[seen..begin + blank].iter().map(|&b| u32::from(b == b'\n')).sum::<u32>();
        seen = begin + blank;
        let cells: Vec<_> = (0u32..)
            .zip(&record)
            .filter(|(_, text)| !text.is_empty())
            .map(|(at, text)| (at, Raw::Text(unquoted(text).to_owned())))
            .collect();
        let headless = !table.has_head();
        table.push(line, &cells, &mut each)?;
        if headless && table.has_head() {
            table.width = u32::try_from(record.len()).ok();
        }
    }
    table.finish()
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    let mut builder = csv::ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// What stands between the cells: the first by which a row of heads is found.
fn separator(text: &str, plan: &Plan) -> u8 {
    let finds = |separator: &u8| {
        let mut records =
            reader(text, *separator).into_records().take(SEARCHED as usize).map_while(Result::ok);
        records.any(|record| {
            let cells: Vec<_> = (0u32..).zip(record.iter().map(str::to_owned)).collect();
            !matches!(Head::find(plan, &plan.sheet, 1, &cells), Ok(None))
        })
    };
    [b',', b'\t', b';'].into_iter().find(finds).unwrap_or(b',')
}

/// UTF-8 with or without its mark, UTF-16 with its mark, else GB18030, else refused.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, Error> {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling_and_without_replacement(&bytes[mark..])
            .ok_or(Error::Encoding);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.into());
    }
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes).ok_or(Error::Encoding)
}

fn shown(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => quoted(text).into_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::Date(day) => day.to_string(),
    }
}

/// Whether a spreadsheet would take the text for a formula, with or without apostrophes before it.
pub(super) fn formula_like(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

fn quoted(text: &str) -> Cow<'_, str> {
    if formula_like(text) { format!("'{text}").into() } else { text.into() }
}

/// Undoes [`quoted`] exactly; other apostrophes stay.
fn unquoted(text: &str) -> &str {
    text.strip_prefix('\'').filter(|_| formula_like(text)).unwrap_or(text)
}
