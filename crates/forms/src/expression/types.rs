//! The types that expressions have, and the names that an expression may use.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What an expression gives, null apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Only the literal `null`.
    Null,
    Bool,
    Int,
    Double,
    Text,
    Date,
    /// May only be asked whether it is answered.
    Position,
    List(Box<Type>),
}

impl Type {
    pub(super) const fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Double)
    }

    /// The type that holds both, if there is one: integers widen to decimals, null to anything.
    pub(super) fn join(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (a, b) if a == b => Some(a.clone()),
            (Self::Null, known) | (known, Self::Null) => Some(known.clone()),
            (a, b) if a.is_number() && b.is_number() => Some(Self::Double),
            (Self::List(a), Self::List(b)) => Some(Self::List(Box::new(a.join(b)?))),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Double => f.write_str("double"),
            Self::Text => f.write_str("string"),
            Self::Date => f.write_str("date"),
            Self::Position => f.write_str("position"),
            Self::List(of) => write!(f, "list of {of}"),
        }
    }
}

/// An item as expressions see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub type_: Type,
    /// The only texts that it can be, so that a misspelt one is found; empty when any text goes.
    pub codes: Vec<String>,
}

/// What an expression may name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Items above, and the item itself where that makes sense.
    pub known: BTreeMap<String, Known>,
    /// Items that exist but may not be named here: they stand below, or take no answer.
    pub barred: BTreeSet<String>,
}
