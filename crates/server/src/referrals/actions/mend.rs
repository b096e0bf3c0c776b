//! The office says what the columns mean, and what a row's cells did not say.

use super::{plan::replan, seen, write};
use crate::{
    cases, directory,
    platform::file,
    referrals::{
        catalogue::Words,
        figures,
        model::{Column, Error, Item, Mended, Picture, Referral, ReferralId, Role, State},
        rules::folded,
        store,
        waits::wait,
    },
    work::{Happened, Work},
};
use kernel::id::Uuid;
use std::collections::HashSet;

/// What each column of a list means, from now on for all lists of its sender.
pub async fn match_columns(
    work: &Work<'_>,
    words: &Words,
    id: ReferralId,
    version: i32,
    roles: &[Role],
) -> Result<Referral, Error> {
    let referral = seen(work, id, "referral.mend", version).await?;
    if referral.state != State::Read {
        return Err(Error::NotNow(referral.state));
    }
    let (wanted, given) = (referral.columns.len(), roles.len());
    if wanted != given {
        return Err(Error::Columns { wanted, given });
    }
    let mut taken = HashSet::new();
    if roles.iter().any(|role| !role.repeats() && !taken.insert(*role)) {
        return Err(Error::Twice);
    }
    let heads = referral.columns.iter().map(|column| column.head.clone());
    let columns: Vec<Column> = heads.zip(roles).map(|(head, role)| Column { head, role: *role }).collect();
    for Column { head, role } in columns.iter().filter(|column| !column.head.is_empty()) {
        store::keep_head(work.tx(), referral.organisation, &referral.sender, &folded(head), *role).await?;
    }
    let moved = store::move_on(work.tx(), &referral, State::Read, &columns).await?;
    replan(work, words, &moved, &store::items_of(work.tx(), id).await?).await?;
    write(work, "referral.mend", Some(&referral), &moved).await?;
    Ok(moved)
}

/// What is said of one row, whole: what it does not name is what the cells say.
#[derive(Clone, Debug)]
pub struct Mend {
    /// the version of the row that was seen
    pub seen: i32,
    pub mended: Mended,
    pub left_out: bool,
    /// pictures that come in addition
    pub photos: Vec<Uuid>,
}

pub async fn mend(work: &Work<'_>, words: &Words, item: Uuid, mend: Mend) -> Result<Item, Error> {
    let db = work.tx();
    let item = store::find_item(db, item).await?.ok_or(Error::NotFound)?;
    let referral = store::find(db, item.referral).await?;
    let readable = |referral: &Referral| work.who().may_read("referral.read", referral.shown());
    let referral = referral.filter(readable).ok_or(Error::NotFound)?;
    work.may("referral.mend", referral.shown())?;
    if item.case.is_some() {
        return Err(Error::HasCase);
    }
    if !matches!(referral.state, State::Read | State::Dispatched) {
        return Err(Error::NotNow(referral.state));
    }
    known(work, &referral, &mend.mended).await?;
    if item.version != mend.seen || !store::mend_item(db, &item, &mend.mended, mend.left_out).await? {
        return Err(Error::Stale { seen: mend.seen, now: item.version });
    }
    let present = i32::try_from(item.pictures.len()).unwrap_or(i32::MAX);
    for (rank, photo) in (present..).zip(&mend.photos) {
        let file = file::claim(db, *photo, figures::KIND, referral.id.0, work.who().account).await?;
        store::add_picture(db, item.id, &Picture { file: file.id, column: None }, rank).await?;
    }
    let changed = store::find_item(db, item.id).await?.ok_or(Error::NotFound)?;
    replan(work, words, &referral, &[changed]).await?;
    let after = store::find_item(db, item.id).await?.ok_or(Error::NotFound)?;
    // a row that is left out after the dispatch is no longer received
    let (postings, counts) = figures::stated(db, &referral, work.now()).await?;
    work.restate(&figures::source(&referral), &postings).await?;
    wait(db, &referral, &counts).await?;
    let trace =
        |item: &Item| serde_json::json!({ "n": item.n, "mended": item.mended, "left_out": item.left_out });
    let (before, told) = (trace(&item), trace(&after));
    let record = referral.id.0;
    let (verb, kind) = ("referral.mend", figures::KIND);
    work.record(Happened { verb, kind, record, before: Some(&before), after: Some(&told) }).await?;
    Ok(after)
}

/// What is named exists, and lies below the office's area.
async fn known(work: &Work<'_>, referral: &Referral, mended: &Mended) -> Result<(), Error> {
    let db = work.tx();
    if let Some(id) = mended.area {
        let area = directory::find_area(db, id).await?;
        let below =
            |area: &directory::Area| area.closed_on.is_none() && area.path.starts_with(&referral.path);
        area.filter(below).ok_or(Error::NoSuchArea)?;
    }
    if let Some(code) = &mended.category {
        let known = cases::categories(db).await?.into_iter().any(|known| known.leaf && known.code == *code);
        if !known {
            return Err(Error::NoSuchCategory(code.clone()));
        }
    }
    if let Some(id) = mended.unit
        && !store::units(db, &referral.path).await?.iter().any(|unit| unit.id == id)
    {
        return Err(Error::NoSuchUnit);
    }
    Ok(())
}
