//! What a sheet says beside its values: merged cells, heights and widths, its drawing, and cells that are pictures.

use std::collections::HashMap;

use super::{
    super::{
        Error,
        package::{Package, Piece, attribute, walk},
    },
    in_cell::{Key, named},
    place,
};

/// English Metric Units of a point, and of a pixel.
const POINT: f64 = 12_700.0;
const PIXEL: f64 = 9_525.0;
/// What a sheet has that says nothing: points, and characters.
const HEIGHT: f64 = 15.0;
const WIDTH: f64 = 8.43;
/// Merged cells of an honest list.
const MERGED: usize = 20_000;

/// First and last, both from 0.
pub(super) struct Range {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

#[derive(Default)]
pub(super) struct Layout {
    pub merged: Vec<Range>,
    pub drawing: Option<String>,
    /// row and column
    pub in_cells: Vec<((u32, u32), Key)>,
    heights: HashMap<u32, f64>,
    height: Option<f64>,
    /// first and last column, and their width
    widths: Vec<(u32, u32, f64)>,
    width: Option<f64>,
}

impl Layout {
    pub fn read(package: &mut Package<'_>, part: &str) -> Result<Self, Error> {
        let xml = package.text(part)?.unwrap_or_default();
        let mut layout = Self::default();
        let (mut cell, mut open) = (None, false);
        walk(&xml, |piece| match piece {
            Piece::Open("c", tag) => {
                cell = attribute(tag, "r").and_then(|reference| place(&reference));
                let rich = attribute(tag, "vm").and_then(|vm| vm.parse().ok());
                layout.in_cells.extend(cell.zip(rich.map(Key::Rich)));
            }
            Piece::Open("f" | "v" | "t", _) => open = true,
            Piece::Close("f" | "v" | "t") => open = false,
            Piece::Text(text) if open => {
                let found = cell.zip(named(text).map(Key::Named));
                layout.in_cells.extend(
                    found.filter(|(at, _)| layout.in_cells.last().is_none_or(|(last, _)| last != at)),
                );
            }
            Piece::Open(name, tag) => layout.frame(name, &|name| attribute(tag, name)),
            _ => {}
        })?;
        if let Some(id) = layout.drawing.take() {
            layout.drawing = package.relations(part)?.remove(&id);
        }
        Ok(layout)
    }

    fn frame(&mut self, name: &str, said: &dyn Fn(&str) -> Option<String>) {
        let number = |name| {
            said(name).and_then(|text| text.parse::<f64>().ok()).filter(|n| (0.0..10_000.0).contains(n))
        };
        let nth = |name| said(name).and_then(|text| text.parse::<u32>().ok()).and_then(|n| n.checked_sub(1));
        match name {
            "row" => {
                let hidden = said("hidden").is_some_and(|hidden| hidden == "1" || hidden == "true");
                let height = if hidden { Some(0.0) } else { number("ht") };
                self.heights.extend(nth("r").zip(height));
            }
            "col" => {
                let columns = nth("min").zip(nth("max")).zip(number("width"));
                self.widths.extend(columns.map(|((first, last), width)| (first, last, width)));
            }
            "sheetFormatPr" => {
                self.height = number("defaultRowHeight");
                self.width = number("defaultColWidth");
            }
            "mergeCell" if self.merged.len() < MERGED => {
                let range = said("ref");
                let ends = range.as_deref().and_then(|range| range.split_once(':'));
                let places = ends.and_then(|(from, to)| place(from).zip(place(to)));
                let ordered = places.filter(|(from, to)| from.0 <= to.0 && from.1 <= to.1);
                self.merged.extend(
                    ordered.map(|(from, to)| Range { rows: (from.0, to.0), columns: (from.1, to.1) }),
                );
            }
            "drawing" => self.drawing = said("id"),
            _ => {}
        }
    }

    pub fn row_height(&self, row: u32) -> f64 {
        self.heights.get(&row).copied().or(self.height).unwrap_or(HEIGHT) * POINT
    }

    pub fn column_width(&self, column: u32) -> f64 {
        let said = self.widths.iter().find(|(first, last, _)| (*first..=*last).contains(&column));
        let characters = said.map(|(_, _, width)| *width).or(self.width).unwrap_or(WIDTH);
        if characters == 0.0 { 0.0 } else { (characters * 7.0 + 5.0) * PIXEL }
    }
}
