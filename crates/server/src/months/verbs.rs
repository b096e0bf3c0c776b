//! Close a month of an area, and open it again with a reason.

use super::{CLOSE, REOPEN, days, view::ClosingView};
use crate::{
    app::{App, Incoming, Path},
    directory,
    platform::{db::Fault, problem::Problem},
    start,
    work::{Answer, Denied, Happened, Work},
};
use axum::{extract::State, http::StatusCode};
use journal::{Act, Closing};
use kernel::{id::Uuid, period::Period};
use sea_orm::DbErr;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

/// Characters of a reason at most.
const LONGEST: usize = 200;

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct CloseMonthRequest {
    area: Uuid,
    /// `2026-10`, a statistical month that is over
    month: String,
}

/// Close a month of an area with all below it, or what of it is open yet, where the statistical month begins on another
/// day since. What is entered into it afterwards needs a right and a reason.
#[utoipa::path(post, path = "/api/months/close", tag = "months", request_body = CloseMonthRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ClosingView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn close(
    State(app): State<App>,
    Incoming { door, body }: Incoming<CloseMonthRequest>,
) -> Result<Answer, Problem> {
    // what waits is sealed first, so that the closing's own transaction has little left to seal
    if door.order.who.holds(CLOSE) {
        start::seal(&app).await.map_err(|e| Problem::internal(&e))?;
    }
    door.run(async move |work| close_month(work, &body).await.map(|closing| ClosingView::of(closing, 0)))
        .await
}

async fn close_month(work: &Work<'_>, wish: &CloseMonthRequest) -> Result<Closing, Error> {
    let db = work.tx();
    let area = directory::find_area(db, wish.area).await?.ok_or(Error::NoSuchArea)?;
    if !work.who().may_of(CLOSE, &area.path, &[]) {
        return Err(Denied(CLOSE).into());
    }
    let Ok(period @ Period::Month(..)) = wish.month.parse() else {
        return Err(Error::NoMonth(wish.month.clone()));
    };
    let month = period.to_string();
    let known = journal::closings(db, &area.path).await?.into_iter();
    let standing: Vec<_> = known
        .filter(|(closing, _)| closing.reopened.is_none())
        .map(|(closing, _)| (closing.first, closing.last))
        .collect();
    let open = days::open(period.span(work.settings().first_day), &standing);
    let (first, last) = open.ok_or_else(|| Error::Closed(month.clone()))?;
    if last >= work.now().day() {
        return Err(Error::NotOver(month));
    }
    while journal::seal(db, work.now()).await?.is_some() {}
    let seq = journal::head(db).await?.map_or(0, |seal| seal.head.seq);
    let closed = act(work);
    let closing = Closing {
        id: work.id(),
        area: area.id,
        area_name: area.name,
        month,
        first,
        last,
        seq,
        closed,
        reopened: None,
    };
    journal::close(db, &closing).await?;
    let after = json!({ "area": closing.area, "month": closing.month, "as_of": seq });
    tell(work, CLOSE, closing.id, &after).await?;
    Ok(closing)
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ReopenMonthRequest {
    reason: String,
}

/// Open a closed month again. What was entered late stays on its list.
#[utoipa::path(post, path = "/api/months/{id}/reopen", tag = "months", request_body = ReopenMonthRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = ClosingView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn reopen(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<ReopenMonthRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| reopen_month(work, id, &body.reason).await).await
}

async fn reopen_month(work: &Work<'_>, id: Uuid, reason: &str) -> Result<ClosingView, Error> {
    let db = work.tx();
    let closing = journal::closing(db, id).await?.ok_or(Error::NoSuchClosing)?;
    let area = directory::find_area(db, closing.area).await?.ok_or(Error::NoSuchArea)?;
    if !work.who().may_of(REOPEN, &area.path, &[]) {
        return Err(Denied(REOPEN).into());
    }
    let reason = reason.trim();
    match reason.chars().count() {
        0 => return Err(Error::ReasonMissing),
        length if length > LONGEST => return Err(Error::ReasonTooLong(length)),
        _ => {}
    }
    let by = act(work);
    if !journal::reopen(db, id, &by, reason).await? {
        return Err(Error::Open(closing.month));
    }
    let after = json!({ "area": closing.area, "month": closing.month, "reason": reason });
    tell(work, REOPEN, id, &after).await?;
    let entries = journal::late_count(db, id).await?;
    let reopened = Some(journal::Reopened { by, reason: reason.to_owned() });
    Ok(ClosingView::of(Closing { reopened, ..closing }, entries))
}

fn act(work: &Work<'_>) -> Act {
    Act { at: work.now(), person: work.who().person, name: work.who().name.clone() }
}

async fn tell(
    work: &Work<'_>,
    verb: &'static str,
    record: Uuid,
    after: &serde_json::Value,
) -> Result<(), DbErr> {
    work.record(Happened { verb, kind: "month", record, before: None, after: Some(after) }).await
}

#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("there is no such area")]
    NoSuchArea,
    #[error("{0:?} is no month; it reads YYYY-MM")]
    NoMonth(String),
    #[error("{0} is not over")]
    NotOver(String),
    #[error("{0} is closed already")]
    Closed(String),
    #[error("{0} is open")]
    Open(String),
    #[error("there is no such closing, or not for you")]
    NoSuchClosing,
    #[error("say why it is opened again")]
    ReasonMissing,
    #[error("the reason has {0} characters, at most {LONGEST}")]
    ReasonTooLong(usize),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Journal(#[from] journal::Error),
    #[error(transparent)]
    Db(#[from] DbErr),
}
impl Fault for Error {
    fn database(&self) -> Option<&DbErr> {
        match self {
            Self::Db(e) => Some(e),
            Self::Journal(e) => e.database(),
            _ => None,
        }
    }
}
impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        let conflict = |code| Self::new(StatusCode::CONFLICT, code, words.clone());
        match error {
            Error::NoSuchArea => Self::bad("area.none", words).field("area"),
            Error::NoMonth(_) => Self::bad("query.period", words).field("month"),
            Error::NotOver(month) => Self::bad("month.not_over", words).field("month").param("month", month),
            Error::Closed(month) => conflict("month.already").param("month", month),
            Error::Open(month) => conflict("month.open").param("month", month),
            Error::NoSuchClosing => Self::not_found(),
            Error::ReasonMissing => Self::bad("field.empty", words).field("reason"),
            Error::ReasonTooLong(length) => Self::bad("field.too_long", words)
                .field("reason")
                .param("length", length)
                .param("most", LONGEST),
            Error::Denied(denied) => denied.into(),
            Error::Journal(e) => e.into(),
            Error::Db(e) => e.into(),
        }
    }
}
