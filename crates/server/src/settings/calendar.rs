//! The working calendar: a year day by day, days of the office's own, and the hours of a working day. A change holds
//! for limits that begin after it; a running one keeps the deadline that was frozen when it began.

use super::{WRITE, error::Error, may_read, unseen, words};
use crate::{
    app::{Incoming, Query, Read},
    directory,
    platform::{
        problem::Problem,
        setting::{self, OwnCalendar, OwnDay},
        trail,
    },
    work::{Answer, Happened, Work},
};
use axum::Json;
use jiff::{
    ToSpan,
    civil::{Date, Time, Weekday, date},
};
use kernel::{
    calendar::{Calendar, Hours, Shift},
    moment::Moment,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Years that a day may lie in.
const YEARS: std::ops::RangeInclusive<i16> = 2020..=2099;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct YearQuery {
    /// without it the running one
    year: Option<i16>,
}

/// A year as it is worked.
#[derive(Debug, Serialize, ToSchema)]
pub struct CalendarView {
    year: i16,
    /// the notice on its holidays; none: not announced, Monday to Friday count
    notice: Option<NoticeView>,
    /// of every working day
    hours: Vec<ShiftView>,
    /// the hours are the office's own
    own_hours: bool,
    working_days: usize,
    /// all days of the year
    days: Vec<DayView>,
    /// grows with each change; a change says which it saw
    version: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NoticeView {
    /// as 国办发明电〔2025〕7号
    number: String,
    title: String,
    #[schema(value_type = String, format = Date)]
    published: Date,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShiftView {
    /// as `08:30`
    from: String,
    to: String,
}
impl From<&Shift> for ShiftView {
    fn from(shift: &Shift) -> Self {
        let time = |at: Time| at.strftime("%H:%M").to_string();
        Self { from: time(shift.from), to: time(shift.to) }
    }
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DayView {
    #[schema(value_type = String, format = Date)]
    day: Date,
    works: bool,
    why: DayWhy,
    /// of the holiday
    name: Option<String>,
    name_en: Option<String>,
    /// of the office's own day
    reason: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    changed_at: Option<Moment>,
}

/// Why a day is worked or not.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DayWhy {
    Weekday,
    Weekend,
    Holiday,
    /// worked for a holiday
    MakeUp,
    /// settled by the office
    Own,
}

/// A year of the working calendar.
#[utoipa::path(get, path = "/api/calendar", tag = "settings", params(YearQuery),
    responses((status = 200, body = CalendarView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn show(read: Read, Query(query): Query<YearQuery>) -> Result<Json<CalendarView>, Problem> {
    may_read(&read)?;
    let year = query.year.unwrap_or_else(|| read.now.day().year());
    if !YEARS.contains(&year) {
        return Err(Problem::bad("calendar.far", "the year lies too far away").field("year"));
    }
    let (calendar, own) = (&*read.settings.calendar, &read.settings.own);
    let days: Vec<DayView> = date(year, 1, 1)
        .series(1.day())
        .take_while(|day| day.year() == year)
        .map(|day| told(calendar, own, day))
        .collect();
    let notice = calendar.year(year).map(|notice| NoticeView {
        number: notice.notice.clone(),
        title: notice.title.clone(),
        published: notice.published,
    });
    Ok(Json(CalendarView {
        year,
        notice,
        hours: calendar.hours().shifts().iter().map(ShiftView::from).collect(),
        own_hours: own.hours.is_some(),
        working_days: days.iter().filter(|day| day.works).count(),
        days,
        version: setting::version(&read.db, &[setting::CALENDAR]).await?,
    }))
}

fn told(calendar: &Calendar, own: &OwnCalendar, day: Date) -> DayView {
    let (settled, holiday) = (own.days.get(&day), calendar.holiday(day));
    let why = match day.weekday() {
        _ if settled.is_some() => DayWhy::Own,
        _ if holiday.is_some() => DayWhy::Holiday,
        _ if calendar.is_make_up(day) => DayWhy::MakeUp,
        Weekday::Saturday | Weekday::Sunday => DayWhy::Weekend,
        _ => DayWhy::Weekday,
    };
    DayView {
        day,
        works: calendar.is_working_day(day),
        why,
        name: holiday.map(|holiday| holiday.name.clone()),
        name_en: holiday.map(|holiday| holiday.name_en.clone()),
        reason: settled.map(|settled| settled.reason.clone()),
        changed_at: settled.map(|settled| settled.changed_at),
    }
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct DayRequest {
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// none: as the notices say
    works: Option<bool>,
    reason: String,
    /// the calendar's version that you saw; absent: whatever holds
    version: Option<i32>,
}

/// What holds of a day now.
#[derive(Debug, Serialize, ToSchema)]
pub struct DaySettled {
    #[schema(value_type = String, format = Date)]
    day: Date,
    works: bool,
    /// settled by the office
    own: bool,
}

/// Make a day worked or off, or give it back to the notices.
#[utoipa::path(post, path = "/api/calendar/days", tag = "settings", request_body = DayRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = DaySettled), (status = 403, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change_day(Incoming { door, body }: Incoming<DayRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let DayRequest { day, works, reason, version } = &body;
        directory::may_settle::<Error>(work, WRITE, None).await?;
        let reason = words("reason", reason)?;
        if !YEARS.contains(&day.year()) {
            return Err(Error::Far(*day));
        }
        unseen(work, &[setting::CALENDAR], *version).await?;
        let mut own = held(work).await?;
        let before = own.days.remove(day);
        if let Some(works) = *works {
            own.days.insert(*day, OwnDay { works, reason: reason.clone(), changed_at: work.now() });
        }
        let before = serde_json::json!({ "day": day, "works": before.map(|before| before.works) });
        let after = serde_json::json!({ "day": day, "works": works, "reason": reason });
        keep(work, &own, &before, &after).await?;
        let announced = work.calendar().announced_working(*day);
        Ok(DaySettled { day: *day, works: works.unwrap_or(announced), own: works.is_some() })
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct HoursRequest {
    /// in their order, the noon break between them; none: the usual ones
    #[serde(default)]
    shifts: Vec<ShiftView>,
    reason: String,
    /// the calendar's version that you saw; absent: whatever holds
    version: Option<i32>,
}

/// Change the hours of a working day.
#[utoipa::path(post, path = "/api/calendar/hours", tag = "settings", request_body = HoursRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = [ShiftView]), (status = 403, body = Problem), (status = 412, body = Problem),
        (status = 422, body = Problem)))]
pub async fn change_hours(Incoming { door, body }: Incoming<HoursRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        directory::may_settle::<Error>(work, WRITE, None).await?;
        let reason = words("reason", &body.reason)?;
        let shifts: Vec<Shift> = body.shifts.iter().map(shift).collect::<Result<_, _>>()?;
        let hours = if shifts.is_empty() { None } else { Some(Hours::new(shifts)?) };
        unseen(work, &[setting::CALENDAR], body.version).await?;
        let mut own = held(work).await?;
        let wire = |hours: &Option<Hours>| -> Vec<ShiftView> {
            hours.clone().unwrap_or_default().shifts().iter().map(ShiftView::from).collect()
        };
        let (before, now) = (wire(&own.hours), wire(&hours));
        own.hours = hours;
        let before = serde_json::json!({ "hours": before });
        let after = serde_json::json!({ "hours": now, "reason": reason });
        keep(work, &own, &before, &after).await?;
        Ok::<_, Error>(now)
    })
    .await
}

fn shift(asked: &ShiftView) -> Result<Shift, Error> {
    let time = |text: &String| text.parse::<Time>().map_err(|_| Error::Time(text.clone()));
    Ok(Shift { from: time(&asked.from)?, to: time(&asked.to)? })
}

/// The office's own calendar as the transaction sees it.
async fn held(work: &Work<'_>) -> Result<OwnCalendar, Error> {
    let json = setting::find(work.tx(), setting::CALENDAR).await?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?.unwrap_or_default())
}

async fn keep(
    work: &Work<'_>,
    own: &OwnCalendar,
    before: &serde_json::Value,
    after: &serde_json::Value,
) -> Result<(), Error> {
    setting::put(work.tx(), setting::CALENDAR, &serde_json::to_string(own)?, work.now()).await?;
    let record = trail::named("setting", setting::CALENDAR);
    let (before, after) = (Some(before as _), Some(after as _));
    Ok(work.record(Happened { verb: WRITE, kind: "calendar", record, before, after }).await?)
}
