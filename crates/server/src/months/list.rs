//! The months of an area: which are over, which stand closed and which were opened again.

use super::{CLOSE, READ, REOPEN, days, view::ClosingView};
use crate::{
    app::{Query, Read},
    figures,
    platform::problem::Problem,
    wire::Named,
};
use axum::Json;
use journal::Closing;
use kernel::{id::Uuid, period::Period};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Months that are told, the running one among them.
const MONTHS: u16 = 13;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AreaQuery {
    /// without it the widest that you may see
    area: Option<Uuid>,
}

/// The months of an area, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonthsView {
    area: Named,
    months: Vec<ClosingMonth>,
    /// by you
    may_close: bool,
}

/// A statistical month, or what of it is open yet.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClosingMonth {
    /// `2026-10`
    month: String,
    first_day: String,
    last_day: String,
    /// its last day is past, so it can be closed
    over: bool,
    /// that stands: this area's own, or that of one above it
    closing: Option<ClosingView>,
    /// by you
    may_reopen: bool,
    /// what was closed and opened again, the latest first
    reopened: Vec<ClosingView>,
}

/// The last months of an area and whether they are closed.
#[utoipa::path(get, path = "/api/months", tag = "months", params(AreaQuery),
    responses((status = 200, body = MonthsView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<AreaQuery>) -> Result<Json<MonthsView>, Problem> {
    let area = figures::area(&read, READ, query.area).await?;
    let (today, first_day) = (read.now.day(), read.settings.first_day);
    let may = |right: &str| read.who.may_of(right, &area.path, &[]);
    let known = journal::closings(&read.db, &area.path).await?;
    // the widest comes first, and holds for all below it
    let (standing, mut reopened): (Vec<(Closing, i64)>, Vec<_>) =
        known.into_iter().partition(|(closing, _)| closing.reopened.is_none());
    let closed: Vec<_> = standing.iter().map(|(closing, _)| (closing.first, closing.last)).collect();
    let mut months = Vec::new();
    for period in Period::last_months(MONTHS, today, first_day) {
        let whole = period.span(first_day);
        let open = days::open(whole, &closed);
        let holding = if open.is_none() { days::holding(whole, &standing) } else { None };
        let closing = holding.and_then(|at| standing.get(at));
        let (first, last) = open.unwrap_or(whole);
        let of_it = |(closing, _): &mut (Closing, i64)| (whole.0..=whole.1).contains(&closing.last);
        months.push(ClosingMonth {
            may_reopen: closing.is_some_and(|(closing, _)| closing.area == area.id) && may(REOPEN),
            closing: closing.map(|(closing, entries)| ClosingView::of(closing.clone(), *entries)),
            reopened: reopened
                .extract_if(.., of_it)
                .map(|(closing, entries)| ClosingView::of(closing, entries))
                .collect(),
            over: last < today,
            month: period.to_string(),
            first_day: first.to_string(),
            last_day: last.to_string(),
        });
    }
    months.reverse();
    let may_close = may(CLOSE);
    Ok(Json(MonthsView { area: Named { id: area.id, name: area.name }, months, may_close }))
}
