//! Cases that are one: what lies near before a new one is sent, splitting, and the others that a case's page names.

use super::{show::view, view::CaseView};
use crate::{
    app::{App, Incoming, Path, Query, Read},
    cases::{
        actions::{self, NewChild},
        api::verbs::PositionIn,
        category::Known,
        model::{Case, CaseId, Error, Place, State, Verb},
        rules,
        store::{self, Around, Nearby, Relative},
    },
    platform::problem::Problem,
    work::Answer,
};
use axum::{Json, extract::State as With};
use kernel::{
    geo::{Datum, Position},
    id::Uuid,
    moment::Moment,
};
use serde::{Deserialize, Serialize};
use std::{cmp::Ordering, time::Duration};
use utoipa::{IntoParams, ToSchema};

/// Shown at once, the nearest first.
const SHOWN: usize = 5;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NearQuery {
    /// of the new case; those of its group are looked for
    category: String,
    /// degrees
    lon: Option<f64>,
    lat: Option<f64>,
    /// wgs84 (default) or gcj02
    #[param(value_type = Option<String>)]
    datum: Option<Datum>,
    /// the inspected place, all of which is near
    site: Option<Uuid>,
    /// where neither is known: the area, and the place in words, by which those in it are told apart
    area: Option<Uuid>,
    place: Option<String>,
}

/// An open case that may be the same as a new one.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearCase {
    id: Uuid,
    number: String,
    title: String,
    place: String,
    category: String,
    state: State,
    /// from the position asked about; null: near by its site or by the words of its place
    distance_m: Option<f64>,
    #[schema(value_type = String, format = DateTime)]
    reported_at: Moment,
    /// file of the newest photo before
    thumb: Option<Uuid>,
}

/// Open cases of the same group about a place to which you may add what you found, at most five, the nearest first. How
/// far and how old they may be, the category says.
#[utoipa::path(get, path = "/api/cases/near", tag = "cases", params(NearQuery),
    responses((status = 200, body = [NearCase]), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn near(read: Read, Query(query): Query<NearQuery>) -> Result<Json<Vec<NearCase>>, Problem> {
    let right = Verb::Supplement.right();
    if !read.who.holds(right) {
        return Err(Problem::denied(right));
    }
    let none = || Error::NoSuchCategory(query.category.clone());
    let category = store::usable_category(&read.db, &query.category).await.map_err(Error::from)?;
    let category = category.ok_or_else(none)?;
    let datum = query.datum.unwrap_or(Datum::Wgs84);
    let position = query.lon.zip(query.lat).map(|(lon, lat)| Position::read(lon, lat, datum)).transpose();
    let position =
        position.map_err(|e| Problem::bad("position.impossible", e.to_string()).field("position"))?;
    let group = category.parent.as_deref().unwrap_or(&category.code);
    let known = Known::read(&read.db).await?;
    let days = Duration::from_hours(24 * u64::from(category.near.days));
    let around = Around {
        position,
        metres: f64::from(category.near.metres),
        site: query.site,
        area: query.area.filter(|_| query.place.is_some()),
        categories: &known.below(group),
        since: read.now - days,
    };
    let rows = store::near(&read.db, &read.who, right, &around).await?;
    let found = rows.into_iter().map(|row| NearCase::of(row, position)).collect::<Result<Vec<_>, Error>>()?;
    let is_near = |case: &NearCase| match (query.site, case.distance_m, &query.place) {
        (Some(_), ..) => true,
        (None, Some(far), _) => far <= around.metres,
        (None, None, Some(place)) => rules::same_place(&case.place, place),
        (None, None, None) => false,
    };
    let mut found: Vec<NearCase> = found.into_iter().filter(is_near).collect();
    found.sort_by(|a, b| far(a).partial_cmp(&far(b)).unwrap_or(Ordering::Equal));
    found.truncate(SHOWN);
    Ok(Json(found))
}

/// What has no distance is as near as can be known.
fn far(case: &NearCase) -> f64 {
    case.distance_m.unwrap_or_default()
}

impl NearCase {
    fn of(row: Nearby, from: Option<Position>) -> Result<Self, Error> {
        let lies = row.lon.zip(row.lat).and_then(|(lon, lat)| Position::new(lon, lat).ok());
        Ok(Self {
            id: row.id,
            number: row.number,
            title: row.title,
            place: row.place,
            category: row.category_name,
            state: State::of(&row.state)?,
            distance_m: lies.zip(from).map(|(case, from)| case.distance_m(from)),
            reported_at: Moment::from_millis(row.reported_at),
            thumb: row.thumb,
        })
    }
}

/// A part of a case that becomes a case of its own.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ChildIn {
    /// a UUIDv7 of the sender's
    id: Uuid,
    /// at most 80 characters; without it the parent's
    title: Option<String>,
    area: Uuid,
    /// the place in words, at most 120 characters
    place: String,
    position: Option<PositionIn>,
    /// the unit that answers for it; without it the rule finds one
    org: Option<Uuid>,
    /// its handling limit, as `2 work_day`; without it the category's
    limit: Option<String>,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SplitRequest {
    /// the version that you saw
    version: i32,
    reason: Option<String>,
    /// one to twelve
    parts: Vec<ChildIn>,
}

/// Split a case into children. Each is registered and dispatched at once and goes through the loop; the case waits for
/// them, and closes by itself when the last has ended. A case without a unit is led by whoever splits it.
#[utoipa::path(post, path = "/api/cases/{id}/split", tag = "cases", request_body = SplitRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = CaseView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn split(
    With(app): With<App>,
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<SplitRequest>,
) -> Result<Answer, Problem> {
    if !door.order.who.holds(Verb::Split.right()) {
        return Err(Problem::denied(Verb::Split.right()));
    }
    let SplitRequest { version, reason, parts } = body;
    let mut children = Vec::with_capacity(parts.len());
    for (nth, part) in parts.into_iter().enumerate() {
        let number = app.numbers.draw(&door.db, door.order.now).await?;
        let misplaced = |problem: Problem| problem.field(format!("parts[{nth}].position"));
        children.push(child(part, number).map_err(misplaced)?);
    }
    door.run(async move |work| {
        let case = actions::split(work, id.into(), version, reason.clone(), &children).await?;
        view(work.tx(), work.who(), case, work.calendar(), work.now()).await
    })
    .await
}

