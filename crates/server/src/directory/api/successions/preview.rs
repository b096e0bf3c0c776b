//! What a change would move: how much hangs on each, and what each counts today.

use super::readable;
use crate::{
    app::{self, App, Query, Read},
    directory::{store, succession::Hanging},
    platform::problem::Problem,
    work::figure_right,
};
use axum::{Json, extract::State};
use journal::{Ask, Metrics};
use kernel::{
    id::Uuid,
    period::{Grain, Period},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Records that are looked at at once.
const MOST: usize = 20;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PreviewQuery {
    /// areas or organisations, a comma between: those that end and those that stay
    of: String,
}

/// What hangs on an area or an organisation, and what it counts.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewRow {
    id: Uuid,
    /// open cases, sites, standing obligations, posts, grants, areas and organisations below, by kind
    hangs: Vec<HangingView>,
    /// of an area, this month: the metrics of the first page that are sums
    figures: Vec<PreviewFigure>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct HangingView {
    /// case, site, obligation, dispatch_rule, position, grant, area, organisation
    pub what: String,
    pub count: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewFigure {
    metric: String,
    name: String,
    name_en: String,
    /// in the metric's smallest unit
    value: i64,
}

/// What hangs on areas and organisations and what they count this month, before something happens to them.
#[utoipa::path(get, path = "/api/successions/preview", tag = "directory", params(PreviewQuery),
    responses((status = 200, body = [PreviewRow]), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn preview(
    State(app): State<App>,
    read: Read,
    Query(asked): Query<PreviewQuery>,
) -> Result<Json<Vec<PreviewRow>>, Problem> {
    let unread = || Problem::bad("query.malformed", "ids, a comma between").field("of");
    let ids = asked.of.split(',').map(str::parse).collect::<Result<Vec<Uuid>, _>>().map_err(|_| unread())?;
    if ids.len() > MOST {
        return Err(unread());
    }
    let mut found = Vec::new();
    for id in &ids {
        found.push((*id, readable(&read, *id).await?));
    }
    let mut rows = Vec::new();
    let hanging = hanging(&read, &ids).await?;
    for (id, is_area) in found {
        let figures = if is_area { figures(&app, &read, id).await? } else { Vec::new() };
        let of = hanging.iter().filter(|one| one.on == id);
        let hangs = of.map(|one| HangingView { what: one.what.into(), count: one.count }).collect();
        rows.push(PreviewRow { id, hangs, figures });
    }
    Ok(Json(rows))
}

/// All that hangs on some areas and organisations: of the directory itself, and of those that follow it.
pub async fn hanging(read: &Read, of: &[Uuid]) -> Result<Vec<Hanging>, Problem> {
    let own = store::hang_on(&read.db, of, &read.now.day().to_string()).await?;
    let mut found: Vec<Hanging> =
        own.into_iter().map(|(on, what, count)| Hanging { on, what, count }).collect();
    for follower in app::FOLLOWERS {
        found.extend((follower.hangs)(&read.db, of).await?);
    }
    // one kind of thing may hang on the same in several ways
    let mut sums: BTreeMap<(Uuid, &'static str), i64> = BTreeMap::new();
    for Hanging { on, what, count } in found {
        *sums.entry((on, what)).or_default() += count;
    }
    Ok(sums.into_iter().map(|((on, what), count)| Hanging { on, what, count }).collect())
}

/// The headline sums of an area this month.
async fn figures(app: &App, read: &Read, area: Uuid) -> Result<Vec<PreviewFigure>, Problem> {
    let Some(area) = store::find_area(&read.db, area).await? else { return Ok(Vec::new()) };
    let first_day = read.settings.first_day;
    let (first, last) = Period::containing(read.now.day(), Grain::Month, first_day).span(first_day);
    let metrics: &Metrics = &read.metrics;
    let mut told = Vec::new();
    for code in &app.headlines {
        let metric = metrics.get(code).map_err(|e| Problem::internal(&e))?;
        let sums = matches!(metric.kind, journal::Kind::Flow | journal::Kind::Stock);
        let may = figure_right(metric.class).is_ok_and(|right| read.who.may_of(right, &area.path, &[]));
        if !sums || !may {
            continue;
        }
        let ask = Ask {
            metric: code.clone(),
            area: area.path.clone(),
            orgs: Vec::new(),
            own: false,
            dims: BTreeMap::new(),
            first,
            last,
            as_of: None,
            tree_day: None,
        };
        let found = journal::figure(&read.db, metrics, &ask).await.map_err(|e| Problem::internal(&e))?;
        if let journal::Figure::Sum(sum) = found {
            let value = i64::try_from(sum.held.quantity).unwrap_or(i64::MAX);
            let (name, name_en) = (metric.name.clone(), metric.name_en.clone());
            told.push(PreviewFigure { metric: code.clone(), name, name_en, value });
        }
    }
    Ok(told)
}
