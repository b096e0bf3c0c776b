//! Superiors' lists over HTTP: the list of lists, who sent some before, and the list that a case came from.

use super::view::readable;
use crate::{
    app::{Path, Query, Read},
    platform::problem::Problem,
    referrals::{
        model::{Counts, Error, ReferralId},
        store::{self, Listed},
    },
    wire::Named,
};
use axum::Json;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 100;
const USUAL: u64 = 50;

/// One line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralRow {
    id: Uuid,
    org: Named,
    sender: String,
    title: String,
    number: String,
    #[schema(format = Date)]
    received_on: String,
    #[schema(format = Date)]
    due_on: Option<String>,
    /// as of a `ReferralView`
    state: String,
    counts: Counts,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralPage {
    items: Vec<ReferralRow>,
    next: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReferralQuery {
    /// `next` of the page before
    after: Option<String>,
    /// rows of a page, at most 100
    limit: Option<u64>,
}

/// Superiors' lists that you may read, the newest first.
#[utoipa::path(get, path = "/api/referrals", tag = "referrals", params(ReferralQuery),
    responses((status = 200, body = ReferralPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<ReferralQuery>) -> Result<Json<ReferralPage>, Problem> {
    holds(&read)?;
    let after = query.after.as_deref().map(place).transpose()?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let mut rows = store::list(&read.db, &read.who, after, limit + 1).await?;
    let full = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| full).map(|row| format!("{}_{}", row.received_at, row.id));
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let counts = store::counts(&read.db, ReferralId(row.id), read.now).await?;
        items.push(ReferralRow::new(row, counts));
    }
    Ok(Json(ReferralPage { items, next }))
}

impl ReferralRow {
    fn new(row: Listed, counts: Counts) -> Self {
        let Listed { id, sender, title, number, received_on, due_on, state, .. } = row;
        let org = Named { id: row.organisation, name: row.organisation_name };
        Self { id, org, sender, title, number, received_on, due_on, state, counts }
    }
}

fn holds(read: &Read) -> Result<(), Problem> {
    if read.who.holds("referral.read") { Ok(()) } else { Err(Problem::denied("referral.read")) }
}

/// Where a page ends: moment of receipt and id.
fn place(cursor: &str) -> Result<(i64, Uuid), Problem> {
    let parts = cursor.split_once('_').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    parts.ok_or_else(|| Problem::bad("query.cursor", "not a place in this list").field("after"))
}

/// Who sent lists to your offices before, the last first.
#[utoipa::path(get, path = "/api/referrals/senders", tag = "referrals",
    responses((status = 200, body = Vec<String>), (status = 403, body = Problem)))]
pub async fn senders(read: Read) -> Result<Json<Vec<String>>, Problem> {
    holds(&read)?;
    Ok(Json(store::senders(&read.db, &read.who.organisations()).await?))
}

/// The list and row that a case was made of.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseReferral {
    id: Uuid,
    sender: String,
    title: String,
    /// the superior's number of the row, or its place in the list
    number: String,
    #[schema(format = Date)]
    due_on: Option<String>,
}

/// The superior's list that a case came from, if it came from one that you may read.
#[utoipa::path(get, path = "/api/cases/{id}/referral", tag = "referrals", params(("id" = Uuid, Path)),
    responses((status = 200, body = Option<CaseReferral>), (status = 403, body = Problem)))]
pub async fn of_case(read: Read, Path(case): Path<Uuid>) -> Result<Json<Option<CaseReferral>>, Problem> {
    holds(&read)?;
    let Some(item) = store::case_item(&read.db, case).await? else { return Ok(Json(None)) };
    let referral = match readable(&read.db, &read.who, item.referral).await {
        Ok(referral) => referral,
        Err(Error::NotFound) => return Ok(Json(None)),
        Err(error) => return Err(error.into()),
    };
    let number = match item.draft.number.as_str() {
        "" => item.n.to_string(),
        number => number.to_owned(),
    };
    let due_on = item.draft.due_on.or(referral.due_on).map(|day| day.to_string());
    let (id, sender, title) = (referral.id.0, referral.sender, referral.title);
    Ok(Json(Some(CaseReferral { id, sender, title, number, due_on })))
}
