//! A list that was taken in by mistake stands no more, as long as no case was made of it. Its file and rows stay.

use super::{seen, write};
use crate::{
    referrals::{
        model::{Error, Referral, ReferralId},
        store,
    },
    work::Work,
};

/// Characters of the reason at most.
const LONGEST: usize = 400;

pub async fn cancel(work: &Work<'_>, id: ReferralId, version: i32, reason: &str) -> Result<Referral, Error> {
    let referral = seen(work, id, "referral.cancel", version).await?;
    if !referral.state.may_be_cancelled() {
        return Err(Error::NotNow(referral.state));
    }
    let reason = reason.trim();
    match reason.chars().count() {
        0 => return Err(Error::Empty("reason")),
        length if length > LONGEST => {
            return Err(Error::TooLong { field: "reason", length, most: LONGEST });
        }
        _ => {}
    }
    let counts = store::counts(work.tx(), id, work.now()).await?;
    if counts.dispatched > 0 {
        return Err(Error::HasCases(counts.dispatched));
    }
    let cancelled = store::cancel(work.tx(), &referral, reason).await?;
    write(work, "referral.cancel", Some(&referral), &cancelled).await?;
    Ok(cancelled)
}
