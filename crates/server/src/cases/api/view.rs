//! One case as the wire shows it.

use crate::{
    cases::{
        api::{
            family::FamilyView,
            list::{CategoryName, ConditionName},
        },
        category::Category,
        model::{Error, Fact, Need, Shows, Source, Spot, Stage, State, Tag, Verb},
        rules,
        store::{NamedMatch, NamedMove, NamedPart, PhotoRow, StageRow},
    },
    directory::Head,
    inspections::Seen,
    obligations::{KindName, Round},
    platform::permission::Who,
    wire::{Named, Point},
};
use kernel::{calendar::Calendar, id::Uuid, moment::Moment};
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseView {
    pub id: Uuid,
    pub number: String,
    pub title: String,
    pub description: String,
    pub place: String,
    pub position: Option<Point>,
    pub area: Named,
    /// the inspected place that it is about
    pub site: Option<Named>,
    /// the round in which it was found
    pub round: Option<RoundSeen>,
    pub category: CategoryName,
    /// what the thing is like, where that changes its limits
    pub condition: Option<ConditionName>,
    pub source: Source,
    pub state: State,
    /// the first fact that holds, else the state
    pub tag: Tag,
    /// every fact that holds
    pub facts: Vec<Fact>,
    pub late: bool,
    pub cycle: i32,
    pub rework: i32,
    pub registered_by: Named,
    pub lead: Option<Named>,
    /// units beside the lead, each with its part
    pub cooperating: Vec<PartView>,
    pub verifier: Option<Named>,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub deadline: Option<Moment>,
    /// left of the limit as its unit counts, negative when late; null while no unit has the case
    pub remaining_minutes: Option<i64>,
    /// level of supervision in force, 0 without
    pub supervised: i32,
    /// the extension that is asked for, as `2 work_day`
    pub asked: Option<String>,
    /// when; asked for before the deadline, the case does not fall due until it is answered
    #[schema(value_type = Option<String>, format = DateTime)]
    pub asked_at: Option<Moment>,
    /// extensions granted in this cycle since the unit has it
    pub extensions: i32,
    /// who granted the last of them; the next needs a unit above it
    pub extended_by: Option<Named>,
    /// what became of a fix on the spot
    pub spot: Option<Spot>,
    /// whom an urging reaches now; told to who may urge
    pub reaches: Option<ReachView>,
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Moment,
    /// the sender's clock was not believed: `found_at` is the moment of receipt
    pub clock_doubted: bool,
    /// what that clock said
    #[schema(value_type = Option<String>, format = DateTime)]
    pub found_said_at: Option<Moment>,
    #[schema(value_type = String, format = DateTime)]
    pub reported_at: Moment,
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Moment>,
    /// working minutes since the registration while the case was open
    pub total_minutes: i64,
    /// of them shelved
    pub shelved_minutes: i64,
    pub stages: Vec<StageView>,
    pub photos: Vec<PhotoView>,
    /// what a visit found, where the case came from one
    pub finding: Option<SeenView>,
    /// the cases that it hangs together with
    pub family: FamilyView,
    /// how often the same was reported besides: supplements, and cases merged into it
    pub further_reports: usize,
    pub moves: Vec<MoveView>,
    pub allowed: Vec<AllowedVerb>,
    pub barred: Vec<BarredVerb>,
    /// to be sent back with a verb
    pub version: i32,
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
#[derive(Clone, Debug, Serialize, ToSchema)]
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
    /// while it runs: left of its own limit as that counts (working time for work hours and work days), negative
    /// past it
    remaining_minutes: Option<i64>,
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
    /// by the sender's clock, corrected by what it was off at the upload
    #[schema(value_type = Option<String>, format = DateTime)]
    taken_at: Option<Moment>,
    #[schema(value_type = String, format = DateTime)]
    added_at: Moment,
    /// of a photo after or one that verifies: taken after the case was found, or opened again; null: nobody knows
    later: Option<bool>,
    /// taken at the place; null: nobody knows
    here: Option<bool>,
    /// unlike every other photo of a case, in a mirror too; null: there is nothing to compare
    single: Option<bool>,
    /// the photos of cases that it looks like
    matches: Vec<MatchView>,
}

