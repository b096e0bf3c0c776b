//! Files stay small enough to be read whole, and each says in its first lines what it is for.

use super::rust_files;

/// Lines of a file without its tests; a test file; a file of data.
const HARD: usize = 400;
const TEST: usize = 500;

/// Tables of plain rows, longer by nature.
const DATA: &[&str] = &["crates/server/src/demo/"];

#[test]
fn files_keep_their_size() {
    let mut wrong = Vec::new();
    for folder in
        ["crates/kernel", "crates/journal", "crates/forms", "crates/documents", "crates/server", "benches"]
    {
        for (file, text) in rust_files(folder) {
            let is_test = file.ends_with("tests.rs") || file.contains("/tests/");
            let body = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            let most = if is_test { TEST } else { HARD };
            let lines = body.lines().count();
            if lines > most && !DATA.iter().any(|data| file.starts_with(data)) {
                wrong.push(format!("{file}: {lines} lines, at most {most}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}\nsplit by verb, into a folder of the same name");
}

#[test]
fn every_file_says_what_it_is_for() {
    let mut silent = Vec::new();
    for (file, text) in rust_files("crates").into_iter().chain(rust_files("benches")) {
        if !text.starts_with("//!") {
            silent.push(file);
        }
    }
    assert!(silent.is_empty(), "no words at the head of {silent:#?}");
}
