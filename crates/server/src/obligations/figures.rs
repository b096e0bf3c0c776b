//! The figures of a slot, and their recount for the verification. What is due, what became of it and how it was judged
//! stand on one day: that of the round, at the latest the last of the window.

use super::{
    model::{Round, Slot, SlotState, Standing},
    store,
};
use jiff::civil::Date;
use journal::{Dims, Posting, Recount, Recounted, Source, Stated, posting_id};
use kernel::{id::Uuid, moment::Moment, quantity::Qualifier};
use sea_orm::ConnectionTrait;

/// The kind of source that a slot is.
pub const KIND: &str = "slot";
/// Figures of rounds are kept by community and village.
pub const GRAIN: &str = "village";

pub fn source(slot: &Slot) -> Source {
    Source { kind: KIND.into(), id: slot.id.0, version: slot.version.into() }
}

/// All postings of a slot with the score of the round that fills it; an open one has none.
pub fn of(slot: &Slot, score: Option<i32>) -> Vec<Posting> {
    let stated: &[&str] = match slot.state {
        SlotState::Coming | SlotState::Open => &[],
        SlotState::Done => &["round.due", "round.done"],
        SlotState::Late => &["round.due", "round.done", "round.late"],
        SlotState::Missed => &["round.due", "round.missed"],
    };
    let counted = stated.iter().map(|metric| (*metric, 1));
    let judged =
        score.into_iter().flat_map(|score| [("round.scored", 1), ("round.points", i64::from(score))]);
    let posting = |(metric, quantity): (&str, i64)| Posting {
        id: posting_id(KIND, slot.id.0, metric, "1"),
        metric: metric.into(),
        area: slot.ground.counted_in,
        org: slot.ground.organisation.id,
        day: day(slot),
        until: None,
        quantity: Some(quantity),
        qualifier: Qualifier::Exact,
        dims: Dims::from([("obligation".into(), slot.ground.kind.clone())]),
        subject: None,
        source: source(slot),
        recorded_at: slot.settled.unwrap_or(slot.span.closes),
    };
    counted.chain(judged).map(posting).collect()
}

fn day(slot: &Slot) -> Date {
    let last = Moment::from_millis(slot.span.closes.millis() - 1);
    slot.walked.map_or(last, |walked| walked.min(last)).day()
}

/// The round that a slot names is the one that filled it, in that way and at that moment; what nobody filled names none.
fn contradiction(slot: &Slot, filled: Option<&Round>) -> Option<String> {
    let wanted = match slot.state {
        SlotState::Done => Some(Standing::OnTime),
        SlotState::Late => Some(Standing::Late),
        SlotState::Coming | SlotState::Open | SlotState::Missed => None,
    };
    let stated = wanted.and_then(|standing| Some((slot.round?, standing, slot.walked?)));
    let filled = filled.map(|round| (round.id, round.standing, round.walked));
    let same = stated == filled && wanted.is_some() == stated.is_some();
    (!same).then(|| "the round that fills it".to_owned())
}

/// Counts the postings of all slots again from their rows, and reads the rounds that fill them.
pub struct Recounter<'a, C>(pub &'a C);

impl<C: ConnectionTrait> Recount for Recounter<'_, C> {
    fn kind(&self) -> &str {
        KIND
    }
    fn page(&self, after: Option<Uuid>, limit: u32) -> Recounted<'_> {
        Box::pin(async move {
            let page = store::page_of_slots(self.0, after, limit).await.map_err(|e| e.to_string())?;
            let filled = store::filling(self.0, &page).await.map_err(|e| e.to_string())?;
            let stated = |slot: Slot| {
                let round = filled.get(&slot.id);
                Stated {
                    record: slot.id.0,
                    postings: of(&slot, round.and_then(|round| round.score)),
                    contradiction: contradiction(&slot, round),
                }
            };
            Ok(page.into_iter().map(stated).collect())
        })
    }
}
