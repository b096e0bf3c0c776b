//! One import from its file to its end: who staged it, how far it is, what is wrong with it.

use super::super::{model::Error, store};
use super::people::Slips;
use crate::{
    platform::{
        chance::Ids,
        db::{Db, Refusal, Tx},
    },
    work::{Happened, Work},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};
use utoipa::ToSchema;

pub use store::import::Run;

/// Where rows come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// a folder of division data
    Folder(PathBuf),
    /// a table of our template, XLSX or CSV by its name, or GeoJSON
    File { name: String, bytes: Vec<u8> },
}

/// What is settled before anything is staged.
pub struct Order {
    pub run: Uuid,
    pub account: Uuid,
    pub now: Moment,
    pub ids: Ids,
}

/// A field of a row that broke a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// code, name, level, parent, …
    pub field: String,
    /// stable, as `code.length`
    pub rule: String,
    /// what stood there
    pub found: String,
}
impl Fault {
    pub fn new(field: &str, rule: &str, found: &str) -> Self {
        Self { field: field.into(), rule: rule.into(), found: found.into() }
    }
}

/// A row with what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RowFaults {
    pub file: String,
    pub line: i64,
    pub code: String,
    pub name: String,
    pub faults: Vec<Fault>,
}

/// How far an import is, and what it adds or has added by level or kind.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Report {
    pub id: Uuid,
    /// areas, boundaries, organisations or people
    pub what: String,
    pub file_name: String,
    /// SHA-256 of the bytes
    pub file_hash: String,
    /// staging, checked, faulty, applied or dropped
    pub state: String,
    pub staged: i64,
    pub added: BTreeMap<String, i64>,
    /// rows that stand already
    pub skipped: i64,
    pub faulty: i64,
    /// the first hundred
    pub faults: Vec<RowFaults>,
}

/// Faulty rows that a report shows.
const SHOWN: u64 = 100;

pub async fn report(db: &impl ConnectionTrait, run: Uuid) -> Result<Report, Error> {
    let run = store::import::find_run(db, run).await?.ok_or(Error::NoSuchImport)?;
    let (mut added, mut skipped) = (BTreeMap::new(), 0);
    match &run.result {
        Some(result) => (added, skipped) = serde_json::from_str(result).unwrap_or_default(),
        None => {
            for (level, known, count) in store::import::counts(db, run.id).await? {
                if known { skipped += count } else { *added.entry(level).or_default() += count }
            }
        }
    }
    Ok(Report {
        faulty: store::import::faulty(db, run.id).await?,
        faults: store::import::faults(db, run.id, SHOWN).await?,
        id: run.id,
        what: run.what,
        file_name: run.file_name,
        file_hash: run.file_hash,
        state: run.state,
        staged: run.staged,
        added,
        skipped,
    })
}

/// Removes the staged rows of a run in short transactions; what it added stays.
pub async fn sweep(db: &Db, run: Uuid) -> Result<(), Error> {
    let some = || {
        let db = db.clone();
        async move { db.write(async move |tx: &Tx| store::import::sweep_some(tx, run).await).await }
    };
    while patiently(some).await? > 0 {}
    Ok(())
}

/// Gives up a run that was not applied.
pub async fn drop_run(db: &Db, run: Uuid) -> Result<(), Error> {
    db.write(async move |tx| store::import::set_state(tx, run, "dropped").await).await?;
    sweep(db, run).await
}

/// Gives up what was staged and left for two days.
pub async fn drop_forgotten(db: &Db, now: Moment) -> Result<(), Error> {
    const KEPT: i64 = 48 * 3_600_000;
    let snapshot = db.read().await?;
    let forgotten = store::import::open_runs_before(&snapshot, now.millis() - KEPT).await?;
    drop(snapshot);
    for run in forgotten {
        drop_run(db, run).await?;
    }
    Ok(())
}

/// A row of a table that needs no place in the tree.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub line: u32,
    /// what may stand in the file only once; empty where nothing is
    pub code: String,
    pub name: String,
    /// what it becomes, as counted
    pub level: &'static str,
    pub known: bool,
    pub body: Option<String>,
    pub faults: Vec<Fault>,
}

