//! The one way in which a verb is kept: the moved case, its line in the history, the stage's clock, the figures, what
//! waits, the trail and the event.

use super::{family::follow, permit::party, wait::wait};
use crate::{
    cases::{
        category::Category,
        figures,
        model::{Case, CaseId, Detail, Error, Move, Stage, State, Verb},
        rules::{self, Change},
        store,
    },
    platform::permission::Post,
    work::{Happened, Work},
};
use journal::Way;
use kernel::{calendar::Limit, id::Uuid, moment::Moment};

/// A verb as it is written down.
pub struct Done {
    pub verb: Verb,
    pub reason: Option<String>,
    pub by_rule: bool,
    pub detail: Detail,
}

impl Done {
    pub const fn plain(verb: Verb) -> Self {
        let detail = Detail { level: None, limit: None, reached: None, condition: None, other: None };
        Self { verb, reason: None, by_rule: false, detail }
    }
    pub fn by_rule(verb: Verb) -> Self {
        Self { by_rule: true, ..Self::plain(verb) }
    }
}

/// A verb that needs nothing but itself.
pub async fn move_on(
    work: &Work<'_>,
    case: &Case,
    category: &Category,
    done: Done,
    history: &mut Vec<Move>,
) -> Result<Case, Error> {
    let change = Change::by(work.who().person, work.now());
    let moved = rules::after(case, done.verb, &change, category, work.calendar())?;
    write(work, case, &moved, done, category, history).await
}

/// `history` holds the moves so far, and then this one.
pub async fn write(
    work: &Work<'_>,
    case: &Case,
    moved: &Case,
    done: Done,
    category: &Category,
    history: &mut Vec<Move>,
) -> Result<Case, Error> {
    let db = work.tx();
    store::move_on(db, case, moved).await?;
    let line = entry(work, Some(case), moved, &done);
    store::insert_move(db, work.id(), case.id, &line).await?;
    history.push(line);
    if moved.cooperating != case.cooperating {
        store::write_parts(db, moved).await?;
    }
    if moved.state != case.state {
        turn_stage(work, case.state, moved, category).await?;
    } else if moved.deadline() != case.deadline() {
        store::move_deadline(db, moved).await?;
    }
    let (source, stated) = (figures::source(moved, moved.version), figures::of(moved, history));
    if done.verb == Verb::FallDue {
        // on the deadline's day, whoever comes first after it
        work.restate_as(Way::Clock, &source, &stated).await?;
    } else {
        work.restate(&source, &stated).await?;
    }
    wait(work, moved).await?;
    record(work, done.verb, Some(case), moved).await?;
    if let Some(parent) = moved.parent.filter(|_| moved.is_open() != case.is_open())
        && done.verb != Verb::Register
    {
        Box::pin(follow(work, parent)).await?;
    }
    // the paths follow the units
    store::find_case(db, case.id).await?.ok_or(Error::NoSuchCase)
}

/// The first line of a history. `last` tells whether the figures and what waits are written with it, or by the
/// registration that follows in the same transaction.
pub async fn write_first(
    work: &Work<'_>,
    case: &Case,
    category: &Category,
    last: bool,
) -> Result<Vec<Move>, Error> {
    let detail = Detail { condition: case.condition.clone(), other: case.parent, ..Detail::default() };
    let line = entry(work, None, case, &Done { detail, ..Done::plain(Verb::Report) });
    store::insert_move(work.tx(), work.id(), case.id, &line).await?;
    let history = vec![line];
    if last {
        work.post(&figures::of(case, &history)).await?;
        turn_stage(work, case.state, case, category).await?;
        wait(work, case).await?;
    }
    record(work, Verb::Report, None, case).await?;
    Ok(history)
}

async fn record(work: &Work<'_>, verb: Verb, from: Option<&Case>, after: &Case) -> Result<(), Error> {
    let (before, after_) = (from.map(Trace::of), Trace::of(after));
    let happened = Happened {
        verb: verb.right(),
        kind: figures::KIND,
        record: after.id.0,
        before: before.as_ref().map(|trace| trace as _),
        after: Some(&after_),
    };
    Ok(work.record_as(acting(work, from.unwrap_or(after), verb), happened).await?)
}

