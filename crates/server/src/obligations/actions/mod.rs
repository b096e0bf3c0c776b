//! The verbs: set and end what is owed, walk a round, and what the clock says of slots.

mod clock;
mod follow;
mod owe;
mod walk;

pub use clock::settle;
pub use follow::SUCCEEDS;
pub use owe::{NewObligation, end, owe};
pub use walk::{NewRound, walk};
