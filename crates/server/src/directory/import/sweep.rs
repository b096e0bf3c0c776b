//! What an import leaves behind is removed in short transactions: staged rows, and the kept upload.

use super::super::{model::Error, store};
use crate::platform::{
    db::{Db, Tx, patiently},
    file::Files,
    problem::Problem,
};
use kernel::{id::Uuid, moment::Moment};
use std::time::Duration;

/// How long an import waits for who sent it, and what was left out of it for who will mend it.
const KEPT: Duration = Duration::from_hours(48);

/// Removes the staged rows of a run, of its sound ones alone with `sound`; what it added stays.
pub async fn sweep(db: &Db, run: Uuid, sound: bool) -> Result<(), Error> {
    let some = || {
        let db = db.clone();
        async move { db.write(async move |tx: &Tx| store::import::sweep_some(tx, run, sound).await).await }
    };
    while patiently(some).await? > 0 {}
    Ok(())
}

/// Removes what a run that has ended needs no more: of an applied one the rows that were left out are kept, with the
/// file in which they are to be mended.
pub async fn tidy(db: &Db, files: &Files, run: Uuid) -> Result<(), Error> {
    let found = store::import::find_run(&db.read().await?, run).await?;
    match found.map(|run| (run.state, run.left_out)) {
        Some((state, Some(_))) if state == "applied" => sweep(db, run, true).await,
        Some((state, _)) if ["applied", "failed", "stopped"].contains(&state.as_str()) => {
            sweep(db, run, false).await?;
            Ok(files.discard(run).await?)
        }
        _ => Ok(()),
    }
}

/// Gives up a run that was not applied.
pub async fn drop_run(db: &Db, run: Uuid) -> Result<(), Error> {
    let open = &["staging", "checked", "faulty"];
    db.write(async move |tx: &Tx| store::import::move_on(tx, run, open, "stopped").await).await?;
    sweep(db, run, false).await
}

/// Ends a run that came to nothing by itself, and says why.
pub async fn fail(db: &Db, files: &Files, run: Uuid, problem: &Problem) -> Result<(), Error> {
    let told = serde_json::to_string(problem).unwrap_or_default();
    db.write(async move |tx: &Tx| store::import::fail(tx, run, &told).await).await?;
    tidy(db, files, run).await
}

/// Gives up what was staged and left for two days, and removes what is kept of older ones; answers of how many.
pub async fn forget(db: &Db, files: &Files, now: Moment) -> Result<i64, Error> {
    let before = now - KEPT;
    let old = store::import::left_before(&db.read().await?, before).await?;
    let mut done = 0;
    for run in old {
        drop_run(db, run).await?;
        files.discard(run).await?;
        done += 1;
    }
    for upload in files.kept_before(before).await? {
        let run = store::import::find_run(&db.read().await?, upload).await?;
        if run.is_none_or(|run| run.created_at < before.millis()) {
            files.discard(upload).await?;
        }
    }
    Ok(done)
}
