//! How long a case took in all: returns and send-backs stop a unit's clock, this one runs on.

use super::super::model::State;
use kernel::{
    calendar::{Calendar, Unit},
    moment::Moment,
};

/// Working minutes since the registration while the case was open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    pub minutes: i64,
    /// of them shelved
    pub shelved: i64,
}

/// Adds up the states between moves; each comes as the state that it led to and its moment, the first first.
pub fn total(moves: &[(State, Moment)], calendar: &Calendar, now: Moment) -> Total {
    let ends = moves.iter().skip(1).map(|(_, at)| *at).chain([now]);
    let mut total = Total::default();
    for ((state, from), to) in moves.iter().zip(ends).filter(|((state, _), _)| state.is_open()) {
        let spent = calendar.spent(Unit::WorkHour, (*from).into(), to.into());
        let minutes = i64::try_from(spent.as_secs() / 60).unwrap_or(i64::MAX);
        total.minutes += minutes;
        total.shelved += if *state == State::Shelved { minutes } else { 0 };
    }
    total
}
