//! Organisations merged, split, moved, handed on.

use super::{
    super::{ChangeRequest, organisations::OrganisationView},
    PartRequest,
    areas::{HandOnRequest, one_with},
};
use crate::{
    app::{self, Incoming, Path},
    directory::{
        Error,
        actions::{self, Part},
    },
    platform::problem::Problem,
    work::Answer,
};
use kernel::id::Uuid;
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MergeOrganisationsRequest {
    /// organisations that end with the one of the address
    #[serde(default)]
    with: Vec<Uuid>,
    into: PartRequest,
    #[serde(flatten)]
    change: ChangeRequest,
}

/// Merge organisations into one that stands or is new, from a day on: posts, those below and open work are its own.
#[utoipa::path(post, path = "/api/organisations/{id}/merge", tag = "directory",
    request_body = MergeOrganisationsRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = OrganisationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn merge(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<MergeOrganisationsRequest>,
) -> Result<Answer, Problem> {
    door.run_long(async move |work| {
        let MergeOrganisationsRequest { with, into, change } = body.clone();
        let (ids, into) = (one_with(id, with), Part::from(into));
        let heir = actions::merge_organisations(work, &ids, &into, &change.into(), app::FOLLOWERS).await?;
        Ok::<_, Error>(OrganisationView::from(heir))
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SplitOrganisationRequest {
    into: Vec<PartRequest>,
    /// the part (0, 1, …) that takes what no other is given; without it that stays with the closed one
    rest: Option<usize>,
    #[serde(flatten)]
    change: ChangeRequest,
}

/// Split an organisation into several from a day on. What it did stays with it.
#[utoipa::path(post, path = "/api/organisations/{id}/split", tag = "directory",
    request_body = SplitOrganisationRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = [OrganisationView]), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn split(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<SplitOrganisationRequest>,
) -> Result<Answer, Problem> {
    door.run_long(async move |work| {
        let SplitOrganisationRequest { into, rest, change } = body.clone();
        let parts = into.into_iter().map(Part::from).collect();
        let made = actions::split_organisation(work, id, parts, rest, &change.into(), app::FOLLOWERS).await?;
        Ok::<_, Error>(made.into_iter().map(OrganisationView::from).collect::<Vec<_>>())
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MoveOrganisationRequest {
    /// without it: to the top
    parent: Option<Uuid>,
    /// the area it belongs to from now on; without it the same
    area: Option<Uuid>,
    #[serde(flatten)]
    change: ChangeRequest,
}

/// Put an organisation below another from a day on, with all below it.
#[utoipa::path(post, path = "/api/organisations/{id}/move", tag = "directory",
    request_body = MoveOrganisationRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = OrganisationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn move_to(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<MoveOrganisationRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let MoveOrganisationRequest { parent, area, change } = body.clone();
        let moved = actions::move_organisation(work, id, parent, area, &change.into()).await?;
        Ok::<_, Error>(OrganisationView::from(moved))
    })
    .await
}

/// Give what still hangs on a closed organisation to another. What it did stays with it.
#[utoipa::path(post, path = "/api/organisations/{id}/hand_on", tag = "directory", request_body = HandOnRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = OrganisationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn hand_on(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<HandOnRequest>,
) -> Result<Answer, Problem> {
    door.run_long(async move |work| {
        let change = body.change.clone().into();
        let heir = actions::hand_on_organisation(work, id, body.to, &change, app::FOLLOWERS).await?;
        Ok::<_, Error>(OrganisationView::from(heir))
    })
    .await
}
