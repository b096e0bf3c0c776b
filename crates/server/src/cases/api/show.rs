//! One case: all of it, and what you may do next.

use crate::{
    app::{Path, Read},
    cases::{
        actions::{self, Around, Permit, permit},
        api::{
            family::FamilyView,
            list::{CategoryName, ConditionName},
            view::{
                AllowedVerb, BarredVerb, CaseView, MatchView, MoveView, PartView, PhotoView, ReachView,
                RoundSeen, SeenView, StageView,
            },
        },
        category::Category,
        model::{Case, Error, Fact, Need, State, Verb},
        rules, store,
    },
    directory, inspections, obligations,
    platform::{file, permission::Who, problem::Problem},
    wire::{Named, Point},
};
use axum::Json;
use kernel::{calendar::Calendar, id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;

/// One case.
#[utoipa::path(get, path = "/api/cases/{id}", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, body = CaseView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<CaseView>, Problem> {
    let case = readable(&read, id).await?;
    Ok(Json(view(&read.db, &read.who, case, &read.settings.calendar, read.now).await?))
}

/// A case that this person may read; one beyond their range says whose it is.
pub async fn readable(read: &Read, id: Uuid) -> Result<Case, Problem> {
    let case = store::find_case(&read.db, id.into()).await?.ok_or(Error::NoSuchCase)?;
    if case.shown(|shown| read.who.may_read("case.read", shown)) {
        return Ok(case);
    }
    let refusal = directory::beyond(&read.db, &read.who, case.place.area, read.now, Error::NoSuchCase);
    Err(refusal.await.into())
}

/// A case as its page shows it to this person.
pub async fn view(
    db: &impl ConnectionTrait,
    who: &Who,
    case: Case,
    calendar: &Calendar,
    now: Moment,
) -> Result<CaseView, Error> {
    let names = store::names(db, &case).await?;
    let category = store::find_category(db, &case.category).await?;
    let moves = store::named_history(db, case.id).await?;
    let told = moves
        .iter()
        .filter_map(|step| Some((Verb::of(&step.verb).ok()?, step.cycle, [step.person, step.for_person])));
    let around = actions::around(db, who, &case, rules::rectifiers(case.cycle, told), now).await?;
    let (allowed, barred) = next_verbs(who, &case, category.as_ref(), &around);
    let reaches = match who.holds(Verb::Urge.right()) {
        true => actions::urged(db, &case, now).await?.map(ReachView::from),
        false => None,
    };
    let parts = match case.cooperating.is_empty() {
        true => Vec::new(),
        false => store::named_parts(db, case.id).await?,
    };
    let deadline = case.deadline();
    let facts = rules::facts(case.standing(), now);
    let stages = store::stages(db, case.id).await?;
    let photos = store::photos(db, case.id).await?;
    let steps = moves.iter().rev().map(|step| Ok((State::of(&step.to_state)?, Moment::from_millis(step.at))));
    let total = rules::total(&steps.collect::<Result<Vec<_>, Error>>()?, calendar, now);
    let matches = match photos.iter().any(|photo| photo.single == Some(false)) {
        true => store::matches(db, case.id).await?,
        false => Vec::new(),
    };
    let others: Vec<Uuid> = matches.iter().map(|one| one.record).collect();
    let known = store::readable_labels(db, who, &others).await?;
    let known: Vec<Uuid> = known.into_iter().map(|(id, _)| id).collect();
    let taken = file::taken(db, photos.iter().map(|row| row.file)).await?;
    let round = match case.round {
        Some(round) => obligations::find_round(db, round.into()).await?,
        None => None,
    };
    let family = FamilyView::of(&case, store::relatives(db, who, &case).await?)?;
    let supplements = moves.iter().filter(|step| step.verb == Verb::Supplement.word()).count();
    let finding = inspections::seen_as(db, who, case.id.0).await?.map(SeenView::from);
    Ok(CaseView {
        id: case.id.0,
        tag: rules::tag(case.state, &facts),
        late: facts.contains(&Fact::Overdue),
        facts,
        remaining_minutes: rules::remaining_minutes(case.state, case.clock, calendar, now),
        supervised: case.supervised,
        asked: case.asked,
        asked_at: case.asked_at,
        extensions: case.extensions,
        extended_by: case.extended_by.zip(names.extended_by).map(|(id, name)| Named { id, name }),
        spot: case.spot,
        reaches,
        cooperating: parts.into_iter().map(PartView::from).collect(),
        area: Named { id: case.place.area, name: names.area },
        category: CategoryName { code: case.category, name: names.category },
        condition: case.condition.map(|code| ConditionName::of(code, category.as_ref())),
        registered_by: Named { id: case.registering, name: names.registering },
        lead: case.lead.zip(names.lead).map(|(id, name)| Named { id, name }),
        verifier: case.verifying.zip(names.verifying).map(|(id, name)| Named { id, name }),
        number: case.number,
        title: case.title,
        description: case.description,
        place: case.place.words,
        position: case.place.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        site: case.site.zip(names.site).map(|(id, name)| Named { id, name }),
        round: round.map(|round| RoundSeen::of(&round, who)),
        source: case.source,
        state: case.state,
        cycle: case.cycle,
        rework: case.rework,
        deadline,
        found_at: case.found_at,
        clock_doubted: case.found_said.is_some(),
        found_said_at: case.found_said,
        reported_at: case.reported_at,
        closed_at: case.closed_at,
        total_minutes: total.minutes,
        shelved_minutes: total.shelved,
        stages: stages.into_iter().map(|row| StageView::of(row, calendar, now)).collect::<Result<_, _>>()?,
        photos: photos
            .into_iter()
            .map(|row| {
                let taken_at = taken.get(&row.file).copied();
                let like = matches.iter().filter(|one| one.file == row.file);
                let like = like.map(|one| MatchView::of(one, case.id.0, known.contains(&one.record)));
                let like = like.collect();
                PhotoView::of(row, taken_at, like)
            })
            .collect(),
        finding,
        further_reports: supplements + family.merged(),
        family,
        moves: moves.into_iter().map(|step| MoveView::of(step, category.as_ref())).collect(),
        allowed,
        barred,
        version: case.version,
    })
}

