//! The demo's half year, made smaller: counted again, and the same for the same day.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::{Summary, live, pictures::Album};
use crate::{
    app::App,
    cases, directory,
    install::installer,
    on_both, reports,
    testing::{On, Place},
    wire::Period,
};
use axum::http::StatusCode;
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The day after the last; half a year before it the tests' cast is in post.
const TODAY: Date = date(2027, 4, 30);

/// Half a year with so many cases.
pub async fn lived(place: &Place, count: usize) -> Summary {
    let first = TODAY.saturating_sub(6.months());
    let album = Album::paint(16).await.unwrap();
    live(&place.app, &place.town, &album, [first, TODAY], count).await.unwrap()
}

async fn numbers(app: &App, sql: &str) -> BTreeMap<String, i64> {
    let db = app.db.read().await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "k").unwrap(), row.try_get("", "n").unwrap())).collect()
}

/// Sums of all metrics by month, as `2026-10 case.due`.
async fn figures(app: &App) -> BTreeMap<String, i64> {
    let sql = "select substr(day, 1, 7) || ' ' || metric as k, cast(sum(quantity) as bigint) as n \
               from posting group by substr(day, 1, 7), metric";
    numbers(app, sql).await
}

async fn is_whole(place: &Place, count: usize) {
    let made = lived(place, count).await;
    assert_eq!(made.cases, count);
    let figures = figures(&place.app).await;
    let sum = |metric: &str| {
        let mine = figures.iter().filter(|(key, _)| key.ends_with(&format!(" {metric}")));
        mine.map(|(_, n)| n).sum::<i64>()
    };
    let states = numbers(
        &place.app,
        "select state as k, count(*) as n from case_record where parent is null group by state",
    )
    .await;
    assert_eq!(states.values().sum::<i64>(), i64::try_from(count).unwrap());
    let ended: i64 =
        ["reported", "closed", "rejected", "cancelled", "merged"].iter().filter_map(|s| states.get(*s)).sum();
    assert_eq!(sum("case.open"), states.values().sum::<i64>() - ended, "{states:?}");
    for (key, due) in figures.iter().filter(|(key, _)| key.ends_with("case.due")) {
        let month = &key[..7];
        let of = |metric: &str| figures.get(&format!("{month} {metric}")).copied().unwrap_or(0);
        assert_eq!(*due, of("case.overdue") + of("case.closed_in_time"), "{month}");
    }
    for (key, due) in figures.iter().filter(|(key, _)| key.ends_with("round.due")) {
        let month = &key[..7];
        let of = |metric: &str| figures.get(&format!("{month} {metric}")).copied().unwrap_or(0);
        assert_eq!(*due, of("round.done") + of("round.missed"), "{month}");
    }
    assert!(sum("round.missed") > 0 && sum("round.late") > 0, "some come late, some not at all");
    let mean = sum("round.points") / sum("round.scored");
    assert!((7_000..10_000).contains(&mean), "checks are scored in hundredths: {mean}");
    let extra = "select standing as k, count(*) as n from round group by standing";
    let walked = numbers(&place.app, extra).await;
    assert_eq!(walked.values().sum::<i64>(), i64::try_from(made.rounds).unwrap());
    let unsaid = format!(
        "select 'open' as k, count(*) as n from slot where state = 'open' and closes_at <= {}",
        place.app.clock.now().millis()
    );
    assert_eq!(numbers(&place.app, &unsaid).await["open"], 0);
    // a unit holds what is with a unit, somebody else verifies, and nothing late is unsaid
    let end = place.app.clock.now().millis();
    let wrong = format!(
        "select state as k, count(*) as n from case_record \
                 where state in ('dispatched', 'accepted') and (lead is null or deadline_at is null) \
                    or state = 'rectified' and (verifying is null or verifying = lead) \
                    or state = 'shelved' and resumes is null \
                    or state in ('dispatched', 'accepted') and overdue_at is null and deadline_at < {end} \
                 group by state"
    );
    assert_eq!(numbers(&place.app, &wrong).await, BTreeMap::new());
    let unsealed = "select 'open' as k, count(*) as n from posting where seq is null";
    assert_eq!(numbers(&place.app, unsealed).await["open"], 0);
    let db = place.app.db.read().await.unwrap();
    let whole = crate::start::verify(&db, &place.app.metrics, None).await.unwrap();
    assert_eq!(whole.postings, made.postings);
}

/// The full months of the half year, each with the next one's first day.
const MONTHS: [(&str, &str); 5] = [
    ("2026-11", "2026-12-01"),
    ("2026-12", "2027-01-01"),
    ("2027-01", "2027-02-01"),
    ("2027-02", "2027-03-01"),
    ("2027-03", "2027-04-01"),
];

