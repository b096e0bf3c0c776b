//! The law of the loop: which verb leads from which state where, which verbs leave it where it is, what each needs and
//! who verifies. Pure: time, limits and ids come in.

mod after;
mod evidence;
mod facts;
mod near;
mod spot;
#[cfg(test)]
mod tests;
mod told;
mod total;

pub use after::{Broken, Change, after, falls_due, level_is_due, limit_of, resumed, sort_at};
pub use evidence::{Testimony, camera_time};
pub use facts::{SOON_MS, Standing, facts, remaining_minutes, stage_left, tag};
pub use near::same_place;
pub use spot::{Taken, drawn, same_visit, seed};
pub use told::contradiction;
pub use total::total;

use super::{
    category::Category,
    model::{Case, Error, Shows, Stage, State, Verb},
};
use State::*;
use kernel::{id::Uuid, moment::Moment};

/// The edges out of a state. No `_` arm: a new state does not compile without its edges.
pub const fn edges(state: State) -> &'static [(Verb, State)] {
    match state {
        Reported => &[
            (Verb::Register, Registered),
            (Verb::Reject, Rejected),
            (Verb::Merge, Merged),
            (Verb::Cancel, Cancelled),
        ],
        Registered => &[
            (Verb::Dispatch, Dispatched),
            (Verb::FixOnSpot, Rectified),
            (Verb::Split, Accepted),
            (Verb::Merge, Merged),
            (Verb::Cancel, Cancelled),
        ],
        Dispatched => &[
            (Verb::Accept, Accepted),
            (Verb::Return, Registered),
            (Verb::Shelve, Shelved),
            (Verb::Merge, Merged),
            (Verb::Cancel, Cancelled),
            (Verb::CloseWithChildren, Closed),
        ],
        Accepted => &[
            (Verb::Rectify, Rectified),
            (Verb::Shelve, Shelved),
            (Verb::Merge, Merged),
            (Verb::Cancel, Cancelled),
            (Verb::CloseWithChildren, Closed),
        ],
        Rectified => &[(Verb::Verify, Verified), (Verb::SendBack, Accepted), (Verb::CloseUnchecked, Closed)],
        Verified => &[(Verb::Close, Closed)],
        Closed => &[(Verb::Reopen, Dispatched)],
        // back to where it was shelved from, see `next`
        Shelved => &[(Verb::Resume, Dispatched), (Verb::Cancel, Cancelled)],
        // back to where it was merged from, see `next`
        Merged => &[(Verb::Unmerge, Registered)],
        Rejected | Cancelled => &[],
    }
}

/// The verbs that leave a case in its state.
pub const fn acts(state: State) -> &'static [Verb] {
    match state {
        Dispatched | Accepted => &[
            Verb::PartDone,
            Verb::AskExtension,
            Verb::GrantExtension,
            Verb::RefuseExtension,
            Verb::Urge,
            Verb::Supervise,
            Verb::CorrectCondition,
            Verb::FallDue,
            Verb::Supplement,
            Verb::Split,
            Verb::HandOn,
        ],
        Rectified => &[Verb::AssignVerifier, Verb::PartDone, Verb::Urge, Verb::Supplement, Verb::HandOn],
        Reported => &[Verb::CorrectCondition, Verb::Supplement],
        Registered => &[Verb::Urge, Verb::CorrectCondition, Verb::Supplement],
        Verified => &[Verb::Urge, Verb::Supplement, Verb::HandOn],
        Shelved => &[Verb::Supplement, Verb::HandOn],
        Closed | Rejected | Merged | Cancelled => &[],
    }
}

/// Where a verb leads from here; an act leads nowhere else.
pub fn next(case: &Case, verb: Verb) -> Result<State, Error> {
    let edge = edges(case.state).iter().find(|(v, _)| *v == verb).map(|(_, to)| *to);
    let act = acts(case.state).contains(&verb).then_some(case.state);
    let to = act.or(edge).filter(|_| in_turn(case, verb)).ok_or(Error::NotNow { state: case.state, verb })?;
    Ok(if matches!(verb, Verb::Resume | Verb::Unmerge) { case.resumes.unwrap_or(to) } else { to })
}

/// An extension is asked for, then answered; only a case that was late falls due; a child is neither split nor merged,
/// since its parent waits for it; nothing else waits for another verb.
fn in_turn(case: &Case, verb: Verb) -> bool {
    match verb {
        Verb::AskExtension => case.asked.is_none() && case.clock.is_some(),
        Verb::GrantExtension | Verb::RefuseExtension => case.asked.is_some(),
        Verb::FallDue => case.overdue.is_none(),
        Verb::Split | Verb::Merge => case.parent.is_none(),
        _ => true,
    }
}

/// What may come next at all, moves first.
pub fn verbs(state: State) -> impl Iterator<Item = Verb> {
    edges(state).iter().map(|(verb, _)| *verb).chain(acts(state).iter().copied())
}

/// What a case that waits for its children does not do meanwhile.
pub const fn waits_for_children(verb: Verb) -> bool {
    matches!(verb, Verb::Return | Verb::Rectify | Verb::Shelve | Verb::Merge | Verb::Cancel)
}

/// With the unit that must put it right: where time counts.
pub const fn with_unit(state: State) -> bool {
    matches!(state, Dispatched | Accepted)
}

/// Returned twice, so the office has decided and the unit may not return it again (M169).
pub const fn bound(returns: i32) -> bool {
    returns >= BINDING
}

/// So many returns in a cycle call for the office's decision.
pub const BINDING: i32 = 2;

/// Whose verb it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// whoever has a grant over the case's area
    Office,
    Lead,
    /// a cooperating unit whose part is open
    Cooperating,
    Verifier,
    /// the program by rule, no person
    Rule,
}

