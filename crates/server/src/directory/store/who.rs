//! Who a person is today, in the post that they act in: one's own, an absent holder's, or a vacant one's. Read once a
//! request, so the post that nobody asks for costs nothing.

use crate::{
    directory::{
        model::{Choice, PostStanding},
        rules,
    },
    platform::permission::{Absent, Grant, Held, Post, Scope, Who},
};
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
    absent: Option<Uuid>,
    absent_name: Option<String>,
    until: Option<String>,
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

/// What every way to a post tells of it.
const POST: &str = "\
    select p.id as position, p.title, o.id as organisation, o.short_name as organisation_name, \
           o.path as organisation_path, a.id as area, a.name as area_name, \
           <absent> as absent, <name> as absent_name, <until> as until \
    from <ways> \
    join position p on p.id = <post> and p.from_day <= $2 and (p.to_day is null or p.to_day >= $2) \
    join organisation o on o.id = p.organisation \
    join area a on a.id = o.area ";

/// `%` holds its post on the day.
const RUNS: &str = "%.from_day <= $2 and (%.to_day is null or %.to_day >= $2)";

fn runs(alias: &str) -> String {
    RUNS.replace('%', alias)
}

/// Of several the first is the main one: that held longest among those with a right, else that held longest.
fn held() -> String {
    let of = [
        ("absent", "null"),
        ("name", "null"),
        ("until", "h.to_day"),
        ("ways", "holding h"),
        ("post", "h.position"),
    ];
    post(&of)
        + &format!(
            "where h.person = $1 and {} order by (case when exists (select 1 from access_grant g \
             where g.position = p.id and {}) then 0 else 1 end), h.from_day, p.id",
            runs("h"),
            runs("g")
        )
}

/// Deputies act for the holder that was absent when they were set, or for nobody while the post is vacant.
fn deputised() -> String {
    let of = [
        ("absent", "h.person"),
        ("name", "n.name"),
        ("until", "d.to_day"),
        ("ways", "deputy d"),
        ("post", "d.position"),
    ];
    post(&of)
        + &format!(
            "join position s on s.id = d.deputy and (s.to_day is null or s.to_day >= $2) \
             join holding q on q.position = s.id and {} \
             left join holding h on h.position = p.id and {} \
             left join person n on n.id = h.person \
             where q.person = $1 and {} and d.ended_at is null \
             and (h.person is null or h.person = d.person and h.person <> $1) order by d.from_day, p.id",
            runs("q"),
            runs("h"),
            runs("d")
        )
}

/// Posts with rights that nobody holds and nobody deputises, below the nearest head in office.
fn vacant() -> String {
    let of = [
        ("absent", "null"),
        ("name", "null"),
        ("until", "null"),
        (
            "ways",
            "holding q join position r on r.id = q.position and r.head \
                  join organisation w on w.id = r.organisation \
                  join organisation u on substr(u.path, 1, length(w.path)) = w.path \
                  join position v on v.organisation = u.id",
        ),
        ("post", "v.id"),
    ];
    post(&of)
        + &format!(
            "where q.person = $1 and {} and (r.to_day is null or r.to_day >= $2) \
             and exists (select 1 from access_grant g where g.position = p.id and {}) \
             and not exists (select 1 from holding h where h.position = p.id and {}) \
             and not exists (select 1 from deputy d join holding s on s.position = d.deputy and {} \
               where d.position = p.id and {} and d.ended_at is null) \
             and not exists (select 1 from position x join organisation y on y.id = x.organisation \
               join holding z on z.position = x.id and {} \
               where x.head and (x.to_day is null or x.to_day >= $2) and length(y.path) > length(w.path) \
               and substr(o.path, 1, length(y.path)) = y.path) order by o.path, p.id",
            runs("q"),
            runs("g"),
            runs("h"),
            runs("s"),
            runs("d"),
            runs("z")
        )
}

fn post(of: &[(&str, &str)]) -> String {
    of.iter().fold(POST.to_owned(), |sql, (place, text)| sql.replace(&format!("<{place}>"), text))
}

const GRANTS: &str = "\
    select g.id, g.position, o.path as organisation_path, a.path as area_path, g.scope, g.lines, v.verb \
    from access_grant g \
    join position p on p.id = g.position \
    join organisation o on o.id = p.organisation \
    join area a on a.id = g.area \
    join role_verb v on v.role = g.role \
    where g.position = $1 and g.from_day <= $2 and (g.to_day is null or g.to_day >= $2) \
    order by g.id";

const LANDS_ON: &str = "\
    select r.lands_on from access_grant g \
    join area a on a.id = g.area \
    join role r on r.code = g.role \
    where g.position = $1 and g.from_day <= $2 and (g.to_day is null or g.to_day >= $2) \
    order by length(a.path), g.id limit 1";

