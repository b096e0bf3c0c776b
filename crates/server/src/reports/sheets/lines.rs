//! Copied as text for a chat group: numbered lines without personal data; an address asks for sign-in.

use super::{Sheet, category, place, unit};
use crate::reports::words;
use kernel::moment::Moment;

pub fn lines(sheet: &Sheet) -> String {
    let line = |(i, case): (usize, &crate::cases::Excerpt)| {
        let due = case.deadline_at.map(|at| words::short_time(Moment::from_millis(at)));
        let due = due.map(|due| format!("，期限{due}")).unwrap_or_default();
        let what = words::without_numbers(&format!("{}，{}", case.title, place(case)));
        let address = sheet.made.address(case.id).map(|address| format!("\n{address}")).unwrap_or_default();
        format!("{}. {} {what}（{}），{}{due}{address}\n", i + 1, case.number, category(case), unit(case))
    };
    sheet.cases.iter().enumerate().map(line).collect()
}
