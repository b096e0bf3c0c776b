//! What ended since the last answer is reported to the superior; the papers are kept as they went out.

use super::{seen, write};
use crate::{
    referrals::{
        model::{Answered, Error, Referral, ReferralId, State},
        store,
    },
    work::Work,
};
use kernel::id::Uuid;

/// `told` are the rows that the papers show as ended, each with the version of its case there: what goes on meanwhile is
/// left to the next answer.
pub async fn answer(
    work: &Work<'_>,
    id: ReferralId,
    version: i32,
    answer: Uuid,
    told: &[(Uuid, i32)],
) -> Result<Referral, Error> {
    let referral = seen(work, id, "referral.answer", version).await?;
    if referral.state != State::Dispatched {
        return Err(Error::NotNow(referral.state));
    }
    let db = work.tx();
    let (mut items, mut again) = (0, 0);
    for (item, version) in told {
        match store::tell_item(db, id, *item, *version, answer).await? {
            Some(true) => items += 1,
            Some(false) => again += 1,
            None => {}
        }
    }
    if items + again == 0 {
        return Err(Error::NothingToAnswer);
    }
    let answers = store::answers(db, id).await?;
    let answered = Answered {
        id: answer,
        n: answers.last().map_or(1, |last| last.n + 1),
        at: work.now(),
        person: work.who().person,
        items,
        again,
        in_time: referral.due_on.is_none_or(|due| work.now().day() <= due),
    };
    store::insert_answer(db, id, &answered).await?;
    let moved = store::move_on(db, &referral, State::Dispatched, &referral.columns).await?;
    write(work, "referral.answer", Some(&referral), &moved).await?;
    Ok(moved)
}
