//! The commands as somebody types them: each explains itself, fails in one line, and reads beside a running program.

#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use super::*;
use crate::{
    platform::db::Tx,
    testing::{On, Place},
};
use clap::CommandFactory;
use serde_json::Value;
use std::path::Path;

/// The commands that do something, by their words.
fn commands(of: &clap::Command, words: &str) -> Vec<(String, clap::Command)> {
    let deeper: Vec<_> = of.get_subcommands().filter(|one| one.get_name() != "help").collect();
    if deeper.is_empty() {
        return vec![(words.to_owned(), of.clone())];
    }
    deeper.into_iter().flat_map(|one| commands(one, &format!("{words} {}", one.get_name()))).collect()
}

#[test]
fn every_command_explains_itself_with_examples_that_work() {
    let all = commands(&Cli::command(), "wenming");
    assert!(all.len() > 12);
    for (words, command) in all {
        assert!(command.get_about().is_some(), "{words} says what it does");
        for argument in command.get_arguments().filter(|one| one.get_id() != "help") {
            assert!(argument.get_help().is_some(), "{words}: {} says what it is", argument.get_id());
        }
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let examples: Vec<&str> = help.lines().filter(|line| line.contains("wenming ")).collect();
        assert!(!examples.is_empty(), "{words} has an example");
        for example in examples {
            let (before, typed) = example.split_once("wenming ").unwrap();
            let typed = typed.split('>').next().unwrap();
            let mut typed: Vec<&str> = ["wenming"].into_iter().chain(typed.split_whitespace()).collect();
            if before.contains("WENMING_PASSWORD") {
                typed.push("--password=x");
            }
            assert!(typed.join(" ").starts_with(&words), "{example} stands with {words}");
            assert!(Cli::try_parse_from(&typed).is_ok(), "{example} is understood");
        }
    }
}

#[test]
fn what_is_not_understood_is_told_in_one_line() {
    for (typed, told) in [
        ("nope", "unrecognized subcommand 'nope'; --help says what is"),
        (
            "figure --period 2026-10",
            "the following required arguments were not provided: <METRIC>; --help says what is",
        ),
        (
            "config --files s3://bucket",
            "invalid value 's3://bucket' for '--files <URL>': this program keeps files in folders, not at s3://; \
             write file:///srv/pictures; --help says what is",
        ),
    ] {
        let words = ["wenming"].into_iter().chain(typed.split_whitespace());
        assert_eq!(misread(&Cli::try_parse_from(words).err().unwrap()), told);
    }
}

