//! Proof that the journal is whole, or the first thing that is not: each row's hash, gaps and order, the chain, the
//! roll-ups against the postings, the marks of choices, and each record against the net of what it posted.

mod chain;
mod choices;
mod records;
mod rollups;

use crate::{
    catalogue::Metrics,
    model::{Error, Result},
    post::Net,
    seal::Head,
};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;

pub use records::{Recount, Recounted, Stated};

/// What was found whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Whole {
    /// All postings, sealed or not.
    pub postings: i64,
    /// Records whose postings were recounted.
    pub records: i64,
    /// The head over the sealed ones; none when nothing is sealed.
    pub head: Option<Head>,
}

/// The first thing found that is not as it must be.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Broken {
    #[error("posting {posting} of {metric} (number {}) is not what its hash was made of", number(*seq))]
    Content { posting: Uuid, seq: Option<i64>, metric: String },
    #[error("the posting with number {seq} is missing")]
    Gap { seq: i64 },
    #[error("posting {posting} (number {seq}) does not stand where its seal put it")]
    Order { posting: Uuid, seq: i64 },
    #[error("the chain does not hold for the postings with numbers {from} to {to}")]
    Chain { from: i64, to: i64 },
    #[error("posting {posting} has the number {seq}, but no seal covers it")]
    NoSeal { posting: Uuid, seq: i64 },
    #[error("posting {posting} reverses {reverses}, but not with the same scope and the negated quantity")]
    Reversal { posting: Uuid, seq: Option<i64>, reverses: Uuid },
    #[error("the given head {given} is not that of this journal{}", .found.as_ref().map(|h| format!(", which reads {h}")).unwrap_or_default())]
    Against { given: Head, found: Option<Head> },
    #[error("the roll-up of {metric} for area {area} in {period} differs from its postings")]
    Rollup { metric: String, area: Uuid, period: String },
    #[error("the opening figure {posting} is not marked as it was chosen")]
    Choice { posting: Uuid },
    #[error("{kind} {record} and its postings differ in {metric}")]
    Record { kind: String, record: Uuid, metric: String, expected: Net, found: Net },
    #[error("{kind} {record} contradicts its own history: {what}")]
    Contradiction { kind: String, record: Uuid, what: String },
    #[error("nobody recounts records of kind {kind}, which have postings")]
    NobodyRecounts { kind: String },
}

impl Broken {
    /// What kind of thing it is, in one word.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Content { .. } => "content",
            Self::Gap { .. } => "gap",
            Self::Order { .. } => "order",
            Self::Chain { .. } => "chain",
            Self::NoSeal { .. } => "no_seal",
            Self::Reversal { .. } => "reversal",
            Self::Against { .. } => "against",
            Self::Rollup { .. } => "rollup",
            Self::Choice { .. } => "choice",
            Self::Record { .. } => "record",
            Self::Contradiction { .. } => "contradiction",
            Self::NobodyRecounts { .. } => "nobody_recounts",
        }
    }
    /// The number of the posting at which it is, the first where there are several; none where it has no number.
    pub const fn seq(&self) -> Option<i64> {
        match self {
            Self::Content { seq, .. } | Self::Reversal { seq, .. } => *seq,
            Self::Gap { seq } | Self::Order { seq, .. } | Self::NoSeal { seq, .. } => Some(*seq),
            Self::Chain { from, .. } => Some(*from),
            Self::Against { .. }
            | Self::Choice { .. }
            | Self::Contradiction { .. }
            | Self::Rollup { .. }
            | Self::Record { .. }
            | Self::NobodyRecounts { .. } => None,
        }
    }
}

fn number(seq: Option<i64>) -> String {
    seq.map_or_else(|| "not given yet".to_owned(), |seq| seq.to_string())
}

/// Checks everything, inside one snapshot of the caller; the first failure comes as [`Error::Broken`].
/// `against` is a head that was kept elsewhere; `recounts` has one for each kind of source.
pub async fn verify(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    against: Option<&Head>,
    recounts: &[&dyn Recount],
) -> Result<Whole> {
    let (postings, head) = chain::check(conn, against).await?;
    chain::check_reversals(conn).await?;
    rollups::check(conn).await?;
    choices::check(conn).await?;
    let records = records::check(conn, metrics, recounts).await?;
    Ok(Whole { postings, records, head: (head.seq > 0).then_some(head) })
}

fn broken<T>(broken: Broken) -> Result<T> {
    Err(Error::Broken(broken))
}
