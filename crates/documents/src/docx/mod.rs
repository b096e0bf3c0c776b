//! DOCX out and in. An official paper follows GB/T 9704-2012 (layout of official documents of party and government
//! organs): 22 lines of 28 characters on A4; a plain one serves slips, tables and bulletins.
//! Every run names its East Asian font; the proprietary fonts are named, never bundled.

mod body;
mod drawing;
mod inline;
mod package;
mod paper;
mod read;
mod table;

pub use read::text;

use crate::model::Document;

/// Why a DOCX could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the picture “{alt}” is neither JPEG nor PNG")]
    Picture { alt: String },
    #[error(transparent)]
    Chart(#[from] crate::chart::Error),
    #[error("this is not a DOCX file: {0}")]
    NotDocx(String),
    #[error("the file unpacks to more than {limit} bytes")]
    TooLarge { limit: u64 },
    #[error("the DOCX could not be packed: {0}")]
    Zip(#[from] zip::result::ZipError),
    #[error("the DOCX could not be packed: {0}")]
    Io(#[from] std::io::Error),
}

/// The document as the bytes of a DOCX file. The same document always gives the same bytes.
pub fn write(document: &Document) -> Result<Vec<u8>, Error> {
    let paper = paper::of(document.layout);
    let mut parts = package::Parts::new(document);
    let body = body::write(document, paper, &mut parts)?;
    parts.pack(document, paper, &body)
}
