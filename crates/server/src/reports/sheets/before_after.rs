//! 整改前后对比表: two photos a row, with place, unit and dates.

use super::{Sheet, category, place, unit};
use crate::{cases::Excerpt, reports::words};
use documents::{Block, Document, Photo, PhotoPair, Run};
use kernel::{id::Uuid, moment::Moment};

pub fn document(sheet: &Sheet) -> Document {
    let pairs = sheet.cases.iter().enumerate().map(|(i, case)| pair(sheet, i + 1, case));
    Document { blocks: pairs.collect(), ..sheet.made.plain("整改前后对比表".into()) }
}

fn pair(sheet: &Sheet, n: usize, case: &Excerpt) -> Block {
    let title = vec![
        format!("{n}. 案件").as_str().into(),
        sheet.made.number(case.id, &case.number),
        format!("  {}", case.title).as_str().into(),
    ];
    let facts = [
        ("地点", Some(place(case))),
        ("类别", Some(category(case))),
        ("责任单位", Some(unit(case).to_owned())),
        ("登记时间", time(Some(case.reported_at))),
        ("整改时间", time(case.rectified_at)),
        ("结案时间", time(case.closed_at)),
    ];
    let said = |(label, value): (&str, Option<String>)| {
        value.map(|value| (label.to_owned(), vec![Run::Text(value)]))
    };
    Block::PhotoPair(Box::new(PhotoPair {
        title,
        before: photo(sheet, "整改前", case.before, Some(case.reported_at)),
        after: photo(sheet, "整改后", case.after, case.rectified_at),
        facts: facts.into_iter().filter_map(said).collect(),
    }))
}

fn photo(sheet: &Sheet, label: &str, file: Option<Uuid>, at: Option<i64>) -> Photo {
    let picture = file.and_then(|file| sheet.pictures.get(&file)).cloned();
    let caption = match (&picture, at) {
        (None, _) => format!("没有{label}照片"),
        (Some(_), None) => String::new(),
        (Some(_), Some(at)) => words::short_time(Moment::from_millis(at)),
    };
    Photo { label: label.into(), caption, picture }
}

fn time(at: Option<i64>) -> Option<String> {
    at.map(|at| words::time(Moment::from_millis(at)))
}
