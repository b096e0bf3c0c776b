//! Tables brought in: read into staging rows in short transactions, checked there, moved in sets by one, all or
//! nothing. A run is staged by one person, shown with its faults beside the rows, and applied by the same.

mod areas;
mod boundaries;
mod division;
mod office;
mod people;
mod place;
mod run;
mod template;
#[cfg(test)]
mod tests;

pub use super::actions::Slip;
pub use areas::stage_areas;
pub use boundaries::stage_boundaries;
pub use office::{organisations_plan, stage_organisations};
pub use people::{Slips, logins, people_plan, stage_people};
pub use run::{Fault, Order, Report, RowFaults, Run, Source, apply, drop_run, report, sweep};
pub use template::areas_plan;

use super::model::Error;

/// A row as it was read, before it is placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    pub file: &'static str,
    /// line, or place in the list, from 1
    pub line: u32,
    pub code: String,
    pub name: String,
    pub level: String,
    pub kind: String,
    /// code of the area above; empty at the root
    pub parent: String,
    pub faults: Vec<Fault>,
}

/// Rows handed over at once: their statement holds the writer for a few milliseconds.
pub const CHUNK: usize = 250;
