//! All SQL on the tables of obligations.

mod list;
mod read;
mod sql;

pub use list::{Filter, obligations, readable_labels, readable_rounds, rounds, rounds_of, slots, slots_on};

use super::model::{
    Error, Kind, Obligation, ObligationId, Round, RoundId, Slot, SlotId, SlotState, Span, Standing,
};
use crate::platform::query::{Refers, at, col};
use kernel::{id::Uuid, moment::Moment};
use read::{obligation, round, slot};
use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{ExprTrait, Order},
};
use sql::{all, of_obligations, of_rounds, of_slots, query, run};
use std::collections::HashMap;

/// Replaces the shipped kinds by the catalogue's.
pub async fn replace_kinds(db: &impl ConnectionTrait, kinds: &[Kind]) -> Result<(), DbErr> {
    let sql = "insert into obligation_kind (code, name, name_en, body, origin, rank) \
               values ($1, $2, $3, $4, 'shipped', $5) \
               on conflict (code) do update set name = $2, name_en = $3, body = $4, rank = $5";
    for (rank, kind) in (0i32..).zip(kinds) {
        let body = serde_json::to_string(kind).map_err(|e| DbErr::Custom(e.to_string()))?;
        let [code, name, name_en] = [&kind.code, &kind.name, &kind.name_en].map(|text| text.as_str().into());
        run(db, sql, vec![code, name, name_en, body.into(), rank.into()]).await?;
    }
    Ok(())
}

/// All kinds in the catalogue's order.
pub async fn kinds(db: &impl ConnectionTrait) -> Result<Vec<Kind>, DbErr> {
    let rows = query(db, "select body from obligation_kind order by rank, code", vec![]).await?;
    rows.iter().map(read::kind).collect()
}

pub async fn find_kind(db: &impl ConnectionTrait, code: &str) -> Result<Option<Kind>, DbErr> {
    let rows = query(db, "select body from obligation_kind where code = $1", vec![code.into()]).await?;
    rows.first().map(read::kind).transpose()
}

/// Codes and names.
pub async fn kind_names(db: &impl ConnectionTrait) -> Result<Vec<(String, String)>, DbErr> {
    Ok(kinds(db).await?.into_iter().map(|kind| (kind.code, kind.name)).collect())
}

pub async fn find_obligation(
    db: &impl ConnectionTrait,
    id: ObligationId,
) -> Result<Option<Obligation>, DbErr> {
    let mut wanted = of_obligations();
    wanted.cond_where(col("o", "id").eq(id.0));
    all(db, &wanted).await?.first().map(obligation).transpose()
}

/// What is owed by organisations and about areas and has no end yet.
pub const STANDING: Refers =
    Refers { table: "obligation", columns: &["area", "organisation"], standing: "to_day is null" };

/// Whether the same is owed about the same place on a day from `from` on.
pub async fn stands(
    db: &impl ConnectionTrait,
    kind: &str,
    area: Uuid,
    site: Option<Uuid>,
    from: &str,
) -> Result<bool, DbErr> {
    let mut wanted = of_obligations();
    let same_site = site.map_or_else(|| col("o", "site").is_null(), |site| col("o", "site").eq(site));
    wanted
        .cond_where(col("o", "kind").eq(kind))
        .cond_where(col("o", "area").eq(area))
        .cond_where(same_site)
        .cond_where(col("o", "to_day").is_null().or(col("o", "to_day").gte(from)));
    Ok(!all(db, &wanted).await?.is_empty())
}

