//! The nouns of the field and the metrics they mean, read from the catalogue, and how a row finds its metric by them.

use super::model::{Said, Words};
use journal::{Dims, Kind, Metric, Metrics, Values};
use kernel::quantity::converts;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aliases {
    alias: Vec<Alias>,
    /// by dimension and value
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alias {
    metric: String,
    #[serde(default)]
    objects: Vec<String>,
    #[serde(default)]
    actions: Vec<String>,
    #[serde(default)]
    units: Vec<String>,
}

/// How well an entry fits: length of the noun, whether it ends the object, whether an action was asked for.
type Fit = (usize, bool, bool);

impl Aliases {
    /// Reads the catalogue's file; each metric and value must be there.
    pub fn read(text: &str, metrics: &Metrics) -> Result<Self, String> {
        let read: Self = toml::from_str(text).map_err(|e| e.to_string())?;
        for alias in &read.alias {
            metrics.get(&alias.metric).map_err(|e| e.to_string())?;
        }
        for (dim, values) in &read.words {
            for value in values.keys() {
                let knows = |metric: &Metric| metric.dims.iter().any(|d| d.code == *dim && holds(d, value));
                if !metrics.iter().any(knows) {
                    return Err(format!("no metric has {dim} with a value {value}"));
                }
            }
        }
        Ok(read)
    }

    /// The metric that a row's object, action and unit mean; none where no entry fits.
    pub fn find<'m>(&self, words: &Words, metrics: &'m Metrics) -> Option<&'m Metric> {
        let mut best: Option<(Fit, &'m Metric)> = None;
        for alias in &self.alias {
            let Ok(metric) = metrics.get(&alias.metric) else { continue };
            let Some(fit) = alias.fit(words, metric) else { continue };
            if best.is_none_or(|(held, _)| fit > held) {
                best = Some((fit, metric));
            }
        }
        best.map(|(_, metric)| metric)
    }

    /// What the words say of a metric's dimensions; a word that does not stand there leaves one unknown.
    pub fn dims(&self, words: &Words, metric: &Metric) -> Dims {
        let near = [format!("{} {}", words.object, words.action), clause(words).to_owned()];
        let value = |dim: &journal::Dim| {
            let values = self.words.get(&dim.code)?;
            let stands = |text: &str| {
                let known =
                    values.iter().find(|(_, names)| names.iter().any(|name| text.contains(name.as_str())));
                known.map(|(value, _)| value.clone())
            };
            let value = near.iter().find_map(|text| stands(text)).filter(|value| holds(dim, value))?;
            Some((dim.code.clone(), value))
        };
        metric.dims.iter().filter_map(value).collect()
    }
}

impl Alias {
    fn fit(&self, words: &Words, metric: &Metric) -> Option<Fit> {
        let object = words.object.trim();
        let noun = match self.objects.as_slice() {
            [] => Some(""),
            nouns => nouns.iter().map(String::as_str).filter(|n| object.contains(n)).max_by_key(|n| n.len()),
        }?;
        let action = words.action.trim();
        let meant =
            |verb: &String| if verb.is_empty() { action.is_empty() } else { action.contains(verb.as_str()) };
        let acts = self.actions.is_empty() || self.actions.iter().any(meant);
        let unit = words.unit.trim();
        let measured = unit.is_empty() && !metered(metric)
            || converts(unit, &metric.unit)
            || self.units.iter().any(|known| known == unit);
        let fits = acts && measured && counts_as(words.kind, metric);
        fits.then(|| (noun.len(), object.ends_with(noun), !self.actions.is_empty()))
    }
}

/// A metric whose unit measures: a bare number says nothing of it.
fn metered(metric: &Metric) -> bool {
    ["元", "吨", "米", "公里", "㎡", "立方米", "小时", "平方公里", "亩", "%"].contains(&metric.unit.as_str())
}

/// Whether a metric can hold what the source counts it as.
pub fn counts_as(said: Option<Said>, metric: &Metric) -> bool {
    let share = metric.unit == "%";
    match said {
        None | Some(Said::Target) => true,
        Some(Said::Flow) => metric.kind == Kind::Flow && metric.unit != "元",
        Some(Said::Money) => metric.kind == Kind::Flow && metric.unit == "元",
        Some(Said::Stock) => matches!(metric.kind, Kind::Level | Kind::Stock) && !share,
        Some(Said::Ratio) => metric.kind == Kind::Level && share,
        Some(Said::Rate | Said::Time) => false,
    }
}

fn holds(dim: &journal::Dim, value: &str) -> bool {
    match &dim.values {
        Values::List(list) => list.iter().any(|coded| coded.code == value),
        Values::Of(_) => false,
    }
}

/// The part of the sentence between commas that holds the number; the whole where it is not found.
fn clause(words: &Words) -> &str {
    let sentence = words.sentence.as_str();
    let quantity = words.text.trim();
    let near =
        |part: &&str| !quantity.is_empty() && part.contains(quantity) && part.contains(words.object.trim());
    let mut parts = sentence.split(['，', ',', '；', ';', '。', '、']);
    parts.find(near).unwrap_or_default()
}
