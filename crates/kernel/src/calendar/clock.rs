//! The clock of a limit: runs, stops while a case is shelved, and goes on with what was left.

use super::{Calendar, Limit, Unit};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A limit under way. Plain data: the calendar it was promised under is passed to every call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub unit: Unit,
    /// The deadline; while stopped, the one that held when it stopped.
    pub due: Timestamp,
    /// Time used up in earlier runs.
    pub spent: Duration,
    pub run: Run,
}

/// Whether time counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// Time has counted since this instant.
    Since(Timestamp),
    /// Stopped at an instant with so much left.
    Stopped { at: Timestamp, left: Duration },
}

impl Clock {
    pub fn start(calendar: &Calendar, at: Timestamp, limit: Limit) -> Self {
        let due = calendar.deadline(at, limit);
        Self { unit: limit.unit, due, spent: Duration::ZERO, run: Run::Since(at) }
    }

    /// Stops the clock. One that has stopped stays as it is.
    #[must_use]
    pub fn stop(self, calendar: &Calendar, at: Timestamp) -> Self {
        let run = Run::Stopped { at, left: self.left(calendar, at) };
        match self.run {
            Run::Since(_) => Self { spent: self.spent(calendar, at), run, ..self },
            Run::Stopped { .. } => self,
        }
    }

    /// Goes on with what was left. Limits in whole days end at the end of the day in which that runs out, as
    /// they did before. With nothing left the old deadline stands: what was late stays late.
    #[must_use]
    pub fn resume(self, calendar: &Calendar, at: Timestamp) -> Self {
        let due = match self.run {
            Run::Since(_) => return self,
            Run::Stopped { left: Duration::ZERO, .. } => self.due,
            Run::Stopped { left, .. } => calendar.day_end(self.unit, calendar.after(self.unit, at, left)),
        };
        Self { due, run: Run::Since(at), ..self }
    }

    /// Time used up so far, in working time or all time as the unit counts.
    pub fn spent(&self, calendar: &Calendar, now: Timestamp) -> Duration {
        match self.run {
            Run::Since(since) => self.spent + calendar.spent(self.unit, since, now),
            Run::Stopped { .. } => self.spent,
        }
    }

    /// Time left to the deadline, nothing when it has passed.
    pub fn left(&self, calendar: &Calendar, now: Timestamp) -> Duration {
        match self.run {
            Run::Since(_) => calendar.spent(self.unit, now, self.due),
            Run::Stopped { left, .. } => left,
        }
    }

    /// Time past the deadline, nothing before it.
    pub fn late(&self, calendar: &Calendar, now: Timestamp) -> Duration {
        calendar.spent(self.unit, self.due, self.counted_to(now))
    }

    /// Whether the deadline has passed; the deadline's own instant is in time.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.counted_to(now) > self.due
    }

    fn counted_to(&self, now: Timestamp) -> Timestamp {
        match self.run {
            Run::Since(_) => now,
            Run::Stopped { at, .. } => at,
        }
    }
}
