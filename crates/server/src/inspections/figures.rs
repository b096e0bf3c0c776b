//! The figures of a visit, and their recount for the verification.

use super::{
    model::{FormVersion, Visit},
    rules, store,
};
use forms::check;
use journal::{Dims, Posting, Recount, Recounted, Source, Stated, posting_id};
use kernel::{id::Uuid, moment::Moment, quantity::Qualifier};
use sea_orm::ConnectionTrait;
use std::collections::{HashMap, hash_map::Entry};

/// The kind of source that a visit is.
pub const KIND: &str = "visit";
/// Figures of visits are kept by community and village.
pub const GRAIN: &str = "village";

pub fn source(visit: &Visit) -> Source {
    Source { kind: KIND.into(), id: visit.id.0, version: visit.version.into() }
}

/// All postings of a visit, said at a moment; nothing failed posts nothing.
pub fn of(visit: &Visit, said: Moment) -> Vec<Posting> {
    let stated = [
        ("inspection.visits", 1),
        ("inspection.items_checked", i64::from(visit.checked)),
        ("inspection.items_failed", i64::from(visit.failed)),
    ];
    let posting = |(metric, quantity): (&str, i64)| Posting {
        id: posting_id(KIND, visit.id.0, metric, "1"),
        metric: metric.into(),
        area: visit.counted_in,
        org: visit.organisation,
        day: visit.started_at.day(),
        until: None,
        quantity: Some(quantity),
        qualifier: Qualifier::Exact,
        dims: Dims::from([("site_type".into(), visit.site_type.clone())]),
        subject: None,
        source: source(visit),
        recorded_at: said,
    };
    stated.into_iter().filter(|(_, quantity)| *quantity > 0).map(posting).collect()
}

/// What a visit kept of its answers is what its own version of the checklist makes of them again, and each of its
/// versions but the first is a correction.
fn contradiction(form: &FormVersion, one: &store::Kept) -> Option<String> {
    if i64::from(one.visit.version) != one.corrections + 1 {
        return Some("its corrections".to_owned());
    }
    let answers: serde_json::Map<_, _> = serde_json::from_str(&one.visit.answers).unwrap_or_default();
    let answers = rules::asked(&form.published, answers);
    let submission = serde_json::json!({ "answers": answers, "photos": one.photos });
    let same = check(&form.published, &submission, one.visit.started_at).is_ok_and(|checked| {
        let failed: Vec<&str> = checked.failed.iter().map(|failed| failed.key.as_str()).collect();
        let found: Vec<&str> = one.findings.iter().map(String::as_str).collect();
        let kept = (one.visit.checked, one.visit.failed, one.visit.score);
        found == failed && rules::tally(&form.published, &checked) == kept
    });
    (!same).then(|| "its answers, photos and findings".to_owned())
}

/// Counts the postings of all visits again from their rows, and judges their answers again.
pub struct Recounter<'a, C>(pub &'a C);

impl<C: ConnectionTrait> Recount for Recounter<'_, C> {
    fn kind(&self) -> &str {
        KIND
    }
    fn page(&self, after: Option<Uuid>, limit: u32) -> Recounted<'_> {
        Box::pin(async move {
            let page = store::page_of_visits(self.0, after, limit).await.map_err(|e| e.to_string())?;
            let mut forms = HashMap::new();
            for one in &page {
                if let Entry::Vacant(free) = forms.entry(one.visit.form) {
                    let form = store::find_form(self.0, one.visit.form).await.map_err(|e| e.to_string())?;
                    free.insert(form.ok_or_else(|| format!("form {} is missing", one.visit.form))?);
                }
            }
            let stated = |one: store::Kept| Stated {
                record: one.visit.id.0,
                postings: of(&one.visit, one.visit.received_at),
                contradiction: forms.get(&one.visit.form).and_then(|form| contradiction(form, &one)),
            };
            Ok(page.into_iter().map(stated).collect())
        })
    }
}
