//! Whom an urging or a supervision reaches: the head of the unit that the case waits for, or of one above it.

use super::parties;
use crate::{
    cases::model::{Case, Error, State},
    directory::{self, Head},
};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;

/// The organisation that must move the case on, with its verb.
pub async fn waits_for(
    db: &impl ConnectionTrait,
    case: &Case,
) -> Result<Option<(Uuid, &'static str)>, Error> {
    let verb = match case.state {
        State::Reported => "register",
        State::Registered => "dispatch",
        State::Dispatched => "accept",
        State::Accepted => "rectify",
        State::Rectified if case.verifying.is_none() => "assign_verifier",
        State::Rectified => "verify",
        State::Verified => "close",
        State::Closed | State::Rejected | State::Shelved | State::Merged | State::Cancelled => {
            return Ok(None);
        }
    };
    let stands = Stands {
        state: case.state,
        lead: case.lead,
        verifying: case.verifying,
        area: case.paths.area.clone(),
    };
    Ok(waiting_unit(db, stands).await?.map(|unit| (unit, verb)))
}

/// Where a case stands, as far as it tells who must move it on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stands {
    pub state: State,
    pub lead: Option<Uuid>,
    pub verifying: Option<Uuid>,
    /// path of its area
    pub area: String,
}

/// The organisation that an open case waits for.
pub async fn waiting_unit(db: &impl ConnectionTrait, stands: Stands) -> Result<Option<Uuid>, Error> {
    Ok(match stands.state {
        State::Dispatched | State::Accepted => stands.lead,
        State::Rectified if stands.verifying.is_some() => stands.verifying,
        _ => parties::office_at(db, &stands.area).await?.map(|office| office.id),
    })
}

/// Whom an urging reaches now.
pub async fn urged(db: &impl ConnectionTrait, case: &Case, now: Moment) -> Result<Option<Head>, Error> {
    match waits_for(db, case).await? {
        Some((unit, _)) => Ok(directory::head_above(db, unit, 0, &now.day().to_string()).await?),
        None => Ok(None),
    }
}

/// Whom a level of supervision reaches: level 1 the unit's head, each further level the head one unit higher.
pub async fn supervised(
    db: &impl ConnectionTrait,
    case: &Case,
    level: i32,
    now: Moment,
) -> Result<Option<Head>, Error> {
    match case.lead {
        Some(unit) => {
            Ok(directory::head_above(db, unit, i64::from(level) - 1, &now.day().to_string()).await?)
        }
        None => Ok(None),
    }
}
