//! State a quantity, correct it, take it back, and give a metric to what found none.

use super::{
    WRITE,
    enter::{enter, place as place_of},
};
use crate::{
    directory,
    statements::{
        alias::Aliases,
        figures::KIND,
        model::{Error, Judged, Kind, State, Statement, Words},
        rules::{self, Known},
        store,
    },
    work::Work,
};
use jiff::civil::Date;
use kernel::id::Uuid;

/// What is stated.
#[derive(Clone, Debug)]
pub struct NewStatement {
    pub area: Uuid,
    /// whom it credits; without it the unit of whoever states it
    pub organisation: Option<Uuid>,
    pub first: Date,
    pub last: Date,
    /// a change of a stock, not a count of it
    pub change: bool,
    pub words: Words,
}

/// What a verb is told of a statement that stands.
#[derive(Clone, Debug)]
pub struct Change {
    /// the version that was seen
    pub seen: i32,
    pub reason: String,
}

pub async fn create(
    work: &Work<'_>,
    aliases: &Aliases,
    id: Uuid,
    new: NewStatement,
) -> Result<Statement, Error> {
    let place = place_of(work, new.area, new.organisation).await?;
    let judged = judged(work, aliases, &new)?;
    let NewStatement { first, last, words, .. } = new;
    let (person, recorded_at) = (work.who().person, work.now());
    let said = Statement {
        id,
        place,
        first,
        last,
        judged,
        posted: None,
        words,
        from: None,
        version: 1,
        person,
        recorded_at,
    };
    said.shown(|shown| work.may(WRITE, shown))?;
    if store::find_statement(work.tx(), id).await?.is_some() {
        return Err(Error::IdTaken);
    }
    enter(work, None, said, None).await
}

/// Says it anew; whose it is and where stays.
pub async fn correct(
    work: &Work<'_>,
    aliases: &Aliases,
    id: Uuid,
    change: &Change,
    new: NewStatement,
) -> Result<Statement, Error> {
    let before = writable(work, id, change.seen).await?;
    let reason = rules::reason(&change.reason)?;
    let judged = judged(work, aliases, &new)?;
    let NewStatement { first, last, words, .. } = new;
    let now = Statement { first, last, judged, words, version: before.version + 1, ..before.clone() };
    enter(work, Some(&before), now, Some(&reason)).await
}

/// It holds no more; what it said stays on the list of what was withdrawn.
pub async fn withdraw(work: &Work<'_>, id: Uuid, change: &Change) -> Result<Statement, Error> {
    let before = writable(work, id, change.seen).await?;
    let reason = rules::reason(&change.reason)?;
    let judged = Judged { state: State::Withdrawn, ..before.judged.clone() };
    let now = Statement { judged, version: before.version + 1, ..before.clone() };
    enter(work, Some(&before), now, Some(&reason)).await
}

/// Gives a metric to a row that found none, or lets one that was held count; it then stands as stated.
pub async fn place(
    work: &Work<'_>,
    aliases: &Aliases,
    id: Uuid,
    seen: i32,
    metric: &str,
) -> Result<Statement, Error> {
    let before = writable(work, id, seen).await?;
    if !matches!(before.judged.state, State::Unmatched | State::Held) {
        return Err(Error::wrong("state", "statement.stands", &before.words.object));
    }
    let words = Words { metric: Some(metric.into()), ..before.words.clone() };
    // the row's measure word is taken for the metric's own: whoever places it has judged that
    let unit = work.metrics().get(metric).map(|m| m.unit.clone()).unwrap_or_default();
    let meant = if kernel::quantity::converts(&words.unit, &unit) {
        words.clone()
    } else {
        Words { unit, ..words.clone() }
    };
    let known = Known { metrics: work.metrics(), aliases };
    let judged = rules::judge(&meant, (before.first, before.last), &known)?;
    let now = Statement { judged, words, version: before.version + 1, ..before.clone() };
    enter(work, Some(&before), now, None).await
}

fn judged(work: &Work<'_>, aliases: &Aliases, new: &NewStatement) -> Result<Judged, Error> {
    let known = Known { metrics: work.metrics(), aliases };
    let judged = rules::judge(&new.words, (new.first, new.last), &known)?;
    let kind = match judged.kind {
        Some(Kind::StockTake) if new.change => Some(Kind::Entry),
        kind => kind,
    };
    Ok(Judged { kind, ..judged })
}

/// A statement of this version that holds, and that the person may change.
async fn writable(work: &Work<'_>, id: Uuid, seen: i32) -> Result<Statement, Error> {
    let found = store::find_statement(work.tx(), id).await?.ok_or(Error::NoSuchStatement)?;
    if !found.shown(|shown| work.who().may_read("statement.read", shown)) {
        let beyond =
            directory::beyond(work.tx(), work.who(), found.place.area, work.now(), Error::NoSuchStatement);
        return Err(beyond.await);
    }
    found.shown(|shown| work.may(WRITE, shown))?;
    if found.version != seen {
        let meanwhile = directory::meanwhile(work.tx(), KIND, id, seen, &[("organisation", "org")]).await?;
        let meanwhile = meanwhile.map(|meanwhile| meanwhile.called("correct"));
        return Err(Error::Stale { seen, now: found.version, meanwhile });
    }
    if found.judged.state == State::Withdrawn { Err(Error::Withdrawn) } else { Ok(found) }
}
