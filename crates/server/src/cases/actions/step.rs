//! Every verb after the report: one way from the seen case to the moved one.

use super::{
    family, follow, parties,
    permit::{Around, Permit, around, granting, permit},
    reach,
    report::{add_photos, known_condition},
    spot,
    write::{Done, TRACED, acting, move_on, write},
};
use crate::{
    cases::{
        category::Category,
        figures,
        model::{Case, CaseId, Detail, Error, Move, Part, Spot, State, Verb},
        rules::{self, Change},
        store,
    },
    directory,
    work::{Denied, Work},
};
use kernel::{calendar::Limit, id::Uuid, moment::Moment};

pub const LONGEST_REASON: usize = 500;

/// What somebody asks of a case.
#[derive(Clone, Debug)]
pub struct Step {
    pub verb: Verb,
    /// the version that the person saw
    pub seen: i32,
    pub reason: Option<String>,
    /// the unit that a dispatch or the choice of a verifier names
    pub unit: Option<Uuid>,
    /// the units beside the lead that a dispatch names
    pub cooperating: Vec<Uuid>,
    /// the day's end by which a superior wants it, with a dispatch
    pub until: Option<Moment>,
    /// the extension that is asked for or granted, as `2 work_day`
    pub limit: Option<String>,
    /// a condition of the category, with a registration, a dispatch or a correction
    pub condition: Option<String>,
    /// the case that this one is merged into
    pub into: Option<Uuid>,
    pub photos: Vec<Uuid>,
}

impl Step {
    /// A verb and nothing said with it.
    pub const fn of(verb: Verb, seen: i32) -> Self {
        Self {
            verb,
            seen,
            reason: None,
            unit: None,
            cooperating: Vec::new(),
            until: None,
            limit: None,
            condition: None,
            into: None,
            photos: Vec::new(),
        }
    }
}

/// Does one verb with one case.
pub async fn move_case(work: &Work<'_>, id: CaseId, step: Step) -> Result<Case, Error> {
    let (case, mut history, around) = found(work, id, step.verb, step.seen).await?;
    match permit(work.who(), &case, step.verb, &around) {
        Permit::Yes => {}
        Permit::No => return Err(Denied(step.verb.right()).into()),
        Permit::Barred(bar) => return Err(Error::Barred(bar)),
    }
    let category = category_of(work, &case).await?;
    let condition = condition(&case, &category, &step)?;
    let category = category.under(condition.as_deref()).within(case.own_limit.as_deref());
    let case = settled(work, case, &category, &mut history, Some(step.verb)).await?;
    let verb = step.verb;
    let moved = advance(work, &case, &category, Step { condition, ..step }, &around, &mut history).await?;
    let moved = match verb {
        Verb::Reopen | Verb::Unmerge => follow::catch_up(work, moved, &category, &mut history).await?,
        _ => moved,
    };
    let follows = match moved.state {
        State::Verified if !category.office_looks_again => Verb::Close,
        State::Rectified if moved.spot == Some(Spot::Passed) => Verb::CloseUnchecked,
        // what waited for an answer may be late now
        _ => return settled(work, moved, &category, &mut history, None).await,
    };
    move_on(work, &moved, &category, Done::by_rule(follows), &mut history).await
}

/// A case that the person may read, in a state that the verb leads on from, with its history and what stands around it.
/// What is only added to a case asks for no version of it.
pub async fn found(
    work: &Work<'_>,
    id: CaseId,
    verb: Verb,
    seen: i32,
) -> Result<(Case, Vec<Move>, Around), Error> {
    let db = work.tx();
    let case = store::find_case(db, id).await?.ok_or(Error::NoSuchCase)?;
    if !case.shown(|shown| work.who().may_read("case.read", shown)) {
        let area = case.place.area;
        return Err(directory::beyond(db, work.who(), area, work.now(), Error::NoSuchCase).await);
    }
    if case.version != seen && verb != Verb::Supplement {
        return Err(stale(work, &case, seen).await?);
    }
    rules::next(&case, verb)?;
    let history = store::history(db, case.id).await?;
    let told = history.iter().map(|line| (line.verb, line.cycle, [line.person, line.for_person]));
    let rectifiers = rules::rectifiers(case.cycle, told);
    let around = around(db, work.who(), &case, rectifiers, work.now()).await?;
    Ok((case, history, around))
}

