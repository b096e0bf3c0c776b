//! Imports beside the requests: reading and checking a kept upload, bringing in what was checked, clearing up. A run
//! that was cut off begins again with an empty stage, so it ends the same; one that was stopped is left at once.

use super::who;
use crate::{
    app::App,
    directory::{
        Error as Refused,
        import::{self, APPLY, CLEAR, Held, Order, STAGE, Slips, Task, What},
    },
    platform::{
        chance::Ids,
        db::{Refusal, Tx, patiently},
        job::Job,
        problem::Problem,
    },
    start::Error,
    work::{self, Work},
};
use kernel::moment::Moment;

/// What runs in the lane of the imports.
pub const KINDS: &[&str] = &[STAGE, APPLY, CLEAR];

/// Does a job of an import, unless that is stopped meanwhile; answers how many rows.
pub async fn perform(app: &App, job: &Job, now: Moment) -> Result<i64, Error> {
    let task = task(job)?;
    let done = async {
        match job.kind.as_str() {
            STAGE => stage(app, job, &task, now).await,
            APPLY => apply(app, &task, now).await,
            _ => import::tidy(&app.db, &app.files, task.run).await.map(|()| 0),
        }
    };
    let done = tokio::select! {
        done = done => done,
        () = app.signals.stopped(task.run) => left(app, &task).await,
    };
    done.map_err(|error| told(&error))
}

fn task(job: &Job) -> Result<Task, Error> {
    serde_json::from_str(&job.body).map_err(|e| Error::NotDone(e.to_string()))
}

fn told(error: &Refused) -> Error {
    Error::NotDone(error.to_string())
}

/// The run, while it is where the job expects it; else the job has nothing to do any more.
async fn expected(app: &App, task: &Task, state: &str) -> Result<Option<import::Run>, Refused> {
    let run = import::find(&app.db.read().await?, task.run).await?;
    Ok(run.filter(|run| run.state == state))
}

/// Whoever stops it says so in the database too, behind what was cut off. Had they failed to, it is tried again.
async fn left(app: &App, task: &Task) -> Result<i64, Refused> {
    let id = task.run;
    let left = patiently(|| async move {
        let run = app.db.write(async move |tx: &Tx| import::find(tx, id).await).await?;
        match run.map(|run| run.state) {
            Some(state) if ["staging", "applying"].contains(&state.as_str()) => Err(Refusal::Busy),
            _ => Ok(0),
        }
    });
    Ok(left.await?)
}

async fn stage(app: &App, job: &Job, task: &Task, now: Moment) -> Result<i64, Refused> {
    let Some(run) = expected(app, task, "staging").await? else { return Ok(0) };
    let Some(what) = What::of(&run.what) else { return Err(Refused::NoSuchImport) };
    let Some(bytes) = app.files.kept(run.id).await? else { return Err(Refused::NoSuchImport) };
    let ids = Ids::new(app.chance.bytes().map_err(|e| Refused::Unreadable(e.to_string()))?, now);
    let held = Some(Held::new(job.clone(), now));
    let order = Order { run: run.id, account: run.account, now, ids, held };
    match import::stage(&app.db, order, what, run.file_name, bytes).await {
        Ok(report) => Ok(report.row.staged),
        // its rows are cleared away by who stopped it
        Err(Refused::ImportNot(_)) => Ok(0),
        Err(error @ Refused::Unreadable(_)) => {
            import::fail(&app.db, &app.files, task.run, &error.into()).await.map(|()| 0)
        }
        Err(error) => Err(error),
    }
}

/// Brings in what was checked, by the rights that whoever wished it has now.
async fn apply(app: &App, task: &Task, now: Moment) -> Result<i64, Refused> {
    let Some(run) = expected(app, task, "applying").await? else { return Ok(0) };
    let db = app.db.read().await?;
    let who = match who(&db, run.account, task.post, now).await? {
        Ok(who) => who,
        Err(problem) => return import::fail(&app.db, &app.files, run.id, &problem).await.map(|()| 0),
    };
    let settings = app.settings.now(&db).await?;
    drop(db);
    let (id, seed) = (run.id, app.chance.bytes().map_err(|e| Refused::Unreadable(e.to_string()))?);
    let (request, origin, metrics) = (task.request, task.origin.clone(), app.metrics.clone());
    let order = work::Order { who, now, seed, request, origin, metrics, settings, late_reason: None };
    let carried = async move |tx: &Tx| import::carry_out(&Work::new(tx, &order), id, &Slips::new()).await;
    let refused: Problem = match app.db.write_long(carried).await {
        Ok(report) => {
            import::tidy(&app.db, &app.files, id).await?;
            return Ok(report.added.values().sum());
        }
        Err(Refusal::Own(Refused::ImportNot(_))) => return Ok(0),
        Err(Refusal::Closed) => return Err(Refused::Busy),
        Err(refusal) => refusal.into(),
    };
    import::fail(&app.db, &app.files, id, &refused).await.map(|()| 0)
}

/// Ends the import of a job that is given up: somebody waits for it.
pub async fn given_up(app: &App, job: &Job) -> Result<(), Error> {
    if !KINDS.contains(&job.kind.as_str()) {
        return Ok(());
    }
    let problem = Problem::internal(&"an import was given up");
    let run = task(job)?.run;
    import::fail(&app.db, &app.files, run, &problem).await.map_err(|error| told(&error))
}

/// Gives up what nobody came back for, and removes what is kept of older imports.
pub async fn forget(app: &App, now: Moment) -> Result<i64, Error> {
    import::forget(&app.db, &app.files, now).await.map_err(|error| told(&error))
}
