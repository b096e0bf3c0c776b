//! All SQL on the tables of papers.

mod hold;

pub use hold::{hold, holds, release};

use super::model::{Block, Content, Error, Report, ReportId};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};

#[derive(FromQueryResult)]
struct ReportRow {
    area: Uuid,
    period: String,
    title: String,
    office: String,
    as_of: Option<i64>,
    made_by: Uuid,
    made_at: i64,
    refreshed_at: i64,
    version: i32,
}

#[derive(FromQueryResult)]
struct BlockRow {
    key: String,
    content: String,
    edited_by: Option<Uuid>,
    edited_at: Option<i64>,
}

pub async fn find(db: &impl ConnectionTrait, id: ReportId) -> Result<Option<Report>, Error> {
    let sql = "select area, period, title, office, as_of, made_by, made_at, refreshed_at, version \
               from report where id = $1";
    let Some(row) = ReportRow::find_by_statement(statement(db, sql, [id.0.into()])).one(db).await? else {
        return Ok(None);
    };
    let sql = "select key, content, edited_by, edited_at from report_block where report = $1 order by rank";
    let blocks = BlockRow::find_by_statement(statement(db, sql, [id.0.into()])).all(db).await?;
    let unreadable = |e: kernel::period::Error| Error::Unreadable(e.to_string());
    Ok(Some(Report {
        id,
        area: row.area,
        period: row.period.parse().map_err(unreadable)?,
        title: row.title,
        office: row.office,
        as_of: row.as_of,
        made_by: row.made_by,
        made_at: Moment::from_millis(row.made_at),
        refreshed_at: Moment::from_millis(row.refreshed_at),
        version: row.version,
        blocks: blocks.into_iter().map(Block::try_from).collect::<Result<_, _>>()?,
    }))
}

/// A paper in a list, without its blocks.
#[derive(FromQueryResult)]
pub struct Listed {
    pub id: Uuid,
    pub area: Uuid,
    pub period: String,
    pub title: String,
    pub as_of: Option<i64>,
    pub made_at: i64,
    pub refreshed_at: i64,
    pub version: i32,
}

/// Papers that a list shows at most.
const LISTED: i64 = 200;

/// The latest papers, the newest first.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Listed>, DbErr> {
    let sql = "select id, area, period, title, as_of, made_at, refreshed_at, version from report \
               where kind = 'summary' order by made_at desc, id desc limit $1";
    Listed::find_by_statement(statement(db, sql, [LISTED.into()])).all(db).await
}

impl TryFrom<BlockRow> for Block {
    type Error = Error;
    fn try_from(row: BlockRow) -> Result<Self, Error> {
        let content: Content =
            serde_json::from_str(&row.content).map_err(|e| Error::Unreadable(e.to_string()))?;
        let edited = row.edited_by.zip(row.edited_at.map(Moment::from_millis));
        Ok(Self { key: row.key, content, edited })
    }
}

/// A new paper with its blocks.
pub async fn insert(db: &impl ConnectionTrait, report: &Report) -> Result<(), Error> {
    let sql = "insert into report (id, kind, area, period, title, office, as_of, made_by, made_at, refreshed_at, \
               version) values ($1, 'summary', $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values: [Value; 10] = [
        report.id.0.into(),
        report.area.into(),
        report.period.to_string().into(),
        report.title.as_str().into(),
        report.office.as_str().into(),
        report.as_of.into(),
        report.made_by.into(),
        report.made_at.millis().into(),
        report.refreshed_at.millis().into(),
        report.version.into(),
    ];
    db.execute_raw(statement(db, sql, values)).await?;
    insert_blocks(db, report).await
}

async fn insert_blocks(db: &impl ConnectionTrait, report: &Report) -> Result<(), Error> {
    let sql = "insert into report_block (report, key, rank, content, edited_by, edited_at) \
               values ($1, $2, $3, $4, $5, $6)";
    for (rank, block) in report.blocks.iter().enumerate() {
        let values: [Value; 6] = [
            report.id.0.into(),
            block.key.as_str().into(),
            i32::try_from(rank).unwrap_or(i32::MAX).into(),
            content(block)?.into(),
            block.edited.map(|(by, _)| by).into(),
            block.edited.map(|(_, at)| at.millis()).into(),
        ];
        db.execute_raw(statement(db, sql, values)).await?;
    }
    Ok(())
}

/// Replaces all blocks and the seal, if the paper is still in the version that was seen.
pub async fn replace(db: &impl ConnectionTrait, seen: i32, report: &Report) -> Result<(), Error> {
    let sql = "update report set title = $1, as_of = $2, refreshed_at = $3, version = $4 \
               where id = $5 and version = $6";
    let values: [Value; 6] = [
        report.title.as_str().into(),
        report.as_of.into(),
        report.refreshed_at.millis().into(),
        report.version.into(),
        report.id.0.into(),
        seen.into(),
    ];
    moved(db, sql, &values, report, seen).await?;
    db.execute_raw(statement(db, "delete from report_block where report = $1", [report.id.0.into()])).await?;
    insert_blocks(db, report).await
}

/// Writes one block, if the paper is still in the version that was seen.
pub async fn write(
    db: &impl ConnectionTrait,
    seen: i32,
    report: &Report,
    block: &Block,
) -> Result<(), Error> {
    let sql = "update report set version = $1 where id = $2 and version = $3";
    let values: [Value; 3] = [report.version.into(), report.id.0.into(), seen.into()];
    moved(db, sql, &values, report, seen).await?;
    let sql =
        "update report_block set content = $1, edited_by = $2, edited_at = $3 where report = $4 and key = $5";
    let values: [Value; 5] = [
        content(block)?.into(),
        block.edited.map(|(by, _)| by).into(),
        block.edited.map(|(_, at)| at.millis()).into(),
        report.id.0.into(),
        block.key.as_str().into(),
    ];
    db.execute_raw(statement(db, sql, values)).await?;
    Ok(())
}

/// One row must change, else somebody was quicker.
async fn moved(
    db: &impl ConnectionTrait,
    sql: &str,
    values: &[Value],
    report: &Report,
    seen: i32,
) -> Result<(), Error> {
    let done = db.execute_raw(statement(db, sql, values.iter().cloned())).await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(Error::Stale { seen, now: report.version }) }
}

fn content(block: &Block) -> Result<String, DbErr> {
    serde_json::to_string(&block.content).map_err(|e| DbErr::Custom(e.to_string()))
}

fn statement(db: &impl ConnectionTrait, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}