/// Somebody was faster: who, with what, and what that changed.
async fn stale(work: &Work<'_>, case: &Case, seen: i32) -> Result<Error, Error> {
    let found = directory::meanwhile(work.tx(), figures::KIND, case.id.0, seen, TRACED).await?;
    let bare = |meanwhile: directory::Meanwhile| {
        let verb = meanwhile.verb().trim_start_matches("case.").to_owned();
        meanwhile.called(&verb)
    };
    Ok(Error::Stale { seen, now: case.version, meanwhile: found.map(bare) })
}

/// The case's rule under its condition and its own limit.
pub async fn category_of(work: &Work<'_>, case: &Case) -> Result<Category, Error> {
    let unknown = || Error::NoSuchCategory(case.category.clone());
    let category = store::find_category(work.tx(), &case.category).await?.ok_or_else(unknown)?;
    Ok(category.under(case.condition.as_deref()).within(case.own_limit.as_deref()))
}

/// The condition that a verb says, which only those may that come before the unit's clock; one that is said stays until
/// it is corrected.
fn condition(case: &Case, category: &Category, step: &Step) -> Result<Option<String>, Error> {
    if step.verb == Verb::CorrectCondition {
        return match step.condition == case.condition {
            true => Err(Error::ConditionSame),
            false => known_condition(category, step.condition.clone()),
        };
    }
    let Some(named) = &step.condition else { return Ok(None) };
    if !matches!(step.verb, Verb::Register | Verb::Dispatch) {
        return Err(Error::ConditionNotHere(step.verb));
    }
    match &case.condition {
        Some(known) if known != named => Err(Error::ConditionSet(known.clone())),
        _ => known_condition(category, Some(named.clone())),
    }
}

/// The clock comes by a case. Twice changes nothing.
pub async fn settle(work: &Work<'_>, id: CaseId) -> Result<(), Error> {
    let Some(case) = store::find_case(work.tx(), id).await? else { return Ok(()) };
    let category = category_of(work, &case).await?;
    let mut history = store::history(work.tx(), id).await?;
    settled(work, case, &category, &mut history, None).await.map(|_| ())
}

/// What passed before the clock came by is said first, so that no verb hides it: a deadline, and each level of
/// supervision since. `next` is that verb.
pub async fn settled(
    work: &Work<'_>,
    case: Case,
    category: &Category,
    history: &mut Vec<Move>,
    next: Option<Verb>,
) -> Result<Case, Error> {
    let mut case = case;
    if rules::falls_due(&case, next, work.now()) {
        case = move_on(work, &case, category, Done::by_rule(Verb::FallDue), history).await?;
    }
    while rules::level_is_due(&case, work.now()) {
        let detail = raised(work, &case).await?;
        let done = Done { detail, ..Done::by_rule(Verb::Supervise) };
        case = move_on(work, &case, category, done, history).await?;
    }
    Ok(case)
}

/// What a supervision one level higher leaves in the history.
async fn raised(work: &Work<'_>, case: &Case) -> Result<Detail, Error> {
    let level = case.supervised + 1;
    let head = reach::supervised(work.tx(), case, level, work.now()).await?;
    Ok(Detail { level: Some(level), reached: head.map(|head| head.position), ..Detail::default() })
}

