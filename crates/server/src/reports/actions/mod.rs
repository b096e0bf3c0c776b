//! The verbs on a paper: make, hold and write a paragraph, refresh. Figures are taken before the transaction, in one
//! snapshot; the transaction writes and puts it on the trail.

mod hold;
mod write;

pub use hold::{hold, release};
pub use write::{Written, write};

use super::{
    model::{Error, Report, ReportId},
    paper,
    refresh::{self, Fresh},
    store,
    summary::{Ask, Draft},
};
use crate::{
    directory::{self, Area},
    platform::permission::{Subject, Who},
    work::{Denied, Happened, Work},
};
use documents::Document;
use kernel::{id::Uuid, moment::Moment, period::Period};
use sea_orm::ConnectionTrait;
use serde_json::json;

/// What a paper shows to permission: its area.
pub fn shown(area: &Area) -> Subject<'_> {
    Subject { area: &area.path, line: None, organisations: &[], parties: &[] }
}

/// The area asked for, or the widest over which this person writes papers.
pub async fn area(db: &impl ConnectionTrait, who: &Who, asked: Option<Uuid>) -> Result<Area, Error> {
    const VERB: &str = "report.write";
    let found = match asked {
        Some(id) => directory::find_area(db, id).await?,
        None => match who.grants.iter().filter(|g| g.verbs.contains(VERB)).min_by_key(|g| g.area.len()) {
            Some(grant) => directory::area_at(db, &grant.area).await?,
            None => return Err(Denied(VERB).into()),
        },
    };
    let area = found.ok_or(Error::NoSuchArea)?;
    if who.may(VERB, shown(&area)) { Ok(area) } else { Err(Denied(VERB).into()) }
}

/// A paper with its area, if this person may read it.
pub async fn readable(db: &impl ConnectionTrait, who: &Who, id: ReportId) -> Result<(Report, Area), Error> {
    let report = store::find(db, id).await?.ok_or(Error::NoSuchReport)?;
    let area = directory::find_area(db, report.area).await?.ok_or(Error::NoSuchArea)?;
    if who.may("report.read", shown(&area)) { Ok((report, area)) } else { Err(Error::NoSuchReport) }
}

/// A new paper of a draft.
pub async fn make(work: &Work<'_>, area: &Area, period: Period, draft: &Draft) -> Result<Report, Error> {
    work.may("report.write", shown(area))?;
    let report = drafted(ReportId(work.id()), work.who(), area, period, work.now(), draft.clone());
    store::insert(work.tx(), &report).await?;
    let after = json!({ "area": report.area, "period": report.period, "as_of": report.as_of });
    told(work, "report.write", &report, None, &after).await?;
    Ok(report)
}

fn drafted(id: ReportId, who: &Who, area: &Area, period: Period, now: Moment, draft: Draft) -> Report {
    Report {
        id,
        area: area.id,
        period,
        title: draft.title,
        office: draft.office,
        as_of: draft.as_of,
        made_by: who.person,
        made_at: now,
        refreshed_at: now,
        version: 1,
        blocks: draft.blocks,
    }
}

/// A summary as a document, without keeping it.
pub async fn unsaved<C: ConnectionTrait>(
    ask: &Ask<'_, C>,
    public_url: Option<&str>,
) -> Result<Document, Error> {
    let draft = ask.draft().await?;
    let report = drafted(ReportId(Uuid::nil()), ask.who, &ask.area, ask.period, ask.now, draft);
    Ok(paper::document(&report, public_url))
}

/// A draft made anew for a paper, and what its figures say now.
pub struct Anew {
    pub draft: Draft,
    pub fresh: Fresh,
}

/// Takes all figures of a paper again, those that a person kept too.
pub async fn anew<C: ConnectionTrait>(ask: &Ask<'_, C>, report: &Report) -> Result<Anew, Error> {
    let draft = ask.draft().await?;
    let kept = report.blocks.iter().filter(|block| block.edited.is_some());
    let kept: Vec<_> =
        kept.flat_map(|block| block.content.figures()).map(|live| live.asked.clone()).collect();
    let fresh = ask.fresh(draft.as_of, kept).await?;
    Ok(Anew { draft, fresh })
}

/// Lays new figures over a paper; what a person wrote stays.
pub async fn renew(work: &Work<'_>, id: ReportId, seen: i32, anew: &Anew) -> Result<Report, Error> {
    let (report, area) = readable(work.tx(), work.who(), id).await?;
    work.may("report.write", shown(&area))?;
    current(&report, seen)?;
    let Draft { title, as_of, blocks, .. } = &anew.draft;
    let before = json!({ "as_of": report.as_of });
    let report = Report {
        title: title.clone(),
        as_of: *as_of,
        refreshed_at: work.now(),
        version: report.version + 1,
        blocks: refresh::refreshed(report.blocks, blocks.clone(), &anew.fresh),
        ..report
    };
    store::replace(work.tx(), seen, &report).await?;
    told(work, "report.refresh", &report, Some(&before), &json!({ "as_of": report.as_of })).await?;
    Ok(report)
}

fn current(report: &Report, seen: i32) -> Result<(), Error> {
    if report.version == seen { Ok(()) } else { Err(Error::Stale { seen, now: report.version }) }
}

async fn told(
    work: &Work<'_>,
    verb: &'static str,
    report: &Report,
    before: Option<&serde_json::Value>,
    after: &serde_json::Value,
) -> Result<(), Error> {
    let happened = Happened {
        verb,
        kind: "report",
        record: report.id.0,
        before: before.map(|before| before as &dyn crate::work::erased::Json),
        after: Some(after),
    };
    Ok(work.record(happened).await?)
}
