//! Fixing on the spot: who draws, and by which seed.

use crate::{
    cases::{
        category::Category,
        model::{Case, Error, Move, Shows, Spot, State, Verb},
        rules::{self, Taken},
        store,
    },
    directory,
    platform::{file, permission::Who, setting, trail},
    work::{Happened, Work},
};
use jiff::{ToSpan, civil::Date};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr};

/// The setting that holds the secret, as hexadecimal. No page shows it.
const SECRET: &str = "spot_secret";
const TELL: &str = "audit.read";

/// Keeps the secret of a new installation; one that has a secret keeps its own.
pub async fn keep_spot_secret(db: &impl ConnectionTrait, secret: &[u8], now: Moment) -> Result<(), DbErr> {
    setting::begin(db, SECRET, &hex::encode(secret), now).await
}

/// The person sent the photo before in a visit that is still going on.
pub async fn in_visit(db: &impl ConnectionTrait, who: &Who, case: &Case, now: Moment) -> Result<bool, DbErr> {
    let before = before(db, who, case).await?;
    let comes = Taken { said: None, came: now };
    Ok(before.is_some_and(|before| rules::same_visit(before, comes)))
}

/// The newest photo before, where the person reported the case and nobody has it yet.
async fn before(db: &impl ConnectionTrait, who: &Who, case: &Case) -> Result<Option<Taken>, DbErr> {
    if case.state != State::Registered || case.reported_by != who.person {
        return Ok(None);
    }
    let photos = store::photos(db, case.id).await?;
    let mut newest: Option<Taken> = None;
    for photo in photos.iter().filter(|photo| photo.role == Shows::Before.word()) {
        let file = file::find(db, photo.file).await?;
        // another's clock says nothing of this person's photos
        let own = file.filter(|file| file.uploaded_by == who.account);
        let said = own.and_then(|file| file.taken_at).map(Moment::from_millis);
        let taken = Taken { said, came: Moment::from_millis(photo.added_at) };
        if newest.is_none_or(|known| (known.came, known.said) < (taken.came, taken.said)) {
            newest = Some(taken);
        }
    }
    Ok(newest)
}

/// Holds the conditions of a fix on the spot, and draws whether it is verified.
pub async fn draw(
    work: &Work<'_>,
    case: &Case,
    category: &Category,
    photos: &[Uuid],
    history: &[Move],
) -> Result<Spot, Error> {
    if !category.spot {
        return Err(Error::NotOnSpot(category.code.clone()));
    }
    let before = before(work.tx(), work.who(), case).await?.ok_or(Error::NotOneVisit)?;
    for photo in photos {
        let file = file::find(work.tx(), *photo).await?.ok_or(file::Error::NoSuchFile)?;
        let after = Taken { said: file.taken_at.map(Moment::from_millis), came: work.now() };
        if !rules::same_visit(before, after) {
            return Err(Error::NotOneVisit);
        }
    }
    let registered = history.iter().rfind(|step| step.verb == Verb::Register);
    let month = month_of(registered.map_or(case.reported_at, |step| step.at).day());
    let drawn = rules::drawn(&seed(work, &month).await?, case.id, category.checked_percent);
    Ok(if drawn { Spot::Drawn } else { Spot::Passed })
}

fn month_of(day: Date) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

async fn seed(work: &Work<'_>, month: &str) -> Result<[u8; 32], Error> {
    let secret = setting::find(work.tx(), SECRET).await?.ok_or(Error::NoSecret)?;
    rules::seed(secret.as_bytes(), month).map_err(|_| Error::NoSecret)
}

/// Tells the seed of a month that is over, by which anybody may draw its cases again. Each telling is on the trail.
pub async fn tell_seed(work: &Work<'_>, month: &str) -> Result<[u8; 32], Error> {
    directory::may_settle::<Error>(work, TELL, None).await?;
    let first: Date = format!("{month}-01").parse().map_err(|_| Error::NoMonth(month.into()))?;
    if month_of(first) != month {
        return Err(Error::NoMonth(month.into()));
    }
    if first.saturating_add(1.month()) > work.now().day() {
        return Err(Error::MonthRuns(month.into()));
    }
    let (record, after) = (trail::named("spot_seed", month), serde_json::json!({ "month": month }));
    work.record(Happened { verb: TELL, kind: "spot_seed", record, before: None, after: Some(&after) })
        .await?;
    seed(work, month).await
}
