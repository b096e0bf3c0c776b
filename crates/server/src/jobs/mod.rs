//! What the queue knows to do: the retention of stored answers, of pictures without a record, of ended sessions and of
//! imports, the proof that the journal is whole, and in a lane of their own the imports that somebody waits for.
//! Every kind may run twice without harm, since a job whose run was cut off is run again.

mod imports;
mod referrals;
mod whole;

pub use whole::{last_verified, verify};

use crate::{
    app::App,
    directory::{
        self,
        import::{APPLY, CLEAR, STAGE},
    },
    platform::{
        account,
        db::Tx,
        file,
        job::{self, Job, Kinds},
        permission::Who,
        problem::Problem,
        request,
    },
    start::Error,
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};
use std::{sync::Arc, time::Duration};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);
/// How long the answer of a write is kept for who sends it again.
const ANSWERS: Duration = Duration::from_hours(90 * 24);
/// How long a picture waits for its record.
const UNCLAIMED: Duration = Duration::from_hours(48);
/// How long a job that ended well can be looked up.
const ENDED: Duration = Duration::from_hours(30 * 24);
/// Rows that one transaction removes, so that the writer is never held long.
const BATCH: u64 = 500;

const REMOVE_BYTES: &str = "remove_bytes";
/// What nobody waits for.
const UPKEEP: Kinds = Kinds::AllBut(WAITED_FOR);
/// What somebody waits for: imports, and superiors' lists.
const WAITED_FOR: &[&str] = &[STAGE, APPLY, CLEAR, referrals::READ, referrals::DISPATCH];

/// What comes again and again, and how long after it ended.
const RECURRING: &[(&str, Duration)] = &[
    ("forget_answers", DAY),
    ("forget_files", HOUR),
    ("forget_imports", DAY),
    ("forget_sessions", HOUR),
    ("forget_jobs", DAY),
    ("verify_journal", DAY),
];

/// Who wished a job, with the rights of now in the post that they acted in; else why they have none.
async fn who(
    db: &impl ConnectionTrait,
    account: Uuid,
    post: Option<Uuid>,
    now: Moment,
) -> Result<Result<Arc<Who>, Problem>, DbErr> {
    let account = account::find(db, account).await?.filter(|account| account.disabled_at.is_none());
    let Some((account, person)) = account.and_then(|account| Some((account.id, account.person?))) else {
        return Ok(Err(Problem::no_session()));
    };
    let day = now.day().to_string();
    let who = match post {
        Some(post) => directory::who_in(db, account, person, &day, post).await?,
        None => Some(directory::who(db, account, person, &day).await?),
    };
    Ok(who.map(Arc::new).ok_or_else(Problem::foreign_post))
}

/// Runs all that is due, without the imports; answers how many jobs ended well.
pub async fn run(app: &App) -> Result<usize, Error> {
    renew(app).await?;
    drain(app, UPKEEP).await
}

/// Runs the imports that are due: nothing else waits for them, nor they for anything else.
pub async fn run_imports(app: &App) -> Result<usize, Error> {
    drain(app, Kinds::Only(WAITED_FOR)).await
}

/// Puts back in the queue what an earlier run of the program was at. The embedded database has one program; another
/// may be shared by several, and there the leases tell.
pub async fn take_over(app: &App) -> Result<(), Error> {
    if app.config.database.is_some() {
        return Ok(());
    }
    Ok(app.db.write_step(async |tx: &Tx| job::release(tx).await).await?)
}

async fn drain(app: &App, kinds: Kinds) -> Result<usize, Error> {
    let mut ended = 0;
    while let Some(job) = claim(app, kinds).await? {
        let done = perform(app, &job).await;
        let now = app.clock.now();
        match done {
            Ok(count) => {
                app.db.write(async move |tx: &Tx| job::finish(tx, &job, count, now).await).await?;
                ended += 1;
            }
            Err(error) => {
                let words = error.to_string();
                tracing::error!(error = %words, job = job.kind, attempt = job.attempts, "a job failed");
                fail(app, job, words).await?;
            }
        }
    }
    Ok(ended)
}

/// Puts a job back for later; one that is given up says so to what it was for.
async fn fail(app: &App, job: Job, words: String) -> Result<(), Error> {
    let (now, failed) = (app.clock.now(), job.clone());
    app.db.write(async move |tx: &Tx| job::fail(tx, &failed, &words, now).await).await?;
    match job.kind.as_str() {
        kind if !job::is_spent(&job) || !WAITED_FOR.contains(&kind) => Ok(()),
        kind if referrals::KINDS.contains(&kind) => referrals::given_up(app, &job).await,
        _ => imports::given_up(app, &job).await,
    }
}

