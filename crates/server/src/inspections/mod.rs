//! Inspections: somebody visits a site with its type's checklist; what fails is a finding, and a finding becomes one
//! case. A visit is checked, read and counted by the version of the form that it was made with.

mod actions;
mod api;
mod catalogue;
mod figures;
mod model;
mod outcome;
mod publish;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{Correction, NewVisit, Reported, correct, report_finding, seen_as, visit};
pub use api::routes;
pub use catalogue::sync_checklists;
pub use figures::{KIND, Recounter};
pub use model::{Error, FindingRef, FormVersion, Seen, Visit, VisitId};
pub use outcome::FOLLOWS;
pub use publish::{NewForm, Publication, publish};
pub use store::{current_forms, readable_labels};
