//! The field's words that lists are read by: heads of columns, and other names of categories.

use super::{model::Role, rules::folded};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// Built in, the same for all lists.
#[derive(Clone, Debug, Default)]
pub struct Words {
    heads: HashMap<String, Role>,
    /// other names of categories, by code
    aliases: HashMap<String, Vec<String>>,
}

#[derive(Deserialize)]
struct Heads {
    column: Vec<Head>,
}
#[derive(Deserialize)]
struct Head {
    role: Role,
    words: Vec<String>,
}
#[derive(Deserialize)]
struct Tree {
    category: Vec<Entry>,
}
#[derive(Deserialize)]
struct Entry {
    code: String,
    #[serde(default)]
    aliases: Vec<String>,
}

impl Words {
    /// From the catalogue's heads of columns and its tree of categories.
    pub fn read(columns: &str, categories: &str) -> Result<Self, toml::de::Error> {
        let heads = toml::from_str::<Heads>(columns)?.column.into_iter();
        let heads =
            heads.flat_map(|Head { role, words }| words.into_iter().map(move |word| (folded(&word), role)));
        let aliases = toml::from_str::<Tree>(categories)?.category;
        Ok(Self {
            heads: heads.collect(),
            aliases: aliases.into_iter().map(|entry| (entry.code, entry.aliases)).collect(),
        })
    }

    /// What a head means by itself: the column that is called so, else the one whose longest name it holds.
    pub fn role(&self, head: &str) -> Option<Role> {
        let head = folded(head);
        let held = || {
            let held = self
                .heads
                .iter()
                .filter(|(word, _)| word.chars().count() > 1 && head.contains(word.as_str()));
            held.max_by_key(|(word, role)| (word.len(), std::cmp::Reverse(**role as u8)))
                .map(|(_, role)| *role)
        };
        self.heads.get(&head).copied().or_else(held)
    }

    /// Whether a text is the head of a list's column.
    pub fn is_head(&self, text: &str) -> bool {
        self.heads.contains_key(&folded(text))
    }

    /// What each head of a list means: as it was said for this sender before, else by its words; no two columns of one
    /// role that one column has.
    pub fn roles(&self, heads: &[String], said: &HashMap<String, Role>) -> Vec<Role> {
        if let [only] = heads
            && only.is_empty()
        {
            // photos with captions: the words of one say it all
            return vec![Role::Problem];
        }
        let mut taken = HashSet::new();
        let mut role = |head: &String| {
            let role = said.get(&folded(head)).copied().or_else(|| self.role(head)).unwrap_or(Role::Ignored);
            if role.repeats() || taken.insert(role) { role } else { Role::Ignored }
        };
        heads.iter().map(&mut role).collect()
    }

    /// Other names of a category.
    pub fn aliases(&self, code: &str) -> &[String] {
        self.aliases.get(code).map_or(&[], Vec::as_slice)
    }
}
