//! What lies ready for whoever writes next, across kills: cases on their way, and pictures that hang on nothing yet, of
//! which an account may have only so many.

use super::ledger::lock;
use crate::kit::{Result, below};
use serde_json::Value;
use std::{collections::HashMap, sync::Mutex};

/// A case on its way: its id, its version, and how many verbs it has behind it.
pub struct Led {
    pub id: Value,
    pub version: Value,
    pub done: usize,
}

impl Led {
    /// One that was just reported.
    pub fn of(case: &Value) -> Self {
        Self { id: case["id"].clone(), version: case["version"].clone(), done: 0 }
    }
}

#[derive(Default)]
pub struct Shelf {
    cases: Mutex<Vec<Led>>,
    pictures: Mutex<HashMap<&'static str, Vec<String>>>,
}

impl Shelf {
    pub fn put(&self, case: Led) -> Result<()> {
        lock(&self.cases)?.push(case);
        Ok(())
    }
    /// Any of the cases, which nobody else moves meanwhile.
    pub fn take(&self) -> Result<Option<Led>> {
        let mut cases = lock(&self.cases)?;
        if cases.is_empty() {
            return Ok(None);
        }
        let at = below(cases.len());
        Ok(Some(cases.swap_remove(at)))
    }
    pub fn put_picture(&self, login: &'static str, id: String) -> Result<()> {
        lock(&self.pictures)?.entry(login).or_default().push(id);
        Ok(())
    }
    pub fn take_picture(&self, login: &str) -> Result<Option<String>> {
        Ok(lock(&self.pictures)?.get_mut(login).and_then(Vec::pop))
    }
    pub fn pictures(&self, login: &str) -> Result<usize> {
        Ok(lock(&self.pictures)?.get(login).map_or(0, Vec::len))
    }
}
