//! Pictures that lie over a sheet: each belongs to the cell of which it covers most.

use super::{
    super::{
        Error,
        package::{Package, Piece, attribute, walk},
    },
    layout::Layout,
};

/// Rows or columns that one picture may reach over.
const REACH: u32 = 4_096;

/// Where an anchor begins and ends, or how large it is, in EMU.
#[derive(Default)]
struct Anchor {
    from: Corner,
    to: Option<Corner>,
    size: (f64, f64),
    pictures: Vec<String>,
}

#[derive(Default, Clone, Copy)]
struct Corner {
    row: u32,
    column: u32,
    down: f64,
    right: f64,
}

/// A picture by row and column.
type Placed = ((u32, u32), String);

/// Pictures in the order of the drawing.
pub(super) fn read(package: &mut Package<'_>, layout: &Layout) -> Result<Vec<Placed>, Error> {
    let Some(part) = &layout.drawing else { return Ok(Vec::new()) };
    let relations = package.relations(part)?;
    let xml = package.text(part)?.unwrap_or_default();
    let (mut found, mut anchor, mut path) = (Vec::new(), Anchor::default(), Vec::<String>::new());
    walk(&xml, |piece| match piece {
        Piece::Open(name, tag) => {
            path.push(name.to_owned());
            let inside = path.get(path.len().saturating_sub(2)).map(String::as_str);
            match name {
                "twoCellAnchor" | "oneCellAnchor" | "absoluteAnchor" => anchor = Anchor::default(),
                "to" => anchor.to = Some(Corner::default()),
                "ext" if inside.is_some_and(|name| name.ends_with("Anchor")) => {
                    anchor.size = (emu(attribute(tag, "cx")), emu(attribute(tag, "cy")));
                }
                "pos" => {
                    anchor.from.right = emu(attribute(tag, "x"));
                    anchor.from.down = emu(attribute(tag, "y"));
                }
                "blip" => {
                    let picture = attribute(tag, "embed").and_then(|id| relations.get(&id).cloned());
                    anchor.pictures.extend(picture);
                }
                _ => {}
            }
        }
        Piece::Text(text) => anchor.said(&path, text),
        Piece::Close(name) => {
            path.pop();
            if name.ends_with("Anchor") {
                let anchor = std::mem::take(&mut anchor);
                let place = anchor.place(layout);
                found.extend(anchor.pictures.into_iter().map(|picture| (place, picture)));
            }
        }
    })?;
    Ok(found)
}

fn emu(text: Option<String>) -> f64 {
    text.and_then(|text| text.parse().ok()).filter(|emu: &f64| emu.is_finite()).unwrap_or(0.0).max(0.0)
}

impl Anchor {
    fn said(&mut self, path: &[String], text: &str) {
        let [.., corner, name] = path else { return };
        let corner = match (corner.as_str(), &mut self.to) {
            ("from", _) => &mut self.from,
            ("to", Some(to)) => to,
            _ => return,
        };
        let number: f64 = emu(Some(text.trim().to_owned()));
        let index = text.trim().parse().unwrap_or(0);
        match name.as_str() {
            "row" => corner.row = index,
            "col" => corner.column = index,
            "rowOff" => corner.down = number,
            "colOff" => corner.right = number,
            _ => {}
        }
    }

    /// Row and column of the cell that it covers most.
    fn place(&self, layout: &Layout) -> (u32, u32) {
        let (high, wide) = (|row| layout.row_height(row), |column| layout.column_width(column));
        let (width, height) = match self.to {
            Some(to) => (
                between((self.from.column, self.from.right), (to.column, to.right), &wide),
                between((self.from.row, self.from.down), (to.row, to.down), &high),
            ),
            None => self.size,
        };
        (
            covered((self.from.row, self.from.down), height, &high),
            covered((self.from.column, self.from.right), width, &wide),
        )
    }
}

/// The length from one place to another.
fn between(from: (u32, f64), to: (u32, f64), size: &dyn Fn(u32) -> f64) -> f64 {
    let steps = from.0..to.0.min(from.0.saturating_add(REACH));
    (steps.map(size).sum::<f64>() + to.1 - from.1).max(0.0)
}

/// The row or column of which a stretch covers most.
fn covered(from: (u32, f64), length: f64, size: &dyn Fn(u32) -> f64) -> u32 {
    let (first, mut skipped, mut left) = (from.0, from.1, length);
    let mut best = (first, 0.0);
    for at in first..first.saturating_add(REACH) {
        let room = (size(at) - skipped).max(0.0);
        skipped = (skipped - size(at)).max(0.0);
        let taken = room.min(left);
        if taken > best.1 {
            best = (at, taken);
        }
        left -= taken;
        if left <= 0.0 {
            break;
        }
    }
    best.0
}
