//! Posts as others address them: the units above a unit, who heads one, and where a right is held.

use super::prefixes;
use super::rows::organisation::{Column, Entity as Organisations, Model as Organisation};
use kernel::id::Uuid;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, Statement,
};

/// An organisation and all above it, itself first.
pub async fn chain_above(db: &impl ConnectionTrait, of: &Organisation) -> Result<Vec<Organisation>, DbErr> {
    Organisations::find()
        .filter(Column::Path.is_in(prefixes(&of.path)))
        .filter(Column::ToDay.is_null())
        .order_by_desc(Column::Path)
        .all(db)
        .await
}

/// The post that heads an organisation, and who holds it; vacant: nobody.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Head {
    pub position: Uuid,
    pub title: String,
    pub organisation: Uuid,
    pub organisation_name: String,
    pub person_name: Option<String>,
}

/// How many labels a path has.
const DEPTH: &str = "(length(%.path) - length(replace(%.path, '.', '')))";

const HEAD: &str = "\
    select p.id as position, p.title, o.id as organisation, o.short_name as organisation_name, \
           n.name as person_name \
    from organisation u \
    join organisation o on substr(u.path, 1, length(o.path)) = o.path and o.to_day is null \
    join position p on p.organisation = o.id and p.head \
      and p.from_day <= $2 and (p.to_day is null or p.to_day >= $2) \
    left join holding h on h.position = p.id and h.from_day <= $2 and (h.to_day is null or h.to_day >= $2) \
    left join person n on n.id = h.person \
    where u.id = $1 and (<u> - <o> >= $3 or <o> = 1) \
    order by length(o.path) desc, (case when h.person is null then 1 else 0 end), p.id limit 1";

/// The head so many units above a unit, or of the nearest above that has one; at the top the highest. A post that
/// somebody holds comes before a vacant one.
pub async fn head_above(
    db: &impl ConnectionTrait,
    unit: Uuid,
    steps: i64,
    day: &str,
) -> Result<Option<Head>, DbErr> {
    let sql = HEAD.replace("<u>", &DEPTH.replace('%', "u")).replace("<o>", &DEPTH.replace('%', "o"));
    let values = [unit.into(), day.into(), steps.into()];
    Head::find_by_statement(Statement::from_sql_and_values(db.get_database_backend(), sql, values))
        .one(db)
        .await
}

/// Which of these organisations have a post with the right, on a day: over a place, by its path, or anywhere.
pub async fn holding(
    db: &impl ConnectionTrait,
    verb: &str,
    organisations: &[Uuid],
    place: Option<&str>,
    day: &str,
) -> Result<Vec<Uuid>, DbErr> {
    let sql = "select 1 as held from position p \
               join access_grant g on g.position = p.id and g.from_day <= $3 \
                 and (g.to_day is null or g.to_day >= $3) \
               join area a on a.id = g.area \
                 and ($4 = '' or substr($4, 1, length(a.path)) = a.path) \
               join role_verb v on v.role = g.role and v.verb = $1 \
               where p.organisation = $2 and p.from_day <= $3 and (p.to_day is null or p.to_day >= $3) limit 1";
    let mut held = Vec::new();
    for id in organisations {
        let values = [verb.into(), (*id).into(), day.into(), place.unwrap_or_default().into()];
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        if db.query_one_raw(statement).await?.is_some() {
            held.push(*id);
        }
    }
    Ok(held)
}
