//! The checklists in use, as a phone needs them to ask the questions.

use crate::{
    app::{Path, Query, Read},
    inspections::{
        model::{Error, FormVersion, Origin},
        store,
    },
    platform::problem::Problem,
};
use axum::Json;
use kernel::{id::Uuid, moment::Moment};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChecklistQuery {
    /// code of a type of site
    site_type: Option<String>,
}

/// The newest version of a checklist.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecklistRow {
    /// of this version
    id: Uuid,
    code: String,
    version: i32,
    hash: String,
    name: String,
    name_en: String,
    site_types: Vec<String>,
    origin: Origin,
    #[schema(value_type = String, format = DateTime)]
    published_at: Moment,
}
impl From<FormVersion> for ChecklistRow {
    fn from(form: FormVersion) -> Self {
        Self {
            id: form.id,
            code: form.published.form.code,
            version: form.version,
            hash: form.hash,
            name: form.published.form.name,
            name_en: form.published.form.name_en,
            site_types: form.site_types,
            origin: form.origin,
            published_at: form.published_at,
        }
    }
}

/// A version with its questions and rules.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecklistView {
    #[serde(flatten)]
    head: ChecklistRow,
    /// a newer version has followed it
    followed: bool,
    /// the form: groups and items
    #[schema(value_type = Object)]
    form: forms::Form,
    /// expressions as trees, by key of the item
    #[schema(value_type = Object)]
    rules: std::collections::BTreeMap<String, forms::Rules>,
}

/// The checklists in use.
#[utoipa::path(get, path = "/api/checklists", tag = "inspections", params(ChecklistQuery),
    responses((status = 200, body = [ChecklistRow]), (status = 403, body = Problem)))]
pub async fn list(
    read: Read,
    Query(query): Query<ChecklistQuery>,
) -> Result<Json<Vec<ChecklistRow>>, Problem> {
    may_read(&read)?;
    let wanted =
        |form: &FormVersion| query.site_type.as_ref().is_none_or(|kind| form.site_types.contains(kind));
    let forms = store::current_forms(&read.db).await?;
    Ok(Json(forms.into_iter().filter(wanted).map(ChecklistRow::from).collect()))
}

/// One version of a checklist.
#[utoipa::path(get, path = "/api/checklists/{id}", tag = "inspections", params(("id" = Uuid, Path)),
    responses((status = 200, body = ChecklistView), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn show(read: Read, Path(id): Path<Uuid>) -> Result<Json<ChecklistView>, Problem> {
    may_read(&read)?;
    let found = store::find_form(&read.db, id).await?.ok_or_else(Problem::not_found)?;
    let face = found.published.face();
    let followed = found.followed_at.is_some();
    Ok(Json(ChecklistView { followed, form: face.form, rules: face.rules, head: found.into() }))
}

/// A version as its author writes it, with the texts of its expressions.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChecklistSource {
    #[serde(flatten)]
    head: ChecklistRow,
    followed: bool,
    #[schema(value_type = Object)]
    form: forms::Form,
    /// the newest first
    versions: Vec<VersionView>,
}

/// A version of a checklist; the one that nothing followed is in use.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionView {
    id: Uuid,
    version: i32,
    origin: Origin,
    #[schema(value_type = String, format = DateTime)]
    published_at: Moment,
    #[schema(value_type = Option<String>, format = DateTime)]
    followed_at: Option<Moment>,
}

/// One version of a checklist, to be edited.
#[utoipa::path(get, path = "/api/checklists/{id}/source", tag = "settings", params(("id" = Uuid, Path)),
    responses((status = 200, body = ChecklistSource), (status = 403, body = Problem), (status = 404, body = Problem)))]
pub async fn source(read: Read, Path(id): Path<Uuid>) -> Result<Json<ChecklistSource>, Problem> {
    if !read.who.holds("setting.read") {
        return Err(Problem::denied("setting.read"));
    }
    let found = store::find_form(&read.db, id).await?.ok_or_else(Problem::not_found)?;
    let version = |form: FormVersion| VersionView {
        id: form.id,
        version: form.version,
        origin: form.origin,
        published_at: form.published_at,
        followed_at: form.followed_at,
    };
    let all = store::forms_of(&read.db, &found.published.form.code).await?;
    let (form, followed) = (found.published.form.clone(), found.followed_at.is_some());
    let versions = all.into_iter().map(version).collect();
    Ok(Json(ChecklistSource { followed, form, versions, head: found.into() }))
}

fn may_read(read: &Read) -> Result<(), Problem> {
    if read.who.holds("inspection.read") {
        Ok(())
    } else {
        Err(Error::Denied(crate::work::Denied("inspection.read")).into())
    }
}
