//! Open sites go with the areas and organisations that others follow.

use super::{
    actions::note,
    model::{Error, Site},
    store,
};
use crate::{
    directory::{self, Follower, Handed, Hanging},
    platform::query::Refers,
    work::Work,
};
use futures::FutureExt;

const OPEN: Refers =
    Refers { table: "site", columns: &["area", "organisation"], standing: "closed_on is null" };

/// What the directory tells when an area or a unit has a successor.
pub const SUCCEEDS: Follower = Follower {
    take: |work, handed| {
        take(work, handed).map(|done| done.map_err(directory::Error::following)).boxed_local()
    },
    hangs: |db, on| {
        async move {
            let found = OPEN.counts(db, on).await?;
            Ok(found.into_iter().map(|(on, count)| Hanging { on, what: "site", count }).collect())
        }
        .boxed()
    },
};

async fn take(work: &Work<'_>, handed: &Handed) -> Result<(), Error> {
    for id in OPEN.ids(work.tx(), &handed.closed()).await? {
        let Some(site) = store::find_site(work.tx(), id.into()).await? else { continue };
        let follows = Site {
            area: handed.area(site.area).unwrap_or(site.area),
            organisation: site.organisation.map(|unit| handed.organisation(unit).unwrap_or(unit)),
            version: site.version + 1,
            ..site.clone()
        };
        store::update(work.tx(), &site, &follows).await?;
        note(work, Some(&site), &follows).await?;
    }
    Ok(())
}
