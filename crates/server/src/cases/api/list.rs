//! The list of cases with its totals and counts, the tree of categories, and the dispatch rule tried.

use crate::{
    app::{Query, Read},
    cases::{
        actions,
        category::Category,
        model::{Error, Source, State},
        rules::{self, Standing},
        store::{self, Excerpt, Filter, Listed, Only, View},
    },
    directory,
    platform::problem::Problem,
    wire::{Named, Period},
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;
const USUAL: u64 = 50;
const LONGEST_WORDS: usize = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// for_me, open, due_today, overdue, public or all (default open)
    view: Option<String>,
    /// words of the number, the title or the place
    q: Option<String>,
    /// states, a comma between
    state: Option<String>,
    /// a category or one above it
    category: Option<String>,
    /// an area, with all below it
    area: Option<Uuid>,
    /// the responsible organisation
    org: Option<Uuid>,
    source: Option<String>,
    /// first and last local day of reporting
    from: Option<String>,
    to: Option<String>,
    /// `next` of the page before
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
    lead: Option<Named>,
    state: State,
    /// the first fact that holds, else the state
    tag: &'static str,
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
    late: bool,
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

#[derive(Debug, Serialize, ToSchema)]
pub struct CasePage {
    items: Vec<CaseRow>,
    next: Option<String>,
    totals: CaseTotals,
}

/// Sums of the whole filtered list.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseTotals {
    count: i64,
    overdue: i64,
    shelved: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseCounts {
    for_me: i64,
    open: i64,
    due_today: i64,
    overdue: i64,
    public: i64,
}

/// Cases that you may read, the nearest deadline first.
#[utoipa::path(get, path = "/api/cases", tag = "cases", params(ListQuery),
    responses((status = 200, body = CasePage), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<ListQuery>) -> Result<Json<CasePage>, Problem> {
    let filter = filter(&read, &query).await?;
    let after = query.after.as_deref().map(place).transpose()?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let rows = store::list(&read.db, &read.who, &filter, after, limit + 1).await?;
    let totals = store::totals(&read.db, &read.who, &filter).await?;
    let full = rows.len() > usize::try_from(limit).unwrap_or(usize::MAX);
    let shown: Vec<Listed> = rows.into_iter().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect();
    let next = shown.last().filter(|_| full).map(|row| format!("{}_{}", row.sort_at, row.id));
    Ok(Json(CasePage {
        items: shown.into_iter().map(|row| CaseRow::of(row, read.now)).collect::<Result<_, Error>>()?,
        next,
        totals: CaseTotals { count: totals.count, overdue: totals.overdue, shelved: totals.shelved },
    }))
}

/// The cases of a list as papers print them, at most `limit`. What is picked or happened is looked for in all views,
/// unless one is named.
pub async fn listed(
    read: &Read,
    query: &ListQuery,
    only: &Only,
    limit: u64,
) -> Result<Vec<Excerpt>, Problem> {
    let mut filter = filter(read, query).await?;
    if query.view.is_none() && *only != Only::Listed {
        filter.view = View::All;
    }
    Ok(store::excerpts(&read.db, &read.who, &filter, only, limit).await?)
}

/// How many cases stand in each view.
#[utoipa::path(get, path = "/api/cases/counts", tag = "cases", params(ListQuery),
    responses((status = 200, body = CaseCounts), (status = 422, body = Problem)))]
pub async fn counts(read: Read, Query(query): Query<ListQuery>) -> Result<Json<CaseCounts>, Problem> {
    let filter = filter(&read, &query).await?;
    let c = store::counts(&read.db, &read.who, &filter).await?;
    Ok(Json(CaseCounts {
        for_me: c.for_me,
        open: c.open,
        due_today: c.due_today,
        overdue: c.overdue,
        public: c.public,
    }))
}

