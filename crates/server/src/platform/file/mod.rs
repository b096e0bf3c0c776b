//! Files: the original bytes are kept, everybody else reads re-encoded copies without metadata.
//! A file is stored before the verb and claimed by it; what no record claims within 48 hours goes.

mod alike;
mod kept;
mod look;
mod photo;
mod store;

pub use alike::{Alike, alike, keep as keep_looks, search as search_alike};
pub use look::{Look, Looks};
pub use photo::{Camera, Photo, read_photo};
pub use store::{
    FileRow, Files, Gone, Said, camera, claim, find, forget, hand_over, insert, room_for, row_of, taken,
};

use super::problem::Problem;
use axum::http::StatusCode;

/// Largest upload, in bytes.
pub const LARGEST: usize = 20 * 1024 * 1024;
/// Pictures that one account may leave without a record.
pub const MOST_UNCLAIMED: u64 = 200;
/// Largest picture, in pixels, checked before it is decoded.
pub const MOST_PIXELS: u64 = 36_000_000;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("not a picture that can be read: {0}")]
    NotAnImage(String),
    #[error("HEIC pictures cannot be read; send JPEG")]
    Heic,
    #[error("{0} pixels are too many")]
    TooManyPixels(u64),
    #[error("{MOST_UNCLAIMED} pictures of yours hang on no record yet")]
    TooManyUnclaimed,
    #[error("there is no such file of yours")]
    NoSuchFile,
    #[error("storing failed: {0}")]
    Store(#[from] object_store::Error),
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
}
impl super::db::Fault for Error {
    fn database(&self) -> Option<&sea_orm::DbErr> {
        if let Self::Db(e) = self { Some(e) } else { None }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match error {
            Error::NotAnImage(_) => {
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "file.not_an_image", words).field("file")
            }
            Error::Heic => Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "file.heic", words).field("file"),
            Error::TooManyPixels(_) => {
                Self::new(StatusCode::PAYLOAD_TOO_LARGE, "file.too_many_pixels", words)
                    .field("file")
                    .param("most", MOST_PIXELS / 1_000_000)
            }
            Error::TooManyUnclaimed => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "file.too_many_unclaimed", words)
                    .param("most", MOST_UNCLAIMED)
            }
            Error::NoSuchFile => Self::bad("file.none", words).field("photos"),
            Error::Store(_) | Error::Db(_) => Self::internal(&words),
        }
    }
}
