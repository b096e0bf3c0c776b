//! Plates to print: A4, several to a page, each with its QR code and the code for typing.

use crate::{
    app::{App, Query, Read},
    directory,
    platform::problem::Problem,
    sites::{
        model::{Error, Site},
        rules, store,
    },
};
use askama::Template;
use axum::{extract::State, response::Html};
use kernel::id::Uuid;
use qrcode::{EcLevel, QrCode, render::svg};
use serde::Deserialize;
use utoipa::IntoParams;

const MOST: usize = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlateQuery {
    /// ids of sites, a comma between
    ids: String,
}

#[derive(Template)]
#[template(path = "plates.html")]
struct Page {
    /// of the address that is scanned, without the code
    address: String,
    demo: bool,
    /// served to others without TLS
    plain: bool,
    plates: Vec<Plate>,
}

struct Plate {
    name: String,
    kind: String,
    area: String,
    code: String,
    /// an SVG of our own making
    qr: String,
}

/// Print-ready plates of sites. Refused while no public address is set, except with the demo's watermark.
#[utoipa::path(get, path = "/api/sites/plates", tag = "sites", params(PlateQuery),
    responses((status = 200, content_type = "text/html", body = String), (status = 403, body = Problem),
        (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn plates(
    State(app): State<App>,
    read: Read,
    Query(query): Query<PlateQuery>,
) -> Result<Html<String>, Problem> {
    if !read.who.holds("site.print") {
        return Err(Problem::denied("site.print"));
    }
    let demo = read.settings.demo;
    let own = format!("http://{}", app.config.address());
    let url = rules::plate_url(app.config.public_url.as_deref(), demo, &own)?;
    let mut plates = Vec::new();
    for site in chosen(&read, &query.ids).await? {
        plates.push(plate(&read, site, &url).await?);
    }
    let page = Page { address: format!("{url}/q"), demo, plain: app.config.plain_transport(), plates };
    page.render().map(Html).map_err(|e| Problem::internal(&e))
}

/// The sites that are asked, each printable by whoever asks.
async fn chosen(read: &Read, ids: &str) -> Result<Vec<Site>, Problem> {
    let unknown = |_| Problem::bad("query.unknown", "ids with commas between").field("ids");
    let ids: Vec<Uuid> =
        ids.split(',').map(|id| id.trim().parse()).collect::<Result<_, _>>().map_err(unknown)?;
    if ids.len() > MOST {
        return Err(Error::TooManyPlates(MOST).into());
    }
    let mut sites = Vec::new();
    for id in ids {
        let site = store::find_site(&read.db, id.into()).await?.ok_or(Error::NoSuchSite)?;
        if !site.shown(|shown| read.who.may("site.print", shown)) {
            return Err(Error::NoSuchSite.into());
        }
        if site.closed_on.is_some() {
            return Err(Error::Closed.into());
        }
        sites.push(site);
    }
    Ok(sites)
}

async fn plate(read: &Read, site: Site, url: &str) -> Result<Plate, Problem> {
    let kind = store::find_type(&read.db, &site.kind).await?;
    let area = directory::find_area(&read.db, site.area).await?.ok_or(Error::NoSuchArea)?;
    Ok(Plate {
        qr: qr(&format!("{url}/q/{}", site.code.plain()))?,
        name: site.name,
        kind: kind.map_or(site.kind, |kind| kind.name),
        area: area.name,
        code: site.code.to_string(),
    })
}

/// A quarter of it may be dirty and it is still read.
fn qr(address: &str) -> Result<String, Problem> {
    let code = QrCode::with_error_correction_level(address, EcLevel::Q).map_err(|e| Problem::internal(&e))?;
    let drawn = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    // the declaration of an XML file has no place inside a page
    Ok(drawn.split_once("?>").map_or(drawn.clone(), |(_, picture)| picture.to_owned()))
}
