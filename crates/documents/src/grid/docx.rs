//! A paper as a grid: its tables under their heads, or else its photos with their captions.

use super::{
    Error, Grid, Matrix, ROWS, Room, Slot, captions, head,
    package::{Package, Piece, attribute, walk},
};

const DOCUMENT: &str = "word/document.xml";
/// Columns that a table may have.
const WIDEST: usize = 64;

/// What stands in a paper's body, in its order.
pub(super) enum Part {
    Paragraph(Slot),
    Table(Vec<Vec<Slot>>),
}

pub(super) fn grid(package: &mut Package<'_>, known: &dyn Fn(&str) -> bool) -> Result<Grid, Error> {
    let parts = parts(package)?;
    let mut grid = Grid::default();
    let mut tables = 0;
    for part in &parts {
        match part {
            Part::Paragraph(slot) if tables == 0 => {
                grid.above.extend(Some(slot.text.trim().to_owned()).filter(|text| !text.is_empty()));
            }
            Part::Paragraph(_) => {}
            Part::Table(rows) => {
                let numbered = (1u32..).zip(rows.clone()).collect::<Vec<_>>();
                let words = head::find(&numbered, known).map_or(0, |head| {
                    head.names.iter().flatten().filter(|name| known(&head::folded(name))).count()
                });
                // a table without known heads may lay out photos; it is no list
                if words > 1 || tables > 0 {
                    tables += 1;
                    grid.take(Matrix { sheet: String::new(), rows: numbered }, known)?;
                }
            }
        }
    }
    if grid.rows.is_empty() { captions::grid(&parts) } else { Ok(grid) }
}

/// A table on its way in: the cells of its rows, and which of them go on above.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<Slot>>,
    row: Vec<Slot>,
    cell: Slot,
    goes_on: bool,
    room: Room,
}

impl Table {
    /// Ends a cell: one that goes on holds what the cell above it holds.
    fn end_cell(&mut self) -> Result<(), Error> {
        let column = self.row.len();
        let above = self.rows.last().and_then(|row| row.get(column)).filter(|_| self.goes_on);
        let cell = std::mem::take(&mut self.cell);
        self.goes_on = false;
        if column >= WIDEST {
            return Ok(());
        }
        let span = cell.span.clamp(1, WIDEST.saturating_sub(column).max(1));
        self.row.push(match above {
            Some(above) => {
                self.room.take(&above.text, &above.pictures)?;
                Slot { span, ..above.clone() }
            }
            None => Slot { text: cell.text.trim().to_owned(), span, ..cell },
        });
        self.row.extend((1..span).map(|_| Slot::default()));
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), Error> {
        if self.rows.len() > ROWS {
            return Err(Error::TooManyRows { limit: ROWS });
        }
        self.rows.push(std::mem::take(&mut self.row));
        Ok(())
    }

    fn ended(mut self) -> Vec<Vec<Slot>> {
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut self.rows {
            row.resize(width, Slot::default());
        }
        self.rows
    }
}

fn parts(package: &mut Package<'_>) -> Result<Vec<Part>, Error> {
    let relations = package.relations(DOCUMENT)?;
    let xml = package.text(DOCUMENT)?.unwrap_or_default();
    let (mut parts, mut paragraph, mut table) = (Vec::new(), Slot::default(), Table::default());
    // depth in tables: what lies in a table within a cell is that cell's
    let (mut depth, mut open, mut properties) = (0u32, false, 0u32);
    let mut refused = None;
    walk(&xml, |piece| {
        let slot = if depth > 0 { &mut table.cell } else { &mut paragraph };
        match piece {
            Piece::Open("pPr" | "rPr", _) => properties += 1,
            Piece::Close("pPr" | "rPr") => properties = properties.saturating_sub(1),
            Piece::Open("tbl", _) => depth += 1,
            Piece::Open("gridSpan", tag) if depth == 1 => {
                slot.span = attribute(tag, "val").and_then(|val| val.parse().ok()).unwrap_or(1);
            }
            Piece::Open("vMerge", tag) if depth == 1 => {
                table.goes_on = attribute(tag, "val").is_none_or(|val| val == "continue");
            }
            Piece::Open("t", _) => open = true,
            Piece::Close("t") => open = false,
            Piece::Open("tab", _) if properties == 0 => slot.text.push(' '),
            Piece::Open("br" | "cr", _) if properties == 0 => slot.text.push('\n'),
            Piece::Text(text) if open => slot.text.push_str(text),
            Piece::Open(name @ ("blip" | "imagedata"), tag) => {
                let id = attribute(tag, if name == "blip" { "embed" } else { "id" });
                slot.pictures.extend(id.and_then(|id| relations.get(&id).cloned()));
            }
            Piece::Close("p") if depth > 0 => slot.text.push('\n'),
            Piece::Close("p") => parts.push(Part::Paragraph(std::mem::take(&mut paragraph))),
            Piece::Close("tc") if depth == 1 => refused = table.end_cell().err().or(refused.take()),
            Piece::Close("tr") if depth == 1 => refused = table.end_row().err().or(refused.take()),
            Piece::Close("tbl") => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    parts.push(Part::Table(std::mem::take(&mut table).ended()));
                }
            }
            _ => {}
        }
    })?;
    refused.map_or(Ok(parts), Err)
}
