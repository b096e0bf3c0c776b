//! What stock-takes post: each the difference between its count and all that was counted up to its day. Whatever is
//! stated, corrected or withdrawn of a stock settles every count of that place anew that comes after it.

use super::WRITE;
use crate::{
    directory,
    statements::{
        figures::{self, KIND},
        model::{Error, Judged, Kind, State, Statement},
        store,
    },
    work::{Happened, Work, erased::Json},
};
use jiff::civil::Date;
use journal::Place;
use kernel::{id::Uuid, moment::Moment};
use serde_json::json;
use std::collections::BTreeMap;

/// Counts of one place follow each other by day, and on one day as they were first entered.
type Order = (Date, Moment, Uuid);

/// Settles the counts that follow these statements, themselves among them, and gives those whose difference is
/// another now. What a statement said before it changed is named here too.
pub async fn recount(work: &Work<'_>, touched: &[&Statement]) -> Result<Vec<Statement>, Error> {
    let mut following: BTreeMap<Order, Statement> = BTreeMap::new();
    for of in touched.iter().filter(|of| of.judged.state == State::Stated) {
        let Some(metric) = &of.judged.metric else { continue };
        if work.metrics().get(metric)?.kind != journal::Kind::Stock {
            continue;
        }
        let area = directory::find_area(work.tx(), of.place.counted_in).await?.ok_or(Error::NoSuchArea)?;
        let counts = store::counts_following(work.tx(), metric, &area.path, of.last).await?;
        let within = counts.into_iter().filter(|count| within(&of.judged, &count.judged));
        following.extend(within.map(|count| ((count.last, count.recorded_at, count.id), count)));
    }
    let mut changed = Vec::new();
    while let Some((_, count)) = following.pop_first() {
        // what follows on the same day has still posted what it found before
        let ahead = following.values().take_while(|other| other.last == count.last);
        let ahead: Vec<&Statement> = ahead.collect();
        let posted = differs(work, &count, &ahead).await?;
        if posted != count.posted {
            changed.push(settle(work, count, posted).await?);
        }
    }
    Ok(changed)
}

/// Whether a count of some dimensions sees what is stated with these.
fn within(stated: &Judged, count: &Judged) -> bool {
    count.dims.iter().all(|(dim, value)| stated.dims.get(dim) == Some(value))
}

/// What a count differs by from what others have counted up to its day.
async fn differs(work: &Work<'_>, of: &Statement, ahead: &[&Statement]) -> Result<Option<i64>, Error> {
    let Judged { metric: Some(metric), amount: Some(amount), dims, .. } = &of.judged else { return Ok(None) };
    let area = directory::find_area(work.tx(), of.place.counted_in).await?.ok_or(Error::NoSuchArea)?;
    let place = Place { area: &area.path, dims: dims.clone(), ..Place::default() };
    let stood = journal::counted(work.tx(), work.metrics(), metric, &place, of.last).await?;
    let mut seen = i128::from(of.posted.unwrap_or(0));
    for other in ahead.iter().filter(|other| within(&other.judged, &of.judged)) {
        let below = directory::find_area(work.tx(), other.place.counted_in).await?;
        if other.judged.metric == of.judged.metric && below.is_some_and(|b| b.path.starts_with(&area.path)) {
            seen += i128::from(other.posted.unwrap_or(0));
        }
    }
    let differs = i64::try_from(i128::from(*amount) - stood.held.quantity + seen).ok();
    differs.map(Some).ok_or_else(|| Error::wrong("text", "quantity.too_large", &of.words.text))
}

/// Posts what a count differs by. One that stood keeps its version, as nobody said anything else of it; its trail tells.
async fn settle(work: &Work<'_>, count: Statement, posted: Option<i64>) -> Result<Statement, Error> {
    let now = Statement { posted, ..count.clone() };
    store::set_posted(work.tx(), &now).await?;
    let said = Statement { recorded_at: work.now(), ..now.clone() };
    for source in figures::sources(&now) {
        work.restate(&source, &figures::of(&said, &source.kind)).await?;
    }
    if count.posted.is_some() {
        let [before, after] = [&count, &now].map(|of| json!({ "posted": of.posted, "version": of.version }));
        let post = now.shown(|shown| work.who().post_for(WRITE, Some(shown)));
        let (before, after): (Option<&dyn Json>, Option<&dyn Json>) = (Some(&before), Some(&after));
        work.record_as(post, Happened { verb: WRITE, kind: KIND, record: now.id, before, after }).await?;
    }
    Ok(now)
}

/// Whether it is a count that posts a difference, which is settled among the others of its place.
pub fn is_count(of: &Statement) -> bool {
    let Judged { state, kind, amount, .. } = &of.judged;
    *state == State::Stated && *kind == Some(Kind::StockTake) && amount.is_some()
}
