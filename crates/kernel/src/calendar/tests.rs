//! Tests of `calendar`: worked examples as tables, and properties.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::{Unit::*, *};
use crate::moment::shanghai;
use jiff::{
    Timestamp,
    civil::{DateTime, date},
};
use proptest::prelude::*;

const Y2025: &str = include_str!("../../../../catalog/calendars/2025.toml");
const Y2026: &str = include_str!("../../../../catalog/calendars/2026.toml");

fn shipped() -> Calendar {
    Calendar::new([Y2025.parse().unwrap(), Y2026.parse().unwrap()], Hours::default()).unwrap()
}

/// `10-09 16:00` of 2026, or with its year.
fn at(text: &str) -> Timestamp {
    let text = if text.len() == "10-09 16:00".len() { format!("2026-{text}") } else { text.to_owned() };
    shanghai().to_timestamp(text.parse::<DateTime>().unwrap()).unwrap()
}

fn minutes(n: u64) -> Duration {
    Duration::from_secs(n * 60)
}

// 2026: Sunday 20 September is worked, 1 to 7 October (Thursday to Wednesday) are off, Saturday 10 October is
// worked.
#[test]
fn worked_examples() {
    let calendar = shipped();
    for (amount, unit, start, deadline, why) in [
        (2, WorkHour, "09-29 09:00", "09-29 11:00", "inside the morning"),
        (4, WorkHour, "09-29 09:00", "09-29 15:30", "across the noon break"),
        (3, WorkHour, "09-29 09:00", "09-29 12:00", "ends at the break, not after it"),
        (1, WorkHour, "09-29 12:00", "09-29 15:30", "the break begins at 12:00"),
        (1, WorkHour, "09-29 13:00", "09-29 15:30", "starts in the break"),
        (1, WorkHour, "09-29 18:00", "09-30 09:30", "starts at closing time"),
        (1, WorkHour, "09-29 23:59", "09-30 09:30", "starts before midnight"),
        (1, WorkHour, "09-30 00:00", "09-30 09:30", "starts at midnight"),
        (4, WorkHour, "09-30 17:00", "10-08 11:30", "across National Day"),
        (7, WorkHour, "10-01 10:00", "10-08 18:00", "starts on National Day"),
        (8, WorkHour, "10-09 16:00", "10-10 17:00", "into the make-up Saturday"),
        (2, WorkHour, "10-10 17:00", "10-12 09:30", "out of the make-up Saturday, over a Sunday"),
        (2, WorkHour, "12-31 17:00", "2027-01-01 09:30", "2027 is not announced: a Friday"),
        (1, WorkDay, "09-30 10:00", "10-08 18:00", "day 1 is after National Day"),
        (3, WorkDay, "09-30 10:00", "10-10 18:00", "day 3 is the make-up Saturday"),
        (5, WorkDay, "09-28 08:30", "10-10 18:00", "two days before and three after National Day"),
        (1, WorkDay, "10-03 10:00", "10-09 18:00", "starts on the 8th at 08:30"),
        (1, WorkDay, "10-10 13:00", "10-12 18:00", "from the make-up Saturday's noon"),
        (1, WorkDay, "09-19 09:00", "09-21 18:00", "starts on the make-up Sunday"),
        (1, WorkDay, "10-16 20:00", "10-20 18:00", "Friday evening starts on Monday"),
        (2, UrgentHour, "09-30 23:00", "10-01 01:00", "over midnight"),
        (24, UrgentHour, "10-03 12:00", "10-04 12:00", "holidays and nights count"),
        (1, NaturalDay, "09-30 00:00", "10-01 23:59", "the day of the start is not counted"),
        (1, NaturalDay, "09-30 23:59", "10-01 23:59", "nor when it is nearly over"),
        (7, NaturalDay, "09-30 10:00", "10-07 23:59", "holidays count"),
        (0, WorkHour, "10-03 10:00", "10-08 08:30", "nought hours"),
        (0, WorkDay, "09-30 10:00", "09-30 18:00", "nought work days: today"),
        (0, NaturalDay, "09-30 10:00", "09-30 23:59", "nought natural days: today"),
    ] {
        assert_eq!(
            calendar.deadline(at(start), Limit { unit, amount }),
            at(deadline),
            "{amount} {unit:?}: {why}"
        );
    }
}

