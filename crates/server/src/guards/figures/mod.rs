//! Opening any figure shows nobody a record that they may not read: every metric that has postings, as each of the
//! cast, whole and in all its parts, over all pages, now and as of a seal.

mod town;

use crate::{
    demo::cast::CAST,
    on_both,
    testing::{Client, Place},
};
use axum::http::StatusCode;
use sea_orm::{ConnectionTrait, Statement};
use serde_json::Value;
use std::collections::HashMap;

/// Both months in which the town's records have their days.
const PERIOD: &str = "period=2026-10-01..2026-11-30";

/// Somebody who opens figures, and what was found of the records that they were shown.
struct Reader<'a> {
    login: &'static str,
    client: Client<'a>,
    /// kind and id of a record → whether its own page opens
    seen: HashMap<(String, String), bool>,
    hidden: u64,
    pages: usize,
}

impl Reader<'_> {
    /// Opens a figure to its last page. Answers the number of postings; nothing where it is refused.
    async fn open(&mut self, metric: &str, query: &str) -> Option<i64> {
        let mut after = String::new();
        loop {
            let path = format!("/api/figures/{metric}/postings?{query}{after}");
            let (status, page) = self.client.get(&path).await;
            if status != StatusCode::OK {
                assert_eq!(status, StatusCode::FORBIDDEN, "{} {path}: {page}", self.login);
                return None;
            }
            self.pages += 1;
            self.hidden += page["hidden"].as_u64().unwrap();
            for source in page["items"].as_array().unwrap().iter().map(|item| &item["source"]) {
                if !source.is_null() {
                    self.may_read(source, &path).await;
                }
            }
            match page["next"].as_str() {
                Some(next) => after = format!("&after={next}"),
                None => return page["count"].as_i64(),
            }
        }
    }

    async fn may_read(&mut self, source: &Value, path: &str) {
        let (kind, id) = (source["kind"].as_str().unwrap(), source["id"].as_str().unwrap());
        let key = (kind.to_owned(), id.to_owned());
        if !self.seen.contains_key(&key) {
            let page = match kind {
                "visit" => "visits",
                "slot" => "slots",
                "case" => "cases",
                other => panic!("which page shows a record of kind {other}?"),
            };
            let (status, _) = self.client.get(&format!("/api/{page}/{id}")).await;
            self.seen.insert(key.clone(), status == StatusCode::OK);
        }
        assert!(self.seen[&key], "{path} shows a {kind} that {} may not read", self.login);
    }

    /// Opens every row of a split: its postings, and the figure that it names. Both say what the row says; only a row
    /// without a key, and a day of what is counted up to a day, names no figure.
    async fn open_rows(&mut self, metric: &Value, by: &str, asked: &str) {
        let code = metric["code"].as_str().unwrap();
        let split = self.read(&format!("/api/figures/{code}/split?{asked}&by={by}")).await;
        for row in split["rows"].as_array().unwrap() {
            let key = row["key"].as_str();
            let (within, said) = (key.unwrap_or_default(), row["postings"].as_i64());
            let postings = self.open(code, &format!("{asked}&within={by}:{within}")).await;
            assert_eq!(postings, said, "{} {code} {by}:{within}", self.login);
            let Some(address) = row["opens"].as_str() else {
                let up_to_a_day = by == "day" && metric["kind"] == "stock";
                assert!(key.is_none() || up_to_a_day, "{} {code} {by}:{within} opens nothing", self.login);
                continue;
            };
            let figure = self.read(&address.replacen("/f/", "/api/figures/", 1)).await;
            for part in ["value", "qualifier", "numerator", "denominator", "postings"] {
                assert_eq!(figure[part], row[part], "{} {code} {by}:{within} {part}: {address}", self.login);
            }
            let query = address.split_once('?').map(|(_, query)| query).unwrap();
            assert_eq!(self.open(code, query).await, said, "{} {address}", self.login);
        }
    }

    async fn read(&self, path: &str) -> Value {
        let (status, answer) = self.client.get(path).await;
        assert_eq!(status, StatusCode::OK, "{} {path}: {answer}", self.login);
        answer
    }
}

