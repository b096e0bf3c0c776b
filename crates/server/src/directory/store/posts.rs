//! People, the posts they hold, and the organisations these belong to.

use super::sql::Sql;
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};

/// A post with whoever holds it on a day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PostRow {
    pub id: Uuid,
    pub organisation: Uuid,
    pub organisation_name: String,
    pub organisation_path: String,
    pub area_path: String,
    pub title: String,
    pub head: bool,
    pub from_day: String,
    pub to_day: Option<String>,
    pub person: Option<Uuid>,
    pub person_name: Option<String>,
    pub held_from: Option<String>,
}

/// A post whose changes are asked for, with its place.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Post {
    pub id: Uuid,
    pub organisation: Uuid,
    pub organisation_path: String,
    pub title: String,
    pub from_day: String,
    pub to_day: Option<String>,
    pub area_path: String,
}

pub async fn find_post(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Post>, DbErr> {
    let mut sql = Sql::new(
        "select p.id, p.organisation, o.path as organisation_path, p.title, p.from_day, p.to_day, \
         a.path as area_path from position p \
         join organisation o on o.id = p.organisation join area a on a.id = o.area where p.id = ",
    );
    sql.bind(id);
    sql.row(db).await
}

/// Open posts of what may be seen, of one organisation or all, behind a place in the order of ids.
pub async fn list_posts(
    db: &impl ConnectionTrait,
    roots: &[&str],
    organisation: Option<Uuid>,
    day: &str,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<PostRow>, DbErr> {
    let mut sql = Sql::new(
        "select p.id, p.organisation, o.short_name as organisation_name, o.path as organisation_path, \
         a.path as area_path, p.title, p.head, p.from_day, p.to_day, h.person, n.name as person_name, h.from_day as held_from from position p \
         join organisation o on o.id = p.organisation join area a on a.id = o.area \
         left join holding h on h.position = p.id and h.from_day <= ",
    );
    sql.bind(day).push(" and (h.to_day is null or h.to_day >= ").bind(day).push(")");
    sql.push(" left join person n on n.id = h.person where ").under_any("a.path", roots);
    sql.push(" and (p.to_day is null or p.to_day >= ").bind(day).push(")");
    if let Some(organisation) = organisation {
        sql.push(" and p.organisation = ").bind(organisation);
    }
    if let Some(after) = after {
        sql.push(" and p.id > ").bind(after);
    }
    sql.push(&format!(" order by p.id limit {limit}"));
    sql.rows(db).await
}

/// People of a name who hold a post of a title in an organisation on a day, or will.
pub async fn holders_named(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    title: &str,
    name: &str,
    day: &str,
) -> Result<Vec<Uuid>, DbErr> {
    let mut sql = Sql::new(
        "select distinct h.person from position p join holding h on h.position = p.id \
         join person n on n.id = h.person where p.organisation = ",
    );
    sql.bind(organisation).push(" and p.title = ").bind(title).push(" and n.name = ").bind(name);
    sql.push(" and (p.to_day is null or p.to_day >= ").bind(day).push(")");
    sql.push(" and (h.to_day is null or h.to_day >= ").bind(day).push(")");
    sql.all(db).await?.iter().map(|row| row.try_get("", "person")).collect()
}

/// The oldest open post of a title in an organisation that nobody holds on a day or will.
pub async fn vacant_post(
    db: &impl ConnectionTrait,
    organisation: Uuid,
    title: &str,
    day: &str,
) -> Result<Option<Uuid>, DbErr> {
    let mut sql = Sql::new("select p.id from position p where p.to_day is null and p.organisation = ");
    sql.bind(organisation).push(" and p.title = ").bind(title).push(" and p.from_day <= ").bind(day);
    sql.push(" and not exists (select 1 from holding h where h.position = p.id and (h.to_day is null or h.to_day >= ");
    sql.bind(day).push(")) order by p.id limit 1");
    sql.all(db).await?.first().map(|row| row.try_get("", "id")).transpose()
}

/// A holding that runs on or after a day.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Holding {
    pub position: Uuid,
    pub person: Uuid,
    pub from_day: String,
    pub to_day: Option<String>,
}

/// Who holds a post on a day or comes later, the earliest first.
pub async fn holdings_from(
    db: &impl ConnectionTrait,
    position: Uuid,
    day: &str,
) -> Result<Vec<Holding>, DbErr> {
    let mut sql = Sql::new("select position, person, from_day, to_day from holding where position = ");
    sql.bind(position).push(" and (to_day is null or to_day >= ").bind(day).push(") order by from_day");
    sql.rows(db).await
}

/// A post that heads its organisation and passed from one person to another.
#[derive(Clone, Debug, FromQueryResult)]
pub struct HeadChange {
    /// the first of the new holder
    pub day: String,
    pub organisation_name: String,
    pub title: String,
    pub before_name: String,
    pub after_name: String,
}

/// Heads of an area's organisations who came into post between two days, both included, after somebody else.
pub async fn changed_heads(
    db: &impl ConnectionTrait,
    area: &str,
    [first, last]: &[String; 2],
) -> Result<Vec<HeadChange>, DbErr> {
    let mut sql = Sql::new(
        "select h.from_day as day, o.short_name as organisation_name, p.title, b.name as before_name, \
         n.name as after_name from holding h join position p on p.id = h.position and p.head \
         join organisation o on o.id = p.organisation join area a on a.id = o.area \
         join person n on n.id = h.person \
         join holding g on g.position = h.position and g.person <> h.person and g.to_day = \
           (select max(z.to_day) from holding z where z.position = h.position and z.to_day < h.from_day) \
         join person b on b.id = g.person where h.from_day >= ",
    );
    sql.bind(first.as_str()).push(" and h.from_day <= ").bind(last.as_str()).push(" and ");
    sql.under_any("a.path", &[area]).push(" order by h.from_day, o.path, p.id");
    sql.rows(db).await
}

pub async fn end_holding(db: &impl ConnectionTrait, holding: &Holding, to: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new("update holding set to_day = ");
    sql.bind(to).push(" where position = ").bind(holding.position).push(" and person = ");
    sql.bind(holding.person).push(" and from_day = ").bind(holding.from_day.as_str());
    sql.run(db).await.map(|_| ())
}

pub async fn close_post(db: &impl ConnectionTrait, id: Uuid, day: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new("update position set to_day = ");
    sql.bind(day).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

/// A person as a list shows them: by name, with the posts held, a line each.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PersonRow {
    pub id: Uuid,
    pub name: String,
}

/// People with a post in what may be seen, and people without any, behind (name, id) in the order of names.
pub async fn list_people(
    db: &impl ConnectionTrait,
    roots: &[&str],
    words: Option<&str>,
    day: &str,
    after: Option<(String, Uuid)>,
    limit: u64,
) -> Result<Vec<PersonRow>, DbErr> {
    let bytes = if db.get_database_backend() == sea_orm::DbBackend::Postgres { " collate \"C\"" } else { "" };
    let mut sql = Sql::new("select n.id, n.name from person n where (");
    sql.push(
        "exists (select 1 from holding h join position p on p.id = h.position \
         join organisation o on o.id = p.organisation join area a on a.id = o.area where h.person = n.id \
         and (h.to_day is null or h.to_day >= ",
    );
    sql.bind(day).push(") and ").under_any("a.path", roots);
    sql.push(") or not exists (select 1 from holding h where h.person = n.id and (h.to_day is null or h.to_day >= ");
    sql.bind(day).push(")))");
    if let Some(words) = words {
        sql.push(" and ").begins(db, "n.name", words);
    }
    if let Some((name, id)) = after {
        let name = sql.value(name);
        sql.push(&format!(" and (n.name{bytes} > {name} or n.name = {name} and n.id > ")).bind(id).push(")");
    }
    sql.push(&format!(" order by n.name{bytes}, n.id limit {limit}"));
    sql.rows(db).await
}

/// A post of a person, with its place.
#[derive(Clone, Debug, FromQueryResult)]
pub struct PersonPost {
    pub person: Uuid,
    pub position: Uuid,
    pub title: String,
    pub organisation: Uuid,
    pub organisation_name: String,
    pub area_path: String,
    pub from_day: String,
    pub to_day: Option<String>,
}

/// The posts that some people hold on a day or will.
pub async fn posts_of(
    db: &impl ConnectionTrait,
    people: impl IntoIterator<Item = Uuid>,
    day: &str,
) -> Result<Vec<PersonPost>, DbErr> {
    let mut sql = Sql::new(
        "select h.person, p.id as position, p.title, o.id as organisation, o.short_name as organisation_name, \
         a.path as area_path, h.from_day, h.to_day from holding h join position p on p.id = h.position \
         join organisation o on o.id = p.organisation join area a on a.id = o.area where ",
    );
    sql.one_of("h.person", people).push(" and (h.to_day is null or h.to_day >= ").bind(day);
    sql.push(") order by h.from_day, p.id");
    sql.rows(db).await
}

pub async fn rename_person(db: &impl ConnectionTrait, id: Uuid, name: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new("update person set name = ");
    sql.bind(name).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

pub async fn close_organisation(db: &impl ConnectionTrait, id: Uuid, day: &str) -> Result<(), DbErr> {
    let mut sql = Sql::new("update organisation set to_day = ");
    sql.bind(day).push(" where id = ").bind(id);
    sql.run(db).await.map(|_| ())
}

/// Has an organisation open posts or open organisations below it on a day?
pub async fn is_peopled(db: &impl ConnectionTrait, id: Uuid, day: &str) -> Result<bool, DbErr> {
    let mut sql = Sql::new("select 1 from position where organisation = ");
    sql.bind(id).push(" and (to_day is null or to_day > ").bind(day).push(") union all ");
    sql.push("select 1 from organisation where to_day is null and parent = ").bind(id).push(" limit 1");
    Ok(!sql.all(db).await?.is_empty())
}