/// What a command says that fails.
async fn failed(data: &Path, typed: &str) -> String {
    let words = ["wenming"].into_iter().chain(typed.split_whitespace());
    let data = ["--data", data.to_str().unwrap()];
    Cli::try_parse_from(words.chain(data)).unwrap().run().await.unwrap_err().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_fails_says_one_clear_line() {
    let place = Place::new(On::Sqlite).await;
    let (folder, empty) = (place.folder.path(), tempfile::tempdir().unwrap());
    let here = |name: &str| folder.join(name).display().to_string();
    std::fs::write(here("x.xlsx"), "no workbook").unwrap();
    std::fs::write(here("x.geojson"), "{").unwrap();
    let mut wrong = Vec::new();
    for (typed, told) in [
        ("figure case.opened --period 2026-10".to_owned(), "case.opened"),
        ("figure case.open --period 2026-13".into(), "--period: "),
        ("figure case.open --period 2026-10 --area 12".into(), "there is no area 12"),
        ("figure case.open --period 2026-10 --as-of yesterday".into(), "--as-of: yesterday is no seal"),
        ("figure case.open --period 2026-10 --as-of 7".into(), "--as-of: nothing is sealed up to 7"),
        ("verify --against 7".into(), "--against: "),
        ("export standard nowhere --out x.xlsx".into(), "there is no standard nowhere"),
        ("export standard civilised_village --out /nowhere/x.xlsx".into(), "/nowhere/x.xlsx: "),
        ("report summary --period 2026-10 --out /nowhere/x.docx".into(), "/nowhere/x.docx: "),
        ("report summary --period soon --out x.docx".into(), "--period: "),
        ("import areas /nowhere.csv".into(), "/nowhere.csv: "),
        (format!("import people {}", here("x.xlsx")), "x.xlsx"),
        (format!("import standard {}", here("x.xlsx")), "x.xlsx"),
        (format!("import sites {}", here("x.xlsx")), "x.xlsx"),
        (format!("import boundaries {}", here("x.geojson")), "x.geojson"),
        (
            "user add a --name b --organisation NONE --title c --role d --password long-enough-it-is".into(),
            "there is no organisation NONE",
        ),
        (
            "user add a --name b --organisation CJB --title c --role none --password long-enough-it-is".into(),
            "role",
        ),
        ("user add a --name b --organisation CJB --title c --role inspector --password short".into(), "too short"),
        (
            "user add clerk --name b --organisation CJB --title c --role inspector --password long-enough-it-is"
                .into(),
            "login",
        ),
        ("config --tls-cert x.pem".into(), "--tls-cert and --tls-key go together"),
        ("serve --listen 192.0.2.1:80".into(), "192.0.2.1:80: "),
("verify --database a:hush@127.0.0.1/b".into(), "a database is given as postgres://"),
    ] {
        let said = failed(folder, &typed).await;
        if !said.contains(told) || said.contains('\n') || said.contains("hush") {
            wrong.push(format!("{typed}: {said}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for typed in
        ["verify", "figure case.open --period 2026-10", "report summary --period 2026-10 --out x.docx"]
    {
        let said = failed(empty.path(), typed).await;
        assert!(said.contains("there is no database") && !said.contains('\n'), "{said}");
        assert!(!empty.path().join("wenming.db").exists(), "and {typed} makes none");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reading_command_reads_beside_the_running_program() {
    let place = Place::new(On::Sqlite).await;
    let clerk = place.sign_in("clerk").await;
    let area = place.town.area("990101001001").unwrap();
    let reported = async || {
        let case = serde_json::json!({ "title": "一件", "category": "sanitation.litter", "area": area, "place": "x",
            "source": "patrol", "photos": [clerk.photo().await] });
        assert!(clerk.post("/api/cases", case).await.0.is_success());
        start::seal(&place.app).await.unwrap();
    };
    let config = Config { data: Some(place.folder.path().into()), ..Config::default() };
    let beside = start::open_to_read(config).await.unwrap();
    let figure = async |words: &str| {
        let typed = format!("wenming figure case.reported --period 2026-10 {words}");
        let Command::Figure(asked) = Cli::try_parse_from(typed.split_whitespace()).unwrap().command else {
            panic!("it is a figure")
        };
        let said = ask::figure(&beside, asked, true).await;
        said.map(|said| serde_json::from_str::<Value>(&said).unwrap())
    };
    reported().await;
    let whole: Value = serde_json::from_str(&ask::verify(&beside, None, true).await.unwrap()).unwrap();
    let head = whole["head"].as_str().unwrap();
    let number = head.split(':').next().unwrap();
    reported().await;
    let now = figure("--area 990101001001").await.unwrap();
    assert_eq!(
        now,
        json!({ "metric": "case.reported", "period": "2026-10", "value": "2", "unit": "件", "qualifier": "exact",
            "postings": 2 })
    );
    for seal in [number, head] {
        assert_eq!(figure(&format!("--as-of {seal}")).await.unwrap()["value"], "1", "as of {seal}");
    }
    let other = format!("{number}:{}", "0".repeat(64));
    assert!(
        figure(&format!("--as-of {other}"))
            .await
            .unwrap_err()
            .to_string()
            .contains("no head of this journal")
    );
    let then = ask::verify(&beside, Some(head), false).await.unwrap();
    assert!(then.starts_with("whole: "), "{then}");
    assert!(ask::verify(&beside, Some(&other), false).await.is_err());
    let write = async |tx: &Tx| {
        sea_orm::ConnectionTrait::execute_unprepared(tx, "delete from setting").await.map(|_| ())
    };
    assert!(beside.db.write(write).await.is_err(), "it cannot write");
}
