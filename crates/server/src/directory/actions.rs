//! The directory's verbs: open an area or an organisation, add a person, open a post, put a person in it, give a
//! grant. Each change is on the trail.

use super::{
    model::{Area, Error, NewArea, NewGrant, NewOrganisation, NewPosition, Organisation, Person},
    store,
};
use crate::{
    platform::permission::{Scope, Subject},
    work::{Happened, Work},
};
use kernel::id::Uuid;

const NOBODY: Subject<'static> = Subject { area: "", line: None, organisations: &[], parties: &[] };

pub async fn open_area(work: &Work<'_>, new: NewArea) -> Result<Area, Error> {
    let parent = match new.parent {
        Some(parent) => Some(store::find_area(work.tx(), parent).await?.ok_or(Error::NoSuchArea)?),
        None => None,
    };
    let above = parent.as_ref().map_or("", |area| area.path.as_str());
    work.may("area.write", Subject { area: above, ..NOBODY })?;
    filled("name", &new.name)?;
    filled("code", &new.code)?;
    let area = store::insert_area(work.tx(), work.id(), new, &work.now().day().to_string()).await?;
    note(work, "area.write", "area", area.id, &area.name).await?;
    Ok(area)
}

pub async fn open_organisation(work: &Work<'_>, new: NewOrganisation) -> Result<Organisation, Error> {
    let area = store::find_area(work.tx(), new.area).await?.ok_or(Error::NoSuchArea)?;
    work.may("organisation.write", Subject { area: &area.path, ..NOBODY })?;
    filled("name", &new.name)?;
    let day = work.now().day().to_string();
    let organisation = store::insert_organisation(work.tx(), work.id(), new, &day).await?;
    note(work, "organisation.write", "organisation", organisation.id, &organisation.name).await?;
    Ok(organisation)
}

pub async fn add_person(work: &Work<'_>, name: &str) -> Result<Person, Error> {
    work.may("person.write", Subject { area: &own_root(work), ..NOBODY })?;
    filled("name", name)?;
    let person = store::insert_person(work.tx(), work.id(), name.into(), work.now().millis()).await?;
    // the trail names the person by id alone: a name would outlive its erasure
    note(work, "person.write", "person", person.id, "").await?;
    Ok(person)
}

pub async fn open_position(work: &Work<'_>, new: NewPosition) -> Result<Uuid, Error> {
    let area = area_of(work, new.organisation).await?;
    work.may("organisation.write", Subject { area: &area.path, ..NOBODY })?;
    filled("title", &new.title)?;
    let (id, title) = (work.id(), new.title.clone());
    store::insert_position(work.tx(), id, new, &work.now().day().to_string()).await?;
    note(work, "organisation.write", "position", id, &title).await?;
    Ok(id)
}

pub async fn put_in_post(work: &Work<'_>, position: Uuid, person: Uuid) -> Result<(), Error> {
    work.may("person.write", Subject { area: &own_root(work), ..NOBODY })?;
    if !store::position_exists(work.tx(), position).await? {
        return Err(Error::NoSuchPosition);
    }
    store::insert_holding(work.tx(), position, person, &work.now().day().to_string()).await?;
    note(work, "person.write", "position", position, &person.to_string()).await
}

/// Gives a role over an area. Nobody gives a verb that they lack there.
pub async fn give_grant(work: &Work<'_>, new: NewGrant) -> Result<Uuid, Error> {
    let area = store::find_area(work.tx(), new.area).await?.ok_or(Error::NoSuchArea)?;
    let place = Subject { area: &area.path, ..NOBODY };
    work.may("grant.write", place)?;
    let verbs = store::verbs_of(work.tx(), &new.role).await?;
    if verbs.is_empty() {
        return Err(Error::NoSuchRole(new.role));
    }
    if let Some(verb) = verbs.iter().find(|verb| !work.who().may(verb, place)) {
        return Err(Error::BeyondOwn(verb.clone()));
    }
    let (id, role) = (work.id(), new.role.clone());
    store::insert_grant(work.tx(), id, new, &work.now().day().to_string()).await?;
    note(work, "grant.write", "grant", id, &role).await?;
    Ok(id)
}

async fn area_of(work: &Work<'_>, organisation: Uuid) -> Result<Area, Error> {
    let organisation =
        store::find_organisation(work.tx(), organisation).await?.ok_or(Error::NoSuchOrganisation)?;
    store::find_area(work.tx(), organisation.area).await?.ok_or(Error::NoSuchArea)
}

/// The widest area that the actor's grants reach: people belong to no area of their own.
fn own_root(work: &Work<'_>) -> String {
    let grants = work.who().grants.iter().filter(|grant| matches!(grant.scope, Scope::All));
    grants.map(|grant| grant.area.clone()).min_by_key(String::len).unwrap_or_default()
}

fn filled(field: &'static str, text: &str) -> Result<(), Error> {
    if text.trim().is_empty() { Err(Error::Empty(field)) } else { Ok(()) }
}

async fn note(
    work: &Work<'_>,
    verb: &'static str,
    kind: &'static str,
    record: Uuid,
    after: &str,
) -> Result<(), Error> {
    work.record(Happened { verb, kind, record, before: None, after: Some(&after) }).await?;
    Ok(())
}
