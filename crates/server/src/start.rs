//! From a configuration to a running program: database, migrations, shipped catalogue, and the work that runs beside
//! the requests (sealing, numbering and delivering events, the clock, the queue of jobs).

use crate::{
    app::{App, Program, SUBSCRIBERS},
    cases, catalogue, directory, inspections, jobs, obligations,
    platform::{
        chance::{Chance, Ids},
        clock::Clock,
        config::Config,
        db::{Db, Refusal, Tx, patiently},
        event,
        file::{self, Files},
        migrate,
        permission::Who,
        setting::{Keeper, Settings},
        signal::Signals,
    },
    referrals, sites, standards, statements,
    work::{Order, Work},
};
use futures::{FutureExt, future::BoxFuture};
use journal::{Head, Metrics, Whole};
use sea_orm::{ConnectionTrait, DbErr};
use std::{path::Path, sync::Arc, time::Duration};

/// Why the program cannot start, or a job of it failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}: {1}")]
    Folder(std::path::PathBuf, std::io::Error),
    #[error(transparent)]
    Catalogue(#[from] catalogue::Broken),
    #[error("database: {0}")]
    Database(#[from] DbErr),
    #[error("{0} cannot be reached: {1}")]
    Unreachable(String, DbErr),
    #[error("journal: {0}")]
    Journal(#[from] journal::Error),
    #[error("files: {0}")]
    Files(#[from] file::Error),
    #[error("chance: {0}")]
    Chance(#[from] getrandom::Error),
    #[error("there is no database {0}")]
    NoDatabase(std::path::PathBuf),
    #[error("not done: {0}")]
    NotDone(String),
}
impl<E: std::fmt::Debug> From<Refusal<E>> for Error {
    fn from(refusal: Refusal<E>) -> Self {
        Self::NotDone(format!("{refusal:?}"))
    }
}

/// Opens the database and the files of a configuration, brought to this program's schema and catalogue.
pub async fn open(config: Config, clock: Clock, chance: Chance) -> Result<App, Error> {
    open_with(config, Files::local, clock, chance).await
}

/// The same with another way to keep files in their folder.
pub async fn open_with(
    config: Config,
    files: fn(&Path) -> Result<Files, file::Error>,
    clock: Clock,
    chance: Chance,
) -> Result<App, Error> {
    let folder = config.files_folder();
    std::fs::create_dir_all(&folder).map_err(|e| Error::Folder(folder.clone(), e))?;
    let db = connect(&config).await?;
    let files = files(&folder)?;
    open_on(config, db, files, clock, chance).await
}

/// Opens them for reading only: nothing is brought to this program's state, a missing database is not made.
pub async fn open_to_read(config: Config) -> Result<App, Error> {
    let path = config.sqlite_path();
    if config.database.is_none() && !path.exists() {
        return Err(Error::NoDatabase(path));
    }
    let db = match &config.database {
        Some(url) => postgres(&config, url).await?,
        None => Db::sqlite_to_read(&path).await?,
    };
    let folder = config.files_folder();
    let files = if folder.exists() { Files::local(&folder)? } else { Files::none() };
    program(config, db, files, Clock::system(), Chance::system())
}

async fn connect(config: &Config) -> Result<Db, Error> {
    match &config.database {
        Some(url) => postgres(config, url).await,
        None => Ok(Db::sqlite(&config.sqlite_path()).await?),
    }
}

async fn postgres(config: &Config, url: &str) -> Result<Db, Error> {
    Db::postgres(url).await.map_err(|error| Error::Unreachable(config.database_shown(), error))
}

/// The same on a database that is open already.
pub async fn open_on(
    config: Config,
    db: Db,
    files: Files,
    clock: Clock,
    chance: Chance,
) -> Result<App, Error> {
    migrate::migrate(db.admin()).await?;
    let program = program(config, db, files, clock, chance)?;
    let known = program.metrics.clone();
    let (secret, now) = (program.chance.bytes()?, program.clock.now());
    let ids = Ids::new(program.chance.bytes()?, now);
    program
        .db
        .write_long(async move |tx: &Tx| {
            directory::sync_roles(tx, catalogue::ROLES).await?;
            standards::sync_standards(tx, catalogue::STANDARDS, &ids, now).await?;
            sites::sync_types(tx, catalogue::SITE_TYPES).await?;
            obligations::sync_kinds(tx, catalogue::OBLIGATIONS).await?;
            inspections::sync_checklists(tx, catalogue::CHECKLISTS, &ids, now).await?;
            cases::sync_categories(tx, catalogue::CATEGORIES, catalogue::CATEGORY_LISTS).await?;
            cases::keep_spot_secret(tx, &secret, now).await?;
            journal::sync(tx, &known).await.map_err(database)
        })
        .await?;
    Ok(program)
}

fn program(config: Config, db: Db, files: Files, clock: Clock, chance: Chance) -> Result<App, Error> {
    let metrics = Arc::new(catalogue::metrics()?);
    let aliases = Arc::new(catalogue::aliases(&metrics)?);
    let settings = Keeper::new(catalogue::calendar()?);
    let (headlines, numbers) = (catalogue::headlines()?, cases::Numbers::default());
    let referral_words = Arc::new(catalogue::referral_words()?);
    let (hashing, signals) = (tokio::sync::Semaphore::new(2), Signals::default());
    Ok(App::new(Program {
        db,
        files,
        clock,
        chance,
        config,
        metrics,
        aliases,
        headlines,
        settings,
        numbers,
        referral_words,
        hashing,
        signals,
    }))
}

/// What a job brings to a verb: nobody, with no rights.
pub fn job_order(app: &App, settings: Arc<Settings>, name: &str) -> Result<Order, Error> {
    order(app, settings, Arc::new(Who::default()), name)
}

/// What is drawn before a verb that comes from no request.
pub fn order(app: &App, settings: Arc<Settings>, who: Arc<Who>, name: &str) -> Result<Order, Error> {
    Ok(Order {
        who,
        now: app.clock.now(),
        seed: app.chance.bytes()?,
        request: None,
        origin: name.into(),
        metrics: app.metrics.clone(),
        settings,
        late_reason: None,
    })
}

/// Postings that one turn of the roll-ups takes in, so that the writer is never held long.
const FOLD: i64 = 1000;

/// Seals what is committed, gives events their numbers and folds what is sealed into the roll-ups. Two processes
/// that meet on PostgreSQL are told apart by the seal's unique predecessor; the loser comes again.
pub async fn seal(app: &App) -> Result<(), Error> {
    let now = app.clock.now();
    let sealed =
        async move |tx: &Tx| journal::seal(tx, now).await.map(|head| head.is_some()).map_err(database);
    while app.db.write_step(sealed).await? {}
    app.db.write_step(async |tx: &Tx| event::number(tx).await.map(|_| ())).await?;
    let folded = async |tx: &Tx| journal::fold(tx, FOLD).await.map_err(database);
    while app.db.write_step(folded).await? == FOLD {}
    Ok(())
}

/// Tells every subscriber what is numbered; one that cannot be told holds up no other.
pub async fn deliver(app: &App) -> Result<u64, Error> {
    let (mut taken, mut failed) = (0, None);
    for subscriber in SUBSCRIBERS {
        match event::deliver(&app.db, *subscriber, app.clock.now()).await {
            Ok(count) => taken += count,
            Err(error) => failed = Some(error.into()),
        }
    }
    failed.map_or(Ok(taken), Err)
}

/// Proves the journal whole, and every record that posts to it; `against` is a head that was kept elsewhere.
pub async fn verify(
    db: &impl ConnectionTrait,
    metrics: &Metrics,
    against: Option<&Head>,
) -> journal::Result<Whole> {
    let (slots, visits, cases, referrals) = (
        obligations::Recounter(db),
        inspections::Recounter(db),
        cases::Recounter(db),
        referrals::Recounter(db),
    );
    let stated = [statements::KIND, journal::OPENING].map(|kind| statements::Recounter(db, kind));
    let recounters: [&dyn journal::Recount; 6] =
        [&slots, &visits, &cases, &referrals, &stated[0], &stated[1]];
    journal::verify(db, metrics, against, &recounters).await
}

fn database(error: journal::Error) -> DbErr {
    match error {
        journal::Error::Database(error) => error,
        other => DbErr::Custom(other.to_string()),
    }
}

/// Records of a kind at most in one round of the clock.
const ROUND: u64 = 200;

/// Says which cases have fallen due and raises their supervision; opens the slots of what is owed and says which were
/// missed. Answers how many records had something to be said.
pub async fn run_clock(app: &App) -> Result<usize, Error> {
    let db = app.db.read().await?;
    let now = app.clock.now();
    let due = cases::unsettled(&db, now, ROUND).await?;
    let settings = app.settings.now(&db).await?;
    drop(db);
    for id in &due {
        let (order, id) = (Arc::new(job_order(app, settings.clone(), "clock")?), *id);
        let settle = || {
            let order = order.clone();
            app.db.write(async move |tx: &Tx| cases::settle(&Work::new(tx, &order), id).await)
        };
        patiently(settle).await?;
    }
    let owed = obligations::unsettled(&app.db.read().await?, now, ROUND).await?;
    for id in &owed {
        let (order, id) = (Arc::new(job_order(app, settings.clone(), "clock")?), *id);
        let settle = || {
            let order = order.clone();
            app.db.write(async move |tx: &Tx| obligations::settle(&Work::new(tx, &order), id).await)
        };
        patiently(settle).await?;
    }
    Ok(due.len() + owed.len())
}

/// The work beside the requests, until the program ends.
pub fn spawn_jobs(app: &App) {
    let after_start = app.clone();
    tokio::spawn(async move {
        if let Err(error) = jobs::verify(&after_start).await {
            tracing::error!(%error, "the journal could not be verified");
        }
    });
    every(app.clone(), Duration::from_secs(2), "seal", |app| async move { seal(&app).await }.boxed());
    every(app.clone(), Duration::from_secs(2), "events", |app| {
        async move { deliver(&app).await.map(|_| ()) }.boxed()
    });
    every(app.clone(), Duration::from_secs(30), "clock", |app| {
        async move { run_clock(&app).await.map(|_| ()) }.boxed()
    });
    tokio::spawn(queue(app.clone()));
}

/// The queue, first of all what an earlier run of the program was at. The imports have a loop of their own, which a
/// request may call.
async fn queue(app: App) {
    const PAUSE: Duration = Duration::from_secs(30);
    if let Err(error) = jobs::take_over(&app).await {
        tracing::error!(%error, "jobs of an earlier run wait for the end of their lease");
    }
    every(app.clone(), PAUSE, "queue", |app| async move { jobs::run(&app).await.map(|_| ()) }.boxed());
    loop {
        if let Err(error) = jobs::run_imports(&app).await {
            tracing::error!(%error, job = "imports", "a job failed; it is tried again");
        }
        tokio::select! {
            () = app.signals.called() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
}

fn every(
    app: App,
    pause: Duration,
    name: &'static str,
    job: fn(App) -> BoxFuture<'static, Result<(), Error>>,
) {
    tokio::spawn(async move {
        let mut tick = tokio::time::interval(pause);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            if let Err(error) = job(app.clone()).await {
                tracing::error!(%error, job = name, "a job failed; it is tried again");
            }
        }
    });
}
