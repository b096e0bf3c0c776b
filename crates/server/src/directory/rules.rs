//! The laws of the tree: levels with the length of their codes, kinds read off a code, and the labels of paths.

use serde_json::Value;

/// A level of the area tree; below the village codes are the office's own.
struct Level {
    word: &'static str,
    /// digits of its statistical code
    digits: Option<usize>,
}

const fn level(word: &'static str, digits: Option<usize>) -> Level {
    Level { word, digits }
}

/// From the coarsest to the finest.
const LEVELS: &[Level] = &[
    level("province", Some(2)),
    level("city", Some(4)),
    level("district", Some(6)),
    level("town", Some(9)),
    level("village", Some(12)),
    level("grid", None),
    level("village_group", None),
    level("estate", None),
    level("building", None),
    level("household", None),
];

/// The five levels that the nation's codes know.
pub const NATIONAL: [&str; 5] = ["province", "city", "district", "town", "village"];

pub fn levels() -> impl Iterator<Item = &'static str> {
    LEVELS.iter().map(|level| level.word)
}

/// How fine a level is; nothing for a word that is no level.
pub fn rank(level: &str) -> Option<usize> {
    LEVELS.iter().position(|known| known.word == level)
}

/// Has the code the digits of its level? Below the village any code will do.
pub fn code_fits(level: &str, code: &str) -> bool {
    let digits = LEVELS.iter().find(|known| known.word == level).and_then(|known| known.digits);
    digits.is_none_or(|digits| code.len() == digits && code.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What an area is within its level, read off its statistical code (rules for the coding of statistical divisions):
/// of a town's last three digits 001–099 are sub-districts, 100–199 towns, 200–399 townships; of a village's,
/// 001–199 and 400–499 are residents' committees or the like, the others villagers'.
pub fn kind_of(level: &'static str, code: &str) -> &'static str {
    let tail = code.get(code.len().saturating_sub(3)..).and_then(|tail| tail.parse::<u16>().ok());
    match (level, tail) {
        ("town", Some(0..=99)) => "sub_district",
        ("town", Some(200..=399)) => "township",
        ("village", Some(0..=199 | 400..=499)) => "community",
        _ => level,
    }
}

/// Whether a verb of a vacant post falls to the head above: rights over others' rights wait for a holder.
pub fn passes(verb: &str) -> bool {
    !matches!(verb, "grant.write" | "person.write" | "account.write" | "deputy.set")
}

/// Kinds of organisation that own a place.
pub const COMMITTEES: [&str; 2] = ["community", "village"];

/// What an area of a level may be within it.
pub fn kinds(level: &str) -> &'static [&'static str] {
    match level {
        "town" => &["town", "township", "sub_district"],
        "village" => &COMMITTEES,
        _ => &[],
    }
}

/// The name of a committee whose area has another name and kind now: 南窑村村民委员会 becomes 南窑社区居民委员会.
pub fn committee_name(name: &str, old: &str, new: &str, kind: &str) -> String {
    let renamed = name.replace(old, new);
    match kind {
        "community" => renamed.replace("村民委员会", "居民委员会").replace("村委会", "居委会"),
        _ => renamed.replace("居民委员会", "村民委员会").replace("居委会", "村委会"),
    }
}

/// Several GeoJSON boundaries as one; nothing where one of them is neither a polygon nor several.
pub fn joined(boundaries: &[&str]) -> Option<String> {
    let mut polygons = Vec::new();
    for text in boundaries {
        let geometry: Value = serde_json::from_str(text).ok()?;
        let coordinates = geometry.get("coordinates")?.clone();
        match geometry.get("type")?.as_str()? {
            "Polygon" => polygons.push(coordinates),
            "MultiPolygon" => polygons.extend(coordinates.as_array()?.iter().cloned()),
            _ => return None,
        }
    }
    let whole = |polygons| serde_json::json!({ "type": "MultiPolygon", "coordinates": polygons }).to_string();
    (!polygons.is_empty()).then(|| whole(polygons))
}

const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The n-th label below one parent: base 32 in byte order, a longer number behind a longer mark, so that order holds.
pub fn label(n: u64) -> String {
    let mut digits = Vec::new();
    let mut rest = n;
    while rest > 0 || digits.is_empty() {
        digits.push(char::from(DIGITS[usize::try_from(rest % 32).unwrap_or(0)]));
        rest /= 32;
    }
    let mark = char::from(DIGITS[digits.len().min(31)]);
    std::iter::once(mark).chain(digits.into_iter().rev()).collect()
}

/// The number of the label that comes after a path's last one; nought where there is no child yet. Labels are for
/// life, so the next one follows the greatest and never fills a gap.
pub fn next_number(greatest: Option<&str>) -> u64 {
    let Some(path) = greatest else { return 0 };
    let last = path.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let digit = |byte| DIGITS.iter().position(|known| *known == byte).unwrap_or(0) as u64;
    last.bytes().skip(1).fold(0, |number, byte| number * 32 + digit(byte)) + 1
}

/// The path of the n-th child of the area at `above`.
pub fn path(above: &str, n: u64) -> String {
    format!("{above}{}.", label(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_order_and_stay_short() {
        let labels: Vec<String> = (0..40_000).map(label).collect();
        assert!(labels.is_sorted(), "byte order is the order of making");
        assert!(labels.iter().all(|label| label.len() <= 5));
    }

    #[test]
    fn the_next_label_follows_the_greatest() {
        assert_eq!(next_number(None), 0);
        for n in [0, 31, 32, 1023, 1024, 665_000] {
            assert_eq!(next_number(Some(&path("10.", n))), n + 1);
        }
    }

    #[test]
    fn codes_have_the_length_of_their_level() {
        assert!(code_fits("village", "110101001001") && code_fits("grid", "W-3"));
        assert!(!code_fits("town", "110101") && !code_fits("city", "11x1"));
    }

    #[test]
    fn committees_take_the_name_and_kind_of_their_area() {
        let renamed = committee_name("南窑村村民委员会", "南窑村", "南窑社区", "community");
        assert_eq!(renamed, "南窑社区居民委员会");
        assert_eq!(committee_name("南窑居委会", "南窑", "北窑", "village"), "北窑村委会");
    }

    #[test]
    fn boundaries_are_joined_polygon_by_polygon() {
        let square = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
        let two = joined(&[square, square]).and_then(|text| joined(&[&text, square])).unwrap_or_default();
        let read: Value = serde_json::from_str(&two).unwrap_or_default();
        assert_eq!(read["coordinates"].as_array().map(Vec::len), Some(3));
        assert_eq!(joined(&[r#"{"type":"Point","coordinates":[0,0]}"#]), None);
        assert_eq!(joined(&[]), None);
    }

    #[test]
    fn kinds_are_read_off_the_code() {
        let kinds = [("town", "110101001"), ("town", "110101100"), ("town", "110101207")];
        assert_eq!(kinds.map(|(level, code)| kind_of(level, code)), ["sub_district", "town", "township"]);
        let kinds = [("village", "110101001001"), ("village", "110101001210"), ("village", "110101001498")];
        assert_eq!(kinds.map(|(level, code)| kind_of(level, code)), ["community", "village", "community"]);
        assert_eq!(kind_of("district", "110101"), "district");
    }
}
