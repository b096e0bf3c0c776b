//! Deputies of a post: who may be named, name one, end it, and who held the post and acted in it before.

use super::{Made, no_such};
use crate::{
    app::{Incoming, Path, Read},
    directory::{Error, actions, model::NewDeputy, store},
    platform::{permission::Subject, problem::Problem},
    wire::{Named, Nothing},
    work::Answer,
};
use axum::Json;
use jiff::civil::Date;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Holders and deputies that a history tells.
const MOST: u64 = 200;

/// Who acts in a post in its holder's absence.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeputyView {
    id: Uuid,
    /// the post whose holder acts
    position: Named,
    organisation: Named,
    /// who holds that post today; null: nobody
    acting: Option<Named>,
    /// who is absent; null: the post was vacant
    absent: Option<Named>,
    from_day: String,
    /// the last day
    to_day: String,
    reason: String,
    /// null: the program
    set_by: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Moment>,
}
impl From<store::DeputyRow> for DeputyView {
    fn from(row: store::DeputyRow) -> Self {
        Self {
            id: row.id,
            position: Named { id: row.deputy, name: row.title },
            organisation: Named { id: row.organisation, name: row.organisation_name },
            acting: row.acting.zip(row.acting_name).map(|(id, name)| Named { id, name }),
            absent: row.person.zip(row.person_name).map(|(id, name)| Named { id, name }),
            from_day: row.from_day,
            to_day: row.to_day,
            reason: row.reason,
            set_by: row.set_by_name,
            ended_at: row.ended_at.map(Moment::from_millis),
        }
    }
}

/// Who held a post.
#[derive(Debug, Serialize, ToSchema)]
pub struct HolderView {
    person: Named,
    from_day: String,
    to_day: Option<String>,
}

/// A post through the years, the latest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostHistory {
    holders: Vec<HolderView>,
    deputies: Vec<DeputyView>,
}

/// A post that may be named as deputy, with its holder.
#[derive(Debug, Serialize, ToSchema)]
pub struct NearView {
    position: Uuid,
    title: String,
    organisation: Named,
    person: Named,
}

/// Who held a post and who acted in it: of your own posts, and of those within your reach.
#[utoipa::path(get, path = "/api/positions/{id}/history", tag = "directory", params(("id" = Uuid, Path)),
    responses((status = 200, body = PostHistory), (status = 404, body = Problem)))]
pub async fn history(read: Read, Path(id): Path<Uuid>) -> Result<Json<PostHistory>, Problem> {
    seen(&read, id).await?;
    let day = read.now.day().to_string();
    let holder = |row: store::HolderRow| HolderView {
        person: Named { id: row.person, name: row.name },
        from_day: row.from_day,
        to_day: row.to_day,
    };
    let holders = store::holders(&read.db, id, MOST).await?.into_iter().map(holder).collect();
    let deputies = store::deputies_of(&read.db, [id], &day, true, MOST).await?;
    Ok(Json(PostHistory { holders, deputies: deputies.into_iter().map(Into::into).collect() }))
}

/// Posts in office around a post, its own among them: of its organisation, of the one above, beside and below it. The
/// holder of another may deputise it.
#[utoipa::path(get, path = "/api/positions/{id}/near", tag = "directory", params(("id" = Uuid, Path)),
    responses((status = 200, body = [NearView]), (status = 404, body = Problem)))]
pub async fn near(read: Read, Path(id): Path<Uuid>) -> Result<Json<Vec<NearView>>, Problem> {
    let post = seen(&read, id).await?;
    let rows = store::near(&read.db, post.organisation, None, &read.now.day().to_string()).await?;
    let row = |row: store::NearRow| NearView {
        position: row.position,
        title: row.title,
        organisation: Named { id: row.organisation, name: row.organisation_name },
        person: Named { id: row.person, name: row.person_name },
    };
    Ok(Json(rows.into_iter().map(row).collect()))
}

/// A post of one's own, or within reach.
async fn seen(read: &Read, id: Uuid) -> Result<store::Post, Problem> {
    let post = store::find_post(&read.db, id).await?.ok_or_else(no_such)?;
    let place = Subject { area: &post.area_path, line: None, organisations: &[], parties: &[] };
    let within = read.who.may("person.read", place)
        || read.who.areas_of("person.read").iter().any(|root| post.area_path.starts_with(root));
    if within || read.who.holds_post(id) { Ok(post) } else { Err(no_such()) }
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct DeputyRequest {
    /// the post whose holder acts
    deputy: Uuid,
    /// the first day, today or later
    #[schema(value_type = String, format = Date)]
    from: Date,
    /// the last day, within a year
    #[schema(value_type = String, format = Date)]
    to: Date,
    reason: String,
}

/// Name who acts in a post in its holder's absence: the holder, the head, or whoever has the right. One at a time.
#[utoipa::path(post, path = "/api/positions/{id}/deputy", tag = "directory", request_body = DeputyRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn set(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<DeputyRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let DeputyRequest { deputy, from, to, reason } = body.clone();
        let new = NewDeputy { position: id, deputy, from, to, reason };
        let done = actions::set_deputy(work, new).await;
        // here the post is named by the address
        let id = done
            .map_err(|error| if matches!(error, Error::NoSuchPosition) { Error::NotFound } else { error })?;
        Ok::<_, Error>(Made { id })
    })
    .await
}

/// End it now: the absent one is back, or the deputy gives it back.
#[utoipa::path(post, path = "/api/deputies/{id}/end", tag = "directory", request_body = Nothing,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem)))]
pub async fn end(
    Path(id): Path<Uuid>,
    Incoming { door, body: Nothing {} }: Incoming<Nothing>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::end_deputy(work, id).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}
