//! The rounds of half a year: four a day and one check a week for each community and village, led by its secretary in
//! the last days, and of each road segment in the last week. Some come late, some are sent late, some are forgotten;
//! checks have a score, and some of the last week's a photo.

use super::{
    at,
    dice::Dice,
    pictures::{Sent, Shot},
    sites::Place,
    stories::Scene,
};
use crate::{
    install::act,
    obligations::{self, NewObligation, NewRound, Obligation, RoundId},
    platform::{
        db::{Refusal, Tx},
        file,
        permission::Who,
    },
    start::{self, Error},
    work::{Order, Work},
};
use futures::future::try_join_all;
use jiff::{ToSpan, civil::Date};
use kernel::{geo::Position, id::Uuid, moment::Moment};
use std::{collections::HashMap, sync::Arc, time::Duration};

/// Rounds of one commit.
const TOGETHER: usize = 100;
/// Days before the end in which the secretaries walk too, and in which the roads are walked.
const SPRINT: i32 = 12;
const LAST_WEEK: i32 = 7;

const FORGOTTEN: f64 = 0.018;
const LATE: f64 = 0.015;
const NO_SIGNAL: f64 = 0.03;
const HOUR: f64 = 3600.0;
/// Of the last week's rounds with a photo, and what these show, in order.
const PHOTO: f64 = 0.04;
const SIGHTS: &[&str] = &["bins", "rubbish", "stalls", "wall", "bicycles"];
/// What is found so long after a round was found in it.
const FRESH: Duration = Duration::from_mins(90);

const NOTES: &[&str] = &[
    "沿线整洁，未见异常。",
    "主次道路已巡，卫生状况良好。",
    "垃圾桶已清运，周边干净。",
    "个别商户占道，已当场劝导。",
    "楼道杂物已提醒住户清理。",
    "绿化带白色垃圾已随手清理。",
];

/// What somebody owes, and who walks it.
struct Owed {
    obligation: Obligation,
    walkers: Walkers,
    area: String,
    position: (f64, f64),
    /// how much more often than elsewhere it is forgotten
    slow: f64,
}

/// The role of those who walk; of the office those of that area.
#[derive(Clone, Copy)]
struct Walkers {
    role: &'static str,
    office: bool,
}
const GRID: Walkers = Walkers { role: "grid_worker", office: false };
const SECRETARY: Walkers = Walkers { role: "community_officer", office: false };
const INSPECTORS: Walkers = Walkers { role: "inspector", office: true };

/// A round on its way: when it was walked, and when it was sent.
struct Walk {
    owed: usize,
    walked: Moment,
    sent: Moment,
}

/// The rounds walked, by who walked them on which day.
#[derive(Default)]
pub struct Trips(HashMap<(Uuid, Date), Vec<Trip>>);

struct Trip {
    round: RoundId,
    area: String,
    walked: Moment,
    sent: Moment,
}

impl Trips {
    pub fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }
    /// The round of that person in an area that ended a short time ago.
    pub fn fresh(&self, person: Uuid, area: &str, now: Moment) -> Option<RoundId> {
        let fresh = |trip: &&Trip| {
            trip.area == area && trip.sent <= now && trip.walked <= now && now < trip.walked + FRESH
        };
        self.0.get(&(person, now.day()))?.iter().find(fresh).map(|trip| trip.round)
    }
}

/// Sets what is owed and walks it, up to the day before `today`; a smaller `share` begins later and walks fewer
/// roads. Answers the rounds that were walked.
pub async fn walk(scene: &Scene<'_>, [first, today]: [Date; 2], share: f64) -> Result<Trips, Error> {
    let days = f64::from(first.until(today).map_or(0, |span| span.get_days()));
    let first = first.max(today.saturating_sub(((days * share) as i32).max(SPRINT).days()));
    let owed = owe_all(scene, [first, today], share).await?;
    let end = at(today.saturating_sub(1.day()), 21);
    let mut dice = Dice::new(777);
    let mut walks = Vec::new();
    for (n, owed) in owed.iter().enumerate() {
        plan(scene, (n, owed), end, &mut dice, &mut walks);
    }
    walks.sort_by_key(|walk| (walk.sent, walk.owed));
    let pictured = at(today.saturating_sub(LAST_WEEK.days()), 0);
    let mut trips = Trips::default();
    for some in walks.chunks(TOGETHER) {
        send(scene, (&owed, some), pictured, &mut dice, &mut trips).await?;
    }
    scene.app.clock.hold(end);
    while settle(scene).await? > 0 {}
    Ok(trips)
}

