//! One writer a paragraph: whoever begins to write holds it for a while, and longer by asking again. Not on the trail: the
//! paper stays what it is.

use super::{readable, shown};
use crate::{
    reports::{
        model::{Content, Error, Held, Report, ReportId},
        store,
    },
    work::Work,
};
use std::time::Duration;

/// How long a paragraph is held without being asked for again.
const HELD: Duration = Duration::from_mins(2);

/// Holds a paragraph for the writer; refused while somebody else has it.
pub async fn hold(work: &Work<'_>, id: ReportId, key: &str) -> Result<Held, Error> {
    let (report, area) = readable(work.tx(), work.who(), id).await?;
    work.may("report.write", shown(&area))?;
    paragraph(&report, key)?;
    let (who, until) = (work.who(), work.now() + HELD);
    let held = Held { block: key.to_owned(), person: who.person, name: who.name.clone(), until };
    let taken = store::hold(work.tx(), id, &held, work.now()).await?;
    if !taken {
        free(work, id, key).await?;
    }
    Ok(held)
}

/// Lets a paragraph go; one that is not the writer's stays as it is.
pub async fn release(work: &Work<'_>, id: ReportId, key: &str) -> Result<(), Error> {
    let (report, area) = readable(work.tx(), work.who(), id).await?;
    work.may("report.write", shown(&area))?;
    paragraph(&report, key)?;
    Ok(store::release(work.tx(), id, key, work.who().person).await?)
}

/// Refuses while somebody else holds the paragraph.
pub async fn free(work: &Work<'_>, id: ReportId, key: &str) -> Result<(), Error> {
    let holds = store::holds(work.tx(), id, work.now()).await?;
    let other = holds.into_iter().find(|held| held.block == key && held.person != work.who().person);
    other.map_or(Ok(()), |held| Err(Error::Held(held)))
}

/// The place of a paragraph among the blocks.
pub fn paragraph(report: &Report, key: &str) -> Result<usize, Error> {
    let blocks = report.blocks.iter();
    let mut found =
        blocks.enumerate().filter(|(_, block)| matches!(block.content, Content::Paragraph { .. }));
    let at = found.find(|(_, block)| block.key == key).map(|(at, _)| at);
    at.ok_or_else(|| Error::NoSuchBlock(key.to_owned()))
}
