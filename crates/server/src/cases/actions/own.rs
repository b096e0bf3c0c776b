//! The office's own categories: leaves under a shipped line or group. They are renamed, retired and restored, never
//! deleted; a retired one serves the cases that have it and takes no new one.

use super::{
    report::{legible, said},
    settle::{WRITE, altered, reasoned, told_category, values},
};
use crate::{
    cases::{
        category::{self, Category, Entry, Own, Said},
        model::Error,
        store,
    },
    directory, inspections,
    work::Work,
};
use serde_json::{Map, Value, json};

const LONGEST_NAME: usize = 20;
const LONGEST_NAME_EN: usize = 60;

/// A category on its way in.
#[derive(Clone, Debug)]
pub struct NewCategory {
    /// code of a line or a group
    pub parent: String,
    pub key: String,
    pub name: String,
    pub name_en: String,
    /// what it says for itself, by key; the rest it has from above
    pub changes: Map<String, Value>,
    pub reason: String,
}

/// Opens a category; answers its code.
pub async fn add_category(work: &Work<'_>, new: &NewCategory) -> Result<String, Error> {
    let db = work.tx();
    let rules = store::categories(db).await?;
    let above =
        rules.into_iter().find(|rule| rule.code == new.parent && !rule.leaf).ok_or(Error::NoParent)?;
    directory::may_settle::<Error>(work, WRITE, Some(&above.line)).await?;
    reasoned(&new.reason)?;
    let code = category::own_code(&above.code, &new.key).ok_or_else(|| Error::BadKey(new.key.clone()))?;
    let mut entries = store::entries(db).await?;
    if entries.iter().any(|entry| entry.code == code) {
        return Err(Error::CodeTaken(code));
    }
    let (said, own) = (Said::new(), Own::new());
    let (name, name_en) = (new.name.trim().to_owned(), new.name_en.trim().to_owned());
    let parent = Some(above.code.clone());
    let mut entry =
        Entry { code: code.clone(), name, name_en, parent, said, own, local: true, retired_on: None };
    named(&entries, &entry)?;
    entries.push(entry.clone());
    let leaf = Category { code: code.clone(), leaf: true, ..above };
    entry.own = altered(work, &entries, &leaf, &new.changes).await?;
    store::add_category(db, &entry, work.now()).await?;
    category::settle(db).await?;
    let after = json!({ "code": code, "parent": entry.parent, "name": entry.name, "name_en": entry.name_en,
        "own": values(&entry.own), "reason": new.reason.trim() });
    told_category(work, &code, None, &after).await?;
    Ok(code)
}

/// Calls an own category otherwise.
pub async fn rename_category(
    work: &Work<'_>,
    code: &str,
    [name, name_en]: [&str; 2],
    reason: &str,
) -> Result<(), Error> {
    let (entries, before) = held(work, code, reason).await?;
    let after = Entry { name: name.trim().into(), name_en: name_en.trim().into(), ..before.clone() };
    named(&entries, &after)?;
    written(work, &before, &after, reason).await
}

/// No new case has it from today on. A checklist in use that names it would find what nobody can report.
pub async fn retire_category(work: &Work<'_>, code: &str, reason: &str) -> Result<(), Error> {
    let (_, before) = held(work, code, reason).await?;
    if before.retired_on.is_some() {
        return Err(Error::Retired(code.into()));
    }
    let forms = inspections::current_forms(work.tx()).await?;
    let naming = forms
        .into_iter()
        .map(|version| version.published.form)
        .find(|form| form.items.iter().any(|item| item.category.as_deref() == Some(code)));
    if let Some(form) = naming {
        return Err(Error::InChecklist(form.name));
    }
    let after = Entry { retired_on: Some(work.now().day().to_string()), ..before.clone() };
    written(work, &before, &after, reason).await
}

/// New cases may have it again.
pub async fn restore_category(work: &Work<'_>, code: &str, reason: &str) -> Result<(), Error> {
    let (entries, before) = held(work, code, reason).await?;
    if before.retired_on.is_none() {
        return Err(Error::NotRetired(code.into()));
    }
    let after = Entry { retired_on: None, ..before.clone() };
    named(&entries, &after)?;
    written(work, &before, &after, reason).await
}

/// The tree, and of it the office's own category that is to be changed, by whom it may.
async fn held(work: &Work<'_>, code: &str, reason: &str) -> Result<(Vec<Entry>, Entry), Error> {
    let rules = store::rules(work.tx()).await?;
    let rule = rules.iter().find(|rule| rule.code == code).ok_or(Error::NoCategory)?;
    directory::may_settle::<Error>(work, WRITE, Some(&rule.line)).await?;
    reasoned(reason)?;
    let entries = store::entries(work.tx()).await?;
    let entry = entries.iter().find(|entry| entry.code == code).cloned().ok_or(Error::NoCategory)?;
    if entry.local { Ok((entries, entry)) } else { Err(Error::Shipped(code.into())) }
}

/// Names that are read and told apart from those beside it.
fn named(entries: &[Entry], entry: &Entry) -> Result<(), Error> {
    for (field, text, most) in
        [("name", &entry.name, LONGEST_NAME), ("name_en", &entry.name_en, LONGEST_NAME_EN)]
    {
        said(field, text)?;
        legible(field, text, most)?;
    }
    let beside = |other: &&Entry| {
        other.parent == entry.parent && other.code != entry.code && other.retired_on.is_none()
    };
    match entries.iter().filter(beside).any(|other| other.name == entry.name) {
        true => Err(Error::NameTaken(entry.name.clone())),
        false => Ok(()),
    }
}

async fn written(work: &Work<'_>, before: &Entry, after: &Entry, reason: &str) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    store::write_entry(work.tx(), after, work.now()).await?;
    category::settle(work.tx()).await?;
    let told = |entry: &Entry| json!({ "code": entry.code, "name": entry.name, "name_en": entry.name_en, "retired_on": entry.retired_on });
    let (before, mut after_) = (told(before), told(after));
    after_["reason"] = reason.trim().into();
    told_category(work, &after.code, Some(&before), &after_).await
}