/// What this person may do next, and what a rule forbids.
fn next_verbs(
    who: &Who,
    case: &Case,
    category: Option<&Category>,
    around: &Around,
) -> (Vec<AllowedVerb>, Vec<BarredVerb>) {
    let (mut allowed, mut barred) = (Vec::new(), Vec::new());
    let spot = around.in_visit && category.is_some_and(|category| category.spot);
    let conditions = category.is_some_and(|category| !category.conditions.is_empty());
    let in_turn = |verb: &Verb| match verb {
        Verb::FixOnSpot if !spot => false,
        Verb::CorrectCondition if !conditions && case.condition.is_none() => false,
        verb => rules::next(case, *verb).is_ok(),
    };
    for verb in rules::verbs(case.state).filter(in_turn) {
        match permit(who, case, verb, around) {
            Permit::Yes => allowed.push(AllowedVerb { verb, needs: needs(verb, category, around) }),
            Permit::Barred(bar) => barred.push(BarredVerb { verb, rule: bar.code() }),
            Permit::No => {}
        }
    }
    (allowed, barred)
}

/// What a verb must bring.
fn needs(verb: Verb, category: Option<&Category>, around: &Around) -> Vec<Need> {
    let photos = category.map_or(0, |category| rules::photos_wanted(verb, category));
    let needs = [
        (rules::needs_reason(verb), Need::Reason),
        (photos > 0, Need::Photo),
        (matches!(verb, Verb::Dispatch | Verb::AssignVerifier), Need::Org),
        (verb == Verb::Reopen && around.lead_lost, Need::Org),
        (verb == Verb::AskExtension, Need::Limit),
        (verb == Verb::CorrectCondition, Need::Condition),
        (verb == Verb::Merge, Need::Into),
        (verb == Verb::Split, Need::Parts),
        (verb == Verb::Supplement, Need::Something),
    ];
    needs.into_iter().filter(|(needed, _)| *needed).map(|(_, what)| what).collect()
}
