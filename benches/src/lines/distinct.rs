//! How many different people, over very many postings. The catalogue has no such figure yet, so the journal is asked by
//! itself, with a metric that is made here.

use super::Scale;
use crate::{
    kit::{
        Result,
        database::Raw,
        stats::Times,
        table::Line,
        town::{Ground, Store},
    },
    many::{counted, day_before, id_of},
};
use jiff::{ToSpan, Zoned, civil::Date};
use journal::{Ask, Metrics, Window};
use kernel::moment::Moment;
use std::{collections::BTreeMap, time::Instant};

const LIMIT_MS: f64 = 300.0;
/// Postings of one person.
const OFTEN: i64 = 5;
/// Postings of one fold.
const FOLDED: i64 = 100_000;
const METRIC: &str = "bench.people";
const CATALOGUE: &str = r#"
[[metric]]
code = "bench.people"
name = "参加人数"
name_en = "People who took part"
unit = "人"
unit_en = "people"
decimals = 0
kind = "distinct"
grain = "village"
class = "open"
better = "none"
owners = [{ kind = "bench" }]
words = "不重复的人。"
words_en = "Each person once."
"#;

pub async fn measure(ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
    let place = ground.town(store, "distinct").await?;
    let raw = Raw::open(&place).await?;
    let metrics = Metrics::read(&[CATALOGUE])?;
    journal::sync(&raw.0, &metrics).await?;
    fill(&raw, scale.many.postings).await?;
    settle(&raw).await?;
    let count = raw.number(&format!("select count(*) as n from posting where metric = '{METRIC}'")).await?;
    let town = raw.all("select path from area where code = '990101001'").await?;
    let town: String = town.first().ok_or("the demo town is another")?.try_get("", "path")?;
    let month: Date = Zoned::now().date().first_of_month().saturating_sub(1.months());
    let year = Date::constant(2025, 1, 1);
    let mut lines = Vec::new();
    for (what, first, last) in
        [("people of a month", month, month.last_of_month()), ("people of a year", year, year.last_of_year())]
    {
        let ask = Ask {
            metric: METRIC.into(),
            area: town.clone(),
            orgs: vec![],
            own: false,
            dims: BTreeMap::new(),
            first,
            last,
            as_of: None,
            tree_day: None,
        };
        let times = asked(&raw, &metrics, &ask, scale.calls).await?;
        let what = format!("{}: {count} postings, distinct {what}, with twelve months, p99", store.name());
        lines.push(Line::at_most(what, times.at(0.99), LIMIT_MS, "ms"));
    }
    raw.close().await?;
    ground.remove(&place).await?;
    Ok(lines)
}

/// With the windows that a figure has on a page: the period, and twelve months.
async fn asked(raw: &Raw, metrics: &Metrics, ask: &Ask, calls: usize) -> Result<Times> {
    let month = |back: i32| {
        let first = ask.last.first_of_month().saturating_sub(back.months());
        Window { key: back.to_string(), first, last: first.last_of_month() }
    };
    let windows: Vec<Window> = std::iter::once(ask.window()).chain((0..12).map(month)).collect();
    let mut times = Vec::with_capacity(calls);
    for _ in 0..=calls {
        let begun = Instant::now();
        journal::figures(&raw.0, metrics, ask, &windows).await?;
        times.push(begun.elapsed());
    }
    Ok(Times::of(times.split_off(1)))
}

/// Sealed and folded as the program does it every few seconds, each batch by itself: in one transaction PostgreSQL would
/// pass by all batches before at each of them. Then it learns what is there, as it does by itself in time.
async fn settle(raw: &Raw) -> Result<()> {
    let now = Moment::from_millis(jiff::Timestamp::now().as_millisecond());
    loop {
        raw.run(raw.begin()).await?;
        let more = journal::seal(&raw.0, now).await?.is_some() || journal::fold(&raw.0, FOLDED).await? > 0;
        raw.run("commit").await?;
        if !more {
            return raw.learn().await;
        }
    }
}

/// The standing registrations of the town many times over, as attendances of people who come again.
async fn fill(raw: &Raw, postings: i64) -> Result<()> {
    let of = "t.metric = 'case.registered' and t.reverses is null";
    let registered = raw.number(&format!("select count(*) as n from posting t where {of}")).await?;
    let columns = raw.columns("posting").await?;
    let value = |name: &str| match name {
        "id" => id_of(raw.backend(), "t.id", "n.i"),
        "subject" => id_of(raw.backend(), "t.source", &format!("n.i / {OFTEN}")),
        "day" => day_before(raw.backend(), "t.day", "n.i * 2"),
        "metric" => format!("'{METRIC}'"),
        "source_kind" => "'bench'".into(),
        "dim1" | "dim2" | "dim3" | "seq" => "null".into(),
        other => format!("t.{other}"),
    };
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    let values: Vec<String> = names.iter().map(|name| value(name)).collect();
    raw.run(&format!(
        "insert into posting ({}) {} select {} from posting t cross join n where {of}",
        names.join(", "),
        counted(postings / registered.max(1) + 1),
        values.join(", "),
    ))
    .await
}
