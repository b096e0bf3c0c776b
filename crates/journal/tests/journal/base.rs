//! A fresh database of either kind with the journal's tables, a tree of areas and organisations, and small builders.

use jiff::civil::Date;
use journal::{Ask, Dims, Entry, Metrics, Posting, Recount, Recounted, Source, Stated, sync};
use kernel::{id::Uuid, moment::Moment, quantity::Qualifier};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicU32, Ordering},
};

const JOURNAL: &str = include_str!("../../../server/migrations/20261122_000300_journal.sql");
const CLOSINGS: &str = include_str!("../../../server/migrations/20261122_001300_month_closings.sql");
const CHOICES: &str = include_str!("../../../server/migrations/20261122_001301_chosen_openings.sql");
const SUBJECTS: &str = include_str!("../../../server/migrations/20261122_001441_rollup_subjects.sql");
const BY_AREA: &str = include_str!("../../../server/migrations/20261122_001442_rollup_subjects_by_area.sql");
const LISTED: &str = include_str!("../../../server/migrations/20261122_001443_postings_listed_by_day.sql");
const BY_SEAL: &str = include_str!("../../../server/migrations/20261122_001444_postings_by_seal.sql");
const TREE: &str = "
create table area (id {uuid} not null primary key, parent {uuid}, path text {c} not null unique);
create table area_span (area {uuid} not null, from_day text {c} not null, to_day text {c}, path text {c} not null);
create table organisation (id {uuid} not null primary key, path text {c} not null unique);
";
pub const CASES: &str = include_str!("../../../../catalog/metrics/cases.toml");
/// Metrics of the kinds that cases do not have.
pub const OTHERS: &str = r#"
[dim.level]
name = "等级"
name_en = "Level"
values = [["town", "镇", "Town"], ["village", "村", "Village"]]

[shared]
unit = "个"
unit_en = "items"
decimals = 0
grain = "village"
class = "office"
better = "none"
words = "测试用。"
words_en = "For tests."
owners = [{ kind = "register" }]

[[metric]]
code = "test.people"
name = "人口"
name_en = "People"
kind = "level"
dims = ["level"]

[[metric]]
code = "test.volunteers"
name = "志愿者"
name_en = "Volunteers"
kind = "distinct"

[[metric]]
code = "test.waste"
name = "清运垃圾"
name_en = "Waste removed"
kind = "flow"
unit = "吨"
decimals = 3
dims = ["level"]

[[metric]]
code = "test.stock"
name = "设施"
name_en = "Facilities"
kind = "stock"

[[metric]]
code = "test.per_head"
name = "人均清运"
name_en = "Waste a head"
kind = "derived"
decimals = 2
owners = []
formulas = [{ numerator = ["test.waste"], denominator = ["test.people"], percent = false }]
"#;

/// (name, parent's path, path) of the test town: two villages under a town, one of them with a group below.
pub const AREAS: [(u8, &str); 5] = [(1, "c."), (2, "c.t."), (3, "c.t.a."), (4, "c.t.b."), (5, "c.t.b.g.")];
pub const ORGS: [(u8, &str); 3] = [(11, "o."), (12, "o.x."), (13, "o.y.")];

pub fn id(n: u8) -> Uuid {
    Uuid::from_bytes([n; 16])
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Runs a test on SQLite and on PostgreSQL.
pub async fn on_both(test: impl AsyncFn(&DatabaseConnection)) {
    test(&sqlite().await).await;
    test(&postgres().await).await;
}

pub async fn sqlite() -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).sqlx_logging(false);
    prepared(Database::connect(options).await.unwrap()).await
}

