//! The database door: one signature for SQLite (waiting writers share one commit) and PostgreSQL (a plain pool).

mod group;
mod pool;
mod unnamed;

use futures::{FutureExt, future::LocalBoxFuture};
use group::serve_group;
use pool::{Pool, retryable, serve_one};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, ExecResult, IsolationLevel, QueryResult, Statement, TransactionTrait,
};
use std::{panic::AssertUnwindSafe, path::Path, sync::Arc, time::Duration};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_util::task::LocalPoolHandle;
use unnamed::unnamed;

/// A verb that holds SQLite's one writer longer is rolled back as busy.
const LIMIT: Duration = Duration::from_millis(200);
/// On PostgreSQL, where each statement crosses a socket.
const POOL_LIMIT: Duration = Duration::from_secs(2);
/// The last step of an import may hold it longer.
const LONG_LIMIT: Duration = Duration::from_mins(1);

/// What the writer's connection to SQLite keeps of the file in memory, at most: in KiB, told by the sign. What it has
/// changed and not committed lies in it too.
const WRITER_CACHE: &str = "-8000";
/// The same of each reader. The file's pages lie in the machine's memory anyway, once for all of them.
const READER_CACHE: &str = "-2000";
/// A reader keeps up to a hundred prepared statements of some 30 KB each, so it is opened anew now and then: what a busy
/// hour left behind is given back.
const READER_LIFE: Duration = Duration::from_mins(5);

/// Why a write was not done; nothing of it is kept in any of these.
#[derive(Debug)]
pub enum Refusal<E> {
    /// the closure's own error
    Own(E),
    /// it held the writer past the limit
    Busy,
    /// it panicked
    Panicked,
    /// the program is ending
    Closed,
    /// the database refused the commit
    Database(DbErr),
}

/// A transaction that closures and answers get: it executes but cannot nest or end itself.
pub struct Tx(DatabaseTransaction);

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }
    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(unnamed(statement)).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(unnamed(statement)).await
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(unnamed(statement)).await
    }
}

impl Tx {
    /// Does a part of a write, or nothing of it: what fails, panics or takes too long is taken back and told in words,
    /// and the write goes on. Transactions that met fail as a whole, to be tried again.
    pub async fn part<T, E: Fault + std::fmt::Display>(
        &self,
        limit: Duration,
        act: impl Future<Output = Result<T, E>>,
    ) -> Result<Result<T, String>, DbErr> {
        self.execute_unprepared("SAVEPOINT part").await?;
        let words = match timeout(limit, AssertUnwindSafe(act).catch_unwind()).await {
            Ok(Ok(Ok(done))) => {
                self.execute_unprepared("RELEASE SAVEPOINT part").await?;
                return Ok(Ok(done));
            }
            Ok(Ok(Err(error))) => match error.database() {
                Some(met) if retryable(met) => return Err(met.clone()),
                _ => error.to_string(),
            },
            Ok(Err(_)) => "it panicked".into(),
            Err(_) => "it took too long".into(),
        };
        self.execute_unprepared("ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part").await?;
        Ok(Err(words))
    }
}

/// An error that may hold a database error, so that the door can tell what to try again.
pub trait Fault: From<DbErr> + Send + 'static {
    fn database(&self) -> Option<&DbErr>;
}
impl Fault for DbErr {
    fn database(&self) -> Option<&DbErr> {
        Some(self)
    }
}
impl Fault for journal::Error {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Database(e) = self { Some(e) } else { None }
    }
}

#[derive(Clone)]
pub struct Db {
    read: DatabaseConnection,
    write: Writer,
    limit: Duration,
}

#[derive(Clone)]
enum Writer {
    /// one thread, one connection, group commit
    Group(DatabaseConnection, mpsc::Sender<Box<dyn Task>>),
    /// each write in a transaction of its own, on threads where futures need not move
    Pool(Pool, LocalPoolHandle),
}

