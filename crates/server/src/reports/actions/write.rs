//! A person's words in the place of a paragraph: what was written, the figures among it, and why one became words.

use super::{current, hold, readable, shown, told};
use crate::{
    reports::{
        model::{Block, Content, Error, LONGEST, LONGEST_REASON, Live, Plain, Report, ReportId, Run},
        store,
    },
    work::Work,
};
use serde_json::json;

/// A piece of a paragraph as it was written.
#[derive(Clone, Debug)]
pub enum Written {
    Text(String),
    /// a figure that the paragraph had, by its place among them
    Figure(usize),
    /// a figure that it had not
    Cited(Box<Live>),
    /// a figure that it had, as plain words from now on
    Plain {
        figure: usize,
        reason: String,
    },
}

/// Puts a person's words in the place of a paragraph.
pub async fn write(
    work: &Work<'_>,
    id: ReportId,
    seen: i32,
    key: &str,
    written: &[Written],
) -> Result<Report, Error> {
    let (mut report, area) = readable(work.tx(), work.who(), id).await?;
    work.may("report.write", shown(&area))?;
    let at = hold::paragraph(&report, key)?;
    hold::free(work, id, key).await?;
    current(&report, seen)?;
    let (runs, plain) = laid(&report.blocks[at].content, written)?;
    let (before, after) = (words(report.blocks[at].content.runs()), words(&runs));
    let length = after.chars().count();
    if length > LONGEST {
        return Err(Error::TooLong(length));
    }
    let edited = Some((work.who().person, work.now()));
    let block = Block { key: key.to_owned(), content: Content::Paragraph { runs }, edited };
    report.version += 1;
    store::write(work.tx(), seen, &report, &block).await?;
    report.blocks[at] = block;
    let before = json!({ "block": key, "text": before });
    let after = json!({ "block": key, "text": after, "plain": plain });
    told(work, "report.edit", &report, Some(&before), &after).await?;
    Ok(report)
}

/// The written pieces as runs, and the figures that became words.
fn laid(content: &Content, written: &[Written]) -> Result<(Vec<Run>, Vec<Plain>), Error> {
    let had: Vec<&Live> = content.figures().collect();
    let find = |at: usize| had.get(at).copied().ok_or(Error::NoSuchFigure(at));
    let (mut runs, mut plain) = (Vec::new(), Vec::new());
    for piece in written {
        runs.push(match piece {
            Written::Text(text) => Run::Text(text.clone()),
            Written::Figure(at) => Run::Figure(Box::new(find(*at)?.clone())),
            Written::Cited(live) => Run::Figure(live.clone()),
            Written::Plain { figure, reason } => {
                let (text, reason) = (find(*figure)?.text.clone(), said(reason)?);
                plain.push(Plain { text: text.clone(), reason });
                Run::Text(text)
            }
        });
    }
    Ok((Run::merged(runs), plain))
}

fn said(reason: &str) -> Result<String, Error> {
    let (reason, length) = (reason.trim(), reason.trim().chars().count());
    match length {
        0 => Err(Error::ReasonMissing),
        1..=LONGEST_REASON => Ok(reason.to_owned()),
        _ => Err(Error::ReasonTooLong(length)),
    }
}

fn words(runs: &[Run]) -> String {
    let word = |run: &Run| match run {
        Run::Text(text) => text.clone(),
        Run::Figure(live) => live.text.clone(),
    };
    runs.iter().map(word).collect()
}
