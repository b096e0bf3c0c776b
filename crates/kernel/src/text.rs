//! The law of typed text: composed (NFC), one sign for a line's end, nothing in it that takes no room; what would
//! make a reader see another text than the one that is kept is refused.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// A sign that nobody sees and that turns, hides or ends what others read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sign {at} is one that is not seen: {}", self.code())]
pub struct Hidden {
    /// from 1, in characters of the text as it was sent
    pub at: usize,
    pub sign: char,
}

impl Hidden {
    /// As people look it up: `U+202E`.
    pub fn code(&self) -> String {
        format!("U+{:04X}", u32::from(self.sign))
    }
}

/// The text as it is kept. Borrowed where nothing is to be done, which is nearly always.
pub fn settled(text: &str) -> Result<Cow<'_, str>, Hidden> {
    if let Some((at, sign)) = text.chars().enumerate().find(|(_, sign)| is_hidden(*sign)) {
        return Err(Hidden { at: at + 1, sign });
    }
    if !text.chars().any(is_idle) && is_nfc(text) {
        return Ok(text.into());
    }
    let mut kept = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\r' if signs.peek() == Some(&'\n') => {}
            sign if ends_line(sign) => kept.push('\n'),
            sign if is_joiner(sign) => {
                if kept.chars().next_back().is_some_and(joins) && signs.peek().copied().is_some_and(joins) {
                    kept.push(sign);
                }
            }
            sign if is_idle(sign) => {}
            sign => kept.push(sign),
        }
    }
    Ok(kept.nfc().collect::<String>().into())
}

/// Controls, turns of direction, marks between lines of annotation, tags, and what is no character.
pub fn is_hidden(sign: char) -> bool {
    (sign.is_control() && sign != '\t' && sign != '\n' && !ends_line(sign))
        || matches!(sign, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}')
        || matches!(sign, '\u{e0000}'..='\u{e007f}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(sign) & 0xfffe == 0xfffe
}

/// Signs of which the text is rid, or which become others.
fn is_idle(sign: char) -> bool {
    ends_line(sign)
        || is_joiner(sign)
        || matches!(
            sign,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}'
        )
}

/// What other programs write for a line's end: CR, the line of Word, a page, NEL, and Unicode's own two.
fn ends_line(sign: char) -> bool {
    matches!(sign, '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_joiner(sign: char) -> bool {
    matches!(sign, '\u{200c}' | '\u{200d}')
}

/// Joiners mean something between the parts of an emoji and in scripts that join; beside these they only hide.
fn joins(beside: char) -> bool {
    !beside.is_ascii()
        && !beside.is_whitespace()
        && !matches!(beside, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_takes_no_room_goes_and_lines_end_alike() {
        for (sent, kept) in [
            ("柳河镇", "柳河镇"),
            ("\u{feff}柳\u{200b}河\u{200f}镇\u{2060}", "柳河镇"),
            ("一\r\n二\r三\u{b}四\u{2028}五", "一\n二\n三\n四\n五"),
            ("e\u{301}", "é"),
            ("张\u{200d}伟", "张伟"),
            ("👨\u{200d}👩\u{200d}👧", "👨\u{200d}👩\u{200d}👧"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("❤\u{fe0f}", "❤\u{fe0f}"),
        ] {
            assert_eq!(settled(sent).unwrap(), kept, "{sent:?}");
        }
        assert!(matches!(settled("站前路"), Ok(Cow::Borrowed(_))), "nothing to do, nothing copied");
    }

    #[test]
    fn what_deceives_is_refused_with_its_place() {
        for sign in ['\0', '\u{1b}', '\u{7f}', '\u{202e}', '\u{2066}', '\u{ffff}', '\u{1fffe}', '\u{e0041}'] {
            assert_eq!(settled(&format!("路灯{sign}坏")), Err(Hidden { at: 3, sign }));
        }
        assert_eq!(Hidden { at: 3, sign: '\u{202e}' }.to_string(), "sign 3 is one that is not seen: U+202E");
    }

    proptest! {
        #[test]
        fn settling_twice_is_settling_once(text in any::<String>()) {
            if let Ok(once) = settled(&text) {
                prop_assert_eq!(settled(&once).unwrap(), once.clone());
                prop_assert!(!once.chars().any(is_hidden));
            }
        }
    }
}
