//! What the columns and cells of a list mean.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use crate::referrals::model::{Draft, Field, Kind, Mended};
use jiff::civil::{Date, date};
use kernel::id::Uuid;

const fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}
fn named<T>(name: &str, thing: T) -> Named<T> {
    Named { name: name.into(), thing }
}
fn kind(code: &str, name: &str) -> Named<Kind> {
    named(name, Kind { code: code.into(), name: name.into(), name_en: String::new() })
}

fn ground() -> Ground {
    Ground {
        areas: vec![
            named("柳河镇", id(1)),
            named("东关社区", id(2)),
            named("西关社区", id(3)),
            named("大东关村", id(4)),
        ],
        sites: vec![named("幸福菜市场", (id(11), id(2)))],
        units: vec![named("城管执法中队", id(21)), named("东关社区", id(22))],
        categories: vec![
            kind("a", "占道经营"),
            kind("b", "暴露垃圾"),
            kind("b", "垃圾乱扔"),
            kind("c", "垃圾"),
        ],
    }
}

fn drafted(place: &str, problem: &str) -> Draft {
    let said = Said { place: place.into(), problem: problem.into(), ..Said::default() };
    draft(&said, &Mended::default(), &ground(), RECEIVED)
}
const RECEIVED: Date = date(2026, 10, 20);

#[test]
fn places_are_found_by_their_longest_name() {
    let area = |place, problem| drafted(place, problem).area.map(|area| area.name);
    for (place, found) in [
        ("柳河镇东关社区菜市街8号", Some("东关社区")),
        ("大东关村口", Some("大东关村")),
        ("西关幼儿园旁", Some("西关社区")),
        ("幸福菜市场北门", Some("东关社区")),
        ("火车站", None),
    ] {
        assert_eq!(area(place, "占道经营").as_deref(), found, "{place}");
    }
    assert_eq!(area("", "西关社区门口占道经营").as_deref(), Some("西关社区"), "from the sentence");
    assert_eq!(drafted("幸福菜市场北门", "占道").site.unwrap().id, id(11));
    assert_eq!(drafted("", "西关社区门口占道经营").place, "西关社区");
}

#[test]
fn what_is_missing_is_told_field_by_field() {
    let faults = |place, problem| {
        let draft = drafted(place, problem);
        draft.faults.into_iter().map(|fault| (fault.field, fault.rule)).collect::<Vec<_>>()
    };
    assert_eq!(faults("东关社区", "占道经营"), []);
    assert_eq!(faults("火车站", "占道经营"), [(Field::Place, "unknown".into())]);
    assert_eq!(faults("", "乱"), [(Field::Place, "empty".into()), (Field::Category, "unknown".into())]);
    assert_eq!(
        faults("东关社区", " "),
        [(Field::Problem, "empty".into()), (Field::Category, "empty".into())]
    );
    let several =
        Ground { areas: vec![named("东关村", id(5)), named("西关村", id(6))], ..Ground::default() };
    let said = Said { place: "东关村与西关村交界".into(), problem: "x".into(), ..Said::default() };
    assert_eq!(draft(&said, &Mended::default(), &several, RECEIVED).faults[0].rule, "several");
}

#[test]
fn what_the_office_mends_goes_before_the_cells() {
    let said =
        Said { place: "火车站".into(), problem: "脏".into(), due_on: "尽快".into(), ..Said::default() };
    let mended = Mended {
        area: Some(id(3)),
        category: Some("b".into()),
        unit: Some(id(21)),
        due_on: Some(date(2026, 10, 25)),
        ..Mended::default()
    };
    let whole = draft(&said, &mended, &ground(), RECEIVED);
    assert_eq!(whole.faults, []);
    assert_eq!((whole.area.unwrap().id, whole.unit.unwrap().id), (id(3), id(21)));
    assert_eq!((whole.category.unwrap().code.as_str(), whole.place.as_str()), ("b", "火车站"));
    let unmended = draft(&said, &Mended::default(), &ground(), RECEIVED);
    assert_eq!(
        unmended.faults.iter().map(|fault| fault.field).collect::<Vec<_>>(),
        [Field::Place, Field::Category, Field::DueOn]
    );
}

#[test]
fn a_long_problem_is_cut_to_a_title_and_kept_whole() {
    let long = "占道经营".repeat(40);
    let notes = vec![("检查时间".to_owned(), "10月19日\u{202e}".to_owned())];
    let said = Said { place: "东关社区".into(), problem: long.clone(), notes, ..Said::default() };
    let draft = draft(&said, &Mended::default(), &ground(), RECEIVED);
    assert_eq!(draft.title.chars().count(), 80);
    assert_eq!(draft.description, format!("{long}\n检查时间：10月19日"));
}

#[test]
fn days_as_people_write_them() {
    for (text, found) in [
        ("2026-10-31", Some(date(2026, 10, 31))),
        ("2026年10月31日前", Some(date(2026, 10, 31))),
        ("10月31日", Some(date(2026, 10, 31))),
        ("10.31", Some(date(2026, 10, 31))),
        ("1月5日", Some(date(2027, 1, 5))),
        ("10月19日", Some(date(2026, 10, 19))),
        ("25日前", Some(date(2026, 10, 25))),
        ("5日前", Some(date(2026, 11, 5))),
        ("3天内", Some(date(2026, 10, 23))),
        ("立即整改", None),
        ("13月40日", None),
        ("", None),
    ] {
        assert_eq!(day(text, RECEIVED), found, "{text}");
    }
}
