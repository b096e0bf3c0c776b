//! What is asked of the journal, read from the query and held to what the reader may see.

use crate::{
    app::Read,
    cases,
    directory::{self, Area, Organisation},
    platform::{permission::Grant, problem::Problem},
    reports,
    work::{self, figure_right},
};
use jiff::civil::Date;
use journal::{Ask, Entry, Metric};
use kernel::{
    id::Uuid,
    period::{Asked, Grain, Period},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Organisations that a scope names.
const NAMED: usize = 3;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ScopeQuery {
    /// an area with all below it; without it the widest that you may see
    pub area: Option<Uuid>,
    /// organisations, a comma between, each with those below it
    pub org: Option<String>,
    /// only what these organisations themselves are credited with, without those below them
    pub own: Option<bool>,
    /// `2026`, `2026-Q4`, `2026-10`, `2026-W44`, `2026-10-01..2026-10-25`; without it this month
    pub period: Option<String>,
    /// dimensions as `category:sanitation,source:public`; a category means those below it too; a named list or `LIST.n`, one item of it, is asked for like a category
    pub dims: Option<String>,
    /// only what was sealed up to this place in the chain
    pub as_of: Option<i64>,
    /// the tree of areas as it was on this day; without it today's
    pub tree_day: Option<String>,
}

/// The organisations of a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrgScope {
    /// as it is asked for: ids, a comma between
    id: String,
    name: String,
    /// without those below them
    own: bool,
}

impl OrgScope {
    pub fn of(orgs: &[Organisation], own: bool) -> Option<Self> {
        let names: Vec<&str> = orgs.iter().take(NAMED).map(|org| org.short_name.as_str()).collect();
        let more = if orgs.len() > NAMED { format!("等{}个单位", orgs.len()) } else { String::new() };
        (!orgs.is_empty()).then(|| Self { id: ids(orgs), name: names.join("、") + &more, own })
    }
}

/// As they are asked for.
fn ids(orgs: &[Organisation]) -> String {
    orgs.iter().map(|org| org.id.to_string()).collect::<Vec<_>>().join(",")
}

/// A checked question.
pub struct Scope {
    pub metric: Metric,
    pub area: Area,
    /// none: all
    pub orgs: Vec<Organisation>,
    pub period: Period,
    /// as they are asked for, each with one value
    pub dims: BTreeMap<String, String>,
    /// of the statistical month, as it was at the seal that is asked for
    pub first_day: u8,
    pub ask: Ask,
}

impl Scope {
    pub async fn of(read: &Read, metric: &str, query: &ScopeQuery) -> Result<Self, Problem> {
        let metric = read.metrics.get(metric).map_err(|_| Problem::not_found())?.clone();
        let right = figure_right(metric.class)?;
        let area = area(read, right, query.area).await?;
        let orgs = orgs(read, right, &area, query.org.as_deref()).await?;
        let own = query.own.unwrap_or(false);
        if own && orgs.is_empty() {
            return Err(Problem::bad("query.own", "it narrows organisations; name them by org").field("own"));
        }
        let first_day = work::first_day(&read.db, &read.settings, query.as_of).await;
        let first_day = first_day.map_err(|e| Problem::internal(&e))?;
        let period = period(read, query.period.as_deref(), first_day)?;
        let (first, last) = period.span(first_day);
        let dims = dims(&metric, query.dims.as_deref())?;
        let tree_day = tree_day(read, query.tree_day.as_deref())?;
        let path = match tree_day {
            None => area.path.clone(),
            Some(day) => directory::path_on(&read.db, area.id, &day.to_string()).await?.ok_or_else(|| {
                Problem::bad("area.not_then", "there was no such area on that day").field("tree_day")
            })?,
        };
        let ask = Ask {
            metric: metric.code.clone(),
            area: path,
            orgs: orgs.iter().map(|org| org.path.clone()).collect(),
            own,
            dims: values(read, &dims).await?,
            first,
            last,
            as_of: query.as_of,
            tree_day,
        };
        Ok(Self { metric, area, orgs, period, dims, first_day, ask })
    }

    /// The question itself, as a paper keeps it.
    pub fn asked(&self) -> reports::Asked {
        reports::Asked {
            metric: self.metric.code.clone(),
            area: self.area.id,
            org: Some(ids(&self.orgs)).filter(|ids| !ids.is_empty()),
            own: self.ask.own,
            period: self.period.to_string(),
            dims: self.dims.clone(),
            change: false,
        }
    }
}

