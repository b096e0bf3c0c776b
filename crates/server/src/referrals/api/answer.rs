//! The answer to a superior over HTTP: as it would be now, sent, and as it went out.

use super::{show::attachment, verbs::SeenRequest, view::readable};
use crate::{
    app::{App, Incoming, Path, Query, Read},
    platform::{problem::Problem, upload::XLSX},
    referrals::{
        actions,
        model::{Error, ReferralId},
        reply::{self, Plan},
        store,
    },
    work::Answer,
};
use axum::{extract::State, response::Response};
use documents::{docx, grid::Reply};
use kernel::id::Uuid;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReferralForm)]
pub enum Form {
    #[default]
    Xlsx,
    Docx,
}

impl Form {
    /// Its media type, and the name's end.
    const fn kind(self) -> (&'static str, &'static str) {
        match self {
            Self::Xlsx => (XLSX, "xlsx"),
            Self::Docx => (DOCX, "docx"),
        }
    }

    async fn write(self, reply: Reply) -> Result<Vec<u8>, Problem> {
        let written = tokio::task::spawn_blocking(move || match self {
            Self::Xlsx => reply.xlsx().map_err(|e| e.to_string()),
            Self::Docx => docx::write(&reply.document()).map_err(|e| e.to_string()),
        });
        written.await.map_err(|e| Problem::internal(&e))?.map_err(|e| Problem::internal(&e))
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct FormQuery {
    /// xlsx (default) or docx
    #[serde(default)]
    #[param(inline)]
    format: Form,
}

async fn planned(read: &Read, id: ReferralId) -> Result<Plan, Error> {
    let referral = readable(&read.db, &read.who, id).await?;
    reply::plan(&read.db, referral, read.now).await
}

async fn written(
    db: &impl ConnectionTrait,
    app: &App,
    plan: &Plan,
    format: Form,
) -> Result<Vec<u8>, Problem> {
    format.write(plan.reply(db, &app.files).await?).await
}

/// The answer as it would be now, in the sender's own columns.
#[utoipa::path(get, path = "/api/referrals/{id}/answer", tag = "referrals",
    params(("id" = Uuid, Path), FormQuery),
    responses((status = 200, content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 404, body = Problem)))]
pub async fn draft(
    State(app): State<App>,
    read: Read,
    Path(id): Path<ReferralId>,
    Query(FormQuery { format }): Query<FormQuery>,
) -> Result<Response, Problem> {
    let plan = planned(&read, id).await?;
    let bytes = written(&read.db, &app, &plan, format).await?;
    let (media, end) = format.kind();
    Ok(attachment(media, &format!("{}.{end}", plan.name()), bytes))
}

/// An answer that was sent.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerSent {
    id: Uuid,
    version: i32,
}

/// Report to the superior what ended since the last answer, also what went on after one and ended again. `Idempotency-Key` is the answer's id; its papers are
/// kept as they went out.
#[utoipa::path(post, path = "/api/referrals/{id}/answer", tag = "referrals", params(("id" = Uuid, Path)),
    request_body = SeenRequest,
    responses((status = 200, body = AnswerSent), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem)))]
pub async fn answer(
    State(app): State<App>,
    Path(id): Path<ReferralId>,
    Incoming { door, body }: Incoming<SeenRequest>,
) -> Result<Answer, Problem> {
    let answer = door.key.id;
    let db = app.db.read().await?;
    let mut told = Vec::new();
    if store::find_answer(&db, answer).await?.is_none() {
        let referral = readable(&db, &door.order.who, id).await?;
        let plan = reply::plan(&db, referral, door.order.now).await?;
        told = plan.told();
        for format in [Form::Xlsx, Form::Docx] {
            let bytes = written(&db, &app, &plan, format).await?;
            app.files.file_away(answer, format.kind().1, bytes).await?;
        }
    }
    drop(db);
    door.run(async move |work| {
        let referral = actions::answer(work, id, body.version, answer, &told).await?;
        Ok::<_, Error>(AnswerSent { id: answer, version: referral.version })
    })
    .await
}

/// An answer as it went out.
#[utoipa::path(get, path = "/api/referral-answers/{id}", tag = "referrals",
    params(("id" = Uuid, Path), FormQuery),
    responses((status = 200, content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"))),
        (status = 404, body = Problem)))]
pub async fn kept(
    State(app): State<App>,
    read: Read,
    Path(id): Path<Uuid>,
    Query(FormQuery { format }): Query<FormQuery>,
) -> Result<Response, Problem> {
    let (referral, answer) = store::find_answer(&read.db, id).await?.ok_or_else(Problem::not_found)?;
    let plan = planned(&read, referral).await?;
    let (media, end) = format.kind();
    let bytes = app.files.filed(answer.id, end).await?.ok_or_else(Problem::not_found)?;
    Ok(attachment(media, &format!("{}（{}）.{end}", plan.name(), answer.n), bytes))
}
