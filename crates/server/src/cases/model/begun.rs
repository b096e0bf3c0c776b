//! A case as it begins: what is said of it, and nothing yet of what is done with it.

use super::{Case, CaseId, Kin, Paths, Place, Source, State};
use kernel::{id::Uuid, moment::Moment};

/// What a report, or the splitting of another case, says of a new one.
pub struct Begun {
    pub id: CaseId,
    pub number: String,
    pub title: String,
    pub description: String,
    pub category: String,
    pub condition: Option<String>,
    pub line: String,
    pub place: Place,
    pub counted_in: Uuid,
    pub site: Option<Uuid>,
    pub round: Option<Uuid>,
    pub source: Source,
    pub parent: Option<CaseId>,
    pub own_limit: Option<String>,
    pub registering: Uuid,
    pub reported_by: Uuid,
    pub found_at: Moment,
    pub found_said: Option<Moment>,
    pub reported_at: Moment,
    pub paths: Paths,
}

impl From<Begun> for Case {
    fn from(begun: Begun) -> Self {
        Self {
            id: begun.id,
            number: begun.number,
            title: begun.title,
            description: begun.description,
            category: begun.category,
            condition: begun.condition,
            line: begun.line,
            place: begun.place,
            counted_in: begun.counted_in,
            site: begun.site,
            round: begun.round,
            source: begun.source,
            state: State::Reported,
            resumes: None,
            cycle: 1,
            rework: 0,
            returns: 0,
            registering: begun.registering,
            lead: None,
            cooperating: vec![],
            verifying: None,
            superior: false,
            clock: None,
            overdue: None,
            supervised: 0,
            supervise_at: None,
            asked: None,
            asked_at: None,
            extensions: 0,
            extended_by: None,
            spot: None,
            merged_into: None,
            parent: begun.parent,
            own_limit: begun.own_limit,
            reported_by: begun.reported_by,
            rectified_by: None,
            found_at: begun.found_at,
            found_said: begun.found_said,
            reported_at: begun.reported_at,
            rectified_at: None,
            closed_at: None,
            version: 1,
            paths: begun.paths,
            kin: Kin::default(),
        }
    }
}
