//! All SQL on the tables of statements.

mod file;
mod list;

pub use file::{File, counts, find_file, insert_file};
pub use list::{Ending, Filter, list, people, readable_labels};

use super::model::{Judged, Place, Statement};
use crate::platform::stored::{from_json, from_word, json, unreadable, word};
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement as Sql, Value};

const STATEMENT: &str = "select s.*, a.path as area_path, o.path as organisation_path from statement s \
                         join area a on a.id = s.area join organisation o on o.id = s.organisation";

#[derive(Clone, Debug, FromQueryResult)]
pub struct Stored {
    pub id: Uuid,
    pub state: String,
    pub kind: Option<String>,
    pub doubt: Option<String>,
    pub metric: Option<String>,
    pub area: Uuid,
    pub counted_in: Uuid,
    pub organisation: Uuid,
    pub first_day: String,
    pub last_day: String,
    pub amount: Option<i64>,
    pub posted: Option<i64>,
    pub qualifier: String,
    pub dims: String,
    pub said: String,
    pub file: Option<Uuid>,
    pub line: Option<i32>,
    pub version: i32,
    pub person: Uuid,
    pub recorded_at: i64,
    pub area_path: String,
    pub organisation_path: String,
}

impl TryFrom<Stored> for Statement {
    type Error = DbErr;
    fn try_from(row: Stored) -> Result<Self, DbErr> {
        let day = |text: &str| text.parse().map_err(unreadable);
        let kind = row.kind.as_deref().map(from_word).transpose()?;
        let doubt = row.doubt.as_deref().map(from_word).transpose()?;
        Ok(Self {
            id: row.id,
            place: Place {
                area: row.area,
                counted_in: row.counted_in,
                organisation: row.organisation,
                paths: [row.area_path, row.organisation_path],
            },
            first: day(&row.first_day)?,
            last: day(&row.last_day)?,
            judged: Judged {
                state: from_word(&row.state)?,
                kind,
                doubt,
                metric: row.metric,
                amount: row.amount,
                qualifier: row.qualifier.parse().map_err(unreadable)?,
                dims: from_json(&row.dims)?,
            },
            posted: row.posted,
            words: from_json(&row.said)?,
            from: row.file.zip(row.line),
            version: row.version,
            person: row.person,
            recorded_at: Moment::from_millis(row.recorded_at),
        })
    }
}

pub async fn find_statement(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Statement>, DbErr> {
    Ok(read(&all(db, &format!("{STATEMENT} where s.id = $1"), vec![id.into()]).await?)?.pop())
}

/// Statements in the order of their ids; a page that is not full is the last.
pub async fn page_of_statements(
    db: &impl ConnectionTrait,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Statement>, DbErr> {
    let after = after.unwrap_or(Uuid::nil());
    let sql = format!("{STATEMENT} where s.id > $1 order by s.id limit $2");
    read(&all(db, &sql, vec![after.into(), i64::from(limit).into()]).await?)
}

/// What states the same fact of a place and a last day as another, that other left out.
pub async fn beside(db: &impl ConnectionTrait, of: &Statement) -> Result<Vec<Statement>, DbErr> {
    let sql = format!(
        "{STATEMENT} where s.metric = $1 and s.counted_in = $2 and s.last_day = $3 and s.state = 'stated' \
         and s.id <> $4 order by s.recorded_at, s.id"
    );
    let metric = of.judged.metric.clone();
    let values = vec![metric.into(), of.place.counted_in.into(), of.last.to_string().into(), of.id.into()];
    read(&all(db, &sql, values).await?)
}

/// Counts of a stock that stand at a place or above it, on a day or later.
pub async fn counts_following(
    db: &impl ConnectionTrait,
    metric: &str,
    path: &str,
    day: Date,
) -> Result<Vec<Statement>, DbErr> {
    let sql = format!(
        "{STATEMENT} join area c on c.id = s.counted_in where s.metric = $1 and s.last_day >= $2 \
         and s.state = 'stated' and s.kind = 'stock_take' and s.amount is not null \
         and substr($3, 1, length(c.path)) = c.path"
    );
    read(&all(db, &sql, vec![metric.into(), day.to_string().into(), path.into()]).await?)
}

/// What a statement posts, beside what it says.
pub async fn set_posted(db: &impl ConnectionTrait, of: &Statement) -> Result<(), DbErr> {
    let sql = "update statement set posted = $1 where id = $2 and version = $3";
    run(db, sql, vec![of.posted.into(), of.id.into(), of.version.into()]).await.map(|_| ())
}

pub async fn insert_statement(db: &impl ConnectionTrait, new: &Statement) -> Result<(), DbErr> {
    let sql = "insert into statement (state, kind, doubt, metric, first_day, last_day, amount, posted, qualifier, \
               dims, said, object, version, id, area, counted_in, organisation, file, line, person, recorded_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
    let mut values = said(new)?;
    values.extend([
        new.id.into(),
        new.place.area.into(),
        new.place.counted_in.into(),
        new.place.organisation.into(),
        new.from.map(|(file, _)| file).into(),
        new.from.map(|(_, line)| line).into(),
        new.person.into(),
        new.recorded_at.millis().into(),
    ]);
    run(db, sql, values).await.map(|_| ())
}

/// Says it anew; false where somebody was faster.
pub async fn update_statement(db: &impl ConnectionTrait, now: &Statement) -> Result<bool, DbErr> {
    let sql = "update statement set state = $1, kind = $2, doubt = $3, metric = $4, first_day = $5, last_day = $6, \
               amount = $7, posted = $8, qualifier = $9, dims = $10, said = $11, object = $12, version = $13 \
               where id = $14 and version = $13 - 1";
    let mut values = said(now)?;
    values.push(now.id.into());
    Ok(run(db, sql, values).await? == 1)
}

/// All that may be said anew, in the order of both statements above.
fn said(of: &Statement) -> Result<Vec<Value>, DbErr> {
    let judged = &of.judged;
    Ok(vec![
        word(&judged.state)?.into(),
        judged.kind.as_ref().map(word).transpose()?.into(),
        judged.doubt.as_ref().map(word).transpose()?.into(),
        judged.metric.clone().into(),
        of.first.to_string().into(),
        of.last.to_string().into(),
        judged.amount.into(),
        of.posted.into(),
        judged.qualifier.as_str().into(),
        json(&judged.dims)?.into(),
        json(&of.words)?.into(),
        of.words.object.clone().into(),
        of.version.into(),
    ])
}

fn read(rows: &[QueryResult]) -> Result<Vec<Statement>, DbErr> {
    rows.iter().map(|row| Stored::from_query_result(row, "")?.try_into()).collect()
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    let statement = Sql::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
async fn all(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Sql::from_sql_and_values(db.get_database_backend(), sql, values)).await
}
