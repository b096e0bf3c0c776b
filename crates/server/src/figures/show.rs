//! The figure, its split and its postings as the wire has them. Sums tie: parts to the figure, postings to the part.

use super::scope::Scope;
use crate::{
    app::Read,
    cases,
    directory::{self, Organisation},
    inspections, obligations,
    platform::problem::Problem,
    sites,
    wire::{Better, Named, Qualifier},
};
use jiff::civil::Date;
use journal::{By, Cursor, Figure, Kind, Metric, Sum, Window};
use kernel::{
    id::Uuid,
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
/// Organisations that a scope names.
const NAMED: usize = 3;
/// Postings of a page.
const PAGE: u32 = 50;

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
    fn of(metric: &Metric, figure: &Figure) -> Self {
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

/// The organisations of a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrgScope {
    /// as it is asked for: ids, a comma between
    id: String,
    name: String,
}

impl OrgScope {
    fn of(orgs: &[Organisation]) -> Option<Self> {
        let ids: Vec<String> = orgs.iter().map(|org| org.id.to_string()).collect();
        let names: Vec<&str> = orgs.iter().take(NAMED).map(|org| org.short_name.as_str()).collect();
        let more = if orgs.len() > NAMED { format!("等{}个单位", orgs.len()) } else { String::new() };
        (!orgs.is_empty()).then(|| Self { id: ids.join(","), name: names.join("、") + &more })
    }
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
    /// the same span before; a running period is compared with the same days
    before: Option<PeriodValue>,
    /// the last twelve months, the asked one last
    months: Vec<PeriodValue>,
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
}
impl From<journal::Seal> for SealView {
    fn from(seal: journal::Seal) -> Self {
        Self { seq: seal.head.seq, head: seal.head.to_string(), sealed_at: seal.sealed_at }
    }
}

pub async fn figure(read: &Read, scope: &Scope) -> Result<FigureView, Problem> {
    let first_day = scope.first_day;
    let months: Vec<Period> = Period::last_months(MONTHS, scope.ask.last, first_day).collect();
    let before = scope.period.compared(Against::Before, read.now.day(), first_day);
    let mut windows = vec![scope.ask.window()];
    windows.extend(months.iter().map(|month| window(*month, first_day)));
    if let Some(before) = &before {
        windows.push(Window { key: "before".into(), first: before.with.0, last: before.with.1 });
    }
    let figures = journal::figures(&read.db, &read.metrics, &scope.ask, &windows).await.map_err(problem)?;
    let metric = &scope.metric;
    let value = |at: usize| figures.get(at).and_then(|figure| figure.text(metric));
    let asked = figures.first().ok_or_else(|| Problem::internal(&"no figure"))?;
    Ok(FigureView {
        metric: MetricView::of(metric, scope.ask.last, None),
        area: Named { id: scope.area.id, name: scope.area.name.clone() },
        org: OrgScope::of(&scope.orgs),
        period: scope.period.to_string(),
        first_day: scope.ask.first.to_string(),
        last_day: scope.ask.last.to_string(),
        value: ValueView::of(metric, asked),
        before: before
            .map(|before| PeriodValue { period: before.named.to_string(), value: value(months.len() + 1) }),
        months: months
            .iter()
            .enumerate()
            .map(|(i, month)| PeriodValue { period: month.to_string(), value: value(i + 1) })
            .collect(),
        unsealed: distinct(metric, asked).iter().map(|sum| sum.unsealed).sum(),
        seal: journal::head(&read.db).await.map_err(problem)?.map(SealView::from),
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
    let how = match by {
        "area" => By::Area,
        "org" => By::Org,
        "day" => By::Day,
        dim => By::Dim(dim.into()),
    };
    let parts = journal::split(&read.db, &read.metrics, &scope.ask, &how).await.map_err(problem)?;
    let total = journal::figure(&read.db, &read.metrics, &scope.ask).await.map_err(problem)?;
    let keys: Vec<&str> = parts.iter().filter_map(|part| part.key.as_deref()).collect();
    let names = names(&read.db, &how, &keys).await?;
    let row = |part: journal::Part| {
        let named = part.key.as_deref().and_then(|key| names.get(key)).cloned();
        let (key, name) = named.map_or((part.key.clone(), None), |(id, name)| (Some(id), Some(name)));
        SplitRow { key, name, value: ValueView::of(&scope.metric, &part.figure) }
    };
    Ok(SplitView {
        by: by.into(),
        rows: parts.into_iter().map(row).collect(),
        total: ValueView::of(&scope.metric, &total),
    })
}

/// The journal's keys to ids and names: areas by path, organisations by id, categories by code.
async fn names(
    db: &impl ConnectionTrait,
    by: &By,
    keys: &[&str],
) -> Result<HashMap<String, (String, String)>, Problem> {
    Ok(match by {
        By::Area => {
            let areas = directory::areas_at(db, keys.iter().copied()).await?;
            areas.into_iter().map(|area| (area.path, (area.id.to_string(), area.name))).collect()
        }
        By::Org => {
            let ids = keys.iter().filter_map(|key| key.parse().ok());
            let names = directory::organisation_names(db, ids).await?;
            names.into_iter().map(|(id, name)| (id.to_string(), (id.to_string(), name))).collect()
        }
        By::Dim(dim) => {
            dim_names(db, dim).await?.into_iter().map(|(code, name)| (code.clone(), (code, name))).collect()
        }
        By::Day => HashMap::new(),
    })
}

/// Codes and names of a dimension's values.
async fn dim_names(db: &impl ConnectionTrait, dim: &str) -> Result<Vec<(String, String)>, Problem> {
    Ok(match dim {
        "site_type" => sites::type_names(db).await?,
        "obligation" => obligations::kind_names(db).await?,
        _ => cases::category_names(db).await?,
    })
}

/// One posting. Its source is named only to who may read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingView {
    id: Uuid,
    /// place in the chain; null until sealed
    seq: Option<i64>,
    metric: String,
    day: String,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Moment,
    /// decimal text; null when the source masks it
    quantity: Option<String>,
    #[schema(value_type = Qualifier)]
    qualifier: String,
    area: Option<Named>,
    org: Option<Named>,
    source: Option<SourceView>,
    reverses: Option<Uuid>,
    reversed_by: Option<Uuid>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SourceView {
    kind: String,
    id: Uuid,
    label: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PostingPage {
    items: Vec<PostingView>,
    next: Option<String>,
    /// of the whole list
    count: i64,
    /// of the whole list by metric, decimal text
    sums: HashMap<String, String>,
    /// postings of this page whose record lies beyond your range
    hidden: usize,
}

pub async fn postings(read: &Read, scope: &Scope, after: Option<&str>) -> Result<PostingPage, Problem> {
    let after = after.map(cursor).transpose()?;
    let page = journal::page(&read.db, &read.metrics, &scope.ask, after, PAGE).await.map_err(problem)?;
    let sources: Vec<(String, Uuid)> =
        page.items.iter().map(|item| (item.entry.source.kind.clone(), item.entry.source.id)).collect();
    let labels = labels(read, &sources).await?;
    let areas = directory::area_names(&read.db, page.items.iter().map(|item| item.entry.area)).await?;
    let orgs = directory::organisation_names(&read.db, page.items.iter().map(|item| item.entry.org)).await?;
    let named =
        |names: &HashMap<Uuid, String>, id: Uuid| names.get(&id).map(|n| Named { id, name: n.clone() });
    let items: Vec<PostingView> = page
        .items
        .into_iter()
        .map(|item| {
            let entry = item.entry;
            let decimals = read.metrics.get(&entry.metric).map_or(0, |metric| metric.decimals);
            let label = labels.get(&entry.source.id).cloned();
            PostingView {
                id: entry.id,
                seq: entry.seq,
                day: entry.day.to_string(),
                recorded_at: entry.recorded_at,
                quantity: entry.quantity.map(|quantity| format_fixed(quantity, decimals)),
                qualifier: entry.qualifier.as_str().into(),
                area: named(&areas, entry.area),
                org: named(&orgs, entry.org),
                source: label.map(|label| SourceView { kind: entry.source.kind, id: entry.source.id, label }),
                reverses: entry.reverses,
                reversed_by: item.reversed_by,
                metric: entry.metric,
            }
        })
        .collect();
    let amount = |(code, sum): (String, Sum)| {
        let decimals = read.metrics.get(&code).map_or(0, |metric| metric.decimals);
        (code, format_fixed(sum.held.saturated(), decimals))
    };
    Ok(PostingPage {
        hidden: items.iter().filter(|item| item.source.is_none()).count(),
        items,
        next: page.next.map(|next| format!("{}_{}", next.recorded_at.millis(), next.id)),
        count: page.totals.values().map(|sum| sum.postings).sum(),
        sums: page.totals.into_iter().map(amount).collect(),
    })
}

fn cursor(text: &str) -> Result<Cursor, Problem> {
    let parts = text.split_once('_').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    let malformed = || Problem::bad("query.cursor", "not a place in this list").field("after");
    parts.map(|(at, id)| Cursor { recorded_at: Moment::from_millis(at), id }).ok_or_else(malformed)
}

/// What the reader may open of these records, by what each kind of record is called.
async fn labels(read: &Read, sources: &[(String, Uuid)]) -> Result<HashMap<Uuid, String>, Problem> {
    let of = |wanted: &str| -> Vec<Uuid> {
        sources.iter().filter(|(kind, _)| kind == wanted).map(|(_, id)| *id).collect()
    };
    let mut labels = cases::readable_labels(&read.db, &read.who, &of(cases::KIND)).await?;
    labels.extend(obligations::readable_labels(&read.db, &read.who, &of(obligations::KIND)).await?);
    labels.extend(inspections::readable_labels(&read.db, &read.who, &of(inspections::KIND)).await?);
    Ok(labels.into_iter().collect())
}

fn problem(error: journal::Error) -> Problem {
    match error {
        journal::Error::UnknownDim { .. } => {
            Problem::bad("figure.no_such_part", error.to_string()).field("by")
        }
        other => Problem::internal(&other),
    }
}
