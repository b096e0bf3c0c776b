//! 日报: what a day found, closed and let fall overdue, by unit, with figures that open; and what stood late at its end,
//! as it stood then.

use super::Made;
use crate::{
    cases::Then,
    reports::{model::Asked, paper, words},
};
use documents::{Align, Block, Cell, Column, Document, Run, Table};
use jiff::civil::Date;
use kernel::moment::Moment;

/// What a day is told by: the metric and its word.
pub const TOLD: [(&str, &str); 3] =
    [("case.reported", "发现"), ("case.closed", "结案"), ("case.overdue", "新增逾期")];

/// A figure of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// as printed; none for nought
    pub text: Option<String>,
    /// what opens it
    pub asked: Asked,
    pub as_of: Option<i64>,
}

/// A unit's figures, in the order of [`TOLD`].
pub type Row = (String, [Number; 3]);

pub struct Bulletin {
    pub made: Made,
    pub day: Date,
    pub units: Vec<Row>,
    pub sum: [Number; 3],
    /// late and not closed at the day's end
    pub late: Vec<Then>,
}

impl Bulletin {
    pub fn document(&self) -> Document {
        let mut blocks = vec![Block::Paragraph(self.said())];
        if !self.units.is_empty() {
            blocks.push(Block::heading(1, "各单位情况"));
            blocks.push(Block::Table(self.table()));
        }
        if !self.late.is_empty() {
            let items = self.late.iter().map(|case| self.item(case)).collect();
            blocks.push(Block::heading(1, "截至当日逾期未结"));
            blocks.push(Block::List { ordered: true, items });
        }
        let title = format!("文明创建日报（{}）", words::day(self.day));
        Document { numbered: true, blocks, ..self.made.plain(title) }
    }

    /// One sentence; what did not happen is not said.
    fn said(&self) -> Vec<Run> {
        let mut runs = Vec::new();
        for ((_, what), number) in TOLD.iter().zip(&self.sum).filter(|(_, number)| number.text.is_some()) {
            let before = if runs.is_empty() { "当日" } else { "件，" };
            runs.push(Run::Text(format!("{before}{what}{}", if *what == "发现" { "问题" } else { "" })));
            runs.push(self.run(number));
        }
        match runs.is_empty() {
            true => vec!["当日没有新发现、结案和新增逾期的问题。".into()],
            false => [runs, vec!["件。".into()]].concat(),
        }
    }

    fn run(&self, number: &Number) -> Run {
        let Some(text) = &number.text else { return "—".into() };
        let address = paper::address(&number.asked, number.as_of);
        Run::figure(text, self.made.link(&address), &number.asked.metric)
    }

    fn table(&self) -> Table {
        let row = |name: &str, numbers: &[Number; 3]| {
            let cells = numbers.iter().map(|number| Cell::of(vec![self.run(number)]));
            std::iter::once(Cell::from(name)).chain(cells).collect()
        };
        let mut rows: Vec<_> = self.units.iter().map(|(name, numbers)| row(name, numbers)).collect();
        rows.push(row("合计", &self.sum));
        let number = |(_, what): &(&str, &str)| Column::new(&format!("{what}（件）"), 2, Align::Right);
        let columns = std::iter::once(Column::new("单位", 5, Align::Left)).chain(TOLD.iter().map(number));
        Table { caption: None, columns: columns.collect(), rows }
    }

    fn item(&self, case: &Then) -> Vec<Run> {
        let since = case.late_at.map(|at| words::short_time(Moment::from_millis(at)));
        let since = since.map(|at| format!("，{at}起逾期")).unwrap_or_default();
        let place = if case.place.is_empty() { String::new() } else { format!(" {}", case.place) };
        let unit = case.lead_name.as_deref().unwrap_or("未派遣");
        let done = match case.state.as_str() {
            "rectified" | "verified" => "，已报完成、待复查",
            "shelved" => "，已挂账",
            _ => "",
        };
        let text = format!("），{}{place}，责任单位{unit}{since}{done}。", case.area_name);
        // the item's own number stands before it, so the case's does not
        vec![Run::Text(format!("{}（", case.title)), self.made.number(case.id, &case.number), Run::Text(text)]
    }
}
