//! Areas: open one below another, give it another name or code from a day on.

use super::{Change, Error, filled, note, place, tree};
use crate::{
    directory::{
        model::{Area, NewArea},
        store::{self, AREAS},
        succession::Kind,
    },
    work::{Happened, Work},
};
use kernel::id::Uuid;
use serde::Serialize;

pub async fn open_area(work: &Work<'_>, new: NewArea) -> Result<Area, Error> {
    let parent = match new.parent {
        Some(parent) => Some(store::find_area(work.tx(), parent).await?.ok_or(Error::NoSuchArea)?),
        None => None,
    };
    let above = parent.as_ref().map_or("", |area| area.path.as_str());
    work.may("area.write", place(above))?;
    filled("name", &new.name)?;
    filled("code", &new.code)?;
    let area = store::insert_area(work.tx(), work.id(), new, &work.now().day().to_string()).await?;
    note(work, "area.write", "area", area.id, &area.name).await?;
    Ok(area)
}

/// What the trail keeps of an area.
#[derive(Serialize)]
struct Shown<'a> {
    code: &'a str,
    name: &'a str,
    day: &'a str,
    reason: &'a str,
}

/// Another name, another code, or both, true from a day on. The path stays, so no figure moves.
pub async fn restate_area(
    work: &Work<'_>,
    id: Uuid,
    name: Option<String>,
    code: Option<String>,
    change: &Change,
) -> Result<Area, Error> {
    let before = store::find_area(work.tx(), id).await?.ok_or(Error::NotFound)?;
    if !work.who().may("area.read", place(&before.path)) {
        return Err(Error::NotFound);
    }
    work.may("area.write", place(&before.path))?;
    let after = Area {
        name: name.unwrap_or_else(|| before.name.clone()),
        code: code.unwrap_or_else(|| before.code.clone()),
        ..before.clone()
    };
    filled("name", &after.name)?;
    filled("code", &after.code)?;
    filled("reason", &change.reason)?;
    let turn = tree::turn_of(work, change.day)?;
    tree::not_later(work, &AREAS, &before.path, &turn).await?;
    if store::area_of_code(work.tx(), &after.code).await?.is_some_and(|other| other.id != id) {
        return Err(Error::CodeTaken(after.code));
    }
    store::restate(work.tx(), &AREAS, (id, &before.path), &[&after.code, &after.name], &turn).await?;
    let kind = if before.code == after.code { Kind::Rename } else { Kind::Recode };
    tree::keep_renamed_area(work, kind, change, [&before, &after]).await?;
    let shown = |area: &Area| (area.code.clone(), area.name.clone());
    let ((code, name), (new_code, new_name)) = (shown(&before), shown(&after));
    let was = Shown { code: &code, name: &name, day: "", reason: "" };
    let is = Shown { code: &new_code, name: &new_name, day: &turn.day, reason: &change.reason };
    let happened =
        Happened { verb: "area.write", kind: "area", record: id, before: Some(&was), after: Some(&is) };
    work.record(happened).await?;
    Ok(after)
}
