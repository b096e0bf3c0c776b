//! Any sequence of verbs keeps the figures' promises: what was due is what was overdue or closed in time, the open
//! ones are those that stand open, and the journal is whole.

use super::*;
use crate::cases::{
    category::{Category, read_categories},
    figures,
    model::{Detail, Move, Spot, Verb},
    rules::{self, Change},
};
use jiff::civil::Date;
use kernel::{calendar::Calendar, moment::Moment};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use std::collections::BTreeMap;

/// A case with its history, moved by the rules alone.
struct Walk {
    case: Case,
    history: Vec<Move>,
    category: Category,
    calendar: Calendar,
    now: Moment,
}

impl Walk {
    fn begin() -> Self {
        let tree = read_categories(crate::catalogue::CATEGORIES).unwrap();
        let category = tree.into_iter().find(|category| category.code == CATEGORY).unwrap();
        let case = a_case_of(Uuid::from_u128(1), None, None, "t.v.", "sanitation");
        let now = crate::testing::START.parse().unwrap();
        let case = Case { reported_at: now, ..case };
        let calendar = crate::catalogue::calendar().unwrap();
        let mut walk = Self { case, history: vec![], category, calendar, now };
        walk.keep(None, Verb::Report);
        walk
    }
    fn keep(&mut self, before: Option<&Case>, verb: Verb) {
        self.history.push(Move {
            version: self.case.version,
            verb,
            from: before.map(|case| case.state),
            to: self.case.state,
            cycle: self.case.cycle,
            at: self.now,
            organisation: None,
            person: None,
            for_person: None,
            reason: None,
            by_rule: false,
            lead: self.case.lead,
            verifying: self.case.verifying,
            deadline: self.case.deadline(),
            detail: Detail::default(),
        });
    }
    /// Units change from one dispatch to the next, and those that verify are others.
    fn go(&mut self, verb: Verb) {
        let turn = u128::try_from(self.history.len() % 3).unwrap();
        let (lead, verifying) = (Some(Uuid::from_u128(10 + turn)), Some(Uuid::from_u128(20 + turn)));
        let limit = Some("1 work_day".into());
        let spot = Some(Spot::Passed).filter(|_| self.now.millis() % 2 == 0);
        let change = Change { lead, verifying, limit, spot, ..Change::by(Uuid::nil(), self.now) };
        let before = self.case.clone();
        self.case = rules::after(&before, verb, &change, &self.category, &self.calendar).unwrap();
        self.keep(Some(&before), verb);
    }
    fn step(&mut self, choice: usize, minutes: i64) {
        self.now = Moment::from_millis(self.now.millis() + minutes * 60_001);
        self.settle(None);
        let checked = self.case.spot != Some(Spot::Passed);
        let possible = |verb: &Verb| match verb {
            // the clock's own
            Verb::FallDue => false,
            Verb::CloseUnchecked => !checked,
            Verb::Verify | Verb::SendBack => checked,
            verb => rules::next(&self.case, *verb).is_ok(),
        };
        let verbs: Vec<Verb> = rules::verbs(self.case.state).filter(possible).collect();
        if let Some(verb) = verbs.get(choice % verbs.len().max(1)) {
            self.settle(Some(*verb));
            self.go(*verb);
            self.settle(None);
        }
    }
    /// What the clock says, as the verbs let it say.
    fn settle(&mut self, next: Option<Verb>) {
        if rules::falls_due(&self.case, next, self.now) {
            self.go(Verb::FallDue);
        }
        while rules::level_is_due(&self.case, self.now) {
            self.go(Verb::Supervise);
        }
    }
    /// Sums of some metrics by day, unit and area.
    fn sums(&self, metrics: &[&str]) -> BTreeMap<(Date, Uuid, Uuid), i64> {
        let mut sums = BTreeMap::new();
        for posting in figures::of(&self.case, &self.history) {
            if metrics.contains(&posting.metric.as_str()) {
                *sums.entry((posting.day, posting.org, posting.area)).or_insert(0) +=
                    posting.quantity.unwrap();
            }
        }
        sums
    }
    fn sum(&self, metric: &str) -> i64 {
        let postings = figures::of(&self.case, &self.history);
        postings
            .iter()
            .filter(|posting| posting.metric == metric)
            .filter_map(|posting| posting.quantity)
            .sum()
    }
}

proptest! {
    #[test]
    fn the_rules_keep_the_figures_promises(steps in prop::collection::vec((0_usize..20, 0_i64..600), 1..40)) {
        let mut walk = Walk::begin();
        for (choice, minutes) in steps {
            walk.step(choice, minutes);
            prop_assert_eq!(walk.sums(&["case.due"]), walk.sums(&["case.overdue", "case.closed_in_time"]));
            prop_assert_eq!(walk.sum("case.open"), i64::from(walk.case.is_open()));
            prop_assert!(walk.sum("case.closed") <= walk.sum("case.due"));
        }
    }
}

