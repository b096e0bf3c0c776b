//! The installation's name and its statistical month.

use super::{WRITE, error::Error, may_read, words};
use crate::{
    app::{App, Incoming, Read},
    directory,
    platform::{problem::Problem, setting, trail},
    work::{Answer, Happened, Work},
};
use axum::{Json, extract::State};
use kernel::period::{FIRST_DAYS, Grain, Period};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// What the installation is called, and how it counts months.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsView {
    name: String,
    /// of the statistical month, 1 to 28; with 26, `2026-10` runs from 26 September to 25 October
    first_day: u8,
    /// the month that runs today
    month: MonthView,
    demo: bool,
    public_url: Option<String>,
    plain_transport: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MonthView {
    period: String,
    #[schema(value_type = String, format = Date)]
    first: String,
    #[schema(value_type = String, format = Date)]
    last: String,
}

/// The installation's settings.
#[utoipa::path(get, path = "/api/settings", tag = "settings",
    responses((status = 200, body = SettingsView), (status = 403, body = Problem)))]
pub async fn show(State(app): State<App>, read: Read) -> Result<Json<SettingsView>, Problem> {
    may_read(&read)?;
    let settings = &read.settings;
    let month = Period::containing(read.now.day(), Grain::Month, settings.first_day);
    let (first, last) = month.span(settings.first_day);
    Ok(Json(SettingsView {
        name: settings.name.clone(),
        first_day: settings.first_day,
        month: MonthView { period: month.to_string(), first: first.to_string(), last: last.to_string() },
        demo: settings.demo,
        public_url: app.config.public_url.clone(),
        plain_transport: app.config.plain_transport(),
    }))
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SettingsRequest {
    /// absent: as it is
    name: Option<String>,
    /// absent: as it is. Spans of months move with it, postings and what is sealed do not
    #[schema(minimum = 1, maximum = 28)]
    first_day: Option<u8>,
    reason: String,
}

/// What holds now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Settled {
    name: String,
    first_day: u8,
}

/// Change the name or the statistical month. Holds from the next request on.
#[utoipa::path(post, path = "/api/settings", tag = "settings", request_body = SettingsRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Settled), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn change(Incoming { door, body }: Incoming<SettingsRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        directory::may_settle::<Error>(work, WRITE, None).await?;
        let reason = words("reason", &body.reason)?;
        let name = match &body.name {
            Some(name) => {
                let name = words("name", name)?;
                put(work, setting::NAME, &work.settings().name, &name, &reason).await?;
                name
            }
            None => work.settings().name.clone(),
        };
        let held = work.settings().first_day;
        let first_day = body.first_day.unwrap_or(held);
        if !FIRST_DAYS.contains(&first_day) {
            return Err(Error::FirstDay(first_day));
        }
        put(work, setting::FIRST_DAY, &held.to_string(), &first_day.to_string(), &reason).await?;
        Ok(Settled { name, first_day })
    })
    .await
}

async fn put(work: &Work<'_>, name: &str, held: &str, value: &str, reason: &str) -> Result<(), Error> {
    if held == value {
        return Ok(());
    }
    setting::put(work.tx(), name, value, work.now()).await?;
    let before = json!({ "setting": name, "value": held });
    let after = json!({ "setting": name, "value": value, "reason": reason });
    let record = trail::named("setting", name);
    let (before, after) = (Some(&before as _), Some(&after as _));
    Ok(work.record(Happened { verb: WRITE, kind: "setting", record, before, after }).await?)
}
