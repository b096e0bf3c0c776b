//! What a list waits for at its office, until the day by which the superior wants its answer: that every row shall be a
//! case, then that all which has ended is answered.

use super::{
    figures::KIND,
    model::{Counts, Referral, State},
};
use crate::{
    directory,
    platform::waiting::{self, Task},
    wire::Period,
};
use sea_orm::{ConnectionTrait, DbErr};

/// Writes it anew: from the list and its rows alone, so that events in any order come to the same.
pub async fn wait(db: &impl ConnectionTrait, referral: &Referral, counts: &Counts) -> Result<(), DbErr> {
    let waiting = counts.items - counts.left_out - counts.dispatched;
    let verb = match referral.state {
        State::Read | State::Dispatched if waiting > 0 => Some("dispatch"),
        State::Dispatched if counts.unanswered > 0 => Some("answer"),
        _ => None,
    };
    let organisation = directory::heir_of(db, referral.organisation).await?;
    let task = verb.map(|verb| Task {
        organisation,
        kind: KIND,
        verb,
        title: &referral.title,
        detail: referral.sender.clone(),
        due: referral.due_on.map(Period::end_of),
    });
    let tasks = task.into_iter().map(|task| (referral.id.0, task)).collect();
    waiting::set(db, referral.id.0, tasks, referral.received_at).await
}
