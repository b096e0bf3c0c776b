//! The row of heads: known by its words, else the first row that is filled most.

use super::Slot;

/// Titles and notes may stand above the heads, but not more than this.
const SEARCHED: usize = 20;
/// A head is a word, not a sentence.
const LONGEST: usize = 20;

pub(super) struct Head {
    pub row: usize,
    /// rows that it takes
    pub height: usize,
    /// None: the column lies under the head to its left.
    pub names: Vec<Option<String>>,
}

/// A text without blanks, stars and colons, so that `* 序 号：` is 序号.
pub(super) fn folded(text: &str) -> String {
    let plain = |c: &char| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：' | '\u{feff}');
    text.chars().filter(plain).flat_map(char::to_lowercase).collect()
}

pub(super) fn find(rows: &[(u32, Vec<Slot>)], known: &dyn Fn(&str) -> bool) -> Option<Head> {
    let searched = &rows[..rows.len().min(SEARCHED)];
    let words = |slots: &[Slot]| slots.iter().filter(|slot| known(&folded(&slot.text))).count();
    let named = searched.iter().position(|(_, slots)| words(slots) > 1);
    let row = named.or_else(|| fullest(searched))?;
    let upper = &rows[row].1;
    // a head over two rows has cells that reach down; a merged cell's text stands in each row that it covers
    let lower = rows.get(row + 1).map(|(_, slots)| slots);
    let lower = lower.filter(|lower| upper.iter().zip(*lower).any(|(up, low)| reaches(up, low)));
    let names = match lower {
        Some(lower) => two_rows(upper, lower, known),
        None => upper.iter().map(|slot| tidy(&slot.text)).collect(),
    };
    let covered = |at: usize| {
        let holds = |(from, slot): (usize, &Slot)| slot.span > at - from && !slot.text.trim().is_empty();
        upper[..at].iter().enumerate().any(holds)
    };
    let names = names.into_iter().enumerate();
    let names = names.map(|(at, name)| (!name.is_empty() || !covered(at)).then_some(name)).collect();
    Some(Head { row, height: if lower.is_some() { 2 } else { 1 }, names })
}

fn reaches(up: &Slot, low: &Slot) -> bool {
    !up.text.trim().is_empty() && up.text == low.text
}

/// The first of the rows with the most short texts and no picture, if it has several and something stands below it.
fn fullest(rows: &[(u32, Vec<Slot>)]) -> Option<usize> {
    let short = |slot: &&Slot| {
        let text = slot.text.trim();
        !text.is_empty() && text.chars().count() <= LONGEST && slot.pictures.is_empty()
    };
    let counted =
        rows.iter().take(rows.len().saturating_sub(1)).map(|(_, slots)| slots.iter().filter(short).count());
    let (row, count) = counted.enumerate().rev().max_by_key(|(_, count)| *count)?;
    (count > 1).then_some(row)
}

fn two_rows(upper: &[Slot], lower: &[Slot], known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut over = String::new();
    let name = |(up, low): (&Slot, &Slot)| {
        let (up, low) = (tidy(&up.text), tidy(&low.text));
        if !up.is_empty() {
            over.clone_from(&up);
        }
        match (low.is_empty() || low == up, known(&folded(&low))) {
            (true, _) => up,
            (_, true) => low,
            _ => format!("{over}{low}"),
        }
    };
    upper.iter().zip(lower).map(name).collect()
}

/// A head on one line.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join("")
}
