//! SQLite's one writer: those that wait share a commit, each in a savepoint of its own.

use super::{Task, Tx};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Verbs in one commit on SQLite, at the most.
const BATCH: usize = 64;
/// A batch older than this takes in no more verbs: it bounds the wait behind one slow verb.
const SLICE: Duration = Duration::from_millis(20);

pub async fn serve_group(db: DatabaseConnection, mut queue: mpsc::Receiver<Box<dyn Task>>) {
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
