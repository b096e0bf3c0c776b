//! The figure, its split and its postings as the wire has them. Sums tie: parts to the figure, postings to the part.

use super::{
    row,
    scope::{OrgScope, Scope},
    target::{self, TargetView},
    then::{self, AsOf, Observed},
};
use crate::{
    app::Read,
    cases, directory, jobs, obligations,
    platform::problem::Problem,
    sites,
    wire::{Better, Named, Qualifier},
};
use jiff::civil::Date;
use journal::{By, Figure, Kind, Metric, Sum, Window};
use kernel::{
    moment::Moment,
    period::{Against, Period},
    quantity::format_fixed,
};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Months of the small line.
const MONTHS: u16 = 12;

/// What a metric is.
#[derive(Debug, Serialize, ToSchema)]
pub struct MetricView {
    code: String,
    name: String,
    name_en: String,
    unit: String,
    unit_en: String,
    decimals: u8,
    /// flow, stock, level, distinct or derived
    #[schema(value_type = String)]
    kind: Kind,
    dims: Vec<String>,
    /// metrics of a derived one
    numerator: Vec<String>,
    denominator: Vec<String>,
    /// up, down or none: which direction is good news
    #[schema(value_type = Better)]
    better: journal::Better,
    /// place on the first page, from 0; null when it is not there
    headline: Option<usize>,
    /// how it is computed
    words: String,
    words_en: String,
}

impl MetricView {
    pub fn of(metric: &Metric, day: Date, headline: Option<usize>) -> Self {
        let (numerator, denominator) = match metric.formula(day) {
            Some(journal::Formula::Ratio { numerator, denominator, .. }) => {
                (numerator.clone(), denominator.clone())
            }
            None => Default::default(),
        };
        Self {
            code: metric.code.clone(),
            name: metric.name.clone(),
            name_en: metric.name_en.clone(),
            unit: metric.unit.clone(),
            unit_en: metric.unit_en.clone(),
            decimals: metric.decimals,
            kind: metric.kind,
            dims: metric.dims.iter().map(|dim| dim.code.clone()).collect(),
            numerator,
            denominator,
            better: metric.better,
            headline,
            words: metric.words.clone(),
            words_en: metric.words_en.clone(),
        }
    }
}

/// A number with what it is made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct ValueView {
    /// decimal text in the metric's unit; null where there is no base
    value: Option<String>,
    #[schema(value_type = Qualifier)]
    qualifier: String,
    /// records without a number
    unnumbered: i64,
    /// postings counted, reversals among them
    postings: i64,
    /// of a derived figure
    numerator: Option<String>,
    denominator: Option<String>,
}

impl ValueView {
    pub fn of(metric: &Metric, figure: &Figure) -> Self {
        let (numerator, denominator) = match figure {
            Figure::Sum(_) => (None, None),
            Figure::Ratio { numerator, denominator, .. } => {
                (Some(plain(numerator)), Some(plain(denominator)))
            }
        };
        let sums = distinct(metric, figure);
        Self {
            value: figure.text(metric),
            qualifier: figure.qualifier().as_str().into(),
            unnumbered: sums.iter().map(|sum| sum.held.unnumbered).sum(),
            postings: sums.iter().map(|sum| sum.postings).sum(),
            numerator,
            denominator,
        }
    }
}

/// The sums of a figure, each posting once: a rate's numerator may be part of its denominator.
fn distinct<'a>(metric: &Metric, figure: &'a Figure) -> Vec<&'a Sum> {
    let within = |part: &[String], whole: &[String]| part.iter().all(|code| whole.contains(code));
    match (figure, metric.formulas.last().map(|version| &version.formula)) {
        (
            Figure::Ratio { denominator, .. },
            Some(journal::Formula::Ratio { numerator: n, denominator: d, .. }),
        ) if within(n, d) => {
            vec![denominator]
        }
        _ => figure.sums(),
    }
}

/// The parts of a rate are counted in whole units.
fn plain(sum: &Sum) -> String {
    format_fixed(sum.held.saturated(), 0)
}

/// A figure of a named period.
#[derive(Debug, Serialize, ToSchema)]
pub struct PeriodValue {
    period: String,
    value: Option<String>,
}

