//! Fixing on the spot: when two photos are of one visit, and which cases are drawn for verification.

use crate::cases::model::CaseId;
use hmac::{Hmac, KeyInit, Mac, digest::InvalidLength};
use kernel::moment::Moment;
use sha2::{Digest, Sha256};

/// A visit's photos lie at most this far apart.
const VISIT_MS: i64 = 3600 * 1000;

/// When a photo was taken by its sender's clock, and when it came.
#[derive(Clone, Copy, Debug)]
pub struct Taken {
    pub said: Option<Moment>,
    pub came: Moment,
}

/// The photo before was taken in the same visit as the photo after. One phone's clock tells the time between two of its
/// photos even where it is wrong, and so does one that had no signal for hours; without it their coming counts.
pub fn same_visit(before: Taken, after: Taken) -> bool {
    let apart = match (before.said, after.said) {
        (Some(before), Some(after)) => after.since(before),
        _ => after.came.since(before.came),
    };
    (0..=VISIT_MS).contains(&apart)
}

/// The seed of a month, as `2026-10`: from the installation's secret, so that one that is told gives away no other.
pub fn seed(secret: &[u8], month: &str) -> Result<[u8; 32], InvalidLength> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret)?;
    mac.update(month.as_bytes());
    Ok(mac.finalize().into_bytes().into())
}

/// Whether a case is drawn, of which `percent` in a hundred are: from its id and the seed of the month in which it was
/// registered, so that nobody can choose it and everybody can check it once the seed is told.
pub fn drawn(seed: &[u8], id: CaseId, percent: u8) -> bool {
    let hash = Sha256::new().chain_update(seed).chain_update(id.0.as_bytes()).finalize();
    let head = hash.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    head % 100 < u32::from(percent)
}
