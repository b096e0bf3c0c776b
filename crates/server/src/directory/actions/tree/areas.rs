//! Areas: moved, converted, merged, closed, handed on.

use super::{
    Change, Error, Part, any_area, area, filled,
    handing::{hand_over, pass_grants, reach_with_grants, refold},
    keep, not_later, of_area, of_organisation,
    offices::join,
    open_beside, open_like, turn,
};
use crate::{
    directory::{
        model::{Area, Organisation},
        rules,
        store::{self, AREAS, ORGANISATIONS, Turn},
        succession::{Follower, Kind},
    },
    work::Work,
};
use kernel::id::Uuid;
use std::collections::HashMap;

/// Below another parent from a day on, with all below it.
pub async fn move_area(work: &Work<'_>, id: Uuid, parent: Uuid, change: &Change) -> Result<Area, Error> {
    let turn = turn(work, change)?;
    let moved = area(work, id).await?;
    let above = area(work, parent).await?;
    if above.path.starts_with(&moved.path) || moved.parent == Some(above.id) {
        return Err(Error::SamePlace);
    }
    if rules::rank(&above.level) >= rules::rank(&moved.level) {
        return Err(Error::OtherLevel);
    }
    not_later(work, &AREAS, &moved.path, &turn).await?;
    store::replant(work.tx(), &AREAS, (id, &moved.path), Some((above.id, &above.path)), &turn).await?;
    refold(work).await?;
    let members = vec![of_area(&moved, false)];
    keep(work, "area", Kind::Move, change, members, vec![of_area(&above, false)]).await?;
    store::find_area(work.tx(), id).await?.ok_or(Error::NotFound)
}

/// What an area becomes within its level.
#[derive(Clone, Debug)]
pub struct Converted {
    pub kind: String,
    pub name: String,
    pub code: String,
    /// its committee becomes one of the new kind and takes the new name
    pub committees: bool,
}

/// Another kind within the level, as a village that becomes a community, with another name and code.
pub async fn convert_area(work: &Work<'_>, id: Uuid, to: Converted, change: &Change) -> Result<Area, Error> {
    let turn = turn(work, change)?;
    let before = area(work, id).await?;
    filled("name", &to.name)?;
    filled("code", &to.code)?;
    if !rules::kinds(&before.level).contains(&to.kind.as_str()) || before.kind == to.kind {
        return Err(Error::NoSuchKind);
    }
    if !rules::code_fits(&before.level, &to.code) {
        return Err(Error::CodeLength);
    }
    let taken = store::area_of_code(work.tx(), &to.code).await?;
    if taken.is_some_and(|other| other.id != id) {
        return Err(Error::CodeTaken(to.code));
    }
    not_later(work, &AREAS, &before.path, &turn).await?;
    store::restate(work.tx(), &AREAS, (id, &before.path), &[&to.code, &to.name], &turn).await?;
    store::set_kind(work.tx(), id, &to.kind).await?;
    let after = Area { name: to.name, code: to.code, kind: to.kind, ..before.clone() };
    if to.committees {
        for committee in store::committees(work.tx(), id).await? {
            convert_committee(work, committee, [&before, &after], &turn, change).await?;
        }
    }
    keep(work, "area", Kind::Convert, change, vec![of_area(&before, false)], vec![of_area(&after, false)])
        .await?;
    Ok(after)
}

async fn convert_committee(
    work: &Work<'_>,
    before: Organisation,
    [old, new]: [&Area; 2],
    turn: &Turn,
    change: &Change,
) -> Result<(), Error> {
    let before = super::organisation(work, before.id).await?;
    not_later(work, &ORGANISATIONS, &before.path, turn).await?;
    let named = |name: &str| rules::committee_name(name, &old.name, &new.name, &new.kind);
    let (name, short_name) = (named(&before.name), named(&before.short_name));
    let place = (before.id, before.path.as_str());
    store::restate(work.tx(), &ORGANISATIONS, place, &[&name, &short_name], turn).await?;
    let kind = if rules::COMMITTEES.contains(&new.kind.as_str()) { &new.kind } else { &before.kind };
    store::seat(work.tx(), before.id, before.area, kind).await?;
    let after = Organisation { name, short_name, kind: kind.clone(), ..before.clone() };
    let (from, to) = (of_organisation(&before, false), of_organisation(&after, false));
    keep(work, "organisation", Kind::Convert, change, vec![from], vec![to]).await
}

