//! Who a person is today, in the post that they act in. Read once a request, so the post that nobody asks for costs
//! nothing.

use super::choices::{ask, choices, own, substitutes};
use crate::{
    directory::{
        model::{Choice, PostStanding},
        rules,
    },
    platform::permission::{Grant, Held, Post, Scope, Who},
};
use kernel::id::Uuid;
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult};
use std::sync::Arc;

#[derive(FromQueryResult)]
struct GrantRow {
    position: Uuid,
    organisation_path: String,
    area_path: String,
    scope: String,
    lines: String,
    /// of its role, space between; none: the role has none
    verbs: Option<String>,
}

const GRANTS: &str = "\
    select g.position, o.path as organisation_path, a.path as area_path, g.scope, g.lines, \
           (select string_agg(v.verb, ' ') from role_verb v where v.role = g.role) as verbs \
    from access_grant g \
    join position p on p.id = g.position \
    join organisation o on o.id = p.organisation \
    join area a on a.id = g.area \
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

/// A person on a day in their main post.
pub async fn who(db: &impl ConnectionTrait, account: Uuid, person: Uuid, day: &str) -> Result<Who, DbErr> {
    let own = own(db, person, day).await?;
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
    let own = own(db, person, day).await?;
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
    let passes = |verb: &str| choice.standing != PostStanding::Vacant || rules::passes(verb);
    let grants = rows.into_iter().map(|row| grant(row, passes));
    who.grants = grants.filter(|grant| !grant.verbs.is_empty()).collect();
    if choice.standing != PostStanding::Own {
        who.held.extend(posts_held(std::slice::from_ref(&choice)));
    }
    if let Some(absent) = &choice.absent {
        who.held.extend(posts_held(&own(db, absent.person, day).await?));
    }
    who.absent = choice.absent;
    who.posts = vec![choice.post];
    Ok(who)
}

/// A grant with those of its role's verbs that pass.
fn grant(row: GrantRow, passes: impl Fn(&str) -> bool) -> Grant {
    let verbs = row.verbs.unwrap_or_default();
    let verbs = verbs.split_whitespace().filter(|verb| passes(verb)).map(str::to_owned);
    Grant {
        position: row.position,
        verbs: Arc::new(verbs.collect()),
        area: row.area_path,
        scope: match row.scope.as_str() {
            "own" => Scope::Own(row.organisation_path),
            "lines" => Scope::Lines(row.lines.split(' ').map(str::to_owned).collect()),
            _ => Scope::All,
        },
    }
}
