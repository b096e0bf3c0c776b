//! The demo town: invented places, organisations and people, made through the program's own verbs with a moved clock
//! and a fixed seed. Codes begin with 99 and everything is marked 演示.

pub mod cast;
mod dice;
mod map;

use crate::{
    app::App,
    directory,
    platform::{
        db::{Fault, Refusal, Tx},
        permission::{Grant, Post, Scope, Who},
    },
    start::{self, Error},
    work::Work,
};
use jiff::{ToSpan, civil::Date};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, Statement};
use std::sync::Arc;

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

/// The installer: every verb of the shipped roles, everywhere. It makes the first areas, posts and grants, which
/// nobody else could give.
pub async fn installer(app: &App) -> Result<Arc<Who>, Error> {
    let db = app.db.read().await?;
    let statement = Statement::from_string(db.get_database_backend(), "select distinct verb from role_verb");
    let rows = db.query_all_raw(statement).await?;
    let verbs: Result<_, _> = rows.iter().map(|row| row.try_get::<String>("", "verb")).collect();
    let position = Uuid::nil();
    let post = Post {
        position,
        title: "installer".into(),
        organisation: Uuid::nil(),
        organisation_name: String::new(),
        organisation_path: String::new(),
        area: Uuid::nil(),
        area_name: String::new(),
    };
    let grant = Grant { position, verbs: Arc::new(verbs?), area: String::new(), scope: Scope::All };
    Ok(Arc::new(Who {
        account: Uuid::nil(),
        person: Uuid::nil(),
        name: "installer".into(),
        posts: vec![post],
        grants: vec![grant],
    }))
}

/// Does a verb as somebody, outside a request.
pub async fn act<T, E, F>(app: &App, who: Arc<Who>, verb: F) -> Result<T, Error>
where
    T: Send + 'static,
    E: Fault + std::error::Error,
    F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
{
    let order = start::order(app, who, "demo")?;
    let done = app.db.write_long(async move |tx: &Tx| verb(&Work::new(tx, &order)).await).await;
    done.map_err(|refusal| match refusal {
        Refusal::Own(error) => Error::NotDone(error.to_string()),
        other => Error::NotDone(format!("{other:?}")),
    })
}
