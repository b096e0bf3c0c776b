//! What of a case waits for whom: written anew with every verb.

use super::{parties, reach};
use crate::{
    cases::{
        figures,
        model::{Case, Error},
        rules, store,
    },
    platform::waiting::Task,
    work::Work,
};
use kernel::{id::Uuid, moment::Moment};

/// An organisation, the verb that it must do, and until when.
type Wait = (Uuid, &'static str, Option<Moment>);

pub async fn wait(work: &Work<'_>, case: &Case) -> Result<(), Error> {
    let mut waits: Vec<Wait> = Vec::new();
    let due = match rules::with_unit(case.state) {
        true => case.deadline(),
        // the office and the verifier have the limits of their own stages
        false => store::running_stage(work.tx(), case.id).await?,
    };
    // a parent is its children's to move on
    if case.kin.open_children == 0
        && let Some((unit, verb)) = reach::waits_for(work.tx(), case).await?
    {
        waits.push((unit, verb, due));
    }
    if rules::with_unit(case.state) {
        let open = case.cooperating.iter().filter(|part| part.done.is_none());
        waits.extend(open.map(|part| (part.organisation, "part_done", due)));
        waits.extend(answer_asked(work, case).await?.map(|unit| (unit, "grant_extension", due)));
        waits.extend(pressed(work, case).await?.map(|unit| (unit, "supervise", due)));
    }
    let detail = format!("{} · {}", case.number, case.place.words);
    let task = |(organisation, verb, due): Wait| Task {
        organisation,
        kind: figures::KIND,
        verb,
        title: &case.title,
        detail: detail.clone(),
        due,
    };
    work.wait(case.id.0, waits.into_iter().map(task).collect()).await?;
    Ok(())
}

/// Who answers a request for more time: the creation office; a further one the nearest above the unit that granted the
/// one before and that may. Where there is none, the office can only refuse.
async fn answer_asked(work: &Work<'_>, case: &Case) -> Result<Option<Uuid>, Error> {
    if case.asked.is_none() {
        return Ok(None);
    }
    let above = match case.extended_by {
        Some(granted) => parties::nearest_granting(work.tx(), case, granted, work.now()).await?,
        None => None,
    };
    let office = parties::office(work.tx(), case).await?.map(|office| office.id);
    Ok(above.or(office))
}

/// From the second level on a supervision lies with the leader in charge; the first is the unit's own.
async fn pressed(work: &Work<'_>, case: &Case) -> Result<Option<Uuid>, Error> {
    if case.supervised < 2 {
        return Ok(None);
    }
    let head = reach::supervised(work.tx(), case, case.supervised, work.now()).await?;
    Ok(head.map(|head| head.organisation).filter(|unit| Some(*unit) != case.lead))
}
