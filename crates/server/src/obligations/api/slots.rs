//! Slots over HTTP: what was owed and what became of it.

use super::{
    rounds::{self, RoundRow},
    wire::{GroundView, ListQuery, SlotView, cut},
};
use crate::{
    app::{Path, Query, Read},
    obligations::{
        model::{Error, Slot},
        store,
    },
    platform::problem::Problem,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::Serialize;
use utoipa::ToSchema;

const READ: &str = "obligation.read";

#[derive(Debug, Serialize, ToSchema)]
pub struct SlotRow {
    #[serde(flatten)]
    slot: SlotView,
    #[serde(flatten)]
    ground: GroundView,
}
impl SlotRow {
    fn of(slot: &Slot, now: Moment) -> Self {
        Self { slot: SlotView::of(slot, now), ground: GroundView::from(&slot.ground) }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SlotPage {
    items: Vec<SlotRow>,
    next: Option<String>,
}

/// A slot with all rounds that belong to it, the one that fills it among them.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlotDetail {
    #[serde(flatten)]
    slot: SlotRow,
    rounds: Vec<RoundRow>,
}

/// Slots that you may read, the newest first.
#[utoipa::path(get, path = "/api/slots", tag = "obligations", params(ListQuery),
    responses((status = 200, body = SlotPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<ListQuery>) -> Result<Json<SlotPage>, Problem> {
    if !read.who.holds(READ) {
        return Err(Problem::denied(READ));
    }
    let (filter, limit, after) = (query.filter(&read.db).await?, query.limit(), query.place()?);
    let mut rows = store::slots(&read.db, &read.who, &filter, after, limit + 1).await?;
    let more = cut(&mut rows, limit);
    let next = rows.last().filter(|_| more).map(|slot| format!("{}_{}", slot.span.opens.millis(), slot.id));
    Ok(Json(SlotPage { items: rows.iter().map(|slot| SlotRow::of(slot, read.now)).collect(), next }))
}

/// One slot with its rounds.
#[utoipa::path(get, path = "/api/slots/{id}", tag = "obligations", params(("id" = Uuid, Path)),
    responses((status = 200, body = SlotDetail), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<SlotDetail>, Problem> {
    let slot = store::find_slot(&read.db, id.into()).await?.ok_or(Error::NoSuchRound)?;
    if !slot.ground.shown(|shown| read.who.may_read(READ, shown)) {
        return Err(Error::NoSuchRound.into());
    }
    let rounds = store::rounds_of(&read.db, slot.id).await?;
    let rounds = rounds::rows(&read, &rounds).await?;
    Ok(Json(SlotDetail { slot: SlotRow::of(&slot, read.now), rounds }))
}