pub async fn postgres() -> DatabaseConnection {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("WENMING_TEST_POSTGRES").expect(
        "these tests need PostgreSQL: run them through .ci/postgres.sh, which sets WENMING_TEST_POSTGRES",
    );
    let name = format!("journal_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let admin = Database::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("create database {name}")).await.unwrap();
    admin.close().await.unwrap();
    let (root, _) = server.rsplit_once('/').unwrap();
    let mut options = ConnectOptions::new(format!("{root}/{name}"));
    options.max_connections(4).sqlx_logging(false);
    prepared(Database::connect(options).await.unwrap()).await
}

async fn prepared(db: DatabaseConnection) -> DatabaseConnection {
    let (uuid, c, by_key) = match db.get_database_backend() {
        DbBackend::Postgres => ("uuid", "collate \"C\"", ""),
        _ => ("blob", "", "without rowid"),
    };
    for text in [TREE, JOURNAL, CLOSINGS, CHOICES, SUBJECTS, BY_AREA, LISTED, BY_SEAL] {
        let text = text.replace("{uuid}", uuid).replace("{c}", c).replace("{by_key}", by_key);
        db.execute_unprepared(&text).await.unwrap();
    }
    for (n, path) in AREAS {
        run(
            &db,
            "insert into area (id, path, parent) values ($1, $2, $3)",
            [id(n).into(), path.into(), parent(path).into()],
        )
        .await;
        let span = "insert into area_span (area, from_day, path) values ($1, '2020-01-01', $2)";
        run(&db, span, [id(n).into(), path.into()]).await;
    }
    for (n, path) in ORGS {
        run(&db, "insert into organisation (id, path) values ($1, $2)", [id(n).into(), path.into()]).await;
    }
    sync(&db, &metrics()).await.unwrap();
    db
}

pub async fn run<const N: usize>(db: &DatabaseConnection, sql: &str, values: [sea_orm::Value; N]) -> u64 {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    db.execute_raw(statement).await.unwrap().rows_affected()
}

pub fn metrics() -> Metrics {
    Metrics::read(&[CASES, OTHERS]).unwrap()
}

/// One case.closed in village a by organisation x on 12 October 2026; tests change what they mean.
pub fn posting(n: u8) -> Posting {
    Posting {
        id: id(n),
        metric: "case.closed".to_owned(),
        area: id(3),
        org: id(12),
        day: day("2026-10-12"),
        until: None,
        quantity: Some(1),
        qualifier: Qualifier::Exact,
        dims: Dims::new(),
        subject: None,
        source: Source { kind: "case".to_owned(), id: id(100 + n), version: 1 },
        recorded_at: Moment::from_millis(i64::from(n) * 1000),
    }
}

/// The first page of all postings, of so many.
pub fn first(limit: u32) -> journal::Listing {
    journal::Listing { limit, ..journal::Listing::default() }
}

/// The same for a metric that registers state.
pub fn register(n: u8, metric: &str, quantity: i64) -> Posting {
    let source = Source { kind: "register".to_owned(), id: id(100 + n), version: 1 };
    Posting { metric: metric.to_owned(), quantity: Some(quantity), source, ..posting(n) }
}

/// The whole town in October 2026.
pub fn ask(metric: &str) -> Ask {
    Ask {
        metric: metric.to_owned(),
        area: "c.t.".to_owned(),
        orgs: vec![],
        own: false,
        dims: BTreeMap::new(),
        first: day("2026-10-01"),
        last: day("2026-10-31"),
        as_of: None,
        tree_day: None,
    }
}

/// The area whose path is a label shorter.
pub fn parent(path: &str) -> Option<Uuid> {
    let above = &path[..=path[..path.len() - 1].rfind('.')?];
    AREAS.iter().find(|(_, path)| *path == above).map(|(n, _)| id(*n))
}

/// Records that say what stands of them.
pub struct Standing {
    kind: String,
    records: BTreeMap<Uuid, Vec<Posting>>,
    /// one that contradicts its own history
    pub contradictory: Option<Uuid>,
}

impl Standing {
    pub fn of_postings(kind: &str, postings: impl IntoIterator<Item = Posting>) -> Self {
        let mut records: BTreeMap<Uuid, Vec<Posting>> = BTreeMap::new();
        for posting in postings {
            records.entry(posting.source.id).or_default().push(posting);
        }
        Self { kind: kind.to_owned(), records, contradictory: None }
    }

    /// From all entries of a journal: those of the kind that were not taken back.
    pub fn of(kind: &str, metrics: &Metrics, entries: &[Entry]) -> Self {
        let gone = |e: &Entry| e.reverses.is_some() || entries.iter().any(|x| x.reverses == Some(e.id));
        let standing = entries.iter().filter(|e| e.source.kind == kind && !gone(e));
        Self::of_postings(kind, standing.map(|e| stated(metrics, e)))
    }
}

/// An entry as its record states it.
pub fn stated(metrics: &Metrics, entry: &Entry) -> Posting {
    let dims = metrics.get(&entry.metric).unwrap().dims.iter().zip(&entry.dims);
    Posting {
        id: entry.id,
        metric: entry.metric.clone(),
        area: entry.area,
        org: entry.org,
        day: entry.day,
        until: entry.until,
        quantity: entry.quantity,
        qualifier: entry.qualifier,
        dims: dims.filter_map(|(dim, value)| Some((dim.code.clone(), value.clone()?))).collect(),
        subject: entry.subject,
        source: entry.source.clone(),
        recorded_at: entry.recorded_at,
    }
}

impl Recount for Standing {
    fn kind(&self) -> &str {
        &self.kind
    }
    fn page(&self, after: Option<Uuid>, limit: u32) -> Recounted<'_> {
        let later = self.records.iter().filter(move |(id, _)| after.is_none_or(|after| **id > after));
        let page = later.take(limit as usize).map(|(id, postings)| {
            let contradiction = self.contradictory.filter(|odd| odd == id).map(|_| "its state".to_owned());
            Stated { record: *id, postings: postings.clone(), contradiction }
        });
        Box::pin(std::future::ready(Ok(page.collect())))
    }
}
