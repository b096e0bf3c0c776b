//! Tables out and in again, bombs and liars at the door, and every rule by name.

use std::io::{Cursor, Write};

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

fn column(name: &str, kind: Kind) -> Column {
    Column { name: name.to_owned(), kind, ..Column::default() }
}

fn plan(columns: Vec<Column>) -> Plan {
    Plan { sheet: "案件".to_owned(), columns, error_column: Some("错误".to_owned()) }
}

fn line(values: Vec<Value>) -> Line {
    Line { values, error: None }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// Reads with a reader of either format and gives the rows.
fn rows(read: impl FnOnce(&mut dyn FnMut(Row)) -> Result<Found, Error>) -> (Found, Vec<Row>) {
    let mut rows = Vec::new();
    let found = read(&mut |row| rows.push(row)).unwrap();
    (found, rows)
}

fn xlsx(bytes: &[u8], plan: &Plan) -> (Found, Vec<Row>) {
    rows(|each| read_xlsx(bytes, plan, Limits::default(), each))
}

fn csv_of(bytes: &[u8], plan: &Plan) -> (Found, Vec<Row>) {
    rows(|each| read_csv(bytes, plan, Limits::default(), each))
}

fn csv_rows(content: &str, plan: &Plan) -> Vec<Row> {
    csv_of(content.as_bytes(), plan).1
}

fn four_kinds() -> Plan {
    plan(vec![
        column("名称", Kind::Text),
        column("件数", Kind::Integer),
        column("吨数", Kind::Decimal),
        column("日期", Kind::Date),
    ])
}

#[test]
fn four_kinds_go_out_and_come_in_unchanged() {
    let plan = four_kinds();
    let values = vec![
        vec![text("=1+1"), Value::Integer(-(1 << 53)), Value::Decimal(218.6), Value::Date(date(2026, 10, 1))],
        vec![text("'@x"), Value::Empty, Value::Decimal(-0.125), Value::Date(date(1999, 12, 31))],
    ];
    let lines = || values.iter().cloned().map(line);
    for (found, rows) in [
        xlsx(&write_xlsx(&plan, lines()).unwrap(), &plan),
        csv_of(&write_csv(&plan, lines()).unwrap(), &plan),
    ] {
        assert_eq!(found, Found { sheet: "案件".into(), rows: 2, unknown: vec![] });
        assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(rows.into_iter().map(|row| row.values).collect::<Vec<_>>(), values);
    }
}

#[test]
fn formulas_are_quoted_in_csv_and_text_in_xlsx() {
    let plan = plan(vec![column("名称", Kind::Text)]);
    let lines = || ["=cmd|' /C calc'!A0", "-1", "plain"].map(|word| line(vec![text(word)]));
    let written = String::from_utf8(write_csv(&plan, lines()).unwrap()).unwrap();
    assert_eq!(written, "\u{feff}名称,错误\r\n'=cmd|' /C calc'!A0,\r\n'-1,\r\nplain,\r\n");
    let sheet = part(&write_xlsx(&plan, lines()).unwrap(), "xl/worksheets/sheet1.xml");
    assert!(!sheet.contains("<f>") && sheet.contains("=cmd|"), "{sheet}");
}

#[test]
fn the_error_column_comes_last_and_is_ignored_on_the_way_in() {
    let plan = four_kinds();
    let wrong = Line { values: vec![text("甲")], error: Some("第2行：件数不是整数".into()) };
    for (found, rows) in [
        xlsx(&write_xlsx(&plan, [wrong.clone()]).unwrap(), &plan),
        csv_of(&write_csv(&plan, [wrong.clone()]).unwrap(), &plan),
    ] {
        assert!(found.unknown.is_empty());
        assert_eq!(rows[0].values, [text("甲"), Value::Empty, Value::Empty, Value::Empty]);
    }
    let written = write_csv(&plan, [wrong]).unwrap();
    assert!(String::from_utf8(written).unwrap().ends_with("甲,,,,第2行：件数不是整数\r\n"));
}

#[test]
fn heads_are_matched_by_name_alias_and_folded_form() {
    let mut plan = four_kinds();
    plan.columns[1].aliases = vec!["数量".into()];
    let content = "2026年10月台账,,\n\n备注,* 数 量,名称\n好,12,甲\n,,\n,3,乙\n";
    let (found, rows) = csv_of(content.as_bytes(), &plan);
    assert_eq!((found.rows, found.unknown), (2, vec!["备注".to_owned()]));
    assert_eq!(rows[0].values[..2], [text("甲"), Value::Integer(12)]);
    assert_eq!((rows[0].number, rows[1].number), (4, 6));
}

#[test]
fn heads_that_fail_are_named() {
    let mut plan = four_kinds();
    plan.columns[2].required = true;
    let read = |content: &str| {
        read_csv(content.as_bytes(), &plan, Limits::default(), |_| {}).unwrap_err().to_string()
    };
    assert_eq!(read("名称,件数\n甲,1\n"), "sheet “案件”, row 1 lacks the columns: 吨数");
    assert_eq!(read("名称,吨数,名称 *\n"), "sheet “案件”, row 1 has the column “名称” twice");
    assert!(read("甲,乙\n1,2\n").starts_with("sheet “案件” has no row of heads"));
    assert!(read("").starts_with("sheet “案件” has no row of heads"));
}

#[test]
fn every_rule_names_sheet_row_and_column() {
    let mut plan = four_kinds();
    plan.columns[0].choices = vec!["甲".into(), "乙".into()];
    plan.columns[1].required = true;
    let rows = csv_rows("名称,件数,吨数,日期\n丙,1.5,许多,2026-02-30\n甲,,1,\n", &plan);
    let rules = |row: &Row| row.faults.iter().map(|fault| fault.rule).collect::<Vec<_>>();
    assert_eq!(rules(&rows[0]), [Rule::Choice, Rule::WholeNumber, Rule::Number, Rule::Date]);
    assert_eq!(rules(&rows[1]), [Rule::Required]);
    assert_eq!(
        rows[0].faults[3].to_string(),
        "sheet “案件”, row 2, column “日期”: cell.date (found “2026-02-30”)"
    );
    let long = "长".repeat(32_768);
    let refused = write_xlsx(&four_kinds(), [line(vec![text(&long)])]).unwrap_err();
    assert!(matches!(refused, Error::Cell(Fault { row: 2, rule: Rule::TooLong, .. })));
    let refused =
        write_xlsx(&four_kinds(), [line(vec![Value::Empty, Value::Integer(i64::MAX)])]).unwrap_err();
    assert!(matches!(refused, Error::Cell(Fault { rule: Rule::WholeNumber, .. })));
}

#[test]
fn numbers_and_days_as_people_type_them() {
    let rows = csv_rows(
        "件数,日期\n\"1,280\",2026/10/1\n１２,2026年10月1日\n12.0,20261001\n 7 ,2026.10.1\n",
        &four_kinds(),
    );
    assert!(rows.iter().all(|row| row.faults.is_empty()), "{rows:?}");
    let counts: Vec<_> = rows.iter().map(|row| row.values[1].clone()).collect();
    assert_eq!(counts, [1280, 12, 12, 7].map(Value::Integer));
    assert!(rows.iter().all(|row| row.values[3] == Value::Date(date(2026, 10, 1))));
}

#[test]
fn numbers_in_a_text_column_are_read_as_shown() {
    let numbers = plan(vec![column("编号", Kind::Integer)]);
    let bytes = write_xlsx(&numbers, [line(vec![Value::Integer(990_102_003_004)])]).unwrap();
    let (_, rows) = xlsx(&bytes, &plan(vec![column("编号", Kind::Text)]));
    assert_eq!(rows[0].values, [text("990102003004")]);
}

#[test]
fn gb18030_is_understood_and_noise_refused() {
    let plan = plan(vec![column("名称", Kind::Text)]);
    let (bytes, _, _) = encoding_rs::GB18030.encode("名称\n柳河镇𠀀\n");
    assert_eq!(csv_of(&bytes, &plan).1[0].values, [text("柳河镇𠀀")]);
    let noise = read_csv(&[0x81, 0xfe, 0xff, 0x80], &plan, Limits::default(), |_| {});
    assert!(matches!(noise, Err(Error::Encoding)));
}

#[test]
fn limits_hold() {
    let plan = plan(vec![column("名称", Kind::Text)]);
    let lines = || (0..100).map(|n| line(vec![text(&format!("第{n}行"))]));
    let (book, sheet) = (write_xlsx(&plan, lines()).unwrap(), write_csv(&plan, lines()).unwrap());
    let full = Limits::default();
    let rows = Limits { rows: 99, ..full };
    let cells = Limits { cells: 50, ..full };
    let bytes = Limits { unpacked: 600, ..full };
    assert!(matches!(read_xlsx(&book, &plan, rows, |_| {}), Err(Error::TooManyRows { limit: 99, .. })));
    assert!(matches!(read_csv(&sheet, &plan, rows, |_| {}), Err(Error::TooManyRows { limit: 99, .. })));
    assert!(matches!(read_xlsx(&book, &plan, cells, |_| {}), Err(Error::TooManyCells { limit: 50, .. })));
    assert!(matches!(read_csv(&sheet, &plan, cells, |_| {}), Err(Error::TooManyCells { limit: 50, .. })));
    assert!(matches!(read_xlsx(&book, &plan, bytes, |_| {}), Err(Error::TooLarge { limit: 600 })));
    assert!(matches!(read_csv(&sheet, &plan, bytes, |_| {}), Err(Error::TooLarge { limit: 600 })));
    assert!(matches!(read_xlsx(b"name\n", &plan, full, |_| {}), Err(Error::NotWorkbook(_))));
}

#[test]
fn a_bomb_is_refused_even_when_its_directory_lies() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("_rels/.rels", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![b' '; 4 << 20]).unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    let limits = Limits { unpacked: 1 << 20, ..Limits::default() };
    let plan = four_kinds();
    assert!(matches!(read_xlsx(&bytes, &plan, limits, |_| {}), Err(Error::TooLarge { .. })));
    let directory = bytes.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    for start in [22, directory + 24] {
        bytes[start..start + 4].copy_from_slice(&64u32.to_le_bytes());
    }
    let refused = read_xlsx(&bytes, &plan, limits, |_| {}).unwrap_err();
    assert!(refused.to_string().contains("larger than its declared uncompressed size"), "{refused}");
}

