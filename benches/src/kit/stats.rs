//! Times of many calls, told in milliseconds.

use std::time::Duration;

/// Times in order.
pub struct Times(Vec<Duration>);

impl Times {
    pub fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }
    /// The smallest time that this share of all does not pass: 0.99 for the p99.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a count
    pub fn at(&self, share: f64) -> f64 {
        let rank = (self.0.len() as f64 * share).ceil() as usize;
        self.0.get(rank.max(1) - 1).copied().map_or(0.0, millis)
    }
    pub fn longest(&self) -> f64 {
        self.at(1.0)
    }
}

pub fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_calls_is_within_its_time() {
        let times = Times::of((1..=200).rev().map(Duration::from_millis).collect());
        for (share, wanted) in [(0.5, 100.0), (0.99, 198.0), (1.0, 200.0)] {
            assert!((times.at(share) - wanted).abs() < 0.5, "{share}");
        }
        assert_eq!(Times::of(vec![]).longest().to_bits(), 0.0_f64.to_bits());
    }
}