impl Db {
    /// `sqlite` file at `path`, made when missing.
    pub async fn sqlite(path: &Path) -> Result<Self, DbErr> {
        let write = sqlite_pool(path, 1, false).await?;
        let (queue, jobs) = mpsc::channel(1024);
        let connection = write.clone();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|e| DbErr::Custom(e.to_string()))?;
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || runtime.block_on(serve_group(connection, jobs)))
            .map_err(|e| DbErr::Custom(e.to_string()))?;
        Ok(Self { read: sqlite_pool(path, 4, true).await?, write: Writer::Group(write, queue), limit: LIMIT })
    }

    /// The same for reading alone, while another process may serve it; every write is refused.
    pub async fn sqlite_to_read(path: &Path) -> Result<Self, DbErr> {
        let read = sqlite_pool(path, 4, true).await?;
        let (closed, _) = mpsc::channel(1);
        Ok(Self { read: read.clone(), write: Writer::Group(read, closed), limit: LIMIT })
    }

    /// A PostgreSQL database by URL.
    pub async fn postgres(url: &str) -> Result<Self, DbErr> {
        let pool = |read_only: bool| {
            let mut options = ConnectOptions::new(url);
            options.max_connections(16).sqlx_logging(false).test_before_acquire(false);
            if read_only {
                // what is asked of a million rows is planned for the days and areas it names, each time; compiling a
                // plan takes longer than any of them runs
                let asked = [
                    ("default_transaction_read_only", "on"),
                    ("plan_cache_mode", "force_custom_plan"),
                    ("jit", "off"),
                ];
                options.map_sqlx_postgres_opts(move |o| o.options(asked));
            }
            Database::connect(options)
        };
        Ok(Self {
            read: pool(true).await?,
            write: Writer::Pool(
                Pool { connections: pool(false).await?, turn: Arc::default() },
                LocalPoolHandle::new(2),
            ),
            limit: POOL_LIMIT,
        })
    }

    /// The same with another limit for a verb, as on a machine that is busy with tests.
    #[must_use]
    pub fn with_limit(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// How long one write may take.
    pub const fn limit(&self) -> Duration {
        self.limit
    }

    /// For migrations, which run before the first request.
    pub fn admin(&self) -> &DatabaseConnection {
        match &self.write {
            Writer::Group(connection, _) | Writer::Pool(Pool { connections: connection, .. }, _) => {
                connection
            }
        }
    }

    /// One snapshot for a whole answer; it ends when dropped.
    pub async fn read(&self) -> Result<Tx, DbErr> {
        let snapshot = match self.read.get_database_backend() {
            DbBackend::Postgres => {
                let isolation = IsolationLevel::RepeatableRead;
                self.read.begin_with_config(Some(isolation), Some(AccessMode::ReadOnly)).await
            }
            _ => self.read.begin().await,
        };
        snapshot.map(Tx)
    }

    /// All of `act` or nothing. It may run more than once (PostgreSQL tries again), so no outside effects in it.
    pub async fn write<T, E, F>(&self, act: F) -> Result<T, Refusal<E>>
    where
        T: Send + 'static,
        E: Fault,
        F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    {
        self.within(self.limit, true, act).await
    }

    /// What the program does for itself in small steps, the next of which can wait: in its turn, and not refused for
    /// a slow disk.
    pub async fn write_step<T, E, F>(&self, act: F) -> Result<T, Refusal<E>>
    where
        T: Send + 'static,
        E: Fault,
        F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    {
        self.within(LONG_LIMIT, true, act).await
    }

    /// The last step of an import and the like: with a limit of a minute, and beside the turns of PostgreSQL's verbs.
    pub async fn write_long<T, E, F>(&self, act: F) -> Result<T, Refusal<E>>
    where
        T: Send + 'static,
        E: Fault,
        F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    {
        self.within(LONG_LIMIT, false, act).await
    }

    async fn within<T, E, F>(&self, limit: Duration, in_turn: bool, act: F) -> Result<T, Refusal<E>>
    where
        T: Send + 'static,
        E: Fault,
        F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task = Box::new(Job { act, limit, in_turn, out: None, reply });
        match &self.write {
            Writer::Group(_, queue) => queue.send(task).await.map_err(|_| Refusal::Closed)?,
            Writer::Pool(pool, threads) => {
                let pool = pool.clone();
                threads.spawn_pinned(move || serve_one(pool, task));
            }
        }
        answer.await.map_err(|_| Refusal::Closed)?
    }
}

