//! All rows of a list are dispatched together: one word of the office, then a case a row by a job, each in its own
//! transaction and under the row's id.

use super::{DISPATCH, Task, plan::photos_before, seen, write};
use crate::{
    cases::{self, Case, CaseId, Place, Report, Source, State as CaseState, Step, Verb},
    platform::{db::Tx, file, problem::Problem},
    referrals::{
        model::{Error, Item, Outcome, Referral, ReferralId, State},
        store,
    },
    wire::Period,
    work::Work,
};
use kernel::id::Uuid;

pub async fn dispatch(
    work: &Work<'_>,
    id: ReferralId,
    version: i32,
    origin: String,
) -> Result<Referral, Error> {
    let referral = seen(work, id, "referral.dispatch", version).await?;
    if !matches!(referral.state, State::Read | State::Dispatched) {
        return Err(Error::NotNow(referral.state));
    }
    let waiting = store::waiting_items(work.tx(), id).await?;
    if waiting.is_empty() {
        return Err(Error::NothingToDispatch);
    }
    let counts = store::counts(work.tx(), id, work.now()).await?;
    if counts.faulty > 0 {
        return Err(Error::Faulty(counts.faulty));
    }
    let moved = store::move_on(work.tx(), &referral, State::Dispatching, &referral.columns).await?;
    Task::of(work, id.0, origin).put(work, DISPATCH).await?;
    write(work, "referral.dispatch", Some(&referral), &moved).await?;
    Ok(moved)
}

/// One row becomes a case, registered and dispatched; `number` is the case's. A row that is one already stays.
pub async fn make_case(work: &Work<'_>, id: Uuid, number: String) -> Result<(), Error> {
    let db = work.tx();
    let Some(item) = store::find_item(db, id).await?.filter(Item::waits) else {
        return Ok(());
    };
    let referral = store::find(db, item.referral).await?.ok_or(Error::NotFound)?;
    // a job that was given up and is tried again: the list may be cancelled since, or dispatched by another word
    if referral.state != State::Dispatching {
        return Ok(());
    }
    work.may("referral.dispatch", referral.shown())?;
    let photos: Vec<Uuid> = photos_before(&referral, &item).collect();
    for photo in &photos {
        file::hand_over(db, *photo, referral.id.0, work.who().account).await?;
    }
    let draft = item.draft;
    let lacks = |field| move || Error::Unreadable(format!("row {id} has no {field}"));
    let area = draft.area.ok_or_else(lacks("area"))?.id;
    let found = cases::Found {
        title: draft.title,
        description: draft.description,
        category: draft.category.ok_or_else(lacks("category"))?.code,
        condition: None,
        place: Place { area, words: draft.place, position: None },
        site: draft.site.map(|site| site.id),
        round: None,
        source: Source::Superior,
        found_at: referral.received_at,
        photos,
    };
    let case = cases::report(work, Report { id: CaseId(id), number, found, finding: None }).await?;
    let due = draft.due_on.or(referral.due_on);
    let step = Step {
        unit: draft.unit.map(|unit| unit.id),
        until: due.map(Period::end_of),
        ..Step::of(Verb::Dispatch, case.version)
    };
    let case = cases::move_case(work, case.id, step).await?;
    store::made_case(db, id, &outcome(&case)).await?;
    Ok(())
}

fn outcome(case: &Case) -> Outcome {
    let state: CaseState = case.state;
    Outcome {
        number: case.number.clone(),
        state: state.word().into(),
        version: case.version,
        deadline: case.deadline(),
        closed_at: case.closed_at,
    }
}

/// Why no case was made of a row, to be read beside it.
pub async fn refused(tx: &Tx, item: Uuid, problem: &Problem) -> Result<(), Error> {
    Ok(store::refuse_item(tx, item, &serde_json::to_string(problem)?).await?)
}

/// The job is through: what was refused can be mended and dispatched again.
pub async fn end_dispatch(work: &Work<'_>, id: ReferralId) -> Result<(), Error> {
    let dispatching = |referral: &Referral| referral.state == State::Dispatching;
    let Some(referral) = store::find(work.tx(), id).await?.filter(dispatching) else { return Ok(()) };
    let moved = store::move_on(work.tx(), &referral, State::Dispatched, &referral.columns).await?;
    write(work, "referral.dispatch", Some(&referral), &moved).await
}
