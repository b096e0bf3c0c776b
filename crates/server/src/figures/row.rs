//! The figure that a row of a split gives: the same question, narrowed to the row.

use super::scope::Scope;
use crate::reports::{self, Asked};
use journal::{By, Kind, Metrics};

/// The address that opens it; none where no figure of its own has this number.
pub fn opens(metrics: &Metrics, scope: &Scope, by: &By, key: &str) -> Option<String> {
    let whole = scope.asked();
    let key = key.to_owned();
    let asked = match by {
        By::Area => Asked { area: key.parse().ok()?, ..whole },
        // a row is what the unit did itself
        By::Org => Asked { org: Some(key), own: true, ..whole },
        By::Day if adds_up_by_day(metrics, scope) => Asked { period: format!("{key}..{key}"), ..whole },
        By::Day => return None,
        By::Dim(dim) => {
            let mut dims = whole.dims;
            dims.insert(dim.clone(), key);
            Asked { dims, ..whole }
        }
    };
    let tree = scope.ask.tree_day.map(|day| format!("&tree_day={day}")).unwrap_or_default();
    Some(reports::address(&asked, scope.ask.as_of) + &tree)
}

/// What is counted up to a day is not the sum of what its last day brought.
fn adds_up_by_day(metrics: &Metrics, scope: &Scope) -> bool {
    let standing =
        |code: &str| metrics.get(code).is_ok_and(|metric| matches!(metric.kind, Kind::Stock | Kind::Level));
    let metric = &scope.metric;
    let parts = metric.formula(scope.ask.last).map(|formula| formula.parts()).unwrap_or_default();
    !standing(&metric.code) && !parts.into_iter().any(standing)
}