async fn filter(read: &Read, query: &ListQuery) -> Result<Filter, Problem> {
    let bad = |field: &'static str| Problem::bad("query.unknown", "no such value").field(field);
    let view = match query.view.as_deref() {
        None | Some("open") => View::Open,
        Some("for_me") => View::ForMe,
        Some("due_today") => View::DueToday,
        Some("overdue") => View::Overdue,
        Some("public") => View::Public,
        Some("all") => View::All,
        Some(_) => return Err(bad("view")),
    };
    let states = query.state.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty());
    let area = match query.area {
        Some(id) => Some(directory::find_area(&read.db, id).await?.ok_or_else(|| bad("area"))?.path),
        None => None,
    };
    let (from, until) = Period::days(query.from.as_deref(), query.to.as_deref())?;
    let tonight = Period::end_of(read.now.day());
    Ok(Filter {
        view,
        words: words(query.q.as_deref())?,
        states: states.map(State::of).collect::<Result<_, _>>().map_err(|_| bad("state"))?,
        category: query.category.clone(),
        area,
        lead: query.org,
        source: query.source.as_deref().map(Source::of).transpose().map_err(|_| bad("source"))?,
        from,
        until,
        now: read.now,
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

/// Where a page ends: `sort_at` and id.
fn place(cursor: &str) -> Result<(i64, Uuid), Problem> {
    let parts = cursor.split_once('_').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    parts.ok_or_else(|| Problem::bad("query.cursor", "not a place in this list").field("after"))
}

impl CaseRow {
    fn of(row: Listed, now: Moment) -> Result<Self, Error> {
        let state = State::of(&row.state)?;
        let deadline = row.deadline_at.map(Moment::from_millis);
        let Listed { cycle, rework, returns, .. } = row;
        let facts = rules::facts(Standing { state, cycle, rework, returns, deadline }, now);
        Ok(Self {
            id: row.id,
            late: facts.contains(&"overdue"),
            tag: facts.first().copied().unwrap_or(state.word()),
            number: row.number,
            title: row.title,
            place: row.place,
            area: Named { id: row.area, name: row.area_name },
            category: CategoryName { code: row.category, name: row.category_name },
            lead: row.lead.zip(row.lead_name).map(|(id, name)| Named { id, name }),
            state,
            deadline,
            source: row.source,
            thumb: row.thumb,
            version: row.version,
        })
    }
}

/// A category as forms and filters need it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryView {
    code: String,
    name: String,
    name_en: String,
    parent: Option<String>,
    /// the root above it
    line: String,
    leaf: bool,
    /// may be found and fixed at once
    spot: bool,
    /// the handling limit, as `4 work_hour`
    limit_words: Option<String>,
    /// photos wanted with the report, when it is rectified, when it is verified
    photos: [usize; 3],
}
impl From<Category> for CategoryView {
    fn from(c: Category) -> Self {
        Self {
            limit_words: c.limits.get("handle").cloned(),
            photos: [c.evidence.before, c.evidence.after, c.evidence.verify],
            code: c.code,
            name: c.name,
            name_en: c.name_en,
            parent: c.parent,
            line: c.line,
            leaf: c.leaf,
            spot: c.spot,
        }
    }
}

/// The tree of categories, parents before their children.
#[utoipa::path(get, path = "/api/categories", tag = "cases", responses((status = 200, body = [CategoryView])))]
pub async fn categories(read: Read) -> Result<Json<Vec<CategoryView>>, Problem> {
    let tree = store::categories(&read.db).await?;
    Ok(Json(tree.into_iter().map(CategoryView::from).collect()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestQuery {
    category: String,
    area: Uuid,
}

/// What the dispatch rule says of a category at a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestView {
    org: Option<Named>,
    /// the owner of the place
    block: Option<Named>,
    /// the department of the line
    line: Option<Named>,
    limit_words: Option<String>,
    /// the handling deadline if it were dispatched now
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
}

/// Which unit would get a case of this category at this place, and because of whom.
#[utoipa::path(get, path = "/api/cases/suggest", tag = "cases", params(SuggestQuery),
    responses((status = 200, body = SuggestView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn suggest(read: Read, Query(query): Query<SuggestQuery>) -> Result<Json<SuggestView>, Problem> {
    if !read.who.holds("case.report") && !read.who.holds("case.dispatch") {
        return Err(Problem::denied("case.report"));
    }
    let none = || Problem::bad("category.none", "there is no such category").field("category");
    let category = store::find_category(&read.db, &query.category).await?.ok_or_else(none)?;
    let found = actions::suggest(&read.db, &category, query.area).await?;
    let named = |o: directory::Organisation| Named { id: o.id, name: o.short_name };
    Ok(Json(SuggestView {
        org: found.unit.map(named),
        block: found.block.map(named),
        line: found.line.map(named),
        limit_words: category.limits.get("handle").cloned(),
        deadline: category.deadline(&read.calendar, "handle", read.now).ok(),
    }))
}