/// For who is in no hurry: on a busy machine a write is tried again, later each time, for a minute in all.
pub async fn patiently<T, E, F>(write: impl Fn() -> F + Send) -> Result<T, Refusal<E>>
where
    F: Future<Output = Result<T, Refusal<E>>> + Send,
{
    for pause in [100, 200, 400, 800, 1600, 3200, 6400, 12_800, 25_600] {
        match write().await {
            Err(Refusal::Busy) => tokio::time::sleep(Duration::from_millis(pause)).await,
            done => return done,
        }
    }
    Err(Refusal::Busy)
}

async fn sqlite_pool(path: &Path, connections: u32, read_only: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .idle_timeout(None::<Duration>)
        .max_lifetime(read_only.then_some(READER_LIFE))
        .map_sqlx_sqlite_opts(move |o| {
            use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            let o = o
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5));
            if read_only {
                o.read_only(true).pragma("query_only", "on").pragma("cache_size", READER_CACHE)
            } else {
                o.pragma("cache_size", WRITER_CACHE)
            }
        });
    Database::connect(options).await
}

/// A waiting write without its types.
trait Task: Send {
    fn wanted(&self) -> bool;
    /// true: keep what it wrote
    fn run<'a>(&'a mut self, tx: &'a Tx) -> LocalBoxFuture<'a, bool>;
    /// it met another and may be tried again
    fn met(&self) -> bool;
    fn in_turn(&self) -> bool;
    fn give_up(&mut self);
    fn answer(self: Box<Self>, committed: Result<(), DbErr>);
}

struct Job<F, T, E> {
    act: F,
    limit: Duration,
    /// waits for its turn where several can write at once
    in_turn: bool,
    out: Option<Result<T, Refusal<E>>>,
    reply: oneshot::Sender<Result<T, Refusal<E>>>,
}

impl<T: Send, E: Fault, F: AsyncFn(&Tx) -> Result<T, E> + Send> Task for Job<F, T, E> {
    fn wanted(&self) -> bool {
        !self.reply.is_closed()
    }
    fn run<'a>(&'a mut self, tx: &'a Tx) -> LocalBoxFuture<'a, bool> {
        async move {
            let act = timeout(self.limit, AssertUnwindSafe((self.act)(tx)).catch_unwind());
            let out = tokio::select! { biased;
                () = self.reply.closed() => Err(Refusal::Closed), // the caller is gone: as if never asked
                out = act => match out {
                    Ok(Ok(out)) => out.map_err(Refusal::Own),
                    Ok(Err(_)) => Err(Refusal::Panicked),
                    Err(_) => Err(Refusal::Busy),
                },
            };
            self.out.insert(out).is_ok()
        }
        .boxed_local()
    }
    fn met(&self) -> bool {
        matches!(&self.out, Some(Err(Refusal::Own(e))) if e.database().is_some_and(retryable))
    }
    fn in_turn(&self) -> bool {
        self.in_turn
    }
    fn give_up(&mut self) {
        self.out = Some(Err(Refusal::Busy));
    }
    fn answer(self: Box<Self>, committed: Result<(), DbErr>) {
        let out = match (self.out, committed) {
            (Some(Err(own)), _) => Err(own),
            (_, Err(e)) => Err(Refusal::Database(e)),
            (Some(done), Ok(())) => done,
            (None, Ok(())) => Err(Refusal::Closed),
        };
        // whoever asked may be gone; the write stands all the same
        let _ = self.reply.send(out);
    }
}

#[cfg(test)]
mod tests;
