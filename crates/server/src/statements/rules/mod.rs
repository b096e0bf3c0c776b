//! What words mean: the number and how firmly it stands, the metric it is of, and how it is to be posted.

mod number;
#[cfg(test)]
mod tests;

use super::{
    alias::{Aliases, counts_as},
    figures::KIND,
    model::{Doubt, Error, Judged, Kind, Said, State, Statement, Words},
};
use jiff::civil::Date;
use journal::{Dims, Metric, Metrics};
use kernel::quantity::{Qualifier, convert, converts};

pub use number::is_upper;
use number::{Number, read, unkept};

/// What one statement may say, in the metric's smallest unit: ten billion yuan a thousand times over, so that sums of
/// thousands still hold.
const MOST: i64 = 1_000_000_000_000_000;

/// Characters of a text, at most.
pub const LONGEST: usize = 400;

/// What the judging stands on.
pub struct Known<'a> {
    pub metrics: &'a Metrics,
    pub aliases: &'a Aliases,
}

/// Judges words that are true of a span of days.
///
/// # Errors
/// [`Error::Wrong`] with field and rule: a metric that is not there or cannot be stated by hand, no number, a unit that
/// does not convert, a fraction that the metric does not keep.
pub fn judge(words: &Words, (first, last): (Date, Date), known: &Known<'_>) -> Result<Judged, Error> {
    check_lengths(words)?;
    if last < first {
        return Err(Error::wrong("to", "statement.backward", &last.to_string()));
    }
    let measured = number::measured(words).map(|unit| Words { unit: unit.into(), ..words.clone() });
    let words = measured.as_ref().unwrap_or(words);
    let number = read(words)?;
    let kept = |state| Judged {
        state,
        kind: None,
        doubt: None,
        metric: None,
        amount: None,
        qualifier: number.qualifier,
        dims: Dims::new(),
    };
    if matches!(words.kind, Some(Said::Rate | Said::Time)) {
        return Ok(kept(State::Quoted));
    }
    let Some(metric) = metric(words, known)? else { return Ok(kept(State::Unmatched)) };
    let amount = amount(words, metric, number)?;
    let dims = known.aliases.dims(words, metric);
    let judged =
        Judged { metric: Some(metric.code.clone()), dims, amount: Some(amount), ..kept(State::Stated) };
    if words.kind == Some(Said::Target) {
        return Ok(Judged { state: State::Target, ..judged });
    }
    let kind = Some(kind(metric, first, last)?);
    Ok(match (is_upper(words), number.high) {
        (true, _) => {
            let (amount, qualifier) = (None, Qualifier::AtLeast);
            Judged { kind, doubt: Some(Doubt::UpperBound), amount, qualifier, ..judged }
        }
        (false, Some(_)) => {
            Judged { kind, doubt: Some(Doubt::Range), qualifier: Qualifier::AtLeast, ..judged }
        }
        (false, None) => Judged { kind, ..judged },
    })
}

/// The metric that the words name, else the one that their nouns mean.
fn metric<'m>(words: &Words, known: &Known<'m>) -> Result<Option<&'m Metric>, Error> {
    let Some(named) = words.metric.as_deref().map(str::trim).filter(|named| !named.is_empty()) else {
        return Ok(known.aliases.find(words, known.metrics));
    };
    let found = known.metrics.iter().find(|metric| metric.code == named || metric.name == named);
    let found = found.ok_or_else(|| Error::wrong("metric", "metric.none", named))?;
    if !counts_as(words.kind, found) {
        return Err(Error::wrong("kind", "statement.kind_differs", &found.name));
    }
    Ok(Some(found))
}

/// In the metric's smallest unit. A measure word that the nouns allow counts as the metric's own.
fn amount(words: &Words, metric: &Metric, number: Number) -> Result<i64, Error> {
    let from = match words.unit.trim() {
        "" => metric.unit.as_str(),
        unit if converts(unit, &metric.unit) || words.metric.is_none() => unit,
        unit => return Err(Error::wrong("unit", "statement.unit_differs", unit)),
    };
    let wrong = |rule| Error::wrong("text", rule, &words.text);
    let amount = convert(number.low, number::HELD, from, &metric.unit, metric.decimals)
        .map_err(|fault| wrong(unkept(fault)))?;
    if amount.abs() > MOST { Err(wrong("quantity.too_large")) } else { Ok(amount) }
}

/// How a metric is stated for a span; what exists is stated for its last day.
fn kind(metric: &Metric, first: Date, last: Date) -> Result<Kind, Error> {
    let kind = match metric.kind {
        journal::Kind::Flow if first < last => return Ok(Kind::Opening),
        journal::Kind::Flow => Kind::Entry,
        journal::Kind::Stock => Kind::StockTake,
        journal::Kind::Level => Kind::Observation,
        journal::Kind::Distinct | journal::Kind::Derived => {
            return Err(Error::wrong("metric", "statement.not_by_hand", &metric.name));
        }
    };
    if metric.owner(last) == Some(KIND) {
        Ok(kind)
    } else {
        Err(Error::wrong("metric", "statement.not_by_hand", &metric.name))
    }
}

/// Whether two rows of one file are the same words about the same thing.
pub fn repeats(one: &Statement, other: &Statement) -> bool {
    let fact =
        |s: &Statement| (s.judged.metric.clone(), s.judged.amount, s.judged.qualifier, s.judged.dims.clone());
    !one.words.sentence.is_empty()
        && one.words.sentence == other.words.sentence
        && one.words.action == other.words.action
        && fact(one) == fact(other)
        && same_place(one, other)
}

/// Whether two rows state one level of one day, or count one stock on it.
pub fn same_fact(one: &Statement, other: &Statement) -> bool {
    let held = |s: &Statement| matches!(s.judged.kind, Some(Kind::Observation | Kind::StockTake));
    held(one)
        && held(other)
        && one.last == other.last
        && (&one.judged.metric, &one.judged.dims) == (&other.judged.metric, &other.judged.dims)
        && same_place(one, other)
}

fn same_place(one: &Statement, other: &Statement) -> bool {
    let of = |s: &Statement| (s.place.counted_in, s.place.organisation, s.first, s.last);
    of(one) == of(other)
}

/// A reason, without blanks around it.
pub fn reason(text: &str) -> Result<String, Error> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::ReasonMissing);
    }
    short("reason", text)?;
    Ok(text.to_owned())
}

fn check_lengths(words: &Words) -> Result<(), Error> {
    let Words { object, action, text, unit, note, source, sentence, .. } = words;
    for (field, text) in [
        ("object", object),
        ("action", action),
        ("text", text),
        ("unit", unit),
        ("note", note),
        ("source", source),
        ("sentence", sentence),
    ] {
        short(field, text)?;
    }
    Ok(())
}

fn short(field: &'static str, text: &str) -> Result<(), Error> {
    let length = text.chars().count();
    if length > LONGEST { Err(Error::TooLong { field, length }) } else { Ok(()) }
}
