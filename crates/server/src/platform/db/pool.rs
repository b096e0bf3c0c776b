//! PostgreSQL's writers: a transaction each, and again where two met.

use super::{Task, Tx};
use sea_orm::{DatabaseConnection, DbErr, IsolationLevel, RuntimeErr, TransactionTrait};
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// Then whoever asked is told to come again.
const ATTEMPTS: u32 = 10;

#[derive(Clone)]
pub struct Pool {
    pub connections: DatabaseConnection,
    /// verbs one after the other, as on SQLite: side by side they meet in the same counters and are done again
    pub turn: Arc<Mutex<()>>,
}

/// What met another (the last step of an import, which takes long and so waits for no turn, or another program) is
/// tried again.
pub async fn serve_one(pool: Pool, mut task: Box<dyn Task>) {
    for attempt in 0..ATTEMPTS {
        let turn = if task.in_turn() { Some(pool.turn.lock().await) } else { None };
        let committed = attempt_once(&pool.connections, task.as_mut()).await;
        drop(turn);
        if !task.met() && !committed.as_ref().is_err_and(retryable) {
            return task.answer(committed);
        }
        // spread out by the attempt's number and by how busy the machine is
        tokio::time::sleep(Duration::from_millis(1 << attempt)).await;
    }
    task.give_up();
    task.answer(Ok(()));
}

async fn attempt_once(pool: &DatabaseConnection, task: &mut dyn Task) -> Result<(), DbErr> {
    let tx = Tx(pool.begin_with_config(Some(IsolationLevel::Serializable), None).await?);
    if task.run(&tx).await { tx.0.commit().await } else { tx.0.rollback().await }
}

/// Two transactions met (40001) or blocked each other (40P01): the same again may pass.
pub fn retryable(error: &DbErr) -> bool {
    let (DbErr::Exec(RuntimeErr::SqlxError(e)) | DbErr::Query(RuntimeErr::SqlxError(e))) = error else {
        return false;
    };
    matches!(
        e.as_database_error().and_then(sea_orm::sqlx::error::DatabaseError::code).as_deref(),
        Some("40001" | "40P01")
    )
}
