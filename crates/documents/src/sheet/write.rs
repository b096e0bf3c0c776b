//! XLSX written in constant memory: rows go to a temporary file as they come. Heads stay in sight, choices drop down.

use rust_xlsxwriter::{
    Color, DataValidation, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet,
    XlsxError,
};

use super::{Column, Error, Fault, Kind, Line, Plan, Rule, Value, cell};

/// Where choices stand that are too long, or hold a comma, for a drop-down's own text.
const CHOICES: &str = "_choices";
const DROP_DOWN: usize = 255;
/// The last row of a sheet, from 0: drop-downs reach down to it.
const LAST: u32 = 1_048_575;

/// The table as the bytes of an XLSX file: one visible sheet with a frozen, filtered head; the error column last.
pub fn write_xlsx(plan: &Plan, lines: impl IntoIterator<Item = Line>) -> Result<Vec<u8>, Error> {
    write_book([(plan, lines)])
}

/// Several tables as one file, each on a sheet of its own in their order.
pub fn write_book<'a, L: IntoIterator<Item = Line>>(
    tables: impl IntoIterator<Item = (&'a Plan, L)>,
) -> Result<Vec<u8>, Error> {
    let mut book = Workbook::new();
    let faces = Faces::new();
    let mut hidden = Vec::new();
    for (plan, lines) in tables {
        let sheet = book.add_worksheet_with_constant_memory().map_err(failed)?;
        write_table(sheet, &faces, plan, lines, &mut hidden)?;
    }
    if !hidden.is_empty() {
        let sheet = book.add_worksheet();
        lists(sheet, &hidden).map_err(failed)?;
    }
    book.save_to_buffer().map_err(failed)
}

fn write_table<'a>(
    sheet: &mut Worksheet,
    faces: &Faces,
    plan: &'a Plan,
    lines: impl IntoIterator<Item = Line>,
    hidden: &mut Vec<&'a Column>,
) -> Result<(), Error> {
    sheet.set_name(&plan.sheet).map_err(failed)?;
    head(sheet, plan, faces, hidden).map_err(failed)?;
    let mut row = 0;
    for line in lines {
        row += 1;
        if row > LAST {
            return Err(Error::TooManyRows { sheet: plan.sheet.clone(), limit: LAST });
        }
        write_line(sheet, plan, faces, row, &line)?;
    }
    let width = plan.columns.len() + usize::from(plan.error_column.is_some());
    sheet.autofilter(0, 0, row, place(width.saturating_sub(1))).map(|_| ()).map_err(failed)
}

#[allow(clippy::needless_pass_by_value)] // the form that `map_err` wants
fn failed(e: XlsxError) -> Error {
    Error::Write(e.to_string())
}

fn place(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

struct Faces {
    head: Format,
    wrong: Format,
    date: Format,
    quoted: Format,
}

impl Faces {
    fn new() -> Self {
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00F1_F2EE))
            .set_border_bottom(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        Self {
            wrong: head.clone().set_font_color(Color::RGB(0x00B4_2318)),
            head,
            date: Format::new().set_num_format("yyyy-mm-dd"),
            quoted: Format::new().set_quote_prefix(),
        }
    }
}

/// Writes the head; columns whose choices need the hidden sheet join those that stand there already.
fn head<'a>(
    sheet: &mut Worksheet,
    plan: &'a Plan,
    faces: &Faces,
    hidden: &mut Vec<&'a Column>,
) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in plan.columns.iter().enumerate() {
        let at = place(at);
        sheet.set_column_width(at, width(column))?;
        sheet.write_string_with_format(0, at, &column.name, &faces.head)?;
        if column.choices.is_empty() {
            continue;
        }
        let length = column.choices.iter().map(|choice| choice.encode_utf16().count() + 1).sum::<usize>();
        let list = if length > DROP_DOWN || column.choices.iter().any(|choice| choice.contains(',')) {
            hidden.push(column);
            let letter = rust_xlsxwriter::utility::column_number_to_name(place(hidden.len() - 1));
            let last = column.choices.len();
            DataValidation::new()
                .allow_list_formula(Formula::new(format!("={CHOICES}!${letter}$1:${letter}${last}")))
        } else {
            DataValidation::new().allow_list_strings(&column.choices)?
        };
        sheet.add_data_validation(1, at, LAST, at, &list)?;
    }
    if let Some(name) = &plan.error_column {
        let at = place(plan.columns.len());
        sheet.set_column_width(at, 48)?;
        sheet.write_string_with_format(0, at, name, &faces.wrong)?;
    }
    Ok(())
}

