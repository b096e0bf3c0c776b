//! A statement as the wire has it.

use crate::{
    app::{Path, Read},
    directory,
    platform::{permission::Who, problem::Problem},
    statements::{
        actions::WRITE,
        model::{Doubt, Error, Kind, State, Statement, Words},
        store,
    },
    wire::{Named, Qualifier},
};
use axum::Json;
use journal::{Dims, Metrics};
use kernel::{id::Uuid, moment::Moment, quantity::format_fixed};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

/// The metric that is stated.
#[derive(Debug, Serialize, ToSchema)]
pub struct StatedMetric {
    code: String,
    name: String,
    name_en: String,
    unit: String,
    unit_en: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StatementView {
    id: Uuid,
    state: State,
    /// how it posts; null where it does not
    kind: Option<Kind>,
    /// what the office should look at
    doubt: Option<Doubt>,
    /// null without one
    metric: Option<StatedMetric>,
    area: Named,
    org: Named,
    /// first and last local day
    from: String,
    to: String,
    /// decimal text in the metric's unit; null where the number is masked or not stated
    quantity: Option<String>,
    /// what is posted: of a stock-take the difference
    posted: Option<String>,
    #[schema(value_type = Qualifier)]
    qualifier: String,
    /// values by dimension
    #[schema(value_type = std::collections::HashMap<String, String>)]
    dims: Dims,
    /// as it was said
    said: Words,
    /// row in its file
    line: Option<i32>,
    person: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    recorded_at: Moment,
    /// correct, withdraw, place
    allowed: Vec<&'static str>,
    /// to be sent back with a verb
    version: i32,
}

/// One statement.
#[utoipa::path(get, path = "/api/statements/{id}", tag = "statements", params(("id" = Uuid, Path)),
    responses((status = 200, body = StatementView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<StatementView>, Problem> {
    let found = store::find_statement(&read.db, id).await?.ok_or(Error::NoSuchStatement)?;
    if !found.shown(|shown| read.who.may_read("statement.read", shown)) {
        let refusal =
            directory::beyond(&read.db, &read.who, found.place.area, read.now, Error::NoSuchStatement);
        return Err(refusal.await.into());
    }
    Ok(Json(view(&read.db, &read.who, &read.metrics, found).await?))
}

pub async fn view(
    db: &impl ConnectionTrait,
    who: &Who,
    metrics: &Metrics,
    statement: Statement,
) -> Result<StatementView, Error> {
    let mut views = views(db, who, metrics, vec![statement]).await?;
    views.pop().ok_or(Error::NoSuchStatement)
}

/// Statements as this person sees them.
pub async fn views(
    db: &impl ConnectionTrait,
    who: &Who,
    metrics: &Metrics,
    statements: Vec<Statement>,
) -> Result<Vec<StatementView>, Error> {
    let areas = directory::area_names(db, statements.iter().map(|s| s.place.area)).await?;
    let orgs = directory::organisation_names(db, statements.iter().map(|s| s.place.organisation)).await?;
    let people = store::people(db, &statements).await?;
    let named = |names: &std::collections::HashMap<Uuid, String>, id: Uuid| Named {
        id,
        name: names.get(&id).cloned().unwrap_or_default(),
    };
    let view = |statement: Statement| {
        let metric = statement.judged.metric.as_deref().and_then(|code| metrics.get(code).ok());
        let text = |quantity: i64| format_fixed(quantity, metric.map_or(0, |metric| metric.decimals));
        StatementView {
            area: named(&areas, statement.place.area),
            org: named(&orgs, statement.place.organisation),
            person: people.get(&statement.person).cloned(),
            allowed: allowed(who, &statement),
            quantity: statement.judged.amount.map(text),
            posted: statement.posted.filter(|_| statement.judged.state == State::Stated).map(text),
            metric: metric.map(|metric| StatedMetric {
                code: metric.code.clone(),
                name: metric.name.clone(),
                name_en: metric.name_en.clone(),
                unit: metric.unit.clone(),
                unit_en: metric.unit_en.clone(),
            }),
            id: statement.id,
            state: statement.judged.state,
            kind: statement.judged.kind,
            doubt: statement.judged.doubt,
            from: statement.first.to_string(),
            to: statement.last.to_string(),
            qualifier: statement.judged.qualifier.as_str().into(),
            dims: statement.judged.dims,
            said: statement.words,
            line: statement.from.map(|(_, line)| line),
            recorded_at: statement.recorded_at,
            version: statement.version,
        }
    };
    Ok(statements.into_iter().map(view).collect())
}

fn allowed(who: &Who, statement: &Statement) -> Vec<&'static str> {
    if !statement.shown(|shown| who.may(WRITE, shown)) {
        return vec![];
    }
    match statement.judged.state {
        State::Withdrawn => vec![],
        State::Unmatched | State::Held => vec!["place", "correct", "withdraw"],
        State::Stated | State::Target | State::Quoted => vec!["correct", "withdraw"],
    }
}
