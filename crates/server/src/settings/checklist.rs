//! A checklist published: the route stands here because a form names categories of cases, which inspections do not know.

use crate::{app::Incoming, cases, inspections, platform::problem::Problem, work::Answer};
use inspections::{NewForm, Publication};
use serde::Deserialize;
use std::collections::HashSet;
use utoipa::ToSchema;

#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct PublishRequest {
    /// the form as `GET /api/checklists/{id}/source` gives it; its version is the program's
    #[schema(value_type = Object)]
    form: forms::Form,
    /// codes of the types of site that it is for
    site_types: Vec<String>,
    /// only check and compare
    #[serde(default)]
    dry_run: bool,
    /// needed unless it is a dry run
    #[serde(default)]
    reason: String,
}

/// Publish a version of a checklist, or try it: what is wrong with it, or what it changes. A new code begins with `x.`.
#[utoipa::path(post, path = "/api/checklists", tag = "settings", request_body = PublishRequest,
    params(("Idempotency-Key" = Uuid, Header)),
    responses((status = 200, body = Publication), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn publish(Incoming { door, body }: Incoming<PublishRequest>) -> Result<Answer, Problem> {
    door.run(async move |work| {
        let PublishRequest { form, site_types, dry_run, reason } = body.clone();
        let tree = cases::categories(work.tx()).await?;
        let leaves: HashSet<String> = tree.into_iter().filter(|c| c.leaf).map(|c| c.code).collect();
        let new = NewForm { form, site_types, dry_run, reason };
        inspections::publish(work, new, |code| leaves.contains(code)).await
    })
    .await
}
