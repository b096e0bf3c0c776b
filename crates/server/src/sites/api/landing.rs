//! Where a scanned plate leads: a plain page that says what this place is, for anybody, with the ways on.

use crate::{app::App, directory, platform::problem::Problem, sites::store};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use kernel::code::Code;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "landing.html")]
struct Page {
    what: What,
    /// served to others without TLS
    plain: bool,
}

enum What {
    /// the form for typing a code
    Ask,
    Place {
        name: String,
        kind: String,
        area: String,
        owner: String,
        code: String,
        plain: String,
        closed: bool,
    },
    /// the typed text is no code: a slip of the finger
    Slip { typed: String },
    /// a good code that no site has
    Unknown { code: String },
}

impl What {
    /// Everything but a place asks for a code.
    const fn asks(&self) -> bool {
        !matches!(self, Self::Place { .. })
    }
}

#[derive(Debug, Deserialize)]
pub struct Typed {
    code: Option<String>,
}

/// The form for typing; what was typed leads on to its place.
pub async fn ask(State(app): State<App>, Query(typed): Query<Typed>) -> Result<Response, Problem> {
    let typed = typed.code.unwrap_or_default();
    if typed.trim().is_empty() {
        return page(&app, StatusCode::OK, What::Ask);
    }
    match typed.parse::<Code>() {
        Ok(code) => Ok(Redirect::to(&format!("/q/{}", code.plain())).into_response()),
        Err(_) => page(&app, StatusCode::NOT_FOUND, What::Slip { typed: typed.chars().take(40).collect() }),
    }
}

pub async fn land(State(app): State<App>, Path(typed): Path<String>) -> Result<Response, Problem> {
    let Ok(code) = typed.parse::<Code>() else {
        return page(&app, StatusCode::NOT_FOUND, What::Slip { typed: typed.chars().take(40).collect() });
    };
    let db = app.db.read().await?;
    let Some(site) = store::site_of_code(&db, code).await? else {
        return page(&app, StatusCode::NOT_FOUND, What::Unknown { code: code.to_string() });
    };
    let kind = store::find_type(&db, &site.kind).await?;
    let area = directory::find_area(&db, site.area).await?;
    let owner = match site.organisation {
        Some(id) => directory::find_organisation(&db, id).await?,
        None => None,
    };
    let what = What::Place {
        name: site.name,
        kind: kind.map_or(site.kind, |kind| kind.name),
        area: area.map_or_else(String::new, |area| area.name),
        owner: owner.map_or_else(String::new, |owner| owner.short_name),
        code: code.to_string(),
        plain: code.plain(),
        closed: site.closed_on.is_some(),
    };
    page(&app, StatusCode::OK, what)
}

fn page(app: &App, status: StatusCode, what: What) -> Result<Response, Problem> {
    let page =
        Page { what, plain: app.config.plain_transport() }.render().map_err(|e| Problem::internal(&e))?;
    Ok((status, Html(page)).into_response())
}
