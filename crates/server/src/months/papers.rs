//! What changed since a paper was made: its figures that are not what it says, each with the late entries that did it.
//! The paper itself stays as it is.

use super::view::{self, LateEntryView};
use crate::{
    app::{Path, Read},
    directory,
    figures::MetricName,
    platform::problem::Problem,
    reports::{self, Live, Report, ReportId},
};
use axum::Json;
use journal::Noted;
use kernel::{id::Uuid, period::Period};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A figure of a paper that says something else now.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaperChange {
    /// of the paragraph
    block: String,
    /// place among the paragraph's figures, from 0
    place: usize,
    metric: MetricName,
    /// the digits as the paper has them
    was: String,
    /// the digits as they would be now; null where the figure says nothing any more
    now: Option<String>,
    /// address of the figure as it is now
    opens: String,
    /// what was entered into closed months of it since, the first first
    late: Vec<LateEntryView>,
}

/// The figures of a paper that changed since its seal, in the paper's order.
#[utoipa::path(get, path = "/api/reports/summaries/{id}/changes", tag = "reports", params(("id" = Uuid, Path)),
    responses((status = 200, body = [PaperChange]), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<Vec<PaperChange>>, Problem> {
    let (report, area) = reports::readable(&read.db, &read.who, ReportId(id)).await?;
    let ask = reports::Ask {
        db: &read.db,
        metrics: &read.metrics,
        who: &read.who,
        area,
        period: report.period,
        first_day: read.settings.first_day,
        now: read.now,
    };
    let said: BTreeMap<_, _> = figures(&report).map(|(_, _, live)| (live.asked.clone(), live)).collect();
    let fresh = ask.fresh(None, said.into_keys().collect()).await?;
    let mut changes = Vec::new();
    for (block, place, live) in figures(&report) {
        let Some(now) = fresh.get(&live.asked) else { continue };
        let now = now.as_ref().filter(|now| !now.is_nought() || live.is_nought());
        if now.is_some_and(|now| now.value == live.value && now.qualifier == live.qualifier) {
            continue;
        }
        let late = late(&read, live).await?;
        changes.push(PaperChange {
            block: block.to_owned(),
            place,
            metric: read.metrics.get(&live.asked.metric)?.into(),
            was: live.text.clone(),
            now: now.map(|now| now.text.clone()),
            opens: reports::address(&live.asked, None),
            late: view::entries(&read, late).await?,
        });
    }
    Ok(Json(changes))
}

fn figures(report: &Report) -> impl Iterator<Item = (&str, usize, &Live)> {
    report.blocks.iter().flat_map(|block| {
        block.content.figures().enumerate().map(|(place, live)| (block.key.as_str(), place, live))
    })
}

/// What was entered late into the months of a figure since it was taken.
async fn late(read: &Read, live: &Live) -> Result<Vec<Noted>, Problem> {
    let metric = read.metrics.get(&live.asked.metric)?;
    let Some(area) = directory::find_area(&read.db, live.asked.area).await? else { return Ok(vec![]) };
    let Ok(period) = live.asked.period.parse::<Period>() else { return Ok(vec![]) };
    let span = period.span(read.settings.first_day);
    let parts = match metric.formula(span.1) {
        Some(formula) => formula.parts(),
        None => vec![metric.code.as_str()],
    };
    Ok(journal::late_since(&read.db, &parts, &area.path, span, live.as_of.unwrap_or(0)).await?)
}