/// A photo that another looks like.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchView {
    /// the file, if you may read its case
    photo: Option<Uuid>,
    /// its case; null: this one
    case: Option<Named>,
    #[schema(value_type = Shows)]
    role: String,
    #[schema(value_type = String, format = DateTime)]
    added_at: Moment,
    /// the other way round
    mirrored: bool,
}
impl MatchView {
    pub fn of(row: &NamedMatch, case: Uuid, readable: bool) -> Self {
        Self {
            photo: readable.then_some(row.other),
            case: (row.record != case).then(|| Named { id: row.record, name: row.number.clone() }),
            role: row.role.clone(),
            added_at: Moment::from_millis(row.added_at),
            mirrored: row.mirrored,
        }
    }
}

/// The item of a visit that failed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SeenView {
    visit: Uuid,
    site: Named,
    /// key of the item
    item: String,
    label: String,
    label_en: String,
    /// you may open the visit
    readable: bool,
}

/// A round as the case tells that it was found in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoundSeen {
    id: Uuid,
    kind: KindName,
    /// the site or the area that it is about
    place: String,
    #[schema(value_type = String, format = DateTime)]
    walked_at: Moment,
    /// you may open the round
    readable: bool,
}
impl RoundSeen {
    pub fn of(round: &Round, who: &Who) -> Self {
        let ground = &round.ground;
        Self {
            id: round.id.0,
            kind: KindName {
                code: ground.kind.clone(),
                name: ground.kind_name.clone(),
                name_en: ground.kind_name_en.clone(),
            },
            place: ground.place().into(),
            walked_at: round.walked,
            readable: ground.shown(|shown| who.may_read("obligation.read", shown)),
        }
    }
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
    /// the absent holder whose deputy the person was
    for_person: Option<Named>,
    reason: Option<String>,
    by_rule: bool,
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
    /// the level that a supervision raised to
    level: Option<i32>,
    /// the extension that was asked for or granted
    limit_words: Option<String>,
    /// the condition that was said
    condition: Option<ConditionName>,
    /// the post that an urging or a supervision reached, as `unit title`
    reached: Option<Named>,
    /// the case that it was merged into or set apart from, or, where a child begins, its parent: by number
    other: Option<Named>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AllowedVerb {
    pub verb: Verb,
    pub needs: Vec<Need>,
}

/// A verb you have the right to, but a rule forbids.
#[derive(Debug, Serialize, ToSchema)]
pub struct BarredVerb {
    pub verb: Verb,
    pub rule: &'static str,
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

impl From<Seen> for SeenView {
    fn from(seen: Seen) -> Self {
        let Seen { visit, site, site_name, item, label, label_en, readable } = seen;
        Self { visit, site: Named { id: site, name: site_name }, item, label, label_en, readable }
    }
}

impl StageView {
    pub fn of(row: StageRow, calendar: &Calendar, now: Moment) -> Result<Self, Error> {
        let from = Moment::from_millis(row.from_at);
        let to = row.to_at.map(Moment::from_millis);
        let deadline = row.deadline_at.map(Moment::from_millis);
        let running = row.limit_words.as_deref().zip(deadline).filter(|_| to.is_none());
        let left = running.map(|(words, due)| rules::stage_left(words, due, calendar, now)).transpose()?;
        Ok(Self {
            stage: row.stage,
            cycle: row.cycle,
            from,
            to,
            minutes: to.unwrap_or(now).since(from) / 60_000,
            remaining_minutes: left,
            limit_words: row.limit_words,
            deadline,
            running: to.is_none(),
        })
    }
}
impl PhotoView {
    pub fn of(row: PhotoRow, taken_at: Option<Moment>, matches: Vec<MatchView>) -> Self {
        Self {
            taken_at,
            later: row.later,
            here: row.here,
            single: row.single,
            matches,
            id: row.file,
            role: row.role,
            cycle: row.cycle,
            distance_m: row.distance_m,
            added_at: Moment::from_millis(row.added_at),
        }
    }
}
impl MoveView {
    pub fn of(row: NamedMove, category: Option<&Category>) -> Self {
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
            for_person: row.for_person.zip(row.for_name).map(|(id, name)| Named { id, name }),
            reason: row.reason,
            by_rule: row.by_rule,
            deadline: row.deadline_at.map(Moment::from_millis),
            level: row.level,
            limit_words: row.limit_words,
            condition: row.condition.map(|code| ConditionName::of(code, category)),
            reached: row.reached.zip(reached).map(|(id, name)| Named { id, name }),
            other: row.other.zip(row.other_number).map(|(id, name)| Named { id, name }),
        }
    }
}
