//! The directory: areas, organisations, people, the posts they hold and what a post may do where.
//! Areas and organisations have our own id for life and a path of short labels, each ending with a dot; a subtree is
//! a range of paths. Work is addressed to organisations and posts, never to persons.

mod actions;
mod api;
mod catalogue;
pub mod import;
mod meanwhile;
mod model;
mod outside;
mod rules;
mod store;
mod succession;
#[cfg(test)]
pub mod tests;

pub use actions::{
    add_person, give_grant, may_settle, open_area, open_organisation, open_position, put_in_post,
};
pub use api::routes;
pub use catalogue::{Role, read_roles, sync_roles};
pub use meanwhile::{Changed, Meanwhile, changed, meanwhile};
pub use model::{
    Area, Choice, Error, NewArea, NewGrant, NewOrganisation, NewPosition, Organisation, Person, PostStanding,
};
pub use outside::{Outside, beyond};
pub use rules::NATIONAL;
pub use store::{
    Head, HeadChange, PostRow, area_at, area_names, area_of_code, areas, areas_at, areas_on, chain_above,
    changed_heads, choices, elsewhere, find_area, find_organisation, head_above, heir_of, holding, home,
    lands_on, list_posts, organisation_names, organisation_of_code, organisation_of_kind,
    organisation_owning, organisations, path_on, person_name, posting_area, roots, who, who_in,
};
pub use succession::{Follower, Handed, Hanging};
