//! The one verb of standards: take a version in.

use super::{
    model::{Error, Standard},
    store,
};
use crate::{
    directory,
    work::{Happened, Work},
};
use kernel::id::Uuid;
use serde::Serialize;
use utoipa::ToSchema;

/// Asked over the home area: a standard holds for the whole installation.
const WRITE: &str = "standard.write";
/// The codes of an office's own begin so.
const OWN: &str = "x.";

/// What became of a standard that was sent in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Taken {
    pub id: Uuid,
    pub code: String,
    pub version: String,
    pub indicators: usize,
    /// the same stood already; nothing was changed
    pub unchanged: bool,
}

/// Takes a version in. The same once more changes nothing; another text under a version that stands is refused.
pub async fn take(work: &Work<'_>, standard: &Standard) -> Result<Taken, Error> {
    directory::may_settle::<Error>(work, WRITE, None).await?;
    let Standard { code, version, indicators, .. } = standard;
    let taken = |id, unchanged| Taken {
        id,
        code: code.clone(),
        version: version.clone(),
        indicators: indicators.len(),
        unchanged,
    };
    let hash = store::hash(standard);
    match store::version(work.tx(), code, version).await? {
        Some(known) if known.hash == hash => return Ok(taken(known.id, true)),
        _ if !code.starts_with(OWN) => return Err(Error::NotOwn(code.clone())),
        Some(_) => {
            return Err(Error::VersionStands { code: code.clone(), version: version.clone() });
        }
        None => {}
    }
    let id = work.id();
    store::insert(work.tx(), id, standard, "local", work.now()).await?;
    let after = serde_json::json!({ "code": code, "version": version, "hash": hash });
    work.record(Happened { verb: WRITE, kind: "standard", record: id, before: None, after: Some(&after) })
        .await?;
    Ok(taken(id, false))
}
