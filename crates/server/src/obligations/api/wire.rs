//! Shapes that obligations, slots and rounds share on the wire.

use crate::{
    directory,
    obligations::{
        model::{Ground, Slot, SlotState},
        rules,
        store::Filter,
    },
    platform::problem::Problem,
    wire::{Named, Period, Point},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;
const USUAL: u64 = 50;

/// A kind of obligation by code and names.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KindName {
    pub code: String,
    pub name: String,
    pub name_en: String,
}

/// Whose it is and what it is about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct GroundView {
    pub obligation: Uuid,
    pub kind: KindName,
    /// who owes it
    pub org: Named,
    pub area: Named,
    /// null: the whole area
    pub site: Option<Named>,
    /// of the site
    pub position: Option<Point>,
}
impl From<&Ground> for GroundView {
    fn from(of: &Ground) -> Self {
        let named = |id: Uuid, name: &str| Named { id, name: name.into() };
        Self {
            obligation: of.obligation.0,
            kind: KindName {
                code: of.kind.clone(),
                name: of.kind_name.clone(),
                name_en: of.kind_name_en.clone(),
            },
            org: named(of.organisation.id, &of.organisation.name),
            area: named(of.area.id, &of.area.name),
            site: of.site.as_ref().map(|(id, name)| named(*id, name)),
            position: of.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        }
    }
}

/// A stretch of time in which one round is owed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SlotView {
    /// null while it is coming
    pub id: Option<Uuid>,
    /// the local day on which it opens
    pub day: String,
    /// 1, 2, 3 … within the day
    pub number: i32,
    #[schema(value_type = String, format = DateTime)]
    pub opens_at: Moment,
    /// not included
    #[schema(value_type = String, format = DateTime)]
    pub closes_at: Moment,
    pub state: SlotState,
    /// the round that fills it
    pub round: Option<Uuid>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub walked_at: Option<Moment>,
}
impl SlotView {
    pub fn of(slot: &Slot, now: Moment) -> Self {
        Self {
            id: Some(slot.id.0),
            day: slot.span.day.to_string(),
            number: slot.span.number,
            opens_at: slot.span.opens,
            closes_at: slot.span.closes,
            state: rules::seen(slot.state, slot.span.opens, slot.span.closes, now),
            round: slot.round.map(|round| round.0),
            walked_at: slot.walked,
        }
    }
}

/// What narrows a list of slots or rounds.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    obligation: Option<Uuid>,
    /// code of a kind
    kind: Option<String>,
    /// an area, with all below it
    area: Option<Uuid>,
    /// the owing organisation, with those below it
    org: Option<Uuid>,
    /// of slots: open, done, late or missed
    state: Option<SlotState>,
    /// first and last local day
    from: Option<String>,
    to: Option<String>,
    /// obligations: those that have ended too
    ended: Option<bool>,
    /// `next` of the page before
    pub after: Option<String>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

impl ListQuery {
    pub async fn filter(&self, db: &impl ConnectionTrait) -> Result<Filter, Problem> {
        let none = |field: &'static str| Problem::bad("query.unknown", "no such place or unit").field(field);
        let area = match self.area {
            Some(id) => Some(directory::find_area(db, id).await?.ok_or_else(|| none("area"))?.path),
            None => None,
        };
        let organisation = match self.org {
            Some(id) => Some(directory::find_organisation(db, id).await?.ok_or_else(|| none("org"))?.path),
            None => None,
        };
        let (from, until) = Period::days(self.from.as_deref(), self.to.as_deref())?;
        Ok(Filter {
            area,
            organisation,
            kind: self.kind.clone(),
            obligation: self.obligation,
            owing: None,
            state: self.state,
            from,
            until,
            ended: self.ended.unwrap_or(false),
        })
    }
    pub fn limit(&self) -> u64 {
        self.limit.unwrap_or(USUAL).clamp(1, MOST)
    }
    /// Where the page before ended: moment in milliseconds and id.
    pub fn place(&self) -> Result<Option<(i64, Uuid)>, Problem> {
        let place = |text: &str| {
            let parts = text.split_once('_').and_then(|(at, id)| Some((at.parse().ok()?, id.parse().ok()?)));
            parts.ok_or_else(|| Problem::bad("query.cursor", "not a place in this list").field("after"))
        };
        self.after.as_deref().map(place).transpose()
    }
}

/// Cuts a page that was asked one row longer; answers whether there is more.
pub fn cut<T>(rows: &mut Vec<T>, limit: u64) -> bool {
    let most = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > most;
    rows.truncate(most);
    more
}
