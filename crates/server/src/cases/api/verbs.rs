//! The verbs of a case over HTTP.

use super::{show::view, view::CaseView};
use crate::{
    app::{App, Incoming, Path},
    cases::{
        actions::{self, Report, Step},
        model::{Found, Place, Source, Verb},
    },
    inspections::FindingRef,
    platform::problem::Problem,
    work::Answer,
};
use axum::extract::State as With;
use kernel::{
    geo::{Datum, Position},
    id::Uuid,
    moment::Moment,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// What somebody found. `Idempotency-Key` is the new case's id.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ReportRequest {
    /// at most 80 characters
    title: String,
    /// code of a leaf
    category: String,
    /// one of the category's conditions, which have limits of their own
    condition: Option<String>,
    area: Uuid,
    /// the place in words, at most 120 characters
    place: String,
    position: Option<PositionIn>,
    /// at most 2000 characters
    #[serde(default)]
    description: String,
    /// the open site that it is about; a finding has its visit's without saying so
    site: Option<Uuid>,
    /// your round of the day on which it was found, about an area with this place
    round: Option<Uuid>,
    /// the finding of a visit that this is; one finding gives one case
    finding: Option<FindingRef>,
    /// files stored before or photos of the finding, at least as many as the category's evidence asks for
    #[serde(default)]
    photos: Vec<Uuid>,
    source: Source,
    #[schema(value_type = Option<String>, format = DateTime)]
    found_at: Option<Moment>,
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct PositionIn {
    lon: f64,
    lat: f64,
    /// wgs84 (default) or gcj02
    #[schema(value_type = Option<crate::wire::Datum>)]
    datum: Option<Datum>,
}

impl PositionIn {
    pub fn read(self) -> Result<Position, Problem> {
        Position::read(self.lon, self.lat, self.datum.unwrap_or(Datum::Wgs84))
            .map_err(|e| Problem::bad("position.impossible", e.to_string()).field("position"))
    }
}

/// Report a case. Whoever may register it does so in the same step.
#[utoipa::path(post, path = "/api/cases", tag = "cases", request_body = ReportRequest,
    params(("Idempotency-Key" = Uuid, Header, description = "the new case's id, a UUIDv7")),
    responses((status = 200, body = CaseView), (status = 400, body = Problem), (status = 403, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn report(
    With(app): With<App>,
    Incoming { door, body }: Incoming<ReportRequest>,
) -> Result<Answer, Problem> {
    let position = body.position.map(PositionIn::read).transpose()?;
    // asked before a number is drawn; the verb asks again, for the place
    if !door.order.who.holds(Verb::Report.right()) {
        return Err(Problem::denied(Verb::Report.right()));
    }
    let number = app.numbers.draw(&door.db, door.order.now).await?;
    let order = Report {
        id: door.key.id.into(),
        number,
        found: Found {
            title: body.title,
            description: body.description,
            category: body.category,
            condition: body.condition,
            place: Place { area: body.area, words: body.place, position },
            site: body.site,
            round: body.round,
            source: body.source,
            found_at: body.found_at.unwrap_or(door.order.now),
            photos: body.photos,
        },
        finding: body.finding,
    };
    door.run(async move |work| {
        let case = actions::report(work, order.clone()).await?;
        view(work.tx(), work.who(), case, work.calendar(), work.now()).await
    })
    .await
}

/// What a verb brings with it.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct StepRequest {
    /// the version that you saw
    version: i32,
    reason: Option<String>,
    /// the unit of a dispatch (without it the rule finds one) or a reopening (without it the one that had it, if it
    /// may still accept), or the unit that shall verify
    org: Option<Uuid>,
    /// the units beside the lead of a dispatch
    #[serde(default)]
    cooperating: Vec<Uuid>,
    /// the extension asked for or granted, as `2 work_day`; a grant without it gives what was asked
    limit: Option<String>,
    /// one of the category's conditions, with register or dispatch, where the case has none yet; with
    /// correct_condition what it truly is, null: none of them
    condition: Option<String>,
    /// with merge: the case that this one is the same as
    into: Option<Uuid>,
    /// with register, supplement, rectify, part_done, fix_on_spot, verify and send_back
    #[serde(default)]
    photos: Vec<Uuid>,
}

/// Do a verb of the loop. Those that move it on: register, reject, dispatch, accept, return, fix_on_spot, rectify,
/// verify, send_back, close, reopen, shelve, resume, merge, unmerge, cancel. Those that leave its state: supplement
/// (words or photos of somebody else who found the same; it asks for no version), part_done, assign_verifier,
/// ask_extension, grant_extension, refuse_extension, urge, supervise, correct_condition.
#[utoipa::path(post, path = "/api/cases/{id}/{verb}", tag = "cases", request_body = StepRequest,
    params(("id" = Uuid, Path), ("verb" = Verb, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = CaseView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn step(
    Path((id, verb)): Path<(Uuid, Verb)>,
    Incoming { door, body }: Incoming<StepRequest>,
) -> Result<Answer, Problem> {
    let StepRequest { version, reason, org, cooperating, limit, condition, into, photos } = body;
    let step =
        Step { reason, unit: org, cooperating, limit, condition, into, photos, ..Step::of(verb, version) };
    door.run(async move |work| {
        let case = actions::move_case(work, id.into(), step.clone()).await?;
        view(work.tx(), work.who(), case, work.calendar(), work.now()).await
    })
    .await
}
