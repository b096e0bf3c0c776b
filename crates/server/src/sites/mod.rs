//! Sites: inspectable places by type, each with a plate whose code stays for life. A site is opened, edited and
//! closed, never deleted; who scans its plate lands on a page that says what this place is.

mod actions;
mod api;
mod catalogue;
mod follow;
mod model;
mod rules;
mod store;
mod table;
#[cfg(test)]
mod tests;

pub use actions::{Imported, NewSite, close, import, open, readable};
pub use api::routes;
pub use catalogue::sync_types;
pub use follow::SUCCEEDS;
pub use model::{Error, Site, SiteId, SiteType};
pub use store::{Counted, counts, find_site, find_type, type_names, types, visited};
pub use table::{Known, read_table, template};
