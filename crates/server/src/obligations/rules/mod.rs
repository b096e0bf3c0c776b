//! When rounds are owed, and what a round fills. Time is passed in.

mod rhythm;
#[cfg(test)]
mod tests;

pub use rhythm::{check, next};

use super::model::{Kind, Slot, SlotState, Standing};
use kernel::moment::Moment;
use std::time::Duration;

const HOUR: u64 = 3600;

/// A walker's clock is believed, but nothing is walked in the future.
pub fn walked_at(said: Option<Moment>, received: Moment) -> Moment {
    said.map_or(received, |said| said.min(received))
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
