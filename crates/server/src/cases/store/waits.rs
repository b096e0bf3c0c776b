//! What a line of the waiting list tells of its case, for many cases at once.

use crate::platform::query::{all, at, col};
use kernel::id::Uuid;
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult,
    sea_query::{Alias, Cond, Expr, ExprTrait, JoinType, Query},
};
use std::collections::HashMap;

/// Where a case stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Waiting {
    pub id: Uuid,
    pub number: String,
    pub place: String,
    pub state: String,
    pub returns: i32,
    pub clock: Option<String>,
    pub registering: Uuid,
    pub registering_name: String,
    pub lead: Option<Uuid>,
    pub lead_name: Option<String>,
    /// of the stage that runs
    pub limit_words: Option<String>,
    pub stage_deadline_at: Option<i64>,
    /// the last request for more time, and the last return
    #[sea_orm(skip)]
    pub asked: Option<Said>,
    #[sea_orm(skip)]
    pub returned: Option<Said>,
}

/// Who did a verb, and why.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Said {
    pub record: Uuid,
    pub verb: String,
    pub organisation: Option<Uuid>,
    pub organisation_name: Option<String>,
    pub reason: Option<String>,
    pub limit_words: Option<String>,
}

/// These cases by their ids.
pub async fn waits(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Waiting>, DbErr> {
    let mut query = Query::select();
    for column in ["id", "number", "place", "state", "returns", "clock", "registering", "lead"] {
        query.column(at("c", column));
    }
    let unit = |alias, column| Expr::col(at(alias, "id")).equals(at("c", column));
    let running =
        Cond::all().add(Expr::col(at("s", "record")).equals(at("c", "id"))).add(col("s", "to_at").is_null());
    query
        .expr_as(col("r", "short_name"), Alias::new("registering_name"))
        .expr_as(col("l", "short_name"), Alias::new("lead_name"))
        .column(at("s", "limit_words"))
        .expr_as(col("s", "deadline_at"), Alias::new("stage_deadline_at"))
        .from_as("case_record", "c")
        .join_as(JoinType::InnerJoin, "organisation", "r", unit("r", "registering"))
        .join_as(JoinType::LeftJoin, "organisation", "l", unit("l", "lead"))
        .join_as(JoinType::LeftJoin, "case_stage", "s", running)
        .cond_where(col("c", "id").is_in(ids.iter().copied()));
    let rows: Vec<Waiting> = all(db, &query).await?;
    let mut found: HashMap<Uuid, Waiting> = rows.into_iter().map(|row| (row.id, row)).collect();
    for said in said(db, ids).await? {
        if let Some(row) = found.get_mut(&said.record) {
            let last = if said.verb == "return" { &mut row.returned } else { &mut row.asked };
            *last = Some(said);
        }
    }
    Ok(found)
}

/// Requests for more time and returns, the latest last.
async fn said(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Said>, DbErr> {
    let mut query = Query::select();
    for column in ["record", "verb", "organisation", "reason", "limit_words"] {
        query.column(at("m", column));
    }
    query
        .expr_as(col("o", "short_name"), Alias::new("organisation_name"))
        .from_as("case_move", "m")
        .join_as(
            JoinType::LeftJoin,
            "organisation",
            "o",
            Expr::col(at("o", "id")).equals(at("m", "organisation")),
        )
        .cond_where(col("m", "record").is_in(ids.iter().copied()))
        .cond_where(col("m", "verb").is_in(["ask_extension", "return"]))
        .order_by(at("m", "version"), sea_orm::Order::Asc);
    all(db, &query).await
}
