//! Cases: a problem from the street through one closed loop: reported, registered, dispatched, accepted, rectified,
//! verified, closed. `rules::edges` is the law; every verb is one move that is kept for ever, and the figures of a
//! case are a function of its moves. The unit that rectifies never verifies its own work.

mod actions;
mod api;
mod category;
mod figures;
mod model;
mod numbers;
mod rules;
mod store;
#[cfg(test)]
mod tests;
mod waits;

pub use actions::{
    Around, NewChild, Permit, Report, SUCCEEDS, Step, accepts, keep_spot_secret, line_units, move_case,
    permit, report, settle, split, suggest,
};
pub use api::{ListQuery, listed, routes};
pub use category::{Category, Known, NamedList, sync_categories};
pub use figures::{KIND, Recounter};
pub use model::{Case, CaseId, Error, Found, Part, Place, Source, State, Verb};
pub use numbers::Numbers;
pub use store::{
    AsOf, Excerpt, Fixed, Only, Then, categories, category_places, find_case, fixed, found_in, open_then,
    readable_labels, shows_file, unsettled,
};
#[cfg(test)]
pub use tests::a_case_of;
pub use waits::{Lines, Told};
