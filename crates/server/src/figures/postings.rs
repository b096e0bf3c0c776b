//! Postings as the wire has them: those behind a figure or a part of it, and all of one record.

use super::{
    scope::{self, Scope},
    show::{how, problem},
};
use crate::{
    app::Read,
    cases, directory, inspections, obligations,
    platform::problem::Problem,
    referrals, statements,
    wire::{Named, Qualifier},
};
use journal::{By, Cursor, Item, Listing, OPENING, Sum, Within};
use kernel::{id::Uuid, moment::Moment, quantity::format_fixed};
use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;

/// Postings of a page; even, as the journal asks for pairs.
const PAGE: u32 = 50;

/// One posting. Its source is named only to who may read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingView {
    id: Uuid,
    /// place in the chain; null until sealed
    seq: Option<i64>,
    metric: String,
    metric_name: String,
    metric_name_en: String,
    unit: String,
    unit_en: String,
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
    /// the posting that this one takes back
    reverses: Option<Uuid>,
    reverses_seq: Option<i64>,
    /// the posting that takes this one back
    reversed_by: Option<Uuid>,
    reversed_by_seq: Option<i64>,
    #[schema(value_type = Option<String>, format = DateTime)]
    reversed_at: Option<Moment>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SourceView {
    pub kind: String,
    pub id: Uuid,
    pub label: String,
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

/// The postings behind a figure, or behind the part of it that `within` names.
pub async fn page(
    read: &Read,
    scope: &Scope,
    within: Option<&str>,
    corrections: bool,
    after: Option<&str>,
) -> Result<PostingPage, Problem> {
    let within = match within {
        Some(text) => Some(part(read, scope, text).await?),
        None => None,
    };
    let listing = Listing { within, corrections, after: after.map(cursor).transpose()?, limit: PAGE };
    let page = journal::page(&read.db, &read.metrics, &scope.ask, &listing).await.map_err(problem)?;
    let items = views(read, page.items).await?;
    let amount = |(code, sum): (String, Sum)| {
        let decimals = read.metrics.get(&code).map_or(0, |metric| metric.decimals);
        (code, format_fixed(sum.held.saturated(), decimals))
    };
    Ok(PostingPage {
        hidden: items.iter().filter(|item| item.source.is_none()).count(),
        items,
        next: page.next.map(|next| format!("{}_{}_{}", next.day, next.recorded_at.millis(), next.id)),
        count: page.totals.values().map(|sum| sum.postings).sum(),
        sums: page.totals.into_iter().map(amount).collect(),
    })
}

/// All postings of one record, each followed by its reversal.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecordPostings {
    items: Vec<PostingView>,
    /// all that it posted
    count: usize,
    /// those of them that your rights do not reach, which are not among the items
    hidden: usize,
}

/// The postings of a record that the reader may open, as far as the reader may see figures of their metric, place and
/// unit.
pub async fn of_record(read: &Read, source: &str) -> Result<RecordPostings, Problem> {
    if !read.who.holds("figure.read") {
        return Err(Problem::denied("figure.read"));
    }
    let malformed = || Problem::bad("query.source", "KIND:ID of a record").field("source");
    let (kind, id) = source.split_once(':').ok_or_else(malformed)?;
    let id: Uuid = id.parse().map_err(|_| malformed())?;
    if ![cases::KIND, inspections::KIND, obligations::KIND, statements::KIND, OPENING].contains(&kind) {
        return Err(malformed());
    }
    let found = journal::postings_of(&read.db, kind, id).await.map_err(problem)?;
    if labels(read, &[(kind.into(), id)]).await?.is_empty() {
        let Some(first) = found.first() else { return Err(Problem::not_found()) };
        let (who, area) = (&read.who, first.entry.area);
        return Err(directory::beyond(&read.db, who, area, read.now, Problem::not_found()).await);
    }
    let count = found.len();
    let mut seen = Vec::new();
    for item in found {
        if scope::may_see(read, &item.entry).await? {
            seen.push(item);
        }
    }
    let items = views(read, seen).await?;
    Ok(RecordPostings { hidden: count - items.len(), items, count })
}