#[test]
fn a_limit_without_end_is_held_at_the_end_of_time() {
    for unit in [UrgentHour, WorkHour, WorkDay, NaturalDay] {
        let due = shipped().deadline(at("09-29 09:00"), Limit { unit, amount: u32::MAX });
        assert!(due >= at("9999-12-30 00:00"), "{unit:?}: {due}");
    }
}

#[test]
fn time_spent() {
    let calendar = shipped();
    for (unit, start, end, spent) in [
        (WorkHour, "09-29 11:00", "09-29 15:00", 90),
        (WorkHour, "09-29 12:30", "09-29 14:00", 0),
        (WorkDay, "09-30 17:30", "10-08 09:00", 60),
        (WorkHour, "10-09 18:00", "10-12 08:30", 420),
        (UrgentHour, "09-30 17:30", "10-01 17:30", 24 * 60),
        (NaturalDay, "10-01 00:00", "10-01 00:10", 10),
        (WorkHour, "10-09 10:00", "10-09 09:00", 0),
        (UrgentHour, "10-09 10:00", "10-09 09:00", 0),
    ] {
        assert_eq!(calendar.spent(unit, at(start), at(end)), minutes(spent), "{unit:?} {start} to {end}");
    }
    assert_eq!(calendar.hours().length(), minutes(420));
    assert_eq!(calendar.next_opening(at("10-01 09:00")), at("10-08 08:30"));
    assert_eq!(calendar.next_opening(at("10-09 09:00")), at("10-09 09:00"));
}

#[test]
fn shelving_stops_and_resuming_continues() {
    let calendar = shipped();
    for (amount, unit, start, stop, resume, due) in [
        (4, WorkHour, "09-29 09:00", "09-29 11:00", "10-08 17:00", "10-09 09:30"),
        (4, UrgentHour, "09-29 09:00", "09-29 11:00", "10-03 23:00", "10-04 01:00"),
        // Half of the 29th, the 30th and the 8th are left; they run out at noon of the 14th.
        (3, WorkDay, "09-28 09:00", "09-29 12:00", "10-12 08:30", "10-14 18:00"),
        (2, NaturalDay, "09-28 09:00", "09-29 12:00", "10-12 13:00", "10-14 23:59"),
    ] {
        let running = Clock::start(&calendar, at(start), Limit { unit, amount });
        let stopped = running.stop(&calendar, at(stop));
        assert_eq!(stopped.stop(&calendar, at(resume)), stopped);
        assert!(!stopped.is_overdue(at("12-01 00:00")), "time does not count while shelved");
        let resumed = stopped.resume(&calendar, at(resume));
        assert_eq!(resumed.due, at(due), "{amount} {unit:?}");
        assert_eq!(resumed.spent(&calendar, at(resume)), calendar.spent(unit, at(start), at(stop)));
    }
}

#[test]
fn what_was_late_stays_late() {
    let calendar = shipped();
    let clock = Clock::start(&calendar, at("09-29 09:00"), Limit { unit: WorkHour, amount: 2 });
    assert!(!clock.is_overdue(at("09-29 11:00")));
    assert!(clock.is_overdue(at("09-29 11:01")));
    let stopped = clock.stop(&calendar, at("09-29 15:30"));
    assert_eq!(stopped.late(&calendar, at("10-12 10:00")), minutes(120));
    let resumed = stopped.resume(&calendar, at("10-12 10:00"));
    assert_eq!(resumed.due, clock.due);
    assert!(resumed.is_overdue(at("10-12 10:00")));
}

#[test]
fn days_and_their_notices() {
    let calendar = shipped();
    assert!(calendar.announced(2025) && calendar.announced(2026) && !calendar.announced(2027));
    assert_eq!(calendar.year(2025).unwrap().notice, "国办发明电〔2024〕12号");
    assert_eq!(calendar.year(2026).unwrap().notice, "国办发明电〔2025〕7号");
    assert_eq!(calendar.year(2026).unwrap().published, date(2025, 11, 4));
    assert_eq!(calendar.holiday(date(2026, 10, 7)).unwrap().name, "国庆节");
    assert_eq!(calendar.holiday(date(2026, 10, 10)), None);
    // 365 days less 104 of weekends and 13 statutory holidays; the rest is only moved about.
    for (year, worked) in [(2025, 248), (2026, 248)] {
        let days = date(year, 1, 1).series(jiff::ToSpan::days(1)).take_while(|day| day.year() == year);
        assert_eq!(days.filter(|day| calendar.is_working_day(*day)).count(), worked, "{year}");
    }
}