/// Stages the rows of a table that was read whole.
pub async fn stage_drafts(
    db: &Db,
    order: Order,
    what: &'static str,
    name: &str,
    bytes: &[u8],
    drafts: Vec<Draft>,
) -> Result<Report, Error> {
    drop_forgotten(db, order.now).await?;
    let Order { run, account, now, ids } = order;
    let name = name.to_owned();
    db.write(async move |tx: &Tx| store::import::open_run(tx, run, what, &name, account, now).await).await?;
    for (chunk, first) in drafts.chunks(super::CHUNK).zip((0_i64..).step_by(super::CHUNK)) {
        let row = |(draft, n): (&Draft, i64)| store::import::Staged {
            n,
            file: String::new(),
            line: draft.line.into(),
            code: draft.code.clone(),
            name: draft.name.clone(),
            level: draft.level.into(),
            kind: String::new(),
            parent_code: String::new(),
            record: Some(ids.next()),
            parent: None,
            path: None,
            known: draft.known,
            body: draft.body.clone(),
            faults: draft.faults.clone(),
        };
        let rows: Vec<_> = chunk.iter().zip(first + 1..).map(row).collect();
        write_rows(db, run, rows).await?;
    }
    settle(db, run, hex::encode(Sha256::digest(bytes))).await?;
    report(&db.read().await?, run).await
}

/// An import is in no hurry: on a busy machine a short write is tried again, later each time, for a minute in all.
async fn patiently<T, F>(write: impl Fn() -> F + Send) -> Result<T, Error>
where
    F: Future<Output = Result<T, Refusal<DbErr>>> + Send,
{
    for pause in [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600] {
        match write().await {
            Err(Refusal::Busy) => tokio::time::sleep(Duration::from_millis(pause)).await,
            done => return Ok(done?),
        }
    }
    Err(Error::Busy)
}

/// One chunk in a short transaction.
pub async fn write_rows(db: &Db, run: Uuid, rows: Vec<store::import::Staged>) -> Result<(), Error> {
    let rows = Arc::new(rows);
    patiently(|| {
        let (db, rows) = (db.clone(), rows.clone());
        async move { db.write(async move |tx: &Tx| store::import::stage(tx, run, &rows).await).await }
    })
    .await
}

/// The checks that need all rows, read beside the writer: checked, or faulty when any row is.
pub async fn settle(db: &Db, run: Uuid, hash: String) -> Result<(), Error> {
    let snapshot = db.read().await?;
    let twice = store::import::rows_twice(&snapshot, run).await?;
    let faulty = !twice.is_empty() || store::import::faulty(&snapshot, run).await? > 0;
    drop(snapshot);
    let state = if faulty { "faulty" } else { "checked" };
    let done = async move |tx: &Tx| {
        for (n, code) in &twice {
            store::import::fault_code(tx, run, *n, code, "code.twice").await?;
        }
        store::import::settle(tx, run, &hash, state).await
    };
    Ok(db.write(done).await?)
}

/// Moves all that a checked run holds to where it belongs: all or nothing, one line on the trail.
pub async fn apply(work: &Work<'_>, run: Uuid, slips: &Slips) -> Result<Report, Error> {
    let found = store::import::find_run(work.tx(), run).await?.ok_or(Error::NoSuchImport)?;
    if found.account != work.who().account {
        return Err(Error::NoSuchImport);
    }
    if found.state != "checked" {
        return Err(Error::ImportNot(found.state));
    }
    let before = report(work.tx(), run).await?;
    let verb = match found.what.as_str() {
        "areas" => {
            super::areas::move_in(work, run).await?;
            "area.write"
        }
        "boundaries" => {
            super::boundaries::draw(work, run).await?;
            "area.write"
        }
        "organisations" => {
            super::office::open(work, run).await?;
            "organisation.write"
        }
        _ => {
            super::people::enlist(work, run, slips).await?;
            "person.write"
        }
    };
    let result = serde_json::to_string(&(&before.added, before.skipped)).unwrap_or_default();
    store::import::close_run(work.tx(), run, result, work.now()).await?;
    let after = Report { state: "applied".into(), ..before };
    work.record(Happened { verb, kind: "import", record: run, before: None, after: Some(&after) }).await?;
    Ok(after)
}
