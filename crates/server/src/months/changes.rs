//! What changed since a month was closed: its figures before and now, by record, and each late entry.

use super::{
    READ, days,
    view::{self, ClosingView, LateEntryView},
};
use crate::{
    app::{Path, Read},
    directory::{self, Area},
    figures::{self, MetricName, SourceView},
    platform::problem::Problem,
    reports::{self, Asked},
    work::figure_right,
};
use axum::Json;
use journal::{Altered, Ask, Closing, Metric};
use kernel::{id::Uuid, quantity::format_fixed};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Records, and entries, that are told at most; the closing says how many there are.
const MOST: u32 = 500;

/// A closed month and what changed since.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosingChanges {
    closing: ClosingView,
    /// figures of the closed month over its area that are not what they were
    figures: Vec<FigureChange>,
    records: Vec<RecordChange>,
    /// the latest first, 500 at most
    entries: Vec<LateEntryView>,
}

/// A figure as it was closed, and now.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureChange {
    metric: MetricName,
    /// decimal text in the metric's unit; null where there is no base
    before: Option<String>,
    after: Option<String>,
    /// address of the figure as it was and, without `as_of`, as it is
    opens: String,
}

/// What a record states of a metric, as the month was closed and now.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordChange {
    /// null: beyond your range
    record: Option<SourceView>,
    metric: MetricName,
    before: String,
    after: String,
}

/// What changed since a month was closed.
#[utoipa::path(get, path = "/api/months/{id}", tag = "months", params(("id" = Uuid, Path)),
    responses((status = 200, body = ClosingChanges), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<ClosingChanges>, Problem> {
    if !read.who.holds(READ) {
        return Err(Problem::denied(READ));
    }
    let closing = journal::closing(&read.db, id).await?.ok_or_else(Problem::not_found)?;
    let area = directory::find_area(&read.db, closing.area).await?.ok_or_else(Problem::not_found)?;
    // whoever sees any part of it may know what was closed over it
    if !read.who.areas_of(READ).iter().any(|root| area.path.starts_with(root) || root.starts_with(&area.path))
    {
        return Err(Problem::not_found());
    }
    let seen = |metric: &Metric| {
        let right = figure_right(metric.class);
        right.is_ok_and(|right| read.who.may_of(right, &area.path, &[]))
    };
    let mut records = journal::altered(&read.db, &closing, MOST).await?;
    records.retain(|one| read.metrics.get(&one.metric).is_ok_and(seen));
    let mut noted = journal::late_entries(&read.db, id, MOST).await?;
    noted.retain(|one| read.metrics.get(&one.entry.metric).is_ok_and(seen));
    let count = journal::late_count(&read.db, id).await?;
    Ok(Json(ClosingChanges {
        figures: changed(&read, &closing, &area, seen).await?,
        records: altered(&read, records).await?,
        entries: view::entries(&read, noted).await?,
        closing: ClosingView::of(closing, count),
    }))
}

/// Figures of the metrics that were entered late, and of those made of them, where they moved.
async fn changed(
    read: &Read,
    closing: &Closing,
    area: &Area,
    seen: impl Fn(&Metric) -> bool,
) -> Result<Vec<FigureChange>, Problem> {
    let late = journal::late_metrics(&read.db, closing.id).await?;
    let touched = |metric: &&Metric| {
        let parts = metric.formula(closing.last).map(|formula| formula.parts()).unwrap_or_default();
        late.contains(&metric.code) || parts.into_iter().any(|part| late.contains(part))
    };
    let mut figures = Vec::new();
    for metric in read.metrics.iter().filter(touched).filter(|metric| seen(metric)) {
        let now = Ask {
            metric: metric.code.clone(),
            area: area.path.clone(),
            orgs: vec![],
            own: false,
            dims: BTreeMap::new(),
            first: closing.first,
            last: closing.last,
            as_of: None,
            tree_day: None,
        };
        let then = Ask { as_of: Some(closing.seq), ..now.clone() };
        let before = journal::figure(&read.db, &read.metrics, &then).await?.text(metric);
        let after = journal::figure(&read.db, &read.metrics, &now).await?.text(metric);
        if before != after {
            let asked = Asked {
                metric: metric.code.clone(),
                area: area.id,
                period: days::period(closing),
                ..Asked::default()
            };
            let opens = reports::address(&asked, Some(closing.seq));
            figures.push(FigureChange { metric: metric.into(), before, after, opens });
        }
    }
    Ok(figures)
}

async fn altered(read: &Read, records: Vec<Altered>) -> Result<Vec<RecordChange>, Problem> {
    let sources: Vec<_> = records.iter().map(|one| (one.kind.clone(), one.record)).collect();
    let labels = figures::labels(read, &sources).await?;
    let view = |one: Altered| {
        let metric = read.metrics.get(&one.metric)?;
        Ok(RecordChange {
            record: view::source(&labels, &one.kind, one.record),
            metric: metric.into(),
            before: format_fixed(one.before, metric.decimals),
            after: format_fixed(one.after, metric.decimals),
        })
    };
    records.into_iter().map(view).collect()
}
