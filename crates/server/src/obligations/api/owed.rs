//! What my posts owe on a day, with what is done, open and still to come: today's page and the phone's first tab.

use super::wire::{GroundView, SlotView};
use crate::{
    app::{Query, Read},
    obligations::{
        model::{Obligation, Slot, SlotState},
        rules,
        store::{self, Filter},
    },
    platform::problem::Problem,
    wire::Period,
};
use axum::Json;
use jiff::{ToSpan, civil::Date};
use kernel::{calendar::Calendar, id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const WALK: &str = "round.walk";
/// Obligations of one person's posts at the most.
const MOST: u64 = 500;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DayQuery {
    /// a local day; today without it
    day: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OwedView {
    day: String,
    items: Vec<OwedItem>,
}

/// An obligation with its slots of the day, a week's among them.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwedItem {
    #[serde(flatten)]
    ground: GroundView,
    slots: Vec<SlotView>,
}

/// What you owe on a day.
#[utoipa::path(get, path = "/api/obligations/owed", tag = "obligations", params(DayQuery),
    responses((status = 200, body = OwedView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn list(read: Read, Query(query): Query<DayQuery>) -> Result<Json<OwedView>, Problem> {
    if !read.who.holds(WALK) {
        return Err(Problem::denied(WALK));
    }
    let wrong = |_| Problem::bad("query.day", "a day is written YYYY-MM-DD").field("day");
    let day = query.day.as_deref().map(str::parse::<Date>).transpose().map_err(wrong)?;
    let day = day.unwrap_or(read.now.day());
    let filter = Filter { owing: Some(read.who.organisations_with(WALK)), ..Filter::default() };
    // a week that opened before its obligation's last day is still owed
    let standing = day.saturating_sub(7.days()).to_string();
    let known = store::obligations(&read.db, &read.who, &filter, &standing, None, MOST).await?;
    let ids: Vec<Uuid> = known.iter().map(|of| of.id.0).collect();
    let span = [Period::start_of(day), Period::end_of(day)];
    let slots = store::slots_on(&read.db, &ids, span).await?;
    let items = known.iter().map(|of| OwedItem {
        ground: GroundView::from(&of.ground),
        slots: slots_of(of, &slots, &read.settings.calendar, span, read.now),
    });
    let items = items.filter(|item| !item.slots.is_empty()).collect();
    Ok(Json(OwedView { day: day.to_string(), items }))
}

/// Those that stand, then those that the clock has yet to open.
fn slots_of(
    of: &Obligation,
    slots: &[Slot],
    calendar: &Calendar,
    [from, until]: [Moment; 2],
    now: Moment,
) -> Vec<SlotView> {
    let standing = slots.iter().filter(|slot| slot.ground.obligation == of.id);
    let mut shown: Vec<SlotView> = standing.map(|slot| SlotView::of(slot, now)).collect();
    let mut after = of.opened_until;
    while let Some(span) = rules::next(&of.kind, calendar, after, [Some(of.from), of.to]) {
        if span.opens > until {
            break;
        }
        after = span.opens;
        if span.closes > from {
            shown.push(SlotView {
                id: None,
                day: span.day.to_string(),
                number: span.number,
                opens_at: span.opens,
                closes_at: span.closes,
                state: rules::seen(SlotState::Coming, span.opens, span.closes, now),
                round: None,
                walked_at: None,
            });
        }
    }
    shown
}
