//! Publishing: a form is checked whole, its expressions become trees, and the version never changes again.

mod compile;
mod fault;
mod structure;
#[cfg(test)]
mod tests;

use crate::{Form, Item, expression::Tree};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub use fault::{Fault, Flaw};

/// A version that is in use. Kept as JSON; what phones get is its `face`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// SHA-256 of the form's JSON, in hexadecimal.
    pub hash: String,
    pub form: Form,
    /// By key, for the items that have any.
    pub rules: BTreeMap<String, Rules>,
}

/// The expressions of an item as trees.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Required where true, never when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required: Option<Tree>,
    /// Asked where true, always when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevant: Option<Tree>,
    /// Refused where false.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Tree>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calculation: Option<Tree>,
    /// Fails where true; every pass_fail item has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_when: Option<Tree>,
}

/// Checks a form and makes it a version.
///
/// # Errors
/// Everything that is wrong with it, item by item.
pub fn publish(form: Form) -> Result<Published, Vec<Fault>> {
    let mut faults = structure::faults(&form);
    let rules = compile::rules(&form, &mut faults);
    if faults.is_empty() { Ok(Published { hash: hash(&form), form, rules }) } else { Err(faults) }
}

/// Fields are written in the order of the model, so equal forms have equal bytes.
fn hash(form: &Form) -> String {
    let bytes = serde_json::to_vec(form).unwrap_or_default(); // strings, finite numbers and lists always write
    Sha256::digest(bytes).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

impl Published {
    /// Without the texts of expressions: what a screen needs to ask the questions.
    #[must_use]
    pub fn face(&self) -> Self {
        let mut face = self.clone();
        for item in &mut face.form.items {
            item.required = crate::Condition::default();
            (item.relevant, item.constraint, item.calculation, item.fail_when) = (None, None, None, None);
        }
        face
    }

    pub(crate) fn rules(&self, item: &Item) -> Option<&Rules> {
        self.rules.get(&item.key)
    }
}
