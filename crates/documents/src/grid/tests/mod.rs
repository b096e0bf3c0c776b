//! Lists in every shape that offices send them, and files that are no lists.

mod docx;
mod hostile;
mod reply;
mod xlsx;

use super::*;

const WORDS: [&str; 8] = ["序号", "问题", "地点", "整改前", "整改后", "整改照片", "责任单位", "期限"];

/// The grid of a file, its heads known by these words.
fn read(bytes: &[u8]) -> Result<Grid, Error> {
    Source::open(bytes, 64 << 20)?.grid(&|text| WORDS.contains(&text))
}

/// A picture of one colour, told apart by its width.
fn png(width: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, 4);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&vec![90; width as usize * 12]).unwrap();
    bytes
}

/// Widths of the pictures of a slot, as [`png`] made them.
fn widths(source: &mut Source<'_>, slot: &Slot) -> Vec<u32> {
    let width = |name: &String| {
        let bytes = source.picture(name, 1 << 20).unwrap();
        u32::from_be_bytes(bytes[16..20].try_into().unwrap())
    };
    slot.pictures.iter().map(width).collect()
}

/// Texts of a column.
fn column(grid: &Grid, name: &str) -> Vec<String> {
    let at = grid.columns.iter().position(|column| column == name).unwrap();
    grid.rows.iter().map(|row| row.slots[at].text.clone()).collect()
}

/// A zip of these parts.
fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
