//! Lists of statements over HTTP.

use super::show::{StatementView, views};
use crate::{
    app::{Query, Read},
    directory,
    platform::problem::Problem,
    statements::{
        model::State,
        store::{self, Filter},
    },
    wire::Period,
};
use axum::Json;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;
const USUAL: u64 = 50;

#[derive(Debug, Serialize, ToSchema)]
pub struct StatementPage {
    items: Vec<StatementView>,
    next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// words of the object or of anything that was said
    words: Option<String>,
    /// stated, target, quoted, unmatched, held, withdrawn; a comma between
    state: Option<String>,
    /// only what the office should look at
    doubtful: Option<bool>,
    /// code of a metric
    metric: Option<String>,
    /// an area, with all below it
    area: Option<Uuid>,
    org: Option<Uuid>,
    /// of one file
    file: Option<Uuid>,
    /// spans that touch these local days
    from: Option<String>,
    to: Option<String>,
    /// `next` of the page before
    after: Option<String>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// Statements that you may read, the newest first.
#[utoipa::path(get, path = "/api/statements", tag = "statements", params(StatementQuery),
    responses((status = 200, body = StatementPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<StatementQuery>) -> Result<Json<StatementPage>, Problem> {
    if !read.who.holds("statement.read") {
        return Err(Problem::denied("statement.read"));
    }
    let after = query.after.as_deref().map(place).transpose()?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let filter = filter(&read, query).await?;
    let mut rows = store::list(&read.db, &read.who, &filter, after, limit + 1).await?;
    let full = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| full).map(|row| {
        let line = row.from.map_or(0, |(_, line)| line);
        format!("{}_{line}_{}", row.recorded_at.millis(), row.id)
    });
    Ok(Json(StatementPage { items: views(&read.db, &read.who, &read.metrics, rows).await?, next }))
}

async fn filter(read: &Read, query: StatementQuery) -> Result<Filter, Problem> {
    let area = match query.area {
        Some(id) => {
            let none = || Problem::bad("query.unknown", "no such area").field("area");
            Some(directory::find_area(&read.db, id).await?.ok_or_else(none)?.path)
        }
        None => None,
    };
    // checked as days, kept as texts
    Period::days(query.from.as_deref(), query.to.as_deref())?;
    let words = query.words.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
    let states = query.state.as_deref().unwrap_or_default().split(',').filter(|word| !word.is_empty());
    Ok(Filter {
        words,
        states: states.map(state).collect::<Result<_, _>>()?,
        doubtful: query.doubtful.unwrap_or(false),
        metric: query.metric,
        area,
        organisation: query.org,
        file: query.file,
        from: query.from,
        until: query.to,
    })
}

fn state(word: &str) -> Result<State, Problem> {
    let read = serde_json::from_value(word.into());
    read.map_err(|_| Problem::bad("query.unknown", "no such state").field("state"))
}

fn place(cursor: &str) -> Result<store::Ending, Problem> {
    let read = |text: &str| {
        let mut parts = text.split('_');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    read(cursor).ok_or_else(|| Problem::bad("query.cursor", "not a place in this list").field("after"))
}
