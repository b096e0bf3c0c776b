//! What must hold for a form apart from its expressions: codes, groups, and what belongs to which kind.

use super::{Fault, Flaw};
use crate::{Form, Item, Kind, expression::LARGEST};
use std::collections::BTreeSet;

const MOST_ITEMS: usize = 500;
const MOST_CHOICES: usize = 500;
const MOST_DECIMALS: u8 = 6;
const LONGEST_TEXT: u32 = 10_000;
const MOST_POINTS: f64 = 10_000.0;
/// Labels, hints and messages, in characters.
const LONGEST_WORDS: usize = 500;
/// Words that CEL keeps for itself, and the functions of forms.
const RESERVED: [&str; 31] = [
    "true",
    "false",
    "null",
    "in",
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
    "answered",
    "size",
    "int",
    "double",
    "date",
    "today",
    "days_between",
    "add_days",
    "add_months",
    "has",
];

pub(super) fn faults(form: &Form) -> Vec<Fault> {
    let mut faults = head(form);
    let (mut keys, mut left, mut group) = (BTreeSet::new(), BTreeSet::new(), None);
    for item in &form.items {
        if !keys.insert(item.key.as_str()) {
            faults.push(Fault::of(&item.key, "key", Flaw::Twice(item.key.clone())));
        }
        if group != Some(&item.group) {
            left.extend(group.replace(&item.group));
            if left.contains(&item.group) {
                faults.push(Fault::of(&item.key, "group", Flaw::Scattered(item.group.clone())));
            }
        }
        if !form.groups.iter().any(|group| group.code == item.group) {
            faults.push(Fault::of(&item.key, "group", Flaw::NoGroup(item.group.clone())));
        }
        let flaws = words(item).into_iter().chain(belongings(item)).chain(values(item));
        faults.extend(flaws.map(|(field, flaw)| Fault::of(&item.key, field, flaw)));
    }
    faults
}

fn head(form: &Form) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut groups = BTreeSet::new();
    let twice = form
        .groups
        .iter()
        .filter(|group| !groups.insert(&group.code))
        .map(|group| Flaw::Twice(group.code.clone()));
    faults.extend(twice.map(|flaw| Fault::head("groups", flaw)));
    let codes = form.groups.iter().map(|group| ("groups", group.code.as_str()));
    let own = form.code.strip_prefix("x.").unwrap_or(&form.code);
    for (field, code) in codes.chain([("code", own)]).filter(|(_, code)| !is_code(code)) {
        faults.push(Fault::head(field, Flaw::Code(code.to_owned())));
    }
    let labels = form.groups.iter().flat_map(|group| [("groups", &group.label), ("groups", &group.label_en)]);
    for (field, text) in labels.chain([("name", &form.name), ("name_en", &form.name_en)]) {
        faults.extend(filled(text).map(|flaw| Fault::head(field, flaw)));
    }
    if form.version == 0 {
        faults.push(Fault::head("version", Flaw::Bounds));
    }
    if form.items.is_empty() {
        faults.push(Fault::head("items", Flaw::Empty));
    }
    if form.items.len() > MOST_ITEMS {
        faults.push(Fault::head("items", Flaw::TooMany { given: form.items.len(), most: MOST_ITEMS }));
    }
    faults
}

