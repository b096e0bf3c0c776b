//! A file on its way in: read and checked at once, or kept for a job.

use super::{BackgroundQuery, WhatQuery, ask};
use crate::{
    app::{App, Query, Read, idempotency_key, origin},
    directory::import::{self, Order, Report, Task},
    platform::{
        chance::Ids,
        db::Tx,
        problem::Problem,
        request,
        upload::{self, Table},
    },
};
use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
};

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
    sent: Request,
) -> Result<(StatusCode, Json<Report>), Problem> {
    ask(what, &read)?;
    let run = idempotency_key(sent.headers())?;
    let (account, now) = (read.who.account, read.now);
    // no snapshot is held while the file comes
    drop(read);
    let (parts, body) = sent.into_parts();
    let task = Task { run, request: None, post: None, origin: origin(&parts) };
    let (name, bytes) = upload::table(Request::from_parts(parts, body), &app).await?;
    let db = app.db.read().await?;
    if let Some(known) = import::find(&db, run).await? {
        let same = known.account == account && known.what == what.word() && known.is_of(&bytes);
        let report = if same { import::report(&db, run).await? } else { return Err(request::reused()) };
        return Ok((StatusCode::OK, Json(report)));
    }
    drop(db);
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
