//! A checklist published by the office: checked by the form engine and against what it names, told what it changes. The
//! version before is taken for thirty days more, and what was made with it is marked.

use super::{
    model::{Error, FormVersion, Origin},
    store,
};
use crate::{
    directory,
    platform::trail,
    sites,
    work::{Happened, Work},
};
use forms::{Changes, Fault, Flaw, Form, Published, diff, keys_for_life};
use kernel::id::Uuid;
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

const WRITE: &str = "setting.write";

/// A version on its way in.
#[derive(Clone, Debug)]
pub struct NewForm {
    pub form: Form,
    /// codes of the types of site that it is for
    pub site_types: Vec<String>,
    /// only checked and compared
    pub dry_run: bool,
    pub reason: String,
}

/// What became of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Publication {
    /// of the version in use; none after a dry run of a new form
    pub id: Option<Uuid>,
    /// the version in use after it
    pub version: i32,
    /// the same is in use already; nothing was changed
    pub unchanged: bool,
    pub dry_run: bool,
    /// against the version that was in use; none where there was none
    #[schema(value_type = Option<Object>)]
    pub changes: Option<Changes>,
    /// the types of site differ
    pub site_types_changed: bool,
}

/// Publishes a version, or only says what it would change. `category` knows the codes that a case can have.
pub async fn publish(
    work: &Work<'_>,
    new: NewForm,
    category: impl Fn(&str) -> bool,
) -> Result<Publication, Error> {
    let db = work.tx();
    directory::may_settle::<Error>(work, WRITE, None).await?;
    let NewForm { mut form, site_types, dry_run, reason } = new;
    if !dry_run && reason.trim().is_empty() {
        return Err(Error::ReasonMissing);
    }
    let earlier = store::forms_of(db, &form.code).await?;
    let current = earlier.iter().find(|version| version.followed_at.is_none());
    if current.is_none() && !form.code.starts_with("x.") {
        return Err(Error::NotOwn(form.code));
    }
    // the author's number is the program's: one more than the version in use has, the same where nothing changes
    form.version = current.map_or(1, |current| current.published.form.version);
    let unchanged =
        current.is_some_and(|current| current.published.form == form && current.site_types == site_types);
    if !unchanged && current.is_some() {
        form.version += 1;
    }
    let published = checked(work, form, &site_types, &earlier, category).await?;
    let told = Publication {
        id: current.map(|current| current.id),
        version: current.map_or(0, |current| current.version),
        unchanged,
        dry_run,
        changes: current.map(|current| diff(&current.published.form, &published.form)),
        site_types_changed: current.is_some_and(|current| current.site_types != site_types),
    };
    if unchanged || dry_run {
        return Ok(told);
    }
    let (id, hash) = (work.id(), store::hash(&published, &site_types)?);
    store::insert_form(db, id, &published, &site_types, &hash, Origin::Local, work.now()).await?;
    let version = earlier.first().map_or(0, |last| last.version) + 1;
    let code = &published.form.code;
    let before =
        current.map(|current| json!({ "code": code, "version": current.version, "hash": current.hash }));
    let after = json!({ "code": code, "version": version, "hash": hash, "changes": told.changes,
        "reason": reason.trim() });
    let (before, after) = (before.as_ref().map(|before| before as _), Some(&after as _));
    let record = trail::named("checklist", code);
    work.record(Happened { verb: WRITE, kind: "checklist", record, before, after }).await?;
    Ok(Publication { id: Some(id), version, ..told })
}

/// The version that a form makes; everything that is wrong with it is told at once.
async fn checked(
    work: &Work<'_>,
    form: Form,
    site_types: &[String],
    earlier: &[FormVersion],
    category: impl Fn(&str) -> bool,
) -> Result<Published, Error> {
    let fault = |item: Option<&String>, field, flaw| Fault { item: item.cloned(), field, column: None, flaw };
    let types = sites::types(work.tx()).await?;
    let unknown = site_types.iter().filter(|code| types.iter().all(|kind| kind.code != **code));
    let mut faults: Vec<Fault> =
        unknown.map(|code| fault(None, "site_types", Flaw::NoSiteType(code.clone()))).collect();
    if site_types.is_empty() {
        faults.push(fault(None, "site_types", Flaw::Empty));
    }
    for item in &form.items {
        if let Some(code) = item.category.as_ref().filter(|code| !category(code)) {
            faults.push(fault(Some(&item.key), "category", Flaw::NoCategory(code.clone())));
        }
    }
    faults.extend(keys_for_life(earlier.iter().map(|version| &version.published.form), &form));
    match forms::publish(form) {
        Ok(published) if faults.is_empty() => Ok(published),
        Ok(_) => Err(Error::Unpublishable(faults)),
        Err(more) => Err(Error::Unpublishable(more.into_iter().chain(faults).collect())),
    }
}
