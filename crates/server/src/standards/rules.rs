//! What a standard must satisfy beyond its shape: codes, parents, thresholds and what they refer to.

use super::model::{Indicator, Op, Standard, Threshold};
use std::collections::HashSet;

/// What is wrong, and where: the indicator's place in the tree (and its threshold's), or the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    pub indicator: Option<usize>,
    pub threshold: usize,
    /// the key, as the catalogue's README names it
    pub key: &'static str,
    /// stable code of the rule
    pub rule: &'static str,
    pub found: String,
}

/// All flaws in the order of the tree.
pub fn flaws(standard: &Standard, site_type: impl Fn(&str) -> bool) -> Vec<Flaw> {
    let mut found = Vec::new();
    for (key, text) in [("code", &standard.code), ("version", &standard.version), ("name", &standard.name)] {
        if text.is_empty() {
            found.push(Flaw {
                indicator: None,
                threshold: 0,
                key,
                rule: "cell.required",
                found: String::new(),
            });
        }
    }
    let mut above = HashSet::new();
    for (at, indicator) in standard.indicators.iter().enumerate() {
        let mut flaw = |threshold, key, rule, found_there: &str| {
            let found_there = found_there.chars().take(80).collect();
            found.push(Flaw { indicator: Some(at), threshold, key, rule, found: found_there });
        };
        own(indicator, &site_type, &mut |key, rule, found| flaw(0, key, rule, found));
        if indicator.parent.as_ref().is_some_and(|parent| !above.contains(parent.as_str())) {
            flaw(0, "parent", "indicator.no_parent_above", indicator.parent.as_deref().unwrap_or_default());
        }
        if !above.insert(indicator.code.as_str()) {
            flaw(0, "code", "indicator.code_twice", &indicator.code);
        }
        for (place, threshold) in indicator.thresholds.iter().enumerate() {
            measured(threshold, &mut |key, rule, found| flaw(place, key, rule, found));
        }
    }
    found
}

fn own(
    indicator: &Indicator,
    site_type: &impl Fn(&str) -> bool,
    flaw: &mut impl FnMut(&'static str, &'static str, &str),
) {
    for (key, text) in [("code", &indicator.code), ("name", &indicator.name)] {
        if text.is_empty() {
            flaw(key, "cell.required", "");
        }
    }
    if indicator.weight.is_some_and(|weight| weight < 0.0) {
        flaw("weight", "indicator.weight_negative", &indicator.weight.unwrap_or_default().to_string());
    }
    for code in indicator.site_types.iter().filter(|code| !site_type(code)) {
        flaw("site_types", "site_type.none", code);
    }
}

fn measured(threshold: &Threshold, flaw: &mut impl FnMut(&'static str, &'static str, &str)) {
    if threshold.measure.is_empty() {
        flaw("measure", "cell.required", "");
    }
    match (threshold.op, threshold.value) {
        (Op::Rises, Some(value)) => flaw("value", "threshold.no_value_where_it_rises", &value.to_string()),
        (Op::Equal | Op::AtLeast | Op::AtMost, None) => flaw("value", "cell.required", ""),
        _ => {}
    }
}
