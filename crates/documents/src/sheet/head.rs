//! The row of heads: found among the first rows, matched by name or alias, whatever blanks, stars and width they have.

use super::{Error, Plan};

/// Titles and notes may stand above the heads, but not more than this.
pub(super) const SEARCHED: u32 = 20;

/// Which column of the file holds which column of the plan.
#[derive(Debug)]
pub(super) struct Head {
    places: Vec<(u32, usize)>,
    pub(super) unknown: Vec<String>,
}

impl Head {
    /// The head, if this row is one: at least two known names, or the only one there is. `cells` are file columns and
    /// texts.
    pub(super) fn find(
        plan: &Plan,
        sheet: &str,
        row: u32,
        cells: &[(u32, String)],
    ) -> Result<Option<Self>, Error> {
        let mut head = Self { places: Vec::new(), unknown: Vec::new() };
        let ignored = plan.error_column.as_deref().map(folded);
        for (at, text) in cells.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let name = folded(text);
            let known = plan.columns.iter().position(|column| {
                folded(&column.name) == name || column.aliases.iter().any(|alias| folded(alias) == name)
            });
            match known {
                Some(column) if head.places.iter().any(|(_, taken)| *taken == column) => {
                    let column = plan.columns[column].name.clone();
                    return Err(Error::TwiceColumn { sheet: sheet.to_owned(), row, column });
                }
                Some(column) => head.places.push((*at, column)),
                None if Some(&name) == ignored.as_ref() => {}
                None => head.unknown.push(text.trim().to_owned()),
            }
        }
        if head.places.len() < plan.columns.len().min(2) {
            return Ok(None);
        }
        head.complete(plan, sheet, row).map(Some)
    }

    fn complete(self, plan: &Plan, sheet: &str, row: u32) -> Result<Self, Error> {
        let here = |at: usize| self.places.iter().any(|(_, column)| *column == at);
        let missing = plan.columns.iter().enumerate().filter(|(at, column)| column.required && !here(*at));
        let columns: Vec<String> = missing.map(|(_, column)| column.name.clone()).collect();
        if columns.is_empty() {
            Ok(self)
        } else {
            Err(Error::MissingColumns { sheet: sheet.to_owned(), row, columns })
        }
    }

    /// The plan's column that a file's column holds.
    pub(super) fn column(&self, at: u32) -> Option<usize> {
        self.places.iter().find(|(place, _)| *place == at).map(|(_, column)| *column)
    }
}

/// A name without blanks, stars and letter case, so that `* 案件 编号` is 案件编号.
fn folded(name: &str) -> String {
    name.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '＊' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .collect()
}
