//! The one clock of the program: the system's, or one that the demo and the tests move by hand.

use kernel::moment::Moment;
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

/// No moment of ours: the clock follows the system's.
const FREE: i64 = i64::MIN;

pub struct Clock {
    /// what is added to the system's time
    offset: AtomicI64,
    held: AtomicI64,
}

impl Clock {
    pub const fn system() -> Self {
        Self { offset: AtomicI64::new(0), held: AtomicI64::new(FREE) }
    }
    pub fn held_at(moment: Moment) -> Self {
        let clock = Self::system();
        clock.hold(moment);
        clock
    }
    /// Stands still at this moment until moved again.
    pub fn hold(&self, moment: Moment) {
        self.held.store(moment.millis(), Ordering::Relaxed);
    }
    /// Runs again, from this moment on.
    pub fn run_from(&self, moment: Moment) {
        self.offset.store(moment.millis() - system_millis(), Ordering::Relaxed);
        self.held.store(FREE, Ordering::Relaxed);
    }
    pub fn now(&self) -> Moment {
        match self.held.load(Ordering::Relaxed) {
            FREE => Moment::from_millis(system_millis() + self.offset.load(Ordering::Relaxed)),
            held => Moment::from_millis(held),
        }
    }
}

fn system_millis() -> i64 {
    // the one place that reads the machine's clock; before 1970 it is simply wrong
    #[allow(clippy::disallowed_methods)]
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
