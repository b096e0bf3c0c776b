//! The table `case_photo`: what hangs on a case, whose it is and when it was taken.

use super::rows::case_photo;
use crate::{
    cases::{
        model::{Case, CaseId, Shows},
        rules::Taken,
    },
    platform::file::FileRow,
};
use kernel::{geo::Position, id::Uuid, moment::Moment};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, Statement};

pub async fn insert_photo(
    db: &impl ConnectionTrait,
    case: &Case,
    file: &FileRow,
    shows: Shows,
    at: Moment,
) -> Result<(), DbErr> {
    let taken = file.lon.zip(file.lat).and_then(|(lon, lat)| Position::new(lon, lat).ok());
    let distance = taken.zip(case.place.position).map(|(photo, place)| photo.distance_m(place));
    let row = case_photo::ActiveModel {
        record: Set(case.id.0),
        file: Set(file.id),
        role: Set(shows.word().into()),
        cycle: Set(case.cycle),
        distance_m: Set(distance),
        added_at: Set(at.millis()),
    };
    case_photo::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

const BEFORE: &str = "\
    select p.added_at, f.taken_at, f.uploaded_by from case_photo p join file f on f.id = p.file \
    where p.record = $1 and p.role = 'before' order by p.added_at desc, coalesce(f.taken_at, 0) desc limit 1";

/// The newest photo before. Another's clock says nothing of this account's photos.
pub async fn photo_before(
    db: &impl ConnectionTrait,
    id: CaseId,
    account: Uuid,
) -> Result<Option<Taken>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), BEFORE, [id.0.into()]);
    let Some(row) = db.query_one_raw(statement).await? else { return Ok(None) };
    let (by, said): (Uuid, Option<i64>) = (row.try_get("", "uploaded_by")?, row.try_get("", "taken_at")?);
    Ok(Some(Taken {
        said: said.filter(|_| by == account).map(Moment::from_millis),
        came: Moment::from_millis(row.try_get("", "added_at")?),
    }))
}

const SENDERS: &str = "\
    select distinct a.person from case_photo p join file f on f.id = p.file \
    join account a on a.id = f.uploaded_by \
    where p.record = $1 and p.role = 'after' and p.cycle = $2 and a.person is not null";

/// The persons who sent a photo after in this cycle.
pub async fn senders_after(db: &impl ConnectionTrait, case: &Case) -> Result<Vec<Uuid>, DbErr> {
    let values = [case.id.0.into(), case.cycle.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), SENDERS, values);
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| row.try_get("", "person")).collect()
}
