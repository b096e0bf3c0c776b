//! Every verb after the report: one way from the seen case to the moved one.

use super::{parties, report::add_photos};
use crate::{
    cases::{
        category::Category,
        figures,
        model::{Case, CaseId, Error, Move, Shows, State, Verb},
        rules::{self, Change, Holder},
        store,
    },
    platform::{permission::Who, waiting::Task},
    work::{Denied, Happened, Work},
};
use kernel::id::Uuid;

const LONGEST_REASON: usize = 500;

/// What somebody asks of a case.
#[derive(Clone, Debug)]
pub struct Step {
    pub verb: Verb,
    /// the version that the person saw
    pub seen: i32,
    pub reason: Option<String>,
    /// the unit that a dispatch names
    pub unit: Option<Uuid>,
    pub photos: Vec<Uuid>,
}

/// May this person do this now, as far as the person is concerned?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permit {
    Yes,
    /// no right: the verb is absent
    No,
    /// the right is there, but separation of duties forbids it
    OwnWork,
}

/// Whether the person's posts hold a verb on a case.
pub fn permit(who: &Who, case: &Case, verb: Verb, rectifiers: &[Uuid]) -> Permit {
    let right = verb.right();
    let held = match rules::holder(verb) {
        Holder::Office => case.shown(|shown| who.may(right, shown)),
        Holder::Lead => case.lead.is_some_and(|unit| who.may_as(right, unit).is_some()),
        Holder::Verifier => case.verifying.is_some_and(|unit| who.may_as(right, unit).is_some()),
        Holder::Clock => false,
    };
    match held {
        false => Permit::No,
        true if rules::holder(verb) == Holder::Verifier && rectifiers.contains(&who.person) => {
            Permit::OwnWork
        }
        true => Permit::Yes,
    }
}

/// Does one verb with one case.
pub async fn move_case(work: &Work<'_>, id: CaseId, step: Step) -> Result<Case, Error> {
    let db = work.tx();
    let case = store::find_case(db, id).await?.ok_or(Error::NoSuchCase)?;
    if !case.shown(|shown| work.who().may_read("case.read", shown)) {
        return Err(Error::NoSuchCase);
    }
    let rectifiers = store::rectifiers(db, &case).await?;
    rules::next(&case, step.verb)?;
    match permit(work.who(), &case, step.verb, &rectifiers) {
        Permit::Yes => {}
        Permit::No => return Err(Denied(step.verb.right()).into()),
        Permit::OwnWork => return Err(Error::OwnWork),
    }
    if case.version != step.seen {
        return Err(Error::Stale { seen: step.seen, now: case.version });
    }
    let unknown = || Error::NoSuchCategory(case.category.clone());
    let category = store::find_category(db, &case.category).await?.ok_or_else(unknown)?;
    let case = settle_deadline(work, case, &category).await?;
    let history = store::history(db, case.id).await?;
    let moved = advance(work, &case, &category, step, history).await?;
    if moved.state == State::Verified && !category.office_looks_again {
        let history = store::history(db, case.id).await?;
        return move_on(work, &moved, Verb::Close, &category, history).await;
    }
    Ok(moved)
}

/// A deadline that passed before the clock came by is said first, so that no verb hides it.
async fn settle_deadline(work: &Work<'_>, case: Case, category: &Category) -> Result<Case, Error> {
    if !rules::falls_due(&case, work.now()) {
        return Ok(case);
    }
    let history = store::history(work.tx(), case.id).await?;
    move_on(work, &case, Verb::FallDue, category, history).await
}

/// The clock finds a case late. Twice changes nothing.
pub async fn fall_due(work: &Work<'_>, id: CaseId) -> Result<(), Error> {
    let Some(case) = store::find_case(work.tx(), id).await? else { return Ok(()) };
    let unknown = || Error::NoSuchCategory(case.category.clone());
    let category = store::find_category(work.tx(), &case.category).await?.ok_or_else(unknown)?;
    settle_deadline(work, case, &category).await.map(|_| ())
}

