//! Standards: what a title asks for, as a tree of indicators with thresholds. Versions stand side by side and never
//! change; shipped ones come with the program, the office's own (codes `x.…`) by import from XLSX. Beside them the targets
//! of single metrics.

mod actions;
mod api;
mod catalogue;
mod model;
mod rules;
mod store;
mod table;
mod target;
#[cfg(test)]
mod tests;

pub use actions::{Taken, take};
pub use api::routes;
pub use catalogue::sync_standards;
pub use model::{Error, Standard};
pub use store::{find_standard, latest_standard, targets};
pub use table::{SiteTypeNames, read_table, write_table};
pub use target::{Target, drop_target, set_target};
