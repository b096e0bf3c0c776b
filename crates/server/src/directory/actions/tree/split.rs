//! Areas and organisations split into several: each part takes what it is given, one of them the rest if it is said;
//! what nobody takes stays with the closed one and stands on the list of what nobody reads.

use super::{
    Change, Error, Part, area,
    handing::{hand_over, pass_posts, reach_with_grants, refold},
    keep, not_later, of_area, of_organisation, open_beside, open_like, organisation, turn,
};
use crate::{
    directory::{
        model::{Area, Organisation},
        store::{self, AREAS, ORGANISATIONS, Turn},
        succession::{Follower, Kind},
    },
    work::Work,
};
use kernel::id::Uuid;
use std::collections::HashMap;

/// Which part takes something: the one it is given to, else the one that takes the rest.
fn taker<T>(parts: &[(Part, T)], rest: Option<usize>, id: Uuid) -> Option<&T> {
    let given = parts.iter().find(|(part, _)| part.takes.contains(&id));
    given.or_else(|| rest.and_then(|rest| parts.get(rest))).map(|(_, taker)| taker)
}

fn several(parts: &[Part], rest: Option<usize>) -> Result<(), Error> {
    if parts.len() < 2 || rest.is_some_and(|rest| rest >= parts.len()) {
        return Err(Error::Empty("into"));
    }
    Ok(())
}

/// An area into several; with `committees` its committee too. Its history stays with it.
pub async fn split_area(
    work: &Work<'_>,
    id: Uuid,
    parts: Vec<Part>,
    rest: Option<usize>,
    committees: bool,
    change: &Change,
    followers: &[Follower],
) -> Result<Vec<Area>, Error> {
    let closed = area(work, id).await?;
    several(&parts, rest)?;
    let turn = turn(work, change)?;
    not_later(work, &AREAS, &closed.path, &turn).await?;
    let made = open_parts(work, &closed, parts, &turn).await?;
    let children = store::open_children(work.tx(), id).await?;
    for child in &children {
        let to = taker(&made, rest, child.id).ok_or_else(|| Error::Unassigned(child.name.clone()))?;
        let above = Some((to.id, to.path.as_str()));
        store::replant(work.tx(), &AREAS, (child.id, &child.path), above, &turn).await?;
    }
    store::close_area(work.tx(), id, &turn.day).await?;
    let (offices, given) = match committees {
        true => split_committees(work, &closed, &made, rest, change, &turn).await?,
        false => Default::default(),
    };
    let heirs: Vec<Uuid> = made.iter().map(|(_, one)| one.id).collect();
    reach_with_grants(work, id, &heirs, &given).await?;
    let heir = rest.and_then(|rest| heirs.get(rest)).copied();
    if let Some(heir) = heir {
        for seated in store::seated_in(work.tx(), id).await? {
            store::seat(work.tx(), seated.id, heir, &seated.kind).await?;
        }
    }
    hand_over(work, change, heir.map(|heir| (id, heir)).into_iter().collect(), offices, followers).await?;
    if !children.is_empty() {
        refold(work).await?;
    }
    let to = made.iter().map(|(_, one)| of_area(one, heir == Some(one.id))).collect();
    keep(work, "area", Kind::Split, change, vec![of_area(&closed, false)], to).await?;
    Ok(made.into_iter().map(|(_, one)| one).collect())
}

/// The parts of an area, each of its level: those that stand, and the new ones.
async fn open_parts(
    work: &Work<'_>,
    closed: &Area,
    parts: Vec<Part>,
    turn: &Turn,
) -> Result<Vec<(Part, Area)>, Error> {
    let mut made = Vec::new();
    for part in parts {
        let one = match part.id {
            Some(id) => area(work, id).await?,
            None => open_like(work, closed, &part, turn).await?,
        };
        if one.level != closed.level || one.id == closed.id {
            return Err(Error::OtherLevel);
        }
        made.push((part, one));
    }
    Ok(made)
}

