//! What each verb made of a case, field by field: the trail of this one record.

use super::show::readable;
use crate::{
    app::{Path, Query, Read},
    cases::{
        actions::TRACED,
        figures,
        model::{Error, Verb},
        store::{self, NamedMove},
    },
    directory::{self, Changed},
    platform::{
        problem::Problem,
        trail::{self, Change},
    },
    wire::Named,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::cmp::Reverse;
use utoipa::{IntoParams, ToSchema};

const PAGE: usize = 50;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangesQuery {
    /// `next` of the page before
    after: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseChanges {
    items: Vec<CaseChange>,
    next: Option<String>,
}

/// A verb with all that it changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseChange {
    id: Uuid,
    #[schema(value_type = String, format = DateTime)]
    at: Moment,
    /// who did it, and in which unit; none: the program by rule
    person: Option<Named>,
    /// the absent holder whose deputy the person was
    for_person: Option<Named>,
    organisation: Option<Named>,
    verb: Verb,
    fields: Vec<FieldChange>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FieldChange {
    /// as the case names it
    field: String,
    /// a number, a text, a unit as `{id, name}` or a list of them; null: nothing
    before: Value,
    after: Value,
}
impl From<Changed> for FieldChange {
    fn from(Changed { field, old, new }: Changed) -> Self {
        Self { field, before: old, after: new }
    }
}

/// What was done to a case and what that changed, the newest first. The trail of a case holds nothing personal but who
/// acted, which the case tells as well.
#[utoipa::path(get, path = "/api/cases/{id}/changes", tag = "cases", params(("id" = Uuid, Path), ChangesQuery),
    responses((status = 200, body = CaseChanges), (status = 403, body = Problem), (status = 404, body = Problem),
        (status = 422, body = Problem)))]
pub async fn changes(
    read: Read,
    Path(id): Path<Uuid>,
    Query(query): Query<ChangesQuery>,
) -> Result<Json<CaseChanges>, Problem> {
    let case = readable(&read, id).await?;
    let after = query.after.as_deref().map(trail::place).transpose()?;
    let most = u64::try_from(PAGE + 1).unwrap_or(u64::MAX);
    let mut lines = trail::changes(&read.db, &[figures::KIND], Some(id), after, most).await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| more).map(Change::cursor);
    // what one moment brought comes in the order in which it was done
    lines.sort_by_key(|line| Reverse(line.after.as_deref().and_then(trail::version)));
    let moves = store::named_history(&read.db, case.id).await?;
    let states = lines.iter().map(|line| (line.before.as_deref(), line.after.as_deref()));
    let fields = directory::changed(&read.db, states, TRACED).await?;
    let items = lines.iter().zip(fields).map(|(line, fields)| told(line, &moves, fields));
    Ok(Json(CaseChanges { items: items.collect::<Result<_, Error>>()?, next }))
}

/// A line of the trail; who acted, and whether it was a rule, its move tells.
fn told(line: &Change, moves: &[NamedMove], fields: Vec<Changed>) -> Result<CaseChange, Error> {
    let version = line.after.as_deref().and_then(trail::version);
    let by = moves.iter().find(|step| Some(step.version) == version);
    let named = |id: Option<Uuid>, name: Option<&String>| {
        id.zip(name).map(|(id, name)| Named { id, name: name.clone() })
    };
    Ok(CaseChange {
        id: line.id,
        at: Moment::from_millis(line.at),
        person: by.and_then(|step| named(step.person, step.person_name.as_ref())),
        for_person: by.and_then(|step| named(step.for_person, step.for_name.as_ref())),
        organisation: by.and_then(|step| named(step.organisation, step.organisation_name.as_ref())),
        verb: Verb::of(line.verb.trim_start_matches("case."))?,
        fields: fields.into_iter().map(FieldChange::from).collect(),
    })
}
