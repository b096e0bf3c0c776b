//! Walk a round: it is kept whatever its hour, and fills the slot that it belongs to if that still counts.

use super::clock::{note, settled, wait};
use crate::{
    directory,
    obligations::{
        figures,
        model::{Error, ObligationId, ROUND, Round, RoundId, Slot, SlotState, Standing},
        rules, store,
    },
    platform::file,
    work::{Denied, Work},
};
use journal::Way;
use kernel::{geo::Position, id::Uuid, moment::Moment};

const WALK: &str = "round.walk";
const LONGEST_NOTE: usize = 500;
const MOST_PHOTOS: usize = 9;

/// A round on its way in.
#[derive(Clone, Debug)]
pub struct NewRound {
    /// made by the sender
    pub id: RoundId,
    pub obligation: ObligationId,
    /// beginning and end, by the walker's clock
    pub started_at: Option<Moment>,
    pub walked_at: Option<Moment>,
    /// points of a hundred
    pub score: Option<f64>,
    pub note: String,
    pub position: Option<Position>,
    pub photos: Vec<Uuid>,
}

pub async fn walk(work: &Work<'_>, new: NewRound) -> Result<Round, Error> {
    let db = work.tx();
    if !work.who().holds(WALK) {
        return Err(Denied(WALK).into());
    }
    let obligation = store::find_obligation(db, new.obligation).await?.ok_or(Error::NoSuchObligation)?;
    if !obligation.ground.shown(|shown| work.who().may_read("obligation.read", shown)) {
        return Err(Error::NoSuchObligation);
    }
    // of one that is closed the successor walks what was still owed
    let owing = directory::heir_of(db, obligation.ground.organisation.id).await?;
    work.may_as(WALK, Some(owing))?;
    let words = said(&new)?;
    let score = rules::score(&obligation.kind, new.score)?;
    if store::find_round(db, new.id).await?.is_some() {
        return Err(Error::IdTaken);
    }
    let obligation = settled(work, obligation).await?;
    let walked = rules::walked_at(new.walked_at, work.now());
    let slots = store::slots_before(db, obligation.id, walked).await?;
    let (slot, standing) = rules::place(&obligation.kind, &slots, walked, work.now());
    let round = Round {
        id: new.id,
        slot: slot.map(|slot| slot.id),
        standing,
        organisation: obligation.ground.organisation.id,
        person: work.who().person,
        person_name: work.who().name.clone(),
        note: words,
        position: new.position,
        started: rules::started_at(new.started_at, new.walked_at, walked),
        walked,
        received: work.now(),
        score,
        ground: obligation.ground.clone(),
    };
    store::insert_round(db, &round).await?;
    for (rank, photo) in (0i32..).zip(&new.photos) {
        file::claim(db, *photo, ROUND, round.id.0, work.who().account).await?;
        store::insert_photo(db, round.id, *photo, rank).await?;
    }
    match slot {
        Some(slot) if matches!(standing, Standing::OnTime | Standing::Late) => {
            fill(work, slot, &round).await?;
        }
        _ => note_round(work, &round).await?,
    }
    wait(work, &obligation).await?;
    Ok(round)
}

fn said(new: &NewRound) -> Result<String, Error> {
    let note = new.note.trim();
    let length = note.chars().count();
    if length > LONGEST_NOTE {
        return Err(Error::TooLong { field: "note", length, most: LONGEST_NOTE });
    }
    if new.photos.len() > MOST_PHOTOS {
        return Err(Error::TooManyPhotos(MOST_PHOTOS));
    }
    Ok(note.into())
}

/// The round is what the slot asked for; a miss that the clock said is taken back.
async fn fill(work: &Work<'_>, slot: &Slot, round: &Round) -> Result<(), Error> {
    let filled = Slot {
        state: if round.standing == Standing::Late { SlotState::Late } else { SlotState::Done },
        round: Some(round.id),
        walked: Some(round.walked),
        settled: Some(work.now()),
        version: slot.version + 1,
        ..slot.clone()
    };
    store::settle_slot(work.tx(), &filled).await?;
    let stated = figures::of(&filled, round.score);
    match slot.state {
        SlotState::Missed => work.restate_as(Way::Field, &figures::source(&filled), &stated).await?,
        _ => work.post_as(Way::Field, &stated).await?,
    }
    note(work, WALK, slot, &filled).await
}

/// A round that fills nothing is on the trail by itself.
async fn note_round(work: &Work<'_>, round: &Round) -> Result<(), Error> {
    let after = serde_json::json!({ "obligation": round.ground.obligation, "slot": round.slot,
        "standing": round.standing });
    let happened = crate::work::Happened {
        verb: WALK,
        kind: ROUND,
        record: round.id.0,
        before: None,
        after: Some(&after),
    };
    Ok(work.record(happened).await?)
}
