//! A sheet of the cases that a list shows, as a file, as a page to print or as lines to copy.

use crate::{
    app::{App, Path, Query, Read},
    cases::{self, Excerpt, ListQuery, Only, Source},
    directory,
    platform::{file, permission::Subject, problem::Problem},
    reports::{
        actions,
        sheets::{self, Kind, MOST, Made, Scope, Sheet},
    },
};
use askama::Template;
use axum::{
    extract::State,
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Response},
};
use documents::{Document, Picture};
use jiff::civil::Date;
use journal::Values;
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

/// Where a bulletin looks: the words that it takes of a list's query.
#[derive(Debug, Deserialize)]
pub struct DayQuery {
    area: Option<Uuid>,
    org: Option<Uuid>,
    category: Option<String>,
    source: Option<String>,
}

/// A dispatch slip (`slip`) or a before/after sheet (`before_after`) of the cases that the same query lists, at most
/// 500; or the bulletin (`bulletin`) of a day: its figures by unit, which open, and what was late at its end. Of the
/// query the bulletin takes area, org, category and source.
#[utoipa::path(get, path = "/api/reports/sheets/{kind}", tag = "reports",
    params(("kind" = String, Path, description = "slip, before_after or bulletin"), SheetQuery, ListQuery),
    responses((status = 200, content(
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            (String = "text/html"), (String = "text/plain"))),
        (status = 403, body = Problem), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn sheet(
    State(app): State<App>,
    read: Read,
    Path(kind): Path<String>,
    Query(query): Query<SheetQuery>,
    Query(list): Query<ListQuery>,
    Query(day): Query<DayQuery>,
) -> Result<Response, Problem> {
    if !read.who.holds("case.read") {
        return Err(Problem::denied("case.read"));
    }
    let kind = Kind::of(&kind).ok_or(sheets::Error::NoSuchKind(kind))?;
    let format = format(query.format.as_deref())?;
    let post = read.who.post_for("case.read", None);
    let office = post.map(|post| post.organisation_name.clone()).unwrap_or_default();
    let plain = app.config.plain_transport();
    let made = Made { now: read.now, office, public_url: app.config.public_url.clone() };
    if kind == Kind::Bulletin {
        let scope = scope(&read, day, self::day(query.day.as_deref(), read.now.day())?).await?;
        let bulletin = sheets::bulletin(&read.db, &scope, made).await?;
        return answer(&bulletin.document(), &format!("bulletin-{}", scope.day), format, plain);
    }
    let most = u64::try_from(MOST).unwrap_or(u64::MAX);
    let cases = cases::listed(&read, &list, &only(query.ids.as_deref())?, most + 1).await?;
    let sources = sources(&read)?;
    let mut sheet = Sheet { made, cases, pictures: HashMap::new(), sources }.checked()?;
    if format == Format::Text {
        return Ok(sheets::lines(&sheet).into_response());
    }
    sheet.pictures = pictures(&app, &read, &sheet.cases, kind, format).await?;
    let document = if kind == Kind::Slip { sheet.slip() } else { sheet.before_after() };
    answer(&document, &format!("{}-{}", kind.word(), read.now.day()), format, plain)
}

/// Where a bulletin looks, held to the figures that this person may see: the widest area without one, and the own
/// unit where a grant holds for no more.
async fn scope(read: &Read, query: DayQuery, day: Date) -> Result<Scope<'_>, Problem> {
    const RIGHT: &str = "figure.read";
    let area = match query.area {
        Some(id) => directory::find_area(&read.db, id).await?,
        None => match read.who.areas_of(RIGHT).into_iter().min_by_key(|path| path.len()) {
            Some(path) => directory::area_at(&read.db, path).await?,
            None => return Err(Problem::denied(RIGHT)),
        },
    };
    let area = area.ok_or_else(|| Problem::bad("area.none", "there is no such area").field("area"))?;
    let own = || match read.who.may(RIGHT, actions::shown(&area)) {
        true => None,
        false => read.who.organisations_with(RIGHT).first().copied(),
    };
    let unit = match query.org.or_else(own) {
        Some(id) => {
            let none = || Problem::bad("organisation.none", "there is no such organisation").field("org");
            Some(directory::find_organisation(&read.db, id).await?.ok_or_else(none)?)
        }
        None => None,
    };
    let organisations: Vec<&str> = unit.iter().map(|unit| unit.path.as_str()).collect();
    if !read.who.may(RIGHT, Subject { organisations: &organisations, ..actions::shown(&area) }) {
        return Err(Problem::denied(RIGHT));
    }
    let source = query.source.as_deref().map(Source::of).transpose();
    let source = source.map_err(|_| Problem::bad("query.unknown", "no such source").field("source"))?;
    let (who, metrics, now, category) = (&*read.who, &*read.metrics, read.now, query.category);
    Ok(Scope { who, metrics, day, now, area, unit, category, source })
}

/// The names of the sources of cases.
fn sources(read: &Read) -> Result<HashMap<String, String>, Problem> {
    let metric = read.metrics.get("case.reported").map_err(|e| Problem::internal(&e))?;
    let values = metric.dims.iter().find(|dim| dim.code == "source").map(|dim| &dim.values);
    let Some(Values::List(values)) = values else { return Ok(HashMap::new()) };
    Ok(values.iter().map(|value| (value.code.clone(), value.name.clone())).collect())
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

fn only(ids: Option<&str>) -> Result<Only, Problem> {
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
    kind: Kind,
    format: Format,
) -> Result<HashMap<Uuid, Picture>, Problem> {
    let mut found = HashMap::new();
    for case in cases {
        let after = case.after.filter(|_| kind == Kind::BeforeAfter);
        for (file, what) in [(case.before, "整改前"), (after, "整改后")] {
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

fn answer(document: &Document, name: &str, format: Format, plain: bool) -> Result<Response, Problem> {
    match format {
        Format::Docx => docx(document, name),
        Format::Html => page(document, plain),
        Format::Text => Ok(documents::text::write(document).into_response()),
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
