//! Visits over HTTP: send one, list them, and show one with what it found.

use crate::{
    app::{Incoming, Path, Query, Read},
    directory,
    inspections::{
        actions::{self, NewVisit},
        model::{Error, Finding, Outcome, Visit},
        store::{self, Filter, Listed},
    },
    platform::problem::Problem,
    sites,
    wire::{Named, Period},
    work::Answer,
};
use axum::Json;
use kernel::{
    geo::{Datum, Position},
    id::Uuid,
    moment::Moment,
};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;
const USUAL: u64 = 50;

/// A filled checklist. `Idempotency-Key` is the new visit's id.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct VisitRequest {
    site: Uuid,
    /// id of the version of the checklist
    form: Uuid,
    /// by key of the item
    #[schema(value_type = Object)]
    answers: serde_json::Map<String, serde_json::Value>,
    /// files stored before, by key of the item
    #[serde(default)]
    photos: BTreeMap<String, Vec<Uuid>>,
    position: Option<VisitPosition>,
    /// why the visitor stood far away, wanted more than 100 m from the site; at most 300 characters
    far_reason: Option<String>,
    /// by the visitor's clock
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Moment>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct VisitPosition {
    lon: f64,
    lat: f64,
    /// wgs84 (default) or gcj02
    #[schema(value_type = Option<String>)]
    datum: Option<Datum>,
}

/// One line of the list.
#[derive(Debug, Serialize, ToSchema)]
pub struct VisitRow {
    id: Uuid,
    site: Named,
    area: Named,
    org: Named,
    #[schema(value_type = String, format = DateTime)]
    started_at: Moment,
    /// items judged, and those that failed
    checked: i32,
    failed: i32,
    /// points got and possible, in hundredths
    score: [i64; 2],
    findings: FindingCounts,
}

/// What became of a visit's findings.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingCounts {
    count: i64,
    /// of them a case now, and of these closed
    reported: i64,
    closed: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VisitPage {
    items: Vec<VisitRow>,
    next: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct VisitView {
    id: Uuid,
    site: Named,
    area: Named,
    org: Named,
    person: Named,
    /// id of the version of the checklist
    form: Uuid,
    /// made with a version that a newer one had followed
    older: bool,
    /// longitude and latitude
    position: Option<[f64; 2]>,
    /// metres between the visitor and the site
    distance_m: Option<f64>,
    /// why, where that is far
    far_reason: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    started_at: Moment,
    /// the visitor's clock was not believed: `started_at` is the moment of receipt
    clock_doubted: bool,
    /// what that clock said
    #[schema(value_type = Option<String>, format = DateTime)]
    started_said_at: Option<Moment>,
    #[schema(value_type = String, format = DateTime)]
    received_at: Moment,
    #[schema(value_type = Object)]
    answers: serde_json::Value,
    photos: BTreeMap<String, Vec<Uuid>>,
    checked: i32,
    failed: i32,
    /// points got and possible, in hundredths
    score: [i64; 2],
    /// what failed, in the order of the checklist
    findings: Vec<FindingView>,
}

/// What failed, as a case's report begins with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingView {
    /// key of the item
    item: String,
    label: String,
    label_en: String,
    /// code of a leaf; null: only recorded
    category: Option<String>,
    /// minor, normal or serious, where it differs from the category's
    severity: Option<String>,
    photos: Vec<Uuid>,
    /// the case that it was reported as
    case: Option<Uuid>,
    /// what became of that case, told a moment after each of its verbs
    outcome: Option<Outcome>,
}
impl From<Finding> for FindingView {
    fn from(finding: Finding) -> Self {
        let Finding { item, label, label_en, category, severity, photos, case, outcome } = finding;
        Self { item, label, label_en, category, severity, photos, case, outcome }
    }
}

