//! How papers say days, times, periods, changes and lists, and what they must not say.

use jiff::{Zoned, civil::Date};
use journal::Metric;
use kernel::{
    moment::{Moment, shanghai},
    period::{Comparison, Period},
    quantity::{Medium, format_fixed},
};

/// `2026年10月8日`
pub fn day(day: Date) -> String {
    format!("{}年{}", day.year(), short_day(day))
}

/// `10月8日`
pub fn short_day(day: Date) -> String {
    format!("{}月{}日", day.month(), day.day())
}

/// `2026年10月8日 09:12`
pub fn time(at: Moment) -> String {
    let at = local(at);
    format!("{} {:02}:{:02}", day(at.date()), at.hour(), at.minute())
}

/// `10月8日 09:12`
pub fn short_time(at: Moment) -> String {
    let at = local(at);
    format!("{} {:02}:{:02}", short_day(at.date()), at.hour(), at.minute())
}

fn local(at: Moment) -> Zoned {
    at.timestamp().to_zoned(shanghai())
}

/// `2026年10月`, `2026年第四季度`, `10月1日至30日`
pub fn period(period: Period) -> String {
    match period {
        Period::Year(year) => format!("{year}年"),
        Period::Half(year, half) => format!("{year}年{}半年", if half == 1 { "上" } else { "下" }),
        Period::Quarter(year, quarter) => {
            format!("{year}年第{}季度", numeral(usize::try_from(quarter).unwrap_or(1)))
        }
        Period::Month(year, month) => format!("{year}年{month}月"),
        Period::Week(year, week) => format!("{year}年第{week}周"),
        Period::Days(from, to) if (from.year(), from.month()) == (to.year(), to.month()) => {
            format!("{}至{}日", day(from), to.day())
        }
        Period::Days(from, to) => format!("{}至{}", day(from), day(to)),
        Period::YearTo(year, to) => format!("{year}年1月1日至{}", short_day(to)),
    }
}

/// The period as a paper calls it once it is named: 本月, 本季度, 本期.
pub const fn spell(period: Period) -> &'static str {
    match period {
        Period::Year(_) => "本年",
        Period::Half(..) => "本半年",
        Period::Quarter(..) => "本季度",
        Period::Month(..) => "本月",
        Period::Week(..) => "本周",
        Period::Days(..) | Period::YearTo(..) => "本期",
    }
}

/// What a period is compared with: 较上月; a running one with 较上月同期.
pub fn against(compared: &Comparison) -> String {
    let before = match compared.named {
        Period::Year(_) | Period::YearTo(..) => "上年",
        Period::Half(..) => "上一个半年",
        Period::Quarter(..) => "上季度",
        Period::Month(..) => "上月",
        Period::Week(..) => "上周",
        Period::Days(..) => "上期",
    };
    format!("较{before}{}", if compared.running { "同期" } else { "" })
}

/// How a figure changed: `较上月提高` `3.3` `个百分点`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub before: String,
    pub digits: String,
    pub after: String,
    /// the digits with a sign where it went down
    pub signed: String,
}

/// A base below this is too small for a percentage.
const SMALL: i64 = 10;
/// Grown by so many times its base a count is told in times.
const TIMES: i64 = 2;

/// Rates change in 个百分点, counts in % or in 倍, from a small base in their own unit. No change says nothing.
pub fn change(metric: &Metric, of: i64, with: i64, against: &str) -> Option<Change> {
    let difference = of.checked_sub(with).filter(|difference| *difference != 0)?;
    let (size, up) = (difference.checked_abs()?, difference > 0);
    let base = SMALL.checked_mul(10_i64.checked_pow(u32::from(metric.decimals))?)?;
    let (digits, after) = if metric.unit == "%" {
        (format_fixed(size, metric.decimals), "个百分点".to_owned())
    } else if with < base {
        (Medium::Paper.number(size, metric.decimals), metric.unit.clone())
    } else if size / with >= TIMES {
        (format_fixed(size.checked_mul(10)? / with, 1), "倍".to_owned())
    } else {
        (Medium::Paper.share(size, with)?, String::new())
    };
    let verb = match (metric.unit == "%", up) {
        (true, true) => "提高",
        (true, false) => "下降",
        (false, true) => "增加",
        (false, false) => "减少",
    };
    let signed = if up { digits.clone() } else { format!("-{digits}") };
    Some(Change { before: format!("{against}{verb}"), digits, after, signed })
}

/// `一是`, `二是` … for the parts of a list.
pub fn ordinal(n: usize) -> String {
    format!("{}是", numeral(n))
}

/// 1 to 99 in Chinese.
fn numeral(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match n {
        1..=9 => DIGITS[n].to_owned(),
        10..=19 => format!("十{}", DIGITS[n - 10]),
        20..=99 => format!("{}十{}", DIGITS[n / 10], DIGITS[n % 10]),
        _ => n.to_string(),
    }
}

/// So many digits, written together or apart, may be somebody's telephone or identity card.
const LONG: usize = 7;
/// What people write between the digits of one number.
const BETWEEN: &str = " \u{a0}\u{3000}-‐‑–—－_.．·";

