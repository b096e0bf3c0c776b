//! Superiors' lists beside the requests: reading a file row by row, and making a case of each row. Ids of rows and
//! pictures come from the list and the row's place, so a run that was cut off goes on where it was.

use crate::{
    app::App,
    platform::{
        chance::Ids,
        db::{Refusal, Tx, patiently},
        file::{self, FileRow, LARGEST, Photo, Said},
        job::Job,
        permission::Who,
        problem::Problem,
    },
    referrals::{self, Broken, Picture, Referral, ReferralId, Row, Task},
    start::{self, Error},
    work::{Order, Work},
};
use documents::grid::{self, Grid, Slot, Source};
use kernel::{id::Uuid, moment::Moment};
use sha2::{Digest, Sha256};
use std::sync::Arc;

pub use referrals::{DISPATCH, READ};

/// What runs for superiors' lists.
pub const KINDS: &[&str] = &[READ, DISPATCH];

/// What a list may unpack to.
const UNPACKED: u64 = 256 << 20;

pub async fn perform(app: &App, job: &Job) -> Result<i64, Error> {
    let task = task(job)?;
    let id = ReferralId(task.referral);
    let Some(referral) = referrals::find(&app.db.read().await?, id).await? else { return Ok(0) };
    match job.kind.as_str() {
        READ => read(app, &task, referral).await,
        _ => dispatch(app, &task, id).await,
    }
}

fn task(job: &Job) -> Result<Task, Error> {
    serde_json::from_str(&job.body).map_err(|e| Error::NotDone(e.to_string()))
}

fn told(error: impl std::fmt::Display) -> Error {
    Error::NotDone(error.to_string())
}

/// Somebody waits for it: a list whose job is given up says so, rows that are no case yet stay and can be dispatched.
pub async fn given_up(app: &App, job: &Job) -> Result<(), Error> {
    let task = task(job)?;
    let id = ReferralId(task.referral);
    match job.kind.as_str() {
        READ => fail(app, id, &Problem::internal(&"the reading of a list was given up")).await,
        _ => end(app, &task, id).await,
    }
}

async fn fail(app: &App, id: ReferralId, problem: &Problem) -> Result<(), Error> {
    let problem = serde_json::to_string(problem).map_err(told)?;
    Ok(app.db.write(async move |tx: &Tx| referrals::fail(tx, id, &problem).await).await?)
}

async fn who(app: &App, task: &Task) -> Result<Result<Arc<Who>, Problem>, Error> {
    Ok(super::who(&app.db.read().await?, task.account, task.post, app.clock.now()).await?)
}

async fn order(app: &App, task: &Task, who: Arc<Who>) -> Result<Order, Error> {
    let settings = app.settled().await?;
    start::order(app, settings, who, &task.origin)
}

/// Takes a file's rows in. The file stays packed; one picture at a time is read and re-encoded.
async fn read(app: &App, task: &Task, referral: Referral) -> Result<i64, Error> {
    let id = referral.id;
    if referral.state != referrals::State::Reading {
        return Ok(0);
    }
    let who = match who(app, task).await? {
        Ok(who) => who,
        Err(problem) => return fail(app, id, &problem).await.map(|()| 0),
    };
    let received = referrals::received(&app.files, &referral).await.map_err(told)?;
    let bytes = received.ok_or_else(|| told("no file"))?;
    let (bytes, words) = (Arc::new(bytes), app.referral_words.clone());
    let grid = off_the_loop(bytes.clone(), move |source| source.grid(&|text| words.is_head(text)));
    let grid = match grid.await? {
        Ok(grid) => grid,
        Err(error) => return fail(app, id, &referrals::Error::from(error).into()).await.map(|()| 0),
    };
    let total = i32::try_from(grid.rows.len()).unwrap_or(i32::MAX);
    app.db.write(async move |tx: &Tx| referrals::count_rows(tx, id, total).await).await?;
    let Grid { columns, rows, .. } = grid;
    for (at, row) in rows.into_iter().enumerate() {
        Taken { app, referral: &referral, bytes: &bytes }.keep(at, row).await?;
    }
    let (order, words) = (order(app, task, who).await?, app.referral_words.clone());
    let ready =
        async move |tx: &Tx| referrals::ready(&Work::new(tx, &order), &words, id, columns.clone()).await;
    app.db.write_long(ready).await.map_err(|refusal| told(Problem::from(refusal).title))?;
    Ok(i64::from(total))
}

/// Runs on a file what takes a processor, beside the requests.
async fn off_the_loop<T: Send + 'static>(
    bytes: Arc<Vec<u8>>,
    act: impl FnOnce(&mut Source<'_>) -> Result<T, grid::Error> + Send + 'static,
) -> Result<Result<T, grid::Error>, Error> {
    let run = move || Source::open(&bytes, UNPACKED).and_then(|mut source| act(&mut source));
    tokio::task::spawn_blocking(run).await.map_err(told)
}

/// A file whose rows are taken in.
struct Taken<'a> {
    app: &'a App,
    referral: &'a Referral,
    bytes: &'a Arc<Vec<u8>>,
}

