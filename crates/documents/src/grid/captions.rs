//! Photos with captions: each group of photos goes with the words before or behind it, whichever the paper does.

use super::{Error, Grid, ROWS, Row, Slot, docx::Part};

/// A paper's photos and words in their order.
enum Seen {
    Words(String),
    Photos(Vec<String>),
    /// words and photos in one cell or paragraph
    Both(Slot),
}

pub(super) fn grid(parts: &[Part]) -> Result<Grid, Error> {
    let seen = in_order(parts);
    let before = captions_come_first(&seen);
    let mut grid = Grid { columns: vec![String::new()], ..Grid::default() };
    let first = seen.iter().position(|seen| !matches!(seen, Seen::Words(_))).unwrap_or(seen.len());
    for (at, piece) in seen.iter().enumerate() {
        let neighbour = |at: Option<usize>| match at.and_then(|at| seen.get(at)) {
            Some(Seen::Words(words)) => words.clone(),
            _ => String::new(),
        };
        let slot = match piece {
            // what stands above the first photo and is not its caption is the title
            Seen::Words(words) if at < first && !(before && at + 1 == first) => {
                grid.above.push(words.clone());
                continue;
            }
            Seen::Words(_) => continue,
            Seen::Both(slot) => slot.clone(),
            Seen::Photos(photos) => {
                let caption = neighbour(if before { at.checked_sub(1) } else { Some(at + 1) });
                Slot { text: caption, pictures: photos.clone(), ..Slot::default() }
            }
        };
        if grid.rows.len() == ROWS {
            return Err(Error::TooManyRows { limit: ROWS });
        }
        let number = u32::try_from(grid.rows.len()).unwrap_or(u32::MAX).saturating_add(1);
        grid.rows.push(Row { sheet: String::new(), number, slots: vec![slot] });
    }
    Ok(grid)
}

fn in_order(parts: &[Part]) -> Vec<Seen> {
    let mut seen = Vec::new();
    for part in parts {
        match part {
            Part::Paragraph(slot) => push(&mut seen, slot.clone()),
            Part::Table(rows) => laid_out(rows).into_iter().for_each(|slot| push(&mut seen, slot)),
        }
    }
    seen
}

fn push(seen: &mut Vec<Seen>, slot: Slot) {
    let text = slot.text.trim().to_owned();
    match (text.is_empty(), slot.pictures.is_empty(), seen.last_mut()) {
        (true, true, _) => {}
        (false, true, _) => seen.push(Seen::Words(text)),
        (true, false, Some(Seen::Photos(photos))) => photos.extend(slot.pictures),
        (true, false, _) => seen.push(Seen::Photos(slot.pictures)),
        (false, false, _) => seen.push(Seen::Both(Slot { text, ..slot })),
    }
}

/// A table that lays out photos: a photo's caption stands in its own cell, or in the cell below it.
fn laid_out(rows: &[Vec<Slot>]) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut taken = vec![];
    for (at, row) in rows.iter().enumerate() {
        for (column, slot) in row.iter().enumerate() {
            if taken.contains(&(at, column)) {
                continue;
            }
            let below = rows.get(at + 1).and_then(|row| row.get(column));
            let caption = below.filter(|below| below.pictures.is_empty() && !below.text.is_empty());
            match caption.filter(|_| slot.text.is_empty() && !slot.pictures.is_empty()) {
                Some(caption) => {
                    taken.push((at + 1, column));
                    slots.push(Slot { text: caption.text.clone(), ..slot.clone() });
                }
                None => slots.push(slot.clone()),
            }
        }
    }
    slots
}

/// Whether the words stand above their photos. Numbered words beside the first photo are its caption; else a paper that
/// ends with a photo has them above.
fn captions_come_first(seen: &[Seen]) -> bool {
    let Some(first) = seen.iter().position(|seen| matches!(seen, Seen::Photos(_))) else { return false };
    let numbered = |at: Option<usize>| match at.and_then(|at| seen.get(at)) {
        Some(Seen::Words(words)) => is_numbered(words),
        _ => false,
    };
    match (numbered(first.checked_sub(1)), numbered(Some(first + 1))) {
        (true, _) => true,
        (false, true) => false,
        (false, false) => matches!(seen.last(), Some(Seen::Photos(_))),
    }
}

/// `1.`, `图1`, `照片 3`, `（一）`, `一、`; `10月督查` is none.
fn is_numbered(words: &str) -> bool {
    const LEADS: [&str; 6] = ["图", "照片", "问题", "第", "(", "（"];
    let words = words.trim_start();
    let led = LEADS.iter().find_map(|lead| words.strip_prefix(lead));
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let rest = led.unwrap_or(words).trim_start();
    let ends = rest.trim_start_matches(digit).starts_with(['.', '．', '、', ')', '）', ':', '：', ' ']);
    rest.starts_with(digit) && (led.is_some() || ends)
}
