//! The verbs of statements.

mod enter;
mod file;
mod recount;
mod verbs;

pub use file::{Order, Taken, take};
pub use verbs::{Change, NewStatement, correct, create, place, withdraw};

/// The right of all of them.
pub const WRITE: &str = "statement.write";
