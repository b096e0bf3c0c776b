//! The shipped standards, read from the catalogue.

use super::{
    model::{Indicator, Level, Standard},
    store,
};
use crate::platform::chance::Ids;
use kernel::moment::Moment;
use sea_orm::{ConnectionTrait, DbErr};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    standard: Head,
    #[serde(rename = "indicator")]
    indicators: Vec<Indicator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    code: String,
    version: String,
    name: String,
    name_en: String,
    level: Level,
    source: String,
}

/// The standard of a catalogue file.
pub fn read_standard(text: &str) -> Result<Standard, toml::de::Error> {
    let File { standard: Head { code, version, name, name_en, level, source }, indicators } =
        toml::from_str(text)?;
    Ok(Standard { code, version, name, name_en, level, source, indicators })
}

/// Brings the shipped standards of the database to the catalogue's state: a new version stands beside the old one.
pub async fn sync_standards(
    db: &impl ConnectionTrait,
    texts: &[&str],
    ids: &Ids,
    now: Moment,
) -> Result<(), DbErr> {
    for text in texts {
        let standard = read_standard(text).map_err(|e| DbErr::Custom(format!("catalog/standards: {e}")))?;
        let hash = store::hash(&standard);
        match store::version(db, &standard.code, &standard.version).await? {
            Some(known) if known.hash == hash => {}
            Some(known) => store::replace(db, known.id, &standard, now).await?,
            None => store::insert(db, ids.next(), &standard, "shipped", now).await?,
        }
    }
    Ok(())
}
