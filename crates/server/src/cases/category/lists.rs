//! Named lists of the papers (十二乱, 五乱 …): sets of categories that count and print under their own name, item by item.

use super::{Place, categories_below};
use crate::cases::store;
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedList {
    pub code: String,
    pub name: String,
    pub name_en: String,
    /// kind and title of the paper
    pub source: String,
    /// in the paper's order; the code of each is the list's, a dot and its place, from 1
    pub items: Vec<ListItem>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListItem {
    /// as printed
    pub name: String,
    /// codes of categories, each with those below it; none where the paper leaves it open
    pub leaves: Vec<String>,
}

/// All categories, and the lists that name some of them.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub tree: Vec<Place>,
    pub lists: Vec<NamedList>,
}

impl Known {
    pub async fn read(db: &impl ConnectionTrait) -> Result<Self, DbErr> {
        Ok(Self { tree: store::category_places(db).await?, lists: store::lists(db).await? })
    }
    /// What counts under a code: a category with those below it, a list's, or those of one item of a list.
    pub fn below(&self, code: &str) -> Vec<String> {
        let (head, place) = code.split_once('.').map_or((code, None), |(head, place)| (head, Some(place)));
        let Some(list) = self.lists.iter().find(|list| list.code == head) else {
            return categories_below(&self.tree, &[code]);
        };
        let items = list.items.iter().zip(1_usize..);
        let asked = items.filter(|(_, at)| place.is_none_or(|place| place == at.to_string()));
        let leaves = asked.flat_map(|(item, _)| &item.leaves);
        categories_below(&self.tree, &leaves.map(String::as_str).collect::<Vec<_>>())
    }
}

/// Reads the shipped lists and checks them against the categories: no unknown one, none in two items of a list, no
/// list under a category's code.
pub fn read_lists(text: &str, tree: &[Place]) -> Result<Vec<NamedList>, String> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        list: Vec<NamedList>,
    }
    let file: File = toml::from_str(text).map_err(|e| e.to_string())?;
    for list in &file.list {
        if tree.iter().any(|place| place.code == list.code) {
            return Err(format!("{} is a category", list.code));
        }
        let mut seen = HashSet::new();
        for leaf in list.items.iter().flat_map(|item| &item.leaves) {
            let found = categories_below(tree, &[leaf]);
            if found.is_empty() {
                return Err(format!("{} names {leaf}, which is no category", list.code));
            }
            if let Some(twice) = found.into_iter().find(|code| !seen.insert(code.clone())) {
                return Err(format!("{} names {twice} twice", list.code));
            }
        }
    }
    Ok(file.list)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;

    #[test]
    fn a_list_that_names_what_is_not_or_twice_is_refused() {
        let tree = [("a", None), ("a.b", Some("a")), ("a.c", Some("a.b"))].map(|(code, parent)| Place {
            code: code.into(),
            name: "名".into(),
            parent: parent.map(Into::into),
        });
        let list = |code: &str, items: &str| {
            format!(
                "[[list]]\ncode = \"{code}\"\nname = \"名\"\nname_en = \"n\"\nsource = \"文\"\nitems = [{items}]"
            )
        };
        let item = |leaves: &str| format!("{{ name = \"项\", leaves = [{leaves}] }}");
        let known = Known {
            lists: read_lists(&list("l", &[item("\"a\""), item("")].join(", ")), &tree).unwrap(),
            tree: tree.to_vec(),
        };
        assert_eq!(known.below("l"), ["a", "a.b", "a.c"], "a line's code stands for every leaf below it");
        assert_eq!(known.below("a.b"), ["a.b", "a.c"], "and a group's, though their codes do not name it");
        assert_eq!((known.below("l.1").len(), known.below("l.2").len(), known.below("l.3").len()), (3, 0, 0));
        for (code, items, why) in [
            ("a", item(""), "is a category"),
            ("l", item("\"d\""), "is no category"),
            ("l", [item("\"a\""), item("\"a.b\"")].join(", "), "twice"),
        ] {
            let said = read_lists(&list(code, &items), &tree).unwrap_err();
            assert!(said.contains(why), "{said}");
        }
    }
}
