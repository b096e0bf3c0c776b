//! What of a checked submission counts, when it was made, and what of it can be corrected.

use super::model::{Error, Finding, Visit};
use forms::{Checked, Failed, Kind, Published, Severity};
use kernel::{id::Uuid, moment::Moment};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What a visit keeps of its checked answers: items judged, those that failed, and hundredths of a point, got and possible.
pub fn tally(form: &Published, checked: &Checked) -> (i32, i32, (i64, i64)) {
    let count = |items: usize| i32::try_from(items).unwrap_or(i32::MAX);
    (count(judged(form, checked)), count(checked.failed.len()), (checked.score.got, checked.score.of))
}

/// Items judged: those that can fail and were answered with anything but 不适用.
fn judged(form: &Published, checked: &Checked) -> usize {
    let can_fail = |key: &str| form.rules.get(key).is_some_and(|rules| rules.fail_when.is_some());
    checked.answers.iter().filter(|(key, answer)| can_fail(key) && answer.as_str() != Some("na")).count()
}

/// Milliseconds that a visit may lie back, and that a phone's clock may run ahead.
const OLDEST_VISIT: i64 = 30 * 24 * 3_600_000;
const CLOCK_ERROR: i64 = 3 * 24 * 3_600_000;
/// Metres from which the visitor says why.
pub const FAR: f64 = 100.0;
/// Characters of that reason, and of why a visit is corrected.
pub const LONGEST_REASON: usize = 300;
/// States of a case that is none any more.
const GONE: &[&str] = &["rejected", "cancelled"];

/// When a visit was made, and what was said of it if that cannot be: then the moment of receipt counts, as nothing is
/// counted in the future.
pub fn visited_at(said: Option<Moment>, received: Moment) -> (Moment, Option<Moment>) {
    let said = said.unwrap_or(received);
    let possible = received.since(said) <= OLDEST_VISIT && said.since(received) <= CLOCK_ERROR;
    if possible { (said.min(received), None) } else { (received, Some(said)) }
}

/// Why the visitor stood far away; wanted of whoever did.
pub fn far_reason(distance_m: Option<f64>, said: Option<&str>) -> Result<Option<String>, Error> {
    let said = said.map_or(Ok(None), |said| words("far_reason", said))?;
    match distance_m {
        Some(distance) if distance > FAR && said.is_none() => Err(Error::FarReasonMissing(distance)),
        _ => Ok(said),
    }
}

/// Why a visit is corrected.
pub fn correction_note(said: &str) -> Result<String, Error> {
    words("note", said)?.ok_or(Error::NoteMissing)
}

/// A text with a word in it, not too long.
fn words(field: &'static str, said: &str) -> Result<Option<String>, Error> {
    let said = said.trim();
    match said.chars().count() {
        length if length > LONGEST_REASON => Err(Error::ReasonTooLong { field, length }),
        _ => Ok(said.chars().any(char::is_alphanumeric).then(|| said.to_owned())),
    }
}

/// The day on which a visitor may correct: that of the receipt, as a visit may have lain on a phone.
pub fn is_fresh(visit: &Visit, person: Uuid, now: Moment) -> bool {
    visit.person == person && visit.received_at.day() == now.day()
}

/// Answers to what the form asks: what it calculates follows from them and is not given.
pub fn asked(form: &Published, mut answers: Map<String, Value>) -> Map<String, Value> {
    for item in form.form.items.iter().filter(|item| item.kind == Kind::Calculated) {
        answers.remove(&item.key);
    }
    answers
}

/// Findings that no longer failed, though each is a case that somebody deals with or dealt with.
pub fn held<'f>(known: &'f [Finding], failed: &[Failed]) -> Vec<&'f Finding> {
    let fails = |finding: &Finding| failed.iter().any(|failed| failed.key == finding.item);
    let gone = |finding: &Finding| {
        finding.outcome.as_ref().is_some_and(|outcome| GONE.contains(&outcome.state.as_str()))
    };
    known.iter().filter(|finding| finding.case.is_some() && !gone(finding) && !fails(finding)).collect()
}

/// Items whose answers differ, with both; null: not answered.
pub fn changes(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<(String, Value, Value)> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let of = |answers: &Map<String, Value>, key: &String| answers.get(key).cloned().unwrap_or_default();
    let both = |key: &String| (key.clone(), of(before, key), of(after, key));
    keys.into_iter().map(both).filter(|(_, before, after)| before != after).collect()
}

pub const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "minor",
        Severity::Normal => "normal",
        Severity::Serious => "serious",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    #[test]
    fn a_clock_that_cannot_be_is_kept_and_not_believed() {
        let moment = |text: &str| text.parse::<Moment>().unwrap();
        let received = moment("2026-10-30T01:00:00Z");
        for (said, counts, kept) in [
            ("2026-10-30T00:50:00Z", "2026-10-30T00:50:00Z", false),
            ("2026-09-30T01:00:00Z", "2026-09-30T01:00:00Z", false),
            ("2026-09-30T00:59:59Z", "2026-10-30T01:00:00Z", true),
            ("1970-01-01T00:00:00Z", "2026-10-30T01:00:00Z", true),
            ("2026-10-31T01:00:00Z", "2026-10-30T01:00:00Z", false),
            ("2027-10-30T01:00:00Z", "2026-10-30T01:00:00Z", true),
        ] {
            let said = moment(said);
            let expected = (moment(counts), kept.then_some(said));
            assert_eq!(visited_at(Some(said), received), expected);
        }
        assert_eq!(visited_at(None, received), (received, None));
    }

    #[test]
    fn whoever_stood_far_away_says_why() {
        assert_eq!(far_reason(None, None).unwrap(), None);
        assert_eq!(far_reason(Some(100.0), Some(" ")).unwrap(), None);
        assert!(matches!(far_reason(Some(100.5), Some(" …")), Err(Error::FarReasonMissing(_))));
        assert_eq!(far_reason(Some(340.0), Some(" 工地围挡 ")).unwrap().as_deref(), Some("工地围挡"));
        assert!(matches!(
            far_reason(None, Some(&"长".repeat(301))),
            Err(Error::ReasonTooLong { length: 301, .. })
        ));
    }
}
