//! The verbs of sites: open, edit, close, and many opened at once from a table.

use super::{
    model::{Error, Site, SiteId},
    rules, store,
};
use crate::{
    directory::{self, Meanwhile},
    platform::permission::Subject,
    work::{Happened, Work},
};
use kernel::{code::Code, geo::Position, id::Uuid};
use serde::Serialize;
use utoipa::ToSchema;

const WRITE: &str = "site.write";
const KIND: &str = "site";
/// Draws before giving up; one in 595 million is taken for each site that stands.
const DRAWS: usize = 8;

/// What is said of a site when it is opened or edited.
#[derive(Clone, Debug, Default)]
pub struct NewSite {
    pub kind: String,
    pub name: String,
    pub area: Uuid,
    /// without it the community or village that owns the place
    pub organisation: Option<Uuid>,
    pub position: Option<Position>,
    pub address: String,
    pub parent: Option<SiteId>,
}

pub async fn open(work: &Work<'_>, id: SiteId, new: NewSite) -> Result<Site, Error> {
    let said = check(work, new).await?;
    if store::find_site(work.tx(), id).await?.is_some() {
        return Err(Error::IdTaken);
    }
    let code = draw(work).await?;
    let site =
        Site { id, code, opened_on: work.now().day().to_string(), closed_on: None, version: 1, ..said };
    store::insert(work.tx(), &site).await?;
    note(work, None, &site).await?;
    Ok(site)
}

/// An open site that the person may read.
pub async fn readable(work: &Work<'_>, id: SiteId) -> Result<Site, Error> {
    let site = store::find_site(work.tx(), id).await?.ok_or(Error::NoSuchSite)?;
    if !site.shown(|shown| work.who().may_read("site.read", shown)) {
        return Err(Error::NoSuchSite);
    }
    if site.closed_on.is_some() { Err(Error::Closed) } else { Ok(site) }
}

/// Says anew all that is said of a site; its code stays.
pub async fn edit(work: &Work<'_>, id: SiteId, seen: i32, new: NewSite) -> Result<Site, Error> {
    let site = writable(work, id, seen).await?;
    let said = check(work, new).await?;
    let Site { id, code, .. } = site;
    let changed = Site {
        id,
        code,
        opened_on: site.opened_on.clone(),
        closed_on: None,
        visited_at: site.visited_at,
        version: site.version + 1,
        ..said
    };
    store::update(work.tx(), &site, &changed).await?;
    note(work, Some(&site), &changed).await?;
    Ok(changed)
}

/// The site is there no more from today on; what was seen there stays.
pub async fn close(work: &Work<'_>, id: SiteId, seen: i32) -> Result<Site, Error> {
    let site = writable(work, id, seen).await?;
    let closed =
        Site { closed_on: Some(work.now().day().to_string()), version: site.version + 1, ..site.clone() };
    store::update(work.tx(), &site, &closed).await?;
    note(work, Some(&site), &closed).await?;
    Ok(closed)
}

/// What came of a table of sites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Imported {
    /// newly opened
    pub opened: usize,
    /// stood already: same area, type and name
    pub skipped: usize,
}

/// Opens the sites of a table, all or none.
pub async fn import(work: &Work<'_>, rows: &[NewSite]) -> Result<Imported, Error> {
    let mut done = Imported::default();
    for new in rows {
        if store::stands(work.tx(), new.area, &new.kind, new.name.trim()).await? {
            done.skipped += 1;
            continue;
        }
        open(work, work.id().into(), new.clone()).await?;
        done.opened += 1;
    }
    Ok(done)
}

async fn writable(work: &Work<'_>, id: SiteId, seen: i32) -> Result<Site, Error> {
    let site = store::find_site(work.tx(), id).await?.ok_or(Error::NoSuchSite)?;
    if !site.shown(|shown| work.who().may_read("site.read", shown)) {
        return Err(directory::beyond(work.tx(), work.who(), site.area, work.now(), Error::NoSuchSite).await);
    }
    site.shown(|shown| work.may(WRITE, shown))?;
    match site {
        site if site.version != seen => Err(stale(work, &site, seen).await?),
        site if site.closed_on.is_some() => Err(Error::Closed),
        site => Ok(site),
    }
}

/// Somebody was faster: who, and what was changed.
async fn stale(work: &Work<'_>, site: &Site, seen: i32) -> Result<Error, Error> {
    let found = directory::meanwhile(work.tx(), KIND, site.id.0, seen, &[("organisation", "org")]).await?;
    let named = |meanwhile: Meanwhile| {
        let verb = if meanwhile.changed("closed_on") { "close" } else { "edit" };
        meanwhile.called(verb)
    };
    Ok(Error::Stale { seen, now: site.version, meanwhile: found.map(named) })
}

/// A site as said, with what it refers to looked up. Its id, code and days are the caller's.
async fn check(work: &Work<'_>, new: NewSite) -> Result<Site, Error> {
    let db = work.tx();
    let place = directory::find_area(db, new.area).await?.ok_or(Error::NoSuchArea)?;
    let owner = match new.organisation {
        Some(id) => Some(directory::find_organisation(db, id).await?.ok_or(Error::NoSuchOrganisation)?),
        None => directory::organisation_owning(db, &place).await?,
    };
    let path = owner.as_ref().map(|owner| owner.path.as_str());
    let organisations: Vec<&str> = path.into_iter().collect();
    work.may(WRITE, Subject { area: &place.path, line: None, organisations: &organisations, parties: &[] })?;
    let kind = store::find_type(db, &new.kind).await?.ok_or_else(|| Error::NoSuchType(new.kind.clone()))?;
    let (name, address) = rules::words(&new.name, &new.address)?;
    if let Some(parent) = new.parent {
        let road = store::find_site(db, parent).await?.filter(|road| {
            road.closed_on.is_none()
                && road.parent.is_none()
                && road.shown(|shown| work.who().may_read("site.read", shown))
        });
        road.ok_or(Error::NoSuchParent)?;
    }
    Ok(Site {
        id: SiteId(Uuid::nil()),
        code: Code::draw(0),
        kind: kind.code,
        name,
        area: place.id,
        organisation: owner.as_ref().map(|owner| owner.id),
        position: new.position,
        address,
        parent: new.parent,
        opened_on: String::new(),
        closed_on: None,
        visited_at: None,
        version: 1,
        paths: super::model::Paths { area: place.path, organisation: owner.map(|owner| owner.path) },
    })
}

async fn draw(work: &Work<'_>) -> Result<Code, Error> {
    for _ in 0..DRAWS {
        let code = Code::draw(work.chance());
        if store::code_is_free(work.tx(), code).await? {
            return Ok(code);
        }
    }
    Err(Error::NoCode)
}

pub async fn note(work: &Work<'_>, before: Option<&Site>, after: &Site) -> Result<(), Error> {
    let trace = |site: &Site| {
        serde_json::json!({
            "code": site.code, "type": site.kind, "name": site.name, "area": site.area,
            "organisation": site.organisation, "position": site.position, "address": site.address,
            "parent": site.parent, "closed_on": site.closed_on, "version": site.version,
        })
    };
    let (seen, now) = (before.map(trace), trace(after));
    let before = seen.as_ref().map(|seen| seen as &dyn crate::work::erased::Json);
    work.record(Happened { verb: WRITE, kind: KIND, record: after.id.0, before, after: Some(&now) }).await?;
    Ok(())
}
