//! Tests of `period`: worked examples as tables, and properties.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

fn span(text: &str, first_day: u8) -> String {
    let (from, to) = period(text).span(first_day);
    format!("{from} {to}")
}

#[test]
fn the_grammar_goes_both_ways() {
    for text in [
        "2026",
        "2026-H1",
        "2026-H2",
        "2026-Q4",
        "2026-10",
        "2026-W44",
        "2026-W53",
        "2026-10-01..2026-10-25",
        "2026-..2026-10-22",
    ] {
        assert_eq!(period(text).to_string(), text);
        assert_eq!(serde_json::to_value(period(text)).unwrap(), text);
        assert_eq!(text.parse::<Asked>().unwrap(), Asked::Period(period(text)));
    }
    for text in
        ["", "26", "2026-", "2026-H", "2026-h1", "2026-1", "2026-+1", "2026-Q04", "99999", "0026", "十月"]
    {
        assert_eq!(text.parse::<Period>(), Err(Error::Grammar(text.into())));
    }
    for text in ["2026-H3", "2026-Q0", "2026-13", "2026-00", "2026-W00", "2025-W53", "2026-02-29..2026-03-01"]
    {
        assert_eq!(text.parse::<Period>(), Err(Error::NoSuchDay(text.into())));
    }
    let inverted = "2026-10-25..2026-10-01";
    assert_eq!(inverted.parse::<Period>(), Err(Error::Order(inverted.into())));
    assert!(serde_json::from_str::<Period>("\"2026-13\"").is_err());
}

#[test]
fn a_campaign_stays_a_name_until_it_is_looked_up() {
    let asked: Asked = "campaign:百日攻坚".parse().unwrap();
    assert_eq!(asked.to_string(), "campaign:百日攻坚");
    assert_eq!(asked.resolve(|_| None), None);
    let days = (date(2026, 9, 1), date(2026, 12, 9));
    assert_eq!(
        asked.resolve(|code| (code == "百日攻坚").then_some(days)),
        Some(Period::Days(days.0, days.1))
    );
    assert_eq!(asked.resolve(|_| Some((days.1, days.0))), None);
    assert_eq!("campaign:".parse::<Asked>(), Err(Error::Grammar("campaign:".into())));
}

#[test]
fn spans_in_calendar_and_statistical_months() {
    for (text, calendar, from_the_26th) in [
        ("2026", "2026-01-01 2026-12-31", "2025-12-26 2026-12-25"),
        ("2026-H2", "2026-07-01 2026-12-31", "2026-06-26 2026-12-25"),
        ("2026-Q1", "2026-01-01 2026-03-31", "2025-12-26 2026-03-25"),
        ("2026-10", "2026-10-01 2026-10-31", "2026-09-26 2026-10-25"),
        ("2026-03", "2026-03-01 2026-03-31", "2026-02-26 2026-03-25"),
        ("2028-02", "2028-02-01 2028-02-29", "2028-01-26 2028-02-25"),
        ("2026-W44", "2026-10-26 2026-11-01", "2026-10-26 2026-11-01"),
        ("2026-W01", "2025-12-29 2026-01-04", "2025-12-29 2026-01-04"),
        ("2026-10-01..2026-10-25", "2026-10-01 2026-10-25", "2026-10-01 2026-10-25"),
        ("2026-..2026-10-22", "2026-01-01 2026-10-22", "2025-12-26 2026-10-22"),
    ] {
        assert_eq!(span(text, 1), calendar, "{text}");
        assert_eq!(span(text, 26), from_the_26th, "{text} from the 26th");
    }
}

#[test]
fn the_period_that_holds_a_day() {
    let day = date(2026, 12, 26);
    for (grain, calendar, from_the_26th) in [
        (Grain::Year, "2026", "2027"),
        (Grain::Half, "2026-H2", "2027-H1"),
        (Grain::Quarter, "2026-Q4", "2027-Q1"),
        (Grain::Month, "2026-12", "2027-01"),
        (Grain::Week, "2026-W52", "2026-W52"),
    ] {
        assert_eq!(Period::containing(day, grain, 1).to_string(), calendar);
        assert_eq!(Period::containing(day, grain, 26).to_string(), from_the_26th);
    }
}

fn texts(periods: impl Iterator<Item = Period>) -> Vec<String> {
    periods.map(|p| p.to_string()).collect()
}

#[test]
fn months_inside_and_the_last_months() {
    assert_eq!(texts(period("2026-Q4").months(26)), ["2026-10", "2026-11", "2026-12"]);
    assert_eq!(texts(period("2026-09-02..2026-11-30").months(1)), ["2026-10", "2026-11"]);
    assert_eq!(texts(period("2026-W44").months(1)), Vec::<String>::new());
    assert_eq!(texts(Period::last_months(3, date(2026, 1, 31), 1)), ["2025-11", "2025-12", "2026-01"]);
    assert_eq!(texts(Period::last_months(2, date(2026, 1, 31), 26)), ["2026-01", "2026-02"]);
}

