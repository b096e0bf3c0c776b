//! How often what failed is tried again, and after what pauses; then it is left for the administrator.

use std::time::Duration;

pub const ATTEMPTS: i32 = 10;
/// Before the second try; each further pause is twice as long, up to the longest.
const PAUSE: Duration = Duration::from_mins(1);
const LONGEST: Duration = Duration::from_hours(6);

/// How long after its n-th failure a thing is tried again.
pub fn pause(failures: i32) -> Duration {
    let doubled = u32::try_from(failures.clamp(1, ATTEMPTS) - 1).unwrap_or(0);
    LONGEST.min(PAUSE * 2_u32.pow(doubled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_growing() {
        let minutes: Vec<u64> = (1..=10).map(|n| pause(n).as_secs() / 60).collect();
        assert_eq!(minutes, [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]);
    }
}
