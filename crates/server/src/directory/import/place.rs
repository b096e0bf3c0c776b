//! Where new areas will stand: their parent, id and path, found in memory while their rows are staged.

use super::{Entry, Fault};
use crate::directory::{
    rules,
    store::import::{Found, Staged},
};
use kernel::id::Uuid;
use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash, Hasher},
};

/// An area that others may stand below.
struct Place {
    id: Uuid,
    path: String,
    rank: Option<usize>,
    /// number of the next child's label
    next: u64,
}

/// Knows all areas of the file that may have children, and of the database those that were asked for.
pub struct Placer {
    places: HashMap<String, Place>,
    /// the finest level of the file: nothing stands below it, so it need not be remembered
    finest: Option<usize>,
    next_root: u64,
    n: i64,
    /// of all codes: one that stands twice has a hash that does
    hashes: HashSet<u64>,
    twice: bool,
}

impl Placer {
    pub fn new(finest: Option<usize>, greatest_root: Option<&str>) -> Self {
        Self {
            places: HashMap::new(),
            finest,
            next_root: rules::next_number(greatest_root),
            n: 0,
            hashes: HashSet::new(),
            twice: false,
        }
    }
    /// Whether a code may have stood in the file more than once.
    pub const fn met_twice(&self) -> bool {
        self.twice
    }
    /// Codes of parents that the chunk needs and that no row before it was.
    pub fn missing<'a>(&self, chunk: &'a [Entry]) -> Vec<&'a str> {
        let mut codes: Vec<&str> = chunk.iter().map(|entry| entry.parent.as_str()).collect();
        codes.retain(|code| !code.is_empty() && !self.places.contains_key(*code));
        codes.sort_unstable();
        codes.dedup();
        codes
    }
    /// Learns areas of the database, each with the greatest path below it.
    pub fn learn(&mut self, found: Found, greatest_below: Option<&str>) {
        let rank = rules::rank(&found.level);
        let place = Place { id: found.id, path: found.path, rank, next: rules::next_number(greatest_below) };
        self.places.insert(found.code, place);
    }
    /// Places a row, or says why it cannot stand; one that stands already is skipped.
    pub fn place(&mut self, id: Uuid, entry: Entry, known: bool) -> Staged {
        let mut hash = DefaultHasher::new();
        entry.code.hash(&mut hash);
        self.twice |= !entry.code.is_empty() && !self.hashes.insert(hash.finish());
        let mut faults = entry.faults;
        let rank = rules::rank(&entry.level);
        check(&entry.code, &entry.name, &entry.level, &mut faults);
        let mut parent = None;
        let mut path = None;
        if known {
            // as it stands
        } else if entry.parent.is_empty() {
            path = Some(rules::path("", self.next_root));
            self.next_root += 1;
        } else if let Some(above) = self.places.get_mut(&entry.parent) {
            if above.rank >= rank {
                faults.push(Fault::new("parent", "parent.level", &entry.parent));
            }
            (parent, path) = (Some(above.id), Some(rules::path(&above.path, above.next)));
            above.next += 1;
        } else {
            faults.push(Fault::new("parent", "parent.none", &entry.parent));
        }
        if let (Some(path), true) = (&path, rank < self.finest) {
            let place = Place { id, path: path.clone(), rank, next: 0 };
            self.places.entry(entry.code.clone()).or_insert(place);
        }
        self.n += 1;
        Staged {
            n: self.n,
            file: entry.file.into(),
            line: entry.line.into(),
            code: entry.code,
            name: entry.name,
            level: entry.level,
            kind: entry.kind,
            parent_code: entry.parent,
            record: Some(id),
            parent,
            path,
            known,
            body: None,
            faults,
        }
    }
}

/// The rules of a single row.
fn check(code: &str, name: &str, level: &str, faults: &mut Vec<Fault>) {
    let silent = |faults: &[Fault], field: &str| faults.iter().all(|fault| fault.field != field);
    if name.trim().is_empty() && silent(faults, "name") {
        faults.push(Fault::new("name", "field.empty", name));
    }
    if rules::rank(level).is_none() && silent(faults, "level") {
        faults.push(Fault::new("level", "level.unknown", level));
    }
    if code.is_empty() && silent(faults, "code") {
        faults.push(Fault::new("code", "field.empty", code));
    } else if !code.is_empty() && !rules::code_fits(level, code) {
        faults.push(Fault::new("code", "code.length", code));
    }
}
