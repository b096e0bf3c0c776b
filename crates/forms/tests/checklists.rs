//! The shipped checklists: every one reads, is published, and takes a visit where all is well and one where all fails.
#![allow(clippy::unwrap_used)] // a test may stop at a broken premise

use forms::{Checked, Checklist, Item, Kind, Published, check, publish, read_checklist};
use kernel::moment::Moment;
use serde_json::{Map, Value as Json, json};
use std::{collections::BTreeSet, fs, path::Path};

fn shipped() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog/checklists");
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .map(|path| {
            (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn published(name: &str, text: &str) -> Published {
    let Checklist { form, site_types } =
        read_checklist(text).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    assert!(!site_types.is_empty(), "{name}");
    assert_eq!(form.code, name.replace('-', "_"));
    publish(form).unwrap_or_else(|faults| panic!("{name}: {faults:?}"))
}

/// Every item answered alike, the `pick`th of each choice, a photo wherever one may stand.
fn visit(form: &Published, well: bool, pick: usize) -> Checked {
    let answer = |item: &Item| match item.kind {
        Kind::PassFail => Some(json!(if well { "pass" } else { "fail" })),
        Kind::Number => Some(json!(if well { 0 } else { 3 })),
        Kind::Choice => Some(json!(item.choices[pick % item.choices.len()].code)),
        Kind::Text => Some(json!("路口东侧")),
        _ => None,
    };
    let answers: Map<String, Json> =
        form.form.items.iter().filter_map(|item| Some((item.key.clone(), answer(item)?))).collect();
    let photos = form
        .form
        .items
        .iter()
        .filter(|item| matches!(item.kind, Kind::PassFail | Kind::Number | Kind::Photo));
    let photos: Map<String, Json> =
        photos.map(|item| (item.key.clone(), json!([format!("photo-{}", item.key)]))).collect();
    check(form, &json!({"answers": answers, "photos": photos}), Moment::from_millis(1_761_700_000_000))
        .unwrap_or_else(|refused| panic!("{}: {refused:?}", form.form.code))
}

#[test]
fn all_thirty_read_and_take_a_visit() {
    let files = shipped();
    assert_eq!(files.len(), 30);
    let mut items = 0;
    for (name, text) in &files {
        let form = published(name, text);
        items += form.form.items.len();
        for pick in 0..5 {
            let (good, bad) = (visit(&form, true, pick), visit(&form, false, pick));
            assert_eq!((good.failed.len(), good.score.got), (0, good.score.of), "{name}");
            assert_eq!((bad.score.got, bad.score.of), (0, good.score.of), "{name}");
            assert_eq!(good.dropped, bad.dropped, "{name}");
            let scored = |item: &&Item| {
                matches!(item.kind, Kind::PassFail | Kind::Number) && !bad.dropped.contains(&item.key)
            };
            let scored: Vec<&Item> = form.form.items.iter().filter(scored).collect();
            assert!(
                scored.iter().map(|item| &item.key).eq(bad.failed.iter().map(|failed| &failed.key)),
                "{name}"
            );
            assert!(
                scored.iter().map(|item| &item.category).eq(bad.failed.iter().map(|failed| &failed.category)),
                "{name}"
            );
            let points: f64 = scored.iter().filter_map(|item| item.score).sum();
            #[allow(clippy::cast_precision_loss)] // a few thousand
            let of = bad.score.of as f64 / 100.0;
            assert!((points - of).abs() < 1e-9, "{name}: {points} and {of}");
        }
    }
    assert_eq!(items, 464);
}

#[test]
fn a_township_asks_by_what_is_looked_at() {
    let (name, text) = shipped().into_iter().find(|(name, _)| name == "township").unwrap();
    let form = published(&name, &text);
    let dropped = |pick| visit(&form, true, pick).dropped;
    assert_eq!(dropped(0), ["floating", "signboards", "village_covenant"]); // government
    assert_eq!(dropped(2), ["toilet_clean", "floating", "signboards"]); // village
    assert_eq!(dropped(4), ["toilet_clean", "signboards", "village_covenant"]); // road_river
}

#[test]
fn categories_of_failures_are_leaves_of_the_tree() {
    let tree =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../catalog/categories/tree.toml"))
            .unwrap();
    let tree: toml::Table = tree.parse().unwrap();
    let codes: BTreeSet<&str> =
        tree["category"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    for (name, text) in &shipped() {
        for failed in visit(&published(name, text), false, 0).failed {
            assert!(
                failed.category.iter().all(|category| codes.contains(category.as_str())),
                "{name}: {failed:?}"
            );
        }
    }
}

#[test]
fn what_is_no_checklist_says_where() {
    let (_, text) = shipped().into_iter().find(|(name, _)| name == "market").unwrap();
    for (from, to, word) in [
        ("kind = \"photo\"", "kind = \"video\"", "video"),
        ("required = true", "requird = true", "requird"),
        ("version = 1", "version = \"1\"", "version"),
        ("[[item]]", "[[item", "line"),
    ] {
        let wrong = read_checklist(&text.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(wrong.contains(word) && wrong.contains("line"), "{wrong}");
    }
}
