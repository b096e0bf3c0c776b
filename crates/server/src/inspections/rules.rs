//! What of a checked submission counts, and when it was made.

use super::model::Error;
use forms::{Checked, Published, Severity};
use kernel::moment::Moment;

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
/// Characters of that reason.
pub const LONGEST_REASON: usize = 300;

/// When a visit was made, and what was said of it if that cannot be: then the moment of receipt counts, as nothing is
/// counted in the future.
pub fn visited_at(said: Option<Moment>, received: Moment) -> (Moment, Option<Moment>) {
    let said = said.unwrap_or(received);
    let possible = received.since(said) <= OLDEST_VISIT && said.since(received) <= CLOCK_ERROR;
    if possible { (said.min(received), None) } else { (received, Some(said)) }
}

/// Why the visitor stood far away; wanted of whoever did.
pub fn far_reason(distance_m: Option<f64>, said: Option<&str>) -> Result<Option<String>, Error> {
    let said = said.map(str::trim).filter(|said| said.chars().any(char::is_alphanumeric));
    match (said.map(|said| said.chars().count()), distance_m) {
        (Some(length), _) if length > LONGEST_REASON => Err(Error::ReasonTooLong(length)),
        (None, Some(distance)) if distance > FAR => Err(Error::FarReasonMissing(distance)),
        _ => Ok(said.map(str::to_owned)),
    }
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
        assert!(matches!(far_reason(None, Some(&"长".repeat(301))), Err(Error::ReasonTooLong(301))));
    }
}
