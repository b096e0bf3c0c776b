//! A sheet of the cases that a list shows, as a file, as a page to print or as lines to copy.

use crate::{
    app::{App, Path, Query, Read},
    cases::{self, Excerpt, ListQuery, Only},
    platform::{file, problem::Problem},
    reports::sheets::{self, Kind, MOST, Sheet},
    wire::Period,
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use documents::{Document, Picture};
use jiff::civil::Date;
use kernel::id::Uuid;
use serde::Deserialize;
use std::collections::HashMap;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SheetQuery {
    /// docx (default), html to print, or text to copy
    format: Option<String>,
    /// ids of cases, a comma between: only these
    ids: Option<String>,
    /// the bulletin's local day; without it today
    day: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Docx,
    Html,
    Text,
}

/// A dispatch slip (`slip`), a before/after sheet (`before_after`) or the day's bulletin (`bulletin`) of the cases that
/// the same query lists, at most 500. The bulletin takes those that were found, closed or overdue on its day.
#[utoipa::path(get, path = "/api/reports/sheets/{kind}", tag = "reports",
    params(("kind" = String, Path, description = "slip, before_after or bulletin"), SheetQuery, ListQuery),
    responses((status = 200, content_type = "application/octet-stream", body = Vec<u8>),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn sheet(
    State(app): State<App>,
    read: Read,
    Path(kind): Path<String>,
    Query(query): Query<SheetQuery>,
    Query(list): Query<ListQuery>,
) -> Result<Response, Problem> {
    if !read.who.holds("case.read") {
        return Err(Problem::denied("case.read"));
    }
    let kind = Kind::of(&kind).ok_or(sheets::Error::NoSuchKind(kind))?;
    let format = format(query.format.as_deref())?;
    let day = day(query.day.as_deref(), read.now.day())?;
    let only = only(kind, query.ids.as_deref(), day)?;
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    let cases = cases::listed(&read, &list, &only, most + 1).await?;
    let post = read.who.post_for("case.read", None);
    let mut sheet = Sheet {
        cases,
        pictures: HashMap::new(),
        day,
        now: read.now,
        office: post.map(|post| post.organisation_name.clone()).unwrap_or_default(),
        public_url: app.config.public_url.clone(),
    }
    .checked(kind)?;
    if kind == Kind::BeforeAfter && format != Format::Text {
        sheet.pictures = pictures(&app, &read, &sheet.cases, format).await?;
    }
    answer(&sheet, kind, format, app.config.plain_transport())
}

fn format(asked: Option<&str>) -> Result<Format, Problem> {
    match asked {
        None | Some("docx") => Ok(Format::Docx),
        Some("html") => Ok(Format::Html),
        Some("text") => Ok(Format::Text),
        Some(_) => Err(Problem::bad("query.unknown", "docx, html or text").field("format")),
    }
}

fn day(asked: Option<&str>, today: Date) -> Result<Date, Problem> {
    let day = asked.map_or(Ok(today), str::parse::<Date>);
    day.map_err(|_| Problem::bad("query.day", "a day is written YYYY-MM-DD").field("day"))
}

fn only(kind: Kind, ids: Option<&str>, day: Date) -> Result<Only, Problem> {
    if kind == Kind::Bulletin {
        return Ok(Only::Within(Period::start_of(day), Period::end_of(day)));
    }
    let Some(ids) = ids else { return Ok(Only::Listed) };
    let read: Result<Vec<Uuid>, _> = ids.split(',').filter(|id| !id.is_empty()).map(str::parse).collect();
    read.map(Only::Of)
        .map_err(|_| Problem::bad("query.ids", "ids are UUIDs with commas between").field("ids"))
}

/// The photos that readers see: inside the file for DOCX, by their address for the page.
async fn pictures(
    app: &App,
    read: &Read,
    cases: &[Excerpt],
    format: Format,
) -> Result<HashMap<Uuid, Picture>, Problem> {
    let mut found = HashMap::new();
    for case in cases {
        for (file, what) in [(case.before, "整改前"), (case.after, "整改后")] {
            let Some(file) = file else { continue };
            let alt = format!("{what}：{} {}", case.number, case.title);
            let picture = match format {
                Format::Html => {
                    Picture { url: Some(format!("/api/files/{file}?size=view")), alt, ..Picture::default() }
                }
                _ => Picture { bytes: bytes(app, read, file).await?, alt, ..Picture::default() },
            };
            found.insert(file, picture);
        }
    }
    Ok(found)
}

async fn bytes(app: &App, read: &Read, id: Uuid) -> Result<Vec<u8>, Problem> {
    let row = file::find(&read.db, id).await?.ok_or_else(Problem::not_found)?;
    Ok(app.files.get(id, &row.hash, "view").await?)
}

fn answer(sheet: &Sheet, kind: Kind, format: Format, plain: bool) -> Result<Response, Problem> {
    let document = sheet.document(kind);
    match (format, kind) {
        (Format::Docx, _) => docx(&document, &format!("{}-{}", kind.word(), sheet.day)),
        (Format::Html, _) => page(&document, plain),
        (Format::Text, Kind::Bulletin) => Ok(documents::text::write(&document).into_response()),
        (Format::Text, _) => Ok(sheets::lines(sheet).into_response()),
    }
}

/// A paper as a file to keep.
pub fn docx(document: &Document, name: &str) -> Result<Response, Problem> {
    const MEDIA: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let bytes = documents::docx::write(document).map_err(|e| Problem::internal(&e))?;
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}.docx\""))
        .map_err(|e| Problem::internal(&e))?;
    let headers =
        [(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA)), (header::CONTENT_DISPOSITION, disposition)];
    Ok((headers, bytes).into_response())
}

#[derive(Template)]
#[template(path = "paper.html")]
struct Page<'a> {
    title: &'a str,
    body: String,
    /// served to others without TLS
    plain: bool,
}

/// A paper as a page that prints as it is shown.
fn page(document: &Document, plain: bool) -> Result<Response, Problem> {
    let page = Page { title: &document.title, body: documents::html::write(document), plain };
    Ok(Html(page.render().map_err(|e| Problem::internal(&e))?).into_response())
}