/// The span before.
#[derive(Debug, Serialize, ToSchema)]
pub struct BeforeValue {
    period: String,
    value: Option<String>,
    /// a period that still ran is compared with as many days of it
    same_days: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FigureView {
    metric: MetricView,
    area: Named,
    /// none: all
    org: Option<OrgScope>,
    period: String,
    first_day: String,
    last_day: String,
    #[serde(flatten)]
    value: ValueView,
    before: Option<BeforeValue>,
    /// the last twelve months, the asked one last; those that have not begun have no value
    months: Vec<PeriodValue>,
    /// the seal that was asked for
    as_of: Option<AsOf>,
    /// the day whose tree of areas was asked for
    tree_day: Option<String>,
    /// the same figure of the present, where a seal or a past tree was asked for
    now: Option<ValueView>,
    /// of a level: the days on which what holds was observed
    observed: Option<Observed>,
    /// what it is to reach, the latest end first
    targets: Vec<TargetView>,
    /// postings that the chain does not hold yet
    unsealed: i64,
    /// the last seal of the journal
    seal: Option<SealView>,
}

/// A link of the sealed chain.
#[derive(Debug, Serialize, ToSchema)]
pub struct SealView {
    /// number of the last posting it covers
    seq: i64,
    /// as `wenming verify --against` takes it
    head: String,
    #[schema(value_type = String, format = DateTime)]
    sealed_at: Moment,
    /// when the whole journal was verified last; null: not yet
    #[schema(value_type = Option<String>, format = DateTime)]
    verified_at: Option<Moment>,
    /// what was found wrong then, in one word: content, gap, order, chain, no_seal, reversal, rollup, record,
    /// contradiction or nobody_recounts
    broken: Option<String>,
    /// number of the posting at which it is; null where that has none
    broken_at: Option<i64>,
}

/// The last seal, and what the last verification found.
async fn seal(db: &impl ConnectionTrait) -> Result<Option<SealView>, Problem> {
    let Some(seal) = journal::head(db).await.map_err(problem)? else { return Ok(None) };
    let found = jobs::last_verified(db).await?;
    Ok(Some(SealView {
        seq: seal.head.seq,
        head: seal.head.to_string(),
        sealed_at: seal.sealed_at,
        verified_at: found.as_ref().map(|found| found.at),
        broken_at: found.as_ref().and_then(|found| found.broken_at),
        broken: found.and_then(|found| found.broken),
    }))
}

pub async fn figure(read: &Read, scope: &Scope) -> Result<FigureView, Problem> {
    let (first_day, metric) = (scope.first_day, &scope.metric);
    let months: Vec<Period> = Period::last_months(MONTHS, scope.ask.last, first_day).collect();
    let begun = |month: &Period| month.span(first_day).0 <= read.now.day();
    let as_of = then::seal(read, scope).await?;
    let before = scope.period.compared(Against::Before, then::day(read, as_of.as_ref()), first_day);
    let mut windows = vec![scope.ask.window()];
    windows.extend(months.iter().map(|month| window(*month, first_day)));
    if let Some(before) = &before {
        windows.push(Window { key: "before".into(), first: before.with.0, last: before.with.1 });
    }
    let figures = journal::figures(&read.db, &read.metrics, &scope.ask, &windows).await.map_err(problem)?;
    let value = |at: usize| figures.get(at).and_then(|figure| figure.text(metric));
    let asked = figures.first().ok_or_else(|| Problem::internal(&"no figure"))?;
    Ok(FigureView {
        metric: MetricView::of(metric, scope.ask.last, None),
        area: Named { id: scope.area.id, name: scope.area.name.clone() },
        org: OrgScope::of(&scope.orgs, scope.ask.own),
        period: scope.period.to_string(),
        first_day: scope.ask.first.to_string(),
        last_day: scope.ask.last.to_string(),
        value: ValueView::of(metric, asked),
        before: before.map(|before| BeforeValue {
            period: before.named.to_string(),
            value: value(months.len() + 1),
            same_days: before.running,
        }),
        months: months
            .iter()
            .enumerate()
            .map(|(i, month)| PeriodValue {
                period: month.to_string(),
                value: value(i + 1).filter(|_| begun(month)),
            })
            .collect(),
        as_of,
        tree_day: scope.ask.tree_day.map(|day| day.to_string()),
        now: then::present(read, scope).await?,
        observed: then::observed(read, scope).await?,
        targets: target::targets(read, scope).await?,
        unsealed: distinct(metric, asked).iter().map(|sum| sum.unsealed).sum(),
        seal: seal(&read.db).await?,
    })
}

fn window(period: Period, first_day: u8) -> Window {
    let (first, last) = period.span(first_day);
    Window { key: period.to_string(), first, last }
}

/// One part of a figure. `id` is empty for what belongs to no part (at the area itself, a longer span).
#[derive(Debug, Serialize, ToSchema)]
pub struct SplitRow {
    /// an area's or organisation's id, a day, a value of the dimension
    key: Option<String>,
    name: Option<String>,
    /// address of the figure that gives this number, as in a paper: `/f/METRIC?…`; null for a row without a key, and for
    /// a day of what is counted up to a day. The postings of any row: `within` of the figure's.
    opens: Option<String>,
    #[serde(flatten)]
    value: ValueView,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SplitView {
    by: String,
    rows: Vec<SplitRow>,
    total: ValueView,
}

pub async fn split(read: &Read, scope: &Scope, by: &str) -> Result<SplitView, Problem> {
    let how = how(by);
    // only what the metric itself does not know may be a list
    if matches!(&how, By::Dim(dim) if scope.metric.dim(dim).is_err()) {
        let known = cases::Known::read(&read.db).await?;
        if let Some(list) = known.lists.iter().find(|list| list.code == by) {
            return by_list(read, scope, list, &known).await;
        }
    }
    let parts = journal::split(&read.db, &read.metrics, &scope.ask, &how).await.map_err(problem)?;
    let total = journal::figure(&read.db, &read.metrics, &scope.ask).await.map_err(problem)?;
    let keys: Vec<&str> = parts.iter().filter_map(|part| part.key.as_deref()).collect();
    let names = names(&read.db, &how, &keys, scope.ask.tree_day).await?;
    let row = |part: journal::Part| {
        let named = part.key.as_deref().and_then(|key| names.get(key)).cloned();
        let (key, name) = named.map_or((part.key.clone(), None), |(id, name)| (Some(id), Some(name)));
        let opens = key.as_deref().and_then(|key| row::opens(&read.metrics, scope, &how, key));
        SplitRow { key, name, opens, value: ValueView::of(&scope.metric, &part.figure) }
    };
    Ok(SplitView {
        by: by.into(),
        rows: parts.into_iter().map(row).collect(),
        total: ValueView::of(&scope.metric, &total),
    })
}

/// A part for each item of a named list, opened as `category:LIST.n`; the total is the list's.
async fn by_list(
    read: &Read,
    scope: &Scope,
    list: &cases::NamedList,
    known: &cases::Known,
) -> Result<SplitView, Problem> {
    let of = async |code: &str| {
        let mut ask = scope.ask.clone();
        ask.dims.insert("category".into(), known.below(code));
        let figure = journal::figure(&read.db, &read.metrics, &ask).await.map_err(problem)?;
        Ok::<_, Problem>(ValueView::of(&scope.metric, &figure))
    };
    let mut rows = Vec::new();
    for (item, at) in list.items.iter().zip(1_usize..) {
        let code = format!("{}.{at}", list.code);
        if !item.leaves.is_empty() {
            let opens = row::opens(&read.metrics, scope, &By::Dim("category".into()), &code);
            let (value, name) = (of(&code).await?, Some(item.name.clone()));
            rows.push(SplitRow { key: Some(code), name, opens, value });
        }
    }
    Ok(SplitView { by: list.code.clone(), rows, total: of(&list.code).await? })
}

/// What a figure is split by, by its word.
pub fn how(by: &str) -> By {
    match by {
        "area" => By::Area,
        "org" => By::Org,
        "day" => By::Day,
        dim => By::Dim(dim.into()),
    }
}

/// The journal's keys to ids and names: areas by path, organisations by id, categories by code.
async fn names(
    db: &impl ConnectionTrait,
    by: &By,
    keys: &[&str],
    tree_day: Option<Date>,
) -> Result<HashMap<String, (String, String)>, Problem> {
    Ok(match (by, tree_day) {
        (By::Area, Some(day)) => {
            let areas = directory::areas_on(db, &day.to_string(), keys.iter().copied()).await?;
            areas.into_iter().map(|(path, (id, name))| (path, (id.to_string(), name))).collect()
        }
        (By::Area, None) => {
            let areas = directory::areas_at(db, keys.iter().copied()).await?;
            areas.into_iter().map(|area| (area.path, (area.id.to_string(), area.name))).collect()
        }
        (By::Org, _) => {
            let ids = keys.iter().filter_map(|key| key.parse().ok());
            let names = directory::organisation_names(db, ids).await?;
            names.into_iter().map(|(id, name)| (id.to_string(), (id.to_string(), name))).collect()
        }
        (By::Dim(dim), _) => {
            dim_names(db, dim).await?.into_iter().map(|(code, name)| (code.clone(), (code, name))).collect()
        }
        (By::Day, _) => HashMap::new(),
    })
}

/// Codes and names of a dimension's values.
async fn dim_names(db: &impl ConnectionTrait, dim: &str) -> Result<Vec<(String, String)>, Problem> {
    Ok(match dim {
        "site_type" => sites::type_names(db).await?,
        "obligation" => obligations::kind_names(db).await?,
        _ => cases::category_places(db).await?.into_iter().map(|place| (place.code, place.name)).collect(),
    })
}

pub fn problem(error: journal::Error) -> Problem {
    match error {
        journal::Error::UnknownDim { .. } => {
            Problem::bad("figure.no_such_part", error.to_string()).field("by")
        }
        other => Problem::internal(&other),
    }
}
