//! What was settled when, by whom and why: the trail of settings, a page at a time.

use crate::{
    app::{Query, Read},
    directory,
    platform::{
        problem::Problem,
        trail::{self, Change},
    },
    wire::Named,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

const PAGE: usize = 50;

/// What a change is of.
#[derive(Clone, Copy, Debug, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SettingKind {
    Setting,
    Calendar,
    Category,
    DispatchRule,
    Checklist,
    Standard,
}
impl SettingKind {
    const ALL: [Self; 6] =
        [Self::Setting, Self::Calendar, Self::Category, Self::DispatchRule, Self::Checklist, Self::Standard];
    const fn word(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::Calendar => "calendar",
            Self::Category => "category",
            Self::DispatchRule => "dispatch_rule",
            Self::Checklist => "checklist",
            Self::Standard => "standard",
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct HistoryQuery {
    /// without it all kinds
    #[param(inline)]
    kind: Option<SettingKind>,
    /// with a kind: only of this category or checklist
    code: Option<String>,
    /// `next` of the page before
    after: Option<String>,
}

/// A change of a setting.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangeView {
    id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// none: the program
    person: Option<Named>,
    /// the absent holder whose deputy the person was
    for_person: Option<Named>,
    kind: SettingKind,
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// with the reason that was given
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryPage {
    items: Vec<ChangeView>,
    next: Option<String>,
}

/// Changes of settings, the latest first.
#[utoipa::path(get, path = "/api/settings/history", tag = "settings", params(HistoryQuery),
    responses((status = 200, body = HistoryPage), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<HistoryQuery>) -> Result<Json<HistoryPage>, Problem> {
    if !read.who.holds("audit.read") {
        return Err(Problem::denied("audit.read"));
    }
    let kinds: Vec<&str> = query
        .kind
        .map_or(SettingKind::ALL.to_vec(), |kind| vec![kind])
        .into_iter()
        .map(SettingKind::word)
        .collect();
    let record = query.kind.zip(query.code.as_deref()).map(|(kind, code)| trail::named(kind.word(), code));
    let after = query.after.as_deref().map(trail::place).transpose()?;
    let most = u64::try_from(PAGE + 1).unwrap_or(u64::MAX);
    let mut changes = trail::changes(&read.db, &kinds, record, after, most).await?;
    let more = changes.len() > PAGE;
    changes.truncate(PAGE);
    let next = changes.last().filter(|_| more).map(Change::cursor);
    let mut items = Vec::new();
    for change in changes {
        items.push(told(&read, change).await?);
    }
    Ok(Json(HistoryPage { items, next }))
}

async fn told(read: &Read, change: Change) -> Result<ChangeView, Problem> {
    let json = |text: Option<String>| text.and_then(|text| serde_json::from_str(&text).ok());
    let kind = SettingKind::ALL.into_iter().find(|kind| kind.word() == change.kind);
    Ok(ChangeView {
        id: change.id,
        at: Moment::from_millis(change.at),
        person: named(read, change.person).await?,
        for_person: named(read, change.for_person).await?,
        kind: kind.ok_or_else(|| Problem::internal(&"a kind that was not asked for"))?,
        before: json(change.before),
        after: json(change.after),
    })
}

async fn named(read: &Read, person: Option<Uuid>) -> Result<Option<Named>, Problem> {
    let Some(id) = person else { return Ok(None) };
    Ok(directory::person_name(&read.db, id).await?.map(|name| Named { id, name }))
}
