//! The table: what was measured beside its limit.

use std::fmt;

/// A measured line.
pub struct Line {
    what: String,
    measured: String,
    limit: String,
    kept: Option<bool>,
}

impl Line {
    pub fn at_most(what: impl Into<String>, measured: f64, limit: f64, unit: &str) -> Self {
        Self::held(what, measured, unit, format!("≤ {}", quantity(limit, unit)), measured <= limit)
    }
    pub fn at_least(what: impl Into<String>, measured: f64, limit: f64, unit: &str) -> Self {
        Self::held(what, measured, unit, format!("≥ {}", quantity(limit, unit)), measured >= limit)
    }
    /// For orientation: nothing is asked of it.
    pub fn told(what: impl Into<String>, measured: f64, unit: &str) -> Self {
        Self { what: what.into(), measured: quantity(measured, unit), limit: String::new(), kept: None }
    }
    fn held(what: impl Into<String>, measured: f64, unit: &str, limit: String, kept: bool) -> Self {
        Self { what: what.into(), measured: quantity(measured, unit), limit, kept: Some(kept) }
    }
    pub fn is_over(&self) -> bool {
        self.kept == Some(false)
    }
}

/// Three digits tell enough.
fn quantity(value: f64, unit: &str) -> String {
    let decimals = match value.abs() {
        0.0 => 0,
        small if small < 1.0 => 3,
        small if small < 10.0 => 2,
        small if small < 100.0 => 1,
        _ => 0,
    };
    let number = format!("{value:.decimals$}");
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = match self.kept {
            None => "",
            Some(true) => "ok",
            Some(false) => "OVER",
        };
        write!(f, "| {} | {} | {} | {kept} |", self.what, self.measured, self.limit)
    }
}

/// Above the lines.
pub const HEAD: &str = "| what | measured | limit | |\n| --- | --- | --- | --- |";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_whether_its_limit_holds() {
        let lines = [
            Line::at_most("slowest case", 261.4, 250.0, "ms"),
            Line::at_least("against one transaction each", 3.25, 3.0, "×"),
            Line::told("processor time a case", 0.4213, "ms"),
        ];
        assert_eq!(
            lines.map(|line| line.to_string()),
            [
                "| slowest case | 261 ms | ≤ 250 ms | OVER |",
                "| against one transaction each | 3.25 × | ≥ 3.00 × | ok |",
                "| processor time a case | 0.421 ms |  |  |",
            ]
        );
    }
}
