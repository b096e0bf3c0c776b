//! A sum as the journal holds it and the figure that a reader sees.

use crate::model::{Metric, Result};
use kernel::quantity::{self, Qualifier, format_fixed};
use sea_orm::QueryResult;

/// The sum of the postings of one metric in a scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    pub held: quantity::Sum,
    /// Postings that were counted, reversals among them: as many as the page of the same ask lists.
    pub postings: i64,
    /// Those of them that are not sealed yet.
    pub unsealed: i64,
}

impl Sum {
    /// The aggregates that `read` expects, over rows with columns of these names.
    pub const COLUMNS: &str = "cast(coalesce(sum(quantity), 0) as bigint) as quantity, \
         cast(sum(postings) as bigint) as postings, cast(sum(unsealed) as bigint) as unsealed, \
         cast(sum(unnumbered) as bigint) as unnumbered, cast(sum(exact) as bigint) as exact, \
         cast(sum(at_least) as bigint) as at_least, cast(sum(nearly) as bigint) as nearly, \
         cast(sum(about) as bigint) as about";

    /// A posting `p` as a row of those columns. One taken back counts 1 − 1, so that its qualifier leaves no trace.
    pub const OF_POSTING: &str = "p.quantity as quantity, 1 as postings, \
         case when p.seq is null then 1 else 0 end as unsealed, \
         case when p.quantity is not null then 0 when p.reverses is null then 1 else -1 end as unnumbered, \
         case when p.quantity is null or p.qualifier <> 'exact' then 0 when p.reverses is null then 1 else -1 end \
         as exact, \
         case when p.quantity is null or p.qualifier <> 'at_least' then 0 when p.reverses is null then 1 else -1 end \
         as at_least, \
         case when p.quantity is null or p.qualifier <> 'nearly' then 0 when p.reverses is null then 1 else -1 end \
         as nearly, \
         case when p.quantity is null or p.qualifier <> 'about' then 0 when p.reverses is null then 1 else -1 end \
         as about";

    pub fn read(row: &QueryResult) -> Result<Self> {
        let count = |name: &str| row.try_get::<i64>("", name);
        Ok(Self {
            held: quantity::Sum {
                quantity: i128::from(count("quantity")?),
                parts: [count("exact")?, count("at_least")?, count("nearly")?, count("about")?],
                unnumbered: count("unnumbered")?,
            },
            postings: count("postings")?,
            unsealed: count("unsealed")?,
        })
    }

    pub fn merge(&mut self, other: &Self) {
        self.held.merge(&other.held);
        self.postings += other.postings;
        self.unsealed += other.unsealed;
    }
}

/// The answer to an ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    Sum(Sum),
    Ratio {
        numerator: Sum,
        denominator: Sum,
        /// The ratio of the two integers is to be multiplied by ten to this power.
        shift: i32,
    },
}

impl Figure {
    /// The value in the metric's smallest unit, rounded half away from nought; `None` where there is no base.
    pub fn value(&self, decimals: u8) -> Option<i64> {
        match self {
            Self::Sum(sum) => sum.held.checked(),
            Self::Ratio { numerator, denominator, shift } => {
                let power = *shift + i32::from(decimals);
                let ten = 10_i128.checked_pow(power.unsigned_abs())?;
                let (part, whole) = (numerator.held.quantity, denominator.held.quantity);
                let (part, whole) =
                    if power < 0 { (part, whole.checked_mul(ten)?) } else { (part.checked_mul(ten)?, whole) };
                let (part, whole) = (part * whole.signum(), whole.abs());
                let doubled = part.checked_mul(2)? + part.signum() * whole;
                i64::try_from(doubled.checked_div(whole.checked_mul(2)?)?).ok()
            }
        }
    }

    /// The value as a plain decimal number with the metric's decimals (`89.4`); `None` where there is no base.
    pub fn text(&self, metric: &Metric) -> Option<String> {
        self.value(metric.decimals).map(|value| format_fixed(value, metric.decimals))
    }

    /// A rate whose base may be larger may itself be smaller: below a line `at_least` and `nearly` change places.
    pub fn qualifier(&self) -> Qualifier {
        match self {
            Self::Sum(sum) => sum.held.qualifier(),
            Self::Ratio { numerator, denominator, .. } => {
                let below = match denominator.held.qualifier() {
                    Qualifier::AtLeast => Qualifier::Nearly,
                    Qualifier::Nearly => Qualifier::AtLeast,
                    same => same,
                };
                numerator.held.qualifier() + below
            }
        }
    }

    /// The sums it is made of: one, or numerator and denominator.
    pub fn sums(&self) -> Vec<&Sum> {
        match self {
            Self::Sum(sum) => vec![sum],
            Self::Ratio { numerator, denominator, .. } => vec![numerator, denominator],
        }
    }
}
