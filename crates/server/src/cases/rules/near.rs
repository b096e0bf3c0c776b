//! When two places in words may be the same.

use std::collections::BTreeSet;

/// So much of the shorter words must be in the longer.
const ENOUGH: f64 = 0.6;

/// Most pairs of neighbouring signs of the shorter are in the longer: `菜市街 8 号` in `菜市街8号东门`.
pub fn same_place(one: &str, other: &str) -> bool {
    let (one, other) = (pairs(one), pairs(other));
    let shorter = one.len().min(other.len());
    let shared = one.intersection(&other).count();
    #[allow(clippy::cast_precision_loss)] // a place has at most 120 signs
    let share = shared as f64 / shorter.max(1) as f64;
    shorter > 0 && share >= ENOUGH
}

fn pairs(words: &str) -> BTreeSet<(char, char)> {
    let signs: Vec<char> =
        words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    signs.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_alike_by_what_they_share() {
        for (one, other, same) in [
            ("菜市街 8 号", "菜市街8号东门", true),
            ("菜市街8号", "菜市街 18 号", true),
            ("菜市街", "菜场路", false),
            ("东门", "菜市场东门外", true),
            ("东", "东", false),
            ("", "菜市街", false),
            ("Market St 8", "market st 8, east gate", true),
        ] {
            assert_eq!(same_place(one, other), same, "{one} {other}");
            assert_eq!(same_place(other, one), same, "{other} {one}");
        }
    }
}
