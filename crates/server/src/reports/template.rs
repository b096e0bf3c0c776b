//! Templates of papers: TOML with sentences made of clauses, each a minijinja text. A clause asks for figures by
//! `fig(…)` and `change(…)`, for counted things by `count(…)`; what it asks stands in it as a mark until the figures are
//! known. A clause that would say nothing falls away, and with its first clause the sentence, unless that only leads.

use super::model::{Asked, Error};
use kernel::id::Uuid;
use minijinja::{Environment, Value, value::Kwargs};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Steps that one clause may take.
const FUEL: u64 = 20_000;
/// Around the place of a figure in the list of what was asked.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';
/// Stands where there is nothing to say.
const NOTHING: char = '\u{e002}';

/// A section of a paper: one file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub code: String,
    /// none: its blocks stand without a heading
    pub heading: Option<String>,
    #[serde(default)]
    pub block: Vec<BlockTemplate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockTemplate {
    pub key: String,
    /// a heading of the second level over it
    pub heading: Option<String>,
    #[serde(default)]
    pub sentence: Vec<Sentence>,
    /// sentences made once for each part of a list of the section, joined as 一是 … 二是 …
    pub each: Option<Each>,
    pub chart: Option<ChartTemplate>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sentence {
    /// introduces whichever clauses stand; without it the first clause does, and the sentence falls with that
    pub lead: Option<String>,
    pub clauses: Vec<String>,
}
impl Sentence {
    /// Its clauses behind the lead.
    pub fn all(&self) -> Vec<String> {
        self.lead.iter().chain(&self.clauses).cloned().collect()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Each {
    /// name of the list; a part is called `part`
    pub of: String,
    pub clauses: Vec<String>,
    pub cap: Option<Cap>,
}

/// How long a list may grow.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// parts said, those with the highest first figure
    pub most: usize,
    /// the clause for the others, named `rest`; `part` is the last that was said, and its figures are among those that
    /// this was said with
    pub rest: String,
}

/// A chart of the last months, one series a metric.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartTemplate {
    pub caption: String,
    pub months: u16,
    pub metrics: Vec<String>,
}

/// A piece of a rendered clause.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(String),
    Figure(Asked),
    /// the whole clause says how a figure changed
    Change(Asked),
}

/// A rendered clause; none where a counted thing is missing.
pub type Clause = Option<Vec<Piece>>;

pub fn read(file: &str, text: &str) -> Result<Section, Error> {
    toml::from_str(text).map_err(|e| Error::Template { file: file.into(), reason: e.to_string() })
}

/// Renders clauses of one paper.
pub struct Renderer {
    environment: Environment<'static>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Renderer {
    /// Figures are asked of this area and period unless a clause names another.
    pub fn new(area: Uuid, period: &str) -> Self {
        let mut environment = Environment::new();
        environment.set_fuel(Some(FUEL));
        environment.set_undefined_behavior(minijinja::UndefinedBehavior::Strict);
        let asked = Arc::new(Mutex::new(Vec::new()));
        for (name, change) in [("fig", false), ("change", true)] {
            let (asked, period) = (asked.clone(), period.to_owned());
            environment.add_function(name, move |metric: String, scope: Kwargs| {
                let wanted = Asked { metric, area, period: period.clone(), change, ..Asked::default() };
                let wanted = scoped(wanted, &scope)?;
                let mut asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
                asked.push(wanted);
                Ok::<_, minijinja::Error>(format!("{OPEN}{}{CLOSE}", asked.len() - 1))
            });
        }
        environment.add_function("count", |n: i64| if n == 0 { NOTHING.to_string() } else { n.to_string() });
        environment.add_function("some", |text: Value| match text.to_string() {
            empty if empty.is_empty() || text.is_none() => NOTHING.to_string(),
            text => text,
        });
        Self { environment, asked }
    }

    pub fn clause(&self, file: &str, text: &str, context: &Value) -> Result<Clause, Error> {
        let wrong =
            |e: minijinja::Error| Error::Template { file: file.into(), reason: format!("{text}: {e}") };
        let said = self.environment.render_str(text, context).map_err(wrong)?;
        if said.contains(NOTHING) {
            return Ok(None);
        }
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let mut pieces = Vec::new();
        for (i, piece) in said.split([OPEN, CLOSE]).enumerate().filter(|(_, piece)| !piece.is_empty()) {
            // marks stand in pairs, so every second piece is a place in the list
            let found =
                if i % 2 == 1 { piece.parse().ok().and_then(|at: usize| asked.get(at)) } else { None };
            pieces.push(match found {
                Some(asked) if asked.change => Piece::Change(asked.clone()),
                Some(asked) => Piece::Figure(asked.clone()),
                None => Piece::Text(piece.to_owned()),
            });
        }
        Ok(Some(pieces))
    }
}

/// `area` and `org` narrow the place and the units (ids, a comma between), `own` to what these did themselves; every
/// other word is a dimension.
fn scoped(mut asked: Asked, scope: &Kwargs) -> Result<Asked, minijinja::Error> {
    let id = |text: String| {
        let wrong = |e| minijinja::Error::new(minijinja::ErrorKind::InvalidOperation, format!("{text}: {e}"));
        text.parse::<Uuid>().map_err(wrong)
    };
    let mut dims = BTreeMap::new();
    for name in scope.args() {
        if name == "own" {
            asked.own = scope.get(name)?;
            continue;
        }
        let value: String = scope.get(name)?;
        match name {
            "area" => asked.area = id(value)?,
            "org" => {
                value.split(',').try_for_each(|one| id(one.to_owned()).map(|_| ()))?;
                asked.org = Some(value);
            }
            dim => {
                dims.insert(dim.to_owned(), value);
            }
        }
    }
    asked.dims = dims;
    Ok(asked)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;
    use minijinja::context;

    fn clause(text: &str) -> Result<Clause, Error> {
        Renderer::new(Uuid::nil(), "2026-10").clause("x", text, &context! { n => 3, nought => 0, name => "" })
    }

    #[test]
    fn figures_stand_between_the_words() {
        let found = clause("登记{{ fig('case.registered', category='sanitation') }}件").unwrap().unwrap();
        let [Piece::Text(before), Piece::Figure(asked), Piece::Text(after)] = found.as_slice() else {
            panic!("{found:?}")
        };
        assert_eq!((before.as_str(), after.as_str()), ("登记", "件"));
        assert_eq!(
            (asked.metric.as_str(), asked.dims["category"].as_str()),
            ("case.registered", "sanitation")
        );
    }

    #[test]
    fn what_is_missing_says_nothing() {
        assert_eq!(clause("{{ count(n) }}个村").unwrap(), Some(vec![Piece::Text("3个村".into())]));
        assert_eq!(clause("{{ count(nought) }}个村").unwrap(), None);
        assert_eq!(clause("由{{ some(name) }}负责").unwrap(), None);
        assert!(clause("{{ unknown }}").is_err(), "a slip in a template is told");
        assert!(
            clause("{% for i in range(9999) %}{% for j in range(9999) %}.{% endfor %}{% endfor %}").is_err()
        );
    }
}
