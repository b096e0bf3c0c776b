//! Set what is owed, and end it.

use super::clock::{settled, wait};
use crate::{
    directory,
    obligations::{
        figures,
        model::{Error, Ground, Obligation, ObligationId, Whose},
        rules, store,
    },
    sites,
    work::{Denied, Happened, Work},
};
use jiff::{ToSpan, civil::Date};
use kernel::id::Uuid;

const WRITE: &str = "obligation.write";

#[derive(Clone, Debug)]
pub struct NewObligation {
    pub id: ObligationId,
    /// code of a kind
    pub kind: String,
    pub organisation: Uuid,
    /// the whole area, unless a site is named
    pub area: Option<Uuid>,
    pub site: Option<Uuid>,
    /// today without it
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Something is owed from a day on. A slot whose window has begun already is not.
pub async fn owe(work: &Work<'_>, new: NewObligation) -> Result<Obligation, Error> {
    let (db, today) = (work.tx(), work.now().day());
    if !work.who().holds(WRITE) {
        return Err(Denied(WRITE).into());
    }
    let kind = store::find_kind(db, &new.kind).await?.ok_or_else(|| Error::NoSuchKind(new.kind.clone()))?;
    let ground = ground(work, &new, &kind.name, &kind.name_en).await?;
    ground.shown(|shown| work.may(WRITE, shown))?;
    let from = new.from.unwrap_or(today);
    if from < today {
        return Err(Error::Past(today));
    }
    if new.to.is_some_and(|to| to < from) {
        return Err(Error::Backward);
    }
    if store::find_obligation(db, new.id).await?.is_some() {
        return Err(Error::IdTaken);
    }
    let site = ground.site.as_ref().map(|(id, _)| *id);
    if store::stands(db, &kind.code, ground.area.id, site, &from.to_string()).await? {
        return Err(Error::Stands);
    }
    let first = rules::next(&kind, work.calendar(), work.now(), [Some(from), new.to]);
    let set = Obligation {
        id: new.id,
        ground,
        kind,
        from,
        to: new.to,
        opened_until: work.now(),
        next: first.map(|span| span.opens),
    };
    store::insert_obligation(db, &set).await?;
    note(work, None, &set).await?;
    Ok(set)
}

async fn ground(
    work: &Work<'_>,
    new: &NewObligation,
    kind_name: &str,
    kind_name_en: &str,
) -> Result<Ground, Error> {
    let db = work.tx();
    let site = match new.site {
        Some(id) => {
            let site = sites::find_site(db, id.into()).await?;
            let readable = |site: &sites::Site| site.shown(|shown| work.who().may_read("site.read", shown));
            let site = site.filter(readable).ok_or(sites::Error::NoSuchSite)?;
            Some(if site.closed_on.is_some() { Err(sites::Error::Closed)? } else { site })
        }
        None => None,
    };
    let area = site.as_ref().map(|site| site.area).or(new.area).ok_or(Error::NoPlace)?;
    let area = directory::find_area(db, area).await?.ok_or(sites::Error::NoSuchArea)?;
    let owing = directory::find_organisation(db, new.organisation).await?;
    let owing = owing.filter(|o| o.to_day.is_none()).ok_or(Error::NoSuchOrganisation)?;
    Ok(Ground {
        obligation: new.id,
        kind: new.kind.clone(),
        kind_name: kind_name.into(),
        kind_name_en: kind_name_en.into(),
        organisation: Whose { id: owing.id, name: owing.short_name, path: owing.path },
        counted_in: directory::posting_area(db, &area, figures::GRAIN).await?,
        area: Whose { id: area.id, name: area.name, path: area.path },
        position: site.as_ref().and_then(|site| site.position),
        site: site.map(|site| (site.id.0, site.name)),
    })
}

/// Its last day is this one, at the earliest yesterday; what opened before stays owed.
pub async fn end(work: &Work<'_>, id: ObligationId, last: Option<Date>) -> Result<Obligation, Error> {
    let today = work.now().day();
    let found = store::find_obligation(work.tx(), id).await?.ok_or(Error::NoSuchRound)?;
    if !found.ground.shown(|shown| work.who().may_read("obligation.read", shown)) {
        return Err(Error::NoSuchRound);
    }
    found.ground.shown(|shown| work.may(WRITE, shown))?;
    let before = settled(work, found).await?;
    let (last, yesterday) = (last.unwrap_or(today), today.saturating_sub(1.day()));
    if before.to.is_some_and(|to| to < today) {
        return Err(Error::Ended);
    }
    if last < yesterday {
        return Err(Error::Past(yesterday));
    }
    let open = store::open_slots(work.tx(), id).await?;
    let next =
        rules::next(&before.kind, work.calendar(), before.opened_until, [Some(before.from), Some(last)]);
    let closes = open.iter().map(|slot| slot.span.closes);
    let after = Obligation {
        to: Some(last),
        next: next.map(|span| span.opens).into_iter().chain(closes).min(),
        ..before.clone()
    };
    store::update_obligation(work.tx(), &after).await?;
    wait(work, &after).await?;
    note(work, Some(&before), &after).await?;
    Ok(after)
}

pub async fn note(work: &Work<'_>, before: Option<&Obligation>, after: &Obligation) -> Result<(), Error> {
    let trace = |of: &Obligation| {
        serde_json::json!({ "kind": of.kind.code, "organisation": of.ground.organisation.id,
            "area": of.ground.area.id, "site": of.ground.site.as_ref().map(|(id, _)| id),
            "from": of.from.to_string(), "to": of.to.map(|to| to.to_string()) })
    };
    let (seen, now) = (before.map(trace), trace(after));
    let before = seen.as_ref().map(|seen| seen as &dyn crate::work::erased::Json);
    let happened =
        Happened { verb: WRITE, kind: "obligation", record: after.id.0, before, after: Some(&now) };
    Ok(work.record(happened).await?)
}