/// Whether the reader sees figures of a posting's metric at its place and of its unit.
pub async fn may_see(read: &Read, entry: &Entry) -> Result<bool, Problem> {
    let class = read.metrics.get(&entry.metric).map_err(|e| Problem::internal(&e))?.class;
    let Ok(right) = figure_right(class) else { return Ok(false) };
    let area = directory::find_area(&read.db, entry.area).await?;
    let org = directory::find_organisation(&read.db, entry.org).await?;
    let paths: Vec<&str> = org.iter().map(|org| org.path.as_str()).collect();
    Ok(area.is_some_and(|area| read.who.may_of(right, &area.path, &paths)))
}

/// The area that is asked for, or the widest, over which the reader holds the right.
pub async fn area(read: &Read, right: &'static str, asked: Option<Uuid>) -> Result<Area, Problem> {
    let area = match asked {
        Some(id) => directory::find_area(&read.db, id).await?,
        None => {
            let grants = read.who.grants.iter().filter(|grant| grant.verbs.contains(right));
            match grants.min_by_key(|grant| grant.area.len()) {
                Some(grant) => directory::area_at(&read.db, &grant.area).await?,
                None => return Err(Problem::denied(right)),
            }
        }
    };
    let area = area.ok_or_else(|| Problem::bad("area.none", "there is no such area").field("area"))?;
    let held = |grant: &&Grant| grant.verbs.contains(right) && area.path.starts_with(&grant.area);
    if read.who.grants.iter().any(|grant| held(&grant)) { Ok(area) } else { Err(Problem::denied(right)) }
}

/// The organisations that are asked for, each of which the reader may see; none means all, and then all may be seen.
async fn orgs(
    read: &Read,
    right: &'static str,
    area: &Area,
    asked: Option<&str>,
) -> Result<Vec<Organisation>, Problem> {
    let none = || Problem::bad("organisation.none", "there is no such organisation").field("org");
    let words = asked.unwrap_or_default().split(',').filter(|word| !word.is_empty());
    let mut ids = words.map(str::parse).collect::<Result<Vec<Uuid>, _>>().map_err(|_| none())?;
    if ids.is_empty() {
        ids.extend(own_unit(read, right, area));
    }
    let mut orgs = Vec::new();
    for id in ids {
        orgs.push(directory::find_organisation(&read.db, id).await?.ok_or_else(none)?);
    }
    let paths: Vec<&str> = orgs.iter().map(|org| org.path.as_str()).collect();
    if read.who.may_of(right, &area.path, &paths) { Ok(orgs) } else { Err(Problem::denied(right)) }
}

/// Who sees only the own organisation's figures asks for those without saying so.
fn own_unit(read: &Read, right: &str, area: &Area) -> Option<Uuid> {
    if read.who.may_of(right, &area.path, &[]) {
        None
    } else {
        read.who.organisations_with(right).first().copied()
    }
}

/// Named dimensions, each of which the metric has.
fn dims(metric: &Metric, asked: Option<&str>) -> Result<BTreeMap<String, String>, Problem> {
    let pair = |pair: &str| {
        let wrong = || Problem::bad("query.dims", format!("{pair} names no dimension of it")).field("dims");
        let (dim, value) = pair.split_once(':').ok_or_else(wrong)?;
        // a derived figure has the dimensions of its parts; the journal refuses one that a part lacks
        if metric.formulas.is_empty() {
            metric.dim(dim).map_err(|_| wrong())?;
        }
        Ok((dim.to_owned(), value.to_owned()))
    };
    asked.unwrap_or_default().split(',').filter(|pair| !pair.is_empty()).map(pair).collect()
}

/// All values that count: a category means those below it too.
async fn values(
    read: &Read,
    dims: &BTreeMap<String, String>,
) -> Result<BTreeMap<String, Vec<String>>, Problem> {
    let mut values = BTreeMap::new();
    for (dim, value) in dims {
        let all = match dim.as_str() {
            "category" => cases::Known::read(&read.db).await?.below(value),
            _ => vec![value.clone()],
        };
        values.insert(dim.clone(), all);
    }
    Ok(values)
}

fn tree_day(read: &Read, asked: Option<&str>) -> Result<Option<Date>, Problem> {
    let wrong = || Problem::bad("query.day", "a past day, written YYYY-MM-DD").field("tree_day");
    let day = asked.map(str::parse::<Date>).transpose().map_err(|_| wrong())?;
    if day.is_some_and(|day| day > read.now.day()) { Err(wrong()) } else { Ok(day) }
}

fn period(read: &Read, asked: Option<&str>, first_day: u8) -> Result<Period, Problem> {
    let Some(text) = asked else {
        return Ok(Period::containing(read.now.day(), Grain::Month, first_day));
    };
    let malformed = |words: String| Problem::bad("query.period", words).field("period");
    let asked: Asked = text.parse().map_err(|e: kernel::period::Error| malformed(e.to_string()))?;
    asked.resolve(|_| None).ok_or_else(|| malformed("no such campaign".into()))
}
