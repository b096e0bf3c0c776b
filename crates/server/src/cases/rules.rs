//! The law of the loop: which verb leads from which state where, what each needs, who verifies, and what a case looks
//! like after a move. Pure: time, limits and ids come in.

use super::{
    category::Category,
    model::{Case, Error, Stage, State, Verb},
};
use State::*;
use kernel::{calendar::Calendar, id::Uuid, moment::Moment};

/// Sort keys behind every deadline: what has none yet, the shelved, the ended.
const UNDATED: i64 = 1_000_000_000_000_000;
const SHELVED: i64 = 2_000_000_000_000_000;
const ENDED: i64 = 9_000_000_000_000_000;

/// The edges out of a state. No `_` arm: a new state does not compile without its edges.
pub fn edges(state: State) -> &'static [(Verb, State)] {
    match state {
        Reported => &[(Verb::Register, Registered), (Verb::Reject, Rejected), (Verb::Cancel, Cancelled)],
        Registered => &[(Verb::Dispatch, Dispatched), (Verb::Cancel, Cancelled)],
        Dispatched => &[
            (Verb::Accept, Accepted),
            (Verb::Return, Registered),
            (Verb::Shelve, Shelved),
            (Verb::Cancel, Cancelled),
            (Verb::FallDue, Dispatched),
        ],
        Accepted => &[
            (Verb::Rectify, Rectified),
            (Verb::Shelve, Shelved),
            (Verb::Cancel, Cancelled),
            (Verb::FallDue, Accepted),
        ],
        Rectified => &[(Verb::Verify, Verified), (Verb::SendBack, Accepted)],
        Verified => &[(Verb::Close, Closed)],
        Closed => &[(Verb::Reopen, Dispatched)],
        // back to where it was shelved from, see `next`
        Shelved => &[(Verb::Resume, Dispatched), (Verb::Cancel, Cancelled)],
        Rejected | Merged | Cancelled => &[],
    }
}

/// Where a verb leads from here.
pub fn next(case: &Case, verb: Verb) -> Result<State, Error> {
    let edge = edges(case.state).iter().find(|(v, _)| *v == verb);
    let to = edge.map(|(_, to)| *to).ok_or(Error::NotNow { state: case.state, verb })?;
    Ok(if verb == Verb::Resume { case.resumes.unwrap_or(to) } else { to })
}

/// Whose verb it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// whoever has a grant over the case's area
    Office,
    Lead,
    Verifier,
    /// the clock, no person
    Clock,
}

pub const fn holder(verb: Verb) -> Holder {
    match verb {
        Verb::Accept | Verb::Return | Verb::Rectify => Holder::Lead,
        Verb::Verify | Verb::SendBack => Holder::Verifier,
        Verb::FallDue => Holder::Clock,
        Verb::Report
        | Verb::Register
        | Verb::Reject
        | Verb::Dispatch
        | Verb::Close
        | Verb::Reopen
        | Verb::Shelve
        | Verb::Resume
        | Verb::Cancel => Holder::Office,
    }
}

/// Verbs that take something back or put it off say why.
pub const fn needs_reason(verb: Verb) -> bool {
    match verb {
        Verb::Reject | Verb::Return | Verb::SendBack | Verb::Reopen | Verb::Shelve | Verb::Cancel => true,
        Verb::Report
        | Verb::Register
        | Verb::Dispatch
        | Verb::Accept
        | Verb::Rectify
        | Verb::Verify
        | Verb::Close
        | Verb::Resume
        | Verb::FallDue => false,
    }
}

