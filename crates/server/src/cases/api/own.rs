//! The office's own categories over HTTP.

use super::settle::{CategoryRule, rule_of};
use crate::{
    app::{Incoming, Path},
    cases::actions::{self, NewCategory},
    platform::problem::Problem,
    work::Answer,
};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct CategoryRequest {
    /// code of a line or a group
    parent: String,
    /// small letters, digits and `_`, a letter first; the code is `PARENT.x.KEY`
    key: String,
    /// at most 20 characters
    name: String,
    /// at most 60 characters
    name_en: String,
    /// what it says for itself, with the keys of a category's rule; the rest it has from above
    #[schema(value_type = Object)]
    #[serde(default)]
    changes: Map<String, Value>,
    #[serde(default)]
    reason: String,
}

/// Open a category of the office's own. Reports, lists and figures have it at once; an upgrade leaves it as it is.
#[utoipa::path(post, path = "/api/categories", tag = "settings", request_body = CategoryRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = CategoryRule), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn add(Incoming { door, body }: Incoming<CategoryRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let CategoryRequest { parent, key, name, name_en, changes, reason } = body.clone();
        let new = NewCategory { parent, key, name, name_en, changes, reason };
        let code = actions::add_category(work, &new).await?;
        rule_of(work.tx(), &code).await
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct RenameCategory {
    /// at most 20 characters
    name: String,
    /// at most 60 characters
    name_en: String,
    #[serde(default)]
    reason: String,
}

/// Call a category of the office's own otherwise.
#[utoipa::path(post, path = "/api/categories/{code}/rename", tag = "settings", request_body = RenameCategory,
    params(("code" = String, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = CategoryRule), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn rename(
    Path(code): Path<String>,
    Incoming { door, body }: Incoming<RenameCategory>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::rename_category(work, &code, [&body.name, &body.name_en], &body.reason).await?;
        rule_of(work.tx(), &code).await
    })
    .await
}

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct CategoryReason {
    #[serde(default)]
    reason: String,
}

/// Take a category of the office's own out of use: cases that have it go on, no new one has it.
#[utoipa::path(post, path = "/api/categories/{code}/retire", tag = "settings", request_body = CategoryReason,
    params(("code" = String, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = CategoryRule), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn retire(
    Path(code): Path<String>,
    Incoming { door, body }: Incoming<CategoryReason>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::retire_category(work, &code, &body.reason).await?;
        rule_of(work.tx(), &code).await
    })
    .await
}

/// Put a retired category of the office's own into use again.
#[utoipa::path(post, path = "/api/categories/{code}/restore", tag = "settings", request_body = CategoryReason,
    params(("code" = String, Path), ("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = CategoryRule), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn restore(
    Path(code): Path<String>,
    Incoming { door, body }: Incoming<CategoryReason>,
) -> Result<Answer, Problem> {
    door.run(async move |work| {
        actions::restore_category(work, &code, &body.reason).await?;
        rule_of(work.tx(), &code).await
    })
    .await
}
