//! 交办单: one page a case, handed to the unit that must put it right, to be signed.

use super::{Sheet, category, place, unit};
use crate::{cases::Excerpt, reports::words};
use documents::{Align, Block, Cell, Column, Document, Picture, Run, Table};
use kernel::moment::Moment;

const TITLE: &str = "文明创建问题交办单";
/// A portrait photo of this width leaves the form its page.
const PHOTO_MM: u16 = 80;

pub fn document(sheet: &Sheet) -> Document {
    let mut blocks = Vec::new();
    for case in &sheet.cases {
        if !blocks.is_empty() {
            blocks.push(Block::PageBreak);
            blocks.push(Block::heading(1, TITLE));
        }
        blocks.push(Block::Table(form(sheet, case)));
        blocks.extend(photo(sheet, case).map(Block::Picture));
    }
    Document { blocks, ..sheet.made.plain(TITLE.into()) }
}

fn photo(sheet: &Sheet, case: &Excerpt) -> Option<Picture> {
    let picture = sheet.pictures.get(&case.before?)?.clone();
    Some(Picture { width_mm: PHOTO_MM, caption: Some("问题照片".into()), ..picture })
}

fn form(sheet: &Sheet, case: &Excerpt) -> Table {
    let time = |at: Option<i64>| at.map(|at| words::time(Moment::from_millis(at))).unwrap_or_default();
    let field = |label: &str, value: Vec<Run>| [Cell::label(label), Cell::of(value)];
    let text = |value: &str| vec![Run::from(value)];
    let wide = |label: &str, value: &str| vec![Cell::label(label), Cell::from(value).over(3)];
    let source = sheet.sources.get(&case.source).map_or("", String::as_str);
    let rows = vec![
        [
            field("案件编号", vec![sheet.made.number(case.id, &case.number)]),
            field("派遣时间", text(&time(case.dispatched_at))),
        ]
        .concat(),
        [field("责任单位", text(unit(case))), field("整改期限", text(&time(case.deadline_at)))].concat(),
        wide("协办单位", &case.cooperating.join("、")),
        [field("问题来源", text(source)), field("发现时间", text(&time(Some(case.found_at))))].concat(),
        wide("问题类别", &category(case)),
        wide("问题地点", &place(case)),
        wide("问题", &case.title),
        wide("情况说明", &case.description),
        wide("整改要求", "按期整改到位，完成后上传整改后照片报完成，由复查单位复查。"),
        // each page goes to another unit, so each is signed
        [
            field("交办单位", text(&sheet.made.office)),
            field("交办日期", text(&words::day(sheet.made.now.day()))),
        ]
        .concat(),
        [field("签收人", Vec::new()), field("签收时间", Vec::new())].concat(),
    ];
    // a row that says nothing is not printed, except those to be signed
    let said = |row: &Vec<Cell>| {
        row.len() == 4 || row.iter().skip(1).any(|cell| cell.runs.iter().any(|r| !r.words().is_empty()))
    };
    Table {
        columns: [2, 5, 2, 5].map(|width| Column::new("", width, Align::Left)).into(),
        rows: rows.into_iter().filter(said).collect(),
        ..Table::default()
    }
}
