//! One list over HTTP: its paper, its rows by the page, its file as it was received.

use super::{
    receive::received,
    view::{ReferralItem, ReferralView, readable, view},
};
use crate::{
    app::{App, Path, Query, Read},
    platform::problem::Problem,
    referrals::{model::ReferralId, store},
};
use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: i64 = 200;

/// A superior's list.
#[utoipa::path(get, path = "/api/referrals/{id}", tag = "referrals", params(("id" = Uuid, Path)),
    responses((status = 200, body = ReferralView), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<ReferralId>) -> Result<Json<ReferralView>, Problem> {
    let referral = readable(&read.db, &read.who, id).await?;
    Ok(Json(view(&read.db, &read.who, referral, read.now).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ItemQuery {
    /// the last row's `n` of the page before
    #[serde(default)]
    after: i32,
    /// rows of a page, at most 200
    limit: Option<i64>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReferralItems {
    items: Vec<ReferralItem>,
    /// for `after`, where there are more
    next: Option<i32>,
}

/// The rows of a list in its order.
#[utoipa::path(get, path = "/api/referrals/{id}/items", tag = "referrals",
    params(("id" = Uuid, Path), ItemQuery),
    responses((status = 200, body = ReferralItems), (status = 404, body = Problem)))]
pub async fn items(
    read: Read,
    Path(id): Path<ReferralId>,
    Query(query): Query<ItemQuery>,
) -> Result<Json<ReferralItems>, Problem> {
    readable(&read.db, &read.who, id).await?;
    let limit = query.limit.unwrap_or(MOST).clamp(1, MOST);
    let mut items = store::items(&read.db, id, query.after, limit + 1).await?;
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let full = items.len() > most;
    items.truncate(most);
    let next = items.last().filter(|_| full).map(|item| item.n);
    Ok(Json(ReferralItems { items: items.into_iter().map(ReferralItem::from).collect(), next }))
}

/// The file as the superior sent it; photos as one zip.
#[utoipa::path(get, path = "/api/referrals/{id}/file", tag = "referrals", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, body = Problem)))]
pub async fn file(
    State(app): State<App>,
    read: Read,
    Path(id): Path<ReferralId>,
) -> Result<Response, Problem> {
    let referral = readable(&read.db, &read.who, id).await?;
    let bytes = received(&app.files, &referral).await?.ok_or_else(Problem::not_found)?;
    Ok(attachment("application/octet-stream", &referral.file_name, bytes))
}

/// Bytes to be kept under a name.
pub fn attachment(media: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_');
    let escaped: String = name
        .bytes()
        .map(|c| if plain(c) { char::from(c).to_string() } else { format!("%{c:02X}") })
        .collect();
    let disposition = format!("attachment; filename*=UTF-8''{escaped}");
    ([(header::CONTENT_TYPE, media.to_owned()), (header::CONTENT_DISPOSITION, disposition)], bytes)
        .into_response()
}
