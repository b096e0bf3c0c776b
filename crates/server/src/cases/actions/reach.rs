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
    let unit = match case.state {
        State::Dispatched | State::Accepted => case.lead,
        State::Rectified if case.verifying.is_some() => case.verifying,
        _ => parties::office(db, case).await?.map(|office| office.id),
    };
    Ok(unit.map(|unit| (unit, verb)))
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
