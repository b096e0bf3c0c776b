//! The verbs of a list over HTTP: its columns matched, a row mended, all rows dispatched, the list taken back.

use crate::{
    app::{App, Incoming, Path},
    platform::problem::Problem,
    referrals::{
        actions::{self, Mend},
        model::{Mended, ReferralId, Role, State as Stands},
    },
    work::Answer,
};
use axum::extract::State;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How a list or a row stands after a verb.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralMoved {
    state: Stands,
    version: i32,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MatchRequest {
    /// the version that was seen
    version: i32,
    /// what each column means, in the file's order; kept for the sender's next lists
    roles: Vec<Role>,
}

/// Say what the columns mean.
#[utoipa::path(post, path = "/api/referrals/{id}/match", tag = "referrals", params(("id" = Uuid, Path)),
    request_body = MatchRequest,
    responses((status = 200, body = ReferralMoved), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn match_columns(
    State(app): State<App>,
    Path(id): Path<ReferralId>,
    Incoming { door, body }: Incoming<MatchRequest>,
) -> Result<Answer, Problem> {
    let words = app.referral_words.clone();
    door.run_long(async move |work| {
        let MatchRequest { version, roles } = &body;
        let referral = actions::match_columns(work, &words, id, *version, roles).await?;
        Ok::<_, crate::referrals::Error>(ReferralMoved { state: referral.state, version: referral.version })
    })
    .await
}

/// What is said of a row, whole: what is not named is what its cells say.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MendRequest {
    /// the version of the row that was seen
    version: i32,
    #[serde(default)]
    mended: Mended,
    /// no case shall be made of it
    #[serde(default)]
    left_out: bool,
    /// stored before; they come in addition
    #[serde(default)]
    photos: Vec<Uuid>,
}

/// Say of a row what its cells do not.
#[utoipa::path(post, path = "/api/referral-items/{id}/mend", tag = "referrals", params(("id" = Uuid, Path)),
    request_body = MendRequest,
    responses((status = 200, body = ReferralMoved), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn mend(
    State(app): State<App>,
    Path(item): Path<Uuid>,
    Incoming { door, body }: Incoming<MendRequest>,
) -> Result<Answer, Problem> {
    let words = app.referral_words.clone();
    door.run(async move |work| {
        let MendRequest { version: seen, mended, left_out, photos } = body.clone();
        let item = actions::mend(work, &words, item, Mend { seen, mended, left_out, photos }).await?;
        Ok::<_, crate::referrals::Error>(ReferralMoved { state: Stands::Read, version: item.version })
    })
    .await
}

/// The version of a list that was seen.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct SeenRequest {
    pub version: i32,
}

/// Make a case of every row that waits for one, registered and dispatched; a job does it, row by row.
#[utoipa::path(post, path = "/api/referrals/{id}/dispatch", tag = "referrals", params(("id" = Uuid, Path)),
    request_body = SeenRequest,
    responses((status = 200, body = ReferralMoved), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn dispatch(
    State(app): State<App>,
    Path(id): Path<ReferralId>,
    Incoming { door, body }: Incoming<SeenRequest>,
) -> Result<Answer, Problem> {
    let origin = door.order.origin.clone();
    let answer = door
        .run(async move |work| {
            let referral = actions::dispatch(work, id, body.version, origin.clone()).await?;
            Ok::<_, crate::referrals::Error>(ReferralMoved {
                state: referral.state,
                version: referral.version,
            })
        })
        .await?;
    app.signals.call();
    Ok(answer)
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct CancelRequest {
    /// the version that was seen
    version: i32,
    /// 400 characters at most
    reason: String,
}

/// Take back a list that was taken in by mistake; no case may have been made of it.
#[utoipa::path(post, path = "/api/referrals/{id}/cancel", tag = "referrals", params(("id" = Uuid, Path)),
    request_body = CancelRequest,
    responses((status = 200, body = ReferralMoved), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn cancel(
    Path(id): Path<ReferralId>,
    Incoming { door, body }: Incoming<CancelRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let referral = actions::cancel(work, id, body.version, &body.reason).await?;
        Ok::<_, crate::referrals::Error>(ReferralMoved { state: referral.state, version: referral.version })
    })
    .await
}
