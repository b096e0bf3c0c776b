//! The rules as tables.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use crate::cases::{
    a_case_of,
    category::read_categories,
    model::{CaseId, Fact, Part, Spot, Tag},
};
use kernel::moment::Moment;

fn case(state: State) -> Case {
    let case = a_case_of(Uuid::from_u128(1), Some(Uuid::from_u128(2)), None, "t.v.", "sanitation");
    Case { state, ..case }
}

fn category() -> Category {
    let tree = read_categories(include_str!("../../../../../catalog/categories/tree.toml")).unwrap();
    tree.into_iter().find(|category| category.code == "sanitation.exposed_rubbish").unwrap()
}

fn at(text: &str) -> Moment {
    format!("2026-10-30T{text}:00+08:00").parse().unwrap()
}

/// Every state with all that may be done in it and where that leads, an act in brackets: the law once more, in words.
#[test]
fn every_state_and_verb() {
    for (state, law) in [
        (
            Reported,
            "register>registered reject>rejected merge>merged cancel>cancelled (correct_condition) (supplement)",
        ),
        (
            Registered,
            "dispatch>dispatched fix_on_spot>rectified split>accepted merge>merged cancel>cancelled (urge) \
             (correct_condition) (supplement)",
        ),
        (
            Dispatched,
            "accept>accepted return>registered shelve>shelved merge>merged cancel>cancelled \
             close_with_children>closed (part_done) (ask_extension) (grant_extension) (refuse_extension) (urge) \
             (supervise) (correct_condition) (fall_due) (supplement) (split) (hand_on)",
        ),
        (
            Accepted,
            "rectify>rectified shelve>shelved merge>merged cancel>cancelled close_with_children>closed (part_done) \
             (ask_extension) (grant_extension) (refuse_extension) (urge) (supervise) (correct_condition) (fall_due) \
             (supplement) (split) (hand_on)",
        ),
        (
            Rectified,
            "verify>verified send_back>accepted close_unchecked>closed (assign_verifier) (part_done) (urge) (supplement) (hand_on)",
        ),
        (Verified, "close>closed (urge) (supplement) (hand_on)"),
        (Closed, "reopen>dispatched"),
        (Shelved, "resume>dispatched cancel>cancelled (supplement) (hand_on)"),
        (Rejected, ""),
        (Merged, "unmerge>registered"),
        (Cancelled, ""),
    ] {
        let moves = edges(state).iter().map(|(verb, to)| format!("{}>{}", verb.word(), to.word()));
        let acts = acts(state).iter().map(|verb| format!("({})", verb.word()));
        assert_eq!(moves.chain(acts).collect::<Vec<_>>().join(" "), law, "{}", state.word());
        for verb in Verb::ALL {
            let legal = verbs(state).any(|v| v == *verb);
            let refused = matches!(next(&case(state), *verb), Err(Error::NotNow { .. }));
            let waits = matches!(verb, Verb::AskExtension | Verb::GrantExtension | Verb::RefuseExtension);
            assert!(refused != legal || legal && waits, "{} in {}", verb.word(), state.word());
        }
    }
}

#[test]
fn an_extension_is_asked_for_then_answered() {
    let calendar = crate::catalogue::calendar().unwrap();
    let clock = category().clock(&calendar, "handle", at("09:00")).unwrap();
    let quiet = Case { clock: Some(clock), ..case(Accepted) };
    let asked = Case { asked: Some("1 work_day".into()), ..quiet.clone() };
    for (verb, before, after) in [
        (Verb::AskExtension, true, false),
        (Verb::GrantExtension, false, true),
        (Verb::RefuseExtension, false, true),
    ] {
        assert_eq!(next(&quiet, verb).is_ok(), before, "{}", verb.word());
        assert_eq!(next(&asked, verb).is_ok(), after, "{}", verb.word());
    }
}

