//! Deputies of posts: who acts in whose absence, from when to when.

use super::sql::Sql;
use crate::directory::model::NewDeputy;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

/// A deputy with the names of all that it says.
#[derive(Clone, Debug, FromQueryResult)]
pub struct DeputyRow {
    pub id: Uuid,
    pub position: Uuid,
    /// the post whose holder acts
    pub deputy: Uuid,
    pub title: String,
    pub organisation: Uuid,
    pub organisation_name: String,
    /// who holds that post on the day
    pub acting: Option<Uuid>,
    pub acting_name: Option<String>,
    /// who is absent; none: the post was vacant
    pub person: Option<Uuid>,
    pub person_name: Option<String>,
    pub from_day: String,
    pub to_day: String,
    pub reason: String,
    pub set_by_name: Option<String>,
    pub ended_at: Option<i64>,
}

/// `$1` is the day on which the deputy's post is looked at.
const DEPUTIES: &str = "\
    select d.id, d.position, d.deputy, s.title, o.id as organisation, o.short_name as organisation_name, \
           q.person as acting, a.name as acting_name, d.person, n.name as person_name, \
           d.from_day, d.to_day, d.reason, b.name as set_by_name, d.ended_at \
    from deputy d \
    join position s on s.id = d.deputy \
    join organisation o on o.id = s.organisation \
    left join holding q on q.position = s.id and q.from_day <= $1 and (q.to_day is null or q.to_day >= $1) \
    left join person a on a.id = q.person \
    left join person n on n.id = d.person \
    left join person b on b.id = d.set_by where ";

fn deputies(day: &str) -> Sql {
    let mut sql = Sql::new(DEPUTIES);
    sql.value(day);
    sql
}

pub async fn find_deputy(db: &impl ConnectionTrait, id: Uuid, day: &str) -> Result<Option<DeputyRow>, DbErr> {
    let mut sql = deputies(day);
    sql.push("d.id = ").bind(id);
    sql.row(db).await
}

/// Deputies of some posts: all that ever were, or those that still hold on a day or will; the latest first.
pub async fn deputies_of(
    db: &impl ConnectionTrait,
    positions: impl IntoIterator<Item = Uuid>,
    day: &str,
    ever: bool,
    most: u64,
) -> Result<Vec<DeputyRow>, DbErr> {
    let mut sql = deputies(day);
    sql.one_of("d.position", positions);
    if !ever {
        // another holder than the one who was absent lets it lapse
        sql.push(" and d.ended_at is null and d.to_day >= $1 and not exists (select 1 from holding h \
                   where h.position = d.position and h.from_day <= $1 and (h.to_day is null or h.to_day >= $1) \
                   and (d.person is null or h.person <> d.person))");
    }
    sql.push(&format!(" order by d.from_day desc, d.id desc limit {most}"));
    sql.rows(db).await
}

/// Has a post another deputy on some of these days?
pub async fn is_deputised(
    db: &impl ConnectionTrait,
    new: &NewDeputy,
    person: Option<Uuid>,
) -> Result<bool, DbErr> {
    let mut sql = Sql::new("select 1 from deputy d where d.ended_at is null and d.position = ");
    sql.bind(new.position).push(" and d.from_day <= ").bind(new.to.to_string());
    sql.push(" and d.to_day >= ").bind(new.from.to_string());
    // of an earlier holder it has lapsed
    match person {
        Some(person) => sql.push(" and d.person = ").bind(person),
        None => &mut sql,
    };
    sql.push(" limit 1");
    Ok(!sql.all(db).await?.is_empty())
}

pub async fn insert_deputy(
    db: &impl ConnectionTrait,
    id: Uuid,
    new: &NewDeputy,
    person: Option<Uuid>,
    set_by: Uuid,
    now: Moment,
) -> Result<(), DbErr> {
    let mut sql = Sql::new(
        "insert into deputy (id, position, deputy, person, from_day, to_day, reason, set_by, set_at) values (",
    );
    sql.bind(id).push(", ").bind(new.position).push(", ").bind(new.deputy).push(", ").bind(person);
    sql.push(", ").bind(new.from.to_string()).push(", ").bind(new.to.to_string());
    sql.push(", ").bind(new.reason.trim()).push(", ").bind(set_by).push(", ").bind(now.millis()).push(")");
    sql.run(db).await.map(|_| ())
}

pub async fn end_deputy(db: &impl ConnectionTrait, id: Uuid, now: Moment) -> Result<(), DbErr> {
    let mut sql = Sql::new("update deputy set ended_at = ");
    sql.bind(now.millis()).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

/// A post that may deputise another, with its holder.
#[derive(Clone, Debug, FromQueryResult)]
pub struct NearRow {
    pub position: Uuid,
    pub title: String,
    pub organisation: Uuid,
    pub organisation_name: String,
    pub person: Uuid,
    pub person_name: String,
}

/// Posts in office of an organisation, of the one above it, and of those beside and below it: its own come first.
pub async fn near(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    one: Option<Uuid>,
    day: &str,
) -> Result<Vec<NearRow>, DbErr> {
    let mut sql = Sql::new(
        "select p.id as position, p.title, o.id as organisation, o.short_name as organisation_name, \
         n.id as person, n.name as person_name from organisation u \
         join organisation o on o.id = u.id or o.id = u.parent or o.parent = u.id or o.parent = u.parent \
         join position p on p.organisation = o.id \
         join holding h on h.position = p.id join person n on n.id = h.person where u.id = ",
    );
    sql.bind(organisation);
    let day = sql.value(day);
    sql.push(&format!(
        " and p.from_day <= {day} and (p.to_day is null or p.to_day >= {day}) \
         and h.from_day <= {day} and (h.to_day is null or h.to_day >= {day})"
    ));
    if let Some(one) = one {
        sql.push(" and p.id = ").bind(one);
    }
    sql.push(" order by (case when o.id = u.id then 0 else 1 end), o.path, p.id limit 500");
    sql.rows(db).await
}

/// The path of the organisation that a post heads; none: it heads none.
pub async fn headed(db: &impl ConnectionTrait, position: Uuid) -> Result<Option<String>, DbErr> {
    let mut sql = Sql::new(
        "select o.path from position p join organisation o on o.id = p.organisation where p.head and p.id = ",
    );
    sql.bind(position);
    sql.all(db).await?.first().map(|row| row.try_get("", "path")).transpose()
}

/// Who held a post, the latest first.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HolderRow {
    pub person: Uuid,
    pub name: String,
    pub from_day: String,
    pub to_day: Option<String>,
}

pub async fn holders(db: &impl ConnectionTrait, position: Uuid, most: u64) -> Result<Vec<HolderRow>, DbErr> {
    let mut sql = Sql::new(
        "select h.person, n.name, h.from_day, h.to_day from holding h join person n on n.id = h.person \
         where h.position = ",
    );
    sql.bind(position).push(&format!(" order by h.from_day desc limit {most}"));
    sql.rows(db).await
}