/// What the notices say in their own words: 放假调休，共N天 from a day on, and which Saturdays and Sundays are worked.
#[test]
fn the_festivals_are_those_of_the_notices() {
    use jiff::civil::Weekday::{Saturday, Sunday};
    let notices = [
        (
            2025,
            28,
            vec![
                ("元旦", (1, 1), 1, vec![]),
                ("春节", (1, 28), 8, vec![((1, 26), Sunday), ((2, 8), Saturday)]),
                ("清明节", (4, 4), 3, vec![]),
                ("劳动节", (5, 1), 5, vec![((4, 27), Sunday)]),
                ("端午节", (5, 31), 3, vec![]),
                ("国庆节、中秋节", (10, 1), 8, vec![((9, 28), Sunday), ((10, 11), Saturday)]),
            ],
        ),
        (
            2026,
            33,
            vec![
                ("元旦", (1, 1), 3, vec![((1, 4), Sunday)]),
                ("春节", (2, 15), 9, vec![((2, 14), Saturday), ((2, 28), Saturday)]),
                ("清明节", (4, 4), 3, vec![]),
                ("劳动节", (5, 1), 5, vec![((5, 9), Saturday)]),
                ("端午节", (6, 19), 3, vec![]),
                ("中秋节", (9, 25), 3, vec![]),
                ("国庆节", (10, 1), 7, vec![((9, 20), Sunday), ((10, 10), Saturday)]),
            ],
        ),
    ];
    for (year, days, festivals) in notices {
        let calendar = shipped();
        let kept = &calendar.year(year).unwrap().holidays;
        assert_eq!(kept.len(), festivals.len(), "{year}");
        for (holiday, (name, (month, day), length, worked)) in kept.iter().zip(festivals) {
            assert_eq!((holiday.name.as_str(), holiday.from), (name, date(year, month, day)));
            assert_eq!(holiday.days().count(), length, "{year} {name}");
            let worked: Vec<_> = worked.into_iter().map(|((m, d), on)| (date(year, m, d), on)).collect();
            let made_up: Vec<_> = holiday.make_up.iter().map(|day| (*day, day.weekday())).collect();
            assert_eq!(made_up, worked, "{year} {name}");
            assert!(holiday.days().all(|day| !calendar.is_working_day(day)), "{year} {name} is off");
            assert!(worked.iter().all(|(day, _)| calendar.is_make_up(*day)), "{year} {name} is made up for");
        }
        assert_eq!(kept.iter().flat_map(Holiday::days).count(), days, "{year}");
    }
}

#[test]
fn an_offices_own_days_and_hours_go_before_the_notices() {
    let shift = |from: &str, to: &str| Shift { from: from.parse().unwrap(), to: to.parse().unwrap() };
    let hours = Hours::new(vec![shift("09:00", "12:00"), shift("13:00", "17:00")]).unwrap();
    let (off, worked) = (date(2026, 9, 29), date(2026, 10, 1));
    let calendar = shipped().settled(hours, [(off, false), (worked, true)]);
    assert!(!calendar.is_working_day(off) && calendar.announced_working(off));
    assert!(calendar.is_working_day(worked) && !calendar.announced_working(worked));
    assert!(calendar.is_make_up(date(2026, 10, 10)) && !calendar.is_make_up(off));
    let limit = "4 work_hour".parse().unwrap();
    assert_eq!(calendar.deadline(at("09-29 09:00"), limit), at("09-30 14:00"));
    let kept = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&kept).unwrap(), calendar);
}