#[test]
fn no_unit_that_rectified_verifies_nor_one_below_it() {
    let candidate = |n: u128, path: &str| (Uuid::from_u128(n), path.to_owned());
    let candidates = [candidate(1, "a.b.c."), candidate(2, "a.b."), candidate(3, "a."), candidate(4, "d.")];
    for (rectifying, verifier_) in [
        (vec!["a.b.c."], Some(2)),
        (vec!["a.b."], Some(3)),
        (vec!["a.b.", "e."], Some(3)),
        (vec!["a."], Some(4)),
        (vec!["a.", "d."], None),
    ] {
        let paths: Vec<String> = rectifying.iter().map(ToString::to_string).collect();
        assert_eq!(verifier(&candidates, &paths), verifier_.map(Uuid::from_u128), "{rectifying:?}");
    }
}

#[test]
fn a_tenth_of_the_spot_fixes_is_drawn_and_another_secret_draws_others() {
    let ids = || (0..10_000_u128).map(|n| CaseId(Uuid::from_u128(n)));
    let draws =
        |secret: &[u8], percent| -> Vec<CaseId> { ids().filter(|id| drawn(secret, *id, percent)).collect() };
    let some = draws(b"one", 10);
    assert!((900..1100).contains(&some.len()), "{} of 10000", some.len());
    assert_eq!(some, draws(b"one", 10), "the same again");
    assert_ne!(some, draws(b"two", 10));
    assert_eq!((draws(b"one", 0).len(), draws(b"one", 100).len()), (0, 10_000));
}

#[test]
fn a_visit_is_an_hour_by_the_phones_own_clock() {
    let taken = |said: &str, came| Taken { said: (!said.is_empty()).then(|| at(said)), came: at(came) };
    for (before, after, same) in [
        (("", "09:00"), ("", "09:00"), true),
        (("", "09:00"), ("", "10:00"), true),
        (("", "09:00"), ("", "10:01"), false),
        (("", "10:00"), ("", "09:00"), false),
        // without signal for hours
        (("09:00", "09:01"), ("09:40", "17:00"), true),
        (("09:00", "17:00"), ("09:40", "17:01"), true),
        (("09:00", "17:00"), ("10:01", "17:01"), false),
        (("09:40", "17:00"), ("09:00", "17:01"), false),
        // one clock is none
        (("09:00", "17:00"), ("", "17:30"), true),
        (("", "09:00"), ("09:10", "17:00"), false),
    ] {
        let (before_, after_) = (taken(before.0, before.1), taken(after.0, after.1));
        assert_eq!(same_visit(before_, after_), same, "{before:?} {after:?}");
    }
}

#[test]
fn a_seed_is_of_one_month_and_one_installation() {
    let seeds = [(b"one", "2026-10"), (b"one", "2026-11"), (b"two", "2026-10")]
        .map(|(secret, month)| seed(secret, month).unwrap());
    assert_eq!(seeds[0], seed(b"one", "2026-10").unwrap());
    assert!(seeds[0] != seeds[1] && seeds[0] != seeds[2] && seeds[1] != seeds[2]);
}

#[test]
fn the_total_runs_on_over_returns_and_shelving_and_stops_with_the_case() {
    let calendar = crate::catalogue::calendar().unwrap();
    let moves = [
        (Reported, at("08:30")),
        (Registered, at("09:00")),
        (Dispatched, at("09:10")),
        (Registered, at("09:20")),
        (Dispatched, at("09:30")),
        (Shelved, at("10:00")),
        (Dispatched, at("11:00")),
        (Closed, at("11:30")),
        (Dispatched, at("15:00")),
    ];
    for (n, now, minutes, shelved) in [
        (1, "09:00", 0, 0),
        (2, "09:30", 30, 0),
        (4, "09:30", 30, 0),
        (6, "10:30", 90, 30),
        // the noon break is no working time
        (7, "15:00", 210, 60),
        (8, "15:00", 150, 60),
        (9, "15:20", 170, 60),
    ] {
        let total = total(&moves[..n], &calendar, at(now));
        assert_eq!((total.minutes, total.shelved), (minutes, shelved), "{n} {now}");
    }
}

#[test]
fn what_is_left_is_working_time() {
    let calendar = crate::catalogue::calendar().unwrap();
    // four work hours from 09:00 end at 15:30
    let clock = Some(category().clock(&calendar, "handle", at("09:00")).unwrap());
    for (now, minutes) in
        [("09:00", 240), ("12:30", 60), ("15:00", 30), ("15:30", 0), ("16:10", -40), ("20:00", -150)]
    {
        assert_eq!(remaining_minutes(Accepted, clock, &calendar, at(now)), Some(minutes), "{now}");
    }
    assert_eq!(remaining_minutes(Rectified, clock, &calendar, at("20:00")), None);
    assert_eq!(remaining_minutes(Accepted, None, &calendar, at("20:00")), None);
}

