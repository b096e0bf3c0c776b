//! Who holds which paragraph.

use super::statement;
use crate::reports::model::{Held, ReportId};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Value};

#[derive(FromQueryResult)]
struct HoldRow {
    block: String,
    person: Uuid,
    name: String,
    until_at: i64,
}

/// The paragraphs of a paper that somebody holds now.
pub async fn holds(db: &impl ConnectionTrait, report: ReportId, now: Moment) -> Result<Vec<Held>, DbErr> {
    let sql = "select h.block, h.person, n.name, h.until_at from report_hold h join person n on n.id = h.person \
               where h.report = $1 and h.until_at > $2 order by h.block";
    let rows = HoldRow::find_by_statement(statement(db, sql, [report.0.into(), now.millis().into()]));
    let held = |row: HoldRow| Held {
        block: row.block,
        person: row.person,
        name: row.name,
        until: Moment::from_millis(row.until_at),
    };
    Ok(rows.all(db).await?.into_iter().map(held).collect())
}

/// Takes a paragraph, or holds it longer; false where somebody else has it.
pub async fn hold(
    db: &impl ConnectionTrait,
    report: ReportId,
    held: &Held,
    now: Moment,
) -> Result<bool, DbErr> {
    let sql = "insert into report_hold (report, block, person, until_at) values ($1, $2, $3, $4) \
               on conflict (report, block) do update set person = excluded.person, until_at = excluded.until_at \
               where report_hold.person = excluded.person or report_hold.until_at <= $5";
    let values: [Value; 5] = [
        report.0.into(),
        held.block.as_str().into(),
        held.person.into(),
        held.until.millis().into(),
        now.millis().into(),
    ];
    Ok(db.execute_raw(statement(db, sql, values)).await?.rows_affected() == 1)
}

/// Lets a paragraph go that this person holds.
pub async fn release(
    db: &impl ConnectionTrait,
    report: ReportId,
    block: &str,
    person: Uuid,
) -> Result<(), DbErr> {
    let sql = "delete from report_hold where report = $1 and block = $2 and person = $3";
    let values: [Value; 3] = [report.0.into(), block.into(), person.into()];
    db.execute_raw(statement(db, sql, values)).await.map(|_| ())
}
