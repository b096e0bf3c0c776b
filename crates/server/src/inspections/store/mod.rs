//! All SQL on the tables of inspections.

mod correction;
mod finding;
mod form;
mod list;
mod outcome;

pub use correction::{corrections, insert_correction};
pub use finding::{finding_of, findings, insert_finding, mark_reported, replace_findings};
pub use form::{current_forms, find_form, forms_of, hash, insert_form, shipped_hashes};
pub use list::{Filter, Listed, list, readable_labels};
pub use outcome::keep_outcome;

use super::model::{Error, Paths, Visit, VisitId};
use kernel::{geo::Position, id::Uuid, moment::Moment};
use sea_orm::{
    ConnectionTrait, DbErr, FromQueryResult, QueryResult, Statement, Value,
    sea_query::{Alias, Asterisk, Expr, ExprTrait, Order, Query},
};
use std::collections::{BTreeMap, HashMap};

const VISIT: &str = "select v.*, a.path as area_path, o.path as visiting_path, w.id as owner, w.path as owner_path \
                     from visit v join area a on a.id = v.area join organisation o on o.id = v.organisation \
                     join site s on s.id = v.site left join organisation w on w.id = s.organisation";

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    site: Uuid,
    site_type: String,
    area: Uuid,
    counted_in: Uuid,
    form: Uuid,
    older: bool,
    organisation: Uuid,
    person: Uuid,
    lon: Option<f64>,
    lat: Option<f64>,
    distance_m: Option<f64>,
    far_reason: Option<String>,
    started_at: i64,
    started_said_at: Option<i64>,
    received_at: i64,
    answers: String,
    checked: i32,
    failed: i32,
    score_got: i64,
    score_of: i64,
    version: i32,
    area_path: String,
    visiting_path: String,
    owner: Option<Uuid>,
    owner_path: Option<String>,
}

fn read(row: &QueryResult) -> Result<Visit, DbErr> {
    let row = Row::from_query_result(row, "")?;
    Ok(Visit {
        id: row.id.into(),
        site: row.site,
        site_type: row.site_type,
        area: row.area,
        counted_in: row.counted_in,
        form: row.form,
        older: row.older,
        organisation: row.organisation,
        person: row.person,
        position: row.lon.zip(row.lat).and_then(|(lon, lat)| Position::new(lon, lat).ok()),
        distance_m: row.distance_m,
        far_reason: row.far_reason,
        started_at: Moment::from_millis(row.started_at),
        started_said: row.started_said_at.map(Moment::from_millis),
        received_at: Moment::from_millis(row.received_at),
        answers: row.answers,
        checked: row.checked,
        failed: row.failed,
        score: (row.score_got, row.score_of),
        version: row.version,
        paths: Paths {
            area: row.area_path,
            visiting: row.visiting_path,
            owner: row.owner.zip(row.owner_path),
        },
    })
}

pub async fn find_visit(db: &impl ConnectionTrait, id: VisitId) -> Result<Option<Visit>, DbErr> {
    let rows = all(db, &format!("{VISIT} where v.id = $1"), vec![id.0.into()]).await?;
    rows.first().map(read).transpose()
}

/// A visit with all that hangs on it.
pub struct Kept {
    pub visit: Visit,
    /// by item
    pub photos: BTreeMap<String, Vec<Uuid>>,
    /// keys of the items that failed, in their order
    pub findings: Vec<String>,
    pub corrections: i64,
}

