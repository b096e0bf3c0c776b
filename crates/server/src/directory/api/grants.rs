//! Grants and roles.

use super::{ChangeRequest, Made};
use crate::{
    app::{Incoming, Path, Read},
    directory::{Error, Role, actions, model::NewGrant, store},
    platform::problem::Problem,
    wire::Named,
    work::Answer,
};
use axum::Json;
use kernel::id::Uuid;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A role over an area, hanging on a post.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantView {
    id: Uuid,
    role: String,
    role_name: String,
    area: Named,
    scope: String,
    lines: Vec<String>,
    from_day: String,
    to_day: Option<String>,
}
impl GrantView {
    pub fn of(grant: &store::GrantRow) -> Self {
        Self {
            id: grant.id,
            role: grant.role.clone(),
            role_name: grant.role_name.clone(),
            area: Named { id: grant.area, name: grant.area_name.clone() },
            scope: grant.scope.clone(),
            lines: grant.lines.split_whitespace().map(Into::into).collect(),
            from_day: grant.from_day.clone(),
            to_day: grant.to_day.clone(),
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// everything in the area
    All,
    /// what is the own organisation's and below
    Own,
    /// what is of some lines
    Lines,
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct GrantRequest {
    position: Uuid,
    role: String,
    area: Uuid,
    scope: Scope,
    /// roots of the category tree, for the scope `lines`
    #[serde(default)]
    lines: Vec<String>,
}

/// Give a role over an area to a post. Nobody gives a verb that they lack there, nor to their own post.
#[utoipa::path(post, path = "/api/grants", tag = "directory", request_body = GrantRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn give(Incoming { door, body }: Incoming<GrantRequest>) -> Result<Answer, Problem> {
    if matches!(body.scope, Scope::Lines) == body.lines.is_empty() {
        let words = "lines belong to the scope `lines`, and it needs some";
        return Err(Problem::bad("grant.lines", words).field("lines"));
    }
    door.run(async move |work| {
        let GrantRequest { position, role, area, scope, lines } = body.clone();
        let scope = match scope {
            Scope::All => "all",
            Scope::Own => "own",
            Scope::Lines => "lines",
        };
        let id = actions::give_grant(work, NewGrant { position, role, area, scope, lines }).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}

/// Say which day is a grant's last; a day before today ends it at once.
#[utoipa::path(post, path = "/api/grants/{id}/end", tag = "directory", request_body = ChangeRequest,
    params(("id" = Uuid, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Made), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn end(
    Path(id): Path<Uuid>,
    Incoming { door, body }: Incoming<ChangeRequest>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::end_grant(work, id, &body.clone().into()).await?;
        Ok::<_, Error>(Made { id })
    })
    .await
}

/// A role: shipped, or the office's own (its code begins with `x.`).
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct RoleView {
    code: String,
    name: String,
    name_en: String,
    /// today, round, cases or settings
    lands_on: String,
    verbs: Vec<String>,
    /// grows with each change; a change says which it saw, nought: whatever holds
    #[serde(default)]
    version: i32,
}
impl From<Role> for RoleView {
    fn from(role: Role) -> Self {
        let Role { code, name, name_en, lands_on, verbs, version } = role;
        Self { code, name, name_en, lands_on, verbs, version }
    }
}
impl From<RoleView> for Role {
    fn from(role: RoleView) -> Self {
        let RoleView { code, name, name_en, lands_on, verbs, version } = role;
        Self { code, name, name_en, lands_on, verbs, version }
    }
}

/// All roles with their verbs.
#[utoipa::path(get, path = "/api/roles", tag = "directory",
    responses((status = 200, body = [RoleView]), (status = 403, body = Problem)))]
pub async fn roles(read: Read) -> Result<Json<Vec<RoleView>>, Problem> {
    if !read.who.holds("person.read") {
        return Err(Problem::denied("person.read"));
    }
    Ok(Json(store::roles(&read.db).await?.into_iter().map(RoleView::from).collect()))
}

const PAGES: [&str; 4] = ["today", "round", "cases", "settings"];

async fn written(door: crate::work::Door, role: RoleView, fresh: bool) -> Result<Answer, Problem> {
    if !PAGES.contains(&role.lands_on.as_str()) {
        return Err(Problem::bad("role.page", "today, round, cases or settings").field("lands_on"));
    }
    door.run(async move |work| {
        let version = actions::write_role(work, role.clone().into(), fresh).await?;
        Ok::<_, Error>(RoleView { version, ..role.clone() })
    })
    .await
}

/// Make a role of the office's own.
#[utoipa::path(post, path = "/api/roles", tag = "directory", request_body = RoleView,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = RoleView), (status = 403, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn write_role(Incoming { door, body }: Incoming<RoleView>) -> Result<Answer, Problem> {
    written(door, body, true).await
}

/// Change a role of the office's own.
#[utoipa::path(post, path = "/api/roles/{code}", tag = "directory", request_body = RoleView,
    params(("code" = String, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = RoleView), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 412, body = Problem), (status = 422, body = Problem)))]
pub async fn change_role(
    Path(code): Path<String>,
    Incoming { door, body }: Incoming<RoleView>,
) -> Result<Answer, Problem> {
    written(door, RoleView { code, ..body }, false).await
}
