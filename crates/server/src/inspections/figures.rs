//! The figures of a visit, and their recount for the verification.

use super::{model::Visit, store};
use journal::{Dims, Posting, Recount, Recounted, Source, posting_id};
use kernel::{id::Uuid, quantity::Qualifier};
use sea_orm::ConnectionTrait;

/// The kind of source that a visit is.
pub const KIND: &str = "visit";
/// Figures of visits are kept by community and village.
pub const GRAIN: &str = "village";

/// All postings of a visit; nothing failed posts nothing.
pub fn of(visit: &Visit) -> Vec<Posting> {
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
        source: Source { kind: KIND.into(), id: visit.id.0, version: 1 },
        recorded_at: visit.received_at,
    };
    stated.into_iter().filter(|(_, quantity)| *quantity > 0).map(posting).collect()
}

/// Counts the postings of all visits again from their rows.
pub struct Recounter<'a, C>(pub &'a C);

impl<C: ConnectionTrait> Recount for Recounter<'_, C> {
    fn kind(&self) -> &str {
        KIND
    }
    fn page(&self, after: Option<Uuid>, limit: u32) -> Recounted<'_> {
        Box::pin(async move {
            let page = store::page_of_visits(self.0, after, limit).await.map_err(|e| e.to_string())?;
            Ok(page.into_iter().map(|visit| (visit.id.0, of(&visit))).collect())
        })
    }
}
