//! Papers: sheets from any list of cases (dispatch slip, before/after sheet, the day's bulletin, lines for a chat), and
//! the month's summary written from templates with live figures. A figure in a paper keeps the seal it was taken at; a
//! refresh brings new figures and keeps what a person wrote.

mod actions;
mod api;
mod model;
mod paper;
mod refresh;
mod sheets;
mod store;
mod summary;
mod template;
#[cfg(test)]
mod tests;
mod words;

pub use actions::{readable, unsaved};
pub use api::routes;
pub use model::{Asked, Error, Live, Report, ReportId};
pub use paper::address;
pub use summary::Ask;
