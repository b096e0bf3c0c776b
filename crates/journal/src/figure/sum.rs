//! Sums and splits: one statement for each metric, whatever the number of windows or parts; one a window where different
//! subjects are counted.

use super::{
    ask::{Ask, By, Window},
    folded::Folded,
    scope::{From, push_rows, seal_limit, standing, with_windows},
    value::{Figure, Sum},
};
use crate::{
    catalogue::Metrics,
    model::{Error, Formula, Kind, Metric, Result},
    sql::{self, Sql, position_function},
};
use jiff::civil::Date;
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeMap, BTreeSet};

/// A part of a split figure; what a missing key means stands at [`By`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub key: Option<String>,
    pub figure: Figure,
}

/// Sums by window (its place in the list) and part.
type Sums = BTreeMap<(usize, Option<String>), Sum>;

/// The figure of an ask.
pub async fn figure(conn: &impl ConnectionTrait, metrics: &Metrics, ask: &Ask) -> Result<Figure> {
    let mut figures = figures(conn, metrics, ask, &[ask.window()]).await?;
    figures.pop().ok_or(Error::EmptyPeriod)
}

/// The figures of several windows (twelve months, the period and the one before) in one go, in their order;
/// the ask's own period is not looked at.
pub async fn figures(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    ask: &Ask,
    windows: &[Window],
) -> Result<Vec<Figure>> {
    let wanted = windows.iter().enumerate().map(|(i, _)| (i, None)).collect();
    let found = collect(conn, metrics, ask, windows, None, Some(wanted)).await?;
    Ok(found.into_values().collect())
}

/// The figure of an ask split into parts, in the order of their keys. Parts without postings are left out.
pub async fn split(conn: &impl ConnectionTrait, metrics: &Metrics, ask: &Ask, by: &By) -> Result<Vec<Part>> {
    let found = collect(conn, metrics, ask, &[ask.window()], Some(by), None).await?;
    Ok(found.into_iter().map(|((_, key), figure)| Part { key, figure }).collect())
}

/// The first and the last day on which the observations that hold were made; none for what is no level, or has none.
pub async fn observed(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    ask: &Ask,
) -> Result<Option<(Date, Date)>> {
    let metric = metrics.get(&ask.metric)?;
    if metric.kind != Kind::Level {
        return Ok(None);
    }
    let mut sql = Sql::default();
    with_windows(&mut sql, &[ask.window()]);
    sql.push("select min(p.day) as first, max(p.day) as last");
    push_rows(&mut sql, metric, ask, From::Journal)?;
    let Some(row) = sql.one(conn).await? else { return Ok(None) };
    let held: (Option<String>, Option<String>) = (row.try_get("", "first")?, row.try_get("", "last")?);
    held.0.zip(held.1).map(|(first, last)| Ok((sql::day(&first)?, sql::day(&last)?))).transpose()
}

/// Figures by window and part: those that are wanted, else those that have postings.
async fn collect(
    conn: &impl ConnectionTrait,
    metrics: &Metrics,
    ask: &Ask,
    windows: &[Window],
    by: Option<&By>,
    wanted: Option<BTreeSet<(usize, Option<String>)>>,
) -> Result<BTreeMap<(usize, Option<String>), Figure>> {
    Ask::check(windows)?;
    let metric = metrics.get(&ask.metric)?;
    let codes: BTreeSet<&str> = if metric.kind == Kind::Derived {
        metric.formulas.iter().flat_map(|v| v.formula.parts()).collect()
    } else {
        BTreeSet::from([metric.code.as_str()])
    };
    let mut sums: BTreeMap<&str, Sums> = BTreeMap::new();
    for code in codes {
        sums.insert(code, sums_of(conn, metrics.get(code)?, ask, windows, by).await?);
    }
    let wanted = wanted.unwrap_or_else(|| sums.values().flat_map(|s| s.keys().cloned()).collect());
    let figures = wanted.into_iter().map(|key| {
        let sum_of = |code: &str| sums.get(code).and_then(|s| s.get(&key)).copied().unwrap_or_default();
        let figure = match metric.kind {
            Kind::Derived => rate(metrics, metric, &windows[key.0], sum_of)?,
            _ => Figure::Sum(sum_of(&metric.code)),
        };
        Ok((key, figure))
    });
    figures.collect()
}

/// By the formula in force on the window's last day; before the first one there is no base.
fn rate(metrics: &Metrics, metric: &Metric, window: &Window, sum_of: impl Fn(&str) -> Sum) -> Result<Figure> {
    let Some(Formula::Ratio { numerator, denominator, percent }) = metric.formula(window.last) else {
        return Ok(Figure::Ratio { numerator: Sum::default(), denominator: Sum::default(), shift: 0 });
    };
    let total = |codes: &[String]| {
        codes.iter().fold(Sum::default(), |mut total, code| {
            total.merge(&sum_of(code));
            total
        })
    };
    let shift = metrics.decimals(denominator)? - metrics.decimals(numerator)? + if *percent { 2 } else { 0 };
    Ok(Figure::Ratio { numerator: total(numerator), denominator: total(denominator), shift })
}

