//! The zip around an office's file: its directory is judged before anything is unpacked, parts are read one by one.

use std::{
    borrow::Cow,
    collections::HashMap,
    io::{Cursor, Read},
};

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::Error;
use crate::{
    sheet::{self, guard},
    xml::resolved,
};

/// A part of text or settings stays far below this in an honest file.
const PART: u64 = 64 << 20;
/// Deleted text, old properties, and the old-format twin of a drawing.
const SKIPPED: [&str; 5] = ["del", "moveFrom", "pPrChange", "rPrChange", "Fallback"];

pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], limit: u64) -> Result<Self, Error> {
        let limits = sheet::Limits { unpacked: limit, ..sheet::Limits::default() };
        guard::check(bytes, limits).map_err(|error| match error {
            sheet::Error::TooLarge { limit } => Error::TooLarge { limit },
            other => Error::Unknown(other.to_string()),
        })?;
        Ok(Self { archive: ZipArchive::new(Cursor::new(bytes)).map_err(broken)? })
    }

    pub fn has(&self, name: &str) -> bool {
        self.archive.index_for_name(name).is_some()
    }

    pub fn names(&self) -> impl Iterator<Item = String> {
        self.archive.file_names().flatten().map(Cow::into_owned)
    }

    /// The bytes of a part; one that is larger is refused while it is unpacked.
    pub fn bytes(&mut self, name: &str, most: u64) -> Result<Vec<u8>, Error> {
        let part = self.archive.by_name(name).map_err(broken)?;
        let mut bytes = Vec::new();
        part.take(most + 1).read_to_end(&mut bytes).map_err(broken)?;
        if bytes.len() as u64 > most { Err(Error::TooLarge { limit: most }) } else { Ok(bytes) }
    }

    /// A part as text; none where the file has no such part.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Error> {
        if !self.has(name) {
            return Ok(None);
        }
        String::from_utf8(self.bytes(name, PART)?).map(Some).map_err(broken)
    }

    /// What a part refers to by id, as names within the package.
    pub fn relations(&mut self, part: &str) -> Result<HashMap<String, String>, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let Some(xml) = self.text(&format!("{folder}/_rels/{file}.rels"))? else { return Ok(HashMap::new()) };
        let mut found = HashMap::new();
        walk(&xml, |piece| {
            if let Piece::Open("Relationship", tag) = piece {
                let outside = attribute(tag, "TargetMode").as_deref() == Some("External");
                if let (Some(id), Some(target), false) =
                    (attribute(tag, "Id"), attribute(tag, "Target"), outside)
                {
                    found.insert(id, within(folder, &target));
                }
            }
        })?;
        Ok(found)
    }
}

/// A target as the package names it: from its root, or beside the part that refers to it.
fn within(folder: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

#[allow(clippy::needless_pass_by_value)] // the form that `map_err` wants
pub(super) fn broken(error: impl std::fmt::Display) -> Error {
    Error::Unknown(error.to_string())
}

/// A piece of markup on its way by; an empty element opens and closes.
pub(super) enum Piece<'a> {
    Open(&'a str, &'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

/// Hands over each piece of a part but what is skipped; names come without their prefix.
pub(super) fn walk(xml: &str, mut each: impl FnMut(Piece<'_>)) -> Result<(), Error> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut skipped = 0u32;
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(tag) if SKIPPED.contains(&tag.local_name().as_ref()) => skipped += 1,
            Event::End(tag) if SKIPPED.contains(&tag.local_name().as_ref()) => {
                skipped = skipped.saturating_sub(1);
            }
            Event::Eof => return Ok(()),
            _ if skipped > 0 => {}
            Event::Start(tag) => each(Piece::Open(tag.local_name().as_ref(), &tag)),
            Event::End(tag) => each(Piece::Close(tag.local_name().as_ref())),
            Event::Empty(tag) => {
                each(Piece::Open(tag.local_name().as_ref(), &tag));
                each(Piece::Close(tag.local_name().as_ref()));
            }
            Event::Text(text) => each(Piece::Text(&text)),
            Event::CData(text) => each(Piece::Text(&text)),
            Event::GeneralRef(entity) => each(Piece::Text(&resolved(&entity))),
            _ => {}
        }
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let named = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(
        named
            .normalized_value(XmlVersion::Implicit1_0)
            .map_or_else(|_| named.value.to_string(), Cow::into_owned),
    )
}
