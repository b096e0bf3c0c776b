//! The verbs of a site over HTTP.

use super::show::{SiteView, view};
use crate::{
    app::{Incoming, Path},
    platform::problem::Problem,
    sites::actions::{self, NewSite},
    work::Answer,
};
use kernel::{
    geo::{Datum, Position},
    id::Uuid,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What is said of a site.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SiteRequest {
    /// code of a type
    r#type: String,
    /// at most 60 characters
    name: String,
    area: Uuid,
    /// the owning organisation; without it the community or village of the place
    org: Option<Uuid>,
    position: Option<SitePosition>,
    /// at most 120 characters
    #[serde(default)]
    address: String,
    /// the road that it is a segment of
    parent: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct SitePosition {
    lon: f64,
    lat: f64,
    /// wgs84 (default) or gcj02
    #[schema(value_type = Option<crate::wire::Datum>)]
    datum: Option<Datum>,
}

impl TryFrom<SiteRequest> for NewSite {
    type Error = Problem;
    fn try_from(body: SiteRequest) -> Result<Self, Problem> {
        let position = body.position.map(|p| Position::read(p.lon, p.lat, p.datum.unwrap_or_default()));
        let position = position
            .transpose()
            .map_err(|e| Problem::bad("position.impossible", e.to_string()).field("position"))?;
        Ok(Self {
            kind: body.r#type,
            name: body.name,
            area: body.area,
            organisation: body.org,
            position,
            address: body.address,
            parent: body.parent.map(Into::into),
        })
    }
}

/// Open a site. Its plate's code is drawn now and stays for life.
#[utoipa::path(post, path = "/api/sites", tag = "sites", request_body = SiteRequest,
    params(("Idempotency-Key" = Uuid, Header, description = "the new site's id, a UUIDv7")),
    responses((status = 200, body = SiteView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn open(Incoming { door, body }: Incoming<SiteRequest>) -> Result<Answer, Problem> {
    let (id, new) = (door.key.id, NewSite::try_from(body)?);
    door.run(async move |work| {
        let site = actions::open(work, id.into(), new.clone()).await?;
        view(work.tx(), work.who(), site).await
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct EditRequest {
    /// the version that you saw
    version: i32,
    #[serde(flatten)]
    site: SiteRequest,
}

/// Say anew all that is said of a site.
#[utoipa::path(post, path = "/api/sites/{id}/edit", tag = "sites", request_body = EditRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = SiteView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn edit(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<EditRequest>,
) -> Result<Answer, Problem> {
    let (seen, new) = (body.version, NewSite::try_from(body.site)?);
    door.run(async move |work| {
        let site = actions::edit(work, id.into(), seen, new.clone()).await?;
        view(work.tx(), work.who(), site).await
    })
    .await
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct CloseRequest {
    /// the version that you saw
    version: i32,
}

/// Close a site: it is there no more from today on.
#[utoipa::path(post, path = "/api/sites/{id}/close", tag = "sites", request_body = CloseRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = SiteView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn close(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<CloseRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let site = actions::close(work, id.into(), body.version).await?;
        view(work.tx(), work.who(), site).await
    })
    .await
}