/// What is owed from the first day on, in the last days, and in the last week.
async fn owe_all(scene: &Scene<'_>, [first, today]: [Date; 2], share: f64) -> Result<Vec<Owed>, Error> {
    let mut owed = Vec::new();
    scene.app.clock.hold(at(first, 6));
    let quarters = &scene.data.places.area;
    let communities: Vec<&Place> =
        scene.sites.of_kind("community").chain(scene.sites.of_kind("village")).collect();
    for (kind, walkers) in [("sanitation_patrol", GRID), ("weekly_check", INSPECTORS)] {
        for place in &communities {
            owed.push(owe(scene, kind, walkers, place, false).await?);
        }
    }
    scene.app.clock.hold(at(today.saturating_sub(SPRINT.days()).max(first), 6));
    for place in &communities {
        owed.push(owe(scene, "leader_inspection", SECRETARY, place, false).await?);
    }
    scene.app.clock.hold(at(today.saturating_sub(LAST_WEEK.days()).max(first), 6));
    let town = |place: &&Place| quarters.iter().any(|q| q.code == place.area && !q.estates.is_empty());
    let segments: Vec<&Place> = scene.sites.of_kind("road_segment").filter(town).collect();
    let segments = &segments[..(segments.len() as f64 * share) as usize];
    for kind in ["sanitation_patrol", "weekly_check"] {
        for place in segments {
            owed.push(owe(scene, kind, INSPECTORS, place, true).await?);
        }
    }
    Ok(owed)
}

async fn owe(
    scene: &Scene<'_>,
    kind: &str,
    walkers: Walkers,
    place: &Place,
    site: bool,
) -> Result<Owed, Error> {
    let unit = if walkers.office { "CJB" } else { place.area.as_str() };
    let now = scene.app.clock.now();
    let new = NewObligation {
        id: scene.app.chance.id(now)?.into(),
        kind: kind.into(),
        organisation: scene.town.organisation(unit)?,
        area: Some(scene.town.area(&place.area)?),
        site: site.then_some(place.id.0),
        from: None,
        to: None,
    };
    let office = scene.crew.office(now.day());
    let clerk = office.first().ok_or_else(|| Error::NotDone("nobody in the office".into()))?;
    let set = act(scene.app, Arc::clone(clerk), async move |work| obligations::owe(work, new.clone()).await);
    let quarter = scene.data.places.area.iter().find(|quarter| quarter.code == place.area);
    Ok(Owed {
        obligation: set.await?,
        walkers,
        area: place.area.clone(),
        position: place.position,
        slow: quarter.map_or(1.0, |quarter| quarter.slow),
    })
}

/// When the rounds of an obligation are walked and sent.
fn plan(scene: &Scene<'_>, (n, owed): (usize, &Owed), end: Moment, dice: &mut Dice, walks: &mut Vec<Walk>) {
    let of = &owed.obligation;
    let mut after = of.opened_until;
    while let Some(span) =
        obligations::next_slot(&of.kind, &scene.settings.calendar, after, [Some(of.from), of.to])
    {
        after = span.opens;
        if span.opens >= end {
            break;
        }
        if dice.luck(FORGOTTEN * owed.slow) {
            continue;
        }
        let seconds = span.closes.since(span.opens) as f64 / 1000.0;
        let later = |from: Moment, seconds: f64| from + Duration::from_secs_f64(seconds.round());
        let walked = if seconds > 100.0 * HOUR {
            // a week's check is made on a working morning or afternoon
            let (day, hour) = (dice.below(5) as f64, dice.between(8.5, 17.0));
            later(span.opens, (24.0 * day + hour) * HOUR)
        } else if of.kind.late_hours > 0 && dice.luck(LATE) {
            later(span.closes, dice.between(0.2, 1.6) * HOUR)
        } else {
            later(span.opens, dice.between(0.05, 0.95) * seconds)
        };
        let sent = if dice.luck(NO_SIGNAL) { later(walked, dice.between(0.5, 6.0) * HOUR) } else { walked };
        if sent < end {
            walks.push(Walk { owed: n, walked, sent });
        }
    }
}

