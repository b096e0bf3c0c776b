//! Areas merged, split, moved, converted, closed, handed on.

use super::{
    super::{ChangeRequest, areas::AreaView},
    PartRequest,
};
use crate::{
    app::{self, Incoming, Path},
    directory::{
        Error,
        actions::{self, Converted, Part},
    },
    platform::problem::Problem,
    work::Answer,
};
use kernel::id::Uuid;
use serde::Deserialize;
use utoipa::ToSchema;

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MergeAreasRequest {
    /// areas that end with the one of the address
    #[serde(default)]
    with: Vec<Uuid>,
    into: PartRequest,
    /// their committees are merged too
    #[serde(default = "yes")]
    committees: bool,
    #[serde(flatten)]
    change: ChangeRequest,
}

/// Merge areas into one that stands or is new, from a day on: it takes over what lies below them, their history counts
/// in it, and what hangs on them goes to it.
#[utoipa::path(post, path = "/api/areas/{id}/merge", tag = "directory", request_body = MergeAreasRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = AreaView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn merge(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<MergeAreasRequest>,
) -> Result<Answer, Problem> {
    door.run_long(async move |work| {
        let MergeAreasRequest { with, into, committees, change } = body.clone();
        let ids = one_with(id, with);
        let (into, change) = (Part::from(into), change.into());
        let heir = actions::merge_areas(work, &ids, &into, committees, &change, app::FOLLOWERS).await?;
        Ok::<_, Error>(AreaView::from(heir))
    })
    .await
}

/// The one of the address and those beside it, each once.
pub fn one_with(id: Uuid, with: Vec<Uuid>) -> Vec<Uuid> {
    let mut ids = vec![id];
    for other in with {
        if !ids.contains(&other) {
            ids.push(other);
        }
    }
    ids
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SplitAreaRequest {
    into: Vec<PartRequest>,
    /// the part (0, 1, …) that takes what no other is given; without it that stays with the closed one
    rest: Option<usize>,
    /// its committee is split too
    #[serde(default = "yes")]
    committees: bool,
    #[serde(flatten)]
    change: ChangeRequest,
}

/// Split an area into several from a day on. Its history stays with it.
#[utoipa::path(post, path = "/api/areas/{id}/split", tag = "directory", request_body = SplitAreaRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = [AreaView]), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn split(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<SplitAreaRequest>,
) -> Result<Answer, Problem> {
    door.run_long(async move |work| {
        let SplitAreaRequest { into, rest, committees, change } = body.clone();
        let parts = into.into_iter().map(Part::from).collect();
        let change = change.into();
        let made = actions::split_area(work, id, parts, rest, committees, &change, app::FOLLOWERS).await?;
        Ok::<_, Error>(made.into_iter().map(AreaView::from).collect::<Vec<_>>())
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct MoveAreaRequest {
    parent: Uuid,
    #[serde(flatten)]
    change: ChangeRequest,
}

/// Put an area below another parent from a day on, with all below it.
#[utoipa::path(post, path = "/api/areas/{id}/move", tag = "directory", request_body = MoveAreaRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = AreaView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn move_to(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<MoveAreaRequest>,
) -> Result<Answer, Problem> {
    door.run_long(async move |work| {
        let moved = actions::move_area(work, id, body.parent, &body.change.clone().into()).await?;
        Ok::<_, Error>(AreaView::from(moved))
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ConvertAreaRequest {
    /// within its level: community or village; town, township or sub_district
    kind: String,
    name: String,
    code: String,
    /// its committee takes the new name and kind
    #[serde(default = "yes")]
    committees: bool,
    #[serde(flatten)]
    change: ChangeRequest,
}

/// Make an area one of another kind within its level from a day on, as a village a community.
#[utoipa::path(post, path = "/api/areas/{id}/convert", tag = "directory", request_body = ConvertAreaRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = AreaView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn convert(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<ConvertAreaRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let ConvertAreaRequest { kind, name, code, committees, change } = body.clone();
        let to = Converted { kind, name, code, committees };
        let converted = actions::convert_area(work, id, to, &change.into()).await?;
        Ok::<_, Error>(AreaView::from(converted))
    })
    .await
}

/// Close an area that has nothing open below it and no organisation of its own.
#[utoipa::path(post, path = "/api/areas/{id}/close", tag = "directory", request_body = ChangeRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = AreaView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn close(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<ChangeRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let closed = actions::close_area(work, id, &body.clone().into()).await?;
        Ok::<_, Error>(AreaView::from(closed))
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct HandOnRequest {
    pub to: Uuid,
    #[serde(flatten)]
    pub change: ChangeRequest,
}

/// Give what still hangs on a closed area to another. Its history stays where it is.
#[utoipa::path(post, path = "/api/areas/{id}/hand_on", tag = "directory", request_body = HandOnRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = AreaView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn hand_on(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<HandOnRequest>,
) -> Result<Answer, Problem> {
    door.run_long(async move |work| {
        let change = body.change.clone().into();
        let heir = actions::hand_on_area(work, id, body.to, &change, app::FOLLOWERS).await?;
        Ok::<_, Error>(AreaView::from(heir))
    })
    .await
}
