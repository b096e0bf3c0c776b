//! The verbs of a superior's list.

mod answer;
mod cancel;
mod dispatch;
mod mend;
mod plan;
mod receive;

pub use answer::answer;
pub use cancel::cancel;
pub use dispatch::{dispatch, end_dispatch, make_case, refused};
pub use mend::{Mend, match_columns, mend};
pub use receive::{New, Task, keep_row, ready, receive};

use super::{
    figures,
    model::{Error, Referral, ReferralId, State},
    store,
    waits::wait,
};
use crate::work::{Happened, Work};

/// The jobs of a list: its file is read, its rows are dispatched.
pub const READ: &str = "referral_read";
pub const DISPATCH: &str = "referral_dispatch";

/// A list that this person may do this with, at the version that was seen.
async fn seen(work: &Work<'_>, id: ReferralId, verb: &'static str, seen: i32) -> Result<Referral, Error> {
    let referral = store::find(work.tx(), id).await?;
    let readable = |referral: &Referral| work.who().may_read("referral.read", referral.shown());
    let referral = referral.filter(readable).ok_or(Error::NotFound)?;
    work.may(verb, referral.shown())?;
    match referral.version == seen {
        true => Ok(referral),
        false => Err(Error::Stale { seen, now: referral.version }),
    }
}

/// What the trail keeps of a list at each verb, and its event tells.
#[derive(serde::Serialize)]
struct Trace<'a> {
    sender: &'a str,
    title: &'a str,
    number: &'a str,
    state: State,
    version: i32,
    rows: i64,
    dispatched: i64,
    answered: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    cancelled: Option<&'a str>,
}

/// Figures, trail, event and what waits of a list that a verb changed.
async fn write(
    work: &Work<'_>,
    verb: &'static str,
    before: Option<&Referral>,
    after: &Referral,
) -> Result<(), Error> {
    let (postings, counts) = figures::stated(work.tx(), after, work.now()).await?;
    work.restate(&figures::source(after), &postings).await?;
    wait(work.tx(), after, &counts).await?;
    let trace = |referral: &Referral| Trace {
        sender: &after.sender,
        title: &after.title,
        number: &after.number,
        state: referral.state,
        version: referral.version,
        rows: counts.items,
        dispatched: counts.dispatched,
        answered: counts.answered,
        cancelled: after.cancelled.as_deref().filter(|_| referral.state == State::Cancelled),
    };
    let (before, after_) = (before.map(trace), trace(after));
    let before = before.as_ref().map(|before| before as &dyn crate::work::erased::Json);
    let happened = Happened { verb, kind: figures::KIND, record: after.id.0, before, after: Some(&after_) };
    Ok(work.record(happened).await?)
}
