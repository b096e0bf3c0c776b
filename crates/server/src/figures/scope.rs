//! What is asked of the journal, read from the query and held to what the reader may see.

use crate::{
    app::Read,
    cases,
    directory::{self, Area, Organisation},
    platform::{
        permission::{Grant, Subject},
        problem::Problem,
        setting::Settings,
    },
};
use journal::{Ask, Class, Metric};
use kernel::{
    id::Uuid,
    period::{Asked, Grain, Period},
};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use std::collections::BTreeMap;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ScopeQuery {
    /// an area with all below it; without it the widest that you may see
    pub area: Option<Uuid>,
    /// organisations, a comma between, each with those below it
    pub org: Option<String>,
    /// `2026`, `2026-Q4`, `2026-10`, `2026-W44`, `2026-10-01..2026-10-25`; without it this month
    pub period: Option<String>,
    /// dimensions as `category:sanitation,source:public`; a category means those below it too
    pub dims: Option<String>,
    /// only what was sealed up to this place in the chain
    pub as_of: Option<i64>,
}

/// A checked question.
pub struct Scope {
    pub metric: Metric,
    pub area: Area,
    /// none: all
    pub orgs: Vec<Organisation>,
    pub period: Period,
    /// of the statistical month, as it was at the seal that is asked for
    pub first_day: u8,
    pub ask: Ask,
}

impl Scope {
    pub async fn of(read: &Read, metric: &str, query: &ScopeQuery) -> Result<Self, Problem> {
        let metric = read.metrics.get(metric).map_err(|_| Problem::not_found())?.clone();
        let right = right(metric.class)?;
        let area = area(read, right, query.area).await?;
        let orgs = orgs(read, right, &area, query.org.as_deref()).await?;
        let first_day = first_day(&read.db, &read.settings, query.as_of).await;
        let first_day = first_day.map_err(|e| Problem::internal(&e))?;
        let period = period(read, query.period.as_deref(), first_day)?;
        let (first, last) = period.span(first_day);
        let dims = dims(read, &metric, query.dims.as_deref()).await?;
        let ask = Ask {
            metric: metric.code.clone(),
            area: area.path.clone(),
            orgs: orgs.iter().map(|org| org.path.clone()).collect(),
            dims,
            first,
            last,
            as_of: query.as_of,
            tree_day: None,
        };
        Ok(Self { metric, area, orgs, period, first_day, ask })
    }
}

/// The right that opens a class of metrics.
fn right(class: Class) -> Result<&'static str, Problem> {
    match class {
        Class::Open => Ok("figure.read"),
        Class::Office => Ok("figure.read_office"),
        Class::Restricted => Err(Problem::denied("figure.read_restricted")),
    }
}

async fn area(read: &Read, right: &'static str, asked: Option<Uuid>) -> Result<Area, Problem> {
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
    let may = |paths: &[&str]| {
        read.who.may(right, Subject { area: &area.path, line: None, organisations: paths, parties: &[] })
    };
    let seen = if orgs.is_empty() { may(&[]) } else { orgs.iter().all(|org| may(&[org.path.as_str()])) };
    if seen { Ok(orgs) } else { Err(Problem::denied(right)) }
}

/// Who sees only the own organisation's figures asks for those without saying so.
fn own_unit(read: &Read, right: &str, area: &Area) -> Option<Uuid> {
    let spot = Subject { area: &area.path, line: None, organisations: &[], parties: &[] };
    if read.who.may(right, spot) { None } else { read.who.organisations_with(right).first().copied() }
}

/// Named dimensions with all values that count.
async fn dims(
    read: &Read,
    metric: &Metric,
    asked: Option<&str>,
) -> Result<BTreeMap<String, Vec<String>>, Problem> {
    let mut dims = BTreeMap::new();
    for pair in asked.unwrap_or_default().split(',').filter(|pair| !pair.is_empty()) {
        let wrong = || Problem::bad("query.dims", format!("{pair} names no dimension of it")).field("dims");
        let (dim, value) = pair.split_once(':').ok_or_else(wrong)?;
        // a derived figure has the dimensions of its parts; the journal refuses one that a part lacks
        if metric.formulas.is_empty() {
            metric.dim(dim).map_err(|_| wrong())?;
        }
        let values = match dim {
            "category" => cases::categories_below(&cases::category_names(&read.db).await?, value),
            _ => vec![value.to_owned()],
        };
        dims.insert(dim.to_owned(), values);
    }
    Ok(dims)
}

/// The statistical month's first day: of now, or as it was at a seal.
pub async fn first_day(
    db: &impl ConnectionTrait,
    settings: &Settings,
    as_of: Option<i64>,
) -> Result<u8, journal::Error> {
    let sealed = match as_of {
        Some(seq) => journal::seal_of(db, seq).await?,
        None => None,
    };
    Ok(sealed.map_or(settings.first_day, |seal| settings.first_day_at(seal.sealed_at)))
}

fn period(read: &Read, asked: Option<&str>, first_day: u8) -> Result<Period, Problem> {
    let Some(text) = asked else {
        return Ok(Period::containing(read.now.day(), Grain::Month, first_day));
    };
    let malformed = |words: String| Problem::bad("query.period", words).field("period");
    let asked: Asked = text.parse().map_err(|e: kernel::period::Error| malformed(e.to_string()))?;
    asked.resolve(|_| None).ok_or_else(|| malformed("no such campaign".into()))
}
