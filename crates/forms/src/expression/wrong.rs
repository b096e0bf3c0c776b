//! What can be wrong with an expression's text, with a stable code for each.

use super::Type;

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("column {column}: {wrong}")]
pub struct Misplaced {
    /// In characters, counted from one.
    pub column: usize,
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    #[error("cannot be read: {0}")]
    Syntax(String),
    #[error("has {0} characters, {max} are allowed", max = super::MAX_TEXT)]
    TooLong(usize),
    #[error("is nested too deeply")]
    TooDeep,
    #[error("{0:?} is no item")]
    UnknownItem(String),
    #[error("{0:?} may not be named here: it stands below, is the item itself, or takes no answer")]
    BarredItem(String),
    #[error("{0} cannot be used in forms")]
    NotAvailable(String),
    #[error("{name} takes {wants}")]
    Arguments { name: &'static str, wants: &'static str },
    #[error("{operator} does not work on {left} and {right}")]
    Mismatch { operator: String, left: Type, right: Type },
    #[error("gives {found}, must give {wanted}")]
    Gives { wanted: String, found: Type },
    #[error("{0} lies beyond ±9007199254740991; keep such a number as text")]
    TooLarge(i64),
    #[error("{0:?} is no day; write date('2026-10-31'), from 1900 to 9999")]
    NoDay(String),
    #[error("{item:?} has no choice {code:?}")]
    UnknownCode { item: String, code: String },
}

impl Wrong {
    /// The code that a screen finds its words by.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "expression.syntax",
            Self::TooLong(_) => "expression.too_long",
            Self::TooDeep => "expression.too_deep",
            Self::UnknownItem(_) => "expression.unknown_item",
            Self::BarredItem(_) => "expression.barred_item",
            Self::NotAvailable(_) => "expression.not_available",
            Self::Arguments { .. } => "expression.arguments",
            Self::Mismatch { .. } => "expression.mismatch",
            Self::Gives { .. } => "expression.gives",
            Self::TooLarge(_) => "expression.too_large",
            Self::NoDay(_) => "expression.no_day",
            Self::UnknownCode { .. } => "expression.unknown_code",
        }
    }
}
