//! Whom each figure of a case is credited to, with organisations that all differ.

use super::*;
use crate::cases::{
    figures,
    model::{Detail, Move, Verb},
};
use kernel::moment::Moment;

const REGISTERING: u128 = 1;
const FIRST: u128 = 2;
const SECOND: u128 = 3;
const THIRD: u128 = 4;
const BY_RULE: u128 = 5;
const ASSIGNED: u128 = 6;

/// A verb with who answers for the case and who verifies after it; days of October, the deadline's at the end.
type Step = (Verb, Option<u128>, Option<u128>, i8, Option<i8>);

fn noon(day: i8) -> Moment {
    format!("2026-10-{day:02}T12:00:00+08:00").parse().unwrap()
}

fn history(steps: &[Step]) -> Vec<Move> {
    let mut cycle = 1;
    let mut moves: Vec<Move> = Vec::new();
    for (version, (verb, lead, verifying, day, deadline)) in (1..).zip(steps) {
        cycle += i32::from(*verb == Verb::Reopen);
        moves.push(Move {
            version,
            verb: *verb,
            from: None,
            to: State::Registered,
            cycle,
            at: noon(*day),
            organisation: None,
            person: None,
            for_person: None,
            reason: None,
            by_rule: false,
            lead: lead.map(Uuid::from_u128),
            verifying: verifying.map(Uuid::from_u128),
            deadline: deadline.map(noon),
            detail: Detail::default(),
        });
    }
    moves
}

/// Each posting as `metric unit day`, a leaving one with a minus.
fn told(steps: &[Step]) -> Vec<String> {
    let case = a_case_of(Uuid::from_u128(REGISTERING), None, None, "t.v.", "sanitation");
    let line = |posting: &journal::Posting| {
        let sign = if posting.quantity == Some(-1) { "-" } else { "" };
        let metric = posting.metric.trim_start_matches("case.");
        format!("{sign}{metric} {} {}", posting.org.as_u128(), posting.day.day())
    };
    figures::of(&case, &history(steps)).iter().map(line).collect()
}

#[test]
fn each_figure_is_credited_to_its_organisation() {
    let (first, second, third) = (Some(FIRST), Some(SECOND), Some(THIRD));
    let (by_rule, assigned) = (Some(BY_RULE), Some(ASSIGNED));
    let loop_ = [
        (Verb::Report, None, None, 1, None),
        (Verb::Register, None, None, 2, None),
        (Verb::Dispatch, first, None, 3, Some(5)),
        (Verb::Return, None, None, 4, None),
        (Verb::Dispatch, second, None, 5, Some(8)),
        (Verb::Accept, second, None, 6, Some(8)),
        (Verb::Shelve, second, None, 6, None),
        (Verb::Resume, second, None, 7, Some(8)),
        (Verb::AskExtension, second, None, 7, Some(8)),
        (Verb::GrantExtension, second, None, 7, Some(10)),
        (Verb::FallDue, second, None, 12, Some(10)),
        (Verb::Supervise, second, None, 12, Some(10)),
        (Verb::Rectify, second, by_rule, 13, Some(10)),
        (Verb::AssignVerifier, second, assigned, 14, Some(10)),
        (Verb::SendBack, second, assigned, 15, Some(16)),
        (Verb::Rectify, second, assigned, 16, Some(16)),
        (Verb::Verify, second, assigned, 17, Some(16)),
        (Verb::Close, second, assigned, 18, Some(16)),
        (Verb::Reopen, third, None, 19, Some(22)),
        (Verb::Rectify, third, by_rule, 20, Some(22)),
        (Verb::Verify, third, by_rule, 21, Some(22)),
        (Verb::Close, third, by_rule, 23, Some(22)),
    ];
    assert_eq!(
        told(&loop_),
        [
            "reported 1 1",
            "registered 1 2",
            "open 1 2",
            "dispatched 2 3",
            "returned 2 4",
            "dispatched 3 5",
            "shelved 3 6",
            "extended 3 7",
            "due 3 10",
            "overdue 3 10",
            "supervised 3 12",
            "rectified 3 13",
            "sent_back 3 15",
            "rectified 3 16",
            "verified 6 17",
            "closed 3 18",
            "-open 1 18",
            "reopened 3 19",
            "dispatched 4 19",
            "open 1 19",
            "rectified 4 20",
            "verified 5 21",
            "closed 4 23",
            "-open 1 23",
            "due 4 23",
            "closed_in_time 4 23",
        ]
    );
    let rejected = [(Verb::Report, None, None, 1, None), (Verb::Reject, None, None, 2, None)];
    assert_eq!(told(&rejected), ["reported 1 1", "rejected 1 2"]);
    let on_spot = [
        (Verb::Report, None, None, 1, None),
        (Verb::Register, None, None, 1, None),
        (Verb::FixOnSpot, first, by_rule, 1, None),
        (Verb::CloseUnchecked, first, by_rule, 1, None),
    ];
    assert_eq!(
        told(&on_spot),
        [
            "reported 1 1",
            "registered 1 1",
            "open 1 1",
            "fixed_on_spot 1 1",
            "closed 2 1",
            "-open 1 1",
            "due 2 1",
            "closed_in_time 2 1",
        ]
    );
}

on_both!(cancelling_takes_back_its_cycle_and_leaves_the_one_before, async |place: &Place| {
    let case = closed(place).await;
    let clerk = place.sign_in("clerk").await;
    let metrics =
        ["due", "overdue", "dispatched", "closed", "closed_in_time", "reopened", "supervised", "open"];
    let values = async || {
        let mut values = Vec::new();
        for metric in metrics {
            values.push(value(&clerk, &format!("case.{metric}")).await.as_str().unwrap().to_owned());
        }
        values.join(" ")
    };
    assert_eq!(values().await, "1 0 1 1 1 0 0 0");
    let case = done(&clerk, &case, "reopen", json!({ "reason": "反弹" })).await;
    place.at("2026-10-30T16:00:00+08:00");
    assert_eq!(crate::start::run_clock(&place.app).await.unwrap(), 1);
    assert_eq!(values().await, "2 1 2 1 1 1 1 1");
    let (_, case) = clerk.get(&format!("/api/cases/{}", case["id"].as_str().unwrap())).await;
    done(&clerk, &case, "cancel", json!({ "reason": "重复" })).await;
    assert_eq!(values().await, "1 0 1 1 1 0 0 0");
});
