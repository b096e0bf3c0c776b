//! Opening figures beside the records inside their area and span: both are shown, and the office chooses which counts.

use super::{
    SourceView, labels,
    scope::Scope,
    show::{ValueView, problem},
};
use crate::{
    app::Read,
    directory,
    platform::{db::Fault, problem::Problem},
    wire::{Named, Qualifier},
    work::{Denied, Happened, Work},
};
use journal::{Ask, Counts, Figure, Metric, Opening};
use kernel::{id::Uuid, quantity::format_fixed};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use utoipa::ToSchema;

pub const CHOOSE: &str = "figure.choose";

/// What a metric is called, and in what it is counted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MetricName {
    pub code: String,
    name: String,
    name_en: String,
    unit: String,
    unit_en: String,
    decimals: u8,
}
impl From<&Metric> for MetricName {
    fn from(metric: &Metric) -> Self {
        Self {
            code: metric.code.clone(),
            name: metric.name.clone(),
            name_en: metric.name_en.clone(),
            unit: metric.unit.clone(),
            unit_en: metric.unit_en.clone(),
            decimals: metric.decimals,
        }
    }
}

/// Which of an opening figure and the records inside it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    Opening,
    Records,
}
impl From<Counts> for Counted {
    fn from(counts: Counts) -> Self {
        match counts {
            Counts::Opening => Self::Opening,
            Counts::Records => Self::Records,
        }
    }
}

/// An opening figure whose span meets the asked period.
#[derive(Debug, Serialize, ToSchema)]
pub struct OpeningView {
    /// of the posting that stands; each choice makes a new one
    id: Uuid,
    metric: MetricName,
    area: Option<Named>,
    org: Option<Named>,
    first_day: String,
    last_day: String,
    /// decimal text; null when the source masks it
    value: Option<String>,
    #[schema(value_type = Qualifier)]
    qualifier: String,
    /// null: beyond your range
    record: Option<SourceView>,
    /// the period holds its whole span; else it counts nothing here
    whole: bool,
    /// what the records inside its area and span say; null: there are none
    records: Option<ValueView>,
    counts: Counted,
    /// by you
    may_choose: bool,
}

/// The opening figures of a question; those of the parts of a derived one.
pub async fn list(read: &Read, scope: &Scope) -> Result<Vec<OpeningView>, Problem> {
    let parts = match scope.metric.formula(scope.ask.last) {
        Some(formula) => formula.parts(),
        None => vec![scope.metric.code.as_str()],
    };
    let mut found = Vec::new();
    for code in parts {
        let ask = Ask { metric: code.to_owned(), ..scope.ask.clone() };
        found.extend(journal::openings(&read.db, &read.metrics, &ask).await.map_err(problem)?);
    }
    let sources: Vec<_> =
        found.iter().map(|one| (one.entry.source.kind.clone(), one.entry.source.id)).collect();
    let names = Names {
        labels: labels(read, &sources).await?,
        areas: directory::area_names(&read.db, found.iter().map(|one| one.entry.area)).await?,
        orgs: directory::organisation_names(&read.db, found.iter().map(|one| one.entry.org)).await?,
    };
    let mut views = Vec::with_capacity(found.len());
    for one in found {
        let place = directory::find_area(&read.db, one.entry.area).await?;
        let may = place.is_some_and(|place| read.who.may_of(CHOOSE, &place.path, &[]));
        let metric = read.metrics.get(&one.entry.metric).map_err(problem)?;
        views.push(view(metric, one, &names, may && scope.ask.as_of.is_none()));
    }
    Ok(views)
}

struct Names {
    labels: HashMap<Uuid, String>,
    areas: HashMap<Uuid, String>,
    orgs: HashMap<Uuid, String>,
}

fn view(metric: &Metric, one: Opening, names: &Names, may: bool) -> OpeningView {
    let Opening { entry, whole, records, counts } = one;
    let named =
        |names: &HashMap<Uuid, String>, id: Uuid| names.get(&id).map(|n| Named { id, name: n.clone() });
    let label = names.labels.get(&entry.source.id).cloned();
    let beside = records.postings > 0;
    OpeningView {
        id: entry.id,
        metric: metric.into(),
        area: named(&names.areas, entry.area),
        org: named(&names.orgs, entry.org),
        first_day: entry.day.to_string(),
        last_day: entry.until.unwrap_or(entry.day).to_string(),
        value: entry.quantity.map(|quantity| format_fixed(quantity, metric.decimals)),
        qualifier: entry.qualifier.as_str().into(),
        record: label.map(|label| SourceView { kind: entry.source.kind, id: entry.source.id, label }),
        whole,
        records: beside.then(|| ValueView::of(metric, &Figure::Sum(records))),
        counts: counts.into(),
        may_choose: may && beside,
    }
}

/// Says which of the two counts. The posting is the one that stands; another choice has replaced any other.
pub async fn choose(work: &Work<'_>, posting: Uuid, counts: Counted) -> Result<(), Error> {
    let entry = journal::entry(work.tx(), posting).await?.ok_or(Error::NoOpening)?;
    let area = directory::find_area(work.tx(), entry.area).await?.ok_or(Error::NoOpening)?;
    if !work.who().may_of(CHOOSE, &area.path, &[]) {
        return Err(Denied(CHOOSE).into());
    }
    let wanted = match counts {
        Counted::Opening => Counts::Opening,
        Counted::Records => Counts::Records,
    };
    if work.choose(posting, wanted).await? {
        let after = json!({ "metric": entry.metric, "area": entry.area, "first_day": entry.day,
            "last_day": entry.until, "counts": counts });
        let (kind, record) = ("opening", entry.source.id);
        work.record(Happened { verb: CHOOSE, kind, record, before: None, after: Some(&after) }).await?;
    }
    Ok(())
}

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("there is no such opening figure, or another choice has replaced it")]
    NoOpening,
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Db(e) => Some(e),
            Self::Journal(e) => e.database(),
            _ => None,
        }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NoOpening | Error::Journal(journal::Error::NoOpening(_)) => Self::not_found(),
            Error::Denied(denied) => denied.into(),
            Error::Journal(e) => e.into(),
            Error::Db(e) => e.into(),
        }
    }
}
