//! What is owed over HTTP: the kinds, the list, and the two verbs.

use super::wire::{GroundView, ListQuery, cut};
use crate::{
    app::{Incoming, Path, Query, Read},
    obligations::{
        actions::{self, NewObligation},
        model::{Days, Every, Kind, Obligation},
        store,
    },
    platform::problem::Problem,
    work::Answer,
};
use axum::Json;
use jiff::civil::Date;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

const READ: &str = "obligation.read";

/// What may be owed, with its rhythm.
#[derive(Debug, Serialize, ToSchema)]
pub struct KindView {
    code: String,
    name: String,
    name_en: String,
    every: Every,
    days: Days,
    /// beginning and end of each slot of a day, HH:MM; an end not after its beginning lies on the next day
    windows: Vec<[String; 2]>,
    /// how long after its window a round still fills a slot
    late_hours: u32,
    /// how long after the window a round may be entered and still count
    entry_days: u32,
    /// its rounds are sent with a score
    asks_score: bool,
}
impl From<Kind> for KindView {
    fn from(kind: Kind) -> Self {
        let Kind { code, name, name_en, every, days, windows, late_hours, entry_days, asks_score } = kind;
        let text = |time: jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let windows = windows.into_iter().map(|(from, to)| [text(from), text(to)]).collect();
        Self { code, name, name_en, every, days, windows, late_hours, entry_days, asks_score }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ObligationView {
    id: Uuid,
    #[serde(flatten)]
    ground: GroundView,
    /// first local day
    from: String,
    /// last local day; null: until it is ended
    to: Option<String>,
}
impl From<Obligation> for ObligationView {
    fn from(of: Obligation) -> Self {
        Self {
            id: of.id.0,
            ground: GroundView::from(&of.ground),
            from: of.from.to_string(),
            to: of.to.map(|to| to.to_string()),
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ObligationPage {
    items: Vec<ObligationView>,
    next: Option<String>,
}

/// What may be owed, with its rhythm.
#[utoipa::path(get, path = "/api/obligation-kinds", tag = "obligations",
    responses((status = 200, body = [KindView]), (status = 403, body = Problem)))]
pub async fn kinds(read: Read) -> Result<Json<Vec<KindView>>, Problem> {
    if !read.who.holds(READ) {
        return Err(Problem::denied(READ));
    }
    Ok(Json(store::kinds(&read.db).await?.into_iter().map(KindView::from).collect()))
}

/// What is owed, by whom and about which place, as far as you may read it.
#[utoipa::path(get, path = "/api/obligations", tag = "obligations", params(ListQuery),
    responses((status = 200, body = ObligationPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<ListQuery>) -> Result<Json<ObligationPage>, Problem> {
    if !read.who.holds(READ) {
        return Err(Problem::denied(READ));
    }
    let wrong = |_| Problem::bad("query.cursor", "not a place in this list").field("after");
    let after = query.after.as_deref().map(str::parse::<Uuid>).transpose().map_err(wrong)?;
    let (filter, limit) = (query.filter(&read.db).await?, query.limit());
    let today = read.now.day().to_string();
    let mut rows = store::obligations(&read.db, &read.who, &filter, &today, after, limit + 1).await?;
    let more = cut(&mut rows, limit);
    let next = rows.last().filter(|_| more).map(|row| row.id.to_string());
    Ok(Json(ObligationPage { items: rows.into_iter().map(ObligationView::from).collect(), next }))
}

/// What is to be owed. `Idempotency-Key` is the new obligation's id.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ObligationRequest {
    /// code of a kind
    kind: String,
    /// who owes it
    org: Uuid,
    /// the whole area, unless a site is named
    area: Option<Uuid>,
    site: Option<Uuid>,
    /// first local day; today without it, never earlier
    #[schema(value_type = Option<String>, format = Date)]
    from: Option<Date>,
    /// last local day
    #[schema(value_type = Option<String>, format = Date)]
    to: Option<Date>,
}

/// Something is owed from a day on.
#[utoipa::path(post, path = "/api/obligations", tag = "obligations", request_body = ObligationRequest,
    params(("Idempotency-Key" = Uuid, Header, description = "the new obligation's id, a UUIDv7")),
    responses((status = 200, body = ObligationView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn owe(Incoming { door, body }: Incoming<ObligationRequest>) -> Result<Answer, Problem> {
    let ObligationRequest { kind, org: organisation, area, site, from, to } = body;
    let new = NewObligation { id: door.key.id.into(), kind, organisation, area, site, from, to };
    door.run(async move |work| actions::owe(work, new.clone()).await.map(ObligationView::from)).await
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct EndObligation {
    /// the last day; today without it
    #[schema(value_type = Option<String>, format = Date)]
    day: Option<Date>,
}

/// End an obligation: what opened before stays owed.
#[utoipa::path(post, path = "/api/obligations/{id}/end", tag = "obligations", request_body = EndObligation,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ObligationView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn end(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<EndObligation>,
) -> Result<Answer, Problem> {
    door.run(async move |work| actions::end(work, id.into(), body.day).await.map(ObligationView::from)).await
}
