//! A finding becomes a case, and a case tells which finding it was.

use crate::{
    inspections::{
        model::{Error, FindingRef, Seen, Visit},
        store,
    },
    platform::permission::Who,
    work::Work,
};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr};

/// What a case takes over from a finding.
#[derive(Clone, Debug)]
pub struct Reported {
    /// of the visit
    pub site: Uuid,
    /// which the case may show as well
    pub photos: Vec<Uuid>,
}

/// A finding becomes a case, once.
pub async fn report_finding(work: &Work<'_>, finding: &FindingRef, case: Uuid) -> Result<Reported, Error> {
    let db = work.tx();
    let visit = store::find_visit(db, finding.visit.into()).await?;
    let readable = |visit: &Visit| visit.shown(|shown| work.who().may_read("inspection.read", shown));
    let visit = visit.filter(readable).ok_or(Error::NoSuchFinding)?;
    let known = store::findings(db, visit.id).await?.into_iter().find(|known| known.item == finding.item);
    let known = known.ok_or(Error::NoSuchFinding)?;
    if known.case.is_some() || !store::mark_reported(db, visit.id, &known.item, case).await? {
        return Err(Error::Reported(known.case));
    }
    Ok(Reported { site: visit.site, photos: known.photos })
}

/// What a visit found that became this case.
pub async fn seen_as(db: &impl ConnectionTrait, who: &Who, case: Uuid) -> Result<Option<Seen>, DbErr> {
    let Some(seen) = store::finding_of(db, case).await? else { return Ok(None) };
    let visit = store::find_visit(db, seen.visit.into()).await?;
    let readable = visit.is_some_and(|visit| visit.shown(|shown| who.may_read("inspection.read", shown)));
    Ok(Some(Seen { readable, ..seen }))
}