/// Who follows which committee, and over which part each post goes on.
type Offices = (Vec<(Uuid, Uuid)>, HashMap<Uuid, Uuid>);

/// The committee of a split area: one for each part, beside each other.
async fn split_committees(
    work: &Work<'_>,
    closed: &Area,
    made: &[(Part, Area)],
    rest: Option<usize>,
    change: &Change,
    turn: &Turn,
) -> Result<Offices, Error> {
    let Some(committee) = store::committees(work.tx(), closed.id).await?.into_iter().next() else {
        return Ok(Offices::default());
    };
    let committee = organisation(work, committee.id).await?;
    let mut opened: Vec<(Part, Organisation)> = Vec::new();
    for (part, one) in made {
        let standing = store::committees(work.tx(), one.id).await?.into_iter().next();
        let office = match standing {
            Some(standing) => standing,
            None => open_beside(work, &committee, part, Some(one), turn).await?,
        };
        opened.push((part.clone(), office));
    }
    let heir = divide(work, &committee, &opened, rest, change, turn).await?;
    let mut given = HashMap::new();
    for ((_, office), (_, one)) in opened.iter().zip(made) {
        for post in store::posts_in(work.tx(), office.id, &turn.day).await? {
            given.insert(post.id, one.id);
        }
    }
    Ok((heir.map(|heir| (committee.id, heir)).into_iter().collect(), given))
}

/// An organisation into several that are opened beside it or stand.
pub async fn split_organisation(
    work: &Work<'_>,
    id: Uuid,
    parts: Vec<Part>,
    rest: Option<usize>,
    change: &Change,
    followers: &[Follower],
) -> Result<Vec<Organisation>, Error> {
    let closed = organisation(work, id).await?;
    several(&parts, rest)?;
    let turn = turn(work, change)?;
    let mut made: Vec<(Part, Organisation)> = Vec::new();
    for part in parts {
        let one = match part.id {
            Some(other) if other == id => return Err(Error::SamePlace),
            Some(other) => organisation(work, other).await?,
            None => open_beside(work, &closed, &part, None, &turn).await?,
        };
        made.push((part, one));
    }
    let heir = divide(work, &closed, &made, rest, change, &turn).await?;
    let pairs = heir.map(|heir| (id, heir)).into_iter().collect();
    hand_over(work, change, Vec::new(), pairs, followers).await?;
    Ok(made.into_iter().map(|(_, one)| one).collect())
}

/// Posts and organisations below go to the parts; the closed one stays where it was.
async fn divide(
    work: &Work<'_>,
    closed: &Organisation,
    made: &[(Part, Organisation)],
    rest: Option<usize>,
    change: &Change,
    turn: &Turn,
) -> Result<Option<Uuid>, Error> {
    let db = work.tx();
    not_later(work, &ORGANISATIONS, &closed.path, turn).await?;
    if closed.from_day >= turn.day {
        return Err(Error::BeforeLast);
    }
    for below in store::open_organisations_below(db, closed.id).await? {
        let to = taker(made, rest, below.id).ok_or_else(|| Error::Unassigned(below.short_name.clone()))?;
        let above = Some((to.id, to.path.as_str()));
        store::replant(db, &ORGANISATIONS, (below.id, &below.path), above, turn).await?;
    }
    for (_, part) in made {
        let takes = |post: Uuid| taker(made, rest, post).is_some_and(|to| to.id == part.id);
        pass_posts(work, closed, part, takes, turn).await?;
    }
    store::close_organisation(db, closed.id, &turn.eve).await?;
    let heir = rest.and_then(|rest| made.get(rest)).map(|(_, one)| one.id);
    let to = made.iter().map(|(_, one)| of_organisation(one, heir == Some(one.id))).collect();
    keep(work, "organisation", Kind::Split, change, vec![of_organisation(closed, false)], to).await?;
    Ok(heir)
}
