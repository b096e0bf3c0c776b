//! The demo town many times over, made by the database itself: cases with their moves, stages and photos in days of
//! their own over five years, and the postings of some of them, which the program then seals and folds.

use crate::kit::{
    Result,
    database::{Column, Raw},
    town::{Ground, Place, Store},
};
use sea_orm::DbBackend;
use std::time::{Duration, Instant};

/// How many stand in the end, at least.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Many {
    pub cases: i64,
    pub postings: i64,
}

/// Days between one copy and the next, so that seven hundred reach back five years.
const APART: i64 = 2;
const DAY_MS: i64 = 86_400_000;

/// A table that is copied: which of its rows, and which columns are made anew.
struct Copied {
    table: &'static str,
    only: &'static str,
    ids: &'static [&'static str],
    moments: &'static [&'static str],
}

/// What has ended waits for nobody, so the clock has nothing to do with its copies.
const CASES: &[Copied] = &[
    Copied {
        table: "case_record",
        only: "t.id in (select id from ended)",
        ids: &["id"],
        moments: &[
            "found_at",
            "found_said_at",
            "reported_at",
            "rectified_at",
            "closed_at",
            "deadline_at",
            "overdue_at",
        ],
    },
    Copied {
        table: "case_move",
        only: "t.record in (select id from ended)",
        ids: &["id", "record"],
        moments: &["at", "deadline_at"],
    },
    Copied {
        table: "case_stage",
        only: "t.record in (select id from ended)",
        ids: &["id", "record"],
        moments: &["from_at", "to_at", "deadline_at"],
    },
    Copied {
        table: "case_photo",
        only: "t.record in (select id from ended)",
        ids: &["record"],
        moments: &["added_at"],
    },
];

/// Those that stand: neither taken back nor taking back.
const POSTINGS: Copied = Copied {
    table: "posting",
    only: "t.reverses is null and t.id in (select id from standing)",
    ids: &["id", "source"],
    moments: &["recorded_at"],
};

/// The place with so many, made when it does not stand yet; with it the postings sealed and folded in a second, when
/// they just were.
pub async fn town(ground: &Ground, store: Store, many: Many) -> Result<(Place, Option<f64>)> {
    let name = format!("many_{}_{}_{}", store.name().to_lowercase(), many.cases, many.postings);
    if let Some(place) = ground.standing(store, &name).await? {
        // a newer program may fold otherwise, and then folds anew
        fold(ground, &place, many).await?;
        return Ok((place, None));
    }
    let place = ground.town(store, &name).await?;
    let raw = Raw::open(&place).await?;
    fill(&raw, many).await?;
    raw.close().await?;
    let folded = fold(ground, &place, many).await?;
    Ground::finished(&place)?;
    Ok((place, Some(folded)))
}

async fn fill(raw: &Raw, many: Many) -> Result<()> {
    // what breaks off is made anew, and every row refers to what its original refers to
    raw.run(match raw.backend() {
        DbBackend::Postgres => "set session_replication_role = replica; set synchronous_commit = off",
        _ => "pragma foreign_keys = off; pragma synchronous = off; pragma cache_size = -1000000",
    })
    .await?;
    raw.run("create temp table ended as select id from case_record where not open and closed_at is not null")
        .await?;
    raw.run(
        "create temp table standing as select p.id from posting p where p.source_kind = 'case' \
         and not exists (select 1 from posting x where x.reverses = p.id)",
    )
    .await?;
    let ended = raw.number("select count(*) as n from ended").await?;
    for copied in CASES {
        copy(raw, copied, many.cases / ended.max(1) + 1).await?;
    }
    let standing = raw.number(
        "select count(*) as n from posting t where t.reverses is null and t.id in (select id from standing)",
    );
    copy(raw, &POSTINGS, many.postings / standing.await?.max(1) + 1).await?;
    raw.learn().await
}

/// One statement a table, the copies of a row side by side as their ids are; `n.i` counts them.
async fn copy(raw: &Raw, copied: &Copied, copies: i64) -> Result<()> {
    let columns = raw.columns(copied.table).await?;
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<String> = columns.iter().map(|column| value(raw.backend(), copied, column)).collect();
    raw.run(&format!(
        "insert into {} ({}) {} select {} from {} t cross join n where {}",
        copied.table,
        names.join(", "),
        counted(copies),
        values.join(", "),
        copied.table,
        copied.only,
    ))
    .await
}

fn value(backend: DbBackend, copied: &Copied, column: &Column) -> String {
    match column.name.as_str() {
        name if copied.ids.contains(&name) => id_of(backend, &format!("t.{name}"), "n.i"),
        name if copied.moments.contains(&name) => format!("t.{name} - n.i * {}", APART * DAY_MS),
        // what has ended stands the later in the lists the longer ago that was
        "sort_at" => format!("t.sort_at + n.i * {}", APART * DAY_MS),
        "day" => day_before(backend, "t.day", &format!("n.i * {APART}")),
        "number" => {
            "substr(t.number, 1, 5) || cast(cast(substr(t.number, 6) as bigint) * 10000 + n.i as text)".into()
        }
        "seq" => "null".into(),
        other => format!("t.{other}"),
    }
}

/// An id of a copy: the first twelve bytes of the original's, and a number.
pub fn id_of(backend: DbBackend, id: &str, number: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("(substr({id}::text, 1, 28) || lpad(to_hex({number}), 8, '0'))::uuid"),
        _ => format!("unhex(substr(hex({id}), 1, 24) || printf('%08X', {number}))"),
    }
}

/// The numbers from one as `n.i`, wide enough to be multiplied into milliseconds.
pub fn counted(upto: i64) -> String {
    format!(
        "with recursive n(i) as (select cast(1 as bigint) union all select i + 1 from n where i < {upto})"
    )
}

/// So many days before a day.
pub fn day_before(backend: DbBackend, day: &str, days: &str) -> String {
    match backend {
        DbBackend::Postgres => format!("to_char({day}::date - ({days})::int, 'YYYY-MM-DD')"),
        _ => format!("date({day}, '-' || ({days}) || ' days')"),
    }
}

/// Lets the program seal and fold what was posted; postings a second.
#[allow(clippy::cast_precision_loss)] // a count of a million
async fn fold(ground: &Ground, place: &Place, many: Many) -> Result<f64> {
    let server = ground.serve(place).await?;
    let raw = Raw::open(place).await?;
    let begun = Instant::now();
    loop {
        let left = "select count(*) as n from posting where seq is null or seq > (select seq from rollup_mark where id = 1)";
        if raw.number(left).await? == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let rate = many.postings as f64 / begun.elapsed().as_secs_f64();
    raw.close().await?;
    server.stop().await?;
    Ok(rate)
}