async fn views(read: &Read, items: Vec<Item>) -> Result<Vec<PostingView>, Problem> {
    let sources: Vec<(String, Uuid)> =
        items.iter().map(|item| (item.entry.source.kind.clone(), item.entry.source.id)).collect();
    let labels = labels(read, &sources).await?;
    let areas = directory::area_names(&read.db, items.iter().map(|item| item.entry.area)).await?;
    let orgs = directory::organisation_names(&read.db, items.iter().map(|item| item.entry.org)).await?;
    let named =
        |names: &HashMap<Uuid, String>, id: Uuid| names.get(&id).map(|n| Named { id, name: n.clone() });
    let view = |Item { entry, reverses_seq, reversed_by }: Item| {
        let metric = read.metrics.get(&entry.metric).map_err(problem)?;
        let label = labels.get(&entry.source.id).cloned();
        Ok(PostingView {
            id: entry.id,
            seq: entry.seq,
            metric: entry.metric,
            metric_name: metric.name.clone(),
            metric_name_en: metric.name_en.clone(),
            unit: metric.unit.clone(),
            unit_en: metric.unit_en.clone(),
            day: entry.day.to_string(),
            recorded_at: entry.recorded_at,
            quantity: entry.quantity.map(|quantity| format_fixed(quantity, metric.decimals)),
            qualifier: entry.qualifier.as_str().into(),
            area: named(&areas, entry.area),
            org: named(&orgs, entry.org),
            source: label.map(|label| SourceView { kind: entry.source.kind, id: entry.source.id, label }),
            reverses: entry.reverses,
            reverses_seq,
            reversed_by: reversed_by.map(|by| by.id),
            reversed_by_seq: reversed_by.and_then(|by| by.seq),
            reversed_at: reversed_by.map(|by| by.at),
        })
    };
    items.into_iter().map(view).collect()
}

/// `BY:KEY` as a split has them; no key is the rest.
async fn part(read: &Read, scope: &Scope, text: &str) -> Result<Within, Problem> {
    let wrong = || Problem::bad("query.within", "BY:KEY of a split").field("within");
    let (by, key) = text.split_once(':').ok_or_else(wrong)?;
    let by = how(by);
    let key = Some(key).filter(|key| !key.is_empty());
    let key = match (&by, key) {
        (By::Area, Some(id)) => {
            let id = id.parse().map_err(|_| wrong())?;
            let path = match scope.ask.tree_day {
                None => directory::find_area(&read.db, id).await?.map(|area| area.path),
                Some(day) => directory::path_on(&read.db, id, &day.to_string()).await?,
            };
            let inside = path.filter(|path| path.starts_with(&scope.ask.area));
            Some(inside.ok_or_else(wrong)?)
        }
        (By::Org, Some(id)) if id.parse::<Uuid>().is_ok() => Some(id.to_owned()),
        (By::Org, _) => return Err(wrong()),
        (By::Day, Some(day)) if day.parse::<jiff::civil::Date>().is_err() => return Err(wrong()),
        (By::Dim(dim), _) if scope.metric.formulas.is_empty() && scope.metric.dim(dim).is_err() => {
            return Err(wrong());
        }
        (_, key) => key.map(str::to_owned),
    };
    Ok(Within { by, key })
}

fn cursor(text: &str) -> Result<Cursor, Problem> {
    let read = || {
        let (day, rest) = text.split_once('_')?;
        let (at, id) = rest.split_once('_')?;
        let recorded_at = Moment::from_millis(at.parse().ok()?);
        Some(Cursor { day: day.parse().ok()?, recorded_at, id: id.parse().ok()? })
    };
    read().ok_or_else(|| Problem::bad("query.cursor", "not a place in this list").field("after"))
}

/// What the reader may open of these records, by what each kind of record is called.
pub async fn labels(read: &Read, sources: &[(String, Uuid)]) -> Result<HashMap<Uuid, String>, Problem> {
    let of = |wanted: &str| -> Vec<Uuid> {
        sources.iter().filter(|(kind, _)| kind == wanted).map(|(_, id)| *id).collect()
    };
    let mut labels = cases::readable_labels(&read.db, &read.who, &of(cases::KIND)).await?;
    labels.extend(obligations::readable_labels(&read.db, &read.who, &of(obligations::KIND)).await?);
    labels.extend(inspections::readable_labels(&read.db, &read.who, &of(inspections::KIND)).await?);
    labels.extend(referrals::readable_labels(&read.db, &read.who, &of(referrals::KIND)).await?);
    let stated = [of(statements::KIND), of(OPENING)].concat();
    labels.extend(statements::readable_labels(&read.db, &read.who, &stated).await?);
    Ok(labels.into_iter().collect())
}
