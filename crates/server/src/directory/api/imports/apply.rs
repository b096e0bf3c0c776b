//! What was checked is brought in, at once or by a job, or given up.

use super::{BackgroundQuery, draw};
use crate::{
    app::{App, Incoming, Path, Query},
    directory::{
        Error,
        import::{self, Report, Slips, Task, What},
    },
    platform::problem::Problem,
    wire::Nothing,
    work::Door,
};
use axum::{Json, extract::State, http::StatusCode};
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A login and its one-time password.
#[derive(Debug, Serialize, ToSchema)]
pub struct LoginSlip {
    login: String,
    password: String,
}

/// What was brought in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Applied {
    report: Report,
    /// of people: shown once, empty when the request was sent again
    slips: Vec<LoginSlip>,
}

/// What is kept of the answer: the draw tells a first answer from a repeated one.
#[derive(Serialize, Deserialize)]
struct Kept {
    report: Report,
    draw: Uuid,
}

/// How much to bring in.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct ApplyRequest {
    /// of a faulty import its sound rows, where none of them hangs on a faulty one
    #[serde(default)]
    rest: bool,
}

/// Bring in what was checked: all of it or nothing, unless the faulty rows are left out by `rest`. People are brought
/// in within the request even with `background`, since their one-time passwords are told once.
#[utoipa::path(post, path = "/api/imports/{id}/apply", tag = "imports", request_body = ApplyRequest,
    params(BackgroundQuery, ("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Applied), (status = 202, body = Applied, description = "with `background`"),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn apply(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Query(BackgroundQuery { background }): Query<BackgroundQuery>,
    Incoming { door, body: ApplyRequest { rest } }: Incoming<ApplyRequest>,
) -> Result<(StatusCode, Json<Applied>), Problem> {
    let snapshot = app.db.read().await?;
    let run = import::own(&snapshot, id, door.order.who.account).await?;
    let people = run.what == What::People.word();
    let logins = if people { import::logins(&snapshot, id).await? } else { Vec::new() };
    drop(snapshot);
    if background && !people {
        let job = app.chance.id(app.clock.now())?;
        let task = task(id, &door);
        let answer = door
            .run(async move |work| {
                import::begin(work, id, rest).await?;
                import::put(work.tx(), job, import::APPLY, &task, work.now()).await?;
                import::report(work.tx(), id).await
            })
            .await?;
        app.signals.call();
        return Ok((StatusCode::ACCEPTED, Json(Applied { report: answer.read()?, slips: vec![] })));
    }
    let (mut passwords, mut slips) = (BTreeMap::new(), Slips::new());
    for login in logins {
        let (password, slip) = draw(&app).await?;
        passwords.insert(login.clone(), password);
        slips.insert(login, slip);
    }
    let drawn = app.chance.id(app.clock.now())?;
    let answer = door
        .run_long(async move |work| {
            import::begin(work, id, rest).await?;
            let report = import::carry_out(work, id, &slips).await?;
            Ok::<_, Error>(Kept { report, draw: drawn })
        })
        .await?;
    import::tidy(&app.db, &app.files, id).await?;
    let kept: Kept = answer.read()?;
    let told = passwords.into_iter().filter(|_| kept.draw == drawn);
    let slips = told.map(|(login, password)| LoginSlip { login, password }).collect();
    Ok((StatusCode::OK, Json(Applied { report: kept.report, slips })))
}

/// Give up an import of yours: what is read of it is dropped, and what is being brought in is taken back whole. One
/// that has ended by then is refused.
#[utoipa::path(post, path = "/api/imports/{id}/stop", tag = "imports", request_body = Nothing,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Report), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn stop(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<Json<Report>, Problem> {
    let run = import::own(&app.db.read().await?, id, door.order.who.account).await?;
    if run.state == "applying" {
        // it holds the embedded database's one writer: only its end lets anything else be written
        app.signals.stop(id);
    }
    let job = app.chance.id(app.clock.now())?;
    let task = task(id, &door);
    let answer = door
        .run(async move |work| {
            let report = import::stop(work, id).await?;
            import::put(work.tx(), job, import::CLEAR, &task, work.now()).await?;
            Ok::<_, Error>(report)
        })
        .await?;
    app.signals.stop(id);
    app.signals.call();
    Ok(Json(answer.read()?))
}

fn task(run: Uuid, door: &Door) -> Task {
    let post = door.order.who.posts.first().map(|post| post.position);
    Task { run, request: door.order.request, post, origin: door.order.origin.clone() }
}
