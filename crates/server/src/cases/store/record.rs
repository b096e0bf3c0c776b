//! Between the rows of cases and what the rules know of them.

use super::rows::{case_move, case_record};
use crate::cases::{
    model::{Case, CaseId, Detail, Error, Kin, Move, Paths, Place, Source, Spot, State, Verb},
    rules,
};
use kernel::{calendar::Clock, geo::Position, moment::Moment};
use sea_orm::{ActiveValue::Set, DbErr};

/// A kept clock.
pub fn read_clock(json: Option<&str>) -> Result<Option<Clock>, DbErr> {
    json.map(serde_json::from_str).transpose().map_err(|e| DbErr::Custom(format!("case_record.clock: {e}")))
}

pub fn row_of(case: &Case) -> case_record::ActiveModel {
    case_record::ActiveModel {
        id: Set(case.id.0),
        number: Set(case.number.clone()),
        title: Set(case.title.clone()),
        description: Set(case.description.clone()),
        category: Set(case.category.clone()),
        condition: Set(case.condition.clone()),
        line: Set(case.line.clone()),
        area: Set(case.place.area),
        counted_in: Set(case.counted_in),
        place: Set(case.place.words.clone()),
        lon: Set(case.place.position.map(Position::lon)),
        lat: Set(case.place.position.map(Position::lat)),
        site: Set(case.site),
        round: Set(case.round),
        source: Set(case.source.word().into()),
        state: Set(case.state.word().into()),
        resumes: Set(case.resumes.map(|state| state.word().into())),
        cycle: Set(case.cycle),
        rework: Set(case.rework),
        returns: Set(case.returns),
        registering: Set(case.registering),
        lead: Set(case.lead),
        verifying: Set(case.verifying),
        superior: Set(case.superior),
        deadline_at: Set(case.deadline().map(Moment::millis)),
        clock: Set(case.clock.and_then(|clock| serde_json::to_string(&clock).ok())),
        overdue_at: Set(case.overdue.map(Moment::millis)),
        supervised: Set(case.supervised),
        supervise_at: Set(case.supervise_at.map(Moment::millis)),
        asked: Set(case.asked.clone()),
        asked_at: Set(case.asked_at.map(Moment::millis)),
        extensions: Set(case.extensions),
        extended_by: Set(case.extended_by),
        spot: Set(case.spot.map(|spot| spot.word().into())),
        merged_into: Set(case.merged_into.map(|id| id.0)),
        parent: Set(case.parent.map(|id| id.0)),
        own_limit: Set(case.own_limit.clone()),
        reported_by: Set(case.reported_by),
        rectified_by: Set(case.rectified_by),
        found_at: Set(case.found_at.millis()),
        found_said_at: Set(case.found_said.map(Moment::millis)),
        reported_at: Set(case.reported_at.millis()),
        rectified_at: Set(case.rectified_at.map(Moment::millis)),
        closed_at: Set(case.closed_at.map(Moment::millis)),
        open: Set(case.is_open()),
        sort_at: Set(rules::sort_at(case)),
        version: Set(case.version),
    }
}

/// The column that is kept for the lists and is not what the case makes it.
pub fn differs(row: &case_record::Model, case: &Case) -> Option<&'static str> {
    let kept = [
        ("open", row.open == case.is_open()),
        ("deadline", row.deadline_at == case.deadline().map(Moment::millis)),
        ("place in the lists", row.sort_at == rules::sort_at(case)),
    ];
    kept.into_iter().find(|(_, same)| !same).map(|(name, _)| name)
}

impl TryFrom<case_record::Model> for Case {
    type Error = Error;
    fn try_from(row: case_record::Model) -> Result<Self, Error> {
        let moment = |millis: Option<i64>| millis.map(Moment::from_millis);
        Ok(Self {
            id: CaseId(row.id),
            number: row.number,
            title: row.title,
            description: row.description,
            category: row.category,
            condition: row.condition,
            line: row.line,
            place: Place {
                area: row.area,
                words: row.place,
                position: row.lon.zip(row.lat).and_then(|(lon, lat)| Position::new(lon, lat).ok()),
            },
            counted_in: row.counted_in,
            site: row.site,
            round: row.round,
            source: Source::of(&row.source)?,
            state: State::of(&row.state)?,
            resumes: row.resumes.as_deref().map(State::of).transpose()?,
            cycle: row.cycle,
            rework: row.rework,
            returns: row.returns,
            registering: row.registering,
            lead: row.lead,
            cooperating: Vec::new(),
            verifying: row.verifying,
            superior: row.superior,
            clock: read_clock(row.clock.as_deref())?,
            overdue: moment(row.overdue_at),
            supervised: row.supervised,
            supervise_at: moment(row.supervise_at),
            asked: row.asked,
            asked_at: moment(row.asked_at),
            extensions: row.extensions,
            extended_by: row.extended_by,
            spot: row.spot.as_deref().map(Spot::of).transpose()?,
            merged_into: row.merged_into.map(CaseId),
            parent: row.parent.map(CaseId),
            own_limit: row.own_limit,
            reported_by: row.reported_by,
            rectified_by: row.rectified_by,
            found_at: Moment::from_millis(row.found_at),
            found_said: moment(row.found_said_at),
            reported_at: Moment::from_millis(row.reported_at),
            rectified_at: moment(row.rectified_at),
            closed_at: moment(row.closed_at),
            version: row.version,
            paths: Paths::default(),
            kin: Kin::default(),
        })
    }
}

impl TryFrom<case_move::Model> for Move {
    type Error = Error;
    fn try_from(row: case_move::Model) -> Result<Self, Error> {
        Ok(Self {
            version: row.version,
            verb: Verb::of(&row.verb)?,
            from: row.from_state.as_deref().map(State::of).transpose()?,
            to: State::of(&row.to_state)?,
            cycle: row.cycle,
            at: Moment::from_millis(row.at),
            organisation: row.organisation,
            person: row.person,
            for_person: row.for_person,
            reason: row.reason,
            by_rule: row.by_rule,
            lead: row.lead,
            verifying: row.verifying,
            deadline: row.deadline_at.map(Moment::from_millis),
            detail: Detail {
                level: row.level,
                limit: row.limit_words,
                reached: row.reached,
                condition: row.condition,
                other: row.other.map(CaseId),
            },
        })
    }
}
