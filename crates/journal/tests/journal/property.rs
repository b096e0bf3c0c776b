//! Any sequence of postings, reversals, corrections, late entries, seals, folds and moves in the tree gives the same
//! figures as a naive recount, on both databases, and a journal that verifies.

use crate::{base::*, naive::Naive};
use jiff::ToSpan;
use journal::*;
use kernel::{id::Uuid, moment::Moment, quantity::Qualifier};
use proptest::{prelude::*, sample::select, test_runner::TestRunner};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use std::{cell::Cell, collections::BTreeMap};

const FLOW: &str = "test.waste";
const METRICS: [&str; 4] = [FLOW, "test.stock", "test.people", "test.volunteers"];

#[derive(Clone, Debug)]
enum Step {
    Post {
        metric: usize,
        area: u8,
        org: u8,
        day: i32,
        span: i32,
        quantity: i64,
        rough: usize,
        dim: u8,
        subject: u8,
        late: i64,
    },
    Reverse(usize),
    Restate(usize),
    Choose(usize),
    Seal,
    Fold(i64),
    Move,
    Check {
        metric: usize,
        area: usize,
        orgs: &'static [&'static str],
        own: bool,
        dim: bool,
        from: i32,
        days: i32,
        as_of: Option<i64>,
        by: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let post =
        (0..4_usize, 1..6_u8, 11..14_u8, -70..70_i32, select(vec![0, 0, 0, 9, 40]), -3..9_i64, 0..6_usize)
            .prop_flat_map(|(metric, area, org, day, span, quantity, rough)| {
                (0..3_u8, 0..4_u8, -50..50_i64).prop_map(move |(dim, subject, late)| Step::Post {
                    metric,
                    area,
                    org,
                    day,
                    span,
                    quantity,
                    rough,
                    dim,
                    subject,
                    late,
                })
            });
    let orgs: Vec<(&[&str], bool)> = vec![
        (&[], false),
        (&["o.x."], false),
        (&["o.x.", "o.y."], false),
        (&["o."], true),
        (&["o.", "o.y."], true),
    ];
    let check = (0..4_usize, 0..5_usize, select(orgs), any::<bool>(), -70..70_i32).prop_flat_map(
        |(metric, area, (orgs, own), dim, from)| {
            let days = select(vec![0, 0, 1, 30, 61, 100, 200]);
            (days, prop::option::weighted(0.2, 0..30_i64), 0..5_usize).prop_map(move |(days, as_of, by)| {
                Step::Check { metric, area, orgs, own, dim, from, days, as_of, by }
            })
        },
    );
    prop_oneof![
        12 => post,
        4 => any::<prop::sample::Index>().prop_map(|i| Step::Reverse(i.index(40))),
        2 => any::<prop::sample::Index>().prop_map(|i| Step::Restate(i.index(40))),
        3 => any::<prop::sample::Index>().prop_map(|i| Step::Choose(i.index(40))),
        3 => Just(Step::Seal),
        3 => (1..9_i64).prop_map(Step::Fold),
        1 => Just(Step::Move),
        9 => check,
    ]
}

struct World<'a> {
    db: &'a DatabaseConnection,
    metrics: Metrics,
    naive: Naive,
    next: u64,
}

