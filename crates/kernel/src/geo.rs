//! Positions on earth: WGS 84 inside (CGCS2000 agrees with it to centimetres), GCJ-02 converted at the edge.

use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// What a device or a map gave its coordinates in; kept beside a position as the source had it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    #[default]
    Wgs84,
    /// The shifted coordinates of Chinese maps and of the positions that web views there hand out.
    Gcj02,
}

/// Degrees east and north in WGS 84.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Degrees")]
pub struct Position {
    lon: f64,
    lat: f64,
}

/// Not a longitude of −180 to 180 and a latitude of −90 to 90 degrees.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error(
    "longitude {lon}, latitude {lat} is no position; longitudes go from -180 to 180, latitudes from -90 to 90"
)]
pub struct NoPosition {
    pub lon: f64,
    pub lat: f64,
}

impl Position {
    /// # Errors
    /// Degrees out of range or not a number.
    pub fn new(lon: f64, lat: f64) -> Result<Self, NoPosition> {
        let sound = (-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat);
        if sound { Ok(Self { lon, lat }) } else { Err(NoPosition { lon, lat }) }
    }

    /// Reads degrees of either datum.
    ///
    /// # Errors
    /// As [`Position::new`].
    pub fn read(lon: f64, lat: f64, datum: Datum) -> Result<Self, NoPosition> {
        let given = Self::new(lon, lat)?;
        Ok(match datum {
            Datum::Wgs84 => given,
            Datum::Gcj02 => unshifted(given),
        })
    }

    /// Longitude and latitude in a datum, for a map that draws in it.
    pub fn degrees(self, datum: Datum) -> (f64, f64) {
        match datum {
            Datum::Gcj02 if in_the_shifted_box(self) => {
                let (east, north) = shift(self);
                (self.lon + east, self.lat + north)
            }
            _ => (self.lon, self.lat),
        }
    }

    pub fn lon(self) -> f64 {
        self.lon
    }

    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Metres along the great circle (haversine on the mean radius): within 0.6 % of the ellipsoid, exact
    /// enough for "how far from the site".
    pub fn distance_m(self, other: Self) -> f64 {
        const MEAN_RADIUS_M: f64 = 6_371_008.8;
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let across = self.lat.to_radians().cos() * other.lat.to_radians().cos() * half(self.lon, other.lon);
        let chord = half(self.lat, other.lat) + across;
        2.0 * MEAN_RADIUS_M * chord.sqrt().min(1.0).asin()
    }
}

/// The box in which maps shift; what lies outside is WGS 84 in either datum.
fn in_the_shifted_box(at: Position) -> bool {
    (72.004..=137.8347).contains(&at.lon) && (0.8293..=55.8271).contains(&at.lat)
}

/// Seeks the position whose shifted degrees are the given ones: the shift changes so slowly from place to place
/// that each round shrinks the error about a thousandfold.
fn unshifted(given: Position) -> Position {
    if !in_the_shifted_box(given) {
        return given;
    }
    let mut found = given;
    for _ in 0..4 {
        let (east, north) = shift(found);
        found = Position { lon: given.lon - east, lat: given.lat - north };
    }
    found
}

/// The known approximation of the shift, in degrees east and north, on the Krasovsky 1940 ellipsoid.
fn shift(at: Position) -> (f64, f64) {
    const MAJOR_AXIS_M: f64 = 6_378_245.0;
    const ECCENTRICITY_2: f64 = 0.006_693_421_622_965_943;
    let (x, y) = (at.lon - 105.0, at.lat - 35.0);
    let sines = |value: f64, waves: [(f64, f64); 2]| -> f64 {
        waves.iter().map(|(height, period)| height * (value / period * PI).sin()).sum::<f64>() * 2.0 / 3.0
    };
    let common = sines(x, [(20.0, 1.0 / 6.0), (20.0, 0.5)]);
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + sines(x, [(20.0, 1.0), (40.0, 3.0)])
        + sines(x, [(150.0, 12.0), (300.0, 30.0)]);
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + sines(y, [(20.0, 1.0), (40.0, 3.0)])
        + sines(y, [(160.0, 12.0), (320.0, 30.0)]);
    let phi = at.lat.to_radians();
    let bulge = 1.0 - ECCENTRICITY_2 * phi.sin().powi(2);
    let meridian_m = MAJOR_AXIS_M * (1.0 - ECCENTRICITY_2) / bulge.powf(1.5);
    let parallel_m = MAJOR_AXIS_M / bulge.sqrt() * phi.cos();
    ((east / parallel_m).to_degrees(), (north / meridian_m).to_degrees())
}

