//! The verbs of inspections: visit a site, correct what a visit said, and report what it found as a case.

mod correct;
mod finding;
mod visit;

pub use correct::{Correction, correct, may_correct};
pub use finding::{Reported, report_finding, seen_as};
pub use visit::{NewVisit, visit};
