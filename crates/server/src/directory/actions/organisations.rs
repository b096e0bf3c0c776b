//! Organisations and their posts: open, rename, close.

use super::{Change, Error, changed, filled, note, place, present_day, tree};
use crate::{
    directory::{
        model::{Area, NewOrganisation, NewPosition, Organisation},
        store::{self, ORGANISATIONS},
    },
    platform::waiting,
    work::Work,
};
use kernel::id::Uuid;

pub async fn open_organisation(work: &Work<'_>, new: NewOrganisation) -> Result<Organisation, Error> {
    let area = store::find_area(work.tx(), new.area).await?.ok_or(Error::NoSuchArea)?;
    work.may("organisation.write", place(&area.path))?;
    filled("name", &new.name)?;
    filled("code", &new.code)?;
    let day = work.now().day().to_string();
    let organisation = store::insert_organisation(work.tx(), work.id(), new, &day).await?;
    note(work, "organisation.write", "organisation", organisation.id, &organisation.name).await?;
    Ok(organisation)
}

/// An organisation that the caller may change.
async fn mine(work: &Work<'_>, id: Uuid) -> Result<Organisation, Error> {
    let organisation = store::find_organisation(work.tx(), id).await?.ok_or(Error::NotFound)?;
    let area = store::find_area(work.tx(), organisation.area).await?.ok_or(Error::NoSuchArea)?;
    work.may("organisation.write", place(&area.path))?;
    Ok(organisation)
}

/// Another name from a day on.
pub async fn rename_organisation(
    work: &Work<'_>,
    id: Uuid,
    name: &str,
    short_name: &str,
    change: &Change,
) -> Result<Organisation, Error> {
    let before = mine(work, id).await?;
    filled("name", name)?;
    filled("short_name", short_name)?;
    let turn = tree::turn_of(work, change.day)?;
    tree::not_later(work, &ORGANISATIONS, &before.path, &turn).await?;
    let place = (id, before.path.as_str());
    store::restate(work.tx(), &ORGANISATIONS, place, &[name, short_name], &turn).await?;
    let after = Organisation { name: name.into(), short_name: short_name.into(), ..before.clone() };
    tree::keep_renamed_organisation(work, change, [&before, &after]).await?;
    changed(work, "organisation.write", "organisation", id, &before.name, name).await?;
    Ok(after)
}

/// Closes an organisation that has no open posts, none below it, and nothing waiting.
pub async fn close_organisation(work: &Work<'_>, id: Uuid, change: &Change) -> Result<Organisation, Error> {
    let before = mine(work, id).await?;
    filled("reason", &change.reason)?;
    let day = present_day(work, change.day)?;
    if before.to_day.is_some() {
        return Err(Error::Closed);
    }
    if day < before.from_day {
        return Err(Error::BeforeLast);
    }
    let waits = !waiting::of(work.tx(), vec![id]).await?.is_empty();
    if waits || store::is_peopled(work.tx(), id, &day).await? {
        return Err(Error::StillNeeded);
    }
    store::close_organisation(work.tx(), id, &day).await?;
    tree::keep_closed_organisation(work, change, &before).await?;
    changed(work, "organisation.write", "organisation", id, "", &format!("{day} {}", change.reason)).await?;
    Ok(Organisation { to_day: Some(day), ..before })
}

pub async fn open_position(work: &Work<'_>, new: NewPosition) -> Result<Uuid, Error> {
    let area = area_of(work, new.organisation).await?;
    work.may("organisation.write", place(&area.path))?;
    filled("title", &new.title)?;
    let (id, title) = (work.id(), new.title.clone());
    store::insert_position(work.tx(), id, new, &work.now().day().to_string()).await?;
    note(work, "organisation.write", "position", id, &title).await?;
    Ok(id)
}

/// Closes a post that nobody holds after the day; its grants end with it.
pub async fn close_position(work: &Work<'_>, id: Uuid, change: &Change) -> Result<(), Error> {
    let post = store::find_post(work.tx(), id).await?.ok_or(Error::NotFound)?;
    work.may("organisation.write", place(&post.area_path))?;
    filled("reason", &change.reason)?;
    let day = present_day(work, change.day)?;
    if post.to_day.is_some() {
        return Err(Error::Closed);
    }
    let held = store::holdings_from(work.tx(), id, &day).await?;
    if held.iter().any(|holding| holding.to_day.as_ref().is_none_or(|to| *to > day)) {
        return Err(Error::StillNeeded);
    }
    for grant in store::grants_of(work.tx(), [id], &day).await? {
        store::end_grant(work.tx(), grant.id, &day).await?;
        changed(work, "grant.write", "grant", grant.id, &grant.role, &day).await?;
    }
    store::close_post(work.tx(), id, &day).await?;
    changed(work, "organisation.write", "position", id, &post.title, &format!("{day} {}", change.reason))
        .await
}

async fn area_of(work: &Work<'_>, organisation: Uuid) -> Result<Area, Error> {
    let organisation =
        store::find_organisation(work.tx(), organisation).await?.ok_or(Error::NoSuchOrganisation)?;
    if organisation.to_day.is_some() {
        return Err(Error::Closed);
    }
    store::find_area(work.tx(), organisation.area).await?.ok_or(Error::NoSuchArea)
}
