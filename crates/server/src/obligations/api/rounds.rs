//! Rounds over HTTP: send one, list them, and show one with its photos and what was found in it.

use super::wire::{GroundView, ListQuery, SlotView, cut};
use crate::{
    app::{self, Incoming, Path, Query, Read},
    obligations::{
        actions::{self, NewRound},
        model::{Error, Finds, FoundCase, Round, RoundId, Standing},
        store,
    },
    platform::problem::Problem,
    wire::{Named, Point},
    work::Answer,
};
use axum::Json;
use kernel::{
    geo::{Datum, Position},
    id::Uuid,
    moment::Moment,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;

const READ: &str = "obligation.read";

/// A round walked. `Idempotency-Key` is its id.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RoundRequest {
    obligation: Uuid,
    /// when it began, by the walker's clock; not kept where it lies behind the end or more than a day before it
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Moment>,
    /// when it ended, by the walker's clock; now without it
    #[schema(value_type = Option<String>, format = DateTime)]
    walked_at: Option<Moment>,
    /// 0 to 100 points, at most two decimals; wanted of a kind that asks for it, refused of any other
    #[schema(minimum = 0, maximum = 100)]
    score: Option<f64>,
    /// at most 500 characters
    #[serde(default)]
    note: String,
    position: Option<RoundPosition>,
    /// files stored before, at most nine
    #[serde(default)]
    photos: Vec<Uuid>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct RoundPosition {
    lon: f64,
    lat: f64,
    /// wgs84 (default) or gcj02
    #[schema(value_type = Option<crate::wire::Datum>)]
    datum: Option<Datum>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoundRow {
    id: Uuid,
    #[serde(flatten)]
    ground: GroundView,
    /// the slot it belongs to, filled by it or not
    slot: Option<Uuid>,
    standing: Standing,
    person: Named,
    note: String,
    walker_position: Option<Point>,
    /// null: not said, or not to be believed
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Moment>,
    #[schema(value_type = String, format = DateTime)]
    walked_at: Moment,
    #[schema(value_type = String, format = DateTime)]
    received_at: Moment,
    /// points of a hundred; null: its kind asks for none
    score: Option<f64>,
    /// cases found in it, those that you may not read among them
    findings_count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoundPage {
    items: Vec<RoundRow>,
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RoundView {
    #[serde(flatten)]
    round: RoundRow,
    photos: Vec<Uuid>,
    /// the cases found in it that you may read
    findings: Vec<FoundCase>,
    /// the slot as it stands
    of: Option<SlotView>,
}

impl RoundRow {
    fn of(round: &Round, found: i64) -> Self {
        Self {
            id: round.id.0,
            ground: GroundView::from(&round.ground),
            slot: round.slot.map(|slot| slot.0),
            standing: round.standing,
            person: Named { id: round.person, name: round.person_name.clone() },
            note: round.note.clone(),
            walker_position: round.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
            started_at: round.started,
            walked_at: round.walked,
            received_at: round.received,
            score: round.score.map(|hundredths| f64::from(hundredths) / 100.0),
            findings_count: found,
        }
    }
}

/// Rounds as lists show them, each with how much was found in it.
pub async fn rows(read: &Read, rounds: &[Round]) -> Result<Vec<RoundRow>, Problem> {
    let found = found_in(read, rounds).await?;
    let count = |round: &Round| found.get(&round.id).map_or(0, |found| found.count);
    Ok(rounds.iter().map(|round| RoundRow::of(round, count(round))).collect())
}

async fn found_in(read: &Read, rounds: &[Round]) -> Result<HashMap<RoundId, Finds>, Problem> {
    let ids: Vec<RoundId> = rounds.iter().map(|round| round.id).collect();
    Ok(app::FINDS(&read.db, &read.who, &ids).await?)
}

async fn view(
    db: &impl ConnectionTrait,
    round: &Round,
    found: Finds,
    now: Moment,
) -> Result<RoundView, Error> {
    let slot = match round.slot {
        Some(slot) => store::find_slot(db, slot).await?,
        None => None,
    };
    Ok(RoundView {
        round: RoundRow::of(round, found.count),
        photos: store::photos(db, round.id).await?,
        findings: found.cases,
        of: slot.map(|slot| SlotView::of(&slot, now)),
    })
}

/// Send a round. It is kept whatever its hour; `standing` tells how it meets what was owed.
#[utoipa::path(post, path = "/api/rounds", tag = "obligations", request_body = RoundRequest,
    params(("Idempotency-Key" = Uuid, Header, description = "the new round's id, a UUIDv7")),
    responses((status = 200, body = RoundView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn walk(Incoming { door, body }: Incoming<RoundRequest>) -> Result<Answer, Problem> {
    let position = body.position.map(|p| Position::read(p.lon, p.lat, p.datum.unwrap_or_default()));
    let position = position
        .transpose()
        .map_err(|e| Problem::bad("position.impossible", e.to_string()).field("position"))?;
    let new = NewRound {
        id: door.key.id.into(),
        obligation: body.obligation.into(),
        started_at: body.started_at,
        walked_at: body.walked_at,
        score: body.score,
        note: body.note,
        position,
        photos: body.photos,
    };
    door.run(async move |work| {
        let round = actions::walk(work, new.clone()).await?;
        // what was found in it is reported after it
        view(work.tx(), &round, Finds::default(), work.now()).await
    })
    .await
}

/// Rounds that you may read, the newest first.
#[utoipa::path(get, path = "/api/rounds", tag = "obligations", params(ListQuery),
    responses((status = 200, body = RoundPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<ListQuery>) -> Result<Json<RoundPage>, Problem> {
    if !read.who.holds(READ) {
        return Err(Problem::denied(READ));
    }
    let (filter, limit, after) = (query.filter(&read.db).await?, query.limit(), query.place()?);
    let mut rounds = store::rounds(&read.db, &read.who, &filter, after, limit + 1).await?;
    let more = cut(&mut rounds, limit);
    let next = rounds.last().filter(|_| more).map(|r| format!("{}_{}", r.received.millis(), r.id));
    Ok(Json(RoundPage { items: rows(&read, &rounds).await?, next }))
}

/// One round with its photos, its slot and what was found in it.
#[utoipa::path(get, path = "/api/rounds/{id}", tag = "obligations", params(("id" = Uuid, Path)),
    responses((status = 200, body = RoundView), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<RoundView>, Problem> {
    let round = store::find_round(&read.db, id.into()).await?.ok_or(Error::NoSuchRound)?;
    if !round.ground.shown(|shown| read.who.may_read(READ, shown)) {
        return Err(Error::NoSuchRound.into());
    }
    let found = found_in(&read, std::slice::from_ref(&round)).await?.remove(&round.id).unwrap_or_default();
    Ok(Json(view(&read.db, &round, found, read.now).await?))
}
