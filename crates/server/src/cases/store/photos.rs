//! The tables `case_photo` and `case_photo_match`: the pictures that hang on a case, and those that they look like.

use super::rows::{case_photo, case_photo_match};
use crate::{
    cases::model::{Case, CaseId, Shows},
    platform::file::Alike,
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter,
    QueryOrder, Statement,
};

/// What the program found of a photo; none: it could not tell.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// metres between what is said of its place and the case's
    pub distance_m: Option<f64>,
    /// taken after the case was found, or opened again
    pub later: Option<bool>,
    /// taken at the place
    pub here: Option<bool>,
    /// unlike every other photo of a case
    pub single: Option<bool>,
    pub matches: Vec<Match>,
}

/// A photo of a case that another looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    pub other: Uuid,
    pub record: Uuid,
    pub mirrored: bool,
}

pub async fn insert_photo(
    db: &impl ConnectionTrait,
    case: &Case,
    file: Uuid,
    shows: Shows,
    found: &Findings,
    at: Moment,
) -> Result<(), DbErr> {
    let row = case_photo::ActiveModel {
        record: Set(case.id.0),
        file: Set(file),
        role: Set(shows.word().into()),
        cycle: Set(case.cycle),
        distance_m: Set(found.distance_m),
        added_at: Set(at.millis()),
        later: Set(found.later),
        here: Set(found.here),
        single: Set(found.single),
    };
    case_photo::Entity::insert(row).exec_without_returning(db).await?;
    for one in &found.matches {
        let row = case_photo_match::ActiveModel {
            record: Set(case.id.0),
            file: Set(file),
            other: Set(one.other),
            other_record: Set(one.record),
            mirrored: Set(one.mirrored),
        };
        case_photo_match::Entity::insert(row).exec_without_returning(db).await?;
    }
    Ok(())
}

/// All that hang on it, in the order of their coming.
pub async fn photos(db: &impl ConnectionTrait, id: CaseId) -> Result<Vec<case_photo::Model>, DbErr> {
    case_photo::Entity::find()
        .filter(case_photo::Column::Record.eq(id.0))
        .order_by_asc(case_photo::Column::AddedAt)
        .order_by_asc(case_photo::Column::File)
        .all(db)
        .await
}

/// Which of these hang on cases, and on which, the most alike first; what comes with the same verb is not compared.
pub async fn photos_among(
    db: &impl ConnectionTrait,
    case: &Case,
    alike: &[Alike],
    now: Moment,
) -> Result<Vec<Match>, DbErr> {
    let rows = case_photo::Entity::find()
        .filter(case_photo::Column::File.is_in(alike.iter().map(|one| one.other)))
        .order_by_asc(case_photo::Column::Record)
        .all(db)
        .await?;
    let mut found = Vec::new();
    for one in alike {
        let hang = rows.iter().filter(|row| row.file == one.other);
        let beside = |row: &&case_photo::Model| {
            row.record == case.id.0 && row.added_at == now.millis() && row.role != Shows::Before.word()
        };
        let earlier = hang.filter(|row| !beside(row));
        found.extend(earlier.map(|row| Match {
            other: row.file,
            record: row.record,
            mirrored: one.mirrored,
        }));
    }
    Ok(found)
}

/// A photo that one of a case looks like, with its case.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NamedMatch {
    pub file: Uuid,
    pub other: Uuid,
    pub record: Uuid,
    pub number: String,
    pub role: String,
    pub added_at: i64,
    pub mirrored: bool,
}

const MATCHES: &str = "\
    select m.file, m.other, m.other_record as record, c.number, p.role, p.added_at, m.mirrored \
    from case_photo_match m \
    join case_record c on c.id = m.other_record \
    join case_photo p on p.record = m.other_record and p.file = m.other \
    where m.record = $1 \
    order by case when m.other_record = m.record then 0 else 1 end, p.added_at, m.other";

pub async fn matches(db: &impl ConnectionTrait, id: CaseId) -> Result<Vec<NamedMatch>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), MATCHES, [id.0.into()]);
    NamedMatch::find_by_statement(statement).all(db).await
}

/// When it was opened again last.
pub async fn reopened(db: &impl ConnectionTrait, id: CaseId) -> Result<Option<Moment>, DbErr> {
    let sql = "select max(at) as at from case_move where record = $1 and verb = 'reopen'";
    let row = db
        .query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [id.0.into()]))
        .await?;
    let at: Option<i64> = row.map(|row| row.try_get("", "at")).transpose()?.flatten();
    Ok(at.map(Moment::from_millis))
}
