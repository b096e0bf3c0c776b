//! Statements: quantities that no record states, entered by hand or taken from a file (an old paper's figures, a day's
//! count, a stock-take). Each says one quantity of one metric with its source; what it posts is a function of it alone.
//! What finds no metric, contradicts another row or is only an upper bound stands in a list until the office decides.

mod actions;
mod alias;
mod api;
mod figures;
mod model;
mod rules;
mod store;
mod table;
#[cfg(test)]
mod tests;

pub use actions::{Order, Taken, take};
pub use alias::Aliases;
pub use api::routes;
pub use figures::{KIND, Recounter};
pub use model::Error;
pub use rules::Known;
pub use store::readable_labels;
pub use table::{Condition, Places, Row, read_rows, template};
