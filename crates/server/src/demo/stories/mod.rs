//! Half a year of cases through the program's own verbs, in the order of their time: each story asks for its next
//! step, and steps of different cases that lie within one gap are done together.

mod opening;
mod plot;
mod visits;
mod who;

use super::{
    at,
    cast::Town,
    data::Data,
    map,
    pictures::{Album, Sent, Shot},
    rounds::Trips,
    sites::Sites,
    staff::Crew,
};
use crate::{
    app::App,
    cases::{self, Case, CaseId, Category, Found, Place, Report, Source, State, Step, Verb},
    inspections::{self, NewVisit},
    platform::{
        db::{Refusal, Tx},
        file,
        permission::Who,
        setting::Settings,
    },
    start::{self, Error},
    work::{Order, Work},
};
use futures::future::try_join_all;
use jiff::{ToSpan, civil::Date};
use kernel::{geo::Position, moment::Moment};
use opening::Opening;
use plot::{GAP, Left, Next, Story, Time};
use sea_orm::{ConnectionTrait, Statement};
use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
    time::Duration,
};
use who::{choose, party, unit};

/// Steps done together at the most.
const TOGETHER: usize = 32;
/// The clock looks for what has fallen due so long after a deadline.
const TICK: Duration = Duration::from_mins(1);

/// The town in which the stories play.
pub struct Scene<'a> {
    pub app: &'a App,
    pub settings: Arc<Settings>,
    pub town: &'a Town,
    pub crew: &'a Crew,
    pub album: &'a Album,
    pub data: &'a Data,
    pub sites: &'a Sites,
    /// what was walked before the stories
    pub trips: &'a Trips,
}

/// What is due in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// somebody does this with the story of this number
    Step(usize, Verb),
    /// its deadline passes
    Tick(usize),
}

/// The queue: by time, and what was planned first comes first.
#[derive(Default)]
struct Queue {
    heap: BinaryHeap<Reverse<(Moment, usize, Due)>>,
    planned: usize,
}

impl Queue {
    fn push(&mut self, at: Moment, due: Due) {
        self.heap.push(Reverse((at, self.planned, due)));
        self.planned += 1;
    }
    fn pop(&mut self) -> Option<(Moment, Due)> {
        self.heap.pop().map(|Reverse((at, _, due))| (at, due))
    }
    /// The next steps before a moment, none beyond a tick.
    fn pop_steps(&mut self, before: Moment, most: usize) -> Vec<(Moment, usize, Verb)> {
        let mut steps = Vec::new();
        while let Some(Reverse((at, _, Due::Step(story, verb)))) = self.heap.peek().copied() {
            if at >= before || steps.len() == most {
                break;
            }
            steps.push((at, story, verb));
            self.heap.pop();
        }
        steps
    }
}

/// Tells `count` stories from the first day to the day before `today`. Answers how many of them began with a visit.
pub async fn tell(scene: &Scene<'_>, [first, today]: [Date; 2], count: usize) -> Result<usize, Error> {
    let calendar = scene.settings.calendar.clone();
    let grounds = map::pieces();
    let opened = opening::openings(scene.data, &grounds, &calendar, [first, today], count);
    let end = at(today.saturating_sub(1.day()), 21);
    let mut time = Time { calendar: &calendar, first, today, end, left: Left::of(count), owed: 0.0 };
    let mut queue = Queue::default();
    let mut stories: Vec<Story<'_>> = Vec::new();
    let rules = categories(scene.app).await?;
    let forms = visits::Forms::read(scene.app).await?;
    for opening in opened {
        queue.push(opening.at, Due::Step(stories.len(), Verb::Report));
        let seed = u64::try_from(stories.len()).unwrap_or(0) + 1000;
        let spot = rules.get(&opening.problem.category).is_some_and(|rule| rule.spot);
        stories.push(Story::new(opening, seed, spot));
    }
    let mut visited = 0;
    while let Some((now, due)) = queue.pop() {
        match due {
            Due::Tick(n) => {
                if let Some(case) = stories[n].case.as_ref().map(|case| case.id) {
                    stories[n].case = settle(scene, now, case).await?;
                    let level = stories[n].case.as_ref().and_then(|case| case.supervise_at);
                    if let Some(at) = level.filter(|at| *at + TICK < end) {
                        queue.push((at + TICK).max(now), Due::Tick(n));
                    }
                }
            }
            Due::Step(n, verb) => {
                let mut steps = vec![(now, n, verb)];
                steps.extend(queue.pop_steps(now + GAP, TOGETHER - 1));
                for (n, now, case) in
                    together(scene, &rules, &forms, &mut stories, steps, &mut visited).await?
                {
                    follow(&mut stories[n], n, case, now, &mut time, &mut queue);
                }
            }
        }
    }
    scene.app.clock.hold(end);
    start::seal(scene.app).await?;
    Ok(visited)
}