pub async fn insert_obligation(db: &impl ConnectionTrait, new: &Obligation) -> Result<(), DbErr> {
    let sql = "insert into obligation (id, kind, organisation, area, site, counted_in, from_day, to_day, \
               opened_until, next_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = vec![
        new.id.0.into(),
        new.kind.code.as_str().into(),
        new.ground.organisation.id.into(),
        new.ground.area.id.into(),
        new.ground.site.as_ref().map(|(id, _)| *id).into(),
        new.ground.counted_in.into(),
        new.from.to_string().into(),
        new.to.map(|to| to.to_string()).into(),
        new.opened_until.millis().into(),
        new.next.map(Moment::millis).into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

/// Keeps how far slots have been opened, when the clock comes by, and the last day.
pub async fn update_obligation(db: &impl ConnectionTrait, changed: &Obligation) -> Result<(), DbErr> {
    let sql = "update obligation set to_day = $2, opened_until = $3, next_at = $4 where id = $1";
    let values = vec![
        changed.id.0.into(),
        changed.to.map(|to| to.to_string()).into(),
        changed.opened_until.millis().into(),
        changed.next.map(Moment::millis).into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

/// Obligations that the clock has to look at.
pub async fn unsettled(
    db: &impl ConnectionTrait,
    now: Moment,
    limit: u64,
) -> Result<Vec<ObligationId>, DbErr> {
    let sql = "select id from obligation where next_at <= $1 order by next_at, id limit $2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = query(db, sql, vec![now.millis().into(), limit.into()]).await?;
    rows.iter().map(|row| Ok(ObligationId(row.try_get("", "id")?))).collect()
}

pub async fn insert_slot(
    db: &impl ConnectionTrait,
    id: SlotId,
    of: ObligationId,
    span: Span,
) -> Result<(), DbErr> {
    let sql = "insert into slot (id, obligation, day, number, opens_at, closes_at, state, version) \
               values ($1, $2, $3, $4, $5, $6, 'open', 1)";
    let values = vec![
        id.0.into(),
        of.0.into(),
        span.day.to_string().into(),
        span.number.into(),
        span.opens.millis().into(),
        span.closes.millis().into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

/// Writes what became of a slot, over the version that was seen; one row must change.
pub async fn settle_slot(db: &impl ConnectionTrait, changed: &Slot) -> Result<(), DbErr> {
    let sql = "update slot set state = $3, round = $4, walked_at = $5, settled_at = $6, version = $2 + 1 \
               where id = $1 and version = $2";
    let values = vec![
        changed.id.0.into(),
        (changed.version - 1).into(),
        changed.state.word().into(),
        changed.round.map(|round| round.0).into(),
        changed.walked.map(Moment::millis).into(),
        changed.settled.map(Moment::millis).into(),
    ];
    match run(db, sql, values).await? {
        1 => Ok(()),
        _ => Err(DbErr::RecordNotUpdated),
    }
}

pub async fn find_slot(db: &impl ConnectionTrait, id: SlotId) -> Result<Option<Slot>, DbErr> {
    let mut wanted = of_slots();
    wanted.cond_where(col("t", "id").eq(id.0));
    all(db, &wanted).await?.first().map(slot).transpose()
}

pub async fn open_slots(db: &impl ConnectionTrait, of: ObligationId) -> Result<Vec<Slot>, DbErr> {
    let mut wanted = of_slots();
    wanted
        .cond_where(col("t", "obligation").eq(of.0))
        .cond_where(col("t", "state").eq(SlotState::Open.word()))
        .order_by(at("t", "opens_at"), Order::Asc);
    all(db, &wanted).await?.iter().map(slot).collect()
}

/// The last two slots that opened by a moment.
pub async fn slots_before(
    db: &impl ConnectionTrait,
    of: ObligationId,
    moment: Moment,
) -> Result<Vec<Slot>, DbErr> {
    let mut wanted = of_slots();
    wanted
        .cond_where(col("t", "obligation").eq(of.0))
        .cond_where(col("t", "opens_at").lte(moment.millis()))
        .order_by(at("t", "opens_at"), Order::Desc)
        .limit(2);
    all(db, &wanted).await?.iter().map(slot).collect()
}

/// A page of all slots for the recount, in the order of their ids.
pub async fn page_of_slots(
    db: &impl ConnectionTrait,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Slot>, DbErr> {
    let mut wanted = of_slots();
    wanted.order_by(at("t", "id"), Order::Asc).limit(limit.into());
    if let Some(after) = after {
        wanted.cond_where(col("t", "id").gt(after));
    }
    all(db, &wanted).await?.iter().map(slot).collect()
}

/// The rounds that fill these slots, by slot.
pub async fn filling(db: &impl ConnectionTrait, slots: &[Slot]) -> Result<HashMap<SlotId, Round>, DbErr> {
    let mut wanted = of_rounds();
    wanted
        .cond_where(col("r", "slot").is_in(slots.iter().map(|slot| slot.id.0)))
        .cond_where(col("r", "standing").is_in([Standing::OnTime.word(), Standing::Late.word()]));
    let mut filling = HashMap::new();
    for row in all(db, &wanted).await? {
        let round = round(&row)?;
        if let Some(slot) = round.slot {
            filling.insert(slot, round);
        }
    }
    Ok(filling)
}

pub async fn insert_round(db: &impl ConnectionTrait, new: &Round) -> Result<(), DbErr> {
    let sql = "insert into round (id, obligation, slot, standing, organisation, person, note, lon, lat, started_at, \
               walked_at, received_at, score) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = vec![
        new.id.0.into(),
        new.ground.obligation.0.into(),
        new.slot.map(|slot| slot.0).into(),
        new.standing.word().into(),
        new.organisation.into(),
        new.person.into(),
        new.note.as_str().into(),
        new.position.map(kernel::geo::Position::lon).into(),
        new.position.map(kernel::geo::Position::lat).into(),
        new.started.map(Moment::millis).into(),
        new.walked.millis().into(),
        new.received.millis().into(),
        new.score.into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

pub async fn find_round(db: &impl ConnectionTrait, id: RoundId) -> Result<Option<Round>, DbErr> {
    let mut wanted = of_rounds();
    wanted.cond_where(col("r", "id").eq(id.0));
    all(db, &wanted).await?.first().map(round).transpose()
}

pub async fn insert_photo(
    db: &impl ConnectionTrait,
    round: RoundId,
    file: Uuid,
    rank: i32,
) -> Result<(), DbErr> {
    let sql = "insert into round_photo (round, file, rank) values ($1, $2, $3)";
    run(db, sql, vec![round.0.into(), file.into(), rank.into()]).await.map(|_| ())
}

/// Photos of a round in the order in which they came.
pub async fn photos(db: &impl ConnectionTrait, round: RoundId) -> Result<Vec<Uuid>, DbErr> {
    let sql = "select file from round_photo where round = $1 order by rank";
    let rows = query(db, sql, vec![round.0.into()]).await?;
    rows.iter().map(|row| row.try_get("", "file")).collect()
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Db(DbErr::Custom(error.to_string()))
    }
}
