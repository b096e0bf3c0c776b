//! Heading and item numbers, counted once for all writers: 一、（一）1.（1）in Chinese, 1, 1.1, 1.1.1 in English.

use crate::model::{Document, Language};

/// Counts headings as they come; a heading restarts the levels below it.
pub(crate) struct Outline {
    language: Language,
    numbered: bool,
    counts: [u32; 4],
}

impl Outline {
    pub(crate) fn of(document: &Document) -> Self {
        Self { language: document.language, numbered: document.numbered, counts: [0; 4] }
    }

    /// The number that stands before the next heading of this level, with its mark; empty if unnumbered.
    pub(crate) fn next(&mut self, level: u8) -> String {
        if !self.numbered {
            return String::new();
        }
        let at = usize::from(level.clamp(1, 4)) - 1;
        self.counts[at] += 1;
        self.counts[at + 1..].fill(0);
        let n = self.counts[at];
        match (self.language, at) {
            (Language::English, _) => {
                self.counts[..=at].iter().map(|n| format!("{n}.")).collect::<String>() + " "
            }
            (Language::Chinese, 0) => format!("{}、", hanzi(n)),
            (Language::Chinese, 1) => format!("（{}）", hanzi(n)),
            (Language::Chinese, 2) => format!("{n}."),
            (Language::Chinese, _) => format!("（{n}）"),
        }
    }
}

/// The mark before the `index`-th item (from 0) of a list.
pub(crate) fn item_mark(language: Language, ordered: bool, index: usize) -> String {
    match (ordered, language) {
        (true, Language::Chinese) => format!("{}.", index + 1),
        (true, Language::English) => format!("{}. ", index + 1),
        (false, Language::Chinese) => "——".to_owned(),
        (false, Language::English) => "– ".to_owned(),
    }
}

/// 1–99 in Chinese numerals; beyond that digits, which no paper's headings reach.
fn hanzi(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |n: u32| DIGITS[(n % 10) as usize];
    match n {
        1..=9 => digit(n).to_owned(),
        10..=19 => format!("十{}", digit(n)),
        20..=99 => format!("{}十{}", digit(n / 10), digit(n)),
        _ => n.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_restart_below_a_higher_heading() {
        let mut outline = Outline::of(&Document { numbered: true, ..Document::default() });
        let marks: Vec<_> = [1, 2, 2, 3, 4, 3, 1, 2].into_iter().map(|level| outline.next(level)).collect();
        assert_eq!(marks, ["一、", "（一）", "（二）", "1.", "（1）", "2.", "二、", "（一）"]);
    }

    #[test]
    fn english_numbers_show_their_path() {
        let document = Document { numbered: true, language: Language::English, ..Document::default() };
        let mut outline = Outline::of(&document);
        let marks: Vec<_> = [1, 2, 1].into_iter().map(|level| outline.next(level)).collect();
        assert_eq!(marks, ["1. ", "1.1. ", "2. "]);
    }

    #[test]
    fn numerals_to_ninety_nine() {
        assert_eq!(
            [1, 10, 11, 20, 21, 99, 100].map(hanzi),
            ["一", "十", "十一", "二十", "二十一", "九十九", "100"]
        );
    }
}
