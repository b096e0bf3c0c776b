//! The tree of categories, and the dispatch rule tried.

use crate::{
    app::{Query, Read},
    cases::{
        actions,
        category::{Category, Lead},
        store,
    },
    directory,
    platform::problem::Problem,
    wire::Named,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A category as forms and filters need it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryView {
    code: String,
    name: String,
    name_en: String,
    parent: Option<String>,
    /// the root above it
    line: String,
    leaf: bool,
    /// may be found and fixed at once
    spot: bool,
    /// the handling limit, as `4 work_hour`
    limit_words: Option<String>,
    /// photos wanted with the report, when it is rectified, when it is verified
    photos: [usize; 3],
}
impl From<Category> for CategoryView {
    fn from(c: Category) -> Self {
        Self {
            limit_words: c.limits.get("handle").cloned(),
            photos: [c.evidence.before, c.evidence.after, c.evidence.verify],
            code: c.code,
            name: c.name,
            name_en: c.name_en,
            parent: c.parent,
            line: c.line,
            leaf: c.leaf,
            spot: c.spot,
        }
    }
}

/// The tree of categories, parents before their children.
#[utoipa::path(get, path = "/api/categories", tag = "cases", responses((status = 200, body = [CategoryView])))]
pub async fn categories(read: Read) -> Result<Json<Vec<CategoryView>>, Problem> {
    let tree = store::categories(&read.db).await?;
    Ok(Json(tree.into_iter().map(CategoryView::from).collect()))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SuggestQuery {
    category: String,
    area: Uuid,
}

/// What the dispatch rule says of a category at a place.
#[derive(Debug, Serialize, ToSchema)]
pub struct SuggestView {
    org: Option<Named>,
    /// the owner of the place, if some post of it may accept
    block: Option<Named>,
    /// the department of the line, if some post of it may accept
    line: Option<Named>,
    /// which of both goes first
    lead: Lead,
    /// the office's own rule that held
    rule: Option<Uuid>,
    /// whom that rule names for the line, when no post of it may accept there any more: it is passed over
    unable: Option<Named>,
    /// whom that rule asks to verify
    verifier: Option<Named>,
    limit_words: Option<String>,
    /// the handling deadline if it were dispatched now
    #[schema(value_type = Option<String>, format = DateTime)]
    deadline: Option<Moment>,
}

/// Which unit would get a case of this category at this place, and because of whom.
#[utoipa::path(get, path = "/api/cases/suggest", tag = "cases", params(SuggestQuery),
    responses((status = 200, body = SuggestView), (status = 403, body = Problem), (status = 422, body = Problem)))]
pub async fn suggest(read: Read, Query(query): Query<SuggestQuery>) -> Result<Json<SuggestView>, Problem> {
    if !read.who.holds("case.report") && !read.who.holds("case.dispatch") {
        return Err(Problem::denied("case.report"));
    }
    let none = || Problem::bad("category.none", "there is no such category").field("category");
    let category = store::usable_category(&read.db, &query.category).await?.ok_or_else(none)?;
    let found = actions::suggest(&read.db, &category, query.area, read.now).await?;
    let verifier = match found.rule.as_ref().and_then(|rule| rule.verifier) {
        Some(verifier) => directory::find_organisation(&read.db, verifier).await?,
        None => None,
    };
    let named = |o: directory::Organisation| Named { id: o.id, name: o.short_name };
    Ok(Json(SuggestView {
        org: found.unit.map(named),
        block: found.block.map(named),
        line: found.line.map(named),
        lead: found.lead,
        rule: found.rule.map(|rule| rule.id),
        unable: found.unable.map(named),
        verifier: verifier.map(named),
        limit_words: category.limits.get("handle").cloned(),
        deadline: category.deadline(&read.settings.calendar, "handle", read.now).ok(),
    }))
}
