//! What a case looks like after a verb, and what the clock finds of it.

use super::{super::category::Category, next, with_unit};
use crate::cases::model::{Case, CaseId, Error, Part, Spot, Stage, State, Verb};
use State::*;
use kernel::{
    calendar::{Calendar, Clock, Limit, Run},
    id::Uuid,
    moment::Moment,
};
use std::time::Duration;

/// Sort keys behind every deadline: what has none yet, the shelved, the ended.
const UNDATED: i64 = 1_000_000_000_000_000;
const SHELVED: i64 = 2_000_000_000_000_000;
const ENDED: i64 = 9_000_000_000_000_000;

/// What a verb changes besides the state.
pub struct Change {
    pub at: Moment,
    /// of the person who acts
    pub person: Uuid,
    /// the unit of a dispatch or a reopening, that fixed it on the spot, or that follows another
    pub lead: Option<Uuid>,
    /// the units beside the lead that a dispatch names; for `part_done` the unit whose part is done
    pub cooperating: Vec<Part>,
    /// the deadline that a superior sets with a dispatch
    pub until: Option<Moment>,
    /// who will verify what is rectified
    pub verifying: Option<Uuid>,
    /// that is a superior of the office
    pub superior: bool,
    /// said by a registration or a dispatch, where the case has none yet, or by a correction
    pub condition: Option<String>,
    /// who grants an extension
    pub granting: Option<Uuid>,
    /// the extension that is asked for or granted, as `2 work_day`
    pub limit: Option<String>,
    pub spot: Option<Spot>,
    /// the case that it is merged into
    pub into: Option<CaseId>,
}

impl Change {
    pub const fn by(person: Uuid, at: Moment) -> Self {
        Self {
            at,
            person,
            lead: None,
            cooperating: vec![],
            until: None,
            verifying: None,
            superior: false,
            condition: None,
            granting: None,
            limit: None,
            spot: None,
            into: None,
        }
    }
}

/// The case after a verb. The handling limit runs from the dispatch, so that a unit gains nothing by not accepting;
/// after a send-back the rework limit is the deadline; a shelved case keeps what was left of its limit.
pub fn after(
    case: &Case,
    verb: Verb,
    change: &Change,
    category: &Category,
    calendar: &Calendar,
) -> Result<Case, Error> {
    let at = change.at;
    let mut moved = Case { state: next(case, verb)?, version: case.version + 1, ..case.clone() };
    let c = &mut moved;
    if c.condition.is_none() {
        c.condition.clone_from(&change.condition);
    }
    match verb {
        Verb::Dispatch => {
            c.lead = change.lead;
            c.cooperating.clone_from(&change.cooperating);
            let clock = category.clock(calendar, "handle", at)?;
            // a superior's deadline goes before a later one of the category's
            let due = change.until.map_or(clock.due, |until| clock.due.min(until.into()));
            c.clock = Some(Clock { due, ..clock });
        }
        Verb::Return => {
            c.lead = None;
            c.cooperating = Vec::new();
            c.clock = None;
            c.returns += 1;
            no_extensions(c);
        }
        Verb::FixOnSpot => {
            c.lead = change.lead;
            c.spot = change.spot;
            rectified(c, change);
        }
        Verb::Rectify => rectified(c, change),
        Verb::PartDone => part_done(c, change),
        Verb::AssignVerifier => {
            c.verifying = change.verifying;
            c.superior = change.superior;
        }
        Verb::SendBack => {
            c.rework += 1;
            c.rectified_at = None;
            c.clock = Some(category.clock(calendar, "rework", at)?);
        }
        Verb::Close | Verb::CloseUnchecked | Verb::CloseWithChildren => c.closed_at = Some(at),
        Verb::Reopen => {
            begin_again(c);
            let lead = change.lead.or(c.lead);
            c.cooperating.retain(|part| Some(part.organisation) != lead);
            c.lead = lead;
            c.clock = Some(category.clock(calendar, "handle", at)?);
        }
        Verb::Shelve => stopped(c, case.state, calendar, at),
        Verb::Merge => {
            stopped(c, case.state, calendar, at);
            c.merged_into = change.into;
        }
        Verb::Resume | Verb::Unmerge => {
            c.resumes = None;
            c.merged_into = None;
            c.clock = case.clock.map(|clock| clock.resume(calendar, at.into()));
        }
        // whoever splits what no unit has yet leads it
        Verb::Split if case.state == Registered => {
            c.lead = change.lead;
            c.clock = Some(category.clock(calendar, "handle", at)?);
        }
        Verb::AskExtension => {
            c.asked.clone_from(&change.limit);
            c.asked_at = Some(at);
        }
        Verb::GrantExtension => extend(c, change, calendar)?,
        Verb::RefuseExtension => answered(c),
        Verb::Supervise => c.supervised += 1,
        // the stage that runs keeps the limit that it was promised
        Verb::CorrectCondition => c.condition.clone_from(&change.condition),
        Verb::FallDue => c.overdue = Some(at),
        Verb::HandOn => {
            c.lead = change.lead;
            c.verifying = change.verifying;
            c.superior = change.superior;
            c.cooperating.clone_from(&change.cooperating);
        }
        Verb::Report
        | Verb::Register
        | Verb::Reject
        | Verb::Accept
        | Verb::Verify
        | Verb::Cancel
        | Verb::Supplement
        | Verb::Split
        | Verb::Urge => {}
    }
    leveled(moved, category, calendar)
}