#[derive(Deserialize)]
struct Degrees {
    lon: f64,
    lat: f64,
}

impl TryFrom<Degrees> for Position {
    type Error = NoPosition;
    fn try_from(degrees: Degrees) -> Result<Self, NoPosition> {
        Self::new(degrees.lon, degrees.lat)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;
    use proptest::prelude::*;

    fn wgs(lon: f64, lat: f64) -> Position {
        Position::new(lon, lat).unwrap()
    }

    #[test]
    fn shifts_as_maps_do() {
        // The first pair is a map provider's own answer; the others are what the open converters agree on.
        for (from, lon, lat, within_m) in [
            (wgs(116.390_89, 39.907_34), 116.397_136_23, 39.908_745_39, 1.0),
            (wgs(116.404, 39.915), 116.410_244_499, 39.916_404_281, 0.01),
            (wgs(121.091_707_7, 30.610_777_9), 121.096_269_356, 30.608_604_332, 0.01),
            (wgs(113.912_316, 22.543_847), 113.917_176_481, 22.540_796_132, 0.05),
        ] {
            let (east, north) = from.degrees(Datum::Gcj02);
            let off = wgs(east, north).distance_m(wgs(lon, lat));
            assert!(off < within_m, "{east} {north} is {off} m off");
        }
    }

    #[test]
    fn outside_the_box_nothing_moves() {
        let paris = wgs(2.294_5, 48.858_4);
        assert_eq!(paris.degrees(Datum::Gcj02), (2.294_5, 48.858_4));
        assert_eq!(Position::read(2.294_5, 48.858_4, Datum::Gcj02), Ok(paris));
    }

    #[test]
    fn distances() {
        // One degree of latitude on the mean sphere, and Beijing to Shanghai.
        assert!((wgs(116.0, 39.0).distance_m(wgs(116.0, 40.0)) - 111_195.08).abs() < 0.1);
        let far = wgs(116.4074, 39.9042).distance_m(wgs(121.4737, 31.2304));
        assert!((far - 1_067_000.0).abs() < 2_000.0, "{far}");
        assert!((wgs(0.0, 0.0).distance_m(wgs(180.0, 0.0)) - PI * 6_371_008.8).abs() < 0.1);
    }

    #[test]
    fn degrees_out_of_range_are_refused() {
        for (lon, lat) in [(181.0, 0.0), (0.0, 90.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert!(Position::new(lon, lat).is_err());
        }
        assert!(serde_json::from_str::<Position>(r#"{"lon":30.0,"lat":120.0}"#).is_err());
        let at = wgs(120.5, 30.25);
        assert_eq!(serde_json::from_str::<Position>(&serde_json::to_string(&at).unwrap()).unwrap(), at);
        assert_eq!(serde_json::to_string(&Datum::Gcj02).unwrap(), "\"gcj02\"");
    }

    proptest! {
        #[test]
        fn there_and_back_is_within_half_a_metre(lon in 73.0..136.0_f64, lat in 3.0..54.0_f64) {
            let at = wgs(lon, lat);
            let (east, north) = at.degrees(Datum::Gcj02);
            let moved = at.distance_m(wgs(east, north));
            prop_assert!((10.0..2_000.0).contains(&moved), "the shift is real: {moved} m");
            let back = Position::read(east, north, Datum::Gcj02).unwrap();
            prop_assert!(at.distance_m(back) < 0.001, "{} m", at.distance_m(back));
        }

        #[test]
        fn distance_is_symmetric_and_never_negative(
            a in (-180.0..180.0_f64, -90.0..90.0_f64), b in (-180.0..180.0_f64, -90.0..90.0_f64),
        ) {
            let (a, b) = (wgs(a.0, a.1), wgs(b.0, b.1));
            prop_assert!(a.distance_m(b) >= 0.0 && a.distance_m(a).abs() < 1e-6);
            prop_assert!((a.distance_m(b) - b.distance_m(a)).abs() < 1e-3);
        }
    }
}
