//! The shared vectors; what is refused, and where.
mod drawn;

use super::*;
use kernel::moment::Moment;
use serde::Deserialize;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};

fn type_of(word: &str) -> Type {
    match word {
        "bool" => Type::Bool,
        "int" => Type::Int,
        "double" => Type::Double,
        "string" => Type::Text,
        "date" => Type::Date,
        "position" => Type::Position,
        "list of string" => Type::List(Box::new(Type::Text)),
        other => panic!("{other} is no type of the vectors"),
    }
}

fn named(items: &[(&str, &str)]) -> Names {
    let known = items
        .iter()
        .map(|(key, word)| ((*key).to_owned(), Known { type_: type_of(word), codes: Vec::new() }));
    Names { known: known.collect(), barred: BTreeSet::new() }
}

const ANY: [Type; 5] = [Type::Bool, Type::Int, Type::Double, Type::Text, Type::Date];

#[derive(Deserialize)]
struct Vectors {
    items: BTreeMap<String, String>,
    vectors: Vec<Vector>,
}
#[derive(Deserialize)]
struct Vector {
    why: String,
    cel: String,
    tree: Json,
    cases: Vec<Case>,
}
#[derive(Deserialize)]
struct Case {
    answers: BTreeMap<String, Value>,
    at: Option<Moment>,
    value: Value,
}

fn hold(text: &str) -> usize {
    let vectors: Vectors = serde_json::from_str(text).unwrap();
    let items: Vec<(&str, &str)> =
        vectors.items.iter().map(|(key, word)| (key.as_str(), word.as_str())).collect();
    let names = named(&items);
    let mut cases = 0;
    for Vector { why, cel, tree, cases: these } in vectors.vectors {
        let (compiled, _) =
            compile(&cel, &names, &ANY).unwrap_or_else(|wrong| panic!("{why}: {cel}: {wrong}"));
        let json = serde_json::to_value(&compiled).unwrap();
        assert_eq!(json, tree, "{why}: {cel}");
        assert_eq!(serde_json::from_value::<Tree>(json).unwrap(), compiled, "{why}: {cel}");
        for case in these {
            let today = case.at.unwrap_or(Moment::from_millis(0)).day();
            let value = evaluate(&compiled, Scope { answers: &case.answers, today });
            assert_eq!(value, case.value, "{why}: {cel} of {:?}", case.answers);
            cases += 1;
        }
    }
    cases
}

// The number of cases is said, so that a file that lost its vectors does not pass.
#[test]
fn what_null_does() {
    assert_eq!(hold(include_str!("../../../vectors/expressions/null.json")), 53);
}

#[test]
fn numbers() {
    assert_eq!(hold(include_str!("../../../vectors/expressions/numbers.json")), 50);
}

#[test]
fn texts() {
    assert_eq!(hold(include_str!("../../../vectors/expressions/texts.json")), 31);
}

#[test]
fn days() {
    assert_eq!(hold(include_str!("../../../vectors/expressions/days.json")), 43);
}

#[derive(Deserialize)]
struct Refused {
    items: BTreeMap<String, String>,
    refused: Vec<(String, usize, String, String)>,
}

#[test]
fn what_is_wrong_is_said_with_its_column() {
    let Refused { items, refused } =
        serde_json::from_str(include_str!("../../../vectors/refused.json")).unwrap();
    let items: Vec<(&str, &str)> = items.iter().map(|(key, word)| (key.as_str(), word.as_str())).collect();
    let mut names = named(&items);
    names
        .known
        .insert("kind".into(), Known { type_: Type::Text, codes: vec!["street".into(), "village".into()] });
    names.barred.insert("below".into());
    for (cel, column, code, words) in refused {
        let Err(found) = compile(&cel, &names, &[Type::Bool]) else { panic!("{cel} is taken") };
        let said = found.wrong.to_string();
        assert!(said.contains(&words), "{cel}: {said:?} without {words:?}");
        assert_eq!((found.column, found.wrong.code()), (column, code.as_str()), "{cel}");
    }
}

#[test]
fn length_and_depth_have_limits() {
    let names = named(&[("n", "int")]);
    let code = |text: &str| compile(text, &names, &ANY).map_err(|found| found.wrong.code());
    let sum = |terms: usize| vec!["1"; terms].join("+");
    assert!(code(&sum(41)).is_ok());
    assert_eq!(code(&sum(42)).unwrap_err(), "expression.too_deep");
    assert_eq!(code(&sum(500)).unwrap_err(), "expression.too_deep");
    assert_eq!(code(&sum(600)).unwrap_err(), "expression.too_long");
    for link in
        ["1+", "1*", "1<", "1==", "true&&", "true||", "1 in ", "true?1:", "-", "!", "n.a", "n[", "n.f("]
    {
        assert!(code(&link.repeat(MAX_TEXT / link.len())).is_err(), "{link}"); // and the stack holds
        assert!(
            code(&format!("{}n", link.repeat(MAX_TEXT / link.len() - 1))).is_ok() == (link == "-"),
            "{link}"
        );
    }
    for (open, close) in [("(", ")"), ("[", "]"), ("size(", ")"), ("n > 1 ? 1 : ", ""), ("{1: ", "}")] {
        assert!(code(&format!("{}1{}", open.repeat(70), close.repeat(70))).is_err(), "{open}");
    }
}
