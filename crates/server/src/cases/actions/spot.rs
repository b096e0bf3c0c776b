//! Fixing on the spot: who draws, and by which secret.

use crate::{
    cases::{
        category::Category,
        model::{Case, Error, Spot, State},
        rules, store,
    },
    platform::{permission::Who, setting},
    work::Work,
};
use kernel::moment::Moment;
use sea_orm::{ConnectionTrait, DbErr};

/// The setting that holds the secret, as hexadecimal. No page shows it.
const SECRET: &str = "spot_secret";

/// Keeps the secret of a new installation; one that has a secret keeps its own.
pub async fn keep_spot_secret(db: &impl ConnectionTrait, secret: &[u8], now: Moment) -> Result<(), DbErr> {
    setting::begin(db, SECRET, &hex::encode(secret), now).await
}

/// The person sent the photo before in a visit that is still going on.
pub async fn in_visit(db: &impl ConnectionTrait, who: &Who, case: &Case, now: Moment) -> Result<bool, DbErr> {
    if case.state != State::Registered || case.reported_by != who.person {
        return Ok(false);
    }
    let before = store::photo_before(db, case.id).await?;
    Ok(before.is_some_and(|before| rules::same_visit(before, now)))
}

/// Holds the conditions of a fix on the spot, and draws whether it is verified.
pub async fn draw(work: &Work<'_>, case: &Case, category: &Category) -> Result<Spot, Error> {
    if !category.spot {
        return Err(Error::NotOnSpot(category.code.clone()));
    }
    if !in_visit(work.tx(), work.who(), case, work.now()).await? {
        return Err(Error::NotOneVisit);
    }
    let secret = setting::find(work.tx(), SECRET).await?.unwrap_or_default();
    let drawn = rules::drawn(secret.as_bytes(), case.id, category.checked_percent);
    Ok(if drawn { Spot::Drawn } else { Spot::Passed })
}
