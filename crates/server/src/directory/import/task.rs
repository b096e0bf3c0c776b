//! What of an import is done by jobs beside the requests, and what such a job is told.

use crate::platform::job;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};

/// Reads and checks the kept upload.
pub const STAGE: &str = "import_stage";
/// Brings in what was checked.
pub const APPLY: &str = "import_apply";
/// Removes what a run that has ended needs no more.
pub const CLEAR: &str = "import_clear";

/// Of which import, and by which request it was wished: the trail keeps that.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    pub run: Uuid,
    pub request: Option<Uuid>,
    /// the post that they acted in; none: the main one
    #[serde(default)]
    pub post: Option<Uuid>,
    /// address of who wished it
    pub origin: String,
}

/// Puts a job of an import in the queue.
pub async fn put(
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: &str,
    task: &Task,
    now: Moment,
) -> Result<(), DbErr> {
    let body = serde_json::to_string(task).map_err(|e| DbErr::Custom(e.to_string()))?;
    job::put(db, id, kind, body, now, now).await
}
