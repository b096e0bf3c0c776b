//! One case: all of it, and what you may do next.

use crate::{
    app::{Path, Read},
    cases::{
        actions::{self, Around, Permit, permit},
        api::list::CategoryName,
        category::Category,
        model::{Case, Error, Fact, Need, Shows, Source, Spot, Stage, State, Tag, Verb},
        rules,
        store::{self, NamedMove, NamedPart, PhotoRow, StageRow},
    },
    directory::Head,
    platform::{permission::Who, problem::Problem},
    wire::{Named, Point},
};
use axum::Json;
use kernel::{calendar::Calendar, id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseView {
    id: Uuid,
    number: String,
    title: String,
    description: String,
    place: String,
    position: Option<Point>,
    area: Named,
    /// the inspected place that it is about
    site: Option<Named>,
    category: CategoryName,
    source: Source,
    state: State,
    /// the first fact that holds, else the state
    tag: Tag,
    /// every fact that holds
    facts: Vec<Fact>,
    late: bool,
    cycle: i32,
    rework: i32,
    registered_by: Named,
    lead: Option<Named>,
    /// units beside the lead, each with its part
    cooperating: Vec<PartView>,
    verifier: Option<Named>,
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
    /// left of the limit as its unit counts, negative when late; null while no unit has the case
    remaining_minutes: Option<i64>,
    /// level of supervision in force, 0 without
    supervised: i32,
    /// the extension that is asked for, as `2 work_day`
    asked: Option<String>,
    /// extensions granted in this cycle
    extensions: i32,
    /// what became of a fix on the spot
    spot: Option<Spot>,
    /// whom an urging reaches now; told to who may urge
    reaches: Option<ReachView>,
    #[schema(value_type = String, format = DateTime)]
    found_at: Moment,
    /// the sender's clock was not believed: `found_at` is the moment of receipt
    clock_doubted: bool,
    /// what that clock said
    #[schema(value_type = Option<String>, format = DateTime)]
    found_said_at: Option<Moment>,
    #[schema(value_type = String, format = DateTime)]
    reported_at: Moment,
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Moment>,
    stages: Vec<StageView>,
    photos: Vec<PhotoView>,
    moves: Vec<MoveView>,
    allowed: Vec<AllowedVerb>,
    barred: Vec<BarredVerb>,
    /// to be sent back with a verb
    version: i32,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PartView {
    id: Uuid,
    name: String,
    /// null: its part is open
    #[schema(value_type = Option<String>, format = DateTime)]
    done_at: Option<Moment>,
}

/// A post, and who holds it; vacant: nobody.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReachView {
    position: Uuid,
    title: String,
    org: Named,
    person: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StageView {
    #[schema(value_type = Stage)]
    stage: String,
    cycle: i32,
    #[schema(value_type = String, format = DateTime)]
    from: Moment,
    #[schema(value_type = Option<String>, format = DateTime)]
    to: Option<Moment>,
    /// minutes by the clock on the wall
    minutes: i64,
    limit_words: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
    running: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PhotoView {
    id: Uuid,
    #[schema(value_type = Shows)]
    role: String,
    cycle: i32,
    /// metres between the photo's position and the case's
    distance_m: Option<f64>,
    #[schema(value_type = String, format = DateTime)]
    added_at: Moment,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MoveView {
    id: Uuid,
    #[schema(value_type = Verb)]
    verb: String,
    #[schema(value_type = Option<State>)]
    from: Option<String>,
    #[schema(value_type = State)]
    to: String,
    cycle: i32,
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    org: Option<Named>,
    person: Option<Named>,
    reason: Option<String>,
    by_rule: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
    /// the level that a supervision raised to
    level: Option<i32>,
    /// the extension that was asked for or granted
    limit_words: Option<String>,
    /// the post that an urging or a supervision reached, as `unit title`
    reached: Option<Named>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AllowedVerb {
    verb: Verb,
    needs: Vec<Need>,
}

/// A verb you have the right to, but a rule forbids.
#[derive(Debug, Serialize, ToSchema)]
pub struct BarredVerb {
    verb: Verb,
    rule: &'static str,
}

/// One case.
#[utoipa::path(get, path = "/api/cases/{id}", tag = "cases", params(("id" = Uuid, Path)),
    responses((status = 200, body = CaseView), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<CaseView>, Problem> {
    let case = store::find_case(&read.db, id.into()).await?.ok_or(Error::NoSuchCase)?;
    if !case.shown(|shown| read.who.may_read("case.read", shown)) {
        return Err(Error::NoSuchCase.into());
    }
    Ok(Json(view(&read.db, &read.who, case, &read.settings.calendar, read.now).await?))
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
    let told = moves.iter().filter_map(|step| Some((Verb::of(&step.verb).ok()?, step.cycle, step.person)));
    let around = actions::around(db, who, &case, rules::rectifiers(case.cycle, told), now).await?;
    let (allowed, barred) = next_verbs(who, &case, category.as_ref(), &around);
    let reaches = match who.holds(Verb::Urge.right()) {
        true => actions::urged(db, &case, now).await?.map(ReachView::from),
        false => None,
    };
    let parts = store::named_parts(db, case.id).await?;
    let deadline = case.deadline();
    let facts = rules::facts(case.standing(), now);
    let stages = store::stages(db, case.id).await?;
    let photos = store::photos(db, case.id).await?;
    Ok(CaseView {
        id: case.id.0,
        tag: rules::tag(case.state, &facts),
        late: facts.contains(&Fact::Overdue),
        facts,
        remaining_minutes: rules::remaining_minutes(case.state, case.clock, calendar, now),
        supervised: case.supervised,
        asked: case.asked,
        extensions: case.extensions,
        spot: case.spot,
        reaches,
        cooperating: parts.into_iter().map(PartView::from).collect(),
        area: Named { id: case.place.area, name: names.area },
        category: CategoryName { code: case.category, name: names.category },
        registered_by: Named { id: case.registering, name: names.registering },
        lead: case.lead.zip(names.lead).map(|(id, name)| Named { id, name }),
        verifier: case.verifying.zip(names.verifying).map(|(id, name)| Named { id, name }),
        number: case.number,
        title: case.title,
        description: case.description,
        place: case.place.words,
        position: case.place.position.map(|p| Point { lon: p.lon(), lat: p.lat() }),
        site: case.site.zip(names.site).map(|(id, name)| Named { id, name }),
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
        stages: stages.into_iter().map(|row| StageView::of(row, now)).collect(),
        photos: photos.into_iter().map(PhotoView::from).collect(),
        moves: moves.into_iter().map(MoveView::from).collect(),
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
    let in_turn = |verb: &Verb| rules::next(case, *verb).is_ok() && (spot || *verb != Verb::FixOnSpot);
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
    ];
    needs.into_iter().filter(|(needed, _)| *needed).map(|(_, what)| what).collect()
}

impl From<NamedPart> for PartView {
    fn from(row: NamedPart) -> Self {
        Self { id: row.organisation, name: row.name, done_at: row.done_at.map(Moment::from_millis) }
    }
}
impl From<Head> for ReachView {
    fn from(head: Head) -> Self {
        Self {
            position: head.position,
            title: head.title,
            org: Named { id: head.organisation, name: head.organisation_name },
            person: head.person_name,
        }
    }
}

impl StageView {
    fn of(row: StageRow, now: Moment) -> Self {
        let from = Moment::from_millis(row.from_at);
        let to = row.to_at.map(Moment::from_millis);
        Self {
            stage: row.stage,
            cycle: row.cycle,
            from,
            to,
            minutes: to.unwrap_or(now).since(from) / 60_000,
            limit_words: row.limit_words,
            deadline: row.deadline_at.map(Moment::from_millis),
            running: to.is_none(),
        }
    }
}
impl From<PhotoRow> for PhotoView {
    fn from(row: PhotoRow) -> Self {
        Self {
            id: row.file,
            role: row.role,
            cycle: row.cycle,
            distance_m: row.distance_m,
            added_at: Moment::from_millis(row.added_at),
        }
    }
}
impl From<NamedMove> for MoveView {
    fn from(row: NamedMove) -> Self {
        let reached = row.reached_organisation.zip(row.reached_title);
        let reached = reached.map(|(organisation, title)| format!("{organisation} {title}"));
        Self {
            id: row.id,
            verb: row.verb,
            from: row.from_state,
            to: row.to_state,
            cycle: row.cycle,
            at: Moment::from_millis(row.at),
            org: row.organisation.zip(row.organisation_name).map(|(id, name)| Named { id, name }),
            person: row.person.zip(row.person_name).map(|(id, name)| Named { id, name }),
            reason: row.reason,
            by_rule: row.by_rule,
            deadline: row.deadline_at.map(Moment::from_millis),
            level: row.level,
            limit_words: row.limit_words,
            reached: row.reached.zip(reached).map(|(id, name)| Named { id, name }),
        }
    }
}