/// Puts in the queue what comes again and is not there.
async fn renew(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    if missing(&job::standings(&app.db.read().await?).await?, now).is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = RECURRING.iter().map(|_| app.chance.id(now)).collect::<Result<_, _>>()?;
    let put = async move |tx: &Tx| {
        // asked again: another node may have been first
        for ((kind, run), id) in missing(&job::standings(tx).await?, now).into_iter().zip(&ids) {
            job::put(tx, *id, kind, "{}".into(), run, now).await?;
        }
        Ok::<_, DbErr>(())
    };
    Ok(app.db.write(put).await?)
}

/// The kinds of which none is open, and when each shall run.
fn missing(standings: &[job::Standing], now: Moment) -> Vec<(&'static str, Moment)> {
    let next = |(kind, every): &(&'static str, Duration)| {
        let standing = standings.iter().find(|standing| standing.kind == *kind);
        let last = standing.and_then(|standing| standing.finished_at).map(Moment::from_millis);
        let open = standing.is_some_and(|standing| standing.open > 0);
        (!open).then(|| (*kind, last.map_or(now, |last| last + *every)))
    };
    RECURRING.iter().filter_map(next).collect()
}

/// Takes the next job; one whose every run was cut off is given up.
async fn claim(app: &App, kinds: Kinds) -> Result<Option<Job>, Error> {
    loop {
        let now = app.clock.now();
        let Some(seen) = job::next(&app.db.read().await?, kinds, now).await? else { return Ok(None) };
        if job::is_spent(&seen) {
            fail(app, seen, "no run of it ended".into()).await?;
            continue;
        }
        // somebody else's now: look for another
        if let Some(job) = app.db.write(async move |tx: &Tx| job::claim(tx, &seen, now).await).await? {
            return Ok(Some(job));
        }
    }
}

/// Does one job; answers how many pieces.
async fn perform(app: &App, job: &Job) -> Result<i64, Error> {
    let now = app.clock.now();
    match job.kind.as_str() {
        "forget_answers" => {
            let before = now - ANSWERS;
            batches(app, async move |tx: &Tx| request::forget(tx, before, BATCH).await).await
        }
        "forget_sessions" => {
            batches(app, async move |tx: &Tx| account::forget_sessions(tx, now, BATCH).await).await
        }
        "forget_jobs" => {
            let before = now - ENDED;
            batches(app, async move |tx: &Tx| job::forget(tx, before, BATCH).await).await
        }
        "forget_files" => forget_files(app, now).await,
        "forget_imports" => imports::forget(app, now).await,
        "verify_journal" => verify(app).await,
        REMOVE_BYTES => remove_bytes(app, &job.body).await,
        kind if referrals::KINDS.contains(&kind) => referrals::perform(app, job).await,
        kind if imports::KINDS.contains(&kind) => imports::perform(app, job, now).await,
        other => Err(Error::NotDone(format!("there is no job {other}"))),
    }
}

/// Does a batch again until one is not full.
async fn batches<F>(app: &App, act: F) -> Result<i64, Error>
where
    F: AsyncFn(&Tx) -> Result<u64, DbErr> + Copy + Send + 'static,
{
    let mut done = 0;
    loop {
        let batch = app.db.write(act).await?;
        done += i64::try_from(batch).unwrap_or(i64::MAX);
        if batch < BATCH {
            return Ok(done);
        }
    }
}

/// The rows go first, and with them in one transaction a job that removes their bytes: so no record can claim a
/// picture whose bytes are gone, and no bytes stay behind when the program ends in between.
async fn forget_files(app: &App, now: Moment) -> Result<i64, Error> {
    let before = now - UNCLAIMED;
    let mut done = 0;
    loop {
        let id = app.chance.id(now)?;
        let drop = async move |tx: &Tx| {
            let gone = file::forget(tx, before, BATCH).await?;
            if !gone.is_empty() {
                let body = serde_json::to_string(&gone).map_err(|e| DbErr::Custom(e.to_string()))?;
                job::put(tx, id, REMOVE_BYTES, body, now, now).await?;
            }
            Ok::<_, DbErr>(gone.len())
        };
        let batch = app.db.write(drop).await?;
        done += i64::try_from(batch).unwrap_or(i64::MAX);
        if batch == 0 {
            return Ok(done);
        }
    }
}

async fn remove_bytes(app: &App, body: &str) -> Result<i64, Error> {
    let gone: Vec<file::Gone> = serde_json::from_str(body).map_err(|e| Error::NotDone(e.to_string()))?;
    let mut done = 0;
    for file::Gone { id, hash } in gone {
        // sent again meanwhile
        if file::find(&app.db.read().await?, id).await?.is_none() {
            app.files.remove(id, &hash).await?;
            done += 1;
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests;
