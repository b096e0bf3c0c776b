//! Tables brought in: read into staging rows in short transactions, checked there, moved in sets by one, all or
//! nothing, unless whoever brings them in leaves the faulty rows out. A run is staged by one person, shown with its
//! faults beside the rows, and applied by the same; both may be done by a job beside the requests.

mod apply;
mod areas;
mod boundaries;
mod division;
mod office;
mod people;
mod place;
mod report;
mod run;
mod sweep;
mod task;
mod template;
#[cfg(test)]
mod tests;
mod what;

pub use super::{
    actions::Slip,
    store::import::{find_run as find, open_run as open},
};
pub use apply::{apply, begin, carry_out, own, stop};
pub use areas::stage_areas;
pub use boundaries::stage_boundaries;
pub use office::{organisations_plan, stage_organisations};
pub use people::{Slips, logins, people_plan, stage_people};
pub use report::{Fault, ImportRow, ImportState, Report, RowFaults, newest, report};
pub use run::{Held, Order, Run, Source, stage};
pub use sweep::{drop_run, fail, forget, sweep, tidy};
pub use task::{APPLY, CLEAR, STAGE, Task, put};
pub use template::areas_plan;
pub use what::What;

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

/// Rows handed over at once: their statement holds the writer for a few milliseconds, and its values are fewer than either
/// database takes.
pub const CHUNK: usize = 2000;
