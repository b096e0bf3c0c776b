//! What a photo after shows of itself: taken in time, at the place, and no other photo. It is told to whoever
//! verifies, and refuses nothing.

use kernel::{geo::Position, moment::Moment};

/// Clocks of cameras are not exact.
const TOLERANCE_MS: i64 = 10 * 60 * 1000;

/// What is said of a photo: by its sender, and by its camera.
#[derive(Clone, Debug, Default)]
pub struct Testimony {
    pub taken: Vec<Moment>,
    pub places: Vec<Position>,
    /// metres by which the places may be wrong
    pub accuracy_m: f64,
}

impl Testimony {
    /// All that is said lies after a moment; nothing said: nobody knows.
    pub fn later(&self, than: Moment) -> Option<bool> {
        let first = self.taken.iter().min()?;
        Some(than.since(*first) <= TOLERANCE_MS)
    }
    /// The farthest place that is said, in metres.
    pub fn distance_m(&self, from: Option<Position>) -> Option<f64> {
        let from = from?;
        self.places.iter().map(|place| place.distance_m(from)).reduce(f64::max)
    }
    /// All that is said lies within some metres of the place.
    pub fn here(&self, from: Option<Position>, within_m: u32) -> Option<bool> {
        let far = self.distance_m(from)?;
        Some(far - self.accuracy_m <= f64::from(within_m))
    }
}

/// A camera's local time, as `2026-10-30 09:12:00`.
pub fn camera_time(words: &str) -> Option<Moment> {
    let (day, time) = words.trim().split_once(' ')?;
    format!("{}T{time}+08:00", day.replace(':', "-")).parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    fn at(time: &str) -> Moment {
        format!("2026-10-30T{time}:00+08:00").parse().unwrap()
    }

    #[test]
    fn the_worst_that_is_said_counts_and_nothing_said_is_unknown() {
        let place = Position::new(117.17, 34.26).unwrap();
        let far = Position::new(117.18, 34.26).unwrap();
        let said = |taken: &[&str], places: &[Position]| Testimony {
            taken: taken.iter().map(|time| at(time)).collect(),
            places: places.to_vec(),
            accuracy_m: 20.0,
        };
        let found = at("09:00");
        for (testimony, later, here) in [
            (said(&[], &[]), None, None),
            (said(&["09:30"], &[place]), Some(true), Some(true)),
            // the sender's clock and the camera's
            (said(&["09:30", "08:55"], &[place]), Some(true), Some(true)),
            (said(&["09:30", "08:30"], &[place, far]), Some(false), Some(false)),
            (said(&["08:49"], &[far]), Some(false), Some(false)),
        ] {
            assert_eq!(
                (testimony.later(found), testimony.here(Some(place), 200)),
                (later, here),
                "{testimony:?}"
            );
            assert_eq!(testimony.here(None, 200), None, "a case without a position");
        }
        assert_eq!(camera_time("2026:10:30 09:12:00"), Some(at("09:12")));
        assert_eq!(camera_time("2026-10-30 09:12:00"), Some(at("09:12")));
        assert_eq!(camera_time("0000:00:00"), None);
    }
}
