//! The demo town's ground: eleven communities and villages cut out of one outline, each holding what lies nearest its
//! centre, so that neighbours share their edges to the last digit. Pure; only sums and products, so that every machine
//! computes the same degrees.

use super::dice::Dice;

/// A point of the drawing, `x` to the east and `y` to the south, 15 m to the unit.
type Point = (f64, f64);

/// The town's outline.
#[rustfmt::skip] // many pairs to the line read better than one
const OUTLINE: &[Point] = &[
    (18., 168.), (25., 136.), (40., 110.), (62., 91.), (88., 78.), (100., 52.), (116., 30.), (138., 15.), (168., 8.),
    (197., 8.), (222., 12.), (244., 17.), (268., 18.), (305., 20.), (337., 29.), (361., 48.), (374., 76.),
    (381., 102.), (387., 128.), (389., 156.), (382., 188.), (371., 214.), (356., 236.), (336., 256.), (312., 272.),
    (295., 285.), (277., 301.), (255., 316.), (226., 326.), (190., 328.), (158., 321.), (129., 307.), (104., 286.),
    (80., 268.), (52., 247.), (29., 216.),
];

/// Code and centre of each community and village.
const CENTRES: &[(&str, Point)] = &[
    ("990101001001", (246., 150.)),
    ("990101001002", (150., 152.)),
    ("990101001003", (205., 215.)),
    ("990101001004", (200., 100.)),
    ("990101001005", (285., 225.)),
    ("990101001006", (120., 225.)),
    ("990101001201", (215., 290.)),
    ("990101001202", (165., 38.)),
    ("990101001203", (45., 190.)),
    ("990101001204", (345., 140.)),
    ("990101001205", (300., 55.)),
];

/// Where the drawing's origin lies and what a unit is, in degrees east and north.
const ORIGIN: Point = (117.008, 31.303);
const UNIT: Point = (0.000_16, -0.000_137);

/// A piece of the town in degrees, WGS 84, rounded to a tenth of a metre.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    pub code: &'static str,
    /// counter-clockwise, not closed
    pub ring: Vec<Point>,
    pub centre: Point,
}

/// All pieces, in the order of the communities.
pub fn pieces() -> Vec<Ground> {
    let piece = |&(code, centre): &(&'static str, Point)| {
        let others = CENTRES.iter().map(|(_, other)| *other).filter(|other| *other != centre);
        let cell = others.fold(OUTLINE.to_vec(), |cell, other| nearer(&cell, centre, other));
        Ground { code, ring: degrees(&cell), centre: degree(centre) }
    };
    CENTRES.iter().map(piece).collect()
}

/// The whole town.
pub fn whole() -> Ground {
    Ground { code: "990101001", ring: degrees(OUTLINE), centre: degree((205., 170.)) }
}

impl Ground {
    /// GeoJSON geometry.
    pub fn geojson(&self) -> String {
        let closed = self.ring.iter().chain(self.ring.first());
        let points: Vec<String> = closed.map(|(lon, lat)| format!("[{lon:.6},{lat:.6}]")).collect();
        format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, points.join(","))
    }
    /// Whether a point lies inside.
    pub fn holds(&self, p: Point) -> bool {
        let crosses = |(a, b): &(&Point, &Point)| {
            (a.1 > p.1) != (b.1 > p.1) && p.0 < a.0 + (p.1 - a.1) / (b.1 - a.1) * (b.0 - a.0)
        };
        self.ring.iter().zip(self.ring.iter().cycle().skip(1)).filter(crosses).count() % 2 == 1
    }
    /// A point inside, all of them alike; the centre, should chance miss a hundred times.
    pub fn spot(&self, dice: &mut Dice) -> Point {
        let span = |of: fn(&Point) -> f64| {
            let all = self.ring.iter().map(of);
            all.fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)))
        };
        let ((west, east), (south, north)) = (span(|p| p.0), span(|p| p.1));
        let mut throws =
            (0..100).map(|_| (round(dice.between(west, east)), round(dice.between(south, north))));
        throws.find(|at| self.holds(*at)).unwrap_or(self.centre)
    }
}