/// Puts what follows into the queue, with the tick of a deadline or a level of supervision that will pass first.
fn follow(story: &mut Story<'_>, n: usize, case: Case, now: Moment, time: &mut Time<'_>, queue: &mut Queue) {
    let next = story.next(&case, now, time);
    if let Some(Next { at, verb }) = next {
        queue.push(at, Due::Step(n, verb));
    }
    let until = next.map_or(time.end, |next| next.at);
    let with_unit = matches!(case.state, State::Dispatched | State::Accepted);
    let said_next = if case.overdue.is_none() { case.deadline() } else { case.supervise_at };
    if let Some(due) = said_next.filter(|due| with_unit && *due + TICK < until) {
        queue.push((due + TICK).max(now), Due::Tick(n));
    }
    story.case = Some(case);
}

/// What the clock says when a deadline or a level's time passes: the case as it stands then.
async fn settle(scene: &Scene<'_>, now: Moment, case: CaseId) -> Result<Option<Case>, Error> {
    let app = scene.app;
    app.clock.hold(now);
    let order = start::job_order(app, scene.settings.clone(), "clock")?;
    app.db.write_long(async move |tx: &Tx| cases::settle(&Work::new(tx, &order), case).await).await?;
    cases::find_case(&app.db.read().await?, case).await.map_err(told)
}

/// A step with all that is drawn before its transaction.
struct Deed {
    order: Order,
    sent: Vec<Sent>,
    act: Act,
}

#[derive(Clone)]
enum Act {
    /// with the visit that found it
    Report(Option<Box<NewVisit>>, Report),
    Move(CaseId, Step),
}

