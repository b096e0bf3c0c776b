//! What the field knows, built in as data: the shipped half of the catalogue.

use journal::Metrics;
use kernel::calendar::{Calendar, Hours, Year};

/// A shipped text that cannot be read: the build is wrong, not the user.
#[derive(Debug, thiserror::Error)]
#[error("catalog/{file}: {reason}")]
pub struct Broken {
    pub file: &'static str,
    pub reason: String,
}

macro_rules! text {
    ($path:literal) => {
        include_str!(concat!("../../../catalog/", $path))
    };
}

pub const CATEGORIES: &str = text!("categories/tree.toml");
pub const ROLES: &str = text!("roles/roles.toml");
const METRICS: &[&str] = &[text!("metrics/cases.toml")];
const YEARS: &[&str] = &[text!("calendars/2025.toml"), text!("calendars/2026.toml")];

const HEADLINES: &str = text!("today/figures.toml");

/// The metrics of the first page, in their order.
pub fn headlines() -> Result<Vec<String>, Broken> {
    #[derive(serde::Deserialize)]
    struct File {
        figures: Vec<String>,
    }
    let broken = |reason: String| Broken { file: "today/figures.toml", reason };
    let file: File = toml::from_str(HEADLINES).map_err(|e| broken(e.to_string()))?;
    let known = metrics()?;
    match file.figures.iter().find(|code| known.get(code).is_err()) {
        Some(unknown) => Err(broken(format!("there is no metric {unknown}"))),
        None => Ok(file.figures),
    }
}

pub fn metrics() -> Result<Metrics, Broken> {
    Metrics::read(METRICS).map_err(|e| Broken { file: "metrics", reason: e.to_string() })
}

pub fn calendar() -> Result<Calendar, Broken> {
    let broken = |reason: String| Broken { file: "calendars", reason };
    let years: Result<Vec<Year>, _> = YEARS.iter().map(|text| text.parse::<Year>()).collect();
    let years = years.map_err(|e| broken(e.to_string()))?;
    Calendar::new(years, Hours::default()).map_err(|e| broken(e.to_string()))
}
