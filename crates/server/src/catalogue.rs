//! What the field knows, built in as data: the shipped half of the catalogue.

use crate::{referrals::Words, statements::Aliases};
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
pub const CATEGORY_LISTS: &str = text!("categories/lists.toml");
pub const SITE_TYPES: &str = text!("site-types/types.toml");
pub const OBLIGATIONS: &str = text!("obligations/rounds.toml");
pub const STANDARDS: &[&str] = &[text!("standards/civilised-village.toml")];
pub const CHECKLISTS: &[&str] = &[
    text!("checklists/back-lane.toml"),
    text!("checklists/bank.toml"),
    text!("checklists/building-site.toml"),
    text!("checklists/bus-stop.toml"),
    text!("checklists/bus.toml"),
    text!("checklists/community.toml"),
    text!("checklists/cultural-venue.toml"),
    text!("checklists/estate-standard.toml"),
    text!("checklists/estate.toml"),
    text!("checklists/government-hall.toml"),
    text!("checklists/hospital.toml"),
    text!("checklists/hotel.toml"),
    text!("checklists/junction.toml"),
    text!("checklists/main-road.toml"),
    text!("checklists/mall.toml"),
    text!("checklists/market.toml"),
    text!("checklists/park.toml"),
    text!("checklists/practice-centre.toml"),
    text!("checklists/public-toilet.toml"),
    text!("checklists/road-segment.toml"),
    text!("checklists/scenic-area.toml"),
    text!("checklists/school.toml"),
    text!("checklists/service-window.toml"),
    text!("checklists/shop.toml"),
    text!("checklists/shopping-street.toml"),
    text!("checklists/square.toml"),
    text!("checklists/taxi.toml"),
    text!("checklists/township.toml"),
    text!("checklists/urban-fringe.toml"),
    text!("checklists/village.toml"),
];
pub const ROLES: &str = text!("roles/roles.toml");
const ALIASES: &str = text!("aliases/nouns.toml");
const METRICS: &[&str] = &[
    text!("metrics/cases.toml"),
    text!("metrics/environment.toml"),
    text!("metrics/funds.toml"),
    text!("metrics/honours.toml"),
    text!("metrics/inspections.toml"),
    text!("metrics/organising.toml"),
    text!("metrics/publicity.toml"),
    text!("metrics/referrals.toml"),
    text!("metrics/rounds.toml"),
    text!("metrics/volunteers.toml"),
    text!("metrics/works.toml"),
];
const YEARS: &[&str] = &[text!("calendars/2025.toml"), text!("calendars/2026.toml")];

const REFERRAL_COLUMNS: &str = text!("referrals/columns.toml");
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

/// The nouns of the field, each meaning one of these metrics.
pub fn aliases(metrics: &Metrics) -> Result<Aliases, Broken> {
    Aliases::read(ALIASES, metrics).map_err(|reason| Broken { file: "aliases/nouns.toml", reason })
}

/// The words by which superiors' lists are read.
pub fn referral_words() -> Result<Words, Broken> {
    Words::read(REFERRAL_COLUMNS, CATEGORIES)
        .map_err(|e| Broken { file: "referrals/columns.toml", reason: e.to_string() })
}

pub fn calendar() -> Result<Calendar, Broken> {
    let broken = |reason: String| Broken { file: "calendars", reason };
    let years: Result<Vec<Year>, _> = YEARS.iter().map(|text| text.parse::<Year>()).collect();
    let years = years.map_err(|e| broken(e.to_string()))?;
    Calendar::new(years, Hours::default()).map_err(|e| broken(e.to_string()))
}
