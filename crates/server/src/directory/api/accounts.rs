//! Accounts of people. A one-time password is drawn here, shown once and kept nowhere in clear: the stored answer
//! holds only the login, so sending the same request again does not tell it again.

use super::Made;
use crate::{
    app::{App, Incoming, Path},
    directory::{
        Error,
        actions::{self, Slip},
    },
    platform::{account, problem::Problem},
    wire::Nothing,
};
use axum::{Json, extract::State};
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct LoginRequest {
    login: String,
}

/// What goes on the slip.
#[derive(Debug, Serialize, ToSchema)]
pub struct SlipView {
    login: String,
    /// shown once; null when the request was sent again
    password: Option<String>,
}

/// What is kept of the answer: the slip's own id tells a first answer from a repeated one.
#[derive(Serialize, Deserialize)]
struct Kept {
    login: String,
    slip: Uuid,
}

/// A password for one sign-in, its hash made off the writer.
pub async fn draw(app: &App) -> Result<(String, Slip), Problem> {
    let (password, salt) = (account::one_time_password(&app.chance.bytes()?), app.chance.bytes()?);
    let plain = password.clone();
    let hashed = tokio::task::spawn_blocking(move || account::hash_password(&plain, &salt)).await;
    let hash = hashed.map_err(|e| Problem::internal(&e))??;
    Ok((password, Slip { account: app.chance.id(app.clock.now())?, hash }))
}

fn shown(answer: &crate::work::Answer, slip: Uuid, password: String) -> Result<Json<SlipView>, Problem> {
    let kept: Kept = answer.read()?;
    Ok(Json(SlipView { login: kept.login, password: (kept.slip == slip).then_some(password) }))
}

/// Give a person an account with a one-time password.
#[utoipa::path(post, path = "/api/people/{id}/account", tag = "directory", request_body = LoginRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = SlipView), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn open(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<LoginRequest>,
) -> Result<Json<SlipView>, Problem> {
    let (password, slip) = draw(&app).await?;
    let drawn = slip.account;
    let answer = door
        .run(async move |work| {
            actions::open_account(work, id, &body.login, slip.clone()).await?;
            Ok::<_, Error>(Kept { login: body.login.trim().into(), slip: slip.account })
        })
        .await?;
    shown(&answer, drawn, password)
}

/// Give an account a new one-time password; all its sessions end.
#[utoipa::path(post, path = "/api/people/{id}/account/reset", tag = "directory", request_body = Nothing,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = SlipView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn reset(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<Json<SlipView>, Problem> {
    let (password, slip) = draw(&app).await?;
    let drawn = slip.account;
    let answer = door
        .run(async move |work| {
            let login = actions::reset_account(work, id, slip.clone()).await?;
            Ok::<_, Error>(Kept { login, slip: slip.account })
        })
        .await?;
    shown(&answer, drawn, password)
}

/// Let an account no longer sign in; all its sessions end.
#[utoipa::path(post, path = "/api/people/{id}/account/disable", tag = "directory", request_body = Nothing,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn disable(
    Path(id): Path<Uuid>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<crate::work::Answer, Problem> {
    door.run(async move |work| {
        actions::enable_account(work, id, false).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}

/// Let an account sign in again.
#[utoipa::path(post, path = "/api/people/{id}/account/enable", tag = "directory", request_body = Nothing,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn enable(
    Path(id): Path<Uuid>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<crate::work::Answer, Problem> {
    door.run(async move |work| {
        actions::enable_account(work, id, true).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}
