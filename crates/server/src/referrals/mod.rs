//! Superiors' lists (上级交办): a list of problems that a superior hands down is read from its file, its columns are
//! matched once a sender, each row that lacks nothing becomes a case under its own id, and what was done goes back in
//! the sender's own columns. A row never becomes two cases; the superior's deadline goes before a later one.

mod actions;
mod api;
mod catalogue;
mod figures;
mod model;
mod outcome;
mod reply;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod waits;

pub use actions::{DISPATCH, READ, Task, end_dispatch, keep_row, make_case, ready, refused};
pub use api::{received, routes};
pub use catalogue::Words;
pub use figures::{KIND, Recounter};
pub use model::{Broken, Error, Picture, Referral, ReferralId, State};
pub use outcome::FOLLOWS;
pub use store::{Row, count_rows, fail, find, readable_labels, waiting_items};
