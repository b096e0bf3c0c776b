//! People: the list with their posts, add, rename, and what one of them may do somewhere.

use super::{Made, cut, limited, no_such};
use crate::{
    app::{Incoming, Path, Query, Read},
    directory::{Error, actions, store},
    platform::{account, problem::Problem},
    wire::Named,
    work::Answer,
};
use axum::Json;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeopleQuery {
    /// beginning of a name
    q: Option<String>,
    /// `next` of the page before
    after: Option<Uuid>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// A post that a person holds or will hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldView {
    position: Uuid,
    title: String,
    organisation: Named,
    from_day: String,
    to_day: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PersonView {
    id: Uuid,
    name: String,
    posts: Vec<HeldView>,
    /// told to whoever may change accounts
    login: Option<String>,
    /// may sign in; null without an account, or to whoever may not change accounts
    enabled: Option<bool>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PeoplePage {
    items: Vec<PersonView>,
    next: Option<Uuid>,
}

/// People with a post within your reach, and those without any, by name.
#[utoipa::path(get, path = "/api/people", tag = "directory", params(PeopleQuery),
    responses((status = 200, body = PeoplePage), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn list(read: Read, Query(asked): Query<PeopleQuery>) -> Result<Json<PeoplePage>, Problem> {
    let roots = read.who.areas_of("person.read");
    if roots.is_empty() {
        return Err(Problem::denied("person.read"));
    }
    let (day, limit) = (read.now.day().to_string(), limited(asked.limit, MOST));
    let after = match asked.after {
        Some(id) => Some((store::person_name(&read.db, id).await?.ok_or_else(no_such)?, id)),
        None => None,
    };
    let words = asked.q.as_deref().map(str::trim).filter(|words| !words.is_empty());
    let mut rows = store::list_people(&read.db, &roots, words, &day, after, limit + 1).await?;
    let more = cut(&mut rows, limit);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    Ok(Json(PeoplePage { items: told(&read, rows).await?, next }))
}

/// One person with the posts held: within your reach, without any post, or yourself.
#[utoipa::path(get, path = "/api/people/{id}", tag = "directory", params(("id" = Uuid, Path)),
    responses((status = 200, body = PersonView), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<PersonView>, Problem> {
    let posts = store::posts_of(&read.db, [id], &read.now.day().to_string()).await?;
    let roots = read.who.areas_of("person.read");
    let within = |post: &store::PersonPost| roots.iter().any(|root| post.area_path.starts_with(root));
    let seen = !roots.is_empty() && (posts.is_empty() || posts.iter().any(within));
    let name = store::person_name(&read.db, id).await?;
    let name = name.filter(|_| seen || read.who.person == id).ok_or_else(no_such)?;
    told(&read, vec![store::PersonRow { id, name }]).await?.pop().map(Json).ok_or_else(no_such)
}

/// People with their posts, and for whoever may change accounts with theirs.
async fn told(read: &Read, rows: Vec<store::PersonRow>) -> Result<Vec<PersonView>, Problem> {
    let (day, ids) = (read.now.day().to_string(), rows.iter().map(|row| row.id).collect::<Vec<_>>());
    let posts = store::posts_of(&read.db, ids.iter().copied(), &day).await?;
    let accounts =
        if read.who.holds("account.write") { account::of_people(&read.db, ids).await? } else { vec![] };
    let held = |post: &store::PersonPost| HeldView {
        position: post.position,
        title: post.title.clone(),
        organisation: Named { id: post.organisation, name: post.organisation_name.clone() },
        from_day: post.from_day.clone(),
        to_day: post.to_day.clone(),
    };
    let item = |row: store::PersonRow| {
        let account = accounts.iter().find(|account| account.person == Some(row.id));
        PersonView {
            posts: posts.iter().filter(|post| post.person == row.id).map(held).collect(),
            login: account.map(|account| account.login.clone()),
            enabled: account.map(|account| account.disabled_at.is_none()),
            id: row.id,
            name: row.name,
        }
    };
    Ok(rows.into_iter().map(item).collect())
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PersonRequest {
    name: String,
}

/// Add a person.
#[utoipa::path(post, path = "/api/people", tag = "directory", request_body = PersonRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn add(Incoming { door, body }: Incoming<PersonRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| Ok::<_, Error>(Made { id: actions::add_person(work, &body.name).await?.id }))
        .await
}

/// Correct a person's name.
#[utoipa::path(post, path = "/api/people/{id}/rename", tag = "directory", request_body = PersonRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn rename(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<PersonRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::rename_person(work, id, &body.name).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RightsQuery {
    /// where; without it everywhere
    area: Option<Uuid>,
}

/// A verb and the grant it comes from.
#[derive(Debug, Serialize, ToSchema)]
pub struct RightView {
    verb: String,
    grant: Uuid,
    role: String,
    role_name: String,
    position: Uuid,
    /// the area that the grant is over
    area: Named,
    /// all, own or lines
    scope: String,
    lines: Vec<String>,
}

/// What a person may do here, today: each verb with the grants it comes from.
#[utoipa::path(get, path = "/api/people/{id}/rights", tag = "directory", params(("id" = Uuid, Path), RightsQuery),
    responses((status = 200, body = [RightView]), (status = 404, body = Problem)))]
pub async fn rights(
    read: Read,
    Path(id): Path<Uuid>,
    Query(asked): Query<RightsQuery>,
) -> Result<Json<Vec<RightView>>, Problem> {
    let day = read.now.day().to_string();
    let posts = store::posts_of(&read.db, [id], &day).await?;
    let roots = read.who.areas_of("person.read");
    let within = |path: &str| roots.iter().any(|root| path.starts_with(root));
    let seen = read.who.person == id || posts.iter().any(|post| within(&post.area_path));
    if !seen {
        return Err(no_such());
    }
    let here = match asked.area {
        Some(area) => Some(store::find_area(&read.db, area).await?.ok_or_else(no_such)?.path),
        None => None,
    };
    let held = posts.iter().filter(|post| post.from_day <= day).map(|post| post.position);
    let grants = store::grants_of(&read.db, held, &day).await?;
    let verbs = store::verbs_of_roles(&read.db, grants.iter().map(|grant| grant.role.as_str())).await?;
    let mut rights = Vec::new();
    for grant in grants.iter().filter(|grant| grant.from_day <= day) {
        if here.as_ref().is_some_and(|here| !here.starts_with(&grant.area_path)) {
            continue;
        }
        for verb in verbs.get(&grant.role).into_iter().flatten() {
            rights.push(RightView {
                verb: verb.clone(),
                grant: grant.id,
                role: grant.role.clone(),
                role_name: grant.role_name.clone(),
                position: grant.position,
                area: Named { id: grant.area, name: grant.area_name.clone() },
                scope: grant.scope.clone(),
                lines: grant.lines.split_whitespace().map(Into::into).collect(),
            });
        }
    }
    rights.sort_by(|a, b| a.verb.cmp(&b.verb));
    Ok(Json(rights))
}
