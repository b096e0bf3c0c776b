//! The list of cases with its totals and counts, the tree of categories, and the dispatch rule tried.

use crate::{
    app::{Query, Read},
    cases::{
        category::{Category, Known},
        model::{Error, Fact, Source, Spot, Stage, State, Tag},
        rules::{self, Standing},
        store::{self, Excerpt, Filter, Listed, Only, Paged, Sort, View},
    },
    directory,
    platform::problem::Problem,
    wire::{Named, Period, descending},
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;
const USUAL: u64 = 50;
const LONGEST_WORDS: usize = 100;

#[derive(Clone, Debug, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// for_me, open, due_today, overdue, supervised, public, done (you have acted, or your organisation in a
    /// verb that is yours, and it waits for others) or all (default open)
    view: Option<String>,
    /// words of the number, the title or the place
    q: Option<String>,
    /// states, a comma between
    state: Option<String>,
    /// facts, a comma between: any of them holds
    fact: Option<String>,
    /// a category with those below it, a named list, or `LIST.n`, one item of it
    category: Option<String>,
    /// an area, with all below it
    area: Option<Uuid>,
    /// the responsible organisation
    org: Option<Uuid>,
    /// the site
    site: Option<Uuid>,
    /// the round in which they were found
    round: Option<Uuid>,
    source: Option<String>,
    /// first and last local day of reporting
    from: Option<String>,
    to: Option<String>,
    /// deadline (default), registered, unit (what has none last) or number
    sort: Option<String>,
    /// asc (default) or desc
    order: Option<String>,
    /// `next` of the page before, in the same order
    after: Option<String>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// One line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseRow {
    id: Uuid,
    number: String,
    title: String,
    place: String,
    area: Named,
    category: CategoryName,
    condition: Option<ConditionName>,
    lead: Option<Named>,
    state: State,
    /// the first fact that holds, else the state
    tag: Tag,
    /// every fact that holds
    facts: Vec<Fact>,
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
    /// left of the limit as its unit counts (working time for work hours and work days), negative when late; null
    /// while no unit has the case
    remaining_minutes: Option<i64>,
    /// the deadline has passed: that of handling, which alone makes a case late
    late: bool,
    /// the stage that runs: dispatch, accept, handle or verify
    stage: Option<Stage>,
    /// until when this stage shall end
    #[schema(value_type = Option<String>, format = DateTime)]
    stage_deadline: Option<Moment>,
    /// left of the stage's own limit as that counts, negative past it; null while no stage runs
    stage_remaining_minutes: Option<i64>,
    #[schema(value_type = Source)]
    source: String,
    /// file of the newest photo before
    thumb: Option<Uuid>,
    version: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryName {
    pub code: String,
    pub name: String,
}

/// What the thing is like, where that changes its limits.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConditionName {
    pub code: String,
    pub name: String,
    pub name_en: String,
}
impl ConditionName {
    /// One that the category no longer has shows its code.
    pub fn of(code: String, category: Option<&Category>) -> Self {
        match category.and_then(|category| category.condition(Some(&code))) {
            Some(known) => Self { code, name: known.name.clone(), name_en: known.name_en.clone() },
            None => Self { name: code.clone(), name_en: code.clone(), code },
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CasePage {
    items: Vec<CaseRow>,
    next: Option<String>,
}

/// Sums of the whole filtered list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseTotals {
    count: i64,
    overdue: i64,
    supervised: i64,
    shelved: i64,
    /// parts of other cases among them: figures count the whole, once
    children: i64,
    /// working time from the report to now, or to the end of what has ended, on average; null for an empty list
    mean_elapsed_minutes: Option<i64>,
    /// of a working day, by which that is told in days
    work_day_minutes: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseCounts {
    for_me: i64,
    open: i64,
    due_today: i64,
    overdue: i64,
    supervised: i64,
    public: i64,
}

/// Cases that you may read, the nearest deadline first unless asked otherwise.
#[utoipa::path(get, path = "/api/cases", tag = "cases", params(ListQuery),
    responses((status = 200, body = CasePage), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<ListQuery>) -> Result<Json<CasePage>, Problem> {
    let filter = filter(&read.db, read.now, &query).await?;
    let paged = paged(&query)?;
    let sort = paged.sort;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let rows = store::list(&read.db, &read.who, &filter, &paged, limit + 1).await?;
    let full = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    let shown: Vec<Listed> = rows.into_iter().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect();
    let next = shown.last().filter(|_| full).map(|row| sort.cursor(row));
    Ok(Json(CasePage {
        items: shown.into_iter().map(|row| CaseRow::of(row, &read)).collect::<Result<_, Error>>()?,
        next,
    }))
}

/// Sums of the whole list under the same filters; apart, since they cost the more the longer the list is, and a page
/// does not.
#[utoipa::path(get, path = "/api/cases/totals", tag = "cases", params(ListQuery),
    responses((status = 200, body = CaseTotals), (status = 422, body = Problem)))]
pub async fn totals(read: Read, Query(query): Query<ListQuery>) -> Result<Json<CaseTotals>, Problem> {
    let filter = filter(&read.db, read.now, &query).await?;
    Ok(Json(CaseTotals::of(&read, &filter).await?))
}

/// The cases of a list as papers print them, at most `limit`. What is picked or happened is looked for in all views,
/// unless one is named.
pub async fn listed(
    read: &Read,
    query: &ListQuery,
    only: &Only,
    limit: u64,
) -> Result<Vec<Excerpt>, Problem> {
    let mut filter = filter(&read.db, read.now, query).await?;
    if query.view.is_none() && *only != Only::Listed {
        filter.view = View::All;
    }
    Ok(store::excerpts(&read.db, &read.who, &filter, only, limit).await?)
}

/// How many cases stand in each view.
#[utoipa::path(get, path = "/api/cases/counts", tag = "cases", params(ListQuery),
    responses((status = 200, body = CaseCounts), (status = 422, body = Problem)))]
