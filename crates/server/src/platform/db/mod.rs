//! The database door: one signature for SQLite (waiting writers share one commit) and PostgreSQL (a plain pool).

use futures::{FutureExt, future::LocalBoxFuture};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction,
    DbBackend, DbErr, ExecResult, IsolationLevel, QueryResult, RuntimeErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use std::{
    panic::AssertUnwindSafe,
    path::Path,
    time::{Duration, Instant},
};
use tokio::{
    sync::{mpsc, oneshot},
    time::timeout,
};
use tokio_util::task::LocalPoolHandle;

/// Verbs in one commit on SQLite, at the most.
const BATCH: usize = 64;
/// A batch older than this takes in no more verbs: it bounds the wait behind one slow verb.
const SLICE: Duration = Duration::from_millis(20);
/// A verb that holds SQLite's one writer longer is rolled back as busy.
const LIMIT: Duration = Duration::from_millis(200);
/// On PostgreSQL a slow verb holds up only itself.
const POOL_LIMIT: Duration = Duration::from_secs(2);
/// The last step of an import may hold it longer.
const LONG_LIMIT: Duration = Duration::from_mins(1);
const ATTEMPTS: u32 = 10;

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

/// A transaction that closures get: it executes but cannot nest or end itself.
pub struct Tx(DatabaseTransaction);

#[async_trait::async_trait]
impl ConnectionTrait for Tx {
    fn get_database_backend(&self) -> DbBackend {
        self.0.get_database_backend()
    }
    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.0.execute_raw(statement).await
    }
    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.0.execute_unprepared(sql).await
    }
    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.0.query_one_raw(statement).await
    }
    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.0.query_all_raw(statement).await
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
    Pool(DatabaseConnection, LocalPoolHandle),
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
                options.map_sqlx_postgres_opts(|o| o.options([("default_transaction_read_only", "on")]));
            }
            Database::connect(options)
        };
        Ok(Self {
            read: pool(true).await?,
            write: Writer::Pool(pool(false).await?, LocalPoolHandle::new(4)),
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
            Writer::Group(connection, _) | Writer::Pool(connection, _) => connection,
        }
    }

    /// One snapshot for a whole answer; it ends when dropped.
    pub async fn read(&self) -> Result<DatabaseTransaction, DbErr> {
        match self.read.get_database_backend() {
            DbBackend::Postgres => {
                let snapshot = IsolationLevel::RepeatableRead;
                self.read.begin_with_config(Some(snapshot), Some(AccessMode::ReadOnly)).await
            }
            _ => self.read.begin().await,
        }
    }

    /// All of `act` or nothing. It may run more than once (PostgreSQL tries again), so no outside effects in it.
    pub async fn write<T, E, F>(&self, act: F) -> Result<T, Refusal<E>>
    where
        T: Send + 'static,
        E: Fault,
        F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    {
        self.within(self.limit, act).await
    }

    /// The last step of an import: the same, with a limit of a minute.
    pub async fn write_long<T, E, F>(&self, act: F) -> Result<T, Refusal<E>>
    where
        T: Send + 'static,
        E: Fault,
        F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    {
        self.within(LONG_LIMIT, act).await
    }

    async fn within<T, E, F>(&self, limit: Duration, act: F) -> Result<T, Refusal<E>>
    where
        T: Send + 'static,
        E: Fault,
        F: AsyncFn(&Tx) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let task = Box::new(Job { act, limit, out: None, reply });
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

async fn sqlite_pool(path: &Path, connections: u32, read_only: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", path.display()));
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .idle_timeout(None::<Duration>)
        .max_lifetime(None::<Duration>)
        .map_sqlx_sqlite_opts(move |o| {
            use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
            let o = o
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5));
            if read_only { o.read_only(true).pragma("query_only", "on") } else { o }
        });
    Database::connect(options).await
}

/// A waiting write without its types.
trait Task: Send {
    fn wanted(&self) -> bool;
    /// true: keep what it wrote
    fn run<'a>(&'a mut self, tx: &'a Tx) -> LocalBoxFuture<'a, bool>;
    fn retryable(&self) -> bool;
    fn answer(self: Box<Self>, committed: Result<(), DbErr>);
}

struct Job<F, T, E> {
    act: F,
    limit: Duration,
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
    fn retryable(&self) -> bool {
        matches!(&self.out, Some(Err(Refusal::Own(e))) if e.database().is_some_and(retryable))
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

async fn serve_group(db: DatabaseConnection, mut queue: mpsc::Receiver<Box<dyn Task>>) {
    while let Some(first) = queue.recv().await {
        let mut batch = vec![first];
        let committed = commit_group(&db, &mut queue, &mut batch).await;
        for task in batch {
            task.answer(committed.clone());
        }
    }
}

async fn commit_group(
    db: &DatabaseConnection,
    queue: &mut mpsc::Receiver<Box<dyn Task>>,
    batch: &mut Vec<Box<dyn Task>>,
) -> Result<(), DbErr> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    };
    let tx = Tx(db.begin_with_options(immediate).await?);
    let start = Instant::now();
    for i in 0..BATCH {
        if i == batch.len() {
            if start.elapsed() > SLICE {
                break;
            }
            let Ok(task) = queue.try_recv() else { break };
            batch.push(task);
        }
        run_in_savepoint(&tx, batch[i].as_mut()).await?;
    }
    tx.0.commit().await
}

/// The savepoint is named by hand: had anything ended the outer transaction, these statements would fail where a
/// nested `begin` would pass silently.
async fn run_in_savepoint(tx: &Tx, task: &mut dyn Task) -> Result<(), DbErr> {
    if !task.wanted() {
        return Ok(());
    }
    tx.execute_unprepared("SAVEPOINT job").await?;
    let end = if task.run(tx).await { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
    tx.execute_unprepared(end).await?;
    Ok(())
}

async fn serve_one(pool: DatabaseConnection, mut task: Box<dyn Task>) {
    for attempt in 0..ATTEMPTS {
        let committed = attempt_once(&pool, task.as_mut()).await;
        let again = task.retryable() || committed.as_ref().is_err_and(retryable);
        if !again || attempt + 1 == ATTEMPTS {
            return task.answer(committed);
        }
        // spread out by the attempt's number and by how busy the machine is
        tokio::time::sleep(Duration::from_millis(1 << attempt)).await;
    }
}

async fn attempt_once(pool: &DatabaseConnection, task: &mut dyn Task) -> Result<(), DbErr> {
    let tx = Tx(pool.begin_with_config(Some(IsolationLevel::Serializable), None).await?);
    if task.run(&tx).await { tx.0.commit().await } else { tx.0.rollback().await }
}

/// Two transactions met (40001) or blocked each other (40P01): the same again may pass.
fn retryable(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e))) = error else {
        return false;
    };
    matches!(
        e.as_database_error().and_then(sea_orm::sqlx::error::DatabaseError::code).as_deref(),
        Some("40001" | "40P01")
    )
}

#[cfg(test)]
mod tests;