/// Visits in the order of their ids; a page that is not full is the last.
pub async fn page_of_visits(
    db: &impl ConnectionTrait,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Kept>, DbErr> {
    let sql = format!("{VISIT} where v.id > $1 order by v.id limit $2");
    let values = vec![after.unwrap_or_default().into(), i64::from(limit).into()];
    let bare =
        |row| Ok(Kept { visit: read(row)?, photos: BTreeMap::new(), findings: Vec::new(), corrections: 0 });
    let mut page: Vec<Kept> = all(db, &sql, values).await?.iter().map(bare).collect::<Result<_, DbErr>>()?;
    let places: HashMap<Uuid, usize> = page.iter().map(|one| one.visit.id.0).zip(0..).collect();
    for (table, order) in [("visit_photo", "rank"), ("finding", "rank"), ("visit_correction", "version")] {
        let mut wanted = Query::select();
        wanted
            .expr(Expr::col(Asterisk))
            .from(Alias::new(table))
            .cond_where(Expr::col(Alias::new("visit")).is_in(places.keys().copied()))
            .order_by(Alias::new(order), Order::Asc);
        for row in db.query_all(&wanted).await? {
            let one = &mut page[places[&row.try_get::<Uuid>("", "visit")?]];
            match table {
                "finding" if row.try_get("", "stands")? => one.findings.push(row.try_get("", "item")?),
                "finding" => {}
                "visit_correction" => one.corrections += 1,
                _ => one.photos.entry(row.try_get("", "item")?).or_default().push(row.try_get("", "file")?),
            }
        }
    }
    Ok(page)
}

pub async fn insert_visit(db: &impl ConnectionTrait, visit: &Visit) -> Result<(), DbErr> {
    let sql = "insert into visit (id, site, site_type, area, counted_in, form, older, organisation, person, lon, lat, \
               distance_m, far_reason, started_at, started_said_at, received_at, answers, checked, failed, score_got, \
               score_of) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, \
               $19, $20, $21)";
    let values = vec![
        visit.id.0.into(),
        visit.site.into(),
        visit.site_type.as_str().into(),
        visit.area.into(),
        visit.counted_in.into(),
        visit.form.into(),
        visit.older.into(),
        visit.organisation.into(),
        visit.person.into(),
        visit.position.map(Position::lon).into(),
        visit.position.map(Position::lat).into(),
        visit.distance_m.into(),
        visit.far_reason.clone().into(),
        visit.started_at.millis().into(),
        visit.started_said.map(Moment::millis).into(),
        visit.received_at.millis().into(),
        visit.answers.as_str().into(),
        visit.checked.into(),
        visit.failed.into(),
        visit.score.0.into(),
        visit.score.1.into(),
    ];
    run(db, sql, values).await.map(|_| ())
}

/// Writes the answers of a correction and what follows from them, over the version before it; one row must change.
pub async fn update_visit(db: &impl ConnectionTrait, corrected: &Visit) -> Result<(), DbErr> {
    let sql = "update visit set answers = $3, checked = $4, failed = $5, score_got = $6, score_of = $7, version = $2 \
               where id = $1 and version = $2 - 1";
    let values = vec![
        corrected.id.0.into(),
        corrected.version.into(),
        corrected.answers.as_str().into(),
        corrected.checked.into(),
        corrected.failed.into(),
        corrected.score.0.into(),
        corrected.score.1.into(),
    ];
    match run(db, sql, values).await? {
        1 => Ok(()),
        _ => Err(DbErr::RecordNotUpdated),
    }
}

pub async fn insert_photo(
    db: &impl ConnectionTrait,
    visit: VisitId,
    item: &str,
    file: Uuid,
    rank: i32,
) -> Result<(), DbErr> {
    let sql = "insert into visit_photo (visit, file, item, rank) values ($1, $2, $3, $4)";
    run(db, sql, vec![visit.0.into(), file.into(), item.into(), rank.into()]).await.map(|_| ())
}

/// Photos by item, in the order in which they came.
pub async fn photos(db: &impl ConnectionTrait, visit: VisitId) -> Result<Vec<(String, Uuid)>, DbErr> {
    let sql = "select item, file from visit_photo where visit = $1 order by rank";
    let rows = all(db, sql, vec![visit.0.into()]).await?;
    rows.iter().map(|row| Ok((row.try_get("", "item")?, row.try_get("", "file")?))).collect()
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<u64, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    Ok(db.execute_raw(statement).await?.rows_affected())
}
async fn all(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
    db.query_all_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}