/// Does steps of different cases in their order, in as few commits as the database likes.
async fn together(
    scene: &Scene<'_>,
    rules: &HashMap<String, Category>,
    forms: &visits::Forms,
    stories: &mut [Story<'_>],
    steps: Vec<(Moment, usize, Verb)>,
    visited: &mut usize,
) -> Result<Vec<(usize, Moment, Case)>, Error> {
    let mut deeds = Vec::new();
    for (now, n, verb) in &steps {
        scene.app.clock.hold(*now);
        let deed = match *verb {
            Verb::Report => begin(scene, forms, &mut stories[*n]).await?,
            verb => go_on(scene, rules, &mut stories[*n], verb)?,
        };
        *visited += usize::from(matches!(deed.act, Act::Report(Some(_), _)));
        deeds.push(deed);
    }
    try_join_all(deeds.iter().flat_map(|deed| &deed.sent).map(|sent| sent.store(scene.app))).await?;
    let done = try_join_all(deeds.into_iter().map(|deed| commit(scene.app, deed))).await?;
    Ok(steps.into_iter().zip(done).map(|((now, n, _), case)| (n, now, case)).collect())
}

/// A case number; on a loaded machine the next try passes.
pub async fn number(app: &App, now: Moment) -> Result<String, Error> {
    loop {
        match app.numbers.draw(&app.db, now).await {
            Err(Refusal::Busy) => {}
            drawn => return Ok(drawn?),
        }
    }
}

/// The report of a story's opening.
async fn begin(scene: &Scene<'_>, forms: &visits::Forms, story: &mut Story<'_>) -> Result<Deed, Error> {
    let now = scene.app.clock.now();
    let opening = story.opening.clone();
    let who = choose(story, &scene.crew.reporters(opening.source, &opening.quarter.code, now.day()))?;
    let found_on = visits::finding(scene, forms, story);
    if let Some(found) = &found_on {
        story.opening.position = found.position;
    }
    let number = number(scene.app, now).await?;
    let sent = vec![photo(scene, &who, story, false, now)?];
    let Opening { quarter, problem, source, title, place, position: (lon, lat), .. } = story.opening.clone();
    let walked = (source == Source::Patrol && found_on.is_none()).then_some(who.person);
    let round = walked.and_then(|person| scene.trips.fresh(person, &quarter.code, now)).map(|round| round.0);
    let visit = match found_on {
        Some(found) => Some(found.visit(scene.app, sent[0].row.id, now)?),
        None => None,
    };
    let found = Found {
        site: None,
        round,
        title,
        description: scene.data.problems.notes.get(source.word()).cloned().unwrap_or_default(),
        category: problem.category.clone(),
        condition: story.opening.condition.clone(),
        place: Place {
            area: scene.town.area(&quarter.code)?,
            words: place,
            position: Position::new(lon, lat).ok(),
        },
        source,
        found_at: now,
        photos: sent.iter().map(|sent| sent.row.id).collect(),
    };
    let id = scene.app.chance.id(now)?.into();
    let order = start::order(scene.app, scene.settings.clone(), who, "demo")?;
    let finding = visit.as_ref().map(|(_, finding)| finding.clone());
    let report = Report { id, number, found, finding };
    Ok(Deed { order, sent, act: Act::Report(visit.map(|(visit, _)| Box::new(visit)), report) })
}

/// A verb with the case as it stands.
fn go_on(
    scene: &Scene<'_>,
    rules: &HashMap<String, Category>,
    story: &mut Story<'_>,
    verb: Verb,
) -> Result<Deed, Error> {
    let case = story.case.clone().ok_or_else(|| Error::NotDone("a step before its report".into()))?;
    let rule =
        rules.get(&case.category).ok_or_else(|| Error::NotDone(format!("no rule of {}", case.category)))?;
    let now = scene.app.clock.now();
    let open_part = case.cooperating.iter().find(|part| part.done.is_none()).map(|part| part.organisation);
    let who = match verb {
        Verb::Accept | Verb::Return | Verb::Rectify | Verb::AskExtension => {
            party(scene, story, case.lead, verb, None)?
        }
        Verb::PartDone => party(scene, story, open_part, verb, None)?,
        Verb::FixOnSpot => choose(story, &scene.crew.person(case.reported_by, now.day()))?,
        Verb::Verify | Verb::SendBack => party(scene, story, case.verifying, verb, case.rectified_by)?,
        _ => choose(story, &scene.crew.office(now.day()))?,
    };
    let (wanted, fixed) = match verb {
        Verb::Rectify => (rule.evidence.after, true),
        Verb::FixOnSpot => (rule.evidence.after.max(1), true),
        Verb::Verify => (rule.evidence.verify, true),
        Verb::SendBack => (1, false),
        _ => (0, false),
    };
    let sent = (0..wanted).map(|_| photo(scene, &who, story, fixed, now)).collect::<Result<Vec<_>, _>>()?;
    let unit = if verb == Verb::Dispatch { unit(scene, rule, story, &case) } else { None };
    let helps = verb == Verb::Dispatch && std::mem::take(&mut story.together);
    let cooperating = if helps { vec![scene.town.organisation("HWS")?] } else { vec![] };
    let step = Step {
        reason: scene.data.reason(verb.word(), &mut story.dice),
        unit,
        cooperating,
        limit: (verb == Verb::AskExtension).then(|| "2 work_day".into()),
        photos: sent.iter().map(|sent| sent.row.id).collect(),
        ..Step::of(verb, case.version)
    };
    Ok(Deed {
        order: start::order(scene.app, scene.settings.clone(), who, "demo")?,
        sent,
        act: Act::Move(case.id, step),
    })
}

/// A photo of the place, taken a few metres off and a few minutes ago.
fn photo(
    scene: &Scene<'_>,
    who: &Who,
    story: &mut Story<'_>,
    fixed: bool,
    now: Moment,
) -> Result<Sent, Error> {
    let ago = story.dice.below(240_000);
    let taken_at = Moment::from_millis(now.millis() - i64::try_from(ago).unwrap_or(0));
    let (lon, lat) = story.opening.position;
    let mut off = || story.dice.between(-0.000_06, 0.000_06);
    let at = (lon + off(), lat + off());
    let variant = u64::try_from(story.opening.at.millis()).unwrap_or(0) / 1000;
    scene.album.shoot(
        scene.app,
        who,
        &Shot { scene: &story.opening.problem.scene, variant, fixed, taken_at, at },
    )
}

async fn commit(app: &App, deed: Deed) -> Result<Case, Error> {
    let Deed { order, sent, act } = deed;
    let rows: Vec<file::FileRow> = sent.into_iter().map(|sent| sent.row).collect();
    let told_act = act.clone();
    let done = app.db.write_long(async move |tx: &Tx| {
        for row in &rows {
            file::insert(tx, row.clone()).await?;
        }
        let work = Work::new(tx, &order);
        match act.clone() {
            Act::Report(visit, report) => {
                if let Some(visit) = visit {
                    inspections::visit(&work, *visit).await?;
                }
                cases::report(&work, report).await
            }
            Act::Move(id, step) => cases::move_case(&work, id, step).await,
        }
    });
    done.await.map_err(|refusal| match (refusal, told_act) {
        (Refusal::Own(error), Act::Report(_, report)) => {
            Error::NotDone(format!("{}: {error}", report.found.title))
        }
        (Refusal::Own(error), Act::Move(id, step)) => {
            Error::NotDone(format!("{:?} of {id:?}: {error}", step.verb))
        }
        (other, _) => other.into(),
    })
}

/// The rules of all leaves.
async fn categories(app: &App) -> Result<HashMap<String, Category>, Error> {
    let db = app.db.read().await?;
    let statement = Statement::from_string(db.get_database_backend(), "select rule from category where leaf");
    let mut rules = HashMap::new();
    for row in db.query_all_raw(statement).await? {
        let rule: Category = serde_json::from_str(&row.try_get::<String>("", "rule")?).map_err(told)?;
        rules.insert(rule.code.clone(), rule);
    }
    Ok(rules)
}

fn told(error: impl std::fmt::Display) -> Error {
    Error::NotDone(error.to_string())
}
