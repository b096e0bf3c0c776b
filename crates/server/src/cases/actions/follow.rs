//! Open cases and rules of dispatch go with the units and areas that others follow. A case stays where it was counted;
//! only who answers for it, verifies and helps is another from then on.

use super::{
    settle::told_rule,
    step::category_of,
    write::{Done, write},
};
use crate::{
    cases::{
        category::Category,
        model::{Case, Error, Move, Part, Verb},
        rules::{self, Change},
        store::{self, DispatchRule},
    },
    directory::{self, Follower, Handed, Hanging},
    work::Work,
};
use futures::FutureExt;
use kernel::id::Uuid;
use std::collections::HashMap;

/// What the directory tells when an area or a unit has a successor.
pub const SUCCEEDS: Follower = Follower {
    take: |work, handed| {
        take(work, handed).map(|done| done.map_err(directory::Error::following)).boxed_local()
    },
    hangs: |db, on| {
        async move {
            let found = store::refers(db, on).await?;
            Ok(found.into_iter().map(|(on, what, count)| Hanging { on, what, count }).collect())
        }
        .boxed()
    },
};

async fn take(work: &Work<'_>, handed: &Handed) -> Result<(), Error> {
    let closed: Vec<Uuid> = handed.organisations.iter().map(|(from, _)| *from).collect();
    for id in store::open_of(work.tx(), &closed).await? {
        let Some(case) = store::find_case(work.tx(), id).await? else { continue };
        hand_on(work, &case, handed).await?;
    }
    for rule in store::dispatch_rules(work.tx()).await? {
        follow_rule(work, rule, handed).await?;
    }
    Ok(())
}

async fn hand_on(work: &Work<'_>, case: &Case, handed: &Handed) -> Result<(), Error> {
    let category = category_of(work, case).await?;
    let mut history = store::history(work.tx(), case.id).await?;
    let done = Done { reason: Some(handed.words.clone()), ..Done::by_rule(Verb::HandOn) };
    let successor = |unit| handed.organisation(unit);
    pass_on(work, case, &category, done, &mut history, successor).await.map(|_| ())
}

/// A case that rested while its units may have been followed by others goes on with those.
pub async fn catch_up(
    work: &Work<'_>,
    case: Case,
    category: &Category,
    history: &mut Vec<Move>,
) -> Result<Case, Error> {
    let helping = case.cooperating.iter().map(|part| part.organisation);
    let mut heirs = HashMap::new();
    for unit in case.lead.into_iter().chain(case.verifying).chain(helping) {
        let heir = directory::heir_of(work.tx(), unit).await?;
        if heir != unit {
            heirs.insert(unit, heir);
        }
    }
    if heirs.is_empty() || !rules::acts(case.state).contains(&Verb::HandOn) {
        return Ok(case);
    }
    let successor = |unit| heirs.get(&unit).copied();
    pass_on(work, &case, category, Done::by_rule(Verb::HandOn), history, successor).await
}

async fn pass_on(
    work: &Work<'_>,
    case: &Case,
    category: &Category,
    done: Done,
    history: &mut Vec<Move>,
    successor: impl Fn(Uuid) -> Option<Uuid>,
) -> Result<Case, Error> {
    let mut change = Change::by(work.who().person, work.now());
    let (lead, cooperating, verifying) = followed(case, successor);
    change.superior = case.superior && verifying.is_some();
    (change.lead, change.cooperating, change.verifying) = (lead, cooperating, verifying);
    let moved = rules::after(case, Verb::HandOn, &change, category, work.calendar())?;
    write(work, case, &moved, done, category, history).await
}

/// The units of a case with their successors: the lead, those beside it, and who verifies. Nobody helps or verifies
/// what they answer for themselves; a part that was done stays done.
fn followed(
    case: &Case,
    successor: impl Fn(Uuid) -> Option<Uuid>,
) -> (Option<Uuid>, Vec<Part>, Option<Uuid>) {
    let present = |unit: Uuid| successor(unit).unwrap_or(unit);
    let lead = case.lead.map(present);
    let mut cooperating: Vec<Part> = Vec::new();
    for part in &case.cooperating {
        let part = Part { organisation: present(part.organisation), ..part.clone() };
        match cooperating.iter_mut().find(|known| known.organisation == part.organisation) {
            Some(known) => known.done = known.done.min(part.done),
            None if Some(part.organisation) == lead => {}
            None => cooperating.push(part),
        }
    }
    let verifying = case
        .verifying
        .map(present)
        .filter(|unit| Some(*unit) != lead && !cooperating.iter().any(|part| part.organisation == *unit));
    (lead, cooperating, verifying)
}

/// A rule that names what is closed ends, and one for its successors begins where none stands.
async fn follow_rule(work: &Work<'_>, rule: DispatchRule, handed: &Handed) -> Result<(), Error> {
    let present = |unit: Option<Uuid>| unit.map(|unit| handed.organisation(unit).unwrap_or(unit));
    let follows = DispatchRule {
        area: handed.area(rule.area).unwrap_or(rule.area),
        organisation: present(rule.organisation),
        verifier: present(rule.verifier),
        ..rule.clone()
    };
    let named = |rule: &DispatchRule| (rule.area, rule.organisation, rule.verifier);
    if named(&follows) == named(&rule) {
        return Ok(());
    }
    store::end_dispatch_rule(work.tx(), rule.id, work.now()).await?;
    told_rule(work, rule.id, Some(&rule), None, &handed.words).await?;
    if store::dispatch_rule_of(work.tx(), &follows.category, follows.area).await?.is_none() {
        let begun = DispatchRule { id: work.id(), begun_at: work.now().millis(), ..follows };
        store::begin_dispatch_rule(work.tx(), &begun).await?;
        told_rule(work, begun.id, None, Some(&begun), &handed.words).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cases::a_case_of;

    #[test]
    fn nobody_verifies_or_helps_with_what_is_theirs_now() {
        let [village, other, office] = [1, 2, 3].map(Uuid::from_u128);
        let part = |organisation| Part { organisation, path: String::new(), done: None };
        let case = Case {
            cooperating: vec![part(other), part(office)],
            ..a_case_of(office, Some(village), Some(other), "a.", "x")
        };
        let into = |heir: Uuid| move |unit| (unit == village).then_some(heir);
        let (lead, cooperating, verifying) = followed(&case, into(other));
        assert_eq!((lead, verifying), (Some(other), None), "its own work is verified by somebody else");
        assert_eq!(cooperating.iter().map(|part| part.organisation).collect::<Vec<_>>(), [office]);
        let (lead, cooperating, verifying) = followed(&case, |_| None);
        assert_eq!((lead, cooperating, verifying), (case.lead, case.cooperating, None), "it helps with it");
    }
}