/// The metrics under which something was ever posted, rates with their parts; the others can show nothing.
async fn posted(place: &Place) -> Vec<Value> {
    let journal = place.app.db.read().await.unwrap();
    let asked = Statement::from_string(
        journal.get_database_backend(),
        "select distinct metric from posting".to_owned(),
    );
    let rows = journal.query_all_raw(asked).await.unwrap();
    let posted: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    let (_, metrics) = place.sign_in("clerk").await.get("/api/metrics").await;
    let is_posted = |metric: &Value| {
        let parts =
            ["numerator", "denominator"].map(|part| metric[part].as_array().unwrap()).into_iter().flatten();
        parts.chain([&metric["code"]]).any(|code| posted.iter().any(|posted| code == posted))
    };
    metrics.as_array().unwrap().iter().filter(|metric| is_posted(metric)).cloned().collect()
}

/// The ways in which a metric can be split; a rate as its parts can.
fn ways(metric: &Value, metrics: &[Value]) -> Vec<String> {
    let parts = metric["denominator"].as_array().unwrap();
    let first = metrics.iter().find(|part| Some(&part["code"]) == parts.first()).unwrap_or(metric);
    let dims = first["dims"].as_array().unwrap().iter().map(|dim| dim.as_str().unwrap());
    ["area", "org", "day"].into_iter().chain(dims).map(str::to_owned).collect()
}

on_both!(an_opened_figure_shows_only_readable_records, async |place: &Place| {
    let seal = town::make(place).await;
    let metrics = &posted(place).await;
    assert!(metrics.len() > 20, "a town in which little was posted shows little: {}", metrics.len());
    let mut readers = HashMap::new();
    for member in CAST {
        let client = place.sign_in(member.login).await;
        let mut reader = Reader { login: member.login, client, seen: HashMap::new(), hidden: 0, pages: 0 };
        for metric in metrics {
            let code = metric["code"].as_str().unwrap();
            let Some(count) = reader.open(code, PERIOD).await else { continue };
            let sealed = format!("{PERIOD}&as_of={seal}");
            reader.open(code, &sealed).await;
            for by in ways(metric, metrics).into_iter().filter(|_| count > 0) {
                reader.open_rows(metric, &by, PERIOD).await;
            }
            reader.open_rows(metric, "org", &sealed).await;
        }
        readers.insert(member.login, reader);
    }
    let records = |login: &str| readers[login].seen.len();
    let hidden = |login: &str| readers[login].hidden;
    assert!(records("clerk") > 60 && hidden("clerk") == 0, "the office reads all that is posted in its town");
    assert!(readers["clerk"].pages > readers["district"].pages / 2, "and more than one page of it");
    for login in ["community", "west", "department", "verifier", "inspector", "grid"] {
        assert!(records(login) > 0, "{login} is shown something");
    }
    assert!(
        records("sanitation") == 0 && hidden("sanitation") > 0,
        "a former party's figures stay, its records do not"
    );
    assert_eq!(readers["nobody"].pages + readers["admin"].pages, 0, "who may see no figure opens none");
});

on_both!(the_link_in_a_paper_shows_nothing_before_sign_in, async |place: &Place| {
    let (_, metrics) = place.sign_in("clerk").await.get("/api/metrics").await;
    let stranger = place.stranger();
    for metric in metrics.as_array().unwrap() {
        let code = metric["code"].as_str().unwrap();
        let (status, body) = stranger.page(&format!("/f/{code}?{PERIOD}&as_of=1")).await;
        assert_eq!((status, body.as_str()), (StatusCode::TEMPORARY_REDIRECT, ""), "{code}");
        for part in ["", "/split", "/postings"] {
            let (status, _) = stranger.get(&format!("/api/figures/{code}{part}?{PERIOD}&as_of=1")).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{code}{part}");
        }
    }
});
