//! Fixing on the spot: when two photos are of one visit, and which cases are drawn for verification.

use crate::cases::model::CaseId;
use kernel::moment::Moment;
use sha2::{Digest, Sha256};

/// A visit's photos lie at most this far apart.
const VISIT_MS: i64 = 3600 * 1000;

/// The photo before was sent in the same visit as the photo after.
pub fn same_visit(before: Moment, after: Moment) -> bool {
    (0..=VISIT_MS).contains(&after.since(before))
}

/// Whether a case is drawn, of which `percent` in a hundred are: from its id and the installation's secret, so that
/// nobody can choose it and everybody can check it once the secret is told.
pub fn drawn(secret: &[u8], id: CaseId, percent: u8) -> bool {
    let hash = Sha256::new().chain_update(secret).chain_update(id.0.as_bytes()).finalize();
    let head = hash.iter().take(4).fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    head % 100 < u32::from(percent)
}
