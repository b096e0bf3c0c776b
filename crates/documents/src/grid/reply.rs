//! The answer to a list in its sender's own columns, as a workbook and as a paper. Several pictures of a column stand
//! side by side under one head.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Image, Workbook, Worksheet, XlsxError};

use crate::{
    model::{Align, Block, Cell, Column, Document, Layout, Picture, Table},
    sheet::Error,
};

/// A picture's frame in the workbook, in pixels.
const PICTURE: (u32, u32) = (168, 126);
const MARGIN: u32 = 4;
/// The last row of a sheet, from 0.
const LAST: u32 = 1_048_575;

/// An answer: the lines above the heads, the heads, and the rows in the sender's order.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    pub above: Vec<String>,
    pub heads: Vec<Head>,
    pub rows: Vec<Vec<Filled>>,
    /// One quiet line at the foot.
    pub note: String,
}

/// A column by its head; one of pictures is wide and has room for as many as its fullest row.
#[derive(Debug, Clone)]
pub struct Head {
    pub name: String,
    pub pictures: bool,
}

/// A cell: its text, and JPEG or PNG pictures below it.
#[derive(Debug, Clone, Default)]
pub struct Filled {
    pub text: String,
    pub pictures: Vec<Vec<u8>>,
}

impl Reply {
    /// As a workbook of one sheet.
    pub fn xlsx(&self) -> Result<Vec<u8>, Error> {
        self.book().map_err(|e| Error::Write(e.to_string()))
    }

    fn book(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let spans = self.spans();
        let places: Vec<u16> =
            spans.iter().scan(0, |at, span| Some(std::mem::replace(at, *at + span))).collect();
        let last = spans.iter().sum::<u16>().saturating_sub(1);
        let face = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
        let head =
            face.clone().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
        let title = Format::new().set_bold().set_align(FormatAlign::Center);
        let mut row = 0;
        for line in &self.above {
            across(sheet, row, (0, last), line, &title)?;
            row += 1;
        }
        for ((column, place), span) in self.heads.iter().zip(&places).zip(&spans) {
            across(sheet, row, (*place, place + span - 1), &column.name, &head)?;
            for at in *place..place + span {
                let pixels = if column.pictures { PICTURE.0 + 2 * MARGIN } else { self.width(column) };
                sheet.set_column_width_pixels(at, pixels)?;
            }
        }
        sheet.set_freeze_panes(row + 1, 0)?;
        for filled in &self.rows {
            row += 1;
            if row > LAST {
                return Err(XlsxError::RowColumnLimitError);
            }
            if filled.iter().any(|cell| !cell.pictures.is_empty()) {
                sheet.set_row_height_pixels(row, PICTURE.1 + 2 * MARGIN)?;
            }
            for ((cell, place), span) in filled.iter().zip(&places).zip(&spans) {
                for at in *place..place + span {
                    sheet.write_blank(row, at, &face)?;
                }
                // text that looks like a formula is written as text
                sheet.write_string_with_format(row, *place, &cell.text, &face)?;
                for (at, picture) in (*place..).zip(&cell.pictures) {
                    let image =
                        Image::new_from_buffer(picture)?.set_scale_to_size(PICTURE.0, PICTURE.1, true);
                    sheet.insert_image_with_offset(row, at, &image, MARGIN, MARGIN)?;
                }
            }
        }
        if !self.note.is_empty() {
            across(sheet, row + 1, (0, last), &self.note, &Format::new())?;
        }
        sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
        book.save_to_buffer()
    }

    /// Columns of the sheet that each head covers.
    fn spans(&self) -> Vec<u16> {
        let most =
            |at: usize| self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.pictures.len()).max();
        let span = |at| u16::try_from(most(at).unwrap_or(1).clamp(1, 8)).unwrap_or(1);
        (0..self.heads.len()).map(span).collect()
    }

    /// Room for the longest line of a column, within reason.
    fn width(&self, head: &Head) -> u32 {
        let at = self.heads.iter().position(|other| std::ptr::eq(other, head)).unwrap_or(0);
        let texts = self.rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.text.as_str());
        let widest = texts.chain([head.name.as_str()]).map(|text| text.chars().count()).max().unwrap_or(0);
        u32::try_from(widest).unwrap_or(0).clamp(4, 18) * 14 + 12
    }

    /// As a paper across the page.
    pub fn document(&self) -> Document {
        let width =
            |head: &Head| if head.pictures { 24 } else { u16::try_from(self.width(head) / 12).unwrap_or(12) };
        let columns =
            self.heads.iter().map(|head| Column::new(&head.name, width(head), Align::Left)).collect();
        let picture = |bytes: &Vec<u8>| Picture { bytes: bytes.clone(), ..Picture::default() };
        let cell = |filled: &Filled| Cell {
            pictures: filled.pictures.iter().map(picture).collect(),
            ..Cell::from(filled.text.as_str())
        };
        let rows = self.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        let mut lines = self.above.iter();
        Document {
            layout: Layout::Wide,
            title: lines.next().cloned().unwrap_or_default(),
            blocks: lines
                .map(|line| Block::words(line))
                .chain([Block::Table(Table { caption: None, columns, rows })])
                .collect(),
            note: Some(self.note.clone()).filter(|note| !note.is_empty()),
            ..Document::default()
        }
    }
}

/// A text over several columns of a row.
fn across(
    sheet: &mut Worksheet,
    row: u32,
    (first, last): (u16, u16),
    text: &str,
    face: &Format,
) -> Result<(), XlsxError> {
    if first < last {
        sheet.merge_range(row, first, row, last, text, face)?;
    } else {
        sheet.write_string_with_format(row, first, text, face)?;
    }
    Ok(())
}