/// How many photos a verb must bring.
pub fn photos_wanted(verb: Verb, category: &Category) -> usize {
    match verb {
        Verb::Report => category.evidence.before,
        Verb::Rectify => category.evidence.after,
        Verb::Verify => category.evidence.verify,
        _ => 0,
    }
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

/// Who verifies: the registering unit, else the nearest above the lead, else the creation office; never the unit that
/// rectified nor one below it. `candidates` come in that order, each with its path.
pub fn verifier(candidates: &[(Uuid, String)], lead_path: &str) -> Option<Uuid> {
    candidates.iter().find(|(_, path)| !path.starts_with(lead_path)).map(|(id, _)| *id)
}

/// What a move changes besides the state.
pub struct Change {
    pub at: Moment,
    /// of the person who acts
    pub person: Uuid,
    /// the unit that a dispatch names
    pub lead: Option<Uuid>,
    /// who will verify what is rectified
    pub verifying: Option<Uuid>,
}

/// The case after a move. The handling limit runs from the dispatch, so that a unit gains nothing by not accepting;
/// after a send-back the rework limit is the deadline; a shelved case keeps what was left of its limit.
pub fn after(
    case: &Case,
    verb: Verb,
    change: &Change,
    category: &Category,
    calendar: &Calendar,
) -> Result<Case, Error> {
    let at = change.at;
    let mut next_case = Case { state: next(case, verb)?, version: case.version + 1, ..case.clone() };
    let c = &mut next_case;
    match verb {
        Verb::Dispatch => {
            c.lead = change.lead;
            c.clock = Some(category.clock(calendar, "handle", at)?);
        }
        Verb::Return => {
            c.lead = None;
            c.clock = None;
            c.returns += 1;
        }
        Verb::Rectify => {
            c.verifying = change.verifying;
            c.rectified_by = Some(change.person);
            c.rectified_at = Some(at);
        }
        Verb::SendBack => {
            c.rework += 1;
            c.rectified_at = None;
            c.clock = Some(category.clock(calendar, "rework", at)?);
        }
        Verb::Close => c.closed_at = Some(at),
        Verb::Reopen => {
            c.cycle += 1;
            c.rework = 0;
            c.returns = 0;
            c.overdue = None;
            c.verifying = None;
            c.rectified_by = None;
            c.rectified_at = None;
            c.closed_at = None;
            c.clock = Some(category.clock(calendar, "handle", at)?);
        }
        Verb::Shelve => {
            c.resumes = Some(case.state);
            c.clock = case.clock.map(|clock| clock.stop(calendar, at.into()));
        }
        Verb::Resume => {
            c.resumes = None;
            c.clock = case.clock.map(|clock| clock.resume(calendar, at.into()));
        }
        Verb::FallDue => c.overdue = Some(at),
        Verb::Report | Verb::Register | Verb::Reject | Verb::Accept | Verb::Verify | Verb::Cancel => {}
    }
    Ok(next_case)
}

/// Past its deadline, still with the unit, and not yet said.
pub fn falls_due(case: &Case, now: Moment) -> bool {
    matches!(case.state, Dispatched | Accepted)
        && case.overdue.is_none()
        && case.deadline().is_some_and(|deadline| deadline < now)
}

/// Place in the lists: by deadline, then what has none yet, then the shelved, then the ended, latest first.
pub fn sort_at(case: &Case) -> i64 {
    match case.state {
        Shelved => SHELVED + case.reported_at.millis(),
        Reported | Registered | Dispatched | Accepted | Rectified | Verified => {
            case.deadline().map_or(UNDATED + case.reported_at.millis(), Moment::millis)
        }
        Closed | Rejected | Merged | Cancelled => ENDED - case.closed_at.unwrap_or(case.reported_at).millis(),
    }
}

/// Which of the category's limits a stage has: after a send-back handling has the rework limit.
pub const fn limit_of(case: &Case, stage: Stage) -> &'static str {
    match stage {
        Stage::Handle if case.rework > 0 => "rework",
        Stage::Dispatch | Stage::Accept | Stage::Handle | Stage::Verify => stage.word(),
    }
}

/// Due soon: less than this is left.
const SOON_MS: i64 = 24 * 3600 * 1000;

/// What of a case tells its facts.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub state: State,
    pub cycle: i32,
    pub rework: i32,
    pub returns: i32,
    pub deadline: Option<Moment>,
}

/// The facts that hold, in the order in which one is chosen as a row's tag.
pub fn facts(standing: Standing, now: Moment) -> Vec<&'static str> {
    let with_unit = matches!(standing.state, Dispatched | Accepted);
    let left = standing.deadline.filter(|_| with_unit).map(|deadline| deadline.since(now));
    let facts = [
        ("overdue", left.is_some_and(|left| left < 0)),
        ("reopened", standing.state == Dispatched && standing.cycle > 1),
        ("rework", standing.state == Accepted && standing.rework > 0),
        ("returned", standing.state == Registered && standing.returns > 0),
        ("due_soon", left.is_some_and(|left| (0..SOON_MS).contains(&left))),
    ];
    facts.into_iter().filter(|(_, holds)| *holds).map(|(fact, _)| fact).collect()
}
