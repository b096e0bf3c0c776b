//! Organisations: moved, merged, handed on.

use super::{
    Change, Error, Part, any_organisation, area,
    handing::{hand_over, pass_posts},
    keep, not_later, of_organisation, open_beside, organisation, turn,
};
use crate::{
    directory::{
        model::Organisation,
        store::{self, ORGANISATIONS, Turn},
        succession::{Follower, Kind},
    },
    work::Work,
};
use kernel::id::Uuid;

/// Below another organisation from a day on, or at the top; and into another area where one is named.
pub async fn move_organisation(
    work: &Work<'_>,
    id: Uuid,
    parent: Option<Uuid>,
    seat: Option<Uuid>,
    change: &Change,
) -> Result<Organisation, Error> {
    let turn = turn(work, change)?;
    let moved = organisation(work, id).await?;
    let above = match parent {
        Some(parent) => Some(organisation(work, parent).await?),
        None => None,
    };
    let inside = above.as_ref().is_some_and(|above| above.path.starts_with(&moved.path));
    let stays = above.as_ref().map(|above| above.id) == moved.parent;
    let new_seat = seat.filter(|seat| *seat != moved.area);
    if inside || stays && new_seat.is_none() {
        return Err(Error::SamePlace);
    }
    not_later(work, &ORGANISATIONS, &moved.path, &turn).await?;
    if !stays {
        let to = above.as_ref().map(|above| (above.id, above.path.as_str()));
        store::replant(work.tx(), &ORGANISATIONS, (id, &moved.path), to, &turn).await?;
    }
    if let Some(seat) = new_seat {
        let seat = area(work, seat).await?;
        store::seat(work.tx(), id, seat.id, &moved.kind).await?;
    }
    let to = above.iter().map(|above| of_organisation(above, false)).collect();
    keep(work, "organisation", Kind::Move, change, vec![of_organisation(&moved, false)], to).await?;
    store::find_organisation(work.tx(), id).await?.ok_or(Error::NotFound)
}

/// Several organisations into one that stands or is new, with their posts and all that is theirs.
pub async fn merge_organisations(
    work: &Work<'_>,
    ids: &[Uuid],
    into: &Part,
    change: &Change,
    followers: &[Follower],
) -> Result<Organisation, Error> {
    let turn = turn(work, change)?;
    let mut merged = Vec::new();
    for id in ids {
        merged.push(organisation(work, *id).await?);
    }
    let first = merged.first().ok_or(Error::Empty("with"))?;
    let heir = match into.id {
        Some(id) => organisation(work, id).await?,
        None if merged.len() < 2 => return Err(Error::Empty("with")),
        None => open_beside(work, first, into, None, &turn).await?,
    };
    let pairs = join(work, &merged, &heir, change, &turn).await?;
    hand_over(work, change, Vec::new(), pairs, followers).await?;
    store::find_organisation(work.tx(), heir.id).await?.ok_or(Error::NotFound)
}

/// Closes some organisations into an heir: those below them and their posts are its own now.
pub async fn join(
    work: &Work<'_>,
    merged: &[Organisation],
    heir: &Organisation,
    change: &Change,
    turn: &Turn,
) -> Result<Vec<(Uuid, Uuid)>, Error> {
    let db = work.tx();
    let above = (heir.id, heir.path.as_str());
    for one in merged {
        if heir.path.starts_with(&one.path) || one.path.starts_with(&heir.path) {
            return Err(Error::SamePlace);
        }
        not_later(work, &ORGANISATIONS, &one.path, turn).await?;
        if one.from_day >= turn.day {
            return Err(Error::BeforeLast);
        }
        for below in store::open_organisations_below(db, one.id).await? {
            store::replant(db, &ORGANISATIONS, (below.id, &below.path), Some(above), turn).await?;
        }
        store::replant(db, &ORGANISATIONS, (one.id, &one.path), Some(above), turn).await?;
        pass_posts(work, one, heir, |_| true, turn).await?;
        store::close_organisation(db, one.id, &turn.eve).await?;
    }
    let from = merged.iter().map(|one| of_organisation(one, false)).collect();
    keep(work, "organisation", Kind::Merge, change, from, vec![of_organisation(heir, true)]).await?;
    Ok(merged.iter().map(|one| (one.id, heir.id)).collect())
}

/// What still hangs on a closed organisation goes to another; its history stays where it is.
pub async fn hand_on_organisation(
    work: &Work<'_>,
    id: Uuid,
    to: Uuid,
    change: &Change,
    followers: &[Follower],
) -> Result<Organisation, Error> {
    let turn = turn(work, change)?;
    let closed = any_organisation(work, id).await?;
    if closed.to_day.is_none() {
        return Err(Error::StillOpen);
    }
    let heir = organisation(work, to).await?;
    pass_posts(work, &closed, &heir, |_| true, &turn).await?;
    let (from, into) = (of_organisation(&closed, false), of_organisation(&heir, true));
    keep(work, "organisation", Kind::HandOn, change, vec![from], vec![into]).await?;
    hand_over(work, change, Vec::new(), vec![(id, to)], followers).await?;
    Ok(heir)
}
