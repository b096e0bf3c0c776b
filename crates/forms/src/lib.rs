//! Forms: what they ask, when they ask it, and what a submission must satisfy. An engine: it knows no context, no
//! database and no clock.
//!
//! A `Form` is what an author writes, expressions as CEL text. `publish` checks it and makes a `Published` version
//! that never changes; `check` holds a submission against one. `read_checklist` reads the shipped files.

#![cfg_attr(test, allow(clippy::unwrap_used))] // a test may stop at a broken premise

mod checklist;
mod day;
pub mod expression;
mod model;
mod publish;
mod submission;
mod version;

pub use checklist::{Checklist, Unreadable, read_checklist};
pub use model::{Choice, Condition, Form, Group, Item, Kind, PhotoWanted, Severity};
pub use publish::{Fault, Flaw, Published, Rules, publish};
pub use submission::{Checked, Failed, Refusal, Rule, Score, check};
pub use version::{Changed, Changes, GRACE, Standing, diff, keys_for_life, standing};
