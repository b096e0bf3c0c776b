//! Photos whose names are their captions, packed into one file.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{Error, Grid, ROWS, Row, Slot, package::Package};

/// Whether bytes begin as a JPEG, PNG or WebP picture does.
pub fn is_picture(bytes: &[u8]) -> bool {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    bytes.starts_with(b"\xff\xd8\xff") || bytes.starts_with(b"\x89PNG") || webp
}

/// Photos as one file that [`super::Source`] reads: each name behind its number, so that no two are the same.
pub fn pack<'a>(photos: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>, ZipError> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let face = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (at, (name, bytes)) in photos.into_iter().enumerate() {
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        out.start_file(format!("{FOLDER}{:04}/{name}", at + 1), face)?;
        out.write_all(bytes)?;
    }
    Ok(out.finish()?.into_inner())
}

pub(super) const FOLDER: &str = "photos/";

/// A row a photo, its caption the file's name without its end.
pub(super) fn grid(package: &Package<'_>) -> Result<Grid, Error> {
    let mut names: Vec<String> = package.names().filter(|name| name.starts_with(FOLDER)).collect();
    names.sort();
    if names.len() > ROWS {
        return Err(Error::TooManyRows { limit: ROWS });
    }
    let row = |(number, name): (u32, String)| {
        let file = name.rsplit('/').next().unwrap_or_default();
        let caption = file.rsplit_once('.').map_or(file, |(caption, _)| caption).replace('_', " ");
        let slot = Slot { text: caption.trim().to_owned(), pictures: vec![name.clone()], ..Slot::default() };
        Row { sheet: String::new(), number, slots: vec![slot] }
    };
    Ok(Grid { above: Vec::new(), columns: vec![String::new()], rows: (1u32..).zip(names).map(row).collect() })
}
