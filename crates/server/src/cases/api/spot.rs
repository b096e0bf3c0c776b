//! The seed of a month's draws, told when the month is over.

use crate::{
    app::{Incoming, Path},
    cases::{actions, model::Error},
    platform::problem::Problem,
    work::Answer,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Nothing but the request itself.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct TellSeed {}

/// By which anybody may draw again what was fixed on the spot: a case is verified when the first four bytes of
/// SHA-256 over the seed and the case's id, as a number, leave less than `checked_percent` when divided by a hundred.
#[derive(Debug, Serialize, ToSchema)]
pub struct SpotSeed {
    /// of the registration
    month: String,
    /// 32 bytes as hexadecimal
    seed: String,
}

/// The seed of a month that is over. Each telling is on the trail.
#[utoipa::path(post, path = "/api/spot-seeds/{month}", tag = "cases", request_body = TellSeed,
    params(("month" = String, Path, description = "as 2026-10"), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = SpotSeed), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn tell(
    Path(month): Path<String>,
    Incoming { door, body: TellSeed {} }: Incoming<TellSeed>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let seed = actions::tell_seed(work, &month).await?;
        Ok::<_, Error>(SpotSeed { month: month.clone(), seed: hex::encode(seed) })
    })
    .await
}
