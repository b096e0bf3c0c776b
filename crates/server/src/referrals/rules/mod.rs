//! What a row says, found by its words: pure functions of the cells, of what the office mended, and of the places, units
//! and categories that there are.

mod day;
mod draft;
mod search;
#[cfg(test)]
mod tests;

pub use day::day;
pub use draft::{Ground, Said, draft};
pub use search::Named;

/// A text without blanks, stars, colons and letter case: `* 序 号：` is 序号.
pub fn folded(text: &str) -> String {
    let plain = |c: &char| !c.is_whitespace() && !matches!(c, '*' | '＊' | ':' | '：' | '\u{feff}');
    text.chars().filter(plain).flat_map(char::to_lowercase).collect()
}
