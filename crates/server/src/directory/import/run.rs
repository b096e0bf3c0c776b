//! From a source to checked rows: read in short transactions, each of which says how far the import is.

use super::{
    super::{model::Error, store},
    CHUNK, Fault, Report, areas, boundaries, office, people,
    report::report,
    sweep::sweep,
    what::What,
};
use crate::platform::{
    chance::Ids,
    db::{Db, Tx, patiently},
    job::{self, Job},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use std::{collections::HashSet, path::PathBuf, sync::Arc};
use tokio::time::Instant;

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
    /// of an import beside the requests: it may have begun before
    pub held: Option<Held>,
}

/// The job that an import beside the requests holds while it goes on.
#[derive(Clone)]
pub struct Held {
    job: Job,
    claimed: Moment,
    since: Instant,
}
impl Held {
    pub fn new(job: Job, claimed: Moment) -> Self {
        Self { job, claimed, since: Instant::now() }
    }
    async fn on(&self, tx: &Tx, (done, total): store::import::Progress) -> Result<bool, DbErr> {
        job::hold(tx, &self.job, done, total, self.claimed + self.since.elapsed()).await
    }
}

/// Reads, stages and checks a file; nothing of it is in the tree yet.
pub async fn stage(db: &Db, order: Order, what: What, name: String, bytes: Vec<u8>) -> Result<Report, Error> {
    match what {
        What::Areas => areas::stage_areas(db, order, Source::File { name, bytes }, None).await,
        What::Boundaries => boundaries::stage_boundaries(db, order, &name, &bytes).await,
        What::Organisations => office::stage_organisations(db, order, &name, &bytes).await,
        What::People => people::stage_people(db, order, &name, &bytes, None).await,
    }
}

/// Begins: a run of its own, or that of a job, of which a run that was cut off may have staged something.
pub async fn begin(db: &Db, order: &Order, what: What, name: &str) -> Result<(), Error> {
    if order.held.is_some() {
        sweep(db, order.run, false).await?;
        return go_on(db, order, Step::Begin).await;
    }
    let (run, account, now, name) = (order.run, order.account, order.now, name.to_owned());
    let open = async move |tx: &Tx| store::import::open_run(tx, run, what.word(), &name, account, now).await;
    Ok(db.write(open).await?)
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
    /// code of the row or record that it hangs on
    pub parent: String,
    pub known: bool,
    pub body: Option<String>,
    pub faults: Vec<Fault>,
}

/// Stages the rows of a table that was read whole.
pub async fn stage_drafts(
    db: &Db,
    order: Order,
    what: What,
    name: &str,
    bytes: &[u8],
    drafts: Vec<Draft>,
) -> Result<Report, Error> {
    begin(db, &order, what, name).await?;
    tell_total(db, &order, drafts.len()).await?;
    for (chunk, first) in drafts.chunks(CHUNK).zip((0_i64..).step_by(CHUNK)) {
        let row = |(draft, n): (&Draft, i64)| store::import::Staged {
            n,
            file: String::new(),
            line: draft.line.into(),
            code: draft.code.clone(),
            name: draft.name.clone(),
            level: draft.level.into(),
            kind: String::new(),
            parent_code: draft.parent.clone(),
            record: Some(order.ids.next()),
            parent: None,
            path: None,
            known: draft.known,
            body: draft.body.clone(),
            faults: draft.faults.clone(),
        };
        let rows: Vec<_> = chunk.iter().zip(first + 1..).map(row).collect();
        write_rows(db, &order, store::import::Rows::of(order.run, &rows)).await?;
    }
    let mut codes = HashSet::new();
    let twice = drafts.iter().any(|draft| !draft.code.is_empty() && !codes.insert(&draft.code));
    settle(db, order.run, hex::encode(Sha256::digest(bytes)), twice).await?;
    report(&db.read().await?, order.run).await
}

/// How many rows there are.
pub async fn tell_total(db: &Db, order: &Order, total: usize) -> Result<(), Error> {
    go_on(db, order, Step::Total(i64::try_from(total).unwrap_or(i64::MAX))).await
}

/// One chunk in a short transaction; none where it is empty.
pub async fn write_rows(db: &Db, order: &Order, rows: store::import::Rows) -> Result<(), Error> {
    if rows.is_empty() {
        return Ok(());
    }
    go_on(db, order, Step::Rows(rows)).await
}

/// A step of the staging.
enum Step {
    Begin,
    Total(i64),
    Rows(store::import::Rows),
}

/// Takes a step, unless the import was stopped meanwhile or its job is somebody else's.
async fn go_on(db: &Db, order: &Order, step: Step) -> Result<(), Error> {
    let run = order.run;
    let (step, held) = (Arc::new(step), order.held.clone());
    let taken = patiently(|| {
        let (db, step, held) = (db.clone(), step.clone(), held.clone());
        async move {
            db.write(async move |tx: &Tx| {
                let staged = match &*step {
                    Step::Begin => store::import::begin(tx, run).await?,
                    Step::Total(total) => store::import::tell_total(tx, run, *total).await?,
                    Step::Rows(rows) => store::import::stage(tx, run, rows).await?,
                };
                let progress = staged.ok_or_else(Error::stopped)?;
                match &held {
                    Some(held) if !held.on(tx, progress).await? => Err(Error::stopped()),
                    _ => Ok(()),
                }
            })
            .await
        }
    });
    Ok(taken.await?)
}

/// The checks that need all rows, read beside the writer: checked, or faulty when any row is. `twice`: some code may stand
/// in the file more than once.
pub async fn settle(db: &Db, run: Uuid, hash: String, twice: bool) -> Result<(), Error> {
    loop {
        let twice = match twice {
            true => store::import::rows_twice(&db.read().await?, run, CHUNK).await?,
            false => Vec::new(),
        };
        if twice.is_empty() {
            break;
        }
        let twice = Arc::new(twice);
        patiently(|| {
            let (db, twice) = (db.clone(), twice.clone());
            async move {
                db.write(async move |tx: &Tx| store::import::fault_twice(tx, run, &twice).await).await
            }
        })
        .await?;
    }
    let faulty = store::import::faulty(&db.read().await?, run).await? > 0;
    let state = if faulty { "faulty" } else { "checked" };
    let settled = async move |tx: &Tx| store::import::settle(tx, run, &hash, state).await;
    if db.write(settled).await? { Ok(()) } else { Err(Error::stopped()) }
}
