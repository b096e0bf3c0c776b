//! The bytes of files in the object store, and their rows.

use super::{Camera, Error, Photo, alike};
use futures::future::try_join_all;
use kernel::{id::Uuid, moment::Moment};
use object_store::{ObjectStore, ObjectStoreExt, local::LocalFileSystem, path};
use sea_orm::{ConnectionTrait, DbErr, QueryFilter, QuerySelect, Set, entity::prelude::*, sea_query::Expr};
use sha2::{Digest, Sha256};
use std::{collections::HashMap, path::Path, sync::Arc};

pub mod row {
    //! The table `file`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "file")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub hash: String,
        pub media: String,
        pub bytes: i64,
        pub width: i32,
        pub height: i32,
        pub taken_at: Option<i64>,
        pub lon: Option<f64>,
        pub lat: Option<f64>,
        pub accuracy_m: Option<f64>,
        pub exif: Option<String>,
        pub uploaded_by: Uuid,
        pub uploaded_at: i64,
        pub claimed_kind: Option<String>,
        pub claimed_by: Option<Uuid>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}
pub use row::Model as FileRow;

/// Where the bytes are: a local folder, or whatever the store's setting names.
#[derive(Clone)]
pub struct Files(pub(super) Arc<dyn ObjectStore>);

impl Files {
    /// A picture is on the disk before its sender is told so.
    pub fn local(folder: &Path) -> Result<Self, Error> {
        Ok(Self(Arc::new(in_folder(folder)?.with_fsync(true))))
    }
    /// For what can be made again as a whole: nothing waits for the disk.
    pub fn hasty(folder: &Path) -> Result<Self, Error> {
        Ok(Self(Arc::new(in_folder(folder)?)))
    }
    /// Where there is no folder yet, nothing is found.
    pub fn none() -> Self {
        Self(Arc::new(object_store::memory::InMemory::new()))
    }
    /// The original and its two copies, each written whole or not at all.
    pub async fn put(&self, id: Uuid, hash: &str, original: Vec<u8>, photo: &Photo) -> Result<(), Error> {
        let put = async |copy, bytes: Vec<u8>| self.0.put(&key(id, hash, copy), bytes.into()).await;
        let copies = [("original", original), ("view", photo.view.clone()), ("thumb", photo.thumb.clone())];
        try_join_all(copies.map(|(copy, bytes)| put(copy, bytes))).await?;
        Ok(())
    }
    /// Removes all that `put` wrote; what is not there is gone already.
    pub async fn remove(&self, id: Uuid, hash: &str) -> Result<(), Error> {
        for copy in ["original", "view", "thumb"] {
            match self.0.delete(&key(id, hash, copy)).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
    /// `copy` is `original`, `view` or `thumb`.
    pub async fn get(&self, id: Uuid, hash: &str, copy: &str) -> Result<Vec<u8>, Error> {
        Ok(self.0.get(&key(id, hash, copy)).await?.bytes().await?.to_vec())
    }
}

fn in_folder(folder: &Path) -> Result<LocalFileSystem, Error> {
    Ok(LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true))
}

fn key(id: Uuid, hash: &str, copy: &str) -> path::Path {
    // the last two characters of a UUIDv7 are random, so folders fill evenly
    let id = id.simple().to_string();
    path::Path::from(format!("{}/{id}/{hash}-{copy}", &id[30..]))
}

/// The row of a stored picture: what the sender and the camera say.
pub fn row_of(id: Uuid, original: &[u8], photo: &Photo, said: &Said, by: Uuid, now: Moment) -> FileRow {
    FileRow {
        id,
        hash: hex::encode(Sha256::digest(original)),
        media: photo.media.into(),
        bytes: i64::try_from(original.len()).unwrap_or(i64::MAX),
        width: i32::try_from(photo.width).unwrap_or(i32::MAX),
        height: i32::try_from(photo.height).unwrap_or(i32::MAX),
        taken_at: said.taken(now).map(Moment::millis),
        lon: said.lon,
        lat: said.lat,
        accuracy_m: said.accuracy_m,
        exif: photo.camera.as_ref().and_then(|c| serde_json::to_string(c).ok()),
        uploaded_by: by,
        uploaded_at: now.millis(),
        claimed_kind: None,
        claimed_by: None,
    }
}

/// What the camera of a stored picture says.
pub fn camera(file: &FileRow) -> Option<Camera> {
    file.exif.as_deref().and_then(|exif| serde_json::from_str(exif).ok())
}

/// What the sender says of a picture.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Said {
    pub taken_at: Option<Moment>,
    /// by the clock that `taken_at` is of, when it sends: what that clock is off is seen from it
    pub sent_at: Option<Moment>,
    pub lon: Option<f64>,
    pub lat: Option<f64>,
    pub accuracy_m: Option<f64>,
}

