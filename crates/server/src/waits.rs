//! What waits for the reader's organisations, grouped by when it is due.

use crate::{
    app::{App, Read},
    platform::{problem::Problem, waiting},
    wire::Period,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

const WEEK: Duration = Duration::from_hours(168);

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingView {
    count: usize,
    groups: Vec<WaitingGroup>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingGroup {
    /// due_today (with what is late), this_week, later
    group: &'static str,
    items: Vec<WaitingItem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingItem {
    id: Uuid,
    /// kind of the record, as `case`
    kind: String,
    record: Uuid,
    /// the verb that ends the waiting
    verb: String,
    title: String,
    detail: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Moment>,
    late: bool,
}

/// What waits for you.
#[utoipa::path(get, path = "/api/waiting", tag = "today", responses((status = 200, body = WaitingView)))]
pub async fn list(read: Read) -> Result<Json<WaitingView>, Problem> {
    let rows = waiting::of(&read.db, read.who.organisations()).await?;
    let tonight = Period::end_of(read.now.day());
    let mut groups =
        ["due_today", "this_week", "later"].map(|group| WaitingGroup { group, items: Vec::new() });
    let mine = rows.into_iter().filter(|row| {
        read.who.organisations_with(&format!("{}.{}", row.kind, row.verb)).contains(&row.organisation)
    });
    for row in mine {
        let due = row.due_at.map(Moment::from_millis);
        let at = match due {
            Some(due) if due <= tonight => 0,
            Some(due) if due <= read.now + WEEK => 1,
            _ => 2,
        };
        groups[at].items.push(WaitingItem {
            id: row.id,
            kind: row.kind,
            record: row.record,
            verb: row.verb,
            title: row.title,
            detail: row.detail,
            due,
            late: due.is_some_and(|due| due < read.now),
        });
    }
    let count = groups.iter().map(|group| group.items.len()).sum();
    Ok(Json(WaitingView { count, groups: groups.into_iter().filter(|g| !g.items.is_empty()).collect() }))
}
