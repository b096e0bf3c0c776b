//! Slots over noon, midnight, weekends and holidays, and what a round fills, as tables.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::{check, next, place, score, seen, started_at};
use crate::{
    catalogue,
    obligations::{
        catalogue::read_kinds,
        model::{Days, Every, Ground, Kind, Slot, SlotState, Span, Standing, Whose},
    },
};
use jiff::civil::{Date, Time, date, time};
use kernel::{id::Uuid, moment::Moment};

/// A local moment, as `10-30 07:00` of 2026.
fn at(text: &str) -> Moment {
    format!("2026-{}:00+08:00", text.replace(' ', "T")).parse().unwrap()
}

fn kind(days: Days, windows: &[(Time, Time)]) -> Kind {
    Kind {
        code: "x".into(),
        name: String::new(),
        name_en: String::new(),
        every: Every::Day,
        days,
        windows: windows.to_vec(),
        late_hours: 2,
        entry_days: 3,
        asks_score: false,
    }
}
fn day_shifts(days: Days) -> Kind {
    kind(days, &[(time(7, 0, 0, 0), time(9, 0, 0, 0)), (time(9, 0, 0, 0), time(11, 0, 0, 0))])
}
fn night() -> Kind {
    kind(Days::All, &[(time(20, 0, 0, 0), time(22, 0, 0, 0)), (time(23, 0, 0, 0), time(1, 0, 0, 0))])
}
fn weekly() -> Kind {
    Kind { every: Every::Week, windows: vec![], ..kind(Days::All, &[]) }
}

#[test]
fn the_next_slot() {
    let working = || day_shifts(Days::Working);
    // kind, after, then day and number, beginning and end of the next slot
    let table: &[(Kind, &str, &str)] = &[
        (day_shifts(Days::All), "10-30 06:59", "10-30 #1 10-30 07:00 10-30 09:00"),
        // a slot whose window has begun is no more the next one
        (day_shifts(Days::All), "10-30 07:00", "10-30 #2 10-30 09:00 10-30 11:00"),
        (day_shifts(Days::All), "10-30 23:59", "10-31 #1 10-31 07:00 10-31 09:00"),
        // Friday evening to Monday morning where only working days count
        (working(), "10-30 12:00", "11-02 #1 11-02 07:00 11-02 09:00"),
        // National Day ends on the 7th; Saturday the 10th is worked instead
        (working(), "09-30 12:00", "10-08 #1 10-08 07:00 10-08 09:00"),
        (working(), "10-09 12:00", "10-10 #1 10-10 07:00 10-10 09:00"),
        (working(), "10-10 12:00", "10-12 #1 10-12 07:00 10-12 09:00"),
        // over midnight: the slot is that of the day on which it opens
        (night(), "10-30 22:30", "10-30 #2 10-30 23:00 10-31 01:00"),
        (night(), "10-31 00:30", "10-31 #1 10-31 20:00 10-31 22:00"),
        (night(), "10-31 23:30", "11-01 #1 11-01 20:00 11-01 22:00"),
        // a week lasts from Monday to Sunday
        (weekly(), "10-30 08:00", "11-02 #1 11-02 00:00 11-09 00:00"),
        (weekly(), "11-01 23:59", "11-02 #1 11-02 00:00 11-09 00:00"),
        (weekly(), "11-02 00:00", "11-09 #1 11-09 00:00 11-16 00:00"),
    ];
    let calendar = catalogue::calendar().unwrap();
    for (kind, after, expected) in table {
        let span = next(kind, &calendar, at(after), [None, None]).unwrap();
        let local = |moment: Moment| {
            let text = moment.timestamp().to_zoned(kernel::moment::shanghai()).datetime().to_string();
            text[5..16].replace('T', " ")
        };
        let told = format!(
            "{} #{} {} {}",
            &span.day.to_string()[5..],
            span.number,
            local(span.opens),
            local(span.closes)
        );
        assert_eq!(told, *expected, "after {after}");
    }
}

#[test]
fn nothing_is_owed_before_the_first_day_or_after_the_last() {
    let calendar = catalogue::calendar().unwrap();
    let days = |from: Date, to: Date| [Some(from), Some(to)];
    let (from, to) = (date(2026, 11, 2), date(2026, 11, 3));
    let ask = |after: &str| next(&day_shifts(Days::All), &calendar, at(after), days(from, to));
    assert_eq!(ask("10-30 08:00").unwrap().opens, at("11-02 07:00"));
    assert_eq!(ask("11-03 08:00").unwrap().opens, at("11-03 09:00"));
    assert_eq!(ask("11-03 09:00"), None);
    // set on a Tuesday, a week's check begins with the next Monday
    let tuesday = [Some(to), None];
    assert_eq!(next(&weekly(), &calendar, at("11-03 08:00"), tuesday).unwrap().day, date(2026, 11, 9));
}

fn slot(opens: &str, closes: &str, state: SlotState) -> Slot {
    let whose = || Whose { id: Uuid::nil(), name: String::new(), path: String::new() };
    Slot {
        id: Uuid::from_u128(1).into(),
        ground: Ground {
            obligation: Uuid::nil().into(),
            kind: "x".into(),
            kind_name: String::new(),
            kind_name_en: String::new(),
            organisation: whose(),
            area: whose(),
            site: None,
            position: None,
            counted_in: Uuid::nil(),
        },
        span: Span { day: at(opens).day(), number: 1, opens: at(opens), closes: at(closes) },
        state,
        round: None,
        walked: None,
        settled: None,
        version: 1,
    }
}

