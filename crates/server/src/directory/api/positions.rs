//! Posts: who holds them and what hangs on them, open and close, put in post and take out.

use super::{ChangeRequest, Made, cut, deputies::DeputyView, grants::GrantView, limited};
use crate::{
    app::{Incoming, Path, Query, Read},
    directory::{Error, actions, model::NewPosition, store},
    platform::{permission::Subject, problem::Problem},
    wire::Named,
    work::Answer,
};
use axum::Json;
use jiff::civil::Date;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const MOST: u64 = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostQuery {
    organisation: Option<Uuid>,
    /// `next` of the page before
    after: Option<Uuid>,
    /// rows of a page, at most 200
    limit: Option<u64>,
}

/// A post, whoever holds it today, and its grants.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostView {
    id: Uuid,
    organisation: Named,
    title: String,
    head: bool,
    from_day: String,
    to_day: Option<String>,
    holder: Option<Named>,
    held_from: Option<String>,
    grants: Vec<GrantView>,
    /// in force today or to come, the latest first
    deputies: Vec<DeputyView>,
    /// you may name a deputy: it is yours, you head it, or have the right
    may_set_deputy: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PostPage {
    items: Vec<PostView>,
    next: Option<Uuid>,
}

/// Open posts in the order of their opening.
#[utoipa::path(get, path = "/api/positions", tag = "directory", params(PostQuery),
    responses((status = 200, body = PostPage), (status = 403, body = Problem)))]
pub async fn list(read: Read, Query(asked): Query<PostQuery>) -> Result<Json<PostPage>, Problem> {
    let roots = read.who.areas_of("person.read");
    if roots.is_empty() {
        return Err(Problem::denied("person.read"));
    }
    let (day, limit) = (read.now.day().to_string(), limited(asked.limit, MOST));
    let mut rows =
        store::list_posts(&read.db, &roots, asked.organisation, &day, asked.after, limit + 1).await?;
    let more = cut(&mut rows, limit);
    let next = rows.last().filter(|_| more).map(|row| row.id);
    let grants = store::grants_of(&read.db, rows.iter().map(|row| row.id), &day).await?;
    let mut deputies = store::deputies_of(&read.db, rows.iter().map(|row| row.id), &day, false, MOST).await?;
    let headed = match read.who.posts.first() {
        Some(acted) => store::headed(&read.db, acted.position).await?,
        None => None,
    };
    let may_set = |row: &store::PostRow| {
        let place = Subject { area: &row.area_path, line: None, organisations: &[], parties: &[] };
        let others = headed.as_ref().is_some_and(|path| row.organisation_path.starts_with(path))
            || read.who.may(actions::SET_DEPUTY, place);
        row.person == Some(read.who.person) || others && !read.who.holds_post(row.id)
    };
    let item = |row: store::PostRow| PostView {
        may_set_deputy: may_set(&row),
        deputies: deputies.extract_if(.., |deputy| deputy.position == row.id).map(Into::into).collect(),
        grants: grants.iter().filter(|grant| grant.position == row.id).map(GrantView::of).collect(),
        id: row.id,
        organisation: Named { id: row.organisation, name: row.organisation_name },
        title: row.title,
        head: row.head,
        from_day: row.from_day,
        to_day: row.to_day,
        holder: row.person.zip(row.person_name).map(|(id, name)| Named { id, name }),
        held_from: row.held_from,
    };
    Ok(Json(PostPage { items: rows.into_iter().map(item).collect(), next }))
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PostRequest {
    organisation: Uuid,
    title: String,
    /// the head hears first when something is late
    #[serde(default)]
    head: bool,
}

/// Open a post.
#[utoipa::path(post, path = "/api/positions", tag = "directory", request_body = PostRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn open(Incoming { door, body }: Incoming<PostRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let PostRequest { organisation, title, head } = body.clone();
        let id = actions::open_position(work, NewPosition { organisation, title, head }).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}

/// Close a post that nobody holds afterwards; its grants end with it.
#[utoipa::path(post, path = "/api/positions/{id}/close", tag = "directory", request_body = ChangeRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn close(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<ChangeRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::close_position(work, id, &body.clone().into()).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct HolderRequest {
    person: Uuid,
    /// the first day; whoever holds the post leaves the day before
    #[schema(value_type = String, format = Date)]
    from: Date,
}

/// Put somebody in a post. What waits for the post and its organisation stays with them.
#[utoipa::path(post, path = "/api/positions/{id}/holder", tag = "directory", request_body = HolderRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn put(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<HolderRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let done = actions::put_in_post(work, id, body.person, Some(body.from)).await;
        // here the post is named by the address
        done.map_err(|error| if matches!(error, Error::NoSuchPosition) { Error::NotFound } else { error })?;
        Ok::<_, Error>(Made { id })
    })
    .await
}

/// Say which day is the holder's last.
#[utoipa::path(post, path = "/api/positions/{id}/vacate", tag = "directory", request_body = ChangeRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn take_out(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<ChangeRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::take_out_of_post(work, id, &body.clone().into()).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}