/// Send a visit. Every answer that is wrong or missing is told at once.
#[utoipa::path(post, path = "/api/visits", tag = "inspections", request_body = VisitRequest,
    params(("Idempotency-Key" = Uuid, Header, description = "the new visit's id, a UUIDv7")),
    responses((status = 200, body = VisitView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn send(Incoming { door, body }: Incoming<VisitRequest>) -> Result<Answer, Problem> {
    let position = body.position.map(|p| Position::read(p.lon, p.lat, p.datum.unwrap_or_default()));
    let position = position
        .transpose()
        .map_err(|e| Problem::bad("position.impossible", e.to_string()).field("position"))?;
    let new = NewVisit {
        id: door.key.id.into(),
        site: body.site,
        form: body.form,
        submission: serde_json::json!({ "answers": body.answers, "photos": body.photos }),
        position,
        far_reason: body.far_reason,
        started_at: body.started_at,
    };
    door.run(async move |work| {
        let visit = actions::visit(work, new.clone()).await?;
        view(work.tx(), visit).await
    })
    .await
}

/// One visit with what it found.
#[utoipa::path(get, path = "/api/visits/{id}", tag = "inspections", params(("id" = Uuid, Path)),
    responses((status = 200, body = VisitView), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<VisitView>, Problem> {
    let visit = store::find_visit(&read.db, id.into()).await?.ok_or(Error::NoSuchVisit)?;
    if !visit.shown(|shown| read.who.may_read("inspection.read", shown)) {
        return Err(Error::NoSuchVisit.into());
    }
    Ok(Json(view(&read.db, visit).await?))
}

async fn view(db: &impl ConnectionTrait, visit: Visit) -> Result<VisitView, Error> {
    let site = sites::find_site(db, visit.site.into()).await?.ok_or(sites::Error::NoSuchSite)?;
    let area = directory::find_area(db, visit.area).await?.ok_or(sites::Error::NoSuchArea)?;
    let org = directory::find_organisation(db, visit.organisation).await?;
    let person = directory::person_name(db, visit.person).await?.unwrap_or_default();
    let mut photos: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    for (item, file) in store::photos(db, visit.id).await? {
        photos.entry(item).or_default().push(file);
    }
    let findings = store::findings(db, visit.id).await?;
    Ok(VisitView {
        id: visit.id.0,
        site: Named { id: visit.site, name: site.name },
        area: Named { id: area.id, name: area.name },
        org: Named { id: visit.organisation, name: org.map_or_else(String::new, |org| org.short_name) },
        person: Named { id: visit.person, name: person },
        form: visit.form,
        older: visit.older,
        position: visit.position.map(|p| [p.lon(), p.lat()]),
        distance_m: visit.distance_m,
        far_reason: visit.far_reason,
        started_at: visit.started_at,
        clock_doubted: visit.started_said.is_some(),
        started_said_at: visit.started_said,
        received_at: visit.received_at,
        answers: serde_json::from_str(&visit.answers)?,
        photos,
        checked: visit.checked,
        failed: visit.failed,
        score: [visit.score.0, visit.score.1],
        findings: findings.into_iter().map(FindingView::from).collect(),
    })
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct VisitQuery {
    site: Option<Uuid>,
    /// an area, with all below it
    area: Option<Uuid>,
    /// first and last local day of the visit
    from: Option<String>,
    to: Option<String>,
    /// `next` of the page before
    after: Option<String>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// Visits that you may read, the newest first.
#[utoipa::path(get, path = "/api/visits", tag = "inspections", params(VisitQuery),
    responses((status = 200, body = VisitPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<VisitQuery>) -> Result<Json<VisitPage>, Problem> {
    if !read.who.holds("inspection.read") {
        return Err(Problem::denied("inspection.read"));
    }
    let area = match query.area {
        Some(id) => {
            let none = || Problem::bad("query.unknown", "no such area").field("area");
            Some(directory::find_area(&read.db, id).await?.ok_or_else(none)?.path)
        }
        None => None,
    };
    let (from, until) = Period::days(query.from.as_deref(), query.to.as_deref())?;
    let filter = Filter { site: query.site, area, from, until };
    let after = query.after.as_deref().map(place).transpose()?;
    let limit = query.limit.unwrap_or(USUAL).clamp(1, MOST);
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let mut rows = store::list(&read.db, &read.who, &filter, after, limit + 1).await?;
    let full = rows.len() > most;
    rows.truncate(most);
    let next = rows.last().filter(|_| full).map(|row| format!("{}_{}", row.received_at, row.id));
    Ok(Json(VisitPage { items: rows.into_iter().map(VisitRow::from).collect(), next }))
}

/// Where a page ends: moment of receipt and id.
fn place(cursor: &str) -> Result<(i64, Uuid), Problem> {
    let parts = cursor.split_once('_').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
    parts.ok_or_else(|| Problem::bad("query.cursor", "not a place in this list").field("after"))
}

impl From<Listed> for VisitRow {
    fn from(row: Listed) -> Self {
        Self {
            id: row.id,
            site: Named { id: row.site, name: row.site_name },
            area: Named { id: row.area, name: row.area_name },
            org: Named { id: row.organisation, name: row.organisation_name },
            started_at: Moment::from_millis(row.started_at),
            checked: row.checked,
            failed: row.failed,
            score: [row.score_got, row.score_of],
            findings: FindingCounts { count: row.findings, reported: row.reported, closed: row.closed },
        }
    }
}