/// The first page of the role that a post holds over the widest area on a day.
pub async fn lands_on(db: &impl ConnectionTrait, position: Uuid, day: &str) -> Result<Option<String>, DbErr> {
    let row = db.query_one_raw(ask(db, LANDS_ON, position, day)).await?;
    row.map(|row| row.try_get("", "lands_on")).transpose()
}

fn ask(db: &impl ConnectionTrait, sql: &str, id: Uuid, day: &str) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, [id.into(), day.into()])
}

/// A person on a day in their main post.
pub async fn who(db: &impl ConnectionTrait, account: Uuid, person: Uuid, day: &str) -> Result<Who, DbErr> {
    let own = choices_by(db, &held(), PostStanding::Own, person, day).await?;
    let main = own.first().cloned();
    let name = super::person_name(db, person).await?.unwrap_or_default();
    act_in(db, Who { account, person, name, held: posts_held(&own), ..Who::default() }, main, day).await
}

/// The same in a post of their choice; none: it is not theirs to act in.
pub async fn who_in(
    db: &impl ConnectionTrait,
    account: Uuid,
    person: Uuid,
    day: &str,
    position: Uuid,
) -> Result<Option<Who>, DbErr> {
    let own = choices_by(db, &held(), PostStanding::Own, person, day).await?;
    let is_it = |choice: &Choice| choice.post.position == position;
    let chosen = match own.iter().find(|choice| is_it(choice)) {
        Some(choice) => Some(choice.clone()),
        None => substitutes(db, person, day).await?.into_iter().find(is_it),
    };
    let Some(chosen) = chosen else { return Ok(None) };
    let name = super::person_name(db, person).await?.unwrap_or_default();
    let who = Who { account, person, name, held: posts_held(&own), ..Who::default() };
    act_in(db, who, Some(chosen), day).await.map(Some)
}

/// All posts that a person may act in on a day, the main one first.
pub async fn choices(db: &impl ConnectionTrait, person: Uuid, day: &str) -> Result<Vec<Choice>, DbErr> {
    let mut choices = choices_by(db, &held(), PostStanding::Own, person, day).await?;
    choices.extend(substitutes(db, person, day).await?);
    Ok(choices)
}

/// The same person in each other post that they may act in.
pub async fn elsewhere(db: &impl ConnectionTrait, who: &Who, day: &str) -> Result<Vec<(Choice, Who)>, DbErr> {
    let acted = who.posts.first().map(|post| post.position);
    let mut others = Vec::new();
    for choice in choices(db, who.person, day).await? {
        if Some(choice.post.position) != acted {
            let same = Who { posts: vec![], grants: vec![], absent: None, ..who.clone() };
            others.push((choice.clone(), act_in(db, same, Some(choice), day).await?));
        }
    }
    Ok(others)
}

/// A post may be both deputised and vacant below a head: the first way counts.
async fn substitutes(db: &impl ConnectionTrait, person: Uuid, day: &str) -> Result<Vec<Choice>, DbErr> {
    let mut found = choices_by(db, &deputised(), PostStanding::Deputy, person, day).await?;
    found.extend(choices_by(db, &vacant(), PostStanding::Vacant, person, day).await?);
    let mut seen = BTreeSet::new();
    found.retain(|choice| seen.insert(choice.post.position));
    Ok(found)
}

async fn choices_by(
    db: &impl ConnectionTrait,
    sql: &str,
    standing: PostStanding,
    person: Uuid,
    day: &str,
) -> Result<Vec<Choice>, DbErr> {
    let rows = PostRow::find_by_statement(ask(db, sql, person, day)).all(db).await?;
    let choice = |row: PostRow| Choice {
        standing,
        absent: row.absent.zip(row.absent_name.clone()).map(|(person, name)| Absent { person, name }),
        until: row.until.clone(),
        post: Post::from(row),
    };
    Ok(rows.into_iter().map(choice).collect())
}

fn posts_held(choices: &[Choice]) -> Vec<Held> {
    let held = |post: &Post| Held { position: post.position, path: post.organisation_path.clone() };
    choices.iter().map(|choice| held(&choice.post)).collect()
}

/// Gives whoever acts the post and what hangs on it. Rights over others' rights wait for a holder.
async fn act_in(
    db: &impl ConnectionTrait,
    mut who: Who,
    choice: Option<Choice>,
    day: &str,
) -> Result<Who, DbErr> {
    let Some(choice) = choice else { return Ok(who) };
    let rows = GrantRow::find_by_statement(ask(db, GRANTS, choice.post.position, day)).all(db).await?;
    let passes = |row: &GrantRow| choice.standing != PostStanding::Vacant || rules::passes(&row.verb);
    who.grants = fold(rows.into_iter().filter(passes).collect());
    if choice.standing != PostStanding::Own {
        who.held.extend(posts_held(std::slice::from_ref(&choice)));
    }
    if let Some(absent) = &choice.absent {
        who.held.extend(posts_held(&choices_by(db, &held(), PostStanding::Own, absent.person, day).await?));
    }
    who.absent = choice.absent;
    who.posts = vec![choice.post];
    Ok(who)
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
