//! The expressions of a form to trees, item by item, each with the names that it may use.

use super::{Fault, Flaw, Rules};
use crate::{
    Condition, Form, Item, Kind,
    expression::{Known, Names, Op, Tree, Type, Value, compile},
};
use std::collections::BTreeMap;

const SCALARS: [Type; 5] = [Type::Bool, Type::Int, Type::Double, Type::Text, Type::Date];

pub(super) fn rules(form: &Form, faults: &mut Vec<Fault>) -> BTreeMap<String, Rules> {
    let barred = form.items.iter().map(|item| item.key.clone()).collect();
    let mut names = Names { known: BTreeMap::new(), barred };
    let mut all = BTreeMap::new();
    for item in &form.items {
        let rules = of_item(item, &mut names, faults);
        if rules != Rules::default() {
            all.insert(item.key.clone(), rules);
        }
    }
    all
}

/// What comes before the answer is checked with the items above, what judges it also with the item itself.
fn of_item(item: &Item, names: &mut Names, faults: &mut Vec<Fault>) -> Rules {
    let mut tree = |field, text: &Option<String>, names: &Names, wanted: &[Type]| match compile(
        text.as_deref()?,
        names,
        wanted,
    ) {
        Ok(typed) => Some(typed),
        Err(misplaced) => {
            faults.push(Fault {
                column: Some(misplaced.column),
                ..Fault::of(&item.key, field, Flaw::Expression(misplaced.wrong))
            });
            None
        }
    };
    let bool_ = [Type::Bool];
    let relevant = tree("relevant", &item.relevant, names, &bool_);
    let required = match &item.required {
        Condition::Plain(false) => None,
        Condition::Plain(true) => Some((Tree::Literal(Value::Bool(true)), Type::Bool)),
        Condition::When(text) => tree("required", &Some(text.clone()), names, &bool_),
    };
    let calculation = tree("calculation", &item.calculation, names, &SCALARS);
    let type_ = item.type_().or_else(|| calculation.as_ref().map(|(_, type_)| type_.clone()));
    if let Some(type_) = type_ {
        names.known.insert(item.key.clone(), Known { type_, codes: item.codes() });
    }
    let constraint = tree("constraint", &item.constraint, names, &bool_);
    let fail_when = match item.fail_when {
        Some(_) => tree("fail_when", &item.fail_when, names, &bool_),
        None if item.kind == Kind::PassFail => Some((failed(&item.key), Type::Bool)),
        None => None,
    };
    let [required, relevant, constraint, calculation, fail_when] =
        [required, relevant, constraint, calculation, fail_when].map(|typed| typed.map(|(tree, _)| tree));
    Rules { required, relevant, constraint, calculation, fail_when }
}

/// A pass_fail item fails on 不合格 unless it says otherwise.
fn failed(key: &str) -> Tree {
    Tree::Call(Op::Equal, vec![Tree::Item(key.to_owned()), Tree::text("fail")])
}
