//! Obligations: who owes a round about which place in which rhythm. The clock opens each slot when its window begins
//! and calls it missed when nobody filled it; a round entered within the rules fills it, late or not.

mod actions;
mod api;
mod catalogue;
mod figures;
mod model;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{NewObligation, NewRound, SUCCEEDS, end, owe, settle, walk};
pub use api::{KindName, routes};
pub use catalogue::sync_kinds;
pub use figures::{KIND, Recounter};
pub use model::{
    AskFinds, Error, Finds, FoundCase, Obligation, ObligationId, ROUND, Round, RoundId, Slot, SlotId,
};
pub use rules::next as next_slot;
pub use store::{find_round, kind_names, readable_labels, readable_rounds, unsettled};
