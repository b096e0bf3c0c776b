//! A workbook as a grid: the values of each visible sheet, the pictures that lie over its cells or in them, and what its
//! merged cells cover.

mod anchor;
mod in_cell;
mod layout;

use std::{
    collections::{HashMap, HashSet},
    io::Cursor,
};

use calamine::{Reader, Xlsx};

use super::{
    COLUMNS, Error, Grid, Matrix, ROWS, Room, Slot,
    package::{Package, Piece, attribute, broken, walk},
};
use crate::sheet::read::shown;
use in_cell::InCell;
use layout::Layout;

const WORKBOOK: &str = "xl/workbook.xml";
/// Rows above the heads and between the rows of a list.
const BLANK: u32 = 1_000;

pub(super) fn grid(
    bytes: &[u8],
    package: &mut Package<'_>,
    known: &dyn Fn(&str) -> bool,
) -> Result<Grid, Error> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let in_cells = InCell::read(package)?;
    let (mut grid, mut room) = (Grid::default(), Room::default());
    for (name, part) in sheets(package)? {
        let layout = Layout::read(package, &part)?;
        let mut matrix = Matrix { rows: values(&mut book, &name, &mut room)?, sheet: name };
        for ((row, column), key) in &layout.in_cells {
            if let Some(picture) = in_cells.picture(key) {
                // what stands there as text is the formula or its error
                if let Some(slot) = slot(&mut matrix.rows, *row, *column) {
                    *slot = Slot { pictures: vec![picture], ..Slot::default() };
                }
            }
        }
        for ((row, column), picture) in anchor::read(package, &layout)? {
            if let Some(slot) = slot(&mut matrix.rows, row, column) {
                slot.pictures.push(picture);
            }
        }
        merge(&mut matrix.rows, &layout, &mut room)?;
        grid.take(matrix, known)?;
    }
    Ok(grid)
}

/// Names and parts of the visible sheets, in their order.
fn sheets(package: &mut Package<'_>) -> Result<Vec<(String, String)>, Error> {
    let parts = package.relations(WORKBOOK)?;
    let xml = package.text(WORKBOOK)?.unwrap_or_default();
    let mut sheets = Vec::new();
    walk(&xml, |piece| {
        if let Piece::Open("sheet", tag) = piece {
            let part = attribute(tag, "id").and_then(|id| parts.get(&id).cloned());
            let visible = attribute(tag, "state").is_none_or(|state| state == "visible");
            if let (Some(name), Some(part), true) = (attribute(tag, "name"), part, visible) {
                sheets.push((name, part));
            }
        }
    })?;
    Ok(sheets)
}

/// All cells of a sheet as people see them, row by row, from its first row on.
fn values<R: std::io::Read + std::io::Seek>(
    book: &mut Xlsx<R>,
    sheet: &str,
    room: &mut Room,
) -> Result<Vec<(u32, Vec<Slot>)>, Error> {
    let mut rows = Vec::new();
    let mut reader = book.worksheet_cells_reader(sheet).map_err(broken)?;
    while let Some(cell) = reader.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        if let Some(text) = shown(cell.get_value()).filter(|text| !text.trim().is_empty()) {
            if row >= most_rows() {
                return Err(Error::TooManyRows { limit: ROWS });
            }
            if let Some(slot) = slot(&mut rows, row, column) {
                room.take(&text, &[])?;
                slot.text = text;
            }
        }
    }
    Ok(rows)
}

fn most_rows() -> u32 {
    u32::try_from(ROWS).unwrap_or(u32::MAX) + BLANK
}

/// The slot at a place; none beyond what a list may have.
fn slot(rows: &mut Vec<(u32, Vec<Slot>)>, row: u32, column: u32) -> Option<&mut Slot> {
    let column = usize::try_from(column).ok().filter(|column| *column < COLUMNS)?;
    let at = usize::try_from(row).ok().filter(|_| row < most_rows())?;
    while rows.len() <= at {
        let number = u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_add(1);
        rows.push((number, Vec::new()));
    }
    let slots = &mut rows[at].1;
    if slots.len() <= column {
        slots.resize(column + 1, Slot::default());
    }
    slots.get_mut(column)
}

/// What a merged cell holds stands in each row that it covers; then all rows are made equally long.
fn merge(rows: &mut [(u32, Vec<Slot>)], layout: &Layout, room: &mut Room) -> Result<(), Error> {
    let width = rows.iter().map(|(_, slots)| slots.len()).max().unwrap_or(0);
    for (_, slots) in rows.iter_mut() {
        slots.resize(width, Slot::default());
    }
    for range in &layout.merged {
        let (first, last) =
            (range.rows.0 as usize, (range.rows.1 as usize).min(rows.len().saturating_sub(1)));
        let column = range.columns.0 as usize;
        if column >= width || first >= rows.len() {
            continue;
        }
        let span = (range.columns.1 - range.columns.0) as usize + 1;
        let held: Vec<Slot> = rows[first..=last].iter().map(|(_, slots)| slots[column].clone()).collect();
        let text =
            held.iter().map(|slot| slot.text.clone()).find(|text| !text.is_empty()).unwrap_or_default();
        // each once, in the order of the rows: ranges that cover each other would multiply them
        let mut pictures: Vec<String> = held.into_iter().flat_map(|slot| slot.pictures).collect();
        let mut seen = HashSet::new();
        pictures.retain(|picture| seen.insert(picture.clone()));
        for (_, slots) in &mut rows[first..=last] {
            room.take(&text, &pictures)?;
            slots[column] = Slot { text: text.clone(), pictures: pictures.clone(), span };
        }
    }
    Ok(())
}

/// `C12` as row and column from 0.
fn place(reference: &str) -> Option<(u32, u32)> {
    let letters = reference.trim_start_matches('$').chars().take_while(char::is_ascii_alphabetic);
    let column = letters.fold(0u32, |sum, c| {
        sum.saturating_mul(26).saturating_add(u32::from(c.to_ascii_uppercase()).saturating_sub(64))
    });
    let digits = reference.trim_start_matches(|c: char| c == '$' || c.is_ascii_alphabetic());
    let row: u32 = digits.trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// Pictures by the key under which a cell names them.
type ByKey = HashMap<String, String>;
