//! The list of cases in groups: where it is stuck, and where there is much.

use super::list::{CaseTotals, ListQuery, filter};
use crate::{
    app::{Query, Read},
    cases::{
        model::{Error, State},
        rules,
        store::{self, By, Group},
    },
    platform::problem::Problem,
};
use axum::Json;
use kernel::moment::Moment;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct GroupQuery {
    /// lead, area (community or village), line or category
    by: Option<String>,
}

fn by(query: &GroupQuery) -> Result<By, Problem> {
    match query.by.as_deref() {
        Some("lead") => Ok(By::Lead),
        Some("area") => Ok(By::Area),
        Some("line") => Ok(By::Line),
        Some("category") => Ok(By::Category),
        _ => Err(Problem::bad("query.unknown", "no such value").field("by")),
    }
}

/// The most overdue first.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseGroups {
    rows: Vec<CaseGroup>,
    totals: CaseTotals,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseGroup {
    /// id of the unit or area, code of the line or category; null: no unit has them yet
    key: Option<String>,
    name: Option<String>,
    open: i64,
    overdue: i64,
    shelved: i64,
    /// of those with a unit
    #[schema(value_type = Option<String>, format = DateTime)]
    oldest_deadline: Option<Moment>,
    /// left of the limit of the one with that deadline, as its unit counts; negative when late
    remaining_minutes: Option<i64>,
    /// names of the most frequent, at most two
    main_categories: Vec<String>,
}
impl CaseGroup {
    fn of(group: Group, read: &Read) -> Result<Self, Error> {
        let clock = store::read_clock(group.oldest_clock.as_deref())?;
        // it is with its unit, else it would have no deadline
        let left = rules::remaining_minutes(State::Accepted, clock, &read.settings.calendar, read.now);
        Ok(Self {
            remaining_minutes: left,
            key: group.key,
            name: group.name,
            open: group.open,
            overdue: group.overdue,
            shelved: group.shelved,
            oldest_deadline: group.oldest_deadline.map(Moment::from_millis),
            main_categories: group.main_categories,
        })
    }
}

/// Cases that you may read, in groups, with the totals of the list under the same filters.
#[utoipa::path(get, path = "/api/cases/groups", tag = "cases", params(GroupQuery, ListQuery),
    responses((status = 200, body = CaseGroups), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn groups(
    read: Read,
    Query(group): Query<GroupQuery>,
    Query(query): Query<ListQuery>,
) -> Result<Json<CaseGroups>, Problem> {
    if !read.who.holds("case.read") {
        return Err(Problem::denied("case.read"));
    }
    let filter = filter(&read.db, read.now, &query).await?;
    let rows = store::groups(&read.db, &read.who, &filter, by(&group)?).await?;
    let totals = CaseTotals::of(&read, &filter).await?;
    let rows = rows.into_iter().map(|row| CaseGroup::of(row, &read)).collect::<Result<_, Error>>()?;
    Ok(Json(CaseGroups { rows, totals }))
}
