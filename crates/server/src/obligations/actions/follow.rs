//! What is owed goes with the areas and organisations that others follow: it ends for the closed one and begins for its
//! successor. A round that is owed now stays owed, and the successor walks it.

use super::{
    clock::{settled, wait},
    owe::note,
};
use crate::{
    directory::{self, Follower, Handed, Hanging},
    obligations::{
        figures,
        model::{Error, Ground, Obligation, ObligationId, Whose},
        rules, store,
    },
    work::Work,
};
use futures::FutureExt;
use jiff::ToSpan;
use kernel::id::Uuid;

/// What the directory tells when an area or a unit has a successor.
pub const SUCCEEDS: Follower = Follower {
    take: |work, handed| {
        take(work, handed).map(|done| done.map_err(directory::Error::following)).boxed_local()
    },
    hangs: |db, on| {
        async move {
            let found = store::STANDING.counts(db, on).await?;
            Ok(found.into_iter().map(|(on, count)| Hanging { on, what: "obligation", count }).collect())
        }
        .boxed()
    },
};

async fn take(work: &Work<'_>, handed: &Handed) -> Result<(), Error> {
    for id in store::STANDING.ids(work.tx(), &handed.closed()).await? {
        let Some(found) = store::find_obligation(work.tx(), ObligationId(id)).await? else { continue };
        pass(work, settled(work, found).await?, handed).await?;
    }
    Ok(())
}

async fn pass(work: &Work<'_>, before: Obligation, handed: &Handed) -> Result<(), Error> {
    let today = work.now().day();
    let yesterday = today.saturating_sub(1.day());
    let open = store::open_slots(work.tx(), before.id).await?;
    let next = open.iter().map(|slot| slot.span.closes).min();
    let ended =
        Obligation { to: Some(yesterday.max(before.from.saturating_sub(1.day()))), next, ..before.clone() };
    store::update_obligation(work.tx(), &ended).await?;
    wait(work, &ended).await?;
    note(work, Some(&before), &ended).await?;
    let from = before.from.max(today);
    let ground = ground(work, &before, handed).await?;
    let site = ground.site.as_ref().map(|(id, _)| *id);
    let stands = store::stands(work.tx(), &before.kind.code, ground.area.id, site, &from.to_string()).await?;
    if stands || before.to.is_some_and(|to| to < from) {
        return Ok(());
    }
    // windows that have begun are the old one's
    let first = rules::next(&before.kind, work.calendar(), work.now(), [Some(from), before.to]);
    let begun = Obligation {
        id: ground.obligation,
        from,
        opened_until: work.now(),
        next: first.map(|span| span.opens),
        ground,
        ..before
    };
    store::insert_obligation(work.tx(), &begun).await?;
    note(work, None, &begun).await
}

/// The same with the successors.
async fn ground(work: &Work<'_>, of: &Obligation, handed: &Handed) -> Result<Ground, Error> {
    let (db, old) = (work.tx(), &of.ground);
    let (area, unit) = (handed.area(old.area.id), handed.organisation(old.organisation.id));
    let mut ground = Ground { obligation: ObligationId(work.id()), ..old.clone() };
    if let Some(unit) = unit {
        let heir = directory::find_organisation(db, unit).await?.ok_or(Error::NoSuchOrganisation)?;
        ground.organisation = Whose { id: heir.id, name: heir.short_name, path: heir.path };
    }
    let area: Uuid = area.unwrap_or(old.area.id);
    let place = directory::find_area(db, area).await?.ok_or(crate::sites::Error::NoSuchArea)?;
    ground.counted_in = directory::posting_area(db, &place, figures::GRAIN).await?;
    ground.area = Whose { id: place.id, name: place.name, path: place.path };
    Ok(ground)
}
