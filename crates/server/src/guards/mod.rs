//! Guards: promises of the whole program, kept as tests. What they compare with lies committed in `docs/`;
//! `make docs-sync` writes it anew, and the difference is read in review.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

mod architecture;
mod bad_files;
mod committed;
mod docs;
mod events;
mod figures;
mod input;
mod matrix;
mod routes;
mod sizes;

use std::path::{Path, PathBuf};

/// The repository's root.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Compares with a committed text, or writes it when WENMING_UPDATE is set.
fn equals_committed(path: &str, text: &str) {
    let file = root().join(path);
    if std::env::var_os("WENMING_UPDATE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        return std::fs::write(file, text).unwrap();
    }
    let committed = std::fs::read_to_string(&file).unwrap_or_default();
    let differs = committed.lines().zip(text.lines()).position(|(a, b)| a != b);
    let line = differs.unwrap_or(committed.lines().count().min(text.lines().count()));
    assert!(
        committed == text,
        "{path} is not what the program is, from line {}:\n  committed: {}\n  program:   {}\nread the change, then run `make docs-sync`",
        line + 1,
        committed.lines().nth(line).unwrap_or("(end)"),
        text.lines().nth(line).unwrap_or("(end)"),
    );
}

/// All Rust files below a folder of the repository, with their text.
fn rust_files(below: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open = vec![root().join(below)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(root()).unwrap().display().to_string();
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}
