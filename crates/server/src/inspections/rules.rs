//! What of a checked submission counts, and when it was made.

use forms::{Checked, Published, Severity};
use kernel::moment::Moment;

/// Items judged: those that can fail and were answered with anything but 不适用.
pub fn judged(form: &Published, checked: &Checked) -> usize {
    let can_fail = |key: &str| form.rules.get(key).is_some_and(|rules| rules.fail_when.is_some());
    checked.answers.iter().filter(|(key, answer)| can_fail(key) && answer.as_str() != Some("na")).count()
}

/// A visitor's clock is believed, but nothing is counted in the future.
pub fn visited_at(said: Option<Moment>, received: Moment) -> Moment {
    said.map_or(received, |said| said.min(received))
}

pub const fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Minor => "minor",
        Severity::Normal => "normal",
        Severity::Serious => "serious",
    }
}
