//! A case, what hangs on it and what is kept of each verb.

mod begun;
mod error;
mod words;

pub use begun::Begun;
pub use error::{Bar, Error};
pub use words::{Fact, Need, Shows, Source, Spot, Stage, State, Tag, UnknownWord, Verb};

use super::rules::Standing;
use crate::platform::permission::Subject;
use kernel::{
    calendar::{Clock, Run},
    geo::Position,
    id::Uuid,
    moment::Moment,
};

kernel::ids! {
    /// A case.
    CaseId
}

/// Where a case is: an area of the tree, the place in words, and a position when one is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub area: Uuid,
    pub words: String,
    pub position: Option<Position>,
}

/// A problem on its way through the loop.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub id: CaseId,
    /// year, month and serial, as `2610-0459`
    pub number: String,
    pub title: String,
    pub description: String,
    pub category: String,
    /// one of the category's conditions, once somebody has said which
    pub condition: Option<String>,
    /// root of the category: the line that answers for it
    pub line: String,
    pub place: Place,
    /// the community or village that its figures count in
    pub counted_in: Uuid,
    /// the inspected place that it is about
    pub site: Option<Uuid>,
    /// the round in which it was found
    pub round: Option<Uuid>,
    pub source: Source,
    pub state: State,
    /// where a shelved or merged case resumes
    pub resumes: Option<State>,
    /// one more with each reopening
    pub cycle: i32,
    /// send-backs within the cycle
    pub rework: i32,
    /// returns within the cycle by units that it does not belong to
    pub returns: i32,
    pub registering: Uuid,
    pub lead: Option<Uuid>,
    /// each answers for its part beside the lead
    pub cooperating: Vec<Part>,
    pub verifying: Option<Uuid>,
    /// that is a superior of the office: none in the office's own bounds may
    pub superior: bool,
    /// of handling, or of rework after a send-back; stopped while shelved
    pub clock: Option<Clock>,
    pub overdue: Option<Moment>,
    /// level of supervision in force, 0 without
    pub supervised: i32,
    /// when the clock raises it next
    pub supervise_at: Option<Moment>,
    /// the extension asked for and not yet answered, as `2 work_day`
    pub asked: Option<String>,
    /// when it was asked for
    pub asked_at: Option<Moment>,
    /// extensions granted in the cycle since the unit has it
    pub extensions: i32,
    /// who granted the last of them
    pub extended_by: Option<Uuid>,
    pub spot: Option<Spot>,
    /// the case that this one is the same as, while it is merged
    pub merged_into: Option<CaseId>,
    /// the case that this one is a part of
    pub parent: Option<CaseId>,
    /// a handling limit of its own before its category's, as `2 work_day`
    pub own_limit: Option<String>,
    pub reported_by: Uuid,
    pub rectified_by: Option<Uuid>,
    pub found_at: Moment,
    /// what the sender said of it, where that could not be
    pub found_said: Option<Moment>,
    pub reported_at: Moment,
    pub rectified_at: Option<Moment>,
    pub closed_at: Option<Moment>,
    pub version: i32,
    pub paths: Paths,
    pub kin: Kin,
}

/// A cooperating unit and whether it has done its part in this cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub organisation: Uuid,
    pub path: String,
    pub done: Option<Moment>,
}

/// Where the case lies in the trees of areas and organisations, as permission asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paths {
    pub area: String,
    pub registering: String,
    pub lead: Option<String>,
}

/// What of other cases decides about this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kin {
    pub children: i64,
    /// children that have not ended
    pub open_children: i64,
    /// who registered the cases that are merged into it: they read it and learn what becomes of it
    pub followers: Vec<Uuid>,
    /// where its parent stands
    pub parent: Option<State>,
    /// where the case stands that it is merged into
    pub target: Option<State>,
}

impl Kin {
    /// It hangs together with no other case.
    pub const fn is_none(&self) -> bool {
        self.children == 0 && self.followers.is_empty() && self.parent.is_none() && self.target.is_none()
    }
}

impl Case {
    /// Organisations that hold a part in it.
    pub fn parties(&self) -> Vec<Uuid> {
        let cooperating = self.cooperating.iter().map(|part| Some(part.organisation));
        let own =
            [Some(self.registering), self.lead, self.verifying].into_iter().chain(cooperating).flatten();
        own.chain(self.kin.followers.iter().copied()).collect()
    }
    /// Asks a question of permission with what this case shows to it.
    pub fn shown<T>(&self, ask: impl FnOnce(Subject<'_>) -> T) -> T {
        let organisations: Vec<&str> = [Some(self.paths.registering.as_str()), self.paths.lead.as_deref()]
            .into_iter()
            .flatten()
            .collect();
        ask(Subject {
            area: &self.paths.area,
            line: Some(&self.line),
            organisations: &organisations,
            parties: &self.parties(),
        })
    }
    /// What of it tells its facts.
    pub fn standing(&self) -> Standing {
        let Self { state, cycle, rework, returns, supervised, spot, .. } = *self;
        let (asked, verifying) = (self.asked.is_some(), self.verifying.is_some());
        let (deadline, pending) = (self.deadline(), self.pending());
        let (waits, child) = (self.kin.open_children > 0, self.parent.is_some());
        Standing {
            state,
            cycle,
            rework,
            returns,
            supervised,
            spot,
            asked,
            pending,
            verifying,
            deadline,
            waits,
            child,
        }
    }
    /// More time was asked for before the deadline and nobody has answered: until then it does not fall due.
    pub fn pending(&self) -> bool {
        self.asked_at.zip(self.deadline()).is_some_and(|(asked, deadline)| asked <= deadline)
    }
    /// What due and overdue mean; none while nobody handles it.
    pub fn deadline(&self) -> Option<Moment> {
        self.clock.filter(|clock| matches!(clock.run, Run::Since(_))).map(|clock| clock.due.into())
    }
    /// Registered, and not ended in any way.
    pub const fn is_open(&self) -> bool {
        self.state.is_open()
    }
}

/// One verb as it stays in the history: who did it, why, and what held after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    pub version: i32,
    pub verb: Verb,
    pub from: Option<State>,
    pub to: State,
    pub cycle: i32,
    pub at: Moment,
    pub organisation: Option<Uuid>,
    pub person: Option<Uuid>,
    /// the absent holder whose deputy the person is
    pub for_person: Option<Uuid>,
    pub reason: Option<String>,
    pub by_rule: bool,
    pub lead: Option<Uuid>,
    pub verifying: Option<Uuid>,
    pub deadline: Option<Moment>,
    pub detail: Detail,
}

/// What only some verbs leave in the history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// the level that a supervision raised to
    pub level: Option<i32>,
    /// the extension that was asked for or granted
    pub limit: Option<String>,
    /// the position that an urging or a supervision reached
    pub reached: Option<Uuid>,
    /// the condition that was said; of a correction none: it has none
    pub condition: Option<String>,
    /// the case that it was merged into or set apart from, or, of the first move of a child, its parent
    pub other: Option<CaseId>,
}

/// What somebody found.
#[derive(Clone, Debug)]
pub struct Found {
    pub title: String,
    pub description: String,
    pub category: String,
    pub condition: Option<String>,
    pub place: Place,
    /// the inspected place, if one is named
    pub site: Option<Uuid>,
    /// the reporter's own round in which it was found
    pub round: Option<Uuid>,
    pub source: Source,
    pub found_at: Moment,
    pub photos: Vec<Uuid>,
}
