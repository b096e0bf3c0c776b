//! The targets that stand beside a figure: those of its metric and area whose span holds its last day.

use super::scope::Scope;
use crate::{app::Read, platform::problem::Problem, standards};
use kernel::quantity::format_fixed;
use serde::Serialize;
use utoipa::ToSchema;

/// What the figure is to reach.
#[derive(Debug, Serialize, ToSchema)]
pub struct TargetView {
    /// it is not to be passed, instead of to be reached
    most: bool,
    /// decimal text in the metric's unit
    value: String,
    /// first and last local day
    from: String,
    to: String,
    /// kind and title of the paper
    source: String,
}

/// A figure narrowed to units or dimensions has none.
pub async fn targets(read: &Read, scope: &Scope) -> Result<Vec<TargetView>, Problem> {
    if !scope.orgs.is_empty() || !scope.dims.is_empty() {
        return Ok(vec![]);
    }
    let (metric, day) = (&scope.metric, scope.ask.last.to_string());
    let found = standards::targets(&read.db, &metric.code, scope.area.id, &day).await?;
    let view = |target: standards::Target| TargetView {
        most: target.most,
        value: format_fixed(target.value, metric.decimals),
        from: target.first.to_string(),
        to: target.last.to_string(),
        source: target.source,
    };
    Ok(found.into_iter().map(view).collect())
}
