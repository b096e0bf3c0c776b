//! What of a body or a query is not as the document has it, told by field.

use crate::platform::problem::{FieldFault, Problem};
use kernel::text::Hidden;
use serde_json::{Map, Value, json};

/// A rule of the document that a field breaks.
#[derive(Clone, Debug, PartialEq)]
pub enum Rule {
    Empty,
    /// the stable code of what is wanted, as `field.whole_number`
    Kind(&'static str),
    Choice(Vec<Value>),
    Hidden(Hidden),
    TooLong {
        length: usize,
        most: usize,
    },
    TooMany {
        most: u64,
    },
    Range {
        least: Value,
        most: Value,
    },
}

impl Rule {
    fn code(&self) -> &'static str {
        match self {
            Self::Empty => "field.empty",
            Self::Kind(code) => code,
            Self::Choice(_) => "field.choice",
            Self::Hidden(_) => "field.hidden_sign",
            Self::TooLong { .. } => "field.too_long",
            Self::TooMany { .. } => "field.too_many",
            Self::Range { .. } => "field.range",
        }
    }

    fn params(&self) -> Map<String, Value> {
        let params = match self {
            Self::Empty | Self::Kind(_) => json!({}),
            Self::Choice(choices) => json!({ "choices": choices }),
            Self::Hidden(hidden) => json!({ "sign": hidden.code(), "at": hidden.at }),
            Self::TooLong { length, most } => json!({ "length": length, "most": most }),
            Self::TooMany { most } => json!({ "most": most }),
            Self::Range { least, most } => json!({ "least": least, "most": most }),
        };
        if let Value::Object(params) = params { params } else { Map::new() }
    }
}

/// Faults told at once; the others are found when these are mended.
const MOST: usize = 20;

/// What is wrong, by field, in the document's order; never empty when it is told.
#[derive(Debug, Default)]
pub struct Faults(pub Vec<(String, Rule)>);

impl Faults {
    pub fn problem(self) -> Result<(), Problem> {
        let Some((field, rule)) = self.0.first() else { return Ok(()) };
        let words = format!("{field}: {}", rule.code());
        let mut problem = Problem::bad(rule.code(), words).field(field.as_str());
        problem.params = rule.params();
        if self.0.len() > 1 {
            let told = self.0.into_iter().take(MOST);
            problem.errors = told
                .map(|(field, rule)| FieldFault { field, code: rule.code(), params: rule.params() })
                .collect();
        }
        Err(problem)
    }

    /// Of a query, whose words come from an address: what is wanted is told as a parameter.
    pub fn query_problem(self) -> Result<(), Problem> {
        match self.0.first() {
            Some((field, rule @ (Rule::Kind(_) | Rule::Choice(_) | Rule::Range { .. }))) => {
                let words = format!("{field}: {}", rule.code());
                Err(Problem::bad("query.malformed", words).field(field.as_str()).param("rule", rule.code()))
            }
            _ => self.problem(),
        }
    }
}
