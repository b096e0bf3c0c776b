//! What hangs on the closed goes to those that follow: posts, grants, and what other contexts keep.

use super::{Change, Error};
use crate::{
    directory::{
        actions::changed,
        model::Organisation,
        store::{self, Turn},
        succession::{Follower, Handed},
    },
    platform::waiting,
    work::Work,
};
use kernel::id::Uuid;
use std::collections::HashMap;

/// Tells everybody who follows whom. Roll-ups are made anew where a path has changed.
pub async fn hand_over(
    work: &Work<'_>,
    change: &Change,
    areas: Vec<(Uuid, Uuid)>,
    organisations: Vec<(Uuid, Uuid)>,
    followers: &[Follower],
) -> Result<(), Error> {
    let words = [change.document.trim(), change.reason.trim()].map(str::to_owned);
    let words = words.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("：");
    let handed = Handed { day: change.day, areas, organisations, words };
    if handed.is_empty() {
        return Ok(());
    }
    for follower in followers {
        (follower.take)(work, &handed).await?;
    }
    for (from, to) in &handed.organisations {
        waiting::pass(work.tx(), *from, *to).await?;
    }
    Ok(())
}

/// Figures of today's tree are folded anew, in the transaction that changed a path of it.
pub async fn refold(work: &Work<'_>) -> Result<(), Error> {
    journal::refold(work.tx()).await.map_err(Error::following)
}

/// Grants over an area reach what follows it too: the one that a post was given to, else all. They run on over the
/// area itself, as somebody reads what stays with it.
pub async fn reach_with_grants(
    work: &Work<'_>,
    from: Uuid,
    to: &[Uuid],
    given: &HashMap<Uuid, Uuid>,
) -> Result<(), Error> {
    let (db, today) = (work.tx(), work.now().day().to_string());
    for grant in store::grants_over(db, from, &today).await? {
        let own: Vec<Uuid> = given.get(&grant.position).copied().into_iter().collect();
        let targets = if own.is_empty() { to } else { &own };
        if targets.is_empty() {
            continue;
        }
        let begins = if grant.from_day < today { &today } else { &grant.from_day };
        for target in targets {
            if !store::is_granted(db, &grant, *target, begins).await? {
                store::copy_grant(db, work.id(), &grant, *target, begins).await?;
            }
        }
        let words = format!("{} → {}", grant.area_name, targets.len());
        changed(work, "grant.write", "grant", grant.id, &grant.role, &words).await?;
    }
    Ok(())
}

/// Grants over an area that lies below its heir now, and those over the heir read all of it.
pub async fn pass_grants(work: &Work<'_>, from: Uuid, heir: Uuid) -> Result<(), Error> {
    reach_with_grants(work, from, &[heir], &HashMap::new()).await?;
    let today = work.now().day();
    let eve = today.saturating_sub(jiff::Span::new().days(1)).to_string();
    for grant in store::grants_over(work.tx(), from, &today.to_string()).await? {
        store::end_grant(work.tx(), grant.id, &eve).await?;
    }
    Ok(())
}

/// Posts of closed organisations go on in another with whoever holds them; it has one head.
pub async fn pass_posts(
    work: &Work<'_>,
    from: &Organisation,
    to: &Organisation,
    which: impl Fn(Uuid) -> bool,
    turn: &Turn,
) -> Result<Vec<Uuid>, Error> {
    let db = work.tx();
    let mut headed = store::posts_in(db, to.id, &turn.day).await?.iter().any(|post| post.head);
    let mut passed = Vec::new();
    for post in store::posts_in(db, from.id, &turn.day).await?.into_iter().filter(|post| which(post.id)) {
        let heads = post.head && !headed;
        headed |= heads;
        store::pass_post(db, post.id, to.id, heads).await?;
        let told = |unit: &Organisation| format!("{} · {}", unit.short_name, post.title);
        changed(work, "organisation.write", "position", post.id, &told(from), &told(to)).await?;
        passed.push(post.id);
    }
    Ok(passed)
}
