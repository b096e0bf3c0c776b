//! People and the posts they hold: add, rename, put in post, take out of it. Work stays with the organisation,
//! whoever comes and goes.

use super::{Change, Error, NOBODY, changed, filled, grants::within_own, note, place};
use crate::{
    directory::{model::Person, store},
    platform::permission::{Scope, Subject},
    work::{Denied, Work},
};
use jiff::civil::Date;
use kernel::id::Uuid;

pub async fn add_person(work: &Work<'_>, name: &str) -> Result<Person, Error> {
    work.may("person.write", Subject { area: &own_root(work), ..NOBODY })?;
    filled("name", name)?;
    let person = store::insert_person(work.tx(), work.id(), name.into(), work.now().millis()).await?;
    // the trail names the person by id alone: a name would outlive its erasure
    note(work, "person.write", "person", person.id, "").await?;
    Ok(person)
}

pub async fn rename_person(work: &Work<'_>, id: Uuid, name: &str) -> Result<(), Error> {
    may_with(work, "person.write", id).await?;
    filled("name", name)?;
    store::rename_person(work.tx(), id, name).await?;
    note(work, "person.write", "person", id, "").await
}

/// Is there such a person, with all posts held where the caller's verb reaches? Whoever holds none belongs to the
/// whole office.
pub async fn may_with(work: &Work<'_>, verb: &'static str, person: Uuid) -> Result<(), Error> {
    store::person_name(work.tx(), person).await?.ok_or(Error::NotFound)?;
    let posts = store::posts_of(work.tx(), [person], &work.now().day().to_string()).await?;
    if posts.is_empty() {
        return Ok(work.may(verb, Subject { area: &own_root(work), ..NOBODY })?);
    }
    let all = posts.iter().all(|post| work.who().may(verb, place(&post.area_path)));
    if all { Ok(()) } else { Err(Denied(verb).into()) }
}

/// Puts somebody in a post from a day on. Whoever holds it leaves the day before. Nobody puts themselves in a post,
/// nor anybody in one whose rights they lack.
pub async fn put_in_post(
    work: &Work<'_>,
    position: Uuid,
    person: Uuid,
    from: Option<Date>,
) -> Result<(), Error> {
    let post = store::find_post(work.tx(), position).await?.ok_or(Error::NoSuchPosition)?;
    work.may("person.write", place(&post.area_path))?;
    store::person_name(work.tx(), person).await?.ok_or(Error::NoSuchPerson)?;
    let today = work.now().day();
    let from = from.unwrap_or(today);
    let day = from.to_string();
    if work.who().is(person) {
        return Err(Error::OwnRights);
    }
    if post.to_day.is_some() {
        return Err(Error::Closed);
    }
    if day < post.from_day {
        return Err(Error::BeforeLast);
    }
    for grant in store::grants_of(work.tx(), [position], &day).await? {
        within_own(work, &grant.role, &grant.area_path, &grant.scope, &grant.lines).await?;
    }
    let eve = from.saturating_sub(jiff::Span::new().days(1)).to_string();
    for holding in store::holdings_from(work.tx(), position, &day).await? {
        if holding.from_day >= day {
            return Err(Error::BeforeLast);
        }
        store::end_holding(work.tx(), &holding, &eve).await?;
        changed(work, "person.write", "position", position, &holding.person.to_string(), &eve).await?;
    }
    store::insert_holding(work.tx(), position, person, &day).await?;
    note(work, "person.write", "position", position, &format!("{person} {day}")).await
}

/// The last day of whoever holds a post.
pub async fn take_out_of_post(work: &Work<'_>, position: Uuid, change: &Change) -> Result<(), Error> {
    let post = store::find_post(work.tx(), position).await?.ok_or(Error::NotFound)?;
    work.may("person.write", place(&post.area_path))?;
    filled("reason", &change.reason)?;
    let day = change.day.to_string();
    let held = store::holdings_from(work.tx(), position, &day).await?;
    let holding = held.into_iter().find(|holding| holding.from_day <= day).ok_or(Error::Vacant)?;
    if work.who().is(holding.person) {
        return Err(Error::OwnRights);
    }
    store::end_holding(work.tx(), &holding, &day).await?;
    let after = format!("{day} {}", change.reason);
    changed(work, "person.write", "position", position, &holding.person.to_string(), &after).await
}

/// The widest area that the actor's grants reach: people belong to no area of their own.
pub fn own_root(work: &Work<'_>) -> String {
    let grants = work.who().grants.iter().filter(|grant| matches!(grant.scope, Scope::All));
    grants.map(|grant| grant.area.clone()).min_by_key(String::len).unwrap_or_default()
}
