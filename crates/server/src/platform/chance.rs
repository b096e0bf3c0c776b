//! Random bytes: the system's, or a seeded stream for the demo and the tests, so that both can be repeated.

use kernel::{id, id::Uuid, moment::Moment};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

pub struct Chance {
    seed: Option<[u8; 32]>,
    drawn: AtomicU64,
}

impl Chance {
    pub const fn system() -> Self {
        Self { seed: None, drawn: AtomicU64::new(0) }
    }
    pub fn seeded(seed: u64) -> Self {
        Self { seed: Some(Sha256::digest(seed.to_be_bytes()).into()), drawn: AtomicU64::new(0) }
    }
    /// 32 bytes nobody can foresee (or, seeded, the next of its stream).
    pub fn bytes(&self) -> Result<[u8; 32], getrandom::Error> {
        match &self.seed {
            Some(seed) => Ok(stream(seed, self.drawn.fetch_add(1, Ordering::Relaxed))),
            None => {
                let mut bytes = [0; 32];
                getrandom::fill(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
    pub fn id(&self, now: Moment) -> Result<Uuid, getrandom::Error> {
        Ok(id::v7(now, ten(&self.bytes()?)))
    }
}

/// Ids of one verb, made from one drawn seed: a verb that runs again makes the same ones.
pub struct Ids {
    seed: [u8; 32],
    now: Moment,
    made: AtomicU64,
}

impl Ids {
    pub const fn new(seed: [u8; 32], now: Moment) -> Self {
        Self { seed, now, made: AtomicU64::new(0) }
    }
    pub fn next(&self) -> Uuid {
        id::v7(self.now, ten(&self.draw()))
    }
    /// A number nobody can foresee, and the same again.
    pub fn number(&self) -> u64 {
        let mut eight = [0; 8];
        eight.copy_from_slice(&self.draw()[..8]);
        u64::from_be_bytes(eight)
    }
    fn draw(&self) -> [u8; 32] {
        stream(&self.seed, self.made.fetch_add(1, Ordering::Relaxed))
    }
}

fn stream(seed: &[u8; 32], n: u64) -> [u8; 32] {
    Sha256::new().chain_update(seed).chain_update(n.to_be_bytes()).finalize().into()
}
fn ten(bytes: &[u8; 32]) -> [u8; 10] {
    let mut ten = [0; 10];
    ten.copy_from_slice(&bytes[..10]);
    ten
}
