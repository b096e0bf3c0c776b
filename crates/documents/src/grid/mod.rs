//! Lists as offices send them: a workbook or a paper with pictures in its cells, or photos with captions, read into one
//! grid. Titles may stand above the heads, cells may be merged, a head may take two rows. Pictures stay packed until
//! each is asked for, so a large list costs the memory of its file and of one picture. The answer goes back in the same
//! columns.

mod captions;
mod docx;
mod head;
mod package;
mod photos;
mod reply;
#[cfg(test)]
mod tests;
mod xlsx;

pub use photos::{is_picture, pack};
pub use reply::{Filled, Head, Reply};

use crate::sheet::too_long;
use package::Package;

/// Rows that a list may have, and columns.
const ROWS: usize = 2_000;
const COLUMNS: usize = 64;
/// Pictures that its cells may name, a merged cell's in each row.
const PICTURES: usize = 4_000;
/// Bytes that the texts and names of its cells may take, those of a merged cell in each row.
const HELD: usize = 64 << 20;

/// What was read: the lines above the heads, the heads, and the rows below.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    pub above: Vec<String>,
    /// Heads in the file's order; of photos with captions there is one, without a name.
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// One row: where it stands, and a slot a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The workbook's sheet; empty in a paper.
    pub sheet: String,
    /// The row of the sheet or of the table, the photo of a paper; from 1.
    pub number: u32,
    pub slots: Vec<Slot>,
}

/// What a cell holds. A text or picture of a merged cell stands in each row that the cell covers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Slot {
    pub text: String,
    /// Names for [`Source::picture`].
    pub pictures: Vec<String>,
    /// Columns that it covers, where more than one.
    span: usize,
}

impl Slot {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && self.pictures.is_empty()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Docx,
    /// What [`pack`] made.
    Photos,
}

/// Why a list could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("this is neither an XLSX workbook nor a DOCX paper: {0}")]
    Unknown(String),
    #[error("files of the formats before 2007, and files with a password, cannot be read")]
    Old,
    #[error("the file unpacks to more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the list has more than {limit} rows")]
    TooManyRows { limit: usize },
    #[error("the cells of the list name more than {limit} pictures, those of a merged cell in each row")]
    TooManyPictures { limit: usize },
    #[error("a cell in row {row} holds more text than a spreadsheet's cell may")]
    TooLong { row: u32 },
    #[error("there is neither a table with heads nor a photo with a caption in it")]
    Nothing,
}

/// A file under way: its grid first, then its pictures one by one.
pub struct Source<'a> {
    bytes: &'a [u8],
    package: Package<'a>,
    format: Format,
}

impl<'a> Source<'a> {
    /// Looks at a file's directory; refused are what is no such file and what would unpack to more than `limit` bytes.
    pub fn open(bytes: &'a [u8], limit: u64) -> Result<Self, Error> {
        const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0";
        if bytes.starts_with(COMPOUND) {
            return Err(Error::Old);
        }
        let package = Package::open(bytes, limit)?;
        let format = match (package.has("xl/workbook.xml"), package.has("word/document.xml")) {
            (true, _) => Format::Xlsx,
            (_, true) => Format::Docx,
            _ if package.names().any(|name| name.starts_with(photos::FOLDER)) => Format::Photos,
            _ => return Err(Error::Unknown("it holds no workbook and no document".into())),
        };
        Ok(Self { bytes, package, format })
    }

    pub const fn format(&self) -> Format {
        self.format
    }

    /// The list. `known` tells whether a text is the head of such a list; a row with two of them is its head.
    pub fn grid(&mut self, known: &dyn Fn(&str) -> bool) -> Result<Grid, Error> {
        let grid = match self.format {
            Format::Xlsx => xlsx::grid(self.bytes, &mut self.package, known)?,
            Format::Docx => docx::grid(&mut self.package, known)?,
            Format::Photos => photos::grid(&self.package)?,
        };
        grid.bound()?;
        if grid.rows.is_empty() { Err(Error::Nothing) } else { Ok(grid) }
    }

    /// A picture's bytes as they lie in the file, at most so many.
    pub fn picture(&mut self, name: &str, most: u64) -> Result<Vec<u8>, Error> {
        self.package.bytes(name, most)
    }
}

/// What the cells of a list may still hold. A text that many cells share weighs in each, before it is copied.
struct Room(usize);

impl Default for Room {
    fn default() -> Self {
        Self(HELD)
    }
}