pub const fn holder(verb: Verb) -> Holder {
    match verb {
        Verb::Accept | Verb::Return | Verb::Rectify | Verb::AskExtension => Holder::Lead,
        Verb::PartDone => Holder::Cooperating,
        Verb::Verify | Verb::SendBack => Holder::Verifier,
        Verb::FallDue | Verb::CloseUnchecked | Verb::CloseWithChildren | Verb::HandOn => Holder::Rule,
        Verb::Report
        | Verb::Register
        | Verb::Reject
        | Verb::Dispatch
        | Verb::FixOnSpot
        | Verb::AssignVerifier
        | Verb::Close
        | Verb::Reopen
        | Verb::Shelve
        | Verb::Resume
        | Verb::Cancel
        | Verb::GrantExtension
        | Verb::RefuseExtension
        | Verb::Urge
        | Verb::Supervise
        | Verb::CorrectCondition
        | Verb::Supplement
        | Verb::Merge
        | Verb::Unmerge
        | Verb::Split => Holder::Office,
    }
}

/// Verbs that take something back, put it off or press somebody say why.
pub const fn needs_reason(verb: Verb) -> bool {
    match verb {
        Verb::Reject
        | Verb::Return
        | Verb::SendBack
        | Verb::Reopen
        | Verb::Shelve
        | Verb::Cancel
        | Verb::AskExtension
        | Verb::RefuseExtension
        | Verb::Supervise
        | Verb::CorrectCondition
        | Verb::Merge
        | Verb::Unmerge => true,
        Verb::Report
        | Verb::Register
        | Verb::Dispatch
        | Verb::Accept
        | Verb::FixOnSpot
        | Verb::PartDone
        | Verb::Rectify
        | Verb::AssignVerifier
        | Verb::Verify
        | Verb::Close
        | Verb::CloseUnchecked
        | Verb::Resume
        | Verb::GrantExtension
        | Verb::Urge
        | Verb::FallDue
        | Verb::Supplement
        | Verb::Split
        | Verb::CloseWithChildren
        | Verb::HandOn => false,
    }
}

/// The persons who reported done, did a part or fixed on the spot in a cycle, and those for whom they did: none of them
/// verifies. A move comes as its verb, its cycle, and who did it and for whom.
pub fn rectifiers(cycle: i32, moves: impl IntoIterator<Item = (Verb, i32, [Option<Uuid>; 2])>) -> Vec<Uuid> {
    let rectifies = |verb| matches!(verb, Verb::Rectify | Verb::PartDone | Verb::FixOnSpot);
    let of_cycle = moves.into_iter().filter(|(verb, of, _)| *of == cycle && rectifies(*verb));
    of_cycle.flat_map(|(_, _, persons)| persons).flatten().collect()
}

/// What the photos of a verb show; nothing: it takes none.
pub const fn photos_show(verb: Verb) -> Option<Shows> {
    match verb {
        Verb::Report | Verb::Register | Verb::Supplement => Some(Shows::Before),
        Verb::FixOnSpot | Verb::PartDone | Verb::Rectify => Some(Shows::After),
        Verb::Verify | Verb::SendBack => Some(Shows::Verify),
        Verb::Reject
        | Verb::Dispatch
        | Verb::Accept
        | Verb::Return
        | Verb::AssignVerifier
        | Verb::Close
        | Verb::CloseUnchecked
        | Verb::Reopen
        | Verb::Shelve
        | Verb::Resume
        | Verb::Cancel
        | Verb::AskExtension
        | Verb::GrantExtension
        | Verb::RefuseExtension
        | Verb::Urge
        | Verb::Supervise
        | Verb::CorrectCondition
        | Verb::FallDue
        | Verb::Merge
        | Verb::Unmerge
        | Verb::Split
        | Verb::CloseWithChildren
        | Verb::HandOn => None,
    }
}

/// How many photos a verb must bring.
pub fn photos_wanted(verb: Verb, category: &Category) -> usize {
    match verb {
        Verb::Report => category.evidence.before,
        Verb::FixOnSpot => category.evidence.after.max(1),
        Verb::Rectify => category.evidence.after,
        Verb::Verify => category.evidence.verify,
        _ => 0,
    }
}

/// Milliseconds that a find may lie back, and that a phone's clock may run ahead.
const OLDEST_FIND: i64 = 400 * 24 * 3_600_000;
const CLOCK_ERROR: i64 = 3 * 24 * 3_600_000;

/// When something was found, and what was said of it if that cannot be: then the moment of receipt counts.
pub fn believed(said: Moment, received: Moment) -> (Moment, Option<Moment>) {
    let possible = received.since(said) < OLDEST_FIND && said.since(received) < CLOCK_ERROR;
    if possible { (said, None) } else { (received, Some(said)) }
}

/// The stage that runs while a case is in a state.
pub const fn stage(state: State) -> Option<Stage> {
    match state {
        Registered => Some(Stage::Dispatch),
        Dispatched => Some(Stage::Accept),
        Accepted => Some(Stage::Handle),
        Rectified => Some(Stage::Verify),
        Reported | Verified | Closed | Rejected | Shelved | Merged | Cancelled => None,
    }
}

/// Whether an organisation lies outside all that rectified: none of them, nor below one.
pub fn outside(path: &str, rectifying: &[String]) -> bool {
    !rectifying.iter().any(|unit| path.starts_with(unit.as_str()))
}

/// Who verifies: the first candidate outside the units that rectified. Each comes with its path.
pub fn verifier(candidates: &[(Uuid, String)], rectifying: &[String]) -> Option<Uuid> {
    candidates.iter().find(|(_, path)| outside(path, rectifying)).map(|(id, _)| *id)
}
