//! Which summaries there are, and what was done to one.

use crate::{
    app::{Path, Read},
    directory::{self, Area},
    platform::{problem::Problem, trail},
    reports::{
        actions,
        model::{Error, Plain, ReportId},
        store,
    },
    wire::Named,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, btree_map::Entry};
use utoipa::ToSchema;

/// A paper in the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportRow {
    id: Uuid,
    area: Named,
    period: String,
    /// `\n` breaks its lines
    title: String,
    /// place in the sealed chain that its figures were taken at
    as_of: Option<i64>,
    #[schema(value_type = String, format = DateTime)]
    made_at: Moment,
    #[schema(value_type = String, format = DateTime)]
    refreshed_at: Moment,
    version: i32,
}

/// The summaries that you may read, the newest first, at most 200.
#[utoipa::path(get, path = "/api/reports/summaries", tag = "reports",
    responses((status = 200, body = Vec<ReportRow>), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<Vec<ReportRow>>, Problem> {
    if !read.who.holds("report.read") {
        return Err(Problem::denied("report.read"));
    }
    let mut areas: BTreeMap<Uuid, Option<Area>> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in store::list(&read.db).await? {
        let area = match areas.entry(row.area) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(new) => new.insert(directory::find_area(&read.db, row.area).await?),
        };
        let Some(area) = area.as_ref().filter(|area| read.who.may("report.read", actions::shown(area)))
        else {
            continue;
        };
        rows.push(ReportRow {
            id: row.id,
            area: Named { id: area.id, name: area.name.clone() },
            period: row.period,
            title: row.title,
            as_of: row.as_of,
            made_at: Moment::from_millis(row.made_at),
            refreshed_at: Moment::from_millis(row.refreshed_at),
            version: row.version,
        });
    }
    Ok(Json(rows))
}

/// One change of a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportStep {
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    person: Option<Named>,
    /// report.write, report.edit or report.refresh
    verb: String,
    /// the paragraph that was written in
    block: Option<String>,
    /// its words before and after
    before: Option<String>,
    after: Option<String>,
    /// figures that became plain words by it, and why
    plain: Vec<Plain>,
}

/// What the trail keeps of an edit.
#[derive(Default, Deserialize)]
struct Kept {
    block: Option<String>,
    text: Option<String>,
    #[serde(default)]
    plain: Vec<Plain>,
}

/// What was done to a paper, the newest first.
#[utoipa::path(get, path = "/api/reports/summaries/{id}/history", tag = "reports", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<ReportStep>), (status = 404, body = Problem)))]
pub async fn history(read: Read, Path(id): Path<Uuid>) -> Result<Json<Vec<ReportStep>>, Problem> {
    actions::readable(&read.db, &read.who, ReportId(id)).await?;
    let kept = |text: Option<String>| {
        let read = text.map(|text| serde_json::from_str::<Kept>(&text)).transpose();
        read.map(Option::unwrap_or_default).map_err(|e| Error::Unreadable(e.to_string()))
    };
    let mut steps = Vec::new();
    for line in trail::of(&read.db, "report", id).await? {
        let (before, after) = (kept(line.before)?, kept(line.after)?);
        let person = match line.person {
            Some(id) => directory::person_name(&read.db, id).await?.map(|name| Named { id, name }),
            None => None,
        };
        steps.push(ReportStep {
            at: line.at,
            person,
            verb: line.verb,
            block: after.block,
            before: before.text,
            after: after.text,
            plain: after.plain,
        });
    }
    Ok(Json(steps))
}
