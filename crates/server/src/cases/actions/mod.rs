//! The verbs of a case. Each is: may → rules → store → figures → trail and event, in one transaction.

mod parties;
mod report;
mod step;

pub use parties::suggest;
pub use report::{Report, report};
pub use step::{Permit, Step, fall_due, move_case, permit};
