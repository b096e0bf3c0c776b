//! One visit over HTTP: send it, show it with what it found, and correct it.

use crate::{
    app::{Incoming, Path, Read},
    directory,
    inspections::{
        actions::{self, Correction, NewVisit},
        model::{Error, Finding, Outcome, Revision, Visit},
        rules, store,
    },
    platform::{permission::Who, problem::Problem},
    sites,
    wire::Named,
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
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A filled checklist. `Idempotency-Key` is the new visit's id.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct VisitRequest {
    site: Uuid,
    /// id of the version of the checklist
    form: Uuid,
    /// by key of the item
    #[schema(value_type = Object)]
    answers: Map<String, Value>,
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
    #[schema(value_type = Option<crate::wire::Datum>)]
    datum: Option<Datum>,
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
    /// one more with each correction; to be sent back with one
    version: i32,
    /// the last correction
    corrected: Option<Corrected>,
    /// all of them, the newest first
    corrections: Vec<CorrectionView>,
    /// what you may do with it: `correct`
    allowed: Vec<&'static str>,
}

/// Who corrected a visit, and why.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Corrected {
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    person: Named,
    note: String,
}

/// A correction with the answers that it changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct CorrectionView {
    #[serde(flatten)]
    by: Corrected,
    changes: Vec<AnswerChange>,
}

/// An answer before and after, as the item's kind has it; null: not answered.
#[derive(Debug, Serialize, ToSchema)]
pub struct AnswerChange {
    /// of the item
    key: String,
    before: Value,
    after: Value,
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
        view(work.tx(), work.who(), visit, work.now()).await
    })
    .await
}

/// What a visit should have said.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct CorrectRequest {
    /// all of them as they should be, by key of the item; what the checklist calculates need not be there
    #[schema(value_type = Object)]
    answers: Map<String, Value>,
    /// files stored before, beside those that it has, by key of the item
    #[serde(default)]
    photos: BTreeMap<String, Vec<Uuid>>,
    /// why, at most 300 characters
    note: String,
    /// the version that you saw
    version: i32,
}

/// Correct a visit, by the version of the checklist that it was made with: its visitor on the day of receipt, later
/// who holds `inspection.correct`. What it said before stays readable. An item that was reported as a case, which is
/// neither rejected nor cancelled, must go on failing.
#[utoipa::path(post, path = "/api/visits/{id}/correct", tag = "inspections", request_body = CorrectRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = VisitView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn correct(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<CorrectRequest>,
) -> Result<Answer, Problem> {
    let CorrectRequest { answers, photos, note, version } = body;
    let correction = Correction { answers, photos, note, seen: version };
    door.run(async move |work| {
        let visit = actions::correct(work, id.into(), correction.clone()).await?;
        view(work.tx(), work.who(), visit, work.now()).await
    })
    .await
}

/// One visit with what it found.
#[utoipa::path(get, path = "/api/visits/{id}", tag = "inspections", params(("id" = Uuid, Path)),
    responses((status = 200, body = VisitView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<VisitView>, Problem> {
    let visit = store::find_visit(&read.db, id.into()).await?.ok_or(Error::NoSuchVisit)?;
    if !visit.shown(|shown| read.who.may_read("inspection.read", shown)) {
        let refusal = directory::beyond(&read.db, &read.who, visit.area, read.now, Error::NoSuchVisit);
        return Err(refusal.await.into());
    }
    Ok(Json(view(&read.db, &read.who, visit, read.now).await?))
}

async fn view(db: &impl ConnectionTrait, who: &Who, visit: Visit, now: Moment) -> Result<VisitView, Error> {
    let site = sites::find_site(db, visit.site.into()).await?.ok_or(sites::Error::NoSuchSite)?;
    let area = directory::find_area(db, visit.area).await?.ok_or(sites::Error::NoSuchArea)?;
    let org = directory::find_organisation(db, visit.organisation).await?;
    let person = directory::person_name(db, visit.person).await?.unwrap_or_default();
    let mut photos: BTreeMap<String, Vec<Uuid>> = BTreeMap::new();
    for (item, file) in store::photos(db, visit.id).await? {
        photos.entry(item).or_default().push(file);
    }
    let findings = store::findings(db, visit.id).await?;
    let answers: Map<String, Value> = serde_json::from_str(&visit.answers)?;
    let corrections = told(store::corrections(db, visit.id).await?, &answers)?;
    let allowed = if actions::may_correct(who, &visit, now) { vec!["correct"] } else { vec![] };
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
        answers: Value::Object(answers),
        photos,
        checked: visit.checked,
        failed: visit.failed,
        score: [visit.score.0, visit.score.1],
        findings: findings.into_iter().map(FindingView::from).collect(),
        version: visit.version,
        corrected: corrections.first().map(|last| last.by.clone()),
        corrections,
        allowed,
    })
}

/// Corrections, the newest first, each with what it changed: its answers against those that the next one found.
fn told(
    corrections: Vec<(Revision, String)>,
    present: &Map<String, Value>,
) -> Result<Vec<CorrectionView>, Error> {
    let mut after = present.clone();
    let tell = |(of, name): (Revision, String)| {
        let before: Map<String, Value> = serde_json::from_str(&of.answers)?;
        let change = |(key, before, after)| AnswerChange { key, before, after };
        let changes = rules::changes(&before, &after).into_iter().map(change).collect();
        after = before;
        let by = Corrected { at: of.at, person: Named { id: of.person, name }, note: of.note };
        Ok(CorrectionView { by, changes })
    };
    corrections.into_iter().map(tell).collect()
}