fn child(part: ChildIn, number: String) -> Result<NewChild, Problem> {
    let ChildIn { id, title, area, place, position, org, limit } = part;
    let position = position.map(PositionIn::read).transpose()?;
    let place = Place { area, words: place, position };
    Ok(NewChild { id: id.into(), number, title, place, unit: org, limit })
}

/// Another case as a page tells of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RelativeView {
    id: Uuid,
    number: String,
    /// null: you may not read it
    title: Option<String>,
    place: Option<String>,
    state: State,
    /// the unit that has it
    lead: Option<String>,
    /// the unit that registered it
    registered_by: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Moment>,
}

/// The others that a case hangs together with.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct FamilyView {
    /// the case that this one is the same as
    merged_into: Option<RelativeView>,
    /// cases that are the same as this one
    merged: Vec<RelativeView>,
    /// the case that this one is a part of
    parent: Option<RelativeView>,
    /// its parts
    children: Vec<RelativeView>,
}

impl FamilyView {
    pub fn of(case: &Case, rows: Vec<Relative>) -> Result<Self, Error> {
        let mut family = Self::default();
        let is = |id: Option<CaseId>, row: &Relative| id.is_some_and(|id| id.0 == row.id);
        for row in rows {
            let (above, same) = (is(case.parent, &row), is(case.merged_into, &row));
            let child = row.parent == Some(case.id.0);
            let relative = RelativeView::of(row)?;
            match (above, same, child) {
                (true, ..) => family.parent = Some(relative),
                (_, true, _) => family.merged_into = Some(relative),
                (.., true) => family.children.push(relative),
                _ => family.merged.push(relative),
            }
        }
        Ok(family)
    }
    /// How many are the same as this one.
    pub const fn merged(&self) -> usize {
        self.merged.len()
    }
}

impl RelativeView {
    fn of(row: Relative) -> Result<Self, Error> {
        let readable = row.readable == 1;
        Ok(Self {
            id: row.id,
            number: row.number,
            title: readable.then_some(row.title),
            place: readable.then_some(row.place),
            state: State::of(&row.state)?,
            lead: row.lead_name,
            registered_by: row.registering_name,
            deadline: row.deadline_at.map(Moment::from_millis),
            closed_at: row.closed_at.map(Moment::from_millis),
        })
    }
}
