//! What holds of a case besides its state, and the one of them that a row shows.

use super::{bound, with_unit};
use crate::cases::model::{Error, Fact, Spot, State, Tag};
use State::*;
use kernel::{
    calendar::{Calendar, Clock, Limit, Run},
    moment::Moment,
};
use std::time::Duration;

/// Due soon: less than this is left.
pub const SOON_MS: i64 = 24 * 3600 * 1000;

/// What of a case tells its facts.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::struct_excessive_bools)] // each is one thing that holds or does not, on its own
pub struct Standing {
    pub state: State,
    pub cycle: i32,
    pub rework: i32,
    pub returns: i32,
    pub supervised: i32,
    pub spot: Option<Spot>,
    /// an extension is asked for
    pub asked: bool,
    /// in time, and nobody has answered: it does not fall due meanwhile
    pub pending: bool,
    /// somebody will verify it
    pub verifying: bool,
    pub deadline: Option<Moment>,
    /// children of it are open
    pub waits: bool,
    pub child: bool,
}

/// The facts that hold, in the order in which one is chosen as a row's tag. The list's filter says the same in SQL.
pub fn facts(standing: Standing, now: Moment) -> Vec<Fact> {
    let with_unit = with_unit(standing.state);
    let left = standing.deadline.filter(|_| with_unit).map(|deadline| deadline.since(now));
    let registered = standing.state == Registered;
    let holds = |fact: &Fact| match fact {
        Fact::Supervised => with_unit && standing.supervised > 0,
        Fact::Overdue => left.is_some_and(|left| left < 0) && !standing.pending,
        Fact::Reopened => standing.state == Dispatched && standing.cycle > 1,
        Fact::Rework => standing.state == Accepted && standing.rework > 0,
        Fact::Returned => registered && standing.returns > 0,
        Fact::ExtensionAsked => with_unit && standing.asked,
        Fact::DueSoon => left.is_some_and(|left| (0..SOON_MS).contains(&left)),
        Fact::Coordination => registered && bound(standing.returns),
        Fact::NoVerifier => standing.state == Rectified && !standing.verifying,
        Fact::NotRechecked => standing.state == Closed && standing.spot == Some(Spot::Passed),
        Fact::WaitsForChildren => standing.waits,
        Fact::Child => standing.child,
    };
    Fact::ALL.iter().copied().filter(holds).collect()
}

/// The word that a row shows: the first fact that is one, else the state.
pub fn tag(state: State, facts: &[Fact]) -> Tag {
    let shown = |fact: &&Fact| match fact {
        Fact::Supervised
        | Fact::Overdue
        | Fact::Reopened
        | Fact::Rework
        | Fact::Returned
        | Fact::ExtensionAsked
        | Fact::DueSoon => true,
        Fact::Coordination | Fact::NoVerifier | Fact::NotRechecked | Fact::WaitsForChildren | Fact::Child => {
            false
        }
    };
    facts.iter().find(shown).map_or(Tag::State(state), |fact| Tag::Fact(*fact))
}

/// What is left of the limit in minutes as its unit counts (working time, or all time), negative when late; nothing
/// while no unit has the case.
pub fn remaining_minutes(
    state: State,
    clock: Option<Clock>,
    calendar: &Calendar,
    now: Moment,
) -> Option<i64> {
    clock.filter(|_| with_unit(state)).map(|clock| minutes_left(clock, calendar, now))
}

/// What is left in minutes of a stage whose limit is given in words, as the limit's unit counts; negative when late.
pub fn stage_left(words: &str, due: Moment, calendar: &Calendar, now: Moment) -> Result<i64, Error> {
    let limit: Limit = words.parse().map_err(|_| Error::Limit(words.into()))?;
    let run = Run::Since(now.into());
    let clock = Clock { unit: limit.unit, due: due.into(), spent: Duration::ZERO, run };
    Ok(minutes_left(clock, calendar, now))
}

/// What a clock has left in minutes, negative past its deadline.
fn minutes_left(clock: Clock, calendar: &Calendar, now: Moment) -> i64 {
    let minutes = |span: std::time::Duration| i64::try_from(span.as_secs() / 60).unwrap_or(i64::MAX);
    match clock.is_overdue(now.into()) {
        true => -minutes(clock.late(calendar, now.into())),
        false => minutes(clock.left(calendar, now.into())),
    }
}
