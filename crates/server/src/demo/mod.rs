//! The demo town: invented places, organisations and people, made through the program's own verbs with a moved clock
//! and a fixed seed. Codes begin with 99 and everything is marked 演示.

pub mod cast;
mod dice;
mod map;
mod staff;

use crate::{
    app::App,
    directory,
    platform::{
        db::Tx,
        setting::{self, DEMO},
    },
    start::{self, Error},
};
use jiff::{ToSpan, civil::Date};
use kernel::moment::Moment;

pub use crate::install::{act, installer};

/// What was made; nothing where the town stood already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub areas: usize,
    pub organisations: usize,
    pub people: usize,
    pub cases: usize,
    pub postings: i64,
}

/// Makes the town with half a year that ends the day before `today`, unless it stands already. The clock is left where
/// the story ends; whoever asked lets it run again.
pub async fn fill(app: &App, today: Date) -> Result<Summary, Error> {
    if directory::area_of_code(&app.db.read().await?, "990101001").await?.is_some() {
        return Ok(Summary::default());
    }
    app.clock.hold(at(today.saturating_sub(6.months()), 8));
    let now = app.clock.now();
    app.db.write(async move |tx: &Tx| setting::put(tx, DEMO, "yes", now).await).await?;
    let town = cast::make(app).await?;
    start::seal(app).await?;
    Ok(Summary {
        areas: town.areas.len(),
        organisations: town.organisations.len(),
        people: cast::CAST.len(),
        cases: 0,
        postings: 0,
    })
}

/// The full hour of a day in Asia/Shanghai.
fn at(day: Date, hour: i8) -> Moment {
    let zone = kernel::moment::shanghai();
    day.at(hour, 0, 0, 0).to_zoned(zone).map_or(Moment::from_millis(0), |zoned| zoned.timestamp().into())
}
