//! What every verb of a statement ends with: the row, what it posts, the target that it sets, the trail.

use super::{
    WRITE,
    recount::{is_count, recount},
};
use crate::{
    directory,
    standards::{self, Target},
    statements::{
        figures::{self, KIND},
        model::{Error, Judged, Place, State, Statement},
        rules, store,
    },
    work::{Happened, Work, erased::Json},
};
use kernel::{id::Uuid, quantity::Qualifier};
use serde_json::json;

/// Where a statement counts and whose it is; the right is asked here. Without a unit it is that of whoever writes.
pub async fn place(work: &Work<'_>, area: Uuid, organisation: Option<Uuid>) -> Result<Place, Error> {
    let db = work.tx();
    let area = directory::find_area(db, area).await?.ok_or(Error::NoSuchArea)?;
    let own = || work.who().post_for(WRITE, None).map(|post| post.organisation);
    let organisation = organisation.or_else(own).ok_or(Error::NoSuchOrganisation)?;
    let organisation =
        directory::find_organisation(db, organisation).await?.ok_or(Error::NoSuchOrganisation)?;
    let counted_in = directory::posting_area(db, &area, figures::GRAIN).await?;
    let (area, organisation, paths) = (area.id, organisation.id, [area.path, organisation.path]);
    Ok(Place { area, counted_in, organisation, paths })
}

/// Writes a statement, new or changed, with all that follows from it.
pub async fn enter(
    work: &Work<'_>,
    before: Option<&Statement>,
    now: Statement,
    reason: Option<&str>,
) -> Result<Statement, Error> {
    let now = write(work, before, now, reason).await?;
    let touched: Vec<&Statement> = before.into_iter().chain([&now]).collect();
    let settled = recount(work, &touched).await?.into_iter().find(|settled| settled.id == now.id);
    Ok(settled.unwrap_or(now))
}

/// Writes a statement alone: a count among them has posted nothing until [`recount`].
pub async fn write(
    work: &Work<'_>,
    before: Option<&Statement>,
    now: Statement,
    reason: Option<&str>,
) -> Result<Statement, Error> {
    let posted = if is_count(&now) { None } else { now.judged.amount };
    let now = Statement { posted, ..now };
    match before {
        None => store::insert_statement(work.tx(), &now).await?,
        Some(before) if !store::update_statement(work.tx(), &now).await? => {
            return Err(Error::Stale { seen: before.version, now: now.version, meanwhile: None });
        }
        Some(_) => {}
    }
    // posted now, whenever it was first said: among what is seen on one day the latest word holds
    let said = Statement { recorded_at: work.now(), ..now.clone() };
    for source in figures::sources(&now) {
        let wanted = if is_count(&now) { vec![] } else { figures::of(&said, &source.kind) };
        work.restate(&source, &wanted).await?;
    }
    aim(work, before, &now).await?;
    note(work, before, &now, reason).await?;
    Ok(now)
}

/// Sets the target that a statement states, or drops the one that it stated.
async fn aim(work: &Work<'_>, before: Option<&Statement>, now: &Statement) -> Result<(), Error> {
    if before.is_some_and(|before| before.judged.state == State::Target) {
        standards::drop_target(work, now.id).await?;
    }
    let Judged { state: State::Target, metric: Some(metric), amount: Some(value), qualifier, .. } =
        &now.judged
    else {
        return Ok(());
    };
    let most = rules::is_upper(&now.words) && *qualifier != Qualifier::AtLeast;
    let target = Target {
        id: now.id,
        metric: metric.clone(),
        area: now.place.area,
        organisation: now.place.organisation,
        first: now.first,
        last: now.last,
        most,
        value: *value,
        source: now.words.source.clone(),
    };
    Ok(standards::set_target(work, &target).await?)
}

async fn note(
    work: &Work<'_>,
    before: Option<&Statement>,
    now: &Statement,
    reason: Option<&str>,
) -> Result<(), Error> {
    let trace = |of: &Statement| {
        json!({ "state": of.judged.state, "kind": of.judged.kind, "metric": of.judged.metric,
            "amount": of.judged.amount, "qualifier": of.judged.qualifier, "dims": of.judged.dims,
            "area": of.place.area, "organisation": of.place.organisation, "from": of.first.to_string(),
            "to": of.last.to_string(), "said": of.words, "version": of.version })
    };
    let (seen, mut after) = (before.map(trace), trace(now));
    if let Some(reason) = reason {
        after["reason"] = json!(reason);
    }
    let before = seen.as_ref().map(|seen| seen as &dyn Json);
    let post = now.shown(|shown| work.who().post_for(WRITE, Some(shown)));
    let happened = Happened { verb: WRITE, kind: KIND, record: now.id, before, after: Some(&after) };
    Ok(work.record_as(post, happened).await?)
}