pub async fn counts(read: Read, Query(query): Query<ListQuery>) -> Result<Json<CaseCounts>, Problem> {
    let filter = filter(&read.db, read.now, &query).await?;
    let c = store::counts(&read.db, &read.who, &filter).await?;
    Ok(Json(CaseCounts {
        for_me: c.for_me,
        open: c.open,
        due_today: c.due_today,
        overdue: c.overdue,
        supervised: c.supervised,
        public: c.public,
    }))
}

/// What the query asks, read and checked.
pub async fn filter(db: &impl ConnectionTrait, now: Moment, query: &ListQuery) -> Result<Filter, Problem> {
    let bad = |field: &'static str| Problem::bad("query.unknown", "no such value").field(field);
    let view = match query.view.as_deref() {
        None | Some("open") => View::Open,
        Some("for_me") => View::ForMe,
        Some("due_today") => View::DueToday,
        Some("overdue") => View::Overdue,
        Some("supervised") => View::Supervised,
        Some("public") => View::Public,
        Some("done") => View::Done,
        Some("all") => View::All,
        Some(_) => return Err(bad("view")),
    };
    let list = |list: &Option<String>| -> Vec<String> {
        let words = list.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let area = match query.area {
        Some(id) => Some(directory::find_area(db, id).await?.ok_or_else(|| bad("area"))?.path),
        None => None,
    };
    let categories = match &query.category {
        Some(code) => Some(Known::read(db).await?.below(code)),
        None => None,
    };
    let (from, until) = Period::days(query.from.as_deref(), query.to.as_deref())?;
    let tonight = Period::end_of(now.day());
    Ok(Filter {
        view,
        words: words(query.q.as_deref())?,
        states: list(&query.state)
            .iter()
            .map(|w| State::of(w))
            .collect::<Result<_, _>>()
            .map_err(|_| bad("state"))?,
        facts: list(&query.fact)
            .iter()
            .map(|w| Fact::of(w))
            .collect::<Result<_, _>>()
            .map_err(|_| bad("fact"))?,
        categories,
        area,
        lead: query.org,
        site: query.site,
        round: query.round,
        source: query.source.as_deref().map(Source::of).transpose().map_err(|_| bad("source"))?,
        from,
        until,
        now,
        tonight,
    })
}

/// Words looked for: what no title can hold is refused.
fn words(asked: Option<&str>) -> Result<Option<String>, Problem> {
    let words = asked.map(str::trim).filter(|words| !words.is_empty());
    match words {
        Some(words) if words.chars().count() > LONGEST_WORDS || words.chars().any(char::is_control) => {
            Err(Problem::bad("query.words", "at most 100 characters, none of them a control").field("q"))
        }
        words => Ok(words.map(str::to_owned)),
    }
}

/// The order that is asked for, and where its page begins.
fn paged(query: &ListQuery) -> Result<Paged, Problem> {
    let bad = |field: &'static str| Problem::bad("query.unknown", "no such value").field(field);
    let sort = match query.sort.as_deref() {
        None | Some("deadline") => Sort::Deadline,
        Some("registered") => Sort::Registered,
        Some("unit") => Sort::Unit,
        Some("number") => Sort::Number,
        Some(_) => return Err(bad("sort")),
    };
    let descending = descending(query.order.as_deref()).ok_or_else(|| bad("order"))?;
    let malformed = || Problem::bad("query.cursor", "not a place in this list").field("after");
    let place = |cursor: &str| sort.place(cursor).ok_or_else(malformed);
    let seen = query.after.as_deref().map(place).transpose()?;
    Ok(Paged { sort, descending, seen })
}

impl CaseTotals {
    pub async fn of(read: &Read, filter: &Filter) -> Result<Self, Problem> {
        let calendar = &read.settings.calendar;
        let totals = store::totals(&read.db, &read.who, filter).await?;
        let mean = store::mean_elapsed(&read.db, &read.who, filter, calendar).await?;
        Ok(Self {
            count: totals.count,
            overdue: totals.overdue,
            supervised: totals.supervised,
            shelved: totals.shelved,
            children: totals.children,
            mean_elapsed_minutes: mean,
            work_day_minutes: read.settings.work_day_minutes(),
        })
    }
}

impl CaseRow {
    fn of(row: Listed, read: &Read) -> Result<Self, Error> {
        let state = State::of(&row.state)?;
        let deadline = row.deadline_at.map(Moment::from_millis);
        let standing = Standing {
            state,
            cycle: row.cycle,
            rework: row.rework,
            returns: row.returns,
            supervised: row.supervised,
            spot: row.spot.as_deref().map(Spot::of).transpose()?,
            asked: row.asked.is_some(),
            pending: row.asked_at.zip(row.deadline_at).is_some_and(|(asked, deadline)| asked <= deadline),
            verifying: row.verifying.is_some(),
            deadline,
            waits: row.waits == 1,
            child: row.parent.is_some(),
        };
        let facts = rules::facts(standing, read.now);
        let clock = store::read_clock(row.clock.as_deref())?;
        let stage_deadline = row.stage_deadline_at.map(Moment::from_millis);
        let runs = row.limit_words.as_deref().zip(stage_deadline);
        let left = |(words, due)| rules::stage_left(words, due, &read.settings.calendar, read.now);
        let rule: Option<Category> = row.rule.and_then(|rule| serde_json::from_str(&rule).ok());
        Ok(Self {
            id: row.id,
            late: facts.contains(&Fact::Overdue),
            tag: rules::tag(state, &facts),
            facts,
            remaining_minutes: rules::remaining_minutes(state, clock, &read.settings.calendar, read.now),
            number: row.number,
            title: row.title,
            place: row.place,
            area: Named { id: row.area, name: row.area_name },
            category: CategoryName { code: row.category, name: row.category_name },
            condition: row.condition.map(|code| ConditionName::of(code, rule.as_ref())),
            lead: row.lead.zip(row.lead_name).map(|(id, name)| Named { id, name }),
            state,
            deadline,
            stage: row.stage.as_deref().map(Stage::of).transpose()?,
            stage_deadline,
            stage_remaining_minutes: runs.map(left).transpose()?,
            source: row.source,
            thumb: row.thumb,
            version: row.version,
        })
    }
}
