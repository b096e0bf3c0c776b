//! What became of the cases that rows were made, followed through the cases' events.

use super::{model::Outcome, store};
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

/// Keeps it where nothing newer is kept; most cases are no superior's.
async fn follow(tx: &Tx, event: &Event) -> Result<(), Untaken> {
    let Told { version, number, state, deadline, closed_at } = event.read()?;
    let outcome = Outcome { number, state, deadline, closed_at };
    Ok(store::keep_outcome(tx, event.record, version, &outcome).await?)
}
