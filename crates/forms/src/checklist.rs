//! Reads the shipped checklists (`catalog/checklists`, whose README gives the format) into forms.

use crate::{Form, Group, Item};
use serde::Deserialize;

/// A checklist: a form and the types of sites it may be filled for.
#[derive(Clone, Debug, PartialEq)]
pub struct Checklist {
    pub form: Form,
    pub site_types: Vec<String>,
}

/// The text is not TOML, or not a checklist; says line and column.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("no checklist: {0}")]
pub struct Unreadable(#[from] toml::de::Error);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    code: String,
    name: String,
    name_en: String,
    version: u32,
    site_types: Vec<String>,
    groups: Vec<Group>,
    #[serde(rename = "item")]
    items: Vec<Item>,
}

/// The checklist of a file's text, unchecked; `publish` checks it.
pub fn read_checklist(text: &str) -> Result<Checklist, Unreadable> {
    let File { code, name, name_en, version, site_types, groups, items } = toml::from_str(text)?;
    Ok(Checklist { form: Form { code, version, name, name_en, groups, items }, site_types })
}