#[test]
fn what_a_round_fills() {
    use SlotState::{Done, Missed, Open};
    use Standing::{Extra, Late, OnTime, TooLate};
    // state of the slot 23:00–01:00, walked, received, what comes of it and whether it belongs to the slot
    let table = [
        (Open, "10-30 23:00", "10-30 23:00", OnTime, true),
        (Open, "10-31 00:59", "10-31 00:59", OnTime, true),
        // walked in time, sent when there was a signal again
        (Missed, "10-31 00:30", "10-31 09:00", OnTime, true),
        (Missed, "10-31 00:30", "11-03 00:59", OnTime, true),
        (Missed, "10-31 00:30", "11-03 01:00", TooLate, true),
        // two hours afterwards it still counts, as late
        (Missed, "10-31 01:00", "10-31 01:00", Late, true),
        (Missed, "10-31 02:59", "11-02 09:00", Late, true),
        (Missed, "10-31 02:59", "11-03 09:00", TooLate, true),
        (Missed, "10-31 03:00", "10-31 03:00", Extra, false),
        // filled once
        (Done, "10-30 23:30", "10-30 23:30", Extra, true),
        (Done, "10-31 01:30", "10-31 01:30", Extra, false),
        (SlotState::Late, "10-30 23:30", "10-31 09:00", Extra, true),
        // before anything was owed
        (Open, "10-30 22:59", "10-30 22:59", Extra, false),
    ];
    for (state, walked, received, standing, belongs) in table {
        let slots = [slot("10-30 23:00", "10-31 01:00", state)];
        let (found, how) = place(&night(), &slots, at(walked), at(received));
        assert_eq!((how, found.is_some()), (standing, belongs), "{state:?} {walked} {received}");
    }
    // a round in the window of the second never makes good the first
    let slots = [slot("10-30 09:00", "10-30 11:00", Open), slot("10-30 07:00", "10-30 09:00", Missed)];
    let (found, how) = place(&day_shifts(Days::All), &slots, at("10-30 09:10"), at("10-30 09:10"));
    assert_eq!((found.unwrap().span.opens, how), (at("10-30 09:00"), OnTime));
}

#[test]
fn what_is_seen_before_the_clock_comes_by() {
    let see = |state, now: &str| seen(state, at("10-30 07:00"), at("10-30 09:00"), at(now));
    assert_eq!(see(SlotState::Coming, "10-30 06:59"), SlotState::Coming);
    assert_eq!(see(SlotState::Coming, "10-30 07:00"), SlotState::Open);
    assert_eq!(see(SlotState::Open, "10-30 08:59"), SlotState::Open);
    assert_eq!(see(SlotState::Open, "10-30 09:00"), SlotState::Missed);
    assert_eq!(see(SlotState::Late, "10-30 09:00"), SlotState::Late);
}

#[test]
fn a_rhythm_that_cannot_be_kept_is_refused() {
    let t = |hour| time(hour, 0, 0, 0);
    for kind in [day_shifts(Days::All), night(), weekly(), kind(Days::All, &[(t(0), t(0))])] {
        assert_eq!(check(&kind), Ok(()));
    }
    for windows in [
        &[][..],
        &[(t(9), t(11)), (t(8), t(9))],
        &[(t(7), t(9)), (t(8), t(10))],
        &[(t(8), t(9)), (t(22), t(9))],
    ] {
        assert!(check(&kind(Days::All, windows)).is_err(), "{windows:?}");
    }
    assert!(check(&Kind { windows: vec![(t(8), t(9))], ..weekly() }).is_err());
}

#[test]
fn what_is_shipped_can_be_kept() {
    let kinds = read_kinds(catalogue::OBLIGATIONS).unwrap();
    let slots: Vec<(&str, usize)> =
        kinds.iter().map(|kind| (kind.code.as_str(), kind.windows.len())).collect();
    assert_eq!(slots, [("sanitation_patrol", 4), ("weekly_check", 0), ("leader_inspection", 1)]);
}

#[test]
fn when_a_round_began() {
    // said of the beginning, said of the end, believed of the end, then what is believed of the beginning
    let table = [
        (Some("10-30 07:00"), Some("10-30 07:40"), "10-30 07:40", Some("10-30 07:00")),
        // sent without an end: it ended when it came
        (Some("10-30 07:00"), None, "10-30 07:40", Some("10-30 07:00")),
        // a clock an hour ahead was so at both ends
        (Some("10-30 08:00"), Some("10-30 08:40"), "10-30 07:40", Some("10-30 07:00")),
        (Some("10-30 07:40"), Some("10-30 07:40"), "10-30 07:40", Some("10-30 07:40")),
        // set in between, or left running
        (Some("10-30 07:41"), Some("10-30 07:40"), "10-30 07:40", None),
        (Some("10-29 07:39"), Some("10-30 07:40"), "10-30 07:40", None),
        (Some("10-29 07:40"), Some("10-30 07:40"), "10-30 07:40", Some("10-29 07:40")),
        (None, Some("10-30 07:40"), "10-30 07:40", None),
    ];
    for (said, walked_said, walked, began) in table {
        let found = started_at(said.map(at), walked_said.map(at), at(walked));
        assert_eq!(found, began.map(at), "{said:?} {walked_said:?} {walked}");
    }
}

#[test]
fn a_score_in_hundredths() {
    let asking = Kind { asks_score: true, ..weekly() };
    for (said, hundredths) in [(0.0, 0), (100.0, 10_000), (87.35, 8_735), (99.99, 9_999), (0.07, 7)] {
        assert_eq!(score(&asking, Some(said)).unwrap(), Some(hundredths));
    }
    for said in [-0.01, 100.01, 87.355, f64::NAN, f64::INFINITY] {
        assert!(score(&asking, Some(said)).is_err(), "{said}");
    }
    assert!(score(&asking, None).is_err());
    assert_eq!(score(&weekly(), None).unwrap(), None);
    assert!(score(&weekly(), Some(90.0)).is_err());
}
