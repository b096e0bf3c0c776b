//! When rounds are owed, and what a round fills. Time is passed in.

mod rhythm;
#[cfg(test)]
mod tests;

pub use rhythm::{check, next};

use super::model::{Error, Kind, Slot, SlotState, Standing};
use kernel::moment::Moment;
use std::time::Duration;

const HOUR: u64 = 3600;
/// Milliseconds from the beginning of a round to its end, at most.
const LONGEST_ROUND: i64 = 24 * 3_600_000;
/// A hundred points, in hundredths.
const HIGHEST_SCORE: i32 = 10_000;

/// A walker's clock is believed, but nothing is walked in the future.
pub fn walked_at(said: Option<Moment>, received: Moment) -> Moment {
    said.map_or(received, |said| said.min(received))
}

/// When a round began. A clock that ran ahead at its end ran ahead at its beginning; what lies behind the end, or more
/// than a day before it, is nobody's round.
pub fn started_at(said: Option<Moment>, walked_said: Option<Moment>, walked: Moment) -> Option<Moment> {
    let ahead = walked_said.map_or(0, |walked_said| walked_said.since(walked));
    let started = Moment::from_millis(said?.millis() - ahead);
    (0..=LONGEST_ROUND).contains(&walked.since(started)).then_some(started)
}

/// The score of a round in hundredths of a point, which the kinds that ask for one have and no other.
pub fn score(kind: &Kind, said: Option<f64>) -> Result<Option<i32>, Error> {
    let Some(said) = said else {
        return if kind.asks_score { Err(Error::ScoreMissing) } else { Ok(None) };
    };
    if !kind.asks_score {
        return Err(Error::ScoreUnasked);
    }
    let is_said = |hundredths: &i32| (f64::from(*hundredths) / 100.0).total_cmp(&said).is_eq();
    let hundredths = (0..=HIGHEST_SCORE).find(is_said);
    hundredths.map(Some).ok_or(Error::ImpossibleScore(said))
}

/// Where a round belongs among the slots that opened before it, and how it meets them. A slot is filled once.
pub fn place<'s>(
    kind: &Kind,
    slots: &'s [Slot],
    walked: Moment,
    received: Moment,
) -> (Option<&'s Slot>, Standing) {
    let within = |slot: &&Slot| slot.span.opens <= walked && walked < slot.span.closes;
    if let Some(slot) = slots.iter().find(within) {
        return (Some(slot), standing(kind, slot, Standing::OnTime, received));
    }
    let late = Duration::from_secs(u64::from(kind.late_hours) * HOUR);
    let before = slots.iter().filter(|slot| slot.span.closes <= walked).max_by_key(|slot| slot.span.closes);
    match before.filter(|slot| walked < slot.span.closes + late && !is_filled(slot)) {
        Some(slot) => (Some(slot), standing(kind, slot, Standing::Late, received)),
        None => (None, Standing::Extra),
    }
}

fn standing(kind: &Kind, slot: &Slot, fills: Standing, received: Moment) -> Standing {
    let entry = Duration::from_secs(u64::from(kind.entry_days) * 24 * HOUR);
    if is_filled(slot) {
        Standing::Extra
    } else if received >= slot.span.closes + entry {
        Standing::TooLate
    } else {
        fills
    }
}

const fn is_filled(slot: &Slot) -> bool {
    matches!(slot.state, SlotState::Done | SlotState::Late)
}

/// What a slot shows at a moment, should the clock not have come by yet.
pub fn seen(state: SlotState, opens: Moment, closes: Moment, now: Moment) -> SlotState {
    match state {
        SlotState::Coming | SlotState::Open if closes <= now => SlotState::Missed,
        SlotState::Coming | SlotState::Open if opens <= now => SlotState::Open,
        SlotState::Coming | SlotState::Open => SlotState::Coming,
        settled => settled,
    }
}