/// The month's summary, written on the first of the next: its length, that problems and next steps are the same lines,
/// each with as many open cases as the figures say, and that no sentence stands twice.
async fn papers_read_well(place: &Place) {
    let town = place.town.areas["990101001"].path.clone();
    for (month, first) in MONTHS {
        place.at(&format!("{first}T08:30:00+08:00"));
        let clerk = place.sign_in("clerk").await;
        let (_, paper) = clerk.post("/api/reports/summaries", json!({ "period": month })).await;
        let (_, docx) =
            clerk.file(&format!("/api/reports/summaries/{}/docx", paper["id"].as_str().unwrap())).await;
        let text = documents::docx::text(&docx).unwrap();
        let characters = text.chars().filter(|c| !c.is_whitespace()).count();
        assert!((3_000..=5_000).contains(&characters), "{month}: {characters} characters\n{text}");
        let mut sentences: Vec<&str> = text.split(['。', '\n', '；']).filter(|s| s.len() > 12).collect();
        let all = sentences.len();
        sentences.sort_unstable();
        sentences.dedup();
        assert_eq!(sentences.len(), all, "{month}: no sentence twice\n{text}");
        assert!(!text.contains("，0") && !text.contains("为0"), "{month}: {text}");
        let [problems, steps] = ["problems.lines", "next_steps.lines"].map(|key| open_lines(&paper, key));
        assert!(!problems.is_empty(), "{text}");
        assert_eq!(problems, steps, "{month}: {text}");
        assert!(problems.is_sorted_by(|one, other| one.1 >= other.1), "{problems:?}");
        let end = Period::end_of(first.parse::<Date>().unwrap().yesterday().unwrap());
        let db = place.app.db.read().await.unwrap();
        let open = cases::open_then(&db, &cases::AsOf::of(end, &town), 10_000).await.unwrap();
        for (line, said) in &problems {
            let stood = open.iter().filter(|case| case.line == *line).count();
            assert_eq!(stood, *said, "{month}: {line}");
        }
        assert_eq!(
            open.len(),
            problems.iter().map(|(_, n)| n).sum::<usize>(),
            "{month}: every open case has its line"
        );
    }
}

/// The lines that a list of a paper names, with their open cases.
fn open_lines(paper: &Value, key: &str) -> Vec<(String, usize)> {
    let blocks = paper["blocks"].as_array().unwrap().iter();
    let runs =
        blocks.filter(|block| block["key"] == key).flat_map(|b| b["content"]["runs"].as_array().unwrap());
    let open = runs.filter(|run| run["figure"]["metric"] == "case.open").map(|run| &run["figure"]);
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    open.map(|figure| (word(&figure["dims"]["category"]), word(&figure["value"]).parse().unwrap())).collect()
}

/// So many cases that a month has its usual paper.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_month_s_summary_reads_well() {
    let place = Place::new(On::Sqlite).await;
    lived(&place, 700).await;
    papers_read_well(&place).await;
}

/// Each of the last full months has a summary that is not too long, with the worst units by name and figures that open.
async fn is_told(place: &Place) {
    let clerk = place.sign_in("clerk").await;
    for month in ["2027-01", "2027-02", "2027-03"] {
        let (status, paper) = clerk.post("/api/reports/summaries", json!({ "period": month })).await;
        assert_eq!(status, StatusCode::OK, "{paper}");
        let block =
            paper["blocks"].as_array().unwrap().iter().find(|block| block["key"] == "supervision.units");
        let runs = block.unwrap()["content"]["runs"].as_array().unwrap();
        let figures: Vec<&Value> =
            runs.iter().map(|run| &run["figure"]).filter(|live| live.is_object()).collect();
        let of = |metric: &str| {
            let asked = figures.iter().filter(|live| live["metric"] == metric && live["change"] == false);
            asked.map(|live| (*live).clone()).collect::<Vec<_>>()
        };
        let number = |live: &Value| live["value"].as_str().unwrap().parse::<i64>().unwrap();
        let due = of("case.due");
        assert_eq!(number(&due[0]), due[1..].iter().map(number).sum::<i64>(), "no unit is left out");
        let late: Vec<i64> = of("case.overdue").iter().map(number).collect();
        let named = late.len().min(8);
        assert!(due.len() <= 10 && late[..named].is_sorted_by(|a, b| a >= b), "the worst first: {late:?}");
        for live in &figures {
            let asked = |key: &str| live[key].as_str().unwrap_or_default().to_owned();
            let (metric, area, org) = (asked("metric"), asked("area"), asked("org"));
            let path =
                format!("/api/figures/{metric}?area={area}&org={org}&period={month}&as_of={}", live["as_of"]);
            let (status, opened) = clerk.get(&path).await;
            assert_eq!(status, StatusCode::OK, "{path}: {opened}");
            assert!(live["change"] == true || opened["value"] == live["value"], "{path}: {opened}");
        }
        let length = length(place, month).await;
        assert!(length <= 5_000, "{month} has {length} characters");
    }
}

/// Characters of the town's summary as it is printed.
async fn length(place: &Place, month: &str) -> usize {
    let app = &place.app;
    let (who, db) = (installer(app).await.unwrap(), app.db.read().await.unwrap());
    let area = directory::find_area(&db, place.town.area("990101001").unwrap()).await.unwrap().unwrap();
    let (metrics, period, now) = (&app.metrics, month.parse().unwrap(), app.clock.now());
    let ask = reports::Ask { db: &db, metrics, who: &who, area, period, first_day: 1, now };
    let document = reports::unsaved(&ask, None).await.unwrap();
    documents::text::write(&document).chars().filter(|c| !c.is_whitespace()).count()
}

on_both!(a_small_half_year_is_whole, async |place: &Place| is_whole(place, 40).await);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_larger_half_year_is_whole_and_the_same_again() {
    let (one, other) = (Place::new(On::Sqlite).await, Place::new(On::Sqlite).await);
    is_whole(&one, 240).await;
    is_told(&one).await;
    lived(&other, 240).await;
    assert_eq!(figures(&one.app).await, figures(&other.app).await);
    let open = "select state as k, count(*) as n from case_record where open group by state";
    let open = numbers(&one.app, open).await;
    let verbs = "select verb as k, count(*) as n from case_move group by verb";
    let verbs = numbers(&one.app, verbs).await;
    for verb in ["fix_on_spot", "ask_extension", "grant_extension", "part_done", "return", "supervise"] {
        assert!(verbs.contains_key(verb), "no case knows {verb}: {verbs:?}");
    }
    let holdings = "select 'ended' as k, count(*) as n from holding where to_day is not null";
    assert_eq!(numbers(&one.app, holdings).await["ended"], 1, "a leader was replaced");
    assert!(open.len() >= 4 && (8..40).contains(&open.values().sum::<i64>()), "{open:?}");
}
