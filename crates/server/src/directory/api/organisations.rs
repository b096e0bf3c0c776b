//! Organisations: the list, open, rename, close.

use super::ChangeRequest;
use crate::{
    app::{Incoming, Path, Read},
    directory::{
        Error, actions,
        model::{NewOrganisation, Organisation},
        store,
    },
    platform::problem::Problem,
    work::Answer,
};
use axum::Json;
use jiff::civil::Date;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An organisation of the tree.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationView {
    id: Uuid,
    code: String,
    name: String,
    short_name: String,
    kind: String,
    parent: Option<Uuid>,
    path: String,
    area: Uuid,
    from_day: String,
    to_day: Option<String>,
}
impl From<Organisation> for OrganisationView {
    fn from(o: Organisation) -> Self {
        Self {
            id: o.id,
            code: o.code,
            name: o.name,
            short_name: o.short_name,
            kind: o.kind,
            parent: o.parent,
            path: o.path,
            area: o.area,
            from_day: o.from_day,
            to_day: o.to_day,
        }
    }
}

/// Open organisations, those above before those below.
#[utoipa::path(get, path = "/api/organisations", tag = "directory",
    responses((status = 200, body = [OrganisationView]), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<Vec<OrganisationView>>, Problem> {
    if !read.who.holds("organisation.read") {
        return Err(Problem::denied("organisation.read"));
    }
    Ok(Json(store::organisations(&read.db).await?.into_iter().map(OrganisationView::from).collect()))
}

/// One organisation, closed ones too.
#[utoipa::path(get, path = "/api/organisations/{id}", tag = "directory", params(("id" = Uuid, Path)),
    responses((status = 200, body = OrganisationView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<OrganisationView>, Problem> {
    if !read.who.holds("organisation.read") {
        return Err(Problem::denied("organisation.read"));
    }
    let found = store::find_organisation(&read.db, id).await?.ok_or_else(super::no_such)?;
    Ok(Json(found.into()))
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct OrganisationRequest {
    code: String,
    name: String,
    short_name: String,
    /// government, creation_office, community, village or a department's word
    kind: String,
    area: Uuid,
    parent: Option<Uuid>,
}

/// Open an organisation.
#[utoipa::path(post, path = "/api/organisations", tag = "directory", request_body = OrganisationRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = OrganisationView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn open(Incoming { door, body }: Incoming<OrganisationRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let b = body.clone();
        let (code, name, short_name, kind) = (b.code, b.name, b.short_name, b.kind);
        let new = NewOrganisation { code, name, short_name, kind, area: b.area, parent: b.parent };
        Ok::<_, Error>(OrganisationView::from(actions::open_organisation(work, new).await?))
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct NameRequest {
    name: String,
    short_name: String,
    /// from when the name holds, today at the latest; without it today
    #[schema(value_type = Option<String>, format = Date)]
    day: Option<Date>,
    #[serde(default)]
    reason: String,
    /// number or title of the paper that decided it
    #[serde(default)]
    document: String,
}

/// Give an organisation another name from a day on; what it was called before is kept.
#[utoipa::path(post, path = "/api/organisations/{id}/rename", tag = "directory", request_body = NameRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = OrganisationView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn rename(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<NameRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let NameRequest { name, short_name, day, reason, document } = body.clone();
        let change = actions::Change { day: day.unwrap_or(work.now().day()), reason, document };
        let named = actions::rename_organisation(work, id, &name, &short_name, &change).await?;
        Ok::<_, Error>(OrganisationView::from(named))
    })
    .await
}

/// Close an organisation that has no open posts, none below it, and nothing waiting.
#[utoipa::path(post, path = "/api/organisations/{id}/close", tag = "directory", request_body = ChangeRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = OrganisationView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn close(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<ChangeRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let closed = actions::close_organisation(work, id, &body.clone().into()).await?;
        Ok::<_, Error>(OrganisationView::from(closed))
    })
    .await
}
