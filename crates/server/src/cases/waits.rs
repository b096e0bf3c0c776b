//! What a line of the waiting list tells of a case: its number and place, who wants what and why, and the time left.

use super::{
    model::{Error, State},
    rules,
    store::{self, Waiting},
};
use crate::wire::Named;
use kernel::{calendar::Calendar, id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// One thing that waits, told.
#[derive(Clone, Debug)]
pub struct Told {
    pub number: String,
    pub place: String,
    /// who asks, returned it, handled it or reported it
    pub unit: Option<Named>,
    pub reason: Option<String>,
    /// the extension that is asked for, as `2 work_day`
    pub asked: Option<String>,
    /// it was returned twice: the office decides
    pub coordination: bool,
    pub remaining_minutes: Option<i64>,
}

/// What waits about these cases.
pub struct Lines<'a> {
    cases: HashMap<Uuid, Waiting>,
    calendar: &'a Calendar,
    now: Moment,
}

impl<'a> Lines<'a> {
    pub async fn of(
        db: &impl ConnectionTrait,
        cases: &[Uuid],
        calendar: &'a Calendar,
        now: Moment,
    ) -> Result<Self, Error> {
        Ok(Self { cases: store::waits(db, cases).await?, calendar, now })
    }

    /// A case as the verb that it waits for concerns it.
    pub fn tell(&self, case: Uuid, verb: &str) -> Result<Option<Told>, Error> {
        let Some(case) = self.cases.get(&case) else { return Ok(None) };
        let named = |id: Option<Uuid>, name: &Option<String>| {
            id.zip(name.clone()).map(|(id, name)| Named { id, name })
        };
        let registering = || Some(Named { id: case.registering, name: case.registering_name.clone() });
        let said = match verb {
            "grant_extension" => case.asked.as_ref(),
            "dispatch" => case.returned.as_ref(),
            _ => None,
        };
        let unit = match (verb, said) {
            (_, Some(said)) => named(said.organisation, &said.organisation_name),
            ("verify" | "assign_verifier" | "close" | "supervise" | "grant_extension", None) => {
                named(case.lead, &case.lead_name)
            }
            _ => registering(),
        };
        Ok(Some(Told {
            number: case.number.clone(),
            place: case.place.clone(),
            unit,
            reason: said.and_then(|said| said.reason.clone()),
            asked: said.and_then(|said| said.limit_words.clone()),
            coordination: verb == "dispatch" && rules::bound(case.returns),
            remaining_minutes: self.left(case)?,
        }))
    }

    /// Left of the limit that runs: of handling while a unit has it, else of the stage.
    fn left(&self, case: &Waiting) -> Result<Option<i64>, Error> {
        let state = State::of(&case.state)?;
        if rules::with_unit(state) {
            let clock = store::read_clock(case.clock.as_deref())?;
            return Ok(rules::remaining_minutes(state, clock, self.calendar, self.now));
        }
        let runs = case.limit_words.as_deref().zip(case.stage_deadline_at.map(Moment::from_millis));
        runs.map(|(words, due)| rules::stage_left(words, due, self.calendar, self.now)).transpose()
    }
}
