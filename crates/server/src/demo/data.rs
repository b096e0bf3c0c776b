//! The demo town's places and problems, read from the two files beside it.

use super::dice::Dice;
use crate::{cases::Source, start::Error};
use serde::Deserialize;
use std::collections::HashMap;

/// What stands in `data/places.toml`.
#[derive(Debug, Deserialize)]
pub struct Places {
    pub area: Vec<Quarter>,
}

/// The places of a community or village.
#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
pub struct Quarter {
    pub code: String,
    pub weight: f64,
    pub slow: f64,
    pub estates: Vec<String>,
    pub hamlets: Vec<String>,
    pub roads: Vec<String>,
    pub markets: Vec<String>,
    pub schools: Vec<String>,
}

/// What stands in `data/problems.toml`.
#[derive(Debug, Deserialize)]
pub struct Problems {
    pub problem: Vec<Problem>,
    /// by verb
    pub reasons: HashMap<String, Vec<String>>,
    /// by source
    pub notes: HashMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    pub category: String,
    pub weight: f64,
    pub department: f64,
    pub at: Vec<Kind>,
    pub scene: String,
    pub titles: Vec<String>,
    /// the category's condition that a title tells
    #[serde(default)]
    pub conditions: HashMap<String, String>,
}

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Estate,
    Hamlet,
    Road,
    Market,
    School,
}

/// Where new cases come from, in parts of a hundred.
pub const SOURCES: &[(Source, f64)] = &[
    (Source::Patrol, 56.0),
    (Source::Public, 20.0),
    (Source::SpotCheck, 8.0),
    (Source::Complaint, 6.0),
    (Source::Report, 4.0),
    (Source::Survey, 3.0),
    (Source::Superior, 3.0),
];

/// Both files.
pub struct Data {
    pub places: Places,
    pub problems: Problems,
}

impl Data {
    pub fn read() -> Result<Self, Error> {
        let broken = |e: toml::de::Error| Error::NotDone(format!("demo data: {e}"));
        Ok(Self {
            places: toml::from_str(include_str!("data/places.toml")).map_err(broken)?,
            problems: toml::from_str(include_str!("data/problems.toml")).map_err(broken)?,
        })
    }
    /// One of the reasons that are given for a verb.
    pub fn reason(&self, verb: &str, dice: &mut Dice) -> Option<String> {
        self.problems.reasons.get(verb).and_then(|reasons| dice.pick(reasons)).cloned()
    }
}

impl Quarter {
    pub fn named(&self, kind: Kind) -> &[String] {
        match kind {
            Kind::Estate => &self.estates,
            Kind::Hamlet => &self.hamlets,
            Kind::Road => &self.roads,
            Kind::Market => &self.markets,
            Kind::School => &self.schools,
        }
    }
    /// Whether a problem may be found here.
    pub fn knows(&self, problem: &Problem) -> bool {
        problem.at.iter().any(|kind| !self.named(*kind).is_empty())
    }
    /// A place where a problem may be found: its name, and the spot in words.
    pub fn spot(&self, problem: &Problem, dice: &mut Dice) -> (String, String) {
        let kinds: Vec<Kind> =
            problem.at.iter().copied().filter(|kind| !self.named(*kind).is_empty()).collect();
        let kind = dice.pick(&kinds).copied().unwrap_or(Kind::Road);
        let name = dice.pick(self.named(kind)).cloned().unwrap_or_default();
        let number = 1 + dice.below(28);
        let side = dice.pick(&["东侧", "西侧", "南侧", "北侧"]).copied().unwrap_or_default();
        let spot = match kind {
            Kind::Estate => format!("{name} {} 号楼{side}", 1 + dice.below(16)),
            Kind::Hamlet => format!("{name} {number} 号门前"),
            Kind::Road if dice.luck(0.3) => format!("{name}中段{side}"),
            Kind::Road => format!("{name} {} 号门前", number * 2),
            Kind::Market => {
                format!("{name}{}门", dice.pick(&["东", "南", "北"]).copied().unwrap_or_default())
            }
            Kind::School => format!("{name}门口{side}"),
        };
        (name, spot)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a test may stop at a broken premise
    use super::*;
    use crate::{catalogue, demo::cast::VILLAGES};

    #[test]
    fn the_town_has_its_places() {
        let places = Data::read().unwrap().places;
        let codes: Vec<&str> = places.area.iter().map(|quarter| quarter.code.as_str()).collect();
        assert_eq!(codes, VILLAGES.iter().map(|village| village[0]).collect::<Vec<_>>());
        let count = |of: fn(&Quarter) -> usize| places.area.iter().map(of).sum::<usize>();
        let counts = [
            count(|q| q.estates.len()),
            count(|q| q.roads.len()),
            count(|q| q.markets.len()),
            count(|q| q.schools.len()),
        ];
        assert_eq!(counts, [42, 32, 6, 9]);
    }

    #[test]
    fn every_problem_is_shipped_and_found_somewhere() {
        let data = Data::read().unwrap();
        let tree = catalogue::CATEGORIES;
        for problem in &data.problems.problem {
            assert!(tree.contains(&format!("code = \"{}\"", problem.category)), "{}", problem.category);
            assert!(data.places.area.iter().any(|quarter| quarter.knows(problem)), "{}", problem.category);
        }
        for (source, _) in SOURCES {
            assert!(data.problems.notes.contains_key(source.word()), "{source:?}");
        }
    }
}
