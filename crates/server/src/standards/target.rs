//! Targets: what a metric is to reach within a span of days. They are set by statements and read wherever a figure is
//! held against its aim.

use super::{model::Error, store};
use crate::work::Work;
use jiff::civil::Date;
use kernel::id::Uuid;

/// An aim of a metric for a place and a span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// of the record that sets it
    pub id: Uuid,
    pub metric: String,
    pub area: Uuid,
    pub organisation: Uuid,
    pub first: Date,
    pub last: Date,
    /// at most, instead of at least
    pub most: bool,
    /// in the metric's smallest unit
    pub value: i64,
    /// kind and title of the paper
    pub source: String,
}

/// Sets a target, or sets it anew. Whoever calls has asked the right over the record that sets it, and tells the trail.
pub async fn set_target(work: &Work<'_>, target: &Target) -> Result<(), Error> {
    Ok(store::set_target(work.tx(), target, work.now()).await?)
}

/// A target holds no more.
pub async fn drop_target(work: &Work<'_>, id: Uuid) -> Result<(), Error> {
    Ok(store::drop_target(work.tx(), id, work.now()).await?)
}