async fn advance(
    work: &Work<'_>,
    case: &Case,
    category: &Category,
    step: Step,
    history: Vec<Move>,
) -> Result<Case, Error> {
    let verb = step.verb;
    let reason = step.reason.map(|reason| reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    if let Some(length) = reason.as_ref().map(|reason| reason.chars().count()).filter(|n| *n > LONGEST_REASON)
    {
        return Err(Error::TooLong { field: "reason", length, most: LONGEST_REASON });
    }
    if rules::needs_reason(verb) && reason.is_none() {
        return Err(Error::ReasonMissing);
    }
    let wanted = rules::photos_wanted(verb, category);
    if step.photos.len() < wanted {
        return Err(Error::PhotoMissing { wanted });
    }
    let shows = if matches!(verb, Verb::Verify | Verb::SendBack) { Shows::Verify } else { Shows::After };
    let lead = match verb {
        Verb::Dispatch => Some(parties::dispatch_to(work.tx(), case, category, step.unit).await?),
        _ => None,
    };
    let verifying = match verb {
        Verb::Rectify => parties::verifier_of(work.tx(), case).await?,
        _ => None,
    };
    let change = Change { at: work.now(), person: work.who().person, lead, verifying };
    let moved = rules::after(case, verb, &change, category, work.calendar())?;
    add_photos(work, case, &step.photos, shows).await?;
    write(work, case, &moved, Done { verb, reason, by_rule: false }, category, history).await
}

/// A verb that follows from another by rule.
pub async fn move_on(
    work: &Work<'_>,
    case: &Case,
    verb: Verb,
    category: &Category,
    history: Vec<Move>,
) -> Result<Case, Error> {
    let change = Change { at: work.now(), person: work.who().person, lead: None, verifying: None };
    let moved = rules::after(case, verb, &change, category, work.calendar())?;
    let by_rule = verb != Verb::Register;
    write(work, case, &moved, Done { verb, reason: None, by_rule }, category, history).await
}

struct Done {
    verb: Verb,
    reason: Option<String>,
    by_rule: bool,
}

async fn write(
    work: &Work<'_>,
    case: &Case,
    moved: &Case,
    done: Done,
    category: &Category,
    mut history: Vec<Move>,
) -> Result<Case, Error> {
    let db = work.tx();
    store::move_on(db, case, moved).await?;
    let line = entry(work, Some(case.state), moved, &done);
    store::insert_move(db, work.id(), case.id, &line).await?;
    if moved.state != case.state {
        turn_stage(work, moved, category).await?;
    }
    history.push(line);
    work.restate(&figures::source(moved, moved.version), &figures::of(moved, &history)).await?;
    wait(work, moved).await?;
    let (before, after) = (Trace::of(case), Trace::of(moved));
    work.record(Happened {
        verb: done.verb.right(),
        kind: figures::KIND,
        record: case.id.0,
        before: Some(&before),
        after: Some(&after),
    })
    .await?;
    // the paths follow the units
    store::find_case(db, case.id).await?.ok_or(Error::NoSuchCase)
}

/// The first line of a history. `last` tells whether the figures and what waits are written with it, or by the
/// registration that follows in the same transaction.
pub async fn finish_first(
    work: &Work<'_>,
    case: &Case,
    category: &Category,
    last: bool,
) -> Result<Vec<Move>, Error> {
    let done = Done { verb: Verb::Report, reason: None, by_rule: false };
    let line = entry(work, None, case, &done);
    store::insert_move(work.tx(), work.id(), case.id, &line).await?;
    let history = vec![line];
    if last {
        work.post(&figures::of(case, &history)).await?;
        turn_stage(work, case, category).await?;
        wait(work, case).await?;
    }
    let after = Trace::of(case);
    let record = case.id.0;
    work.record(Happened {
        verb: Verb::Report.right(),
        kind: figures::KIND,
        record,
        before: None,
        after: Some(&after),
    })
    .await?;
    Ok(history)
}

fn entry(work: &Work<'_>, from: Option<State>, moved: &Case, done: &Done) -> Move {
    let (organisation, person) = match done.by_rule {
        true => (None, None),
        false => (acting(work.who(), moved, done.verb), Some(work.who().person)),
    };
    Move {
        version: moved.version,
        verb: done.verb,
        from,
        to: moved.state,
        cycle: moved.cycle,
        at: work.now(),
        organisation,
        person,
        reason: done.reason.clone(),
        by_rule: done.by_rule,
        lead: moved.lead,
        verifying: moved.verifying,
        deadline: moved.deadline(),
    }
}

/// The organisation that a person acts for in this verb.
fn acting(who: &Who, case: &Case, verb: Verb) -> Option<Uuid> {
    let party = match rules::holder(verb) {
        Holder::Lead => case.lead,
        Holder::Verifier => case.verifying,
        Holder::Office | Holder::Clock => None,
    };
    party.or_else(|| who.post_for(verb.right()).map(|post| post.organisation))
}

/// Ends the running stage and begins the state's own, its limit frozen now.
async fn turn_stage(work: &Work<'_>, case: &Case, category: &Category) -> Result<(), Error> {
    let begins = match rules::stage(case.state) {
        None => None,
        Some(stage) => {
            let word = rules::limit_of(case, stage);
            let words = category.limits.get(word).cloned();
            let deadline = match stage {
                crate::cases::model::Stage::Handle => case.deadline(),
                _ => Some(category.deadline(work.calendar(), word, work.now())?),
            };
            Some((work.id(), stage, words, deadline))
        }
    };
    Ok(store::turn_stage(work.tx(), case, work.now(), begins).await?)
}

/// What waits, and for whom, in each state.
async fn wait(work: &Work<'_>, case: &Case) -> Result<(), Error> {
    let office = match case.state {
        State::Reported | State::Registered | State::Verified => {
            let place =
                crate::directory::find_area(work.tx(), case.place.area).await?.ok_or(Error::NoSuchArea)?;
            crate::directory::organisation_of_kind(work.tx(), "creation_office", &place).await?.map(|o| o.id)
        }
        _ => None,
    };
    let waits = match case.state {
        State::Reported => office.map(|o| (o, "register", None)),
        State::Registered => office.map(|o| (o, "dispatch", None)),
        State::Verified => office.map(|o| (o, "close", None)),
        State::Dispatched => case.lead.map(|o| (o, "accept", case.deadline())),
        State::Accepted => case.lead.map(|o| (o, "rectify", case.deadline())),
        State::Rectified => case.verifying.map(|o| (o, "verify", None)),
        State::Closed | State::Rejected | State::Shelved | State::Merged | State::Cancelled => None,
    };
    let task = waits.map(|(organisation, verb, due)| Task {
        organisation,
        kind: figures::KIND,
        verb,
        title: &case.title,
        detail: format!("{} · {}", case.number, case.place.words),
        due,
    });
    work.wait(case.id.0, task.into_iter().collect()).await?;
    Ok(())
}

/// What the trail keeps of a case at each move.
#[derive(serde::Serialize)]
struct Trace {
    state: State,
    version: i32,
    cycle: i32,
    lead: Option<Uuid>,
    verifying: Option<Uuid>,
    deadline: Option<kernel::moment::Moment>,
}
impl Trace {
    fn of(case: &Case) -> Self {
        Self {
            state: case.state,
            version: case.version,
            cycle: case.cycle,
            lead: case.lead,
            verifying: case.verifying,
            deadline: case.deadline(),
        }
    }
}