#[test]
fn the_period_before_and_the_year_before() {
    for (text, before, year_before) in [
        ("2026", "2025", "2025"),
        ("2026-H1", "2025-H2", "2025-H1"),
        ("2026-H2", "2026-H1", "2025-H2"),
        ("2026-Q1", "2025-Q4", "2025-Q1"),
        ("2026-10", "2026-09", "2025-10"),
        ("2026-01", "2025-12", "2025-01"),
        ("2027-W01", "2026-W53", "2026-W01"),
        ("2026-W53", "2026-W52", "2025-W52"),
        ("2026-10-01..2026-10-25", "2026-09-01..2026-09-25", "2025-10-01..2025-10-25"),
        ("2026-03-01..2026-03-31", "2026-02-01..2026-02-28", "2025-03-01..2025-03-31"),
        ("2026-10-08..2026-10-14", "2026-10-01..2026-10-07", "2025-10-08..2025-10-14"),
        ("2028-..2028-02-29", "2027-..2027-02-28", "2027-..2027-02-28"),
    ] {
        assert_eq!(period(text).before(1).to_string(), before, "before {text}");
        assert_eq!(period(text).year_before().to_string(), year_before, "a year before {text}");
    }
}

#[test]
fn a_running_period_is_compared_with_the_same_days() {
    use Against::{Before, YearBefore};
    for (text, against, today, first_day, named, with) in [
        ("2026-10", Before, date(2026, 10, 22), 1, "2026-09", "2026-09-01 2026-09-22"),
        ("2026-10", Before, date(2026, 10, 31), 1, "2026-09", "2026-09-01 2026-09-30"),
        ("2026-10", Before, date(2026, 11, 20), 1, "2026-09", "2026-09-01 2026-09-30"),
        ("2026-03", Before, date(2026, 3, 30), 1, "2026-02", "2026-02-01 2026-02-28"),
        ("2026-10", Before, date(2026, 10, 22), 26, "2026-09", "2026-08-26 2026-09-22"),
        ("2026-10", Before, date(2026, 9, 30), 26, "2026-09", "2026-08-26 2026-08-30"),
        ("2026-Q4", Before, date(2026, 11, 15), 1, "2026-Q3", "2026-07-01 2026-08-15"),
        ("2026-H2", Before, date(2026, 8, 31), 1, "2026-H1", "2026-01-01 2026-02-28"),
        ("2026", Before, date(2026, 10, 22), 1, "2025", "2025-01-01 2025-10-22"),
        ("2028", YearBefore, date(2028, 2, 29), 1, "2027", "2027-01-01 2027-02-28"),
        ("2026-10", YearBefore, date(2026, 10, 22), 1, "2025-10", "2025-10-01 2025-10-22"),
        ("2026-W44", Before, date(2026, 10, 28), 1, "2026-W43", "2026-10-19 2026-10-21"),
        (
            "2026-10-01..2026-10-25",
            Before,
            date(2026, 10, 5),
            1,
            "2026-09-01..2026-09-25",
            "2026-09-01 2026-09-05",
        ),
    ] {
        let compared = period(text).compared(against, today, first_day).unwrap();
        assert_eq!(compared.named.to_string(), named, "{text} on {today}");
        assert_eq!(format!("{} {}", compared.with.0, compared.with.1), with, "{text} on {today}");
        assert_eq!(compared.of.1, today.min(period(text).span(first_day).1));
    }
    assert_eq!(period("2026-10").compared(Before, date(2026, 9, 30), 1), None);
}

fn days() -> impl Strategy<Value = Date> {
    (0..73_000_i64).prop_map(|n| date(1950, 1, 1).saturating_add(jiff::Span::new().days(n)))
}

proptest! {
    #[test]
    fn grains_tile_the_days(day in days(), first_day in 1..=28_u8) {
        for grain in [Grain::Year, Grain::Half, Grain::Quarter, Grain::Month, Grain::Week] {
            let period = Period::containing(day, grain, first_day);
            prop_assert!(period.holds(day, first_day));
            prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
            let before = period.before(first_day);
            prop_assert_eq!(before.span(first_day).1.tomorrow().unwrap(), period.span(first_day).0);
        }
    }

    #[test]
    fn a_year_is_its_twelve_months(year in 1950..2150_i16, first_day in 1..=28_u8) {
        let months: Vec<_> = Period::Year(year).months(first_day).collect();
        prop_assert_eq!(months.len(), 12);
        prop_assert_eq!(months[0].span(first_day).0, Period::Year(year).span(first_day).0);
        prop_assert_eq!(months[11].span(first_day).1, Period::Year(year).span(first_day).1);
    }

    #[test]
    fn compared_days_lie_inside_what_is_named(day in days(), first_day in 1..=28_u8) {
        for grain in [Grain::Year, Grain::Half, Grain::Quarter, Grain::Month, Grain::Week] {
            for against in [Against::Before, Against::YearBefore] {
                let period = Period::containing(day, grain, first_day);
                let compared = period.compared(against, day, first_day).unwrap();
                let (from, to) = compared.named.span(first_day);
                prop_assert!(compared.with.0 == from && from <= compared.with.1 && compared.with.1 <= to);
            }
        }
    }
}
