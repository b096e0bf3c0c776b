//! 日报: what was found, closed and is overdue, by unit, on one day.

use super::{Sheet, place, unit};
use crate::{cases::Excerpt, reports::words, wire::Period};
use documents::{Align, Block, Cell, Column, Document, Run, Table};
use kernel::moment::Moment;
use std::collections::BTreeMap;

/// Cases of a unit on the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Tally {
    found: usize,
    closed: usize,
    overdue: usize,
}

pub fn document(sheet: &Sheet) -> Document {
    let (by_unit, sum) = tally(sheet);
    let mut blocks = vec![Block::words(&said(sum))];
    if !by_unit.is_empty() {
        blocks.push(Block::heading(1, "各单位情况"));
        blocks.push(Block::Table(table(&by_unit, sum)));
    }
    let late: Vec<Vec<Run>> =
        sheet.cases.iter().filter(|case| is_overdue(sheet, case)).map(|case| late(sheet, case)).collect();
    if !late.is_empty() {
        blocks.push(Block::heading(1, "逾期未结"));
        blocks.push(Block::List { ordered: true, items: late });
    }
    Document {
        numbered: true, blocks, ..sheet.plain(format!("文明创建日报（{}）", words::day(sheet.day)))
    }
}

fn tally(sheet: &Sheet) -> (BTreeMap<&str, Tally>, Tally) {
    let (from, until) = (Period::start_of(sheet.day).millis(), Period::end_of(sheet.day).millis());
    let then = |at: Option<i64>| usize::from(at.is_some_and(|at| (from..=until).contains(&at)));
    let (mut by_unit, mut sum) = (BTreeMap::<&str, Tally>::new(), Tally::default());
    for case in &sheet.cases {
        let of = Tally {
            found: then(Some(case.reported_at)),
            closed: then(case.closed_at),
            overdue: usize::from(is_overdue(sheet, case)),
        };
        for tally in [by_unit.entry(unit(case)).or_default(), &mut sum] {
            tally.found += of.found;
            tally.closed += of.closed;
            tally.overdue += of.overdue;
        }
    }
    by_unit.retain(|_, tally| *tally != Tally::default());
    (by_unit, sum)
}

/// Fell due unfinished by the end of the day and was not closed by then.
fn is_overdue(sheet: &Sheet, case: &Excerpt) -> bool {
    let until = Period::end_of(sheet.day).millis();
    case.overdue_at.is_some_and(|at| at <= until) && case.closed_at.is_none_or(|at| at > until)
}

/// One sentence; what did not happen is not said.
fn said(sum: Tally) -> String {
    let parts = [("发现问题", sum.found), ("结案", sum.closed), ("逾期未结", sum.overdue)];
    let parts: Vec<String> =
        parts.iter().filter(|(_, n)| *n > 0).map(|(what, n)| format!("{what}{n}件")).collect();
    if parts.is_empty() {
        "当日没有新发现、结案和逾期的问题。".into()
    } else {
        format!("当日{}。", parts.join("，"))
    }
}

fn table(by_unit: &BTreeMap<&str, Tally>, sum: Tally) -> Table {
    let row = |name: &str, tally: Tally| {
        let number = |n: usize| Cell::from(if n == 0 { "—".to_owned() } else { n.to_string() }.as_str());
        vec![Cell::from(name), number(tally.found), number(tally.closed), number(tally.overdue)]
    };
    let mut rows: Vec<_> = by_unit.iter().map(|(name, tally)| row(name, *tally)).collect();
    rows.push(row("合计", sum));
    Table {
        caption: None,
        columns: vec![
            Column::new("单位", 5, Align::Left),
            Column::new("发现（件）", 2, Align::Right),
            Column::new("结案（件）", 2, Align::Right),
            Column::new("逾期未结（件）", 2, Align::Right),
        ],
        rows,
    }
}

fn late(sheet: &Sheet, case: &Excerpt) -> Vec<Run> {
    let due = case.deadline_at.map(Moment::from_millis);
    let due = due.map(|at| format!("，期限{}", words::short_time(at))).unwrap_or_default();
    let text = format!("），{}，责任单位{}{due}。", place(case), unit(case));
    // the item's own number stands before it, so the case's does not
    vec![Run::Text(format!("{}（", case.title)), sheet.number(case), Run::Text(text)]
}