fn entry(work: &Work<'_>, before: Option<&Case>, moved: &Case, done: &Done) -> Move {
    let (organisation, person, for_person) = match done.by_rule {
        true => (None, None, None),
        false => {
            let (post, who) = (acting(work, before.unwrap_or(moved), done.verb), work.who());
            let absent = who.absent.as_ref().map(|absent| absent.person);
            (post.map(|post| post.organisation), Some(who.person), absent)
        }
    };
    Move {
        version: moved.version,
        verb: done.verb,
        from: before.map(|case| case.state),
        to: moved.state,
        cycle: moved.cycle,
        at: work.now(),
        organisation,
        person,
        for_person,
        reason: done.reason.clone(),
        by_rule: done.by_rule,
        lead: moved.lead,
        verifying: moved.verifying,
        deadline: moved.deadline(),
        detail: done.detail.clone(),
    }
}

/// The post in which a person acts in this verb: the party's, else the one whose grant covers the case.
pub fn acting<'a>(work: &Work<'a>, case: &Case, verb: Verb) -> Option<&'a Post> {
    let (who, right) = (work.who(), verb.right());
    let as_party = party(who, case, verb).and_then(|party| who.may_as(right, party));
    as_party.or_else(|| case.shown(|shown| who.post_for(right, Some(shown))))
}

/// Ends the running stage and begins the state's own, its limit frozen now; a case that was shelved or merged goes
/// on with what was left.
async fn turn_stage(work: &Work<'_>, before: State, case: &Case, category: &Category) -> Result<(), Error> {
    let begins = match rules::stage(case.state) {
        None => None,
        Some(stage) => {
            let word = rules::limit_of(case, stage);
            let words = category.limits.get(word).cloned();
            let deadline = match stage {
                Stage::Handle => case.deadline(),
                _ => match left_of(work, before, case, stage).await? {
                    Some((limit, span)) => Some(rules::resumed(limit, span, work.calendar(), work.now())),
                    None => Some(category.deadline(work.calendar(), word, work.now())?),
                },
            };
            Some((work.id(), stage, words, deadline))
        }
    };
    Ok(store::turn_stage(work.tx(), case, work.now(), begins).await?)
}

/// The stage that shelving or merging broke off: its limit, its deadline and when it stopped.
async fn left_of(
    work: &Work<'_>,
    before: State,
    case: &Case,
    stage: Stage,
) -> Result<Option<(Limit, rules::Broken)>, Error> {
    if !matches!(before, State::Shelved | State::Merged) {
        return Ok(None);
    }
    let Some((words, broken)) = store::broken_off(work.tx(), case, stage).await? else { return Ok(None) };
    let limit = words.parse().map_err(|_| Error::Limit(words))?;
    Ok(Some((limit, broken)))
}

/// What of it the wire calls otherwise.
pub const TRACED: &[(&str, &str)] = &[("verifying", "verifier")];

/// What the trail keeps of a case at each verb, and its event tells.
#[derive(serde::Serialize)]
struct Trace {
    number: String,
    state: State,
    version: i32,
    cycle: i32,
    lead: Option<Uuid>,
    cooperating: Vec<Uuid>,
    verifying: Option<Uuid>,
    deadline: Option<Moment>,
    supervised: i32,
    asked: Option<String>,
    condition: Option<String>,
    merged_into: Option<CaseId>,
    parent: Option<CaseId>,
    closed_at: Option<Moment>,
}
impl Trace {
    fn of(case: &Case) -> Self {
        Self {
            number: case.number.clone(),
            state: case.state,
            version: case.version,
            cycle: case.cycle,
            lead: case.lead,
            cooperating: case.cooperating.iter().map(|part| part.organisation).collect(),
            verifying: case.verifying,
            deadline: case.deadline(),
            supervised: case.supervised,
            asked: case.asked.clone(),
            condition: case.condition.clone(),
            merged_into: case.merged_into,
            parent: case.parent,
            closed_at: case.closed_at,
        }
    }
}
