//! What became of the cases that findings were reported as, followed through the cases' events.

use super::{model::Outcome, store};
use crate::platform::{
    db::Tx,
    event::{Event, Subscriber, Untaken},
};
use futures::FutureExt;
use serde::Deserialize;

pub const FOLLOWS: Subscriber = Subscriber {
    name: "inspections.cases",
    wants: &["case."],
    take: |tx, event| follow(tx, event).boxed_local(),
};

/// What of a case's event is read here.
#[derive(Deserialize)]
struct Told {
    version: i32,
    #[serde(flatten)]
    outcome: Outcome,
}

/// Keeps it where nothing newer is kept; most cases are nobody's finding.
async fn follow(tx: &Tx, event: &Event) -> Result<(), Untaken> {
    let told: Told = event.read()?;
    Ok(store::keep_outcome(tx, event.record, told.version, &told.outcome).await?)
}