/// Everybody who does something, so that every verb has somebody.
const ACTORS: &[&str] =
    &["clerk", "community", "verifier", "leader", "sanitation", "district", "inspector", "grid"];

/// One verb that the program itself says this person may do now. A case is cancelled only now and then.
async fn one_verb(place: &Place, client: &Client<'_>, path: &str, choice: usize) -> Option<String> {
    let (status, case) = client.get(path).await;
    let allowed = case["allowed"].as_array().filter(|_| status == StatusCode::OK)?;
    let verbs = allowed.iter().filter_map(|verb| verb["verb"].as_str());
    // one case alone: it is neither merged nor split, and what leads nowhere is left out
    let alone = verbs.filter(|verb| !["merge", "split", "supplement"].contains(verb));
    let verbs: Vec<&str> = alone.filter(|verb| *verb != "cancel" || choice == 0).collect();
    let verb = (*verbs.get(choice % verbs.len().max(1))?).to_owned();
    let mut body = json!({ "reason": "因故", "limit": "2 work_hour" });
    if rules::photos_show(Verb::of(&verb).unwrap()).is_some() {
        body["photos"] = json!([client.photo().await]);
    }
    match verb.as_str() {
        "dispatch" => body["cooperating"] = json!([place.town.organisation("HWS").unwrap()]),
        "assign_verifier" => body["org"] = json!(place.town.organisation("CJB").unwrap()),
        _ => {}
    }
    let moved = done(client, &case, &verb, body).await;
    assert!(moved["version"].as_i64() > case["version"].as_i64());
    Some(verb)
}

/// What the journal holds of some metrics, as `day unit area sum`.
async fn sums(place: &Place, metrics: &str) -> Vec<String> {
    let sql = format!(
        "select day, org, area, cast(sum(quantity) as bigint) as n from posting where metric in ({metrics}) \
         group by day, org, area having sum(quantity) <> 0 order by day, org, area"
    );
    let db = place.app.db.read().await.unwrap();
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let id = |row: &sea_orm::QueryResult, column| row.try_get::<Uuid>("", column).unwrap();
    let told = |row: &sea_orm::QueryResult| {
        let (day, n) = (row.try_get::<String>("", "day").unwrap(), row.try_get::<i64>("", "n").unwrap());
        format!("{day} {} {} {n}", id(row, "org"), id(row, "area"))
    };
    rows.iter().map(told).collect()
}

on_both!(the_program_keeps_them_too, async |place: &Place| {
    let mut runner = TestRunner::deterministic();
    let walks =
        prop::collection::vec(prop::collection::vec((0..ACTORS.len(), 0_usize..20, 0_i64..240), 24), 4);
    let mut seen = std::collections::BTreeSet::new();
    for walk in walks.new_tree(&mut runner).unwrap().current() {
        let mut clients = Vec::new();
        for login in ACTORS {
            clients.push(place.sign_in(login).await);
        }
        let case = report(place, &clients[0]).await;
        let path = format!("/api/cases/{}", case["id"].as_str().unwrap());
        for (first, choice, minutes) in walk {
            let now = place.app.clock.now();
            place.app.clock.hold(Moment::from_millis(now.millis() + minutes * 60_000));
            for turn in 0..clients.len() {
                let verb = one_verb(place, &clients[(first + turn) % clients.len()], &path, choice).await;
                if verb.is_some() {
                    seen.extend(verb);
                    break;
                }
            }
        }
        crate::start::run_clock(&place.app).await.unwrap();
    }
    assert!(seen.len() > 8, "the walks are not idle: {seen:?}");
    let clerk = place.sign_in("clerk").await;
    let figure = async |metric: &str| {
        let (_, figure) = clerk.get(&format!("/api/figures/{metric}?period=2026")).await;
        figure["value"].as_str().unwrap().parse::<i64>().unwrap()
    };
    assert_eq!(figure("case.due").await, figure("case.overdue").await + figure("case.closed_in_time").await);
    let due = sums(place, "'case.due'").await;
    assert!(!due.is_empty());
    assert_eq!(due, sums(place, "'case.overdue', 'case.closed_in_time'").await, "by day, unit and area");
    let (_, counts) = clerk.get("/api/cases/counts").await;
    assert_eq!(json!(figure("case.open").await), counts["open"]);
    crate::start::seal(&place.app).await.unwrap();
    let whole = place.verify().await.unwrap();
    assert_eq!(whole.records, 4);
});
