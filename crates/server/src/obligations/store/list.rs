//! Lists of obligations, slots and rounds, each held to what the reader may see.

use super::{
    read::{obligation, round, slot},
    sql::{COLUMNS, all, ids, of_obligations, of_rounds, of_slots},
};
use crate::{
    obligations::model::{Obligation, Round, Slot, SlotId, SlotState},
    platform::{
        permission::{Who, under},
        query::{at, col},
    },
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ConnectionTrait, DbErr,
    sea_query::{Cond, ExprTrait, Order, SelectStatement},
};

const READ: &str = "obligation.read";

/// What narrows a list; every empty field lets all through.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// path of an area
    pub area: Option<String>,
    /// path of the owing organisation
    pub organisation: Option<String>,
    /// code of a kind
    pub kind: Option<String>,
    pub obligation: Option<Uuid>,
    /// owed by one of these organisations
    pub owing: Option<Vec<Uuid>>,
    /// of slots
    pub state: Option<SlotState>,
    /// opened or walked from, until (both included)
    pub from: Option<Moment>,
    pub until: Option<Moment>,
    /// obligations that have ended too
    pub ended: bool,
}

impl Filter {
    fn narrow(&self, query: &mut SelectStatement, who: &Who) {
        query.cond_where(who.filter(READ, &COLUMNS));
        if let Some(area) = &self.area {
            query.cond_where(under(("a", "path"), area));
        }
        if let Some(organisation) = &self.organisation {
            query.cond_where(under(("w", "path"), organisation));
        }
        if let Some(kind) = &self.kind {
            query.cond_where(col("o", "kind").eq(kind.as_str()));
        }
        if let Some(owing) = &self.owing {
            query.cond_where(col("o", "organisation").is_in(ids(owing)));
        }
        if let Some(obligation) = self.obligation {
            query.cond_where(col("o", "id").eq(obligation));
        }
    }
    fn between(&self, query: &mut SelectStatement, table: &'static str, column: &'static str) {
        if let Some(from) = self.from {
            query.cond_where(col(table, column).gte(from.millis()));
        }
        if let Some(until) = self.until {
            query.cond_where(col(table, column).lte(until.millis()));
        }
    }
}

/// Obligations after an id, in the order of their ids: as they were set.
pub async fn obligations(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    today: &str,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Obligation>, DbErr> {
    let mut query = of_obligations();
    filter.narrow(&mut query, who);
    if !filter.ended {
        query.cond_where(col("o", "to_day").is_null().or(col("o", "to_day").gte(today)));
    }
    if let Some(after) = after {
        query.cond_where(col("o", "id").gt(after));
    }
    query.order_by(at("o", "id"), Order::Asc).limit(limit);
    all(db, &query).await?.iter().map(obligation).collect()
}

/// One page of slots before (opens_at, id) of the last one seen, the newest first.
pub async fn slots(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Slot>, DbErr> {
    let mut query = of_slots();
    filter.narrow(&mut query, who);
    filter.between(&mut query, "t", "opens_at");
    if let Some(state) = filter.state {
        query.cond_where(col("t", "state").eq(state.word()));
    }
    newest_first(&mut query, "t", "opens_at", after, limit);
    all(db, &query).await?.iter().map(slot).collect()
}

/// One page of rounds before (received_at, id) of the last one seen, the newest first.
pub async fn rounds(
    db: &impl ConnectionTrait,
    who: &Who,
    filter: &Filter,
    after: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Round>, DbErr> {
    let mut query = of_rounds();
    filter.narrow(&mut query, who);
    filter.between(&mut query, "r", "walked_at");
    newest_first(&mut query, "r", "received_at", after, limit);
    all(db, &query).await?.iter().map(round).collect()
}

fn newest_first(
    query: &mut SelectStatement,
    table: &'static str,
    column: &'static str,
    after: Option<(i64, Uuid)>,
    limit: u64,
) {
    query.order_by(at(table, column), Order::Desc).order_by(at(table, "id"), Order::Desc).limit(limit);
    if let Some((moment, id)) = after {
        let earlier = Cond::any()
            .add(col(table, column).lt(moment))
            .add(Cond::all().add(col(table, column).eq(moment)).add(col(table, "id").lt(id)));
        query.cond_where(earlier);
    }
}

/// Slots of these obligations whose window touches a stretch of time, in their order.
pub async fn slots_on(
    db: &impl ConnectionTrait,
    obligations: &[Uuid],
    [from, until]: [Moment; 2],
) -> Result<Vec<Slot>, DbErr> {
    let mut query = of_slots();
    query
        .cond_where(col("t", "obligation").is_in(ids(obligations)))
        .cond_where(col("t", "opens_at").lte(until.millis()))
        .cond_where(col("t", "closes_at").gt(from.millis()))
        .order_by(at("t", "opens_at"), Order::Asc);
    all(db, &query).await?.iter().map(slot).collect()
}

/// All rounds that belong to a slot, as they came.
pub async fn rounds_of(db: &impl ConnectionTrait, of: SlotId) -> Result<Vec<Round>, DbErr> {
    let mut query = of_rounds();
    query.cond_where(col("r", "slot").eq(of.0)).order_by(at("r", "received_at"), Order::Asc);
    all(db, &query).await?.iter().map(round).collect()
}

/// Kind, place and slot among these that this person may read: what a list of postings may show.
pub async fn readable_labels(
    db: &impl ConnectionTrait,
    who: &Who,
    of: &[Uuid],
) -> Result<Vec<(Uuid, String)>, DbErr> {
    let mut query = of_slots();
    query.cond_where(col("t", "id").is_in(ids(of))).cond_where(who.filter(READ, &COLUMNS));
    let label = |slot: Slot| {
        let Slot { ground, span, .. } = slot;
        (slot.id.0, format!("{} {} {} #{}", ground.place(), ground.kind_name, span.day, span.number))
    };
    all(db, &query).await?.iter().map(|row| slot(row).map(label)).collect()
}

/// Those of these rounds that this person may read.
pub async fn readable_rounds(db: &impl ConnectionTrait, who: &Who, of: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let mut query = of_rounds();
    query.cond_where(col("r", "id").is_in(ids(of))).cond_where(who.filter(READ, &COLUMNS));
    all(db, &query).await?.iter().map(|row| row.try_get("", "id")).collect()
}
