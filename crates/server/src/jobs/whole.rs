//! Proof that the journal is whole, taken by the program itself after its start and once a day, and kept for the pages
//! that show figures.

use crate::{
    app::App,
    platform::{db::Tx, setting},
    start::{self, Error},
};
use kernel::moment::Moment;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};

/// Name of the setting that keeps what was found.
const VERIFIED: &str = "journal_verified";

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    pub at: Moment,
    /// what is wrong, in one word; none: the journal is whole
    pub broken: Option<String>,
    /// number of the posting at which it is
    pub broken_at: Option<i64>,
}

/// Verifies the whole journal in one snapshot, tells the log what is wrong and keeps the finding. Answers how many
/// postings were looked at.
pub async fn verify(app: &App) -> Result<i64, Error> {
    let now = app.clock.now();
    let found = {
        let db = app.db.read().await?;
        start::verify(&db, &app.metrics, None).await
    };
    let (postings, broken, broken_at) = match found {
        Ok(whole) => (whole.postings, None, None),
        Err(journal::Error::Broken(broken)) => {
            tracing::error!(%broken, "the journal is not whole");
            (0, Some(broken.word().to_owned()), broken.seq())
        }
        Err(other) => return Err(other.into()),
    };
    let found = Verified { at: now, broken, broken_at };
    let json = serde_json::to_string(&found).map_err(|e| Error::NotDone(e.to_string()))?;
    app.db.write(async move |tx: &Tx| setting::put(tx, VERIFIED, &json, now).await).await?;
    Ok(postings)
}

/// What the last verification found.
pub async fn last_verified(db: &impl ConnectionTrait) -> Result<Option<Verified>, DbErr> {
    let kept = setting::find(db, VERIFIED).await?;
    let read = |json: String| serde_json::from_str(&json);
    kept.map(read).transpose().map_err(|e| DbErr::Custom(format!("setting {VERIFIED}: {e}")))
}
