//! One site, by id or by the code of its plate.

use super::list::TypeName;
use crate::{
    app::{Path, Read},
    directory,
    platform::{permission::Who, problem::Problem},
    sites::{
        model::{Error, Site},
        store,
    },
    wire::{Named, Point},
};
use axum::Json;
use kernel::{code::Code, id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct SiteView {
    id: Uuid,
    /// as printed on the plate, `7K3M-92H`; without dash in addresses
    code: String,
    r#type: TypeName,
    name: String,
    area: Named,
    org: Option<Named>,
    position: Option<Point>,
    address: String,
    /// the road that it is a segment of
    parent: Option<Named>,
    opened_on: String,
    closed_on: Option<String>,
    /// when somebody looked at it last
    #[schema(value_type = Option<String>, format = DateTime)]
    visited_at: Option<Moment>,
    /// code of the checklist that a visit opens first
    checklist: Option<String>,
    /// edit, close, visit
    allowed: Vec<&'static str>,
    /// to be sent back with a verb
    version: i32,
}

/// One site.
#[utoipa::path(get, path = "/api/sites/{id}", tag = "sites", params(("id" = Uuid, Path)),
    responses((status = 200, body = SiteView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<SiteView>, Problem> {
    let site = store::find_site(&read.db, id.into()).await?;
    shown(&read, site).await
}

/// The site whose plate carries a code, typed in any manner.
#[utoipa::path(get, path = "/api/sites/by-code/{code}", tag = "sites", params(("code" = String, Path)),
    responses((status = 200, body = SiteView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn by_code(read: Read, Path(code): Path<String>) -> Result<Json<SiteView>, Problem> {
    if !read.who.holds("site.read") {
        return Err(Problem::denied("site.read"));
    }
    let code: Code = code.parse().map_err(Error::WrongCode)?;
    let site = store::site_of_code(&read.db, code).await?;
    shown(&read, site).await
}

async fn shown(read: &Read, site: Option<Site>) -> Result<Json<SiteView>, Problem> {
    let site = site.ok_or(Error::NoSuchSite)?;
    if !site.shown(|shown| read.who.may_read("site.read", shown)) {
        let refusal = directory::beyond(&read.db, &read.who, site.area, read.now, Error::NoSuchSite);
        return Err(refusal.await.into());
    }
    Ok(Json(view(&read.db, &read.who, site).await?))
}

/// A site as its page shows it to this person.
pub async fn view(db: &impl ConnectionTrait, who: &Who, site: Site) -> Result<SiteView, Error> {
    let kind = store::find_type(db, &site.kind).await?;
    let area = directory::find_area(db, site.area).await?.ok_or(Error::NoSuchArea)?;
    let owner = match site.organisation {
        Some(id) => directory::find_organisation(db, id).await?,
        None => None,
    };
    let road = match site.parent {
        Some(id) => store::find_site(db, id).await?,
        None => None,
    };
    let open = site.closed_on.is_none();
    let may = |verb| open && site.shown(|shown| who.may(verb, shown));
    let verbs =
        [("edit", may("site.write")), ("close", may("site.write")), ("visit", may("inspection.visit"))];
    Ok(SiteView {
        id: site.id.0,
        code: site.code.to_string(),
        checklist: kind.as_ref().map(|kind| kind.checklist.clone()),
        r#type: TypeName { name: kind.map_or_else(|| site.kind.clone(), |kind| kind.name), code: site.kind },
        name: site.name,
        area: Named { id: area.id, name: area.name },
        org: owner.map(|o| Named { id: o.id, name: o.short_name }),
        position: site.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        address: site.address,
        parent: road.map(|road| Named { id: road.id.0, name: road.name }),
        opened_on: site.opened_on,
        closed_on: site.closed_on,
        visited_at: site.visited_at,
        allowed: verbs.into_iter().filter(|(_, may)| *may).map(|(verb, _)| verb).collect(),
        version: site.version,
    })
}
