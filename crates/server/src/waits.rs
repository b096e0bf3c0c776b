//! What waits for the reader's organisations, grouped by what it asks of them and when it is due.

use crate::{
    app::{App, Read},
    cases::{self, Lines, Told},
    directory::{self, Choice, PostStanding},
    platform::{
        permission::Who,
        problem::Problem,
        waiting::{self, Waiting},
    },
    wire::{Named, Period},
};
use axum::Json;
use jiff::{ToSpan, civil::Date};
use kernel::{id::Uuid, moment::Moment};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Verbs that answer somebody's request.
const APPROVALS: &[&str] = &["case.grant_extension", "case.assign_verifier"];

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingView {
    count: usize,
    /// due today or late, in whichever group
    due_today: usize,
    /// the first that falls due after today
    next: Option<NextDue>,
    groups: Vec<WaitingGroup>,
    /// what waits in your other posts
    elsewhere: Vec<Elsewhere>,
}

/// Another post that the person may act in, with how much waits there.
#[derive(Debug, Serialize, ToSchema)]
pub struct Elsewhere {
    position: Uuid,
    title: String,
    org: Named,
    standing: PostStanding,
    /// the absent holder
    for_person: Option<Named>,
    count: usize,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NextDue {
    /// local day
    day: String,
    kind: String,
    record: Uuid,
    title: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingGroup {
    group: Group,
    items: Vec<WaitingItem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// with what is late
    DueToday,
    /// somebody's request that you answer, whenever it is due
    Approvals,
    /// until Sunday night
    ThisWeek,
    Later,
}
const GROUPS: [Group; 4] = [Group::DueToday, Group::Approvals, Group::ThisWeek, Group::Later];

#[derive(Debug, Serialize, ToSchema)]
pub struct WaitingItem {
    id: Uuid,
    /// kind of the record: `case`, `round`, `referral`
    kind: String,
    record: Uuid,
    /// the verb that ends the waiting
    verb: String,
    title: String,
    detail: String,
    /// who asks, returned it, handled it or reported it
    unit: Option<Named>,
    /// of a case
    number: Option<String>,
    /// why more time is asked for, or why it was returned
    reason: Option<String>,
    /// the place in words
    place: Option<String>,
    /// the extension that is asked for, as `2 work_day`
    asked: Option<String>,
    /// returned twice: your decision binds
    coordination: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Moment>,
    /// until it is due, as its limit counts (working time for work hours and work days), negative when late
    remaining_minutes: Option<i64>,
    late: bool,
}

/// What waits for you.
#[utoipa::path(get, path = "/api/waiting", tag = "today", responses((status = 200, body = WaitingView)))]
pub async fn list(read: Read) -> Result<Json<WaitingView>, Problem> {
    let rows: Vec<Waiting> = waiting::of(&read.db, read.who.organisations()).await?;
    let mine: Vec<Waiting> = rows.into_iter().filter(|row| is_mine(&read.who, row)).collect();
    let about: Vec<Uuid> = mine.iter().filter(|row| row.kind == cases::KIND).map(|row| row.record).collect();
    let lines = Lines::of(&read.db, &about, &read.settings.calendar, read.now).await?;
    let (today, tonight) = (read.now.day(), Period::end_of(read.now.day()));
    let later = mine.iter().find(|row| row.due_at.is_some_and(|due| due > tonight.millis()));
    let next = later.map(|row| NextDue {
        day: Moment::from_millis(row.due_at.unwrap_or_default()).day().to_string(),
        kind: row.kind.clone(),
        record: row.record,
        title: row.title.clone(),
    });
    let due_today = mine.iter().filter(|row| row.due_at.is_some_and(|due| due <= tonight.millis())).count();
    let count = mine.len();
    let mut groups = GROUPS.map(|group| WaitingGroup { group, items: Vec::new() });
    for row in mine {
        let told = match row.kind.as_str() {
            cases::KIND => lines.tell(row.record, &row.verb)?,
            _ => None,
        };
        let group = group_of(&row, told.as_ref(), today);
        if let Some(into) = groups.iter_mut().find(|known| known.group == group) {
            into.items.push(WaitingItem::of(row, told, read.now));
        }
    }
    let groups = groups.into_iter().filter(|group| !group.items.is_empty()).collect();
    let elsewhere = elsewhere(&read).await?;
    Ok(Json(WaitingView { count, due_today, next, groups, elsewhere }))
}

/// The other posts in which something waits.
async fn elsewhere(read: &Read) -> Result<Vec<Elsewhere>, Problem> {
    let others = directory::elsewhere(&read.db, &read.who, &read.now.day().to_string()).await?;
    let units = others.iter().flat_map(|(_, who)| who.organisations()).collect();
    let rows = if others.is_empty() { vec![] } else { waiting::of(&read.db, units).await? };
    let told = |(choice, who): (Choice, Who)| Elsewhere {
        count: rows.iter().filter(|row| is_mine(&who, row)).count(),
        position: choice.post.position,
        title: choice.post.title,
        org: Named { id: choice.post.organisation, name: choice.post.organisation_name },
        standing: choice.standing,
        for_person: choice.absent.map(|absent| Named { id: absent.person, name: absent.name }),
    };
    Ok(others.into_iter().map(told).filter(|other| other.count > 0).collect())
}

/// One of the reader's posts in that organisation may do it.
fn is_mine(who: &Who, row: &Waiting) -> bool {
    who.organisations_with(&format!("{}.{}", row.kind, row.verb)).contains(&row.organisation)
}

fn group_of(row: &Waiting, told: Option<&Told>, today: Date) -> Group {
    let right = format!("{}.{}", row.kind, row.verb);
    if APPROVALS.contains(&right.as_str()) || told.is_some_and(|told| told.coordination) {
        return Group::Approvals;
    }
    let to_sunday = 7 - today.weekday().to_monday_one_offset();
    let sunday = today.saturating_add(to_sunday.days());
    match row.due_at {
        Some(due) if due <= Period::end_of(today).millis() => Group::DueToday,
        Some(due) if due <= Period::end_of(sunday).millis() => Group::ThisWeek,
        _ => Group::Later,
    }
}

impl WaitingItem {
    fn of(row: Waiting, told: Option<Told>, now: Moment) -> Self {
        let due = row.due_at.map(Moment::from_millis);
        let by_the_clock = due.map(|due| due.since(now) / 60_000);
        let remaining_minutes = match &told {
            Some(told) => told.remaining_minutes.filter(|_| due.is_some()),
            None => by_the_clock,
        };
        let (number, place, unit, reason, asked, coordination) = match told {
            Some(t) => (Some(t.number), Some(t.place), t.unit, t.reason, t.asked, t.coordination),
            None => Default::default(),
        };
        Self {
            id: row.id,
            kind: row.kind,
            record: row.record,
            verb: row.verb,
            title: row.title,
            detail: row.detail,
            unit,
            number,
            reason,
            place,
            asked,
            coordination,
            due,
            remaining_minutes,
            late: due.is_some_and(|due| due < now),
        }
    }
}
