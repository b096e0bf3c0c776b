//! The installation's name and its statistical month.

use super::{WRITE, error::Error, may_read, unseen, words};
use crate::{
    app::{App, Incoming, Read},
    directory,
    platform::{
        problem::Problem,
        setting::{self, FirstDay},
        trail,
    },
    work::{Answer, Happened, Work},
};
use axum::{Json, extract::State};
use kernel::{
    moment::Moment,
    period::{FIRST_DAYS, Grain, Period},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

/// What the installation is called, and how it counts months.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsView {
    name: String,
    /// of the statistical month, 1 to 28; with 26, `2026-10` runs from 26 September to 25 October
    first_day: u8,
    /// the month that runs today
    month: MonthView,
    /// since when the first day holds; none: never set
    #[schema(value_type = Option<String>, format = DateTime)]
    first_day_since: Option<Moment>,
    demo: bool,
    public_url: Option<String>,
    plain_transport: bool,
    /// grows with each change; a change says which it saw
    version: i32,
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
        first_day_since: settings.first_days.last().map(|set| set.since),
        demo: settings.demo,
        public_url: app.config.public_url.clone(),
        plain_transport: app.config.plain_transport(),
        version: setting::version(&read.db, SETTLED).await?,
    }))
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct SettingsRequest {
    /// absent: as it is
    name: Option<String>,
    /// absent: as it is. Spans of months move with it; postings, and figures asked as of an earlier seal, do not
    #[schema(minimum = 1, maximum = 28)]
    first_day: Option<u8>,
    reason: String,
    /// the version that you saw; absent: whatever holds
    version: Option<i32>,
}

/// What one form settles.
const SETTLED: &[&str] = &[setting::NAME, setting::FIRST_DAY];

/// What holds now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Settled {
    name: String,
    first_day: u8,
}

/// Change the name or the statistical month. Holds from the next request on.
#[utoipa::path(post, path = "/api/settings", tag = "settings", request_body = SettingsRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Settled), (status = 403, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change(Incoming { door, body }: Incoming<SettingsRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        directory::may_settle::<Error>(work, WRITE, None).await?;
        let reason = words("reason", &body.reason)?;
        unseen(work, SETTLED, body.version).await?;
        let held = work.settings();
        if let Some(name) = &body.name {
            let name = words("name", name)?;
            if name != held.name {
                setting::put(work.tx(), setting::NAME, &name, work.now()).await?;
                told(work, setting::NAME, &json!(held.name), &json!(name), &reason).await?;
            }
        }
        if let Some(day) = body.first_day.filter(|day| *day != held.first_day) {
            if !FIRST_DAYS.contains(&day) {
                return Err(Error::FirstDay(day));
            }
            // as the transaction sees them: another change may have come between
            let kept = setting::find(work.tx(), setting::FIRST_DAY).await?;
            let mut days: Vec<FirstDay> = kept.map_or(Ok(vec![]), |json| serde_json::from_str(&json))?;
            days.push(FirstDay { day, since: work.now() });
            let json = serde_json::to_string(&days)?;
            setting::put(work.tx(), setting::FIRST_DAY, &json, work.now()).await?;
            told(work, setting::FIRST_DAY, &json!(held.first_day), &json!(day), &reason).await?;
        }
        Ok(Settled {
            name: body.name.as_ref().map_or(&*held.name, |name| name.trim()).to_owned(),
            first_day: body.first_day.unwrap_or(held.first_day),
        })
    })
    .await
}

async fn told(work: &Work<'_>, name: &str, held: &Value, value: &Value, reason: &str) -> Result<(), Error> {
    let before = json!({ "setting": name, "value": held });
    let after = json!({ "setting": name, "value": value, "reason": reason });
    let record = trail::named("setting", name);
    let (before, after) = (Some(&before as _), Some(&after as _));
    Ok(work.record(Happened { verb: WRITE, kind: "setting", record, before, after }).await?)
}
