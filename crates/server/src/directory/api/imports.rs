//! Imports on screen: a file is staged and checked, shown with its faults beside the rows, then applied. The run's id
//! is the `Idempotency-Key` under which it was sent, so its progress can be asked while it is read. With `background`
//! a job does the work and the answer comes at once; whoever sent it finds it again in the list of their own.

use super::{accounts::draw, no_such};
use crate::{
    app::{App, Incoming, Path, Query, Read, idempotency_key, origin},
    directory::{
        Error,
        import::{self, ImportRow, Order, Report, Run, Slips, Task, What},
    },
    platform::{
        chance::Ids,
        db::Tx,
        problem::Problem,
        upload::{self, Table, XLSX},
    },
    wire::Nothing,
};
use axum::{
    Json,
    extract::{Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use documents::sheet::write_xlsx;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Imports that the list tells of.
const NEWEST: u64 = 20;

fn ask(what: What, read: &Read) -> Result<(), Problem> {
    let lacked = what.verbs().iter().find(|verb| !read.who.holds(verb));
    lacked.map_or(Ok(()), |verb| Err(Problem::denied(verb)))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhatQuery {
    #[param(inline)]
    what: What,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct BackgroundQuery {
    /// answer at once; a job does the work
    #[serde(default)]
    background: bool,
}

/// Stage and check a file; nothing is changed by it yet.
#[utoipa::path(post, path = "/api/imports", tag = "imports", params(WhatQuery, BackgroundQuery,
        ("Idempotency-Key" = Uuid, Header, description = "the import's id, a UUIDv7")),
    request_body(content = Table, content_type = "multipart/form-data"),
    responses((status = 200, body = Report), (status = 202, body = Report, description = "with `background`"),
        (status = 403, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn stage(
    State(app): State<App>,
    read: Read,
    Query(WhatQuery { what }): Query<WhatQuery>,
    Query(BackgroundQuery { background }): Query<BackgroundQuery>,
    request: Request,
) -> Result<(StatusCode, Json<Report>), Problem> {
    ask(what, &read)?;
    let run = idempotency_key(request.headers())?;
    if let Some(known) = import::find(&read.db, run).await? {
        let mine = known.account == read.who.account;
        let report = if mine { import::report(&read.db, run).await? } else { return Err(reused()) };
        return Ok((StatusCode::OK, Json(report)));
    }
    let (account, now) = (read.who.account, read.now);
    drop(read);
    let (parts, body) = request.into_parts();
    let task = Task { run, request: None, origin: origin(&parts) };
    let (name, bytes) = upload::table(Request::from_parts(parts, body), &app).await?;
    if !background {
        let order = Order { run, account, now, ids: Ids::new(app.chance.bytes()?, now), held: None };
        return Ok((StatusCode::OK, Json(import::stage(&app.db, order, what, name, bytes).await?)));
    }
    // the file first: what no run names is removed after its time
    app.files.keep(run, bytes).await?;
    let job = app.chance.id(now)?;
    let report = app
        .db
        .write(async move |tx: &Tx| {
            import::open(tx, run, what.word(), &name, account, now).await?;
            import::put(tx, job, import::STAGE, &task, now).await?;
            import::report(tx, run).await
        })
        .await?;
    app.signals.call();
    Ok((StatusCode::ACCEPTED, Json(report)))
}

fn reused() -> Problem {
    crate::platform::request::reused()
}

/// Your newest imports.
#[utoipa::path(get, path = "/api/imports", tag = "imports",
    responses((status = 200, body = Vec<ImportRow>), (status = 403, body = Problem)))]
pub async fn list(read: Read) -> Result<Json<Vec<ImportRow>>, Problem> {
    if What::ALL.into_iter().all(|what| ask(what, &read).is_err()) {
        return Err(Problem::denied("area.write"));
    }
    Ok(Json(import::newest(&read.db, read.who.account, NEWEST).await?))
}

/// How far an import of yours is, and what is wrong with its rows.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = Report), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<Report>, Problem> {
    own(&read, id).await?;
    Ok(Json(import::report(&read.db, id).await?))
}

async fn own(read: &Read, id: Uuid) -> Result<Run, Problem> {
    let run = import::find(&read.db, id).await?;
    run.filter(|run| run.account == read.who.account).ok_or_else(no_such)
}

/// The file of an import of yours as it was sent in the background, kept while the import is open and for two days at
/// the longest.
#[utoipa::path(get, path = "/api/imports/{id}/file", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 404, body = Problem)))]
pub async fn file(State(app): State<App>, read: Read, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    own(&read, id).await?;
    let bytes = app.files.kept(id).await?.ok_or_else(no_such)?;
    let kind = (header::CONTENT_TYPE, "application/octet-stream");
    Ok(([kind, (header::CONTENT_DISPOSITION, "attachment")], bytes).into_response())
}

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
    let run = import::find(&snapshot, id).await?.filter(|run| run.account == door.order.who.account);
    let people = run.ok_or_else(no_such)?.what == What::People.word();
    let logins = if people { import::logins(&snapshot, id).await? } else { Vec::new() };
    drop(snapshot);
    if background && !people {
        let job = app.chance.id(app.clock.now())?;
        let task = Task { run: id, request: door.order.request, origin: door.order.origin.clone() };
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
    let run = import::find(&app.db.read().await?, id).await?;
    let run = run.filter(|run| run.account == door.order.who.account).ok_or_else(no_such)?;
    if run.state == "applying" {
        // it holds the embedded database's one writer: only its end lets anything else be written
        app.signals.stop(id);
    }
    let job = app.chance.id(app.clock.now())?;
    let task = Task { run: id, request: door.order.request, origin: door.order.origin.clone() };
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

/// An empty table to fill in; boundaries have none.
#[utoipa::path(get, path = "/api/imports/template", tag = "imports", params(WhatQuery),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn template(read: Read, Query(WhatQuery { what }): Query<WhatQuery>) -> Result<Response, Problem> {
    ask(what, &read)?;
    let mut plan = match what {
        What::Areas => import::areas_plan(),
        What::Organisations => import::organisations_plan(),
        What::People => import::people_plan(),
        What::Boundaries => return Err(no_such()),
    };
    plan.error_column = None;
    let bytes = write_xlsx(&plan, []).map_err(|e| Problem::internal(&e))?;
    let name = format!("attachment; filename=\"{}.xlsx\"", what.word());
    Ok(([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}
