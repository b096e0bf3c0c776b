//! Rounds over HTTP: send one, list them, and show one with its photos.

use super::wire::{GroundView, ListQuery, SlotView, cut};
use crate::{
    app::{Incoming, Path, Query, Read},
    obligations::{
        actions::{self, NewRound},
        model::{Error, Round, Standing},
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
use utoipa::ToSchema;

const READ: &str = "obligation.read";

/// A round walked. `Idempotency-Key` is its id.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RoundRequest {
    obligation: Uuid,
    /// by the walker's clock; now without it
    #[schema(value_type = Option<String>, format = DateTime)]
    walked_at: Option<Moment>,
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
    #[schema(value_type = Option<String>)]
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
    #[schema(value_type = String, format = DateTime)]
    walked_at: Moment,
    #[schema(value_type = String, format = DateTime)]
    received_at: Moment,
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
    /// the slot as it stands
    of: Option<SlotView>,
}

impl From<&Round> for RoundRow {
    fn from(round: &Round) -> Self {
        Self {
            id: round.id.0,
            ground: GroundView::from(&round.ground),
            slot: round.slot.map(|slot| slot.0),
            standing: round.standing,
            person: Named { id: round.person, name: round.person_name.clone() },
            note: round.note.clone(),
            walker_position: round.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
            walked_at: round.walked,
            received_at: round.received,
        }
    }
}

async fn view(db: &impl ConnectionTrait, round: &Round, now: Moment) -> Result<RoundView, Error> {
    let slot = match round.slot {
        Some(slot) => store::find_slot(db, slot).await?,
        None => None,
    };
    Ok(RoundView {
        round: RoundRow::from(round),
        photos: store::photos(db, round.id).await?,
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
        walked_at: body.walked_at,
        note: body.note,
        position,
        photos: body.photos,
    };
    door.run(async move |work| {
        let round = actions::walk(work, new.clone()).await?;
        view(work.tx(), &round, work.now()).await
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
    Ok(Json(RoundPage { items: rounds.iter().map(RoundRow::from).collect(), next }))
}

/// One round with its photos and its slot.
#[utoipa::path(get, path = "/api/rounds/{id}", tag = "obligations", params(("id" = Uuid, Path)),
    responses((status = 200, body = RoundView), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<RoundView>, Problem> {
    let round = store::find_round(&read.db, id.into()).await?.ok_or(Error::NoSuchRound)?;
    if !round.ground.shown(|shown| read.who.may_read(READ, shown)) {
        return Err(Error::NoSuchRound.into());
    }
    Ok(Json(view(&read.db, &round, read.now).await?))
}
