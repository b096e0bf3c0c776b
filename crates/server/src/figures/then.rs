//! As of when a figure is told: the seal it was asked of, the present beside it, and when a level was observed.

use super::{scope::Scope, show::ValueView};
use crate::{app::Read, platform::problem::Problem};
use jiff::civil::Date;
use journal::Ask;
use kernel::moment::Moment;
use serde::Serialize;
use utoipa::ToSchema;

/// A figure knows what was sealed by then, and nothing later.
#[derive(Debug, Serialize, ToSchema)]
pub struct AsOf {
    /// number of the last posting
    seq: i64,
    #[schema(value_type = Option<String>, format = DateTime)]
    sealed_at: Option<Moment>,
}

/// The days of the observations that hold, the earliest and the latest.
#[derive(Debug, Serialize, ToSchema)]
pub struct Observed {
    first_day: String,
    last_day: String,
}

pub async fn seal(read: &Read, scope: &Scope) -> Result<Option<AsOf>, Problem> {
    let Some(seq) = scope.ask.as_of else { return Ok(None) };
    let seal = journal::seal_of(&read.db, seq).await?;
    Ok(Some(AsOf { seq, sealed_at: seal.map(|seal| seal.sealed_at) }))
}

/// The day on which a figure is told: of an earlier seal the day it was made.
pub fn day(read: &Read, as_of: Option<&AsOf>) -> Date {
    let sealed = as_of.and_then(|as_of| as_of.sealed_at).map(Moment::day);
    sealed.map_or(read.now.day(), |sealed| sealed.min(read.now.day()))
}

pub async fn observed(read: &Read, scope: &Scope) -> Result<Option<Observed>, Problem> {
    let days = journal::observed(&read.db, &read.metrics, &scope.ask).await?;
    Ok(days.map(|(first, last)| Observed { first_day: first.to_string(), last_day: last.to_string() }))
}

/// The figure of the present beside one of a seal or of a past tree.
pub async fn present(read: &Read, scope: &Scope) -> Result<Option<ValueView>, Problem> {
    if scope.ask.as_of.is_none() && scope.ask.tree_day.is_none() {
        return Ok(None);
    }
    let ask = Ask { as_of: None, tree_day: None, area: scope.area.path.clone(), ..scope.ask.clone() };
    let figure = journal::figure(&read.db, &read.metrics, &ask).await?;
    Ok(Some(ValueView::of(&scope.metric, &figure)))
}
