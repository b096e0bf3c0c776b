//! The table `dispatch_rule`: rules are begun and ended, never changed.

use super::super::category::Category;
use crate::directory::Area;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement, Value};

/// A rule that stands.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DispatchRule {
    pub id: Uuid,
    pub category: String,
    pub area: Uuid,
    pub organisation: Option<Uuid>,
    pub lead: Option<String>,
    pub verifier: Option<Uuid>,
    pub reason: String,
    pub begun_at: i64,
}

const STANDING: &str = "select id, category, area, organisation, lead, verifier, reason, begun_at \
                        from dispatch_rule where ended_at is null";

/// All that stand, the latest first.
pub async fn dispatch_rules(db: &impl ConnectionTrait) -> Result<Vec<DispatchRule>, DbErr> {
    found(db, &format!("{STANDING} order by begun_at desc, id desc"), vec![]).await
}

pub async fn dispatch_rule(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<DispatchRule>, DbErr> {
    Ok(found(db, &format!("{STANDING} and id = $1"), vec![id.into()]).await?.pop())
}

/// The rule that stands for exactly this category and area.
pub async fn dispatch_rule_of(
    db: &impl ConnectionTrait,
    category: &str,
    area: Uuid,
) -> Result<Option<DispatchRule>, DbErr> {
    let sql = format!("{STANDING} and category = $1 and area = $2");
    Ok(found(db, &sql, vec![category.into(), area.into()]).await?.pop())
}

/// The rule that holds for a category at a place: the nearest area's, and there the finest category's.
pub async fn dispatch_rule_at(
    db: &impl ConnectionTrait,
    category: &Category,
    place: &Area,
) -> Result<Option<DispatchRule>, DbErr> {
    let sql = "select r.id, r.category, r.area, r.organisation, r.lead, r.verifier, r.reason, r.begun_at \
               from dispatch_rule r join area a on a.id = r.area \
               where r.ended_at is null and r.category in ($1, $2, $3) \
               and $4 >= a.path and substr($4, 1, length(a.path)) = a.path \
               order by length(a.path) desc, \
               case r.category when $1 then 0 when $2 then 1 else 2 end limit 1";
    let parent = category.parent.as_ref().unwrap_or(&category.line);
    let values = [&category.code, parent, &category.line, &place.path].map(|text| text.as_str().into());
    Ok(found(db, sql, values.to_vec()).await?.pop())
}

pub async fn begin_dispatch_rule(db: &impl ConnectionTrait, rule: &DispatchRule) -> Result<(), DbErr> {
    let sql = "insert into dispatch_rule (id, category, area, organisation, lead, verifier, reason, begun_at) \
               values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = vec![
        rule.id.into(),
        rule.category.as_str().into(),
        rule.area.into(),
        rule.organisation.into(),
        rule.lead.clone().into(),
        rule.verifier.into(),
        rule.reason.as_str().into(),
        rule.begun_at.into(),
    ];
    run(db, sql, values).await
}

pub async fn end_dispatch_rule(db: &impl ConnectionTrait, id: Uuid, now: Moment) -> Result<(), DbErr> {
    let sql = "update dispatch_rule set ended_at = $2 where id = $1 and ended_at is null";
    run(db, sql, vec![id.into(), now.millis().into()]).await
}

async fn run(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<(), DbErr> {
    db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, values)).await.map(|_| ())
}
async fn found(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Result<Vec<DispatchRule>, DbErr> {
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    DispatchRule::find_by_statement(statement).all(db).await
}
