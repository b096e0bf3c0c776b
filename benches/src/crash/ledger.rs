//! What the callers were told: every acknowledged write with its answer, and what was sent without one.

use crate::kit::{
    Result,
    client::{Answer, Call},
};
use hyper::body::Bytes;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

/// What a write makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    File,
    Case,
    Step,
    Visit,
    Round,
}

/// A write as it was sent, and by whom.
#[derive(Clone)]
pub struct Sent {
    pub kind: Kind,
    pub login: &'static str,
    pub call: Call,
    /// the bytes of a picture
    pub picture: Option<Bytes>,
}

/// A write with the answer that its sender got.
#[derive(Clone)]
pub struct Told {
    pub sent: Sent,
    pub answer: Bytes,
}

#[derive(Default)]
pub struct Ledger {
    told: Mutex<Vec<Told>>,
    /// nobody knows whether it was done
    open: Mutex<Vec<Sent>>,
    /// by what the program said
    refused: Mutex<BTreeMap<String, usize>>,
}

impl Ledger {
    pub fn tell(&self, sent: Sent, answer: Bytes) -> Result<()> {
        lock(&self.told)?.push(Told { sent, answer });
        Ok(())
    }
    pub fn doubt(&self, sent: Sent) -> Result<()> {
        lock(&self.open)?.push(sent);
        Ok(())
    }
    /// A write that the program's rules refuse, as one for a case that the clock has moved meanwhile; a fault of the
    /// program is no rule.
    pub fn refuse(&self, sent: &Sent, answer: &Answer) -> Result<()> {
        if answer.status >= 500 {
            let words = String::from_utf8_lossy(&answer.body);
            return Err(format!("{:?} {}: {} {words}", sent.kind, sent.call.path, answer.status).into());
        }
        let told: serde_json::Value = serde_json::from_slice(&answer.body)?;
        let code = told["code"].to_string();
        *lock(&self.refused)?.entry(code).or_default() += 1;
        Ok(())
    }
    pub fn refused(&self) -> Result<BTreeMap<String, usize>> {
        Ok(lock(&self.refused)?.clone())
    }
    /// What is in doubt; it is not any more.
    pub fn take_open(&self) -> Result<Vec<Sent>> {
        Ok(std::mem::take(&mut *lock(&self.open)?))
    }
    /// What was told behind a place in the ledger.
    pub fn told_since(&self, place: usize) -> Result<Vec<Told>> {
        Ok(lock(&self.told)?.get(place..).unwrap_or_default().to_vec())
    }
    pub fn count(&self, kind: Kind) -> Result<i64> {
        Ok(i64::try_from(lock(&self.told)?.iter().filter(|told| told.sent.kind == kind).count())?)
    }
}

/// What nobody who panicked has held.
pub fn lock<T>(held: &Mutex<T>) -> Result<MutexGuard<'_, T>> {
    held.lock().map_err(|_| "a caller panicked".into())
}