/// The text with telephone and identity numbers hidden behind their first three digits: what leaves for a chat group.
pub fn without_numbers(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (number, digits) = number(rest);
        if digits < LONG {
            let taken = number.len().max(first.len_utf8());
            out.push_str(&rest[..taken]);
            rest = &rest[taken..];
        } else {
            out.extend(number.chars().filter(|c| is_digit(*c)).take(3));
            out.push_str("****");
            // the check letter of an identity number
            rest = rest[number.len()..].trim_start_matches(['X', 'x', 'Ｘ', 'ｘ']);
        }
    }
    out
}

/// The number that a text begins with, from its first digit to its last, and how many digits it has.
fn number(text: &str) -> (&str, usize) {
    let (mut end, mut digits) = (0, 0);
    for (at, c) in text.char_indices() {
        if is_digit(c) {
            (end, digits) = (at + c.len_utf8(), digits + 1);
        } else if digits == 0 || !BETWEEN.contains(c) {
            break;
        }
    }
    (&text[..end], digits)
}

/// 0 to 9, and the same as wide as a Chinese character.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    #[test]
    fn days_and_times_stand_in_local_words() {
        let at: Moment = "2026-10-07T16:05:00Z".parse().unwrap();
        assert_eq!(time(at), "2026年10月8日 00:05");
        assert_eq!(short_time(at), "10月8日 00:05");
    }

    fn metric(unit: &str, decimals: u8) -> Metric {
        let text = format!(
            "[shared]\nkind = \"flow\"\nunit_en = \"x\"\ngrain = \"village\"\nclass = \"open\"\ndims = []\nowners = [{{ kind = \"case\" }}]\n[[metric]]\ncode = \"a.b\"\nname = \"x\"\nname_en = \"x\"\ncredits = \"x\"\nbetter = \"none\"\nwords = \"x\"\nwords_en = \"x\"\nunit = \"{unit}\"\ndecimals = {decimals}\n"
        );
        journal::Metrics::read(&[&text]).unwrap().get("a.b").unwrap().clone()
    }

    #[test]
    fn rates_change_in_points_and_counts_in_percent() {
        let (rate, count) = (metric("%", 1), metric("件", 0));
        for (metric, of, with, said) in [
            (&rate, 894, 861, Some("较上月提高3.3个百分点")),
            (&rate, 861, 882, Some("较上月下降2.1个百分点")),
            (&rate, 894, 894, None),
            (&count, 486, 452, Some("较上月增加7.5%")),
            (&count, 20, 40, Some("较上月减少50.0%")),
            (&count, 59, 20, Some("较上月增加195.0%")),
            (&count, 278, 23, Some("较上月增加11.0倍")),
            (&count, 12, 9, Some("较上月增加3件")),
            (&count, 3, 9, Some("较上月减少6件")),
            (&count, 5, 0, Some("较上月增加5件")),
            (&count, 0, 0, None),
        ] {
            let found = change(metric, of, with, "较上月").map(|c| c.before + &c.digits + &c.after);
            assert_eq!(found.as_deref(), said, "{of} after {with}");
        }
    }

    #[test]
    fn periods_and_ordinals_in_words() {
        for (text, said, spelt) in [
            ("2026-10", "2026年10月", "本月"),
            ("2026-Q4", "2026年第四季度", "本季度"),
            ("2026-H1", "2026年上半年", "本半年"),
            ("2026-10-01..2026-10-30", "2026年10月1日至30日", "本期"),
        ] {
            let of: Period = text.parse().unwrap();
            assert_eq!((period(of).as_str(), spell(of)), (said, spelt));
        }
        for (text, today, said) in [
            ("2026-10", "2026-11-02", "较上月"),
            ("2026-10", "2026-10-20", "较上月同期"),
            ("2026", "2027-01-01", "较上年"),
        ] {
            let compared = text.parse::<Period>().unwrap().compared(
                kernel::period::Against::Before,
                today.parse().unwrap(),
                1,
            );
            assert_eq!(against(&compared.unwrap()), said);
        }
        assert_eq!([1, 10, 11, 20, 23].map(ordinal), ["一是", "十是", "十一是", "二十是", "二十三是"]);
    }

    #[test]
    fn telephone_and_identity_numbers_are_hidden() {
        for (text, said) in [
            ("联系13800000000，8号楼", "联系138****，8号楼"),
            ("联系138 0000 0000 请速办", "联系138**** 请速办"),
            ("138-0000-0000、139–0000–0000", "138****、139****"),
            ("手机１３８００００００００，张先生", "手机１３８****，张先生"),
            ("138　0000　0000", "138****"),
            ("电话 0411-8765432", "电话 041****"),
            ("(0411)8765432", "(0411)876****"),
            ("99010120000101123X", "990****"),
            ("身份证990101 20000101 123Ｘ。", "身份证990****。"),
            ("菜市街8号 2-1-301，第3网格", "菜市街8号 2-1-301，第3网格"),
            ("10月30日 09:12，编号 12", "10月30日 09:12，编号 12"),
            ("长 3.5 公里 - 见图", "长 3.5 公里 - 见图"),
        ] {
            assert_eq!(without_numbers(text), said);
        }
    }
}