/// All windows in one statement. Different subjects are counted window by window: one statement would sort the rows of
/// all of them before it could count.
async fn sums_of(
    conn: &impl ConnectionTrait,
    metric: &Metric,
    ask: &Ask,
    windows: &[Window],
    by: Option<&By>,
) -> Result<Sums> {
    if metric.kind != Kind::Distinct {
        return sums_within(conn, metric, ask, windows, by).await;
    }
    let mut sums = Sums::new();
    for (i, window) in windows.iter().enumerate() {
        let of_window = sums_within(conn, metric, ask, std::slice::from_ref(window), by).await?;
        sums.extend(of_window.into_iter().map(|((_, part), sum)| ((i, part), sum)));
    }
    Ok(sums)
}

async fn sums_within(
    conn: &impl ConnectionTrait,
    metric: &Metric,
    ask: &Ask,
    windows: &[Window],
    by: Option<&By>,
) -> Result<Sums> {
    let mut sql = Sql::default();
    with_windows(&mut sql, windows);
    let distinct = metric.kind == Kind::Distinct;
    let folded = Folded::of(conn, metric, ask, windows, by).await?;
    if let Some(folded) = &folded {
        folded.with(&mut sql);
    }
    // nothing to sort by where one number is counted
    let (parts, group) = match by {
        None if distinct => ("min(key) as key, cast(null as text) as part", ""),
        _ => ("key, part", " group by key, part"),
    };
    sql.push(&format!("select {parts}, {} from (", if distinct { SUBJECTS } else { Sum::COLUMNS }));
    let part = part_of_posting(&mut sql, metric, ask, by, position_function(conn))?;
    let columns = if distinct { of_subject(&mut sql, ask) } else { Sum::OF_POSTING.to_owned() };
    sql.push(&format!("select w.key as key, {part} as part, {columns}"));
    push_rows(&mut sql, metric, ask, if folded.is_some() { From::Tail } else { From::Journal })?;
    if let Some(folded) = &folded {
        folded.push(&mut sql, &part)?;
    }
    sql.push(&format!(") x{group} having sum(postings) > 0"));
    let mut sums = Sums::new();
    for row in sql.all(conn).await? {
        let key: String = row.try_get("", "key")?;
        let at = key.parse().map_err(|_| Error::Unreadable(format!("window {key}")))?;
        let part = match by {
            Some(By::Org) => Some(row.try_get::<Uuid>("", "part")?.to_string()),
            _ => row.try_get("", "part")?,
        };
        sums.insert((at, part), Sum::read(&row)?);
    }
    Ok(sums)
}

/// The aggregates of a distinct metric, as [`Sum::read`] expects them. A subject of whom something stands counts once:
/// none of its rows takes away from another. The number is always exact.
const SUBJECTS: &str = "cast(count(distinct case when stands then subject end) as bigint) as quantity, \
     cast(sum(postings) as bigint) as postings, cast(sum(unsealed) as bigint) as unsealed, \
     cast(0 as bigint) as unnumbered, cast(0 as bigint) as exact, cast(0 as bigint) as at_least, \
     cast(0 as bigint) as nearly, cast(0 as bigint) as about";

/// A posting `p` of a distinct metric as a row of what these are made of.
fn of_subject(sql: &mut Sql, ask: &Ask) -> String {
    let stands = standing("p", seal_limit(sql, ask).as_deref());
    format!(
        "p.subject as subject, {stands} as stands, 1 as postings, \
         case when p.seq is null then 1 else 0 end as unsealed"
    )
}

/// The expression that says to which part a posting belongs.
fn part_of_posting(
    sql: &mut Sql,
    metric: &Metric,
    ask: &Ask,
    by: Option<&By>,
    position: &str,
) -> Result<String> {
    Ok(match by {
        None => "cast(null as text)".to_owned(),
        Some(By::Org) => "p.org".to_owned(),
        Some(By::Day) => "case when p.until is null then p.day end".to_owned(),
        Some(By::Dim(dim)) => format!("p.dim{}", metric.dim(dim)? + 1),
        Some(By::Area) => {
            let (own, after) = (sql.value(ask.area.clone()), ask.area.chars().count() + 1);
            let label = format!("{position}(substr(a.path, {after}), '.')");
            format!("case when a.path <> {own} then substr(a.path, 1, {after} - 1 + {label}) end")
        }
    })
}