#[test]
fn facts_and_the_tag_that_a_row_shows() {
    let calendar = crate::catalogue::calendar().unwrap();
    let clock = Some(category().clock(&calendar, "handle", at("09:00")).unwrap());
    let accepted = Case { clock, ..case(Accepted) };
    let asked = Some("1 work_day".to_owned());
    for (case, now, holds, shown) in [
        (accepted.clone(), "09:00", vec![Fact::DueSoon], Tag::Fact(Fact::DueSoon)),
        (accepted.clone(), "16:00", vec![Fact::Overdue], Tag::Fact(Fact::Overdue)),
        (
            Case { supervised: 1, rework: 1, ..accepted.clone() },
            "16:00",
            vec![Fact::Supervised, Fact::Overdue, Fact::Rework],
            Tag::Fact(Fact::Supervised),
        ),
        (
            Case { asked, ..accepted },
            "10:00",
            vec![Fact::ExtensionAsked, Fact::DueSoon],
            Tag::Fact(Fact::ExtensionAsked),
        ),
        (Case { cycle: 2, ..case(Dispatched) }, "09:00", vec![Fact::Reopened], Tag::Fact(Fact::Reopened)),
        (Case { returns: 1, ..case(Registered) }, "09:00", vec![Fact::Returned], Tag::Fact(Fact::Returned)),
        (
            Case { returns: 2, ..case(Registered) },
            "09:00",
            vec![Fact::Returned, Fact::Coordination],
            Tag::Fact(Fact::Returned),
        ),
        (case(Rectified), "09:00", vec![Fact::NoVerifier], Tag::State(Rectified)),
        (
            Case { spot: Some(Spot::Passed), ..case(Closed) },
            "09:00",
            vec![Fact::NotRechecked],
            Tag::State(Closed),
        ),
    ] {
        let found = facts(case.standing(), at(now));
        assert_eq!((found.clone(), tag(case.state, &found)), (holds, shown));
    }
}

#[test]
fn supervision_ends_when_the_case_leaves_the_unit_and_levels_follow_the_category() {
    let calendar = crate::catalogue::calendar().unwrap();
    let (category, person) = (category(), Uuid::nil());
    let step = |case: &Case, verb, now| {
        after(case, verb, &Change::by(person, at(now)), &category, &calendar).unwrap()
    };
    let clock = Some(category.clock(&calendar, "handle", at("09:00")).unwrap());
    let case = step(&Case { clock, ..case(Dispatched) }, Verb::Accept, "09:10");
    assert_eq!(case.supervise_at, Some(at("15:30")), "level 1 at once");
    let case = step(&case, Verb::Supervise, "15:31");
    let next: Moment = "2026-11-02T18:00:00+08:00".parse().unwrap();
    assert_eq!((case.supervised, case.supervise_at), (1, Some(next)), "one more work day");
    let case = step(&case, Verb::Supervise, "17:00");
    assert_eq!((case.supervised, case.supervise_at), (2, None), "further levels by hand");
    let shelved = step(&case, Verb::Shelve, "17:10");
    assert_eq!(shelved.supervised, 2, "a shelved case stays the unit's");
    let case = step(&case, Verb::Rectify, "17:10");
    assert_eq!((case.supervised, case.supervise_at), (0, None));
}

#[test]
fn a_new_cycle_begins_with_open_parts() {
    let calendar = crate::catalogue::calendar().unwrap();
    let part = Part { organisation: Uuid::from_u128(5), path: "p.".into(), done: Some(at("09:00")) };
    let closed = Case { cooperating: vec![part], extensions: 1, spot: Some(Spot::Drawn), ..case(Closed) };
    let change = Change::by(Uuid::nil(), at("10:00"));
    let case = after(&closed, Verb::Reopen, &change, &category(), &calendar).unwrap();
    assert_eq!((case.cycle, case.extensions, case.spot), (2, 0, None));
    assert_eq!(case.cooperating[0].done, None);
}
