//! What is kept with a finding of the case that it became.

use super::run;
use crate::inspections::model::Outcome;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

/// Keeps how a case stands at a version with the finding that it came from, unless a later version is kept.
pub async fn keep_outcome(
    db: &impl ConnectionTrait,
    case: Uuid,
    version: i32,
    outcome: &Outcome,
) -> Result<(), DbErr> {
    let sql = "update finding set case_number = $3, case_state = $4, case_version = $2, case_closed_at = $5 \
               where reported_as = $1 and (case_version is null or case_version < $2)";
    let values = vec![
        case.into(),
        version.into(),
        outcome.number.as_str().into(),
        outcome.state.as_str().into(),
        outcome.closed_at.map(Moment::millis).into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

pub fn read(row: &QueryResult) -> Result<Option<Outcome>, DbErr> {
    let (number, state): (Option<String>, Option<String>) =
        (row.try_get("", "case_number")?, row.try_get("", "case_state")?);
    let closed_at: Option<i64> = row.try_get("", "case_closed_at")?;
    let outcome = |(number, state)| Outcome { number, state, closed_at: closed_at.map(Moment::from_millis) };
    Ok(number.zip(state).map(outcome))
}
