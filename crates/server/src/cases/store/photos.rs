//! The table `case_photo`: the pictures that hang on a case.

use super::rows::case_photo;
use crate::{
    cases::model::{Case, CaseId, Shows},
    platform::file::FileRow,
};
use kernel::{geo::Position, moment::Moment};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

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

/// All that hang on it, in the order of their coming.
pub async fn photos(db: &impl ConnectionTrait, id: CaseId) -> Result<Vec<case_photo::Model>, DbErr> {
    case_photo::Entity::find()
        .filter(case_photo::Column::Record.eq(id.0))
        .order_by_asc(case_photo::Column::AddedAt)
        .order_by_asc(case_photo::Column::File)
        .all(db)
        .await
}