impl Room {
    fn take(&mut self, text: &str, pictures: &[String]) -> Result<(), Error> {
        let weight = text.len() + pictures.iter().map(String::len).sum::<usize>();
        self.0 = self.0.checked_sub(weight).ok_or(Error::TooLarge { limit: HELD as u64 })?;
        Ok(())
    }
}

/// A sheet or a table as it lies, and where each row stands.
#[derive(Default)]
struct Matrix {
    sheet: String,
    rows: Vec<(u32, Vec<Slot>)>,
}

impl Grid {
    /// Takes a matrix in under its heads; what has none goes on under those before it, if it is as wide.
    fn take(&mut self, matrix: Matrix, known: &dyn Fn(&str) -> bool) -> Result<(), Error> {
        let Matrix { sheet, rows } = matrix;
        let (from, places) = match head::find(&rows, known) {
            Some(head) => {
                let above = rows[..head.row].iter().flat_map(|(_, slots)| slots);
                self.above
                    .extend(above.map(|slot| slot.text.trim().to_owned()).filter(|text| !text.is_empty()));
                (head.row + head.height, self.places(&head.names))
            }
            None if self.columns.len() > 1 && rows.iter().all(|(_, row)| row.len() == self.columns.len()) => {
                (0, (0..self.columns.len()).map(Some).collect())
            }
            None => return Ok(()),
        };
        for (number, slots) in rows.into_iter().skip(from) {
            if slots.iter().all(Slot::is_blank) || is_banner(&slots) || self.repeats_heads(&slots, &places) {
                continue;
            }
            if self.rows.len() == ROWS {
                return Err(Error::TooManyRows { limit: ROWS });
            }
            self.push(Row { sheet: sheet.clone(), number, slots }, &places);
        }
        Ok(())
    }

    /// Refuses what could not be written back, and what would take hours to read.
    fn bound(&self) -> Result<(), Error> {
        let mut pictures = 0;
        for row in &self.rows {
            for slot in &row.slots {
                pictures += slot.pictures.len();
                if too_long(&slot.text) {
                    return Err(Error::TooLong { row: row.number });
                }
            }
        }
        if pictures > PICTURES { Err(Error::TooManyPictures { limit: PICTURES }) } else { Ok(()) }
    }

    /// The grid's column of each column of a matrix; a new name is a new column, one under the head to its left is that.
    fn places(&mut self, names: &[Option<String>]) -> Vec<Option<usize>> {
        let mut places: Vec<Option<usize>> = Vec::with_capacity(names.len());
        for name in names {
            let Some(name) = name else {
                places.push(places.last().copied().flatten());
                continue;
            };
            let same = |at: &usize| self.columns[*at] == *name && !places.contains(&Some(*at));
            let place = (0..self.columns.len()).find(same).or_else(|| {
                (!name.is_empty() && self.columns.len() < COLUMNS).then(|| {
                    self.columns.push(name.clone());
                    self.columns.len() - 1
                })
            });
            places.push(place);
        }
        places
    }

    fn push(&mut self, row: Row, places: &[Option<usize>]) {
        let mut slots = vec![Slot::default(); self.columns.len()];
        for (slot, place) in row.slots.into_iter().zip(places) {
            let Some(into) = place.and_then(|place| slots.get_mut(place)) else { continue };
            let gap = if into.text.is_empty() || slot.text.trim().is_empty() { "" } else { "\n" };
            into.text = format!("{}{gap}{}", into.text, slot.text.trim());
            into.pictures.extend(slot.pictures);
        }
        self.rows.push(Row { slots, ..row });
    }

    /// A head that is printed anew on the next page.
    fn repeats_heads(&self, slots: &[Slot], places: &[Option<usize>]) -> bool {
        let named =
            slots.iter().zip(places).filter(|(slot, _)| !slot.is_blank()).filter_map(|(slot, place)| {
                let name = self.columns.get((*place)?)?;
                Some(head::folded(&slot.text) == head::folded(name))
            });
        let same: Vec<bool> = named.collect();
        same.len() > 1 && same.iter().all(|same| *same)
    }
}

/// A line across the table, as the name of a part of it.
fn is_banner(slots: &[Slot]) -> bool {
    let mut filled = slots.iter().filter(|slot| !slot.is_blank());
    let (first, second) = (filled.next(), filled.next());
    slots.len() > 2
        && second.is_none()
        && first.is_some_and(|slot| slot.pictures.is_empty() && slot.span * 2 >= slots.len())
}
