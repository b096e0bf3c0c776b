//! What became of the cases that rows were made, followed through the cases' events.

use super::{model::Outcome, store, waits::wait};
use crate::platform::{
    db::Tx,
    event::{Event, Subscriber, Untaken},
};
use futures::FutureExt;
use kernel::moment::Moment;
use serde::Deserialize;

pub const FOLLOWS: Subscriber = Subscriber {
    name: "referrals.cases",
    wants: &["case."],
    take: |tx, event| follow(tx, event).boxed_local(),
};

/// What of a case's event is read here.
#[derive(Deserialize)]
struct Told {
    version: i32,
    number: String,
    state: String,
    deadline: Option<Moment>,
    closed_at: Option<Moment>,
}

/// Keeps it where nothing newer is kept, and what the list waits for with it; most cases are no superior's.
async fn follow(tx: &Tx, event: &Event) -> Result<(), Untaken> {
    let Told { version, number, state, deadline, closed_at } = event.read()?;
    let outcome = Outcome { number, state, version, deadline, closed_at };
    if !store::keep_outcome(tx, event.record, &outcome).await? {
        return Ok(());
    }
    let Some(item) = store::find_item(tx, event.record).await? else { return Ok(()) };
    let Some(referral) = store::find(tx, item.referral).await? else { return Ok(()) };
    let counts = store::counts(tx, referral.id, event.at).await?;
    Ok(wait(tx, &referral, &counts).await?)
}
