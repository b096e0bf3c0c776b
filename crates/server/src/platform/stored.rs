//! Values as columns keep them: JSON, and the word of an enum.

use sea_orm::DbErr;
use serde::{Serialize, de::DeserializeOwned};

pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(unreadable)
}

pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, DbErr> {
    serde_json::from_str(text).map_err(unreadable)
}

/// The word of an enum's value, the same as on the wire.
pub fn word<T: Serialize>(value: &T) -> Result<String, DbErr> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Ok(word),
        _ => Err(unreadable("not a word")),
    }
}

pub fn from_word<T: DeserializeOwned>(word: &str) -> Result<T, DbErr> {
    serde_json::from_value(word.into()).map_err(unreadable)
}

/// What a column holds is not what was kept there.
#[allow(clippy::needless_pass_by_value)] // the form that `map_err` wants
pub fn unreadable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("a stored value cannot be read: {error}"))
}