impl World<'_> {
    async fn take(&mut self, step: &Step) {
        match step {
            Step::Post { .. } => self.post(step).await,
            Step::Reverse(nth) => self.reverse(*nth).await,
            Step::Restate(nth) => self.restate(*nth).await,
            Step::Choose(nth) => self.choose(*nth).await,
            Step::Seal => {
                while seal(self.db, Moment::from_millis(0)).await.unwrap().is_some() {}
                self.naive.seal();
            }
            Step::Fold(limit) => drop(fold(self.db, *limit).await.unwrap()),
            Step::Move => self.shift().await,
            Step::Check { .. } => self.check(step).await,
        }
    }

    fn fresh(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u64_pair(7, self.next)
    }

    /// A day for each step, so that seals lie before, among and after the days of the postings.
    fn moment(&self, late: i64) -> Moment {
        let day = crate::base::day("2025-12-15") + (i64::try_from(self.next).unwrap() + late).days();
        day.to_zoned(kernel::moment::shanghai()).unwrap().timestamp().into()
    }

    async fn post(&mut self, step: &Step) {
        let Step::Post { metric, area, org, day, span, quantity, rough, dim, subject, late } = *step else {
            return;
        };
        let (code, record) = (METRICS[metric], self.fresh());
        let spanned = span > 0 && code == FLOW;
        let counted = code == "test.volunteers";
        let source = if spanned && rough % 2 == 0 { OPENING } else { "register" };
        let day = crate::base::day("2026-01-15") + day.days();
        let dims = [("level".to_owned(), if dim == 1 { "town" } else { "village" }.to_owned())];
        let has_dim = dim > 0 && !self.metrics.get(code).unwrap().dims.is_empty();
        let posting = Posting {
            id: record,
            metric: code.to_owned(),
            area: id(area),
            org: id(org),
            day,
            until: spanned.then(|| day + span.days()),
            quantity: match counted {
                true => Some(quantity.abs() + 1),
                false => (rough < 5).then_some(quantity),
            },
            qualifier: if counted {
                Qualifier::Exact
            } else {
                Qualifier::ALL[rough.saturating_sub(1).min(3)]
            },
            dims: if has_dim { Dims::from(dims) } else { Dims::new() },
            subject: (counted || subject > 1).then(|| id(200 + subject)),
            source: Source { kind: source.to_owned(), id: record, version: 1 },
            recorded_at: self.moment(late),
        };
        post(self.db, &self.metrics, std::slice::from_ref(&posting)).await.unwrap();
        self.naive.entries.push(Entry::of(self.metrics.get(code).unwrap(), &posting).unwrap());
    }

    fn nth_standing(&self, nth: usize) -> Option<Entry> {
        let gone = |e: &Entry| self.naive.entries.iter().any(|x| x.reverses == Some(e.id));
        let standing: Vec<_> =
            self.naive.entries.iter().filter(|e| e.reverses.is_none() && !gone(e)).collect();
        (!standing.is_empty()).then(|| standing[nth % standing.len()].clone())
    }

    async fn reverse(&mut self, nth: usize) {
        let Some(entry) = self.nth_standing(nth) else { return };
        self.next += 1;
        let at = self.moment(0);
        let by = Source { version: 2, ..entry.source.clone() };
        journal::reverse(self.db, &[entry.id], &by, at).await.unwrap();
        self.naive.entries.push(entry.reversal(&by, at));
    }

    /// The record now states one more of the same, under the id it had before.
    async fn restate(&mut self, nth: usize) {
        let Some(entry) = self.nth_standing(nth) else { return };
        self.next += 1;
        let at = self.moment(0);
        let by = Source { version: i64::try_from(self.next).unwrap(), ..entry.source.clone() };
        let metric = self.metrics.get(&entry.metric).unwrap();
        let wanted = Posting {
            quantity: Some(entry.quantity.unwrap_or(0) + 1),
            source: by.clone(),
            recorded_at: at,
            ..stated(&self.metrics, &entry)
        };
        restate(self.db, &self.metrics, &by, std::slice::from_ref(&wanted), at).await.unwrap();
        self.naive.entries.push(entry.reversal(&by, at));
        let renamed = posting_id("posting", entry.id, "", "2");
        self.naive.entries.push(Entry { id: renamed, ..Entry::of(metric, &wanted).unwrap() });
    }

    /// An opening figure is chosen over the records inside it, or no longer.
    async fn choose(&mut self, nth: usize) {
        let gone = |e: &Entry| self.naive.entries.iter().any(|x| x.reverses == Some(e.id));
        let standing = |e: &&Entry| e.source.kind == OPENING && e.reverses.is_none() && !gone(e);
        let openings: Vec<Uuid> = self.naive.entries.iter().filter(standing).map(|e| e.id).collect();
        if openings.is_empty() {
            return;
        }
        let posting = openings[nth % openings.len()];
        self.next += 1;
        let at = self.moment(0);
        let counts = if self.naive.chosen.contains(&posting) { Counts::Records } else { Counts::Opening };
        let posted = choose(self.db, posting, counts, at).await.unwrap();
        assert_eq!(posted.len(), 2);
        if counts == Counts::Opening {
            self.naive.chosen.insert(posted[1].id);
        }
        self.naive.entries.extend(posted);
        assert_eq!(choose(self.db, choice_id(posting, counts), counts, at).await.unwrap(), []);
    }

    /// Village a moves below village b, or back.
    async fn shift(&mut self) {
        let path = if self.naive.paths[&id(3)] == "c.t.a." { "c.t.b.a." } else { "c.t.a." };
        let parent = if path == "c.t.a." { id(2) } else { id(4) };
        let sql = "update area set path = $1, parent = $2 where id = $3";
        run(self.db, sql, [path.into(), parent.into(), id(3).into()]).await;
        refold(self.db).await.unwrap();
        self.naive.paths.insert(id(3), path.to_owned());
    }

    async fn check(&self, step: &Step) {
        let Step::Check { metric, area, orgs, own, dim, from, days, as_of, by } = *step else { return };
        let first = day("2026-01-15") + from.days();
        // a month, or any stretch of days
        let (first, last) = if days == 0 {
            (first.first_of_month(), first.last_of_month())
        } else {
            (first, first + (days - 1).days())
        };
        let has_dim = dim && !self.metrics.get(METRICS[metric]).unwrap().dims.is_empty();
        let ask = Ask {
            metric: METRICS[metric].to_owned(),
            area: AREAS[area].1.to_owned(),
            orgs: orgs.iter().map(|path| (*path).to_owned()).collect(),
            own,
            dims: has_dim.then(|| ("level".to_owned(), vec!["village".to_owned()])).into_iter().collect(),
            first,
            last,
            as_of,
            tree_day: None,
        };
        self.compare(
            &ask,
            [None, Some(By::Area), Some(By::Org), Some(By::Day), Some(By::Dim("level".into()))][by].as_ref(),
        )
        .await;
    }

    async fn compare(&self, ask: &Ask, by: Option<&By>) {
        if matches!(by, Some(By::Dim(_))) && self.metrics.get(&ask.metric).unwrap().dims.is_empty() {
            return;
        }
        let mut expected = self.naive.parts(&self.metrics, ask, &ask.window(), by);
        let found: BTreeMap<_, _> = match by {
            None => {
                expected.entry(None).or_default();
                BTreeMap::from([(None, figure(self.db, &self.metrics, ask).await.unwrap())])
            }
            Some(by) => {
                let parts = split(self.db, &self.metrics, ask, by).await.unwrap();
                parts.into_iter().map(|p| (p.key, p.figure)).collect()
            }
        };
        let found: BTreeMap<_, _> = found
            .into_iter()
            .map(|(key, figure)| (key, (figure.sums()[0].held, figure.sums()[0].postings)))
            .collect();
        assert_eq!(found, expected, "{ask:?} {by:?}");
        for (key, (held, postings)) in expected {
            let within = by.map(|by| Within { by: by.clone(), key });
            let listing = Listing { within, ..first(1000) };
            let opened = page(self.db, &self.metrics, ask, &listing).await.unwrap();
            assert_eq!(i64::try_from(opened.items.len()).unwrap(), postings, "{ask:?} {:?}", listing.within);
            let total = opened.totals[&ask.metric];
            assert_eq!((total.held, total.postings), (held, postings), "{ask:?} {:?}", listing.within);
        }
    }

    async fn end(&mut self) {
        for metric in METRICS {
            for by in [None, Some(By::Area), Some(By::Org), Some(By::Day)] {
                let year = Ask {
                    first: day("2025-11-01"),
                    last: day("2026-03-31"),
                    area: "c.".to_owned(),
                    ..ask(metric)
                };
                self.compare(&year, by.as_ref()).await;
            }
        }
        let records = [self.recount("register"), self.recount(OPENING)];
        let recounts: Vec<&dyn Recount> = records.iter().map(|r| r as &dyn Recount).collect();
        let whole = verify(self.db, &self.metrics, None, &recounts).await.unwrap();
        assert_eq!(whole.postings, i64::try_from(self.naive.entries.len()).unwrap());
    }

    fn recount(&self, kind: &'static str) -> Standing {
        Standing::of(kind, &self.metrics, &self.naive.entries)
    }
}

async fn fresh_world(db: &DatabaseConnection) {
    for table in ["chosen_opening", "rollup", "posting", "seal"] {
        db.execute_unprepared(&format!("delete from {table}")).await.unwrap();
    }
    refold(db).await.unwrap();
    run(db, "update area set path = 'c.t.a.', parent = $1 where id = $2", [id(2).into(), id(3).into()]).await;
}

fn hold(open: impl Future<Output = DatabaseConnection>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let db = runtime.block_on(open);
    let checks = Cell::new(0);
    let steps = prop::collection::vec(step(), 1..60);
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() });
    let result = runner.run(&steps, |steps| {
        runtime.block_on(async {
            fresh_world(&db).await;
            let mut world = World { db: &db, metrics: metrics(), naive: Naive::new(), next: 0 };
            for step in &steps {
                checks.set(checks.get() + i32::from(matches!(step, Step::Check { .. })));
                world.take(step).await;
            }
            world.end().await;
        });
        Ok(())
    });
    result.unwrap();
    assert!(checks.get() > 100);
}

#[test]
fn figures_equal_a_naive_recount_on_sqlite() {
    hold(sqlite());
}

#[test]
fn figures_equal_a_naive_recount_on_postgresql() {
    hold(postgres());
}
