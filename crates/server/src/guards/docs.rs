//! No dead links: what the documents name exists, what the code cites of them exists, and their numbers have no gap.

use super::{root, rust_files};
use std::path::{Path, PathBuf};

/// Folders from which a document may name a path: the repository, the server, the catalogue, and the context that is
/// the model for all.
const BASES: &[&str] = &["", "crates/server", "crates/server/src", "crates/server/src/cases", "catalog"];
/// Named, and not committed: what `make demo` fills, and what the design has a place for.
const MADE: &[&str] = &["demo-data/", "crates/paper-pdf/"];

/// All documents, with their path in the repository and their text.
fn documents() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = ["docs", "catalog", "crates/forms/vectors"].map(PathBuf::from).to_vec();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let path = folder.join(entry.unwrap().file_name());
            match path.extension() {
                Some(ending) if ending == "md" => found.push(path),
                _ if root().join(&path).is_dir() => open.push(path),
                _ => {}
            }
        }
    }
    found.extend(["README.md", "README.zh-CN.md", "CHANGELOG.md"].map(PathBuf::from));
    found.sort();
    found
        .into_iter()
        .map(|path| (path.clone(), std::fs::read_to_string(root().join(&path)).unwrap()))
        .collect()
}

/// Text between two marks.
fn between<'a>(text: &'a str, open: &'a str, close: char) -> impl Iterator<Item = &'a str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close).map(|(inside, _)| inside))
}

/// Words in backticks; code set off in lines of its own is no sentence.
fn quoted(text: &str) -> Vec<&str> {
    let lines = text.lines().filter(|line| !line.starts_with("    ") && !line.starts_with("```"));
    lines.flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

/// A path of the repository rather than an address, a media type or a list of letters.
fn is_path(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c));
    let (first, last) =
        (word.split('/').next().unwrap_or_default(), word.rsplit('/').next().unwrap_or_default());
    let named =
        word.ends_with('/') || last.contains('.') || (!first.is_empty() && root().join(first).is_dir());
    let ours = !first.is_empty() && !first.chars().all(|c| c.is_ascii_uppercase());
    plain && word.contains('/') && named && ours
}

#[test]
fn every_link_and_path_of_a_document_leads_somewhere() {
    let (mut dead, mut looked) = (Vec::new(), 0);
    for (file, text) in documents() {
        let folder = file.parent().unwrap();
        for link in between(&text, "](", ')').filter(|link| !link.contains("://") && !link.starts_with('#')) {
            looked += 1;
            let target = folder.join(link.split('#').next().unwrap());
            if !root().join(target).exists() {
                dead.push(format!("{}: ({link})", file.display()));
            }
        }
        for path in quoted(&text).into_iter().filter(|word| is_path(word) && !MADE.contains(word)) {
            looked += 1;
            let bases = BASES.iter().map(Path::new).chain(folder.ancestors());
            if !bases.into_iter().any(|base| root().join(base).join(path).exists()) {
                dead.push(format!("{}: `{path}`", file.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
    assert!(looked > 50, "{looked} links and paths were looked at");
}

#[test]
fn what_the_code_cites_exists() {
    let mut dead = Vec::new();
    for (file, text) in rust_files("crates") {
        for word in text.split(|c: char| c.is_whitespace() || "`\"'()[],;:".contains(c)) {
            let cited = word.starts_with("docs/") && word.len() > "docs/".len();
            if cited && !MADE.contains(&word) && !root().join(word.trim_end_matches('.')).exists() {
                dead.push(format!("{file}: {word}"));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn the_mechanisms_have_their_numbers() {
    let text = std::fs::read_to_string(root().join("docs/mechanisms.md")).unwrap();
    let rows = text.lines().filter_map(|line| line.strip_prefix("| M"));
    let numbers: Vec<&str> = rows.map(|row| row.split(' ').next().unwrap()).collect();
    let wanted: Vec<String> = (1..=178).map(|number| format!("{number:02}")).collect();
    assert_eq!(numbers, wanted);
}

/// Names that stand between backticks.
fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn each_mechanism_says_where_it_lives() {
    let architecture = std::fs::read_to_string(root().join("docs/architecture.md")).unwrap();
    let told = |context: &str| architecture.contains(&format!("\n| `{context}` |"));
    let built = |name: &str| {
        let here =
            if name.contains('/') { root().join(name) } else { root().join("crates/server/src").join(name) };
        here.exists()
    };
    let text = std::fs::read_to_string(root().join("docs/mechanisms.md")).unwrap();
    let mut wrong = Vec::new();
    for row in text.lines().filter(|line| line.starts_with("| M")) {
        let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let (now, later) = cell.split_once("later: ").unwrap_or((cell, ""));
        let stands = named(now).all(built) && named(later).all(told);
        if !stands || named(cell).next().is_none() {
            wrong.push(row.get(2..6).unwrap_or(row).to_owned() + cell);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_decisions_have_their_numbers() {
    for entry in std::fs::read_dir(root().join("docs/decisions")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let number: u32 = name[..4].parse().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with(&format!("# {number}. ")), "{name} begins with its number");
        assert!(
            text.contains(" · accepted") || text.contains(" · superseded"),
            "{name} says where it stands"
        );
    }
}
