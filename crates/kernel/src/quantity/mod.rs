//! Quantities: integers in a metric's smallest unit with the qualifier under which their source gave them;
//! how they add up, meet a bound, and are read and written.
//!
//! `sum` adds them, `fixed` is the plain decimal form, `read` takes them from Chinese text (`numeral`: its words for
//! numbers), `units` converts them, `show` writes them for screens and papers.

mod fixed;
mod numeral;
mod read;
mod show;
mod sum;
#[cfg(test)]
mod tests;
mod units;

use serde::{Deserialize, Serialize};
use std::{fmt, ops::Add, str::FromStr};

pub use fixed::{Unreadable, format_fixed, parse_fixed, rescale};
pub use read::{Reading, read};
pub use show::Medium;
pub use sum::Sum;
pub use units::{convert, converts};

/// How a source stands to its own number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// 150: the number itself.
    #[default]
    Exact,
    /// 150余, 150多, 150以上: this many or more.
    AtLeast,
    /// 近150: a little below it.
    Nearly,
    /// 约150, 150左右: on either side of it.
    About,
}

impl Qualifier {
    /// All four, in the order in which `Sum::parts` counts them.
    pub const ALL: [Self; 4] = [Self::Exact, Self::AtLeast, Self::Nearly, Self::About];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::AtLeast => "at_least",
            Self::Nearly => "nearly",
            Self::About => "about",
        }
    }

    /// Whether a quantity so qualified reaches the lower bound of a standard (≥ `bound`).
    ///
    /// A number that only lies near a value cannot prove that it clears the bound, and a "this many or more"
    /// below the bound does not prove that it fails: both are for a person to check.
    pub const fn meets(self, quantity: i64, bound: i64) -> Met {
        match (self, quantity >= bound) {
            (Self::Exact | Self::AtLeast, true) => Met::Yes,
            (Self::Exact, false) => Met::No,
            (Self::Nearly, _) if quantity <= bound => Met::No,
            (Self::AtLeast | Self::Nearly | Self::About, _) => Met::Check,
        }
    }
}

/// The qualifier of a sum of two parts; commutative and associative, with `Exact` as its nought:
///
/// | +        | exact    | at_least | nearly | about |
/// |----------|----------|----------|--------|-------|
/// | exact    | exact    | at_least | nearly | about |
/// | at_least | at_least | at_least | about  | about |
/// | nearly   | nearly   | about    | nearly | about |
/// | about    | about    | about    | about  | about |
impl Add for Qualifier {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact, q) | (q, Self::Exact) => q,
            (a, b) if a == b => a,
            _ => Self::About,
        }
    }
}

impl fmt::Display for Qualifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is none of the four qualifiers.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no qualifier is called {0:?}; use exact, at_least, nearly or about")]
pub struct NoSuchQualifier(pub String);

impl FromStr for Qualifier {
    type Err = NoSuchQualifier;
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|q| q.as_str() == word);
        found.ok_or_else(|| NoSuchQualifier(word.to_owned()))
    }
}

/// The answer of a bound: proven, refuted, or for a person to judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    Yes,
    No,
    Check,
}
