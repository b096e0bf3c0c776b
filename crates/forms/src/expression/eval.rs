//! Walks a checked tree. Total: what cannot be computed is null, nothing fails.

use super::{LARGEST, Op, Tree, Value};
use crate::day;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Longest text that joining texts may give, in characters.
const LONGEST: usize = 10_000;

/// What a tree is walked with.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Answers by key; one that is missing is null.
    pub answers: &'a BTreeMap<String, Value>,
    /// The day in Asia/Shanghai on which the form is filled.
    pub today: Date,
}

/// What the tree gives. Types were checked when it was made, so a wrong one only means a tree from elsewhere: null.
pub fn evaluate(tree: &Tree, scope: Scope<'_>) -> Value {
    match tree {
        Tree::Literal(value) => value.clone(),
        Tree::Item(key) => scope.answers.get(key).cloned().unwrap_or(Value::Null),
        Tree::Call(Op::Today, _) => Value::Text(scope.today.to_string()),
        Tree::Call(op, works_on) => {
            let values: Vec<Value> = works_on.iter().map(|tree| evaluate(tree, scope)).collect();
            if *op == Op::List { Value::List(values) } else { apply(*op, &values) }
        }
    }
}

fn apply(op: Op, values: &[Value]) -> Value {
    use Value::{Bool, List, Null, Number, Text};
    match (op, values) {
        (Op::Answered, [x]) => Bool(!x.is_null()),
        (Op::Not, [Bool(x)]) => Bool(!x),
        (Op::And, [Bool(false), _] | [_, Bool(false)]) => Bool(false),
        (Op::Or, [Bool(true), _] | [_, Bool(true)]) => Bool(true),
        (Op::And | Op::Or, [Bool(a), Bool(_)]) => Bool(*a), // both sides are alike
        (Op::If, [Bool(true), taken, _] | [Bool(false), _, taken]) => taken.clone(),
        (_, values) if values.contains(&Null) => Null,
        (Op::Equal, [a, b]) => Bool(a == b),
        (Op::Less, [Number(a), Number(b)]) => Bool(a < b),
        (Op::Less, [Text(a), Text(b)]) => Bool(a < b),
        (Op::AtMost, [Number(a), Number(b)]) => Bool(a <= b),
        (Op::AtMost, [Text(a), Text(b)]) => Bool(a <= b),
        (Op::In, [x, List(list)]) if list.contains(x) => Bool(true),
        (Op::In, [_, List(list)]) if list.contains(&Null) => Null,
        (Op::In, [_, List(_)]) => Bool(false),
        (Op::Add, [Text(a), Text(b)]) => joined(a, b),
        (Op::Whole, [Number(x)]) if x.trunc().abs() <= LARGEST => number(x.trunc()),
        #[allow(clippy::cast_precision_loss)] // no text has 2^53 characters
        (Op::Size, [Text(text)]) => number(text.chars().count() as f64),
        #[allow(clippy::cast_precision_loss)] // nor a list as many members
        (Op::Size, [List(list)]) => number(list.len() as f64),
        (Op::Contains, [Text(text), Text(part)]) => Bool(text.contains(part.as_str())),
        (Op::Starts, [Text(text), Text(part)]) => Bool(text.starts_with(part.as_str())),
        (Op::Ends, [Text(text), Text(part)]) => Bool(text.ends_with(part.as_str())),
        (_, [Number(a), Number(b)]) => arithmetic(op, *a, *b),
        (_, [Text(day), with]) => calendar(op, day, with).unwrap_or(Null),
        _ => Null,
    }
}

fn arithmetic(op: Op, a: f64, b: f64) -> Value {
    match op {
        Op::Add => number(a + b),
        Op::Subtract => number(a - b),
        Op::Multiply => number(a * b),
        Op::Divide => number(a / b),
        Op::Remainder => number(a % b),
        _ => Value::Null,
    }
}

fn calendar(op: Op, day: &str, with: &Value) -> Option<Value> {
    let from = day::parse(day)?;
    match (op, with) {
        (Op::DaysBetween, Value::Text(to)) => Some(number(f64::from(day::between(from, day::parse(to)?)))),
        (Op::AddDays, Value::Number(n)) => Some(Value::Text(day::add_days(from, *n)?.to_string())),
        (Op::AddMonths, Value::Number(n)) => Some(Value::Text(day::add_months(from, *n)?.to_string())),
        _ => None,
    }
}

fn joined(a: &str, b: &str) -> Value {
    let long = a.chars().count() + b.chars().count() > LONGEST;
    if long { Value::Null } else { Value::Text(format!("{a}{b}")) }
}

/// A finite number, with one zero: −0 would be written otherwise than 0.
fn number(x: f64) -> Value {
    if x.is_finite() { Value::Number(x + 0.0) } else { Value::Null }
}
