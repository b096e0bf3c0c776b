//! Deputies: the holder of a post names who acts in their absence; for others the head or whoever has the right does.
//! Deputies do not pass it on, and nobody lends what they lack.

use super::{Error, changed, filled, grants::within_own, place};
use crate::{
    directory::{
        model::NewDeputy,
        store::{self, DeputyRow, Post},
    },
    work::{Denied, Happened, Work},
};
use kernel::id::Uuid;

pub const SET: &str = "deputy.set";
const END: &str = "deputy.end";
/// An absence is named by its days.
const LONGEST_DAYS: i32 = 366;
const LONGEST_REASON: usize = 200;

/// Names who acts in a post, from one day to another, both included.
pub async fn set_deputy(work: &Work<'_>, new: NewDeputy) -> Result<Uuid, Error> {
    let (db, today) = (work.tx(), work.now().day());
    let day = today.to_string();
    let post = store::find_post(db, new.position).await?.ok_or(Error::NoSuchPosition)?;
    let holder = holder(work, post.id, &day).await?;
    let own = holder == Some(work.who().person);
    if !own {
        may_for(work, &post).await?;
        for grant in store::grants_of(db, [post.id], &day).await? {
            within_own(work, &grant.role, &grant.area_path, &grant.scope, &grant.lines).await?;
        }
    }
    if post.to_day.is_some() {
        return Err(Error::Closed);
    }
    filled("reason", &new.reason)?;
    let length = new.reason.trim().chars().count();
    if length > LONGEST_REASON {
        return Err(Error::TooLong { field: "reason", length, most: LONGEST_REASON });
    }
    if new.from < today {
        return Err(Error::DeputySpan("from"));
    }
    if new.to < new.from || new.to > new.from.saturating_add(jiff::Span::new().days(LONGEST_DAYS)) {
        return Err(Error::DeputySpan("to"));
    }
    let near = store::near(db, post.organisation, Some(new.deputy), &day).await?;
    let deputy = near.first().ok_or(Error::NoSuchDeputy)?;
    if deputy.position == post.id || Some(deputy.person) == holder {
        return Err(Error::DeputySame);
    }
    if !own && work.who().is(deputy.person) {
        return Err(Error::OwnRights);
    }
    if store::is_deputised(db, &new, holder).await? {
        return Err(Error::DeputyTwice);
    }
    let id = work.id();
    store::insert_deputy(db, id, &new, holder, work.who().person, work.now()).await?;
    let after = serde_json::json!({ "deputy": new.deputy, "from": new.from, "to": new.to, "reason": new.reason.trim() });
    let happened =
        Happened { verb: SET, kind: "position", record: post.id, before: None, after: Some(&after) };
    work.record(happened).await?;
    Ok(id)
}

/// Ends it at once: by the absent one, by whoever deputises, or by whoever may name one.
pub async fn end_deputy(work: &Work<'_>, id: Uuid) -> Result<(), Error> {
    let (db, day) = (work.tx(), work.now().day().to_string());
    let row: DeputyRow = store::find_deputy(db, id, &day).await?.ok_or(Error::NotFound)?;
    let post = store::find_post(db, row.position).await?.ok_or(Error::NotFound)?;
    let me = Some(work.who().person);
    if row.acting != me && row.person != me && holder(work, post.id, &day).await? != me {
        may_for(work, &post).await?;
    }
    if row.ended_at.is_some() || row.to_day < day {
        return Err(Error::Closed);
    }
    store::end_deputy(db, id, work.now()).await?;
    let words = |day: &str| format!("{} {day}", row.deputy);
    changed(work, END, "position", post.id, &words(&row.to_day), &words(&day)).await
}

async fn holder(work: &Work<'_>, position: Uuid, day: &str) -> Result<Option<Uuid>, Error> {
    let held = store::holdings_from(work.tx(), position, day).await?;
    Ok(held.into_iter().find(|holding| holding.from_day.as_str() <= day).map(|holding| holding.person))
}

/// The right over the post's place, or the post that is acted in heads its organisation or one above.
async fn may_for(work: &Work<'_>, post: &Post) -> Result<(), Error> {
    let who = work.who();
    if who.holds_post(post.id) {
        return Err(Error::OwnRights);
    }
    if who.may(SET, place(&post.area_path)) {
        return Ok(());
    }
    let headed = match who.posts.first() {
        Some(acted) => store::headed(work.tx(), acted.position).await?,
        None => None,
    };
    match headed {
        Some(path) if post.organisation_path.starts_with(&path) => Ok(()),
        _ => Err(Denied(SET).into()),
    }
}