type Flaws = Vec<(&'static str, Flaw)>;

fn words(item: &Item) -> Flaws {
    let mut flaws: Flaws = Vec::new();
    if !is_code(&item.key) {
        flaws.push(("key", Flaw::Code(item.key.clone())));
    } else if RESERVED.contains(&item.key.as_str()) {
        flaws.push(("key", Flaw::Reserved(item.key.clone())));
    }
    for (field, text) in [("label", &item.label), ("label_en", &item.label_en)] {
        flaws.extend(filled(text).map(|flaw| (field, flaw)));
    }
    let optional = [
        ("hint", &item.hint),
        ("hint_en", &item.hint_en),
        ("message", &item.message),
        ("message_en", &item.message_en),
    ];
    for (field, text) in optional.into_iter().filter(|(_, text)| !text.is_empty()) {
        flaws.extend(filled(text).map(|flaw| (field, flaw)));
    }
    let mut codes = BTreeSet::new();
    for choice in &item.choices {
        if !is_code(&choice.code) {
            flaws.push(("choices", Flaw::Code(choice.code.clone())));
        }
        if !codes.insert(&choice.code) {
            flaws.push(("choices", Flaw::Twice(choice.code.clone())));
        }
        flaws.extend(
            [&choice.label, &choice.label_en]
                .into_iter()
                .filter_map(|text| filled(text))
                .map(|flaw| ("choices", flaw)),
        );
    }
    flaws
}

/// Each field against the kinds that it belongs to, and what must not be missing.
fn belongings(item: &Item) -> Flaws {
    use Kind::{Calculated, Choice, Multi, Note, Number, PassFail, Text};
    let kind = item.kind;
    let choosing = matches!(kind, Choice | Multi);
    let fails = item.fail_when.is_some() || kind == PassFail;
    let placed = [
        ("choices", !item.choices.is_empty(), choosing),
        ("unit", item.unit.is_some(), matches!(kind, Number | Calculated)),
        ("min", item.min.is_some(), kind == Number),
        ("max", item.max.is_some(), kind == Number),
        ("decimals", item.decimals.is_some(), kind == Number),
        ("max_length", item.max_length.is_some(), kind == Text),
        ("photo", item.photo.is_some(), matches!(kind, PassFail | Number)),
        ("required", !item.required.is_never(), kind.is_asked()),
        ("constraint", item.constraint.is_some(), kind != Note),
        ("calculation", item.calculation.is_some(), kind == Calculated),
        ("fail_when", item.fail_when.is_some(), kind.can_fail()),
        ("score", item.score.is_some(), kind.can_fail()),
        ("category", item.category.is_some(), kind.can_fail()),
    ];
    let needed = [
        ("choices", choosing && item.choices.is_empty()),
        ("calculation", kind == Calculated && item.calculation.is_none()),
        ("message", item.constraint.is_some() && item.message.is_empty()),
        ("message_en", item.constraint.is_some() && item.message_en.is_empty()),
        ("constraint", item.constraint.is_none() && !(item.message.is_empty() && item.message_en.is_empty())),
        ("fail_when", kind.can_fail() && !fails && (item.score.is_some() || item.category.is_some())),
        ("category", item.severity.is_some() && item.category.is_none()),
    ];
    let misplaced = placed.into_iter().filter(|(_, given, allowed)| *given && !allowed);
    let missing = needed.into_iter().filter(|(_, missing)| *missing);
    misplaced
        .map(|(field, ..)| (field, Flaw::NotOfKind))
        .chain(missing.map(|(field, _)| (field, Flaw::Missing)))
        .collect()
}

fn values(item: &Item) -> Flaws {
    let mut flaws: Flaws = Vec::new();
    let whole = item.decimals.unwrap_or(0) == 0;
    for (field, bound) in [("min", item.min), ("max", item.max)] {
        if bound
            .is_some_and(|bound| bound.is_nan() || bound.abs() > LARGEST || (whole && bound.fract() != 0.0))
        {
            flaws.push((field, Flaw::Bounds));
        }
    }
    let points = |score: f64| {
        score > 0.0 && score <= MOST_POINTS && (score * 100.0 - (score * 100.0).round()).abs() < 1e-6
    };
    let checks = [
        ("max", item.min.zip(item.max).is_some_and(|(min, max)| min > max)),
        ("decimals", item.decimals.is_some_and(|decimals| decimals > MOST_DECIMALS)),
        ("max_length", item.max_length.is_some_and(|most| most == 0 || most > LONGEST_TEXT)),
        ("score", item.score.is_some_and(|score| !points(score))),
    ];
    flaws.extend(checks.into_iter().filter(|(_, wrong)| *wrong).map(|(field, _)| (field, Flaw::Bounds)));
    if item.choices.len() > MOST_CHOICES {
        flaws.push(("choices", Flaw::TooMany { given: item.choices.len(), most: MOST_CHOICES }));
    }
    for (field, text) in [("unit", &item.unit), ("category", &item.category)] {
        flaws.extend(text.as_ref().and_then(|text| filled(text)).map(|flaw| (field, flaw)));
    }
    flaws
}

fn filled(text: &str) -> Option<Flaw> {
    let length = text.chars().count();
    match length {
        _ if text.trim().is_empty() => Some(Flaw::Empty),
        _ if length > LONGEST_WORDS => Some(Flaw::TooMany { given: length, most: LONGEST_WORDS }),
        _ => None,
    }
}

fn is_code(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    text.len() <= 40 && text.starts_with(|first: char| first.is_ascii_lowercase()) && text.bytes().all(plain)
}