#[test]
fn a_calendar_is_read_back_as_it_was_kept() {
    let calendar = shipped();
    let kept = serde_json::to_string(&calendar).unwrap();
    assert_eq!(serde_json::from_str::<Calendar>(&kept).unwrap(), calendar);
    let limit = Limit { unit: WorkDay, amount: 3 };
    assert_eq!(serde_json::to_string(&limit).unwrap(), r#"{"unit":"work_day","amount":3}"#);
    let hours: Hours = serde_json::from_str(r#"[{"from":"09:00","to":"17:00"}]"#).unwrap();
    assert_eq!(hours.length(), minutes(480));
}

#[test]
fn broken_calendars_are_named() {
    let year = |day: &str, make_up: &str| {
        format!(
            "year = 2026\nnotice = 'n'\ntitle = 't'\npublished = '2025-11-04'\n[[holiday]]\nname = '元旦'\n\
             name_en = 'n'\nfrom = '{day}'\nto = '2026-01-03'\nmake_up = ['{make_up}']\n"
        )
    };
    let load = |texts: &[String]| {
        let years: Result<Vec<Year>, Error> = texts.iter().map(|text| text.parse()).collect();
        Calendar::new(years?, Hours::default()).map(|_| ())
    };
    let good = year("2025-12-31", "2026-01-04");
    assert_eq!(load(std::slice::from_ref(&good)), Ok(()));
    assert_eq!(load(&[year("2026-01-04", "2026-01-04")]), Err(Error::Order("元旦".into())));
    let day = date(2025, 11, 30);
    assert_eq!(load(&[year("2025-11-30", "2026-01-04")]), Err(Error::OtherYear { day, year: 2026 }));
    assert_eq!(load(&[year("2026-01-01", "2026-01-05")]), Err(Error::NotAWeekend(date(2026, 1, 5))));
    assert_eq!(load(&[year("2026-01-01", "2026-01-03")]), Err(Error::DayTwice(date(2026, 1, 3))));
    assert_eq!(
        load(&[Y2026.into(), good.replace("2025-12-31", "2026-01-02")]),
        Err(Error::DayTwice(date(2026, 1, 2)))
    );
    assert_eq!(
        load(&["year = 2026\nnotice = 'a'\ntitle = 't'\npublished = '2025-11-04'".into(), Y2026.into()]),
        Err(Error::YearTwice(2026))
    );
    assert!(matches!(load(&[good.replace("name_en", "nam")]), Err(Error::File(_))));
    let shift = |from: &str, to: &str| Shift { from: from.parse().unwrap(), to: to.parse().unwrap() };
    let overlap = vec![shift("08:30", "12:00"), shift("11:59", "18:00")];
    for shifts in [vec![], vec![shift("12:00", "12:00")], overlap] {
        assert_eq!(Hours::new(shifts), Err(Error::Hours));
    }
}

fn starts() -> impl Strategy<Value = Timestamp> {
    // Autumn 2026 to spring 2027, by the second, so that every kind of day and an unannounced year are hit.
    (0..220 * 86_400_i64).prop_map(|s| at("09-01 00:00") + jiff::SignedDuration::from_secs(s))
}

fn units() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(UrgentHour), Just(WorkHour), Just(WorkDay), Just(NaturalDay)]
}

proptest! {
    #[test]
    fn later_or_longer_is_never_due_earlier(a in starts(), b in starts(), unit in units(), n in 0..40_u32) {
        let calendar = shipped();
        let (early, late) = (a.min(b), a.max(b));
        let due = |start, amount| calendar.deadline(start, Limit { unit, amount });
        prop_assert!(early <= due(early, n));
        prop_assert!(due(early, n) <= due(late, n));
        prop_assert!(due(early, n) <= due(early, n + 1));
    }

    #[test]
    fn hours_spent_to_the_deadline_are_the_limit(start in starts(), n in 0..80_u32) {
        let calendar = shipped();
        for unit in [WorkHour, UrgentHour] {
            let due = calendar.deadline(start, Limit { unit, amount: n });
            prop_assert_eq!(calendar.spent(unit, start, due), minutes(u64::from(n) * 60));
        }
    }

    #[test]
    fn time_adds_up(mut t in [starts(), starts(), starts()], unit in units()) {
        let calendar = shipped();
        t.sort();
        let (first, second) = (calendar.spent(unit, t[0], t[1]), calendar.spent(unit, t[1], t[2]));
        prop_assert_eq!(first + second, calendar.spent(unit, t[0], t[2]));
    }

    #[test]
    fn a_stop_costs_nothing_and_hides_nothing(
        mut t in [starts(), starts(), starts()], unit in units(), n in 1..40_u32,
    ) {
        let calendar = shipped();
        t.sort();
        let running = Clock::start(&calendar, t[0], Limit { unit, amount: n });
        let stopped = running.stop(&calendar, t[1]);
        prop_assert_eq!(stopped.resume(&calendar, t[1]), Clock { spent: stopped.spent, run: Run::Since(t[1]), ..running });
        let resumed = stopped.resume(&calendar, t[2]);
        prop_assert!(resumed.due >= running.due);
        prop_assert_eq!(stopped.is_overdue(t[2]), running.is_overdue(t[1]));
        if running.is_overdue(t[1]) {
            prop_assert!(resumed.is_overdue(t[2]));
        } else if unit == WorkHour || unit == UrgentHour {
            prop_assert_eq!(resumed.spent(&calendar, resumed.due), minutes(u64::from(n) * 60));
        }
    }
}
