//! Who a person is today: the posts held and the grants that hang on them, read once a request.

use crate::platform::permission::{Grant, Post, Scope, Who};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, Statement};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

#[derive(FromQueryResult)]
struct PostRow {
    position: Uuid,
    title: String,
    organisation: Uuid,
    organisation_name: String,
    organisation_path: String,
    area: Uuid,
    area_name: String,
}

#[derive(FromQueryResult)]
struct GrantRow {
    id: Uuid,
    position: Uuid,
    organisation_path: String,
    area_path: String,
    scope: String,
    lines: String,
    verb: String,
}

const POSTS: &str = "\
    select p.id as position, p.title, o.id as organisation, o.short_name as organisation_name, \
           o.path as organisation_path, a.id as area, a.name as area_name \
    from holding h \
    join position p on p.id = h.position and (p.to_day is null or p.to_day >= $2) \
    join organisation o on o.id = p.organisation \
    join area a on a.id = o.area \
    where h.person = $1 and h.from_day <= $2 and (h.to_day is null or h.to_day >= $2) \
    order by h.from_day, p.id";

const GRANTS: &str = "\
    select g.id, g.position, o.path as organisation_path, a.path as area_path, g.scope, g.lines, v.verb \
    from holding h \
    join position p on p.id = h.position and (p.to_day is null or p.to_day >= $2) \
    join organisation o on o.id = p.organisation \
    join access_grant g on g.position = p.id \
    join area a on a.id = g.area \
    join role_verb v on v.role = g.role \
    where h.person = $1 and h.from_day <= $2 and (h.to_day is null or h.to_day >= $2) \
      and g.from_day <= $2 and (g.to_day is null or g.to_day >= $2) \
    order by g.id";

const LANDS_ON: &str = "\
    select r.lands_on from holding h \
    join position p on p.id = h.position and (p.to_day is null or p.to_day >= $2) \
    join access_grant g on g.position = p.id \
    join area a on a.id = g.area \
    join role r on r.code = g.role \
    where h.person = $1 and h.from_day <= $2 and (h.to_day is null or h.to_day >= $2) \
      and g.from_day <= $2 and (g.to_day is null or g.to_day >= $2) \
    order by length(a.path), g.id limit 1";

/// The first page of the role that a person holds over the widest area on a day.
pub async fn lands_on(db: &impl ConnectionTrait, person: Uuid, day: &str) -> Result<Option<String>, DbErr> {
    let ask =
        Statement::from_sql_and_values(db.get_database_backend(), LANDS_ON, [person.into(), day.into()]);
    db.query_one_raw(ask).await?.map(|row| row.try_get("", "lands_on")).transpose()
}

/// A person's posts and grants on a day.
pub async fn who(db: &impl ConnectionTrait, account: Uuid, person: Uuid, day: &str) -> Result<Who, DbErr> {
    let backend = db.get_database_backend();
    let ask = |sql| Statement::from_sql_and_values(backend, sql, [person.into(), day.into()]);
    let name = super::person_name(db, person).await?.unwrap_or_default();
    let posts = PostRow::find_by_statement(ask(POSTS)).all(db).await?;
    let grants = GrantRow::find_by_statement(ask(GRANTS)).all(db).await?;
    Ok(Who {
        account,
        person,
        name,
        posts: posts.into_iter().map(Post::from).collect(),
        grants: fold(grants),
    })
}

/// One row a verb becomes one grant with its verbs.
fn fold(rows: Vec<GrantRow>) -> Vec<Grant> {
    let mut verbs: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    let mut heads: Vec<GrantRow> = Vec::new();
    for row in rows {
        verbs.entry(row.id).or_default().insert(row.verb.clone());
        if heads.last().is_none_or(|head| head.id != row.id) {
            heads.push(row);
        }
    }
    let grant = |head: GrantRow| Grant {
        position: head.position,
        verbs: Arc::new(verbs.remove(&head.id).unwrap_or_default()),
        area: head.area_path,
        scope: match head.scope.as_str() {
            "own" => Scope::Own(head.organisation_path),
            "lines" => Scope::Lines(head.lines.split(' ').map(str::to_owned).collect()),
            _ => Scope::All,
        },
    };
    heads.into_iter().map(grant).collect()
}

impl From<PostRow> for Post {
    fn from(row: PostRow) -> Self {
        Self {
            position: row.position,
            title: row.title,
            organisation: row.organisation,
            organisation_name: row.organisation_name,
            organisation_path: row.organisation_path,
            area: row.area,
            area_name: row.area_name,
        }
    }
}