#[test]
fn short_choices_stand_in_the_cell_long_ones_on_a_hidden_sheet() {
    let mut plan = four_kinds();
    plan.columns[0].choices = vec!["甲".into(), "乙".into()];
    let short = write_xlsx(&plan, []).unwrap();
    assert!(part(&short, "xl/worksheets/sheet1.xml").contains("\"甲,乙\""));
    plan.columns[0].choices = (0..120).map(|n| format!("选项{n}")).collect();
    let long = write_xlsx(&plan, [line(vec![text("选项7")])]).unwrap();
    assert!(part(&long, "xl/worksheets/sheet1.xml").contains("_choices!$A$1:$A$120"));
    assert!(part(&long, "xl/workbook.xml").contains("state=\"hidden\""));
    assert_eq!(xlsx(&long, &plan).1[0].values[0], text("选项7"));
}

fn part(bytes: &[u8], name: &str) -> String {
    std::io::read_to_string(zip::ZipArchive::new(Cursor::new(bytes)).unwrap().by_name(name).unwrap()).unwrap()
}

/// Texts as they come from phones and spreadsheets: formulas, emojis, right-to-left marks, blanks, quotes, escapes.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("=1+1".to_owned()),
        Just("'".to_owned()),
        Just("\"".to_owned()),
        Just("\u{200f}\u{202e}".to_owned()),
        Just("👨‍👩‍👧🧹".to_owned()),
        Just("_x0041_".to_owned()),
        Just("\n".to_owned()),
        Just(" ".to_owned()),
        Just("<&>".to_owned()),
        "[@+=,;\t-]",
        "[\\PC]{0,6}",
        "[一-龥]{1,4}",
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_survives_both_formats(words in proptest::collection::vec(any_text(), 1..8)) {
        let words: Vec<_> = words.into_iter().filter(|word| !word.trim().is_empty()).collect();
        let plan = plan(vec![column("名称", Kind::Text)]);
        let lines = || words.iter().map(|word| line(vec![text(word)]));
        let wanted: Vec<_> = words.iter().map(|word| vec![text(word)]).collect();
        let values = |rows: Vec<Row>| rows.into_iter().map(|row| row.values).collect::<Vec<_>>();
        prop_assert_eq!(values(csv_of(&write_csv(&plan, lines()).unwrap(), &plan).1), wanted.clone());
        prop_assert_eq!(values(xlsx(&write_xlsx(&plan, lines()).unwrap(), &plan).1), wanted);
    }

    #[test]
    fn damaged_files_are_errors_not_panics(at in 0usize..6_000, noise in proptest::collection::vec(any::<u8>(), 1..40)) {
        let plan = four_kinds();
        let lines = || [line(vec![text("甲"), Value::Integer(1), Value::Decimal(0.5), Value::Date(date(2026, 10, 1))])];
        let mut book = write_xlsx(&plan, lines()).unwrap();
        let mut sheet = write_csv(&plan, lines()).unwrap();
        for bytes in [&mut book, &mut sheet] {
            let at = at % bytes.len();
            let end = (at + noise.len()).min(bytes.len());
            bytes[at..end].copy_from_slice(&noise[..end - at]);
        }
        let _ = read_xlsx(&book, &plan, Limits::default(), |_| {});
        let _ = read_csv(&sheet, &plan, Limits::default(), |_| {});
    }
}
