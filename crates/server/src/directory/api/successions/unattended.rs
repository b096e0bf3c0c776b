//! What nobody reads: things that still hang on what is closed, and work that waits where nobody may do it.

use super::preview::{HangingView, hanging};
use crate::{
    app::Read,
    directory::store::{self, Ended, Office},
    platform::{
        problem::Problem,
        waiting::{self, Waiting},
    },
    wire::Named,
};
use axum::Json;
use kernel::id::Uuid;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Waiting work that is told at once.
const MOST: u64 = 500;

/// Who puts it right: with posts and successors, or with people for them.
const WHO: [&str; 2] = ["organisation.write", "account.write"];

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
    /// kind of the record: `case`, `round`, `referral`
    kind: String,
    record: Uuid,
    /// the verb that it waits for
    verb: String,
    /// none for who may set it right, but not read such records
    title: Option<String>,
    detail: Option<String>,
}

/// What nobody reads: for whoever administers organisations or accounts.
#[utoipa::path(get, path = "/api/unattended", tag = "directory",
    responses((status = 200, body = UnattendedView), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<UnattendedView>, Problem> {
    let roots = WHO.map(|verb| read.who.areas_of(verb)).concat();
    if roots.is_empty() {
        return Err(Problem::denied("organisation.write"));
    }
    let mut closed = Vec::new();
    for is_area in [true, false] {
        closed.extend(hung(&read, is_area, &roots).await?);
    }
    let (waiting, more) = unread(&read, &roots).await?;
    Ok(Json(UnattendedView { closed, waiting, more }))
}

/// The closed ones on which something hangs.
async fn hung(read: &Read, is_area: bool, roots: &[&str]) -> Result<Vec<ClosedView>, Problem> {
    let ended = store::ended(&read.db, is_area, roots).await?;
    let ids: Vec<Uuid> = ended.iter().map(|one| one.id).collect();
    let found = hanging(read, &ids).await?;
    let view = |Ended { id, name }: Ended| {
        // a grant over what is closed is no loose end: somebody reads its past
        let of = found.iter().filter(|one| one.on == id && one.what != "grant");
        let hangs = of.map(|one| HangingView { what: one.what.into(), count: one.count }).collect();
        ClosedView { id, name, is_area, hangs }
    };
    Ok(ended.into_iter().map(view).filter(|one| !one.hangs.is_empty()).collect())
}

/// The work that waits where nobody today may do what it waits for, by organisation; and whether there is more.
async fn unread(read: &Read, roots: &[&str]) -> Result<(Vec<UnreadView>, bool), Problem> {
    let readers = store::readers(&read.db, &read.now.day().to_string()).await?;
    let asked = waiting::asked(&read.db).await?.into_iter();
    let unread: BTreeSet<(Uuid, String, String)> =
        asked.filter(|(org, kind, verb)| !readers.contains(&(*org, format!("{kind}.{verb}")))).collect();
    let offices = store::offices(&read.db, roots, unread.iter().map(|(org, ..)| *org).collect()).await?;
    let rows = waiting::of(&read.db, offices.iter().map(|office| office.id).collect()).await?;
    let mut rows: Vec<Waiting> = rows
        .into_iter()
        .filter(|row| unread.contains(&(row.organisation, row.kind.clone(), row.verb.clone())))
        .collect();
    let more = super::super::cut(&mut rows, MOST);
    let item = |row: Waiting| {
        let right = if row.kind == "round" { "obligation.read" } else { &format!("{}.read", row.kind) };
        let areas = read.who.areas_of(right);
        let told = roots.iter().all(|root| areas.iter().any(|area| root.starts_with(area)));
        let Waiting { kind, record, verb, title, detail, .. } = row;
        UnreadItem { kind, record, verb, title: told.then_some(title), detail: told.then_some(detail) }
    };
    let mut views = Vec::new();
    for Office { id, name, closed } in offices {
        let items: Vec<UnreadItem> = rows.extract_if(.., |row| row.organisation == id).map(&item).collect();
        if !items.is_empty() {
            views.push(UnreadView { organisation: Named { id, name }, closed, items });
        }
    }
    Ok((views, more))
}