/// It keeps what was left of its limit until it goes on.
fn stopped(c: &mut Case, from: State, calendar: &Calendar, at: Moment) {
    c.resumes = Some(from);
    c.clock = c.clock.map(|clock| clock.stop(calendar, at.into()));
}

fn rectified(c: &mut Case, change: &Change) {
    c.verifying = change.verifying;
    c.superior = change.superior;
    c.rectified_by = Some(change.person);
    c.rectified_at = Some(change.at);
}

fn part_done(c: &mut Case, change: &Change) {
    for part in &mut c.cooperating {
        if change.cooperating.iter().any(|done| done.organisation == part.organisation) {
            part.done = Some(change.at);
        }
    }
}

/// The deadline moves by what is granted, from where it stands or, when it has passed, from now.
fn extend(c: &mut Case, change: &Change, calendar: &Calendar) -> Result<(), Error> {
    let refuse = || Error::BadExtension(change.limit.clone());
    let limit: Limit = change.limit.as_deref().and_then(|words| words.parse().ok()).ok_or_else(refuse)?;
    if let Some(clock) = &mut c.clock {
        clock.due = calendar.deadline(clock.due.max(change.at.into()), limit);
    }
    answered(c);
    c.extensions += 1;
    c.extended_by = change.granting;
    Ok(())
}

fn answered(c: &mut Case) {
    c.asked = None;
    c.asked_at = None;
}

/// The next unit starts with a full clock, and its first extension is a first.
fn no_extensions(c: &mut Case) {
    c.extensions = 0;
    c.extended_by = None;
}

/// A new cycle has nothing of what belonged to the one before.
fn begin_again(c: &mut Case) {
    c.cycle += 1;
    c.rework = 0;
    c.returns = 0;
    no_extensions(c);
    c.spot = None;
    c.overdue = None;
    c.verifying = None;
    c.superior = false;
    c.rectified_by = None;
    c.rectified_at = None;
    c.closed_at = None;
    for part in &mut c.cooperating {
        part.done = None;
    }
}

/// Supervision and a request for an extension end when the case leaves the unit (a shelved one stays its own); while
/// it is there the clock raises the next level at its time.
fn leveled(case: Case, category: &Category, calendar: &Calendar) -> Result<Case, Error> {
    let mut case = case;
    if !with_unit(case.state) && case.state != Shelved {
        case.supervised = 0;
        answered(&mut case);
    }
    case.supervise_at = next_level_at(&case, category, calendar)?;
    Ok(case)
}

fn next_level_at(case: &Case, category: &Category, calendar: &Calendar) -> Result<Option<Moment>, Error> {
    let Some(deadline) = case.deadline().filter(|_| with_unit(case.state)) else { return Ok(None) };
    let level = usize::try_from(case.supervised).unwrap_or(usize::MAX);
    Ok(category.supervision_after(level)?.map(|limit| match limit.amount {
        0 => deadline,
        _ => calendar.deadline(deadline.into(), limit).into(),
    }))
}

/// Past its deadline, still with the unit, and not yet said. A request in time keeps it from falling due until it is
/// answered, or until the verb that comes next takes the case from its unit.
pub fn falls_due(case: &Case, next: Option<Verb>, now: Moment) -> bool {
    let waits = case.pending() && !matches!(next, Some(Verb::Rectify | Verb::Return));
    let passed = case.deadline().is_some_and(|deadline| deadline < now);
    with_unit(case.state) && case.overdue.is_none() && passed && !waits
}

/// The clock raises the supervision; not while a request in time waits for its answer.
pub fn level_is_due(case: &Case, now: Moment) -> bool {
    with_unit(case.state) && !case.pending() && case.supervise_at.is_some_and(|at| at < now)
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

/// A stage that shelving broke off: its deadline, and when it stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    pub deadline: Moment,
    pub stopped: Moment,
}

/// The deadline of a stage that goes on: what was left of its limit, from now.
pub fn resumed(limit: Limit, broken: Broken, calendar: &Calendar, now: Moment) -> Moment {
    let run = Run::Since(broken.stopped.into());
    let clock = Clock { unit: limit.unit, due: broken.deadline.into(), spent: Duration::ZERO, run };
    clock.stop(calendar, broken.stopped.into()).resume(calendar, now.into()).due.into()
}

/// Which of the category's limits a stage has: after a send-back handling has the rework limit.
pub const fn limit_of(case: &Case, stage: Stage) -> &'static str {
    match stage {
        Stage::Handle if case.rework > 0 => "rework",
        Stage::Dispatch | Stage::Accept | Stage::Handle | Stage::Verify => stage.word(),
    }
}
