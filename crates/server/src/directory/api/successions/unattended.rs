//! What nobody reads: things that still hang on what is closed, and work that waits where nobody may do it.

use super::preview::{HangingView, hanging};
use crate::{
    app::Read,
    directory::store::{self, Ended, Unread},
    platform::problem::Problem,
    wire::Named,
};
use axum::Json;
use kernel::id::Uuid;
use serde::Serialize;
use utoipa::ToSchema;

/// Waiting work that is told at once.
const MOST: u64 = 500;

/// What nobody reads.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnattendedView {
    /// closed areas and organisations with things that have no successor
    closed: Vec<ClosedView>,
    /// organisations with work that none of their people may do
    waiting: Vec<UnreadView>,
    /// more work waits than is told
    more: bool,
}

/// A closed area or organisation on which something still hangs.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosedView {
    id: Uuid,
    name: String,
    /// else an organisation
    is_area: bool,
    hangs: Vec<HangingView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnreadView {
    organisation: Named,
    closed: bool,
    items: Vec<UnreadItem>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UnreadItem {
    /// kind of the record: `case`, `round`
    kind: String,
    record: Uuid,
    /// the verb that it waits for
    verb: String,
    title: String,
    detail: String,
}

/// What nobody reads: for whoever administers areas and organisations.
#[utoipa::path(get, path = "/api/unattended", tag = "directory",
    responses((status = 200, body = UnattendedView), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<UnattendedView>, Problem> {
    let roots = read.who.areas_of("organisation.write");
    if roots.is_empty() {
        return Err(Problem::denied("organisation.write"));
    }
    let mut closed = Vec::new();
    for is_area in [true, false] {
        closed.extend(hung(&read, is_area, &roots).await?);
    }
    let mut rows = store::unread(&read.db, &roots, &read.now.day().to_string(), MOST + 1).await?;
    let more = super::super::cut(&mut rows, MOST);
    Ok(Json(UnattendedView { closed, waiting: by_organisation(rows), more }))
}

/// The closed ones on which something hangs.
async fn hung(read: &Read, is_area: bool, roots: &[&str]) -> Result<Vec<ClosedView>, Problem> {
    let ended = store::ended(&read.db, is_area, roots).await?;
    let ids: Vec<Uuid> = ended.iter().map(|one| one.id).collect();
    let found = hanging(read, &ids).await?;
    let view = |Ended { id, name }: Ended| {
        let of = found.iter().filter(|one| one.on == id);
        let hangs = of.map(|one| HangingView { what: one.what.into(), count: one.count }).collect();
        ClosedView { id, name, is_area, hangs }
    };
    Ok(ended.into_iter().map(view).filter(|one| !one.hangs.is_empty()).collect())
}

/// The rows of one organisation stand together.
fn by_organisation(rows: Vec<Unread>) -> Vec<UnreadView> {
    let mut groups: Vec<UnreadView> = Vec::new();
    for row in rows {
        let Unread { organisation: id, organisation_name: name, closed, kind, record, verb, title, detail } =
            row;
        if groups.last().is_none_or(|group| group.organisation.id != id) {
            groups.push(UnreadView { organisation: Named { id, name }, closed, items: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.items.push(UnreadItem { kind, record, verb, title, detail });
        }
    }
    groups
}
