//! What one case's page shows beside the case: names, history with names, stages and photos.

use super::{StageRow, rows::case_stage};
use crate::cases::model::{Case, CaseId};
use kernel::id::Uuid;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement,
};

/// The names that a case points at.
#[derive(Debug, FromQueryResult)]
pub struct Names {
    pub area: String,
    pub category: String,
    pub registering: String,
    pub lead: Option<String>,
    pub verifying: Option<String>,
    pub extended_by: Option<String>,
    pub site: Option<String>,
}

const NAMES: &str = "\
    select a.name as area, k.name as category, r.short_name as registering, l.short_name as lead, \
           v.short_name as verifying, e.short_name as extended_by, s.name as site \
    from case_record c \
    join area a on a.id = c.area \
    join category k on k.code = c.category \
    join organisation r on r.id = c.registering \
    left join organisation l on l.id = c.lead \
    left join organisation v on v.id = c.verifying \
    left join organisation e on e.id = c.extended_by \
    left join site s on s.id = c.site \
    where c.id = $1";

pub async fn names(db: &impl ConnectionTrait, case: &Case) -> Result<Names, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), NAMES, [case.id.0.into()]);
    let found = Names::find_by_statement(statement).one(db).await?;
    found.ok_or_else(|| DbErr::RecordNotFound(case.id.to_string()))
}

/// A move with the names of who made it.
#[derive(Debug, FromQueryResult)]
pub struct NamedMove {
    pub id: Uuid,
    pub version: i32,
    pub verb: String,
    pub from_state: Option<String>,
    pub to_state: String,
    pub cycle: i32,
    pub at: i64,
    pub organisation: Option<Uuid>,
    pub organisation_name: Option<String>,
    pub person: Option<Uuid>,
    pub person_name: Option<String>,
    pub for_person: Option<Uuid>,
    pub for_name: Option<String>,
    pub reason: Option<String>,
    pub by_rule: bool,
    pub deadline_at: Option<i64>,
    pub level: Option<i32>,
    pub limit_words: Option<String>,
    pub condition: Option<String>,
    pub reached: Option<Uuid>,
    pub reached_title: Option<String>,
    pub reached_organisation: Option<String>,
    pub other: Option<Uuid>,
    pub other_number: Option<String>,
}

const HISTORY: &str = "\
    select m.id, m.version, m.verb, m.from_state, m.to_state, m.cycle, m.at, m.organisation, \
           o.short_name as organisation_name, m.person, p.name as person_name, m.for_person, f.name as for_name, \
           m.reason, m.by_rule, m.deadline_at, m.level, m.limit_words, m.condition, m.reached, q.title as reached_title, \
           u.short_name as reached_organisation, m.other, x.number as other_number \
    from case_move m \
    left join organisation o on o.id = m.organisation \
    left join person p on p.id = m.person \
    left join person f on f.id = m.for_person \
    left join position q on q.id = m.reached \
    left join organisation u on u.id = q.organisation \
    left join case_record x on x.id = m.other \
    where m.record = $1 order by m.version desc";

/// The newest first.
pub async fn named_history(db: &impl ConnectionTrait, id: CaseId) -> Result<Vec<NamedMove>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), HISTORY, [id.0.into()]);
    NamedMove::find_by_statement(statement).all(db).await
}

/// A cooperating unit with its name.
#[derive(Debug, FromQueryResult)]
pub struct NamedPart {
    pub organisation: Uuid,
    pub name: String,
    pub done_at: Option<i64>,
}

const PARTS: &str = "\
    select x.organisation, o.short_name as name, x.done_at from case_cooperating x \
    join organisation o on o.id = x.organisation where x.record = $1 order by o.path";

pub async fn named_parts(db: &impl ConnectionTrait, id: CaseId) -> Result<Vec<NamedPart>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), PARTS, [id.0.into()]);
    NamedPart::find_by_statement(statement).all(db).await
}

pub async fn stages(db: &impl ConnectionTrait, id: CaseId) -> Result<Vec<StageRow>, DbErr> {
    case_stage::Entity::find()
        .filter(case_stage::Column::Record.eq(id.0))
        .order_by_asc(case_stage::Column::FromAt)
        .order_by_asc(case_stage::Column::Id)
        .all(db)
        .await
}