impl Taken<'_> {
    async fn keep(&self, at: usize, row: grid::Row) -> Result<(), Error> {
        let referral = self.referral;
        let seed = Sha256::digest(format!("{} {at}", referral.id)).into();
        // of the moment of receipt, so that the same row has the same ids again
        let ids = Ids::new(seed, referral.received_at);
        let mut kept = Row {
            id: ids.next(),
            n: i32::try_from(at + 1).unwrap_or(i32::MAX),
            sheet: row.sheet,
            line: i32::try_from(row.number).unwrap_or(i32::MAX),
            cells: row.slots.iter().map(|slot| slot.text.clone()).collect(),
            pictures: Vec::new(),
            broken: Vec::new(),
        };
        let mut files = Vec::new();
        for (column, slot) in row.slots.into_iter().enumerate() {
            self.pictures(&ids, column, slot, &mut kept, &mut files).await?;
        }
        let id = referral.id;
        let kept = Arc::new((kept, files));
        patiently(|| {
            let kept = kept.clone();
            self.app.db.write(async move |tx: &Tx| referrals::keep_row(tx, id, &kept.0, &kept.1).await)
        })
        .await
        .map_err(|refusal: Refusal<referrals::Error>| told(Problem::from(refusal).title))
    }

    async fn pictures(
        &self,
        ids: &Ids,
        column: usize,
        slot: Slot,
        row: &mut Row,
        files: &mut Vec<FileRow>,
    ) -> Result<(), Error> {
        for name in slot.pictures {
            let id = ids.next();
            match self.picture(name).await? {
                Ok((original, photo)) => {
                    let file = self.file(id, &original, &photo);
                    self.app.files.put(id, &file.hash, original, &photo).await.map_err(told)?;
                    files.push(file);
                    row.pictures.push(Picture { file: id, column: Some(column) });
                }
                Err(problem) => row.broken.push(Broken { column, rule: problem.code.into() }),
            }
        }
        Ok(())
    }

    /// A picture's bytes and its re-encoded copies, or why it is none.
    async fn picture(&self, name: String) -> Result<Result<(Vec<u8>, Photo), Problem>, Error> {
        let read = move |source: &mut Source<'_>| {
            let bytes = source.picture(&name, LARGEST as u64)?;
            Ok(file::read_photo(&bytes).map(|photo| (bytes, photo)))
        };
        Ok(match off_the_loop(self.bytes.clone(), read).await? {
            Ok(read) => read.map_err(Problem::from),
            Err(error) => Err(referrals::Error::from(error).into()),
        })
    }

    fn file(&self, id: Uuid, original: &[u8], photo: &Photo) -> FileRow {
        let now: Moment = self.app.clock.now();
        FileRow {
            claimed_kind: Some(referrals::KIND.into()),
            claimed_by: Some(self.referral.id.0),
            ..file::row_of(id, original, photo, &Said::default(), self.referral.account, now)
        }
    }
}

/// Makes a case of each row that waits, in a transaction of its own; a refused one says why and stops no other. Who
/// waits for it waits out a busy moment, not the pause before a job's next try.
async fn dispatch(app: &App, task: &Task, id: ReferralId) -> Result<i64, Error> {
    let Ok(who) = who(app, task).await? else { return end(app, task, id).await.map(|()| 0) };
    let mut made = 0;
    for item in referrals::waiting_items(&app.db.read().await?, id).await? {
        let order = Arc::new(order(app, task, who.clone()).await?);
        let number = patiently(|| app.numbers.draw(&app.db, order.now))
            .await
            .map_err(|refusal| told(Problem::from(refusal).title))?;
        let make = patiently(|| {
            let (order, number) = (order.clone(), number.clone());
            let make =
                async move |tx: &Tx| referrals::make_case(&Work::new(tx, &order), item, number.clone()).await;
            app.db.write(make)
        });
        let refusal = match make.await {
            Ok(()) => {
                made += 1;
                continue;
            }
            Err(Refusal::Own(error)) => Problem::from(error),
            Err(other) => return Err(told(Problem::from(other).title)),
        };
        let refusal = Arc::new(refusal);
        let refused = patiently(|| {
            let refusal = refusal.clone();
            app.db.write(async move |tx: &Tx| referrals::refused(tx, item, &refusal).await)
        });
        refused.await.map_err(|refusal| told(Problem::from(refusal).title))?;
    }
    end(app, task, id).await.map(|()| made)
}

async fn end(app: &App, task: &Task, id: ReferralId) -> Result<(), Error> {
    let settings = app.settled().await?;
    let order = match who(app, task).await? {
        Ok(who) => order(app, task, who).await?,
        Err(_) => start::job_order(app, settings, &task.origin)?,
    };
    let order = Arc::new(order);
    let end = patiently(|| {
        let order = order.clone();
        app.db.write(async move |tx: &Tx| referrals::end_dispatch(&Work::new(tx, &order), id).await)
    });
    end.await.map_err(|refusal| told(Problem::from(refusal).title))
}