async fn advance(
    work: &Work<'_>,
    case: &Case,
    category: &Category,
    step: Step,
    around: &Around,
    history: &mut Vec<Move>,
) -> Result<Case, Error> {
    let verb = step.verb;
    let reason = step.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if let Some(length) = reason.map(|reason| reason.chars().count()).filter(|n| *n > LONGEST_REASON) {
        return Err(Error::TooLong { field: "reason", length, most: LONGEST_REASON });
    }
    if rules::needs_reason(verb) && reason.is_none() {
        return Err(Error::ReasonMissing);
    }
    if verb == Verb::Supplement && reason.is_none() && step.photos.is_empty() {
        return Err(Error::NothingAdded);
    }
    let shows = rules::photos_show(verb);
    if shows.is_none() && !step.photos.is_empty() {
        return Err(Error::NoPhotos(verb));
    }
    let wanted = rules::photos_wanted(verb, category);
    if step.photos.len() < wanted {
        return Err(Error::PhotoMissing { wanted });
    }
    let mut change = change(work, case, category, &step, history).await?;
    if verb == Verb::GrantExtension {
        let acts = || acting(work, case, verb).map(|post| post.organisation);
        change.granting = granting(work.who(), around).or_else(acts);
    }
    let moved = rules::after(case, verb, &change, category, work.calendar())?;
    if let Some(shows) = shows {
        add_photos(work, case, &step.photos, shows).await?;
    }
    let detail = match verb {
        Verb::Supervise => raised(work, case).await?,
        Verb::Urge => {
            let head = reach::urged(work.tx(), case, work.now()).await?;
            Detail { reached: head.map(|head| head.position), ..Detail::default() }
        }
        _ => {
            let other = change.into.or(case.merged_into);
            Detail { limit: change.limit, condition: change.condition, other, ..Detail::default() }
        }
    };
    let done = Done { reason: reason.map(str::to_owned), detail, ..Done::plain(verb) };
    write(work, case, &moved, done, category, history).await
}

/// What the verb changes, found by rule where nobody names it.
async fn change(
    work: &Work<'_>,
    case: &Case,
    category: &Category,
    step: &Step,
    history: &[Move],
) -> Result<Change, Error> {
    let db = work.tx();
    let mut change = Change::by(work.who().person, work.now());
    change.condition.clone_from(&step.condition);
    match step.verb {
        Verb::Dispatch => {
            let lead = parties::dispatch_to(db, case, category, step.unit, work.now()).await?;
            change.cooperating = parties::cooperating(db, lead, &step.cooperating, work.now()).await?;
            change.lead = Some(lead);
            change.until = step.until;
        }
        Verb::FixOnSpot => {
            change.spot = Some(spot::draw(work, case, category, &step.photos, history).await?);
            change.lead = acting(work, case, step.verb).map(|post| post.organisation);
            let fixed = Case { lead: change.lead, ..case.clone() };
            verified_by(&mut change, parties::verifier_of(db, &fixed, work.now()).await?);
        }
        Verb::Reopen => change.lead = Some(again(work, case, step.unit).await?),
        Verb::PartDone => {
            let mine = acting(work, case, step.verb).map(|post| post.organisation);
            let parts = case.cooperating.iter().filter(|part| Some(part.organisation) == mine);
            change.cooperating = parts.cloned().collect::<Vec<Part>>();
        }
        Verb::Rectify => verified_by(&mut change, parties::verifier_of(db, case, work.now()).await?),
        Verb::AssignVerifier => {
            change.verifying = Some(parties::named_verifier(db, case, step.unit, work.now()).await?);
        }
        Verb::Merge => change.into = Some(family::target(work, case, step.into).await?),
        Verb::AskExtension => change.limit = Some(extension(step.limit.as_deref())?),
        Verb::GrantExtension => {
            change.limit = Some(extension(step.limit.as_deref().or(case.asked.as_deref()))?);
        }
        _ => {}
    }
    Ok(change)
}

fn verified_by(change: &mut Change, found: Option<parties::Verifier>) {
    change.verifying = found.map(|found| found.unit);
    change.superior = found.is_some_and(|found| found.superior);
}

/// Who has a reopened case: the unit that is named, else the one that had it or follows it, if it may accept.
async fn again(work: &Work<'_>, case: &Case, named: Option<Uuid>) -> Result<Uuid, Error> {
    let unit = match named {
        Some(named) => named,
        None => directory::heir_of(work.tx(), case.lead.ok_or(Error::NoUnit)?).await?,
    };
    let unit = directory::find_organisation(work.tx(), unit).await?.ok_or(Error::NoSuchOrganisation)?;
    match parties::accepts(work.tx(), unit.id, work.now()).await? {
        true => Ok(unit.id),
        false => Err(Error::CannotAccept(unit.short_name)),
    }
}

/// An extension in words, of at least one hour or day.
fn extension(words: Option<&str>) -> Result<String, Error> {
    let refuse = || Error::BadExtension(words.map(str::to_owned));
    let words = words.map(str::trim).ok_or_else(refuse)?;
    let limit: Limit = words.parse().map_err(|_| refuse())?;
    if limit.amount == 0 { Err(refuse()) } else { Ok(words.into()) }
}
