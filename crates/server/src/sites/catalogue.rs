//! The shipped types of sites, read from the catalogue.

use super::{model::SiteType, store};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    site_type: Vec<SiteType>,
}

/// The types of a catalogue file, in its order.
pub fn read_types(text: &str) -> Result<Vec<SiteType>, toml::de::Error> {
    toml::from_str::<File>(text).map(|file| file.site_type)
}

/// Brings the shipped types of the database to the catalogue's state; the office's own stay.
pub async fn sync_types(db: &impl ConnectionTrait, text: &str) -> Result<(), DbErr> {
    let types = read_types(text).map_err(|e| DbErr::Custom(format!("catalog/site-types: {e}")))?;
    store::replace_types(db, &types).await
}
