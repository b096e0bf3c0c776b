//! The figures of a superior's list, and their recount for the verification.

use super::{
    model::{Answered, Counts, Referral, State},
    store,
};
use crate::directory;
use journal::{Dims, Posting, Recount, Recounted, Source, Stated, posting_id};
use kernel::{id::Uuid, moment::Moment, quantity::Qualifier};
use sea_orm::{ConnectionTrait, DbErr};

/// The kind of source that a list is.
pub const KIND: &str = "referral";
/// Figures of lists are kept by town.
const GRAIN: &str = "town";

pub fn source(referral: &Referral) -> Source {
    Source { kind: KIND.into(), id: referral.id.0, version: referral.version.into() }
}

/// All postings of a list: its rows on the day of receipt once they are dispatched, and each answer on its own day.
pub fn of(
    referral: &Referral,
    counted_in: Uuid,
    rows: i64,
    answers: &[Answered],
    said: Moment,
) -> Vec<Posting> {
    if !matches!(referral.state, State::Dispatching | State::Dispatched) {
        return Vec::new();
    }
    let posting = |metric: &str, key: &str, day, quantity: i64| Posting {
        id: posting_id(KIND, referral.id.0, metric, key),
        metric: metric.into(),
        area: counted_in,
        org: referral.organisation,
        day,
        until: None,
        quantity: Some(quantity),
        qualifier: Qualifier::Exact,
        dims: Dims::new(),
        subject: None,
        source: source(referral),
        recorded_at: said,
    };
    let mut postings = vec![posting("referral.received", "1", referral.received_on, rows)];
    for answer in answers {
        let (key, day, items) = (answer.n.to_string(), answer.at.day(), i64::from(answer.items));
        postings.push(posting("referral.answered", &key, day, items));
        if answer.in_time {
            postings.push(posting("referral.answered_in_time", &key, day, items));
        }
    }
    postings.retain(|posting| posting.quantity != Some(0));
    postings
}

/// What a list states now, from its rows and answers.
pub async fn stated(
    db: &impl ConnectionTrait,
    referral: &Referral,
    said: Moment,
) -> Result<(Vec<Posting>, Counts), DbErr> {
    let counts = store::counts(db, referral.id, said).await?;
    let answers = store::answers(db, referral.id).await?;
    let area = directory::find_area(db, referral.area).await?;
    let counted_in = match area {
        Some(area) => directory::posting_area(db, &area, GRAIN).await?,
        None => referral.area,
    };
    Ok((of(referral, counted_in, counts.items - counts.left_out, &answers, said), counts))
}

/// Counts the postings of all lists again from their rows.
pub struct Recounter<'a, C>(pub &'a C);

impl<C: ConnectionTrait> Recount for Recounter<'_, C> {
    fn kind(&self) -> &str {
        KIND
    }
    fn page(&self, after: Option<Uuid>, limit: u32) -> Recounted<'_> {
        Box::pin(async move {
            let page = store::page_of_referrals(self.0, after, limit).await.map_err(|e| e.to_string())?;
            let mut recounted = Vec::with_capacity(page.len());
            for referral in page {
                let (postings, counts) =
                    stated(self.0, &referral, referral.received_at).await.map_err(|e| e.to_string())?;
                let answers = store::answers(self.0, referral.id).await.map_err(|e| e.to_string())?;
                let told: i64 = answers.iter().map(|answer| i64::from(answer.items)).sum();
                let contradiction = (told != counts.answered).then(|| "its answers and its rows".to_owned());
                recounted.push(Stated { record: referral.id.0, postings, contradiction });
            }
            Ok(recounted)
        })
    }
}
