//! Who may import whom, and whose tables are whose. The order of the contexts is the law: each may call what stands
//! left of it.

use super::rust_files;

/// Contexts in their order; what stands on one rank never imports each other.
const RANKS: &[&[&str]] = &[
    &["directory"],
    &["standards", "sites"],
    &["obligations", "statements"],
    &["inspections"],
    &["cases"],
    &["referrals"],
    &["reports"],
];

/// What stands on the contexts and may import them all.
const ABOVE: &[&str] = &[
    "api_document",
    "api_page",
    "app",
    "catalogue",
    "cli",
    "demo",
    "errand",
    "exchange",
    "faces",
    "figures",
    "files",
    "guards",
    "install",
    "jobs",
    "lib",
    "main",
    "reading",
    "months",
    "running",
    "serve",
    "settings",
    "sign_in",
    "start",
    "testing",
    "tls",
    "waits",
];
/// What contexts stand on.
const BELOW: &[&str] = &["platform", "wire", "work"];

/// Tables by owner.
const TABLES: &[(&str, &[&str])] = &[
    (
        "directory",
        &[
            "area",
            "area_span",
            "organisation",
            "person",
            "position",
            "holding",
            "role",
            "role_verb",
            "access_grant",
            "import_run",
            "import_row",
        ],
    ),
    ("standards", &["standard", "standard_indicator", "standard_threshold", "target"]),
    ("sites", &["site", "site_type"]),
    ("obligations", &["obligation_kind", "obligation", "slot", "round", "round_photo"]),
    ("statements", &["statement", "statement_file"]),
    ("inspections", &["form_version", "visit", "visit_photo", "visit_correction", "finding"]),
    (
        "cases",
        &[
            "category_list",
            "category",
            "dispatch_rule",
            "case_record",
            "case_stage",
            "case_move",
            "case_photo",
            "case_cooperating",
            "case_serial",
        ],
    ),
    ("referrals", &["referral", "referral_item", "referral_picture", "referral_head", "referral_answer"]),
    ("reports", &["report", "report_block", "report_hold"]),
    (
        "platform",
        &[
            "account",
            "session",
            "audit",
            "event",
            "subscriber",
            "event_failure",
            "request",
            "file",
            "job",
            "waiting",
            "setting",
        ],
    ),
    (
        "journal",
        &["metric", "posting", "seal", "rollup", "rollup_mark", "closing", "late_entry", "chosen_opening"],
    ),
];
/// Tables whose rows a context right of the owner may join for names and paths, never write.
const JOINED: &[&str] =
    &["area", "organisation", "person", "position", "role_verb", "category", "site", "site_type"];

fn rank(module: &str) -> Option<usize> {
    RANKS.iter().position(|rank| rank.contains(&module))
}

/// The module of the server that a file belongs to.
fn module(file: &str) -> &str {
    let inside = file.trim_start_matches("crates/server/src/");
    inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

fn is_test(file: &str) -> bool {
    file.ends_with("tests.rs") || file.contains("/tests/")
}

#[test]
fn contexts_import_only_what_stands_left_of_them() {
    let mut wrong = Vec::new();
    for (file, text) in rust_files("crates/server/src") {
        let from = module(&file).to_owned();
        if ABOVE.contains(&from.as_str()) || is_test(&file) {
            continue;
        }
        for to in crate_uses(&text) {
            let allowed = to == from
                || BELOW.contains(&to.as_str())
                || matches!((rank(&from), rank(&to)), (Some(a), Some(b)) if b < a)
                // the extractors and the state of the routes
                || (to == "app" && file.contains("/api"));
            let below =
                from == "platform" && to != "platform" || from == "wire" && to != "platform" && to != "wire";
            let work = from == "work" && !["platform", "work"].contains(&to.as_str());
            if !allowed || below || work {
                wrong.push(format!("{file} imports crate::{to}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}\nask the other context through its mod.rs, or tell it by an event");
}

/// Modules named after `crate::`, in grouped imports too.
fn crate_uses(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let rest = &text[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            found.extend(group_heads(group));
        } else {
            found.push(word(rest));
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// The first words of a `{…}` group's members.
fn group_heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut heads = vec![word(group)];
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => heads.push(word(&group[at + 1..])),
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> String {
    text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Addresses of pages, which stand in no document of the API.
const PAGES: &[&str] = &["sites/api/landing.rs", "reports/api/link.rs"];

#[test]
fn what_comes_in_is_held_against_the_document() {
    let mut wrong = Vec::new();
    for (file, text) in rust_files("crates/server/src") {
        let read = text.split("extract::").skip(1).map(|rest| rest.split(';').next().unwrap_or_default());
        let raw = read.flat_map(|uses| uses.split(|c: char| !c.is_alphanumeric()));
        let is_raw = raw.into_iter().any(|name| ["Query", "Path"].contains(&name));
        if file.contains("/api/") && is_raw && !PAGES.iter().any(|page| file.ends_with(page)) {
            wrong.push(file);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}\nread with app::Query and app::Path");
}

#[test]
fn sql_stays_with_the_owner_of_its_table() {
    let mut wrong = Vec::new();
    for (file, text) in rust_files("crates/server/src") {
        let from = module(&file).to_owned();
        if ["guards", "demo", "testing", "install"].contains(&from.as_str()) || is_test(&file) {
            continue;
        }
        for (owner, tables) in TABLES {
            for table in *tables {
                let writes = [
                    format!("insert into {table} "),
                    format!("update {table} "),
                    format!("delete from {table} "),
                ];
                let reads = [format!("from {table} "), format!("join {table} ")];
                let touches =
                    |patterns: &[String]| patterns.iter().any(|pattern| text.contains(pattern.as_str()));
                let foreign = from != *owner;
                if foreign && (touches(&writes) || touches(&reads) && !JOINED.contains(table)) {
                    wrong.push(format!("{file} holds SQL on {owner}'s table {table}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}\nask the owner's published functions");
}

#[test]
fn rules_and_models_do_no_input_or_output() {
    let mut wrong = Vec::new();
    for (file, text) in rust_files("crates/server/src") {
        let name = file.rsplit('/').next().unwrap_or_default();
        let forbidden: &[&str] = match name {
            _ if name == "rules.rs" || file.contains("/rules/") => {
                &["sea_orm", "axum", "tokio", "Clock::system"]
            }
            "figures.rs" if file.contains("/cases/") => &["axum", "tokio", "Clock::system"],
            _ => &[],
        };
        wrong.extend(
            forbidden.iter().filter(|word| text.contains(**word)).map(|word| format!("{file} names {word}")),
        );
        if file.contains("/api") && (text.contains("select ") && text.contains("from case")) {
            wrong.push(format!("{file} holds SQL"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_guard_sees_what_it_must() {
    assert_eq!(crate_uses("use crate::{a::{b, c}, d};\ncrate::e::f()"), ["a", "d", "e"]);
    assert_eq!(module("crates/server/src/cases/store/list.rs"), "cases");
}