impl Said {
    /// When it was taken by the program's clock; never later than it came in.
    fn taken(&self, received: Moment) -> Option<Moment> {
        let off = self.sent_at.map_or(0, |sent| received.since(sent));
        let taken = self.taken_at?.millis().saturating_add(off);
        Some(Moment::from_millis(taken.min(received.millis())))
    }
}

/// When these pictures were taken, as far as their senders said.
pub async fn taken(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Moment>, DbErr> {
    let rows = row::Entity::find()
        .select_only()
        .columns([row::Column::Id, row::Column::TakenAt])
        .filter(row::Column::Id.is_in(ids))
        .filter(row::Column::TakenAt.is_not_null())
        .into_tuple::<(Uuid, i64)>()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, at)| (id, Moment::from_millis(at))).collect())
}

pub async fn insert(db: &impl ConnectionTrait, file: FileRow) -> Result<(), DbErr> {
    let row = row::ActiveModel {
        id: Set(file.id),
        hash: Set(file.hash),
        media: Set(file.media),
        bytes: Set(file.bytes),
        width: Set(file.width),
        height: Set(file.height),
        taken_at: Set(file.taken_at),
        lon: Set(file.lon),
        lat: Set(file.lat),
        accuracy_m: Set(file.accuracy_m),
        exif: Set(file.exif),
        uploaded_by: Set(file.uploaded_by),
        uploaded_at: Set(file.uploaded_at),
        claimed_kind: Set(file.claimed_kind),
        claimed_by: Set(file.claimed_by),
    };
    row::Entity::insert(row).exec_without_returning(db).await.map(|_| ())
}

pub async fn find(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<FileRow>, DbErr> {
    row::Entity::find_by_id(id).one(db).await
}

/// May this account leave one more without a record?
pub async fn room_for(db: &impl ConnectionTrait, by: Uuid) -> Result<(), Error> {
    let unclaimed = row::Entity::find()
        .filter(row::Column::UploadedBy.eq(by))
        .filter(row::Column::ClaimedBy.is_null())
        .count(db)
        .await?;
    if unclaimed < super::MOST_UNCLAIMED { Ok(()) } else { Err(Error::TooManyUnclaimed) }
}

/// A picture whose row is gone and whose bytes shall follow.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Gone {
    pub id: Uuid,
    pub hash: String,
}

/// Removes the rows of pictures sent before a moment that hang on nothing, at most so many; answers whose bytes go.
pub async fn forget(db: &impl ConnectionTrait, before: Moment, most: u64) -> Result<Vec<Gone>, DbErr> {
    let rows = row::Entity::find()
        .filter(row::Column::UploadedAt.lt(before.millis()))
        .filter(row::Column::ClaimedBy.is_null())
        .limit(most)
        .all(db)
        .await?;
    for row in &rows {
        alike::forget(db, row.id).await?;
    }
    row::Entity::delete_many()
        .filter(row::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .filter(row::Column::ClaimedBy.is_null())
        .exec(db)
        .await?;
    Ok(rows.into_iter().map(|row| Gone { id: row.id, hash: row.hash }).collect())
}

/// Hangs a file on a record. Only its sender may, and only once.
pub async fn claim(
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: &str,
    record: Uuid,
    by: Uuid,
) -> Result<FileRow, Error> {
    let claimed = row::Entity::update_many()
        .col_expr(row::Column::ClaimedKind, Expr::value(kind))
        .col_expr(row::Column::ClaimedBy, Expr::value(record))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::UploadedBy.eq(by))
        .filter(row::Column::ClaimedBy.is_null())
        .exec(db)
        .await?;
    let found = find(db, id).await?;
    found.filter(|_| claimed.rows_affected == 1).ok_or(Error::NoSuchFile)
}

/// A picture that hangs on one record passes to whoever acts, to hang on another in the same transaction.
pub async fn hand_over(db: &impl ConnectionTrait, id: Uuid, from: Uuid, by: Uuid) -> Result<(), Error> {
    let passed = row::Entity::update_many()
        .col_expr(row::Column::ClaimedKind, Expr::value(None::<String>))
        .col_expr(row::Column::ClaimedBy, Expr::value(None::<Uuid>))
        .col_expr(row::Column::UploadedBy, Expr::value(by))
        .filter(row::Column::Id.eq(id))
        .filter(row::Column::ClaimedBy.eq(from))
        .exec(db)
        .await?;
    if passed.rows_affected == 1 { Ok(()) } else { Err(Error::NoSuchFile) }
}
