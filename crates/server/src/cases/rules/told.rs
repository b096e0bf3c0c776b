//! What the moves of a case tell of it: the same as its row, unless somebody has been at the tables.

use super::with_unit;
use crate::cases::model::{Case, CaseId, Move, State, Verb};
use kernel::{id::Uuid, moment::Moment};

/// What of the row its moves contradict. Title, words of the place and photos have no history to compare with.
pub fn contradiction(case: &Case, moves: &[Move]) -> Option<&'static str> {
    let last = moves.last()?;
    let told = Told::of(moves);
    let facts = [
        ("number of moves", moves.iter().zip(1..).all(|(step, version)| step.version == version)),
        ("course of states", moves.windows(2).all(|pair| pair[1].from == Some(pair[0].to))),
        ("version", last.version == case.version),
        ("state", last.to == case.state),
        ("cycle", last.cycle == case.cycle),
        ("line", case.category.split('.').next() == Some(case.line.as_str())),
        ("lead", last.lead == case.lead),
        ("verifying organisation", last.verifying == case.verifying),
        ("deadline", last.deadline == case.deadline()),
        ("reported at", moves.first().map(|step| step.at) == Some(case.reported_at)),
        ("rework", told.rework == case.rework),
        ("returns", told.returns == case.returns),
        ("supervision", told.supervised == case.supervised),
        ("asked for at", told.asked_at == case.asked_at),
        ("extensions", told.extensions == case.extensions),
        ("overdue", told.overdue == case.overdue),
        ("rectified at", told.rectified_at == case.rectified_at),
        ("rectified by", told.rectified_by == case.rectified_by),
        ("closed at", told.closed_at == case.closed_at),
        ("condition", says_condition(case, moves)),
        ("case that it is merged into", told.merged_into == case.merged_into),
        ("parent", moves.first().and_then(|step| step.detail.other) == case.parent),
    ];
    facts.into_iter().find(|(_, same)| !same).map(|(name, _)| name)
}

/// The condition is the one that was said last, if the moves hold what was said.
fn says_condition(case: &Case, moves: &[Move]) -> bool {
    let says = |step: &&Move| step.detail.condition.is_some() || step.verb == Verb::CorrectCondition;
    moves.iter().rfind(says).is_none_or(|step| step.detail.condition == case.condition)
}

/// What the verbs of the running cycle add up to.
#[derive(Default)]
struct Told {
    rework: i32,
    returns: i32,
    supervised: i32,
    asked_at: Option<Moment>,
    extensions: i32,
    overdue: Option<Moment>,
    rectified_at: Option<Moment>,
    rectified_by: Option<Uuid>,
    closed_at: Option<Moment>,
    merged_into: Option<CaseId>,
}

impl Told {
    fn of(moves: &[Move]) -> Self {
        let mut told = Self::default();
        for step in moves {
            told.take(step);
            if !with_unit(step.to) && step.to != State::Shelved {
                told.supervised = 0;
                told.asked_at = None;
            }
        }
        told
    }
    fn take(&mut self, step: &Move) {
        match step.verb {
            Verb::Reopen => *self = Self::default(),
            Verb::Return => {
                self.returns += 1;
                self.extensions = 0;
            }
            Verb::AskExtension => self.asked_at = Some(step.at),
            Verb::GrantExtension => {
                self.asked_at = None;
                self.extensions += 1;
            }
            Verb::RefuseExtension => self.asked_at = None,
            Verb::Supervise => self.supervised += 1,
            Verb::FallDue => self.overdue = Some(step.at),
            Verb::Rectify | Verb::FixOnSpot => {
                self.rectified_at = Some(step.at);
                self.rectified_by = step.person;
            }
            Verb::SendBack => {
                self.rework += 1;
                self.rectified_at = None;
            }
            Verb::Close | Verb::CloseUnchecked | Verb::CloseWithChildren => self.closed_at = Some(step.at),
            Verb::Merge => self.merged_into = step.detail.other,
            Verb::Unmerge => self.merged_into = None,
            Verb::Report
            | Verb::Register
            | Verb::Reject
            | Verb::Dispatch
            | Verb::Accept
            | Verb::PartDone
            | Verb::Verify
            | Verb::AssignVerifier
            | Verb::Shelve
            | Verb::Resume
            | Verb::Cancel
            | Verb::CorrectCondition
            | Verb::Supplement
            | Verb::Split
            | Verb::HandOn
            | Verb::Urge => {}
        }
    }
}
