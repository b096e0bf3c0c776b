//! Signals from a request to what runs beside the requests, within this process: there is work, and stop that one.
//! Nothing rests on them; a lost one costs a pause, since work lies in the queue and what is stopped says so itself.

use kernel::id::Uuid;
use tokio::sync::{Notify, broadcast};

pub struct Signals {
    work: Notify,
    stop: broadcast::Sender<Uuid>,
}

impl Default for Signals {
    fn default() -> Self {
        Self { work: Notify::new(), stop: broadcast::Sender::new(16) }
    }
}

impl Signals {
    /// There is work in the queue that somebody waits for.
    pub fn call(&self) {
        self.work.notify_one();
    }
    /// Waits for a call; one that came while nobody waited counts.
    pub async fn called(&self) {
        self.work.notified().await;
    }
    /// Whoever is at this record shall leave it.
    pub fn stop(&self, record: Uuid) {
        // nobody may be at any
        let _ = self.stop.send(record);
    }
    /// Waits until this record shall be left.
    pub async fn stopped(&self, record: Uuid) {
        let mut stops = self.stop.subscribe();
        loop {
            match stops.recv().await {
                Ok(id) if id == record => return,
                // a missed one is found by the record's own state
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}
