//! Changes of the trees over time: moved, converted, merged, split, closed, handed on. Each is a record with a day, and
//! what hangs on the closed goes to whoever follows in the same transaction.

mod areas;
mod handing;
mod offices;
mod split;

pub use areas::{Converted, close_area, convert_area, hand_on_area, merge_areas, move_area};
pub use offices::{hand_on_organisation, merge_organisations, move_organisation};
pub use split::{split_area, split_organisation};

use super::{Change, Error, filled, place, present_day};
use crate::{
    directory::{
        model::{Area, NewArea, NewOrganisation, Organisation},
        rules,
        store::{self, Turn},
        succession::{Kind, Member, Succession},
    },
    work::{Happened, Work},
};
use jiff::{ToSpan, civil::Date};
use kernel::id::Uuid;

/// What follows: one that stands, or a new one, with what it is given.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// one that stands; else the rest says what is opened
    pub id: Option<Uuid>,
    pub name: String,
    /// of an organisation
    pub short_name: String,
    pub code: String,
    /// members right below the one that is split, and posts of its committee or of itself
    pub takes: Vec<Uuid>,
}

/// The day of a change, at the latest today, with its eve.
pub fn turn_of(work: &Work<'_>, day: Date) -> Result<Turn, Error> {
    Ok(Turn { day: present_day(work, day)?, eve: day.saturating_sub(1.day()).to_string() })
}

fn turn(work: &Work<'_>, change: &Change) -> Result<Turn, Error> {
    filled("reason", &change.reason)?;
    turn_of(work, change.day)
}

/// An open area that the caller may change.
async fn area(work: &Work<'_>, id: Uuid) -> Result<Area, Error> {
    let found = any_area(work, id).await?;
    if found.closed_on.is_some() { Err(Error::Closed) } else { Ok(found) }
}

async fn any_area(work: &Work<'_>, id: Uuid) -> Result<Area, Error> {
    let found = store::find_area(work.tx(), id).await?.ok_or(Error::NotFound)?;
    if !work.who().may("area.read", place(&found.path)) {
        return Err(Error::NotFound);
    }
    work.may("area.write", place(&found.path))?;
    Ok(found)
}

/// An open organisation that the caller may change.
async fn organisation(work: &Work<'_>, id: Uuid) -> Result<Organisation, Error> {
    let found = any_organisation(work, id).await?;
    if found.to_day.is_some() { Err(Error::Closed) } else { Ok(found) }
}

async fn any_organisation(work: &Work<'_>, id: Uuid) -> Result<Organisation, Error> {
    let found = store::find_organisation(work.tx(), id).await?.ok_or(Error::NotFound)?;
    let area = store::find_area(work.tx(), found.area).await?.ok_or(Error::NoSuchArea)?;
    if !work.who().may("organisation.read", place(&area.path)) {
        return Err(Error::NotFound);
    }
    work.may("organisation.write", place(&area.path))?;
    Ok(found)
}

/// Nothing of a subtree may hold from a later day on already.
pub async fn not_later(work: &Work<'_>, tree: &store::Tree, path: &str, turn: &Turn) -> Result<(), Error> {
    match store::holds_later(work.tx(), tree, path, &turn.day).await? {
        true => Err(Error::BeforeLast),
        false => Ok(()),
    }
}

/// Opens an area of the level and below the parent of one that ends.
async fn open_like(work: &Work<'_>, like: &Area, part: &Part, turn: &Turn) -> Result<Area, Error> {
    filled("name", &part.name)?;
    filled("code", &part.code)?;
    let level = rules::levels().find(|level| *level == like.level).ok_or(Error::OtherLevel)?;
    if !rules::code_fits(level, &part.code) {
        return Err(Error::CodeLength);
    }
    let new = NewArea {
        code: part.code.clone(),
        name: part.name.clone(),
        level: level.into(),
        kind: rules::kind_of(level, &part.code).into(),
        parent: like.parent,
        boundary: None,
        centre: None,
    };
    store::insert_area(work.tx(), work.id(), new, &turn.day).await
}

/// Opens an organisation beside one that ends, as a part says; in an area of its own where one is given.
async fn open_beside(
    work: &Work<'_>,
    like: &Organisation,
    part: &Part,
    seat: Option<&Area>,
    turn: &Turn,
) -> Result<Organisation, Error> {
    filled("name", &part.name)?;
    filled("code", &part.code)?;
    let short = if part.short_name.trim().is_empty() { &part.name } else { &part.short_name };
    let kind = seat.map(|area| area.kind.as_str()).filter(|kind| rules::COMMITTEES.contains(kind));
    let new = NewOrganisation {
        code: part.code.clone(),
        name: part.name.clone(),
        short_name: short.clone(),
        kind: kind.unwrap_or(&like.kind).into(),
        area: seat.map_or(like.area, |area| area.id),
        parent: like.parent,
    };
    store::insert_organisation(work.tx(), work.id(), new, &turn.day).await
}

fn of_area(area: &Area, heir: bool) -> Member {
    Member {
        record: area.id,
        name: area.name.clone(),
        code: area.code.clone(),
        kind: area.kind.clone(),
        heir,
    }
}
fn of_organisation(one: &Organisation, heir: bool) -> Member {
    Member {
        record: one.id,
        name: one.short_name.clone(),
        code: one.code.clone(),
        kind: one.kind.clone(),
        heir,
    }
}

/// Keeps a change, and tells it on the trail of each whom it touches.
async fn keep(
    work: &Work<'_>,
    record: &'static str,
    kind: Kind,
    change: &Change,
    from: Vec<Member>,
    to: Vec<Member>,
) -> Result<(), Error> {
    let kept = record_of(work, kind, change, from, to).await?;
    let verb = if record == "area" { "area.write" } else { "organisation.write" };
    let mut told: Vec<Uuid> = kept.from.iter().chain(&kept.to).map(|member| member.record).collect();
    told.sort_unstable();
    told.dedup();
    for touched in told {
        work.record(Happened { verb, kind: record, record: touched, before: None, after: Some(&kept) })
            .await?;
    }
    Ok(())
}

/// Another name or code: the trail tells it field by field.
pub async fn keep_renamed_area(
    work: &Work<'_>,
    kind: Kind,
    change: &Change,
    [before, after]: [&Area; 2],
) -> Result<(), Error> {
    let [before, after] = [before, after].map(|area| vec![of_area(area, false)]);
    record_of(work, kind, change, before, after).await.map(|_| ())
}
pub async fn keep_renamed_organisation(
    work: &Work<'_>,
    change: &Change,
    [before, after]: [&Organisation; 2],
) -> Result<(), Error> {
    let [before, after] = [before, after].map(|one| vec![of_organisation(one, false)]);
    record_of(work, Kind::Rename, change, before, after).await.map(|_| ())
}
pub async fn keep_closed_organisation(
    work: &Work<'_>,
    change: &Change,
    closed: &Organisation,
) -> Result<(), Error> {
    record_of(work, Kind::Close, change, vec![of_organisation(closed, false)], Vec::new()).await.map(|_| ())
}

/// Keeps a change as a record of its own.
async fn record_of(
    work: &Work<'_>,
    kind: Kind,
    change: &Change,
    from: Vec<Member>,
    to: Vec<Member>,
) -> Result<Succession, Error> {
    let Change { day, reason, document } = change.clone();
    let kept = Succession { id: work.id(), kind, day: day.to_string(), reason, document, from, to };
    store::insert_succession(work.tx(), &kept, work.who().person, work.now()).await?;
    Ok(kept)
}
