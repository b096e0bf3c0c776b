//! A closing as the wire has it, and the late entries on its list.

use crate::{
    app::Read,
    directory,
    figures::{self, MetricName, SourceView},
    platform::problem::Problem,
    wire::Named,
};
use journal::{Closing, Noted};
use kernel::{id::Uuid, moment::Moment, quantity::format_fixed};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// A month that an area closed with all below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosingView {
    pub id: Uuid,
    /// as it was called then
    area: Named,
    /// `2026-10`, a statistical month
    month: String,
    first_day: String,
    last_day: String,
    /// number of the last posting that was there: the seal it was closed at
    as_of: i64,
    #[schema(value_type = String, format = DateTime)]
    closed_at: Moment,
    closed_by: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    reopened_at: Option<Moment>,
    reopened_by: Option<String>,
    /// why it was opened again
    reason: Option<String>,
    /// postings on its list
    entries: i64,
}

impl ClosingView {
    pub fn of(closing: Closing, entries: i64) -> Self {
        let (reopened, reason) = closing.reopened.map(|done| (done.by, done.reason)).unzip();
        let (reopened_at, reopened_by) = reopened.map(|by| (by.at, by.name)).unzip();
        Self {
            id: closing.id,
            area: Named { id: closing.area, name: closing.area_name },
            month: closing.month,
            first_day: closing.first.to_string(),
            last_day: closing.last.to_string(),
            as_of: closing.seq,
            closed_at: closing.closed.at,
            closed_by: closing.closed.name,
            reopened_at,
            reopened_by,
            reason,
            entries,
        }
    }
}

/// How something came to be entered into a closed month.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LateWay {
    /// dated there by hand, with a reason
    Hand,
    /// field work that was uploaded later
    Field,
    /// a deadline that was past
    Clock,
}

/// One entry into a closed month.
#[derive(Debug, Serialize, ToSchema)]
pub struct LateEntryView {
    /// null: beyond your range
    record: Option<SourceView>,
    metric: MetricName,
    day: String,
    /// decimal text in the metric's unit, negative where something was taken back; null when it is masked
    quantity: Option<String>,
    way: LateWay,
    reason: Option<String>,
    /// null: the clock
    by: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
}

/// Late entries as the reader may see them.
pub async fn entries(read: &Read, noted: Vec<Noted>) -> Result<Vec<LateEntryView>, Problem> {
    let sources: Vec<_> =
        noted.iter().map(|one| (one.entry.source.kind.clone(), one.entry.source.id)).collect();
    let labels = figures::labels(read, &sources).await?;
    let mut names: HashMap<Uuid, Option<String>> = HashMap::new();
    let mut views = Vec::with_capacity(noted.len());
    for Noted { entry, way, reason, person } in noted {
        let metric = read.metrics.get(&entry.metric)?;
        let by = match person {
            None => None,
            Some(id) => match names.get(&id) {
                Some(name) => name.clone(),
                None => {
                    let name = directory::person_name(&read.db, id).await?;
                    names.entry(id).or_insert(name).clone()
                }
            },
        };
        views.push(LateEntryView {
            record: source(&labels, &entry.source.kind, entry.source.id),
            metric: metric.into(),
            day: entry.day.to_string(),
            quantity: entry.quantity.map(|quantity| format_fixed(quantity, metric.decimals)),
            way: match way.as_str() {
                "hand" => LateWay::Hand,
                "field" => LateWay::Field,
                _ => LateWay::Clock,
            },
            reason,
            by,
            at: entry.recorded_at,
        });
    }
    Ok(views)
}

/// A record by its label, to who may open it.
pub fn source(labels: &HashMap<Uuid, String>, kind: &str, id: Uuid) -> Option<SourceView> {
    labels.get(&id).map(|label| SourceView { kind: kind.to_owned(), id, label: label.clone() })
}
