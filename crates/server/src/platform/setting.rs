//! Settings of the installation: words by name, in the database, so that every process of it sees the same. Each
//! request works under one state of them; a change holds from the next request on, without a restart.

use jiff::civil::Date;
use kernel::{
    calendar::{Calendar, Hours},
    moment::Moment,
};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use utoipa::ToSchema;

/// Set once, by whoever makes the demo town.
pub const DEMO: &str = "demo";
/// What the installation is called.
pub const NAME: &str = "name";
/// The statistical month's first days, each with the moment from which it held, as JSON.
pub const FIRST_DAY: &str = "first_day";
/// The campaigns, each with the moment at which it was set, as JSON of [`CampaignSet`]s.
pub const CAMPAIGN: &str = "campaign";
/// The office's own days and hours, as JSON of [`OwnCalendar`].
pub const CALENDAR: &str = "calendar";

/// What is settled; one state for the whole of a request.
#[derive(Debug)]
pub struct Settings {
    pub name: String,
    pub demo: bool,
    /// the statistical month's, 1 to 28
    pub first_day: u8,
    /// all that were ever set, the earliest first
    pub first_days: Vec<FirstDay>,
    pub calendar: Arc<Calendar>,
    /// what of the calendar is the office's own
    pub own: OwnCalendar,
}

/// A first day of the statistical month, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstDay {
    pub day: u8,
    pub since: Moment,
}

impl Settings {
    /// The first day that held at a moment: a figure asked as of a seal has the spans that it had then.
    pub fn first_day_at(&self, at: Moment) -> u8 {
        let held = self.first_days.iter().rev().find(|set| set.since <= at);
        held.map_or(CALENDAR_MONTH, |set| set.day)
    }

    /// Length of a working day.
    pub fn work_day_minutes(&self) -> i64 {
        i64::try_from(self.calendar.hours().length().as_secs() / 60).unwrap_or(i64::MAX)
    }
}

/// The first day until an office sets another.
const CALENDAR_MONTH: u8 = 1;

/// What an office has settled otherwise than the notices and the usual hours.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnCalendar {
    pub hours: Option<Hours>,
    pub days: BTreeMap<Date, OwnDay>,
}

/// A day that the office works, or does not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnDay {
    pub works: bool,
    pub reason: String,
    pub changed_at: Moment,
}

/// What the office works for: a title at a level (M01).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Campaign {
    /// as 全国文明村镇
    pub title: String,
    pub level: CampaignLevel,
    /// the term or the years that it runs for, as 第八届
    pub term: Option<String>,
    pub theme: Option<String>,
    #[schema(value_type = String, format = Date)]
    pub starts_on: Date,
}

/// Who gives a title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CampaignLevel {
    National,
    Provincial,
    City,
    County,
    Town,
}

/// A campaign, and since when it has stood so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CampaignSet {
    #[serde(flatten)]
    pub campaign: Campaign,
    #[schema(value_type = String, format = DateTime)]
    pub since: Moment,
}

/// All campaigns that were ever set, the earliest first; the last one holds.
pub async fn campaigns(db: &impl ConnectionTrait) -> Result<Vec<CampaignSet>, DbErr> {
    let Some(json) = find(db, CAMPAIGN).await? else { return Ok(vec![]) };
    serde_json::from_str(&json).map_err(|e| DbErr::Custom(format!("setting {CAMPAIGN}: {e}")))
}

/// Names and values of the rows that make a state.
type Rows = Vec<(String, String)>;

/// Reads the state; builds it anew only where a row has changed.
pub struct Keeper {
    /// by the notices
    announced: Calendar,
    last: Mutex<Option<(Rows, Arc<Settings>)>>,
}

impl Keeper {
    pub fn new(announced: Calendar) -> Self {
        Self { announced, last: Mutex::new(None) }
    }

    /// The state that a snapshot holds.
    pub async fn now(&self, db: &impl ConnectionTrait) -> Result<Arc<Settings>, DbErr> {
        let sql = format!(
            "select name, value from setting where name in ('{CALENDAR}', '{DEMO}', '{FIRST_DAY}', '{NAME}') \
             order by name"
        );
        let found = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
        let rows: Rows = found
            .iter()
            .map(|row| Ok((row.try_get("", "name")?, row.try_get("", "value")?)))
            .collect::<Result<_, DbErr>>()?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((seen, settings)) = last.as_ref()
            && *seen == rows
        {
            return Ok(settings.clone());
        }
        let settings = Arc::new(self.build(&rows)?);
        *last = Some((rows, settings.clone()));
        Ok(settings)
    }

    fn build(&self, rows: &Rows) -> Result<Settings, DbErr> {
        let value =
            |name: &str| rows.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let unreadable = |name: &str, why: String| DbErr::Custom(format!("setting {name}: {why}"));
        let own: OwnCalendar = match value(CALENDAR) {
            Some(json) => serde_json::from_str(json).map_err(|e| unreadable(CALENDAR, e.to_string()))?,
            None => OwnCalendar::default(),
        };
        let first_days: Vec<FirstDay> = match value(FIRST_DAY) {
            Some(json) => serde_json::from_str(json).map_err(|e| unreadable(FIRST_DAY, e.to_string()))?,
            None => vec![],
        };
        let hours = own.hours.clone().unwrap_or_else(|| self.announced.hours().clone());
        let days = own.days.iter().map(|(day, settled)| (*day, settled.works));
        Ok(Settings {
            name: value(NAME).unwrap_or("文明创建工作台").into(),
            demo: value(DEMO).is_some(),
            first_day: first_days.last().map_or(CALENDAR_MONTH, |set| set.day),
            first_days,
            calendar: Arc::new(self.announced.clone().settled(hours, days)),
            own,
        })
    }
}

pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>, DbErr> {
    let sql = "select value from setting where name = $1";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [name.into()]);
    db.query_one_raw(statement).await?.map(|row| row.try_get("", "value")).transpose()
}

/// How often these settings have been set, all together: what a form saw of them, and what it is held against.
pub async fn version(db: &impl ConnectionTrait, names: &[&str]) -> Result<i32, DbErr> {
    let mut version = 0;
    for name in names {
        let sql = "select version from setting where name = $1";
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [(*name).into()]);
        let row = db.query_one_raw(statement).await?;
        version += row.map_or(Ok(0), |row| row.try_get::<i32>("", "version"))?;
    }
    Ok(version)
}

/// Sets a value where there is none yet.
pub async fn begin(db: &impl ConnectionTrait, name: &str, value: &str, now: Moment) -> Result<(), DbErr> {
    let sql =
        "insert into setting (name, value, changed_at) values ($1, $2, $3) on conflict (name) do nothing";
    write(db, sql, name, value, now).await
}

pub async fn put(db: &impl ConnectionTrait, name: &str, value: &str, now: Moment) -> Result<(), DbErr> {
    let sql = "insert into setting (name, value, changed_at) values ($1, $2, $3) \
               on conflict (name) do update set value = $2, changed_at = $3, version = setting.version + 1";
    write(db, sql, name, value, now).await
}

async fn write(
    db: &impl ConnectionTrait,
    sql: &str,
    name: &str,
    value: &str,
    now: Moment,
) -> Result<(), DbErr> {
    let values = [name.into(), value.into(), now.millis().into()];
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.map(|_| ())
}
