//! The shipped roles, read from the catalogue.

use super::store;
use sea_orm::{ConnectionTrait, DbErr};
use serde::Deserialize;

/// A role: a named set of verbs and the page it lands on.
#[derive(Clone, Debug, Deserialize)]
pub struct Role {
    pub code: String,
    pub name: String,
    pub name_en: String,
    pub lands_on: String,
    pub verbs: Vec<String>,
    /// grows with each change; the catalogue has none
    #[serde(default)]
    pub version: i32,
}

#[derive(Deserialize)]
struct File {
    role: Vec<Role>,
}

/// The roles of the catalogue's text.
pub fn read_roles(text: &str) -> Result<Vec<Role>, toml::de::Error> {
    toml::from_str::<File>(text).map(|file| file.role)
}

/// Brings the shipped roles of the database to the catalogue's state; the office's own stay.
pub async fn sync_roles(db: &impl ConnectionTrait, text: &str) -> Result<(), DbErr> {
    let roles = read_roles(text).map_err(|e| DbErr::Custom(format!("catalog/roles: {e}")))?;
    store::replace_roles(db, &roles).await
}
