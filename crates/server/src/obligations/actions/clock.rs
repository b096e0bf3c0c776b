//! What the clock says: slots open when their windows begin, and are missed when these close and nobody came.
//! A verb that comes first says it too, so the figures do not depend on how often the clock runs.

use crate::{
    directory,
    obligations::{
        figures,
        model::{Error, Obligation, ObligationId, ROUND, Slot, SlotState},
        rules, store,
    },
    platform::waiting::Task,
    work::{Happened, Work},
};
use journal::Way;

/// Slots at most in one turn; after a long pause the clock comes again at once.
const TURN: usize = 20;

/// The clock comes by an obligation. Twice changes nothing.
pub async fn settle(work: &Work<'_>, id: ObligationId) -> Result<(), Error> {
    let Some(obligation) = store::find_obligation(work.tx(), id).await? else { return Ok(()) };
    let settled = settled(work, obligation.clone()).await?;
    if settled != obligation {
        wait(work, &settled).await?;
    }
    Ok(())
}

/// Opens what begins and misses what ends up to now.
pub async fn settled(work: &Work<'_>, obligation: Obligation) -> Result<Obligation, Error> {
    let (db, now) = (work.tx(), work.now());
    if obligation.next.is_none_or(|next| next > now) {
        return Ok(obligation);
    }
    let mut changed = obligation;
    let days = |of: &Obligation| [Some(of.from), of.to];
    let mut next = rules::next(&changed.kind, work.calendar(), changed.opened_until, days(&changed));
    for _ in 0..TURN {
        let Some(span) = next.filter(|span| span.opens <= now) else { break };
        store::insert_slot(db, work.id().into(), changed.id, span).await?;
        changed.opened_until = span.opens;
        next = rules::next(&changed.kind, work.calendar(), span.opens, days(&changed));
    }
    let mut closes = None;
    for slot in store::open_slots(db, changed.id).await? {
        if slot.span.closes <= now {
            miss(work, slot).await?;
        } else {
            closes = closes.or(Some(slot.span.closes));
        }
    }
    changed.next = next.map(|span| span.opens).into_iter().chain(closes).min();
    store::update_obligation(db, &changed).await?;
    Ok(changed)
}

async fn miss(work: &Work<'_>, slot: Slot) -> Result<(), Error> {
    let missed = Slot {
        state: SlotState::Missed,
        settled: Some(work.now()),
        version: slot.version + 1,
        ..slot.clone()
    };
    store::settle_slot(work.tx(), &missed).await?;
    work.post_as(Way::Clock, &figures::of(&missed, None)).await?;
    note(work, "round.miss", &slot, &missed).await
}

/// Trail and event of what became of a slot.
pub async fn note(work: &Work<'_>, verb: &'static str, before: &Slot, after: &Slot) -> Result<(), Error> {
    let trace = |slot: &Slot| {
        serde_json::json!({ "obligation": slot.ground.obligation, "day": slot.span.day.to_string(),
            "number": slot.span.number, "state": slot.state, "round": slot.round, "version": slot.version })
    };
    let (before, after_json) = (trace(before), trace(after));
    let happened = Happened {
        verb,
        kind: figures::KIND,
        record: after.id.0,
        before: Some(&before),
        after: Some(&after_json),
    };
    Ok(work.record(happened).await?)
}

/// What waits for whoever owes it: the slot that is open now.
pub async fn wait(work: &Work<'_>, of: &Obligation) -> Result<(), Error> {
    let open = store::open_slots(work.tx(), of.id).await?;
    let organisation = match open.is_empty() {
        true => of.ground.organisation.id,
        // of one that is closed the successor walks what was still owed
        false => directory::heir_of(work.tx(), of.ground.organisation.id).await?,
    };
    let task = |slot: &Slot| Task {
        organisation,
        kind: ROUND,
        verb: "walk",
        title: of.ground.place(),
        detail: format!("{} #{}", of.ground.kind_name, slot.span.number),
        due: Some(slot.span.closes),
    };
    Ok(work.wait(of.id.0, open.iter().map(task).collect()).await?)
}
