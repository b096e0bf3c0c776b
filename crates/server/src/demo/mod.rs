//! The demo town: invented places, organisations and people, made through the program's own verbs with a moved clock
//! and a fixed seed. Codes begin with 99 and everything is marked 演示.

#![allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)] // drawn things are small
#![allow(clippy::type_complexity, clippy::struct_excessive_bools, clippy::wrong_self_convention)] // a story is a script

pub mod cast;
mod data;
mod dice;
mod family;
mod map;
mod pictures;
mod rounds;
mod sites;
mod staff;
mod stories;
#[cfg(test)]
mod tests;

use crate::{
    app::App,
    directory,
    platform::{
        db::Tx,
        setting::{self, Campaign, CampaignLevel, DEMO},
    },
    settings,
    start::Error,
    wire::Period,
};
use cast::Town;
use data::Data;
use jiff::{ToSpan, civil::Date};
use kernel::moment::Moment;
use pictures::Album;
use rounds::Trips;
use sea_orm::{ConnectionTrait, Statement};
use std::{sync::Arc, time::Duration};
use stories::Scene;

pub use crate::install::{act, installer};
#[cfg(test)]
pub use tests::lived;

/// Cases of half a year.
const CASES: usize = 1500;

/// What was made; nothing where the town stood already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub areas: usize,
    pub organisations: usize,
    pub people: usize,
    pub sites: usize,
    pub rounds: usize,
    pub visits: usize,
    pub cases: usize,
    pub postings: i64,
}

/// Makes the town with half a year that ends the day before `today`, unless it stands already. The clock is left where
/// the story ends; whoever asked lets it run again.
pub async fn fill(app: &App, today: Date) -> Result<Summary, Error> {
    if directory::area_of_code(&app.db.read().await?, "990101001").await?.is_some() {
        return Ok(Summary::default());
    }
    let first = today.saturating_sub(6.months());
    app.clock.hold(at(first.saturating_sub(1.day()), 8));
    let now = app.clock.now();
    app.db.write_step(async move |tx: &Tx| setting::put(tx, DEMO, "yes", now).await).await?;
    let town = cast::make(app).await?;
    live(app, &town, &Album::paint(1).await?, [first, today], CASES).await
}

/// So many cases in the town's days.
async fn live(
    app: &App,
    town: &Town,
    album: &Album,
    days: [Date; 2],
    count: usize,
) -> Result<Summary, Error> {
    let (crew, data) = (staff::hire(app, town, days).await?, Data::read()?);
    let settings = app.settled().await?;
    let office = crew.office(days[0]);
    let clerk = office.first().ok_or_else(|| Error::NotDone("nobody in the office".into()))?;
    act(app, Arc::clone(clerk), async move |work| {
        settings::set_campaign(work, campaign(days[0]), "开始创建（演示）").await
    })
    .await?;
    let sites = sites::open(app, town, &data, clerk, sites::SHOPS * count / CASES).await?;
    let none = Trips::default();
    let scene = Scene { app, settings, town, crew: &crew, album, data: &data, sites: &sites, trips: &none };
    let trips = rounds::walk(&scene, days, count as f64 / CASES as f64).await?;
    let scene = Scene { trips: &trips, ..scene };
    let visits = stories::tell(&scene, days, count).await?;
    let last = days[1].saturating_sub(1.day());
    if let Some(office) = crew.office(last).first() {
        family::join(&scene, office).await?;
    }
    Ok(Summary {
        areas: town.areas.len(),
        organisations: town.organisations.len(),
        people: crew.len(),
        sites: sites.len(),
        rounds: trips.len(),
        visits,
        cases: count,
        postings: postings(app).await?,
    })
}

/// What the town works for.
fn campaign(first: Date) -> Campaign {
    Campaign {
        title: "全国文明村镇".into(),
        level: CampaignLevel::National,
        term: Some("第八届".into()),
        theme: Some("创建促和谐".into()),
        starts_on: first,
    }
}

async fn postings(app: &App) -> Result<i64, Error> {
    let db = app.db.read().await?;
    let count = Statement::from_string(db.get_database_backend(), "select count(*) as n from posting");
    let row = db.query_one_raw(count).await?;
    row.map_or(Ok(0), |row| Ok(row.try_get("", "n")?))
}

/// The full hour of a day in Asia/Shanghai.
fn at(day: Date, hour: u64) -> Moment {
    Period::start_of(day) + Duration::from_hours(hour)
}