/// Several areas into one that stands or is new. Their history counts in it from then on; what lies below them lies
/// below it, and with `committees` their committees are merged into its own.
pub async fn merge_areas(
    work: &Work<'_>,
    ids: &[Uuid],
    into: &Part,
    committees: bool,
    change: &Change,
    followers: &[Follower],
) -> Result<Area, Error> {
    let turn = turn(work, change)?;
    let mut merged = Vec::new();
    for id in ids {
        merged.push(area(work, *id).await?);
    }
    let first = merged.first().ok_or(Error::Empty("with"))?.clone();
    let heir = match into.id {
        Some(id) => area(work, id).await?,
        None if merged.len() < 2 => return Err(Error::Empty("with")),
        None => open_like(work, &first, into, &turn).await?,
    };
    let apart = |one: &Area| !one.path.starts_with(&heir.path) && !heir.path.starts_with(&one.path);
    if !merged.iter().all(|one| one.level == heir.level && apart(one)) {
        return Err(Error::OtherLevel);
    }
    for one in &merged {
        not_later(work, &AREAS, &one.path, &turn).await?;
        absorb(work, one, &heir, &turn).await?;
    }
    draw(work, &merged, &heir, into.id.is_some()).await?;
    let areas: Vec<(Uuid, Uuid)> = merged.iter().map(|one| (one.id, heir.id)).collect();
    for (from, to) in &areas {
        pass_grants(work, *from, *to).await?;
    }
    let offices = match committees {
        true => merge_committees(work, &merged, &heir, into, change, &turn).await?,
        false => reseat(work, &merged, &heir).await?,
    };
    hand_over(work, change, areas, offices, followers).await?;
    refold(work).await?;
    let from = merged.iter().map(|one| of_area(one, false)).collect();
    keep(work, "area", Kind::Merge, change, from, vec![of_area(&heir, true)]).await?;
    store::find_area(work.tx(), heir.id).await?.ok_or(Error::NotFound)
}

/// What is open below goes to the heir, then the area itself, closed, with its history.
async fn absorb(work: &Work<'_>, one: &Area, heir: &Area, turn: &Turn) -> Result<(), Error> {
    let (db, above) = (work.tx(), (heir.id, heir.path.as_str()));
    for child in store::open_children(db, one.id).await? {
        store::replant(db, &AREAS, (child.id, &child.path), Some(above), turn).await?;
    }
    store::replant(db, &AREAS, (one.id, &one.path), Some(above), turn).await?;
    Ok(store::close_area(db, one.id, &turn.day).await?)
}

/// The heir's boundary is all of theirs, where each is known.
async fn draw(work: &Work<'_>, merged: &[Area], heir: &Area, stood: bool) -> Result<(), Error> {
    let own = stood.then_some(heir);
    let all: Vec<&Area> = own.into_iter().chain(merged).collect();
    let drawn: Option<Vec<&str>> = all.iter().map(|one| one.boundary.as_deref()).collect();
    let centre = all.iter().find_map(|one| one.lon.zip(one.lat));
    if let (Some(boundary), Some(centre)) = (drawn.and_then(|all| rules::joined(&all)), centre) {
        store::draw_area(work.tx(), heir.id, &boundary, centre).await?;
    }
    Ok(())
}

/// Organisations that go on belong to the heir.
async fn reseat(work: &Work<'_>, merged: &[Area], heir: &Area) -> Result<Vec<(Uuid, Uuid)>, Error> {
    for one in merged {
        for seated in store::seated_in(work.tx(), one.id).await? {
            store::seat(work.tx(), seated.id, heir.id, &seated.kind).await?;
        }
    }
    Ok(Vec::new())
}

/// The committees of the merged into the heir's, which is opened where there is none; the other organisations there
/// belong to the heir.
async fn merge_committees(
    work: &Work<'_>,
    merged: &[Area],
    heir: &Area,
    into: &Part,
    change: &Change,
    turn: &Turn,
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    let mut closing = Vec::new();
    for one in merged {
        for committee in store::committees(work.tx(), one.id).await? {
            closing.push(super::organisation(work, committee.id).await?);
        }
    }
    let standing = store::committees(work.tx(), heir.id).await?.into_iter().next();
    let pairs = match (closing.first(), standing) {
        (None, _) => Vec::new(),
        (Some(_), Some(standing)) => join(work, &closing, &standing, change, turn).await?,
        (Some(first), None) => {
            let part = Part { name: heir.name.clone(), code: heir.code.clone(), ..into.clone() };
            let opened = open_beside(work, first, &part, Some(heir), turn).await?;
            join(work, &closing, &opened, change, turn).await?
        }
    };
    reseat(work, merged, heir).await?;
    Ok(pairs)
}

/// Closes an area that has nothing open below it and no organisation of its own.
pub async fn close_area(work: &Work<'_>, id: Uuid, change: &Change) -> Result<Area, Error> {
    let turn = turn(work, change)?;
    let closed = area(work, id).await?;
    not_later(work, &AREAS, &closed.path, &turn).await?;
    let below = store::open_children(work.tx(), id).await?;
    let seated = store::seated_in(work.tx(), id).await?;
    if !below.is_empty() || !seated.is_empty() {
        return Err(Error::StillNeeded);
    }
    store::close_area(work.tx(), id, &turn.day).await?;
    keep(work, "area", Kind::Close, change, vec![of_area(&closed, false)], Vec::new()).await?;
    Ok(Area { closed_on: Some(turn.day), ..closed })
}

/// What still hangs on a closed area goes to another; its history stays where it is.
pub async fn hand_on_area(
    work: &Work<'_>,
    id: Uuid,
    to: Uuid,
    change: &Change,
    followers: &[Follower],
) -> Result<Area, Error> {
    turn(work, change)?;
    let closed = any_area(work, id).await?;
    if closed.closed_on.is_none() {
        return Err(Error::StillOpen);
    }
    let heir = area(work, to).await?;
    reach_with_grants(work, id, &[to], &HashMap::new()).await?;
    reseat(work, std::slice::from_ref(&closed), &heir).await?;
    keep(work, "area", Kind::HandOn, change, vec![of_area(&closed, false)], vec![of_area(&heir, true)])
        .await?;
    hand_over(work, change, vec![(id, to)], Vec::new(), followers).await?;
    Ok(heir)
}
