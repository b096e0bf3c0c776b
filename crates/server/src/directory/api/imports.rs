//! Imports on screen: a file is staged and checked, shown with its faults beside the rows, then applied. The run's id
//! is the `Idempotency-Key` under which it was sent, so its progress can be asked while it is read.

use super::{accounts::draw, no_such};
use crate::{
    app::{App, Incoming, Read, idempotency_key},
    directory::{
        Error,
        import::{self, Order, Report, Slips, Source},
        store,
    },
    platform::{
        chance::Ids,
        problem::Problem,
        upload::{self, Table, XLSX},
    },
    wire::Nothing,
};
use axum::{
    Json,
    extract::{Path, Query, Request, State},
    http::header,
    response::{IntoResponse, Response},
};
use documents::sheet::write_xlsx;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Areas,
    Boundaries,
    Organisations,
    People,
}
impl What {
    /// The rights that the import needs somewhere; each row asks them again for its place.
    fn verbs(self) -> &'static [&'static str] {
        match self {
            Self::Areas | Self::Boundaries => &["area.write"],
            Self::Organisations => &["organisation.write"],
            Self::People => &["person.write", "organisation.write", "grant.write", "account.write"],
        }
    }
    fn ask(self, read: &Read) -> Result<(), Problem> {
        let lacked = self.verbs().iter().find(|verb| !read.who.holds(verb));
        lacked.map_or(Ok(()), |verb| Err(Problem::denied(verb)))
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhatQuery {
    #[param(inline)]
    what: What,
}

/// Stage and check a file; nothing is changed by it yet.
#[utoipa::path(post, path = "/api/imports", tag = "imports", params(WhatQuery,
        ("Idempotency-Key" = Uuid, Header, description = "the import's id, a UUIDv7")),
    request_body(content = Table, content_type = "multipart/form-data"),
    responses((status = 200, body = Report), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn stage(
    State(app): State<App>,
    read: Read,
    Query(WhatQuery { what }): Query<WhatQuery>,
    request: Request,
) -> Result<Json<Report>, Problem> {
    what.ask(&read)?;
    let run = idempotency_key(request.headers())?;
    if let Some(known) = store::import::find_run(&read.db, run).await? {
        let mine = known.account == read.who.account;
        return if mine {
            Ok(Json(import::report(&read.db, run).await?))
        } else {
            Err(crate::platform::request::reused())
        };
    }
    let (account, now) = (read.who.account, read.now);
    drop(read);
    let (name, bytes) = upload::table(request, &app).await?;
    let order = Order { run, account, now, ids: Ids::new(app.chance.bytes()?, now) };
    let report = match what {
        What::Areas => import::stage_areas(&app.db, order, Source::File { name, bytes }, None).await?,
        What::Boundaries => import::stage_boundaries(&app.db, order, &name, &bytes).await?,
        What::Organisations => import::stage_organisations(&app.db, order, &name, &bytes).await?,
        What::People => import::stage_people(&app.db, order, &name, &bytes, None).await?,
    };
    Ok(Json(report))
}

/// How far an import of yours is, and what is wrong with its rows.
#[utoipa::path(get, path = "/api/imports/{id}", tag = "imports", params(("id" = Uuid, Path)),
    responses((status = 200, body = Report), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<Report>, Problem> {
    let run = store::import::find_run(&read.db, id).await?.ok_or_else(no_such)?;
    if run.account != read.who.account {
        return Err(no_such());
    }
    Ok(Json(import::report(&read.db, id).await?))
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

/// Bring in what was checked: all of it or nothing.
#[utoipa::path(post, path = "/api/imports/{id}/apply", tag = "imports", request_body = Nothing,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Applied), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn apply(
    State(app): State<App>,
    Path(id): Path<Uuid>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<Json<Applied>, Problem> {
    let snapshot = app.db.read().await?;
    let run = store::import::find_run(&snapshot, id).await?.ok_or_else(no_such)?;
    let people = run.what == "people" && run.state == "checked" && run.account == door.order.who.account;
    let logins = if people { import::logins(&snapshot, id).await? } else { Vec::new() };
    drop(snapshot);
    let (mut passwords, mut slips) = (BTreeMap::new(), Slips::new());
    for login in logins {
        let (password, slip) = draw(&app).await?;
        passwords.insert(login.clone(), password);
        slips.insert(login, slip);
    }
    let drawn = app.chance.id(app.clock.now())?;
    let answer = door
        .run_long(async move |work| {
            let report = import::apply(work, id, &slips).await?;
            Ok::<_, Error>(Kept { report, draw: drawn })
        })
        .await?;
    import::sweep(&app.db, id).await?;
    let kept: Kept = answer.read()?;
    let told = passwords.into_iter().filter(|_| kept.draw == drawn);
    let slips = told.map(|(login, password)| LoginSlip { login, password }).collect();
    Ok(Json(Applied { report: kept.report, slips }))
}

/// An empty table to fill in; boundaries have none.
#[utoipa::path(get, path = "/api/imports/template", tag = "imports", params(WhatQuery),
    responses((status = 200, body = Vec<u8>,
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn template(read: Read, Query(WhatQuery { what }): Query<WhatQuery>) -> Result<Response, Problem> {
    what.ask(&read)?;
    let mut plan = match what {
        What::Areas => import::areas_plan(),
        What::Organisations => import::organisations_plan(),
        What::People => import::people_plan(),
        What::Boundaries => return Err(no_such()),
    };
    plan.error_column = None;
    let bytes = write_xlsx(&plan, []).map_err(|e| Problem::internal(&e))?;
    let name = format!("attachment; filename=\"{}.xlsx\"", format!("{what:?}").to_lowercase());
    Ok(([(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response())
}
