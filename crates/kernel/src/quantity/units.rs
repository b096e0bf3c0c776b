//! Units that convert exactly into one another. Different things never do: 亩 and ㎡, 人 and 人次, 处 and ㎡, 户 and 人.

use super::{Unreadable, fixed::power};

/// Names of units with what each measures and how many of the smallest unit of that kind it holds.
const UNITS: &[(&[&str], &str, i128)] = &[
    (&["元"], "money", 1),
    (&["千元"], "money", 1_000),
    (&["万元"], "money", 10_000),
    (&["亿元"], "money", 100_000_000),
    (&["克", "g"], "weight", 1),
    (&["斤", "市斤"], "weight", 500),
    (&["公斤", "千克", "kg"], "weight", 1_000),
    (&["吨", "t"], "weight", 1_000_000),
    (&["厘米", "cm"], "length", 1),
    (&["米", "m"], "length", 100),
    (&["公里", "千米", "km"], "length", 100_000),
    (&["㎡", "平方米", "平米", "平方", "m²"], "area", 1),
    (&["公顷"], "area", 10_000),
    (&["平方公里", "平方千米"], "area", 1_000_000),
    (&["立方米", "立方", "方", "m³"], "volume", 1),
    (&["分钟"], "time", 1),
    (&["小时", "工时"], "time", 60),
    (&["人", "名", "位"], "person", 1),
    (&["户", "家"], "household", 1),
    (&["人次"], "attendance", 1),
    (&["%", "％", "百分之"], "share", 1),
];

fn unit(name: &str) -> Option<(&'static str, i128)> {
    let bare = name.trim().strip_prefix('个').filter(|rest| !rest.is_empty()).unwrap_or(name.trim());
    let found = UNITS.iter().find(|(names, ..)| names.contains(&bare));
    found.map(|(_, measures, holds)| (*measures, *holds))
}

/// Whether one unit is the other or converts into it exactly.
pub fn converts(from: &str, to: &str) -> bool {
    from.trim() == to.trim() || unit(from).zip(unit(to)).is_some_and(|(from, to)| from.0 == to.0)
}

/// A quantity with so many decimals of one unit, in the smallest unit at the decimals of another into which it converts.
///
/// # Errors
/// [`Unreadable::TooFine`] where the other unit does not keep as much, [`Unreadable::TooLarge`] beyond its range.
pub fn convert(quantity: i64, held: u8, from: &str, to: &str, decimals: u8) -> Result<i64, Unreadable> {
    let (times, of) = match unit(from).zip(unit(to)) {
        Some((from, to)) if from.0 == to.0 => (from.1, to.1),
        _ => (1, 1),
    };
    let size = i128::from(quantity).checked_mul(times).and_then(|size| size.checked_mul(power(decimals)));
    let (size, of) = size.zip(power(held).checked_mul(of)).ok_or(Unreadable::TooLarge)?;
    if size % of != 0 {
        return Err(Unreadable::TooFine(decimals));
    }
    i64::try_from(size / of).map_err(|_| Unreadable::TooLarge)
}