/// What of a cell lies nearer to one centre than to another.
fn nearer(cell: &[Point], centre: Point, other: Point) -> Vec<Point> {
    let square = |p: Point| p.0 * p.0 + p.1 * p.1;
    let beyond = |p: Point| {
        2.0 * (p.0 * (other.0 - centre.0) + p.1 * (other.1 - centre.1)) - (square(other) - square(centre))
    };
    let mut kept = Vec::new();
    for (i, &a) in cell.iter().enumerate() {
        let b = cell[(i + 1) % cell.len()];
        let (at_a, at_b) = (beyond(a), beyond(b));
        if at_a <= 0.0 {
            kept.push(a);
        }
        if at_a * at_b < 0.0 {
            let part = at_a / (at_a - at_b);
            kept.push((a.0 + part * (b.0 - a.0), a.1 + part * (b.1 - a.1)));
        }
    }
    kept
}

fn degrees(points: &[Point]) -> Vec<Point> {
    points.iter().rev().map(|point| degree(*point)).collect()
}
fn degree((x, y): Point) -> Point {
    (round(ORIGIN.0 + x * UNIT.0), round(ORIGIN.1 + y * UNIT.1))
}
fn round(degree: f64) -> f64 {
    (degree * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn area(ring: &[Point]) -> f64 {
        let cross = |(a, b): (&Point, &Point)| (a.0 - 117.0) * (b.1 - 31.0) - (b.0 - 117.0) * (a.1 - 31.0);
        ring.iter().zip(ring.iter().cycle().skip(1)).map(cross).sum::<f64>() / 2.0
    }

    fn edges(ring: &[Point]) -> Vec<(Point, Point)> {
        ring.iter().copied().zip(ring.iter().copied().cycle().skip(1)).collect()
    }

    fn cut(a: (Point, Point), b: (Point, Point)) -> bool {
        let side = |(p, q): (Point, Point), r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
        side(a, b.0) * side(a, b.1) < 0.0 && side(b, a.0) * side(b, a.1) < 0.0
    }

    #[test]
    fn the_pieces_fill_the_town_and_nothing_twice() {
        let (pieces, whole) = (pieces(), whole());
        assert_eq!(pieces.len(), 11);
        let sum: f64 = pieces.iter().map(|piece| area(&piece.ring)).sum();
        let town = area(&whole.ring);
        assert!(town > 0.0, "counter-clockwise");
        assert!((sum - town).abs() / town < 1e-5, "{sum} of {town}");
    }

    #[test]
    fn each_piece_is_simple_and_holds_its_centre_alone() {
        let pieces = pieces();
        for piece in &pieces {
            let edges = edges(&piece.ring);
            assert!(area(&piece.ring) > 0.0 && piece.ring.len() >= 4, "{}", piece.code);
            assert!(edges.iter().all(|(a, b)| a != b), "{} has an edge of no length", piece.code);
            assert!(!edges.iter().any(|a| edges.iter().any(|b| cut(*a, *b))), "{} cuts itself", piece.code);
            for other in &pieces {
                assert_eq!(other.holds(piece.centre), other.code == piece.code, "{}", piece.code);
            }
        }
    }

    #[test]
    fn neighbours_share_their_edges_exactly() {
        let key = |p: Point| ((p.0 * 1e6).round() as i64, (p.1 * 1e6).round() as i64);
        let mut seen: HashMap<_, u32> = HashMap::new();
        for (a, b) in pieces().iter().flat_map(|piece| edges(&piece.ring)) {
            *seen.entry((key(a).min(key(b)), key(a).max(key(b)))).or_default() += 1;
        }
        let outer = |n: u32| seen.values().filter(|times| **times == n).count();
        assert_eq!(outer(1) + outer(2), seen.len(), "no edge belongs to three");
        // the outer edges are the outline's, cut once by each border that reaches it
        let reach = 8;
        assert_eq!(outer(1), OUTLINE.len() + reach, "every other edge belongs to two");
    }

    #[test]
    fn a_spot_lies_in_its_piece() {
        let mut dice = Dice::new(7);
        for piece in pieces() {
            assert!((0..200).all(|_| piece.holds(piece.spot(&mut dice))), "{}", piece.code);
        }
    }
}
