//! Short codes for life, as printed on QR plates and typed by hand: six drawn characters and a check character.
//!
//! The alphabet leaves out what looks alike (0 O, 1 I L, U beside V, Z beside 2). That leaves 29 characters, and
//! 29 is prime: with the weights 1 … 6 for what is drawn and −1 for the check, the weighted sum modulo 29 is
//! nought for a true code and changes with any one wrong character and with any two that change places.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

const ALPHABET: &[u8; 29] = b"23456789ABCDEFGHJKMNPQRSTVWXY";
const DRAWN: usize = 6;
const LENGTH: usize = DRAWN + 1;
/// Codes are written in two groups, `7K3M-92H`.
const GROUP: usize = 4;

/// A checked code; 29⁶ (about 595 million) exist. Displayed in groups, kept and put into addresses without dash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code([u8; LENGTH]);

impl Code {
    /// The code of a drawn number. All codes are (to 1 in 10¹⁰) equally likely for a uniform `chance`; two draws
    /// may meet, so the caller keeps codes unique and draws again.
    pub fn draw(chance: u64) -> Self {
        let mut left = chance;
        let mut values = [0; LENGTH];
        for value in &mut values[..DRAWN] {
            *value = left % 29;
            left /= 29;
        }
        values[DRAWN] = weighed(&values[..DRAWN]);
        Self(values.map(|value| ALPHABET.get(usize::try_from(value).unwrap_or(0)).copied().unwrap_or(b'?')))
    }

    /// The seven characters without dash, for addresses and databases.
    pub fn plain(&self) -> String {
        self.0.iter().copied().map(char::from).collect()
    }
}

/// The sum of the values, each times its place counted from one, modulo 29.
fn weighed(values: &[u64]) -> u64 {
    (1..).zip(values).map(|(place, value)| place * value).sum::<u64>() % 29
}

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    #[error("a code has {LENGTH} characters, this has {0}")]
    Length(usize),
    #[error("{0:?} does not occur in codes")]
    Character(char),
    #[error("the check character does not fit; a character is wrong or two have changed places")]
    Check,
}

/// Takes either case, full width, and any spaces and dashes.
impl FromStr for Code {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let typed: Vec<char> = text.chars().map(half_width).filter(|c| !is_gap(*c)).collect();
        let typed: [char; LENGTH] = typed.try_into().map_err(|typed: Vec<_>| Error::Length(typed.len()))?;
        let (mut values, mut code) = ([0; LENGTH], [0; LENGTH]);
        for (at, c) in typed.into_iter().enumerate() {
            let found = (0..).zip(ALPHABET).find(|(_, byte)| char::from(**byte) == c.to_ascii_uppercase());
            let (value, byte) = found.ok_or(Error::Character(c))?;
            (values[at], code[at]) = (value, *byte);
        }
        if weighed(&values[..DRAWN]) == values[DRAWN] { Ok(Self(code)) } else { Err(Error::Check) }
    }
}

fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_' | '·' | '−' | '\u{2010}'..='\u{2015}')
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        let (first, second) = plain.split_at(GROUP);
        write!(f, "{first}-{second}")
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({self})")
    }
}

impl TryFrom<String> for Code {
    type Error = Error;
    fn try_from(text: String) -> Result<Self, Error> {
        text.parse()
    }
}
impl From<Code> for String {
    fn from(code: Code) -> Self {
        code.plain()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    #[test]
    fn typed_in_any_manner() {
        let code = Code::draw(123_456_789);
        let shown = code.to_string();
        assert_eq!(shown.len(), 8);
        let wide: String = shown.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        let spaced = format!(" {}　{} ", &shown[..2].to_lowercase(), &shown[2..].replace('-', "—"));
        for typed in [shown.clone(), shown.to_lowercase(), code.plain(), wide, spaced] {
            assert_eq!(typed.parse(), Ok(code), "{typed}");
        }
        assert_eq!(serde_json::to_string(&code).unwrap(), format!("\"{}\"", code.plain()));
        assert_eq!("7K3M".parse::<Code>(), Err(Error::Length(4)));
        assert_eq!("7K3M-92O".parse::<Code>(), Err(Error::Character('O')));
    }

    #[test]
    fn nothing_that_looks_alike() {
        assert_eq!(ALPHABET.iter().collect::<HashSet<_>>().len(), 29);
        assert!(!b"0O1ILUZ".iter().any(|byte| ALPHABET.contains(byte)));
    }

    /// The check depends on values and places only through sums, so what holds for one code for every place and
    /// every pair of values holds for all.
    #[test]
    fn every_wrong_character_in_every_place_is_found() {
        let code = Code::draw(u64::MAX);
        for at in 0..LENGTH {
            for byte in ALPHABET {
                let mut wrong = code;
                wrong.0[at] = *byte;
                let parsed = wrong.plain().parse::<Code>();
                assert_eq!(parsed, if wrong == code { Ok(code) } else { Err(Error::Check) }, "{wrong}");
            }
        }
    }

    #[test]
    fn every_pair_of_characters_that_change_places_is_found() {
        // Each pair of values in each pair of drawn places, and each pair with the check character.
        for (a, b) in (0..29_u64).flat_map(|a| (0..29).map(move |b| (a, b))) {
            for (i, j) in (0..LENGTH).flat_map(|i| (i + 1..LENGTH).map(move |j| (i, j))) {
                let power = |place: usize| 29_u64.pow(u32::try_from(place).unwrap());
                let last = if j < DRAWN { b * power(j) } else { b * power((i + 1) % DRAWN) };
                let code = Code::draw(a * power(i) + last);
                let mut swapped = code;
                swapped.0.swap(i, j);
                let parsed = swapped.plain().parse::<Code>();
                assert_eq!(parsed, if swapped == code { Ok(code) } else { Err(Error::Check) }, "{code}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_drawn_code_is_read_back(chance in any::<u64>()) {
            let code = Code::draw(chance);
            prop_assert_eq!(code.to_string().parse(), Ok(code));
            prop_assert_eq!(Code::draw(chance % 29_u64.pow(6)), code);
        }

        #[test]
        fn one_slip_is_found(chance in any::<u64>(), at in 0..LENGTH, other in 0..LENGTH, byte in 0..29_usize) {
            let code = Code::draw(chance);
            let (mut wrong, mut swapped) = (code, code);
            wrong.0[at] = ALPHABET[byte];
            swapped.0.swap(at, other);
            for slip in [wrong, swapped] {
                prop_assert_eq!(slip.plain().parse::<Code>().is_ok(), slip == code);
            }
        }
    }
}