/// Room for the head (a Chinese character takes two) and for the usual content of the kind.
fn width(column: &Column) -> f64 {
    let head: u32 = column.name.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let usual = if column.kind == Kind::Text { 18 } else { 12 };
    f64::from((head + 4).max(usual).min(48))
}

fn write_line(sheet: &mut Worksheet, plan: &Plan, faces: &Faces, row: u32, line: &Line) -> Result<(), Error> {
    for (at, (column, value)) in plan.columns.iter().zip(&line.values).enumerate() {
        write_value(sheet, faces, (row, place(at)), value).map_err(|rule| {
            let (sheet, column) = (plan.sheet.clone(), column.name.clone());
            let found = format!("{value:?}").chars().take(80).collect();
            rule.map_or_else(failed, |rule| Error::Cell(Fault { sheet, row: row + 1, column, rule, found }))
        })?;
    }
    if let (Some(_), Some(error)) = (&plan.error_column, &line.error) {
        let text: String = error.chars().take(8_000).collect();
        write_value(sheet, faces, (row, place(plan.columns.len())), &Value::Text(text))
            .map_err(|rule| rule.map_or_else(failed, |rule| Error::Write(rule.code().to_owned())))?;
    }
    Ok(())
}

/// Writes one value, or gives the rule it breaks (`Ok`) or the writer's own failure (`Err`).
fn write_value(
    sheet: &mut Worksheet,
    faces: &Faces,
    (row, at): (u32, u16),
    value: &Value,
) -> Result<(), Result<Rule, XlsxError>> {
    match value {
        Value::Empty => return Ok(()),
        Value::Text(text) if cell::too_long(text) => return Err(Ok(Rule::TooLong)),
        Value::Text(text) if super::csv::formula_like(text) => {
            sheet.write_string_with_format(row, at, text, &faces.quoted)
        }
        Value::Text(text) => sheet.write_string(row, at, text),
        #[allow(clippy::cast_precision_loss)] // exact within the range
        Value::Integer(number) if (-cell::EXACT..=cell::EXACT).contains(number) => {
            sheet.write_number(row, at, *number as f64)
        }
        Value::Integer(_) => return Err(Ok(Rule::WholeNumber)),
        Value::Decimal(number) if number.is_finite() => sheet.write_number(row, at, *number),
        Value::Decimal(_) => return Err(Ok(Rule::Number)),
        Value::Date(day) => {
            let parts = (u16::try_from(day.year()), u8::try_from(day.month()), u8::try_from(day.day()));
            let (Ok(year), Ok(month), Ok(day)) = parts else { return Err(Ok(Rule::Date)) };
            let time = ExcelDateTime::from_ymd(year, month, day).map_err(|_| Ok(Rule::Date))?;
            sheet.write_datetime_with_format(row, at, time, &faces.date)
        }
    }
    .map(|_| ())
    .map_err(Err)
}

fn lists(sheet: &mut Worksheet, columns: &[&Column]) -> Result<(), XlsxError> {
    sheet.set_name(CHOICES)?.set_hidden(true);
    for (at, column) in columns.iter().enumerate() {
        for (row, choice) in (0u32..).zip(&column.choices) {
            sheet.write_string(row, place(at), choice)?;
        }
    }
    Ok(())
}
