//! What a statement posts, and the recount for the verification.

use super::{
    model::{Kind, State, Statement},
    store,
};
use journal::{OPENING, Posting, Recount, Recounted, Source, Stated, posting_id};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;

/// The kind of source that a statement is; one of a span posts as an opening figure.
pub const KIND: &str = "statement";
/// Figures stated by hand are kept by community and village.
pub const GRAIN: &str = "village";

/// Both kinds of source under which a statement may post.
pub fn sources(statement: &Statement) -> [Source; 2] {
    [KIND, OPENING].map(|kind| source(statement, kind))
}

fn source(statement: &Statement, kind: &str) -> Source {
    Source { kind: kind.into(), id: statement.id, version: statement.version.into() }
}

/// All postings under a kind of source; what does not post has none.
pub fn of(statement: &Statement, kind: &str) -> Vec<Posting> {
    let Statement { judged, .. } = statement;
    let (State::Stated, Some(how), Some(metric)) = (judged.state, judged.kind, &judged.metric) else {
        return vec![];
    };
    let of_span = how == Kind::Opening;
    if of_span != (kind == OPENING) {
        return vec![];
    }
    vec![Posting {
        id: posting_id(kind, statement.id, metric, "1"),
        metric: metric.clone(),
        area: statement.place.counted_in,
        org: statement.place.organisation,
        day: if of_span { statement.first } else { statement.last },
        until: of_span.then_some(statement.last),
        quantity: statement.posted,
        qualifier: judged.qualifier,
        dims: judged.dims.clone(),
        subject: None,
        source: source(statement, kind),
        recorded_at: statement.recorded_at,
    }]
}

/// Only a stock-take posts something else than it states.
fn contradiction(statement: &Statement) -> Option<String> {
    let differs = statement.judged.kind != Some(Kind::StockTake)
        && statement.judged.state == State::Stated
        && statement.posted != statement.judged.amount;
    differs.then(|| "the amount that it states".to_owned())
}

/// Counts the postings of all statements under one kind of source again from their rows.
pub struct Recounter<'a, C>(pub &'a C, pub &'static str);

impl<C: ConnectionTrait> Recount for Recounter<'_, C> {
    fn kind(&self) -> &str {
        self.1
    }
    fn page(&self, after: Option<Uuid>, limit: u32) -> Recounted<'_> {
        Box::pin(async move {
            let page = store::page_of_statements(self.0, after, limit).await.map_err(|e| e.to_string())?;
            let stated = |statement: Statement| Stated {
                record: statement.id,
                postings: of(&statement, self.1),
                contradiction: contradiction(&statement),
            };
            Ok(page.into_iter().map(stated).collect())
        })
    }
}
