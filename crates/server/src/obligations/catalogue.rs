//! The shipped kinds of obligation, read from the catalogue.

use super::{model::Kind, rules, store};
use sea_orm::{ConnectionTrait, DbErr};
use serde::Deserialize;

#[derive(Deserialize)]
struct File {
    obligation: Vec<Kind>,
}

/// The kinds of a catalogue file, in its order; a rhythm that cannot be kept is refused.
pub fn read_kinds(text: &str) -> Result<Vec<Kind>, String> {
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    for kind in &file.obligation {
        rules::check(kind).map_err(|what| format!("{}: {what}", kind.code))?;
    }
    Ok(file.obligation)
}

/// Brings the shipped kinds of the database to the catalogue's state; the office's own stay.
pub async fn sync_kinds(db: &impl ConnectionTrait, text: &str) -> Result<(), DbErr> {
    let kinds = read_kinds(text).map_err(|e| DbErr::Custom(format!("catalog/obligations: {e}")))?;
    store::replace_kinds(db, &kinds).await
}