/// Sends rounds in their order, in one commit, those from a moment on with photos.
async fn send(
    scene: &Scene<'_>,
    (owed, walks): (&[Owed], &[Walk]),
    pictured: Moment,
    dice: &mut Dice,
    trips: &mut Trips,
) -> Result<(), Error> {
    let mut deeds: Vec<(Order, Option<Sent>, NewRound)> = Vec::new();
    for walk in walks {
        let owed = &owed[walk.owed];
        scene.app.clock.hold(walk.sent);
        let who = walker(scene, owed, walk.sent.day(), dice)?;
        let photo = match walk.walked >= pictured && dice.luck(PHOTO) {
            true => Some(photo(scene, &who, owed, walk, dice)?),
            false => None,
        };
        let id = scene.app.chance.id(walk.sent)?.into();
        let round = round(id, owed, walk, photo.as_ref(), dice);
        let trip = Trip { round: id, area: owed.area.clone(), walked: walk.walked, sent: walk.sent };
        trips.0.entry((who.person, walk.walked.day())).or_default().push(trip);
        deeds.push((start::order(scene.app, scene.settings.clone(), who, "demo")?, photo, round));
    }
    try_join_all(deeds.iter().filter_map(|(_, photo, _)| Some(photo.as_ref()?.store(scene.app)))).await?;
    let deeds: Vec<_> =
        deeds.into_iter().map(|(order, photo, round)| (order, photo.map(|sent| sent.row), round)).collect();
    let sent = scene.app.db.write_long(async move |tx: &Tx| {
        for (order, photo, round) in &deeds {
            if let Some(row) = photo {
                file::insert(tx, row.clone()).await?;
            }
            obligations::walk(&Work::new(tx, order), round.clone()).await?;
        }
        Ok::<_, obligations::Error>(())
    });
    sent.await.map_err(|refusal| match refusal {
        Refusal::Own(error) => Error::NotDone(error.to_string()),
        other => other.into(),
    })
}

/// What the walker says of a round.
fn round(id: RoundId, owed: &Owed, walk: &Walk, photo: Option<&Sent>, dice: &mut Dice) -> NewRound {
    let (lon, lat) = owed.position;
    let checks = owed.obligation.kind.asks_score;
    let minutes = dice.between(12.0, 38.0) * if checks { 2.0 } else { 1.0 };
    let score = (2.0 * (dice.between(86.0, 99.0) - 6.0 * owed.slow)).round() / 2.0;
    let mut off = || dice.between(-0.001, 0.001);
    NewRound {
        id,
        obligation: owed.obligation.id,
        started_at: Some(Moment::from_millis(walk.walked.millis() - (minutes * 60_000.0) as i64)),
        walked_at: Some(walk.walked),
        score: checks.then_some(score),
        position: Position::new(lon + off(), lat + off()).ok(),
        note: dice.pick(NOTES).filter(|_| dice.luck(0.3)).copied().unwrap_or_default().into(),
        photos: photo.iter().map(|sent| sent.row.id).collect(),
    }
}

/// A photo of what is in order there.
fn photo(scene: &Scene<'_>, who: &Who, owed: &Owed, walk: &Walk, dice: &mut Dice) -> Result<Sent, Error> {
    let sight = dice.pick(SIGHTS).copied().unwrap_or("bins");
    let variant = u64::try_from(walk.walked.millis()).unwrap_or(0) / 1000;
    let shot = Shot { scene: sight, variant, fixed: true, taken_at: walk.walked, at: owed.position };
    scene.album.shoot(scene.app, who, &shot)
}

fn walker(scene: &Scene<'_>, owed: &Owed, day: Date, dice: &mut Dice) -> Result<Arc<Who>, Error> {
    let unit: Uuid = owed.obligation.ground.organisation.id;
    let able = scene.crew.walkers(owed.walkers.role, unit, &owed.area, day);
    let found = dice.pick(&able).map(|who| Arc::clone(who));
    found.ok_or_else(|| Error::NotDone(format!("nobody walks {}", owed.obligation.ground.place())))
}

/// The clock comes by everything that is owed.
async fn settle(scene: &Scene<'_>) -> Result<usize, Error> {
    let app = scene.app;
    let due = obligations::unsettled(&app.db.read().await?, app.clock.now(), 1000).await?;
    for id in &due {
        let (order, id) = (start::job_order(app, scene.settings.clone(), "clock")?, *id);
        app.db.write_long(async move |tx: &Tx| obligations::settle(&Work::new(tx, &order), id).await).await?;
    }
    Ok(due.len())
}
