//! Metrics read from the catalogue's TOML, checked, and written to the table that fixes them.

use crate::{
    model::{Better, Class, Coded, Dim, Error, Formula, Kind, Metric, Owner, Result, Values, Version},
    sql::Sql,
};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// All metrics by their codes.
#[derive(Clone, Debug, Default)]
pub struct Metrics(BTreeMap<String, Metric>);

/// A file: dimensions by code, values that its metrics share, and the metrics.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    dim: BTreeMap<String, DimText>,
    #[serde(default)]
    shared: toml::Table,
    #[serde(default)]
    metric: Vec<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DimText {
    name: String,
    name_en: String,
    /// code, Chinese and English name
    values: Option<Vec<[String; 3]>>,
    values_of: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MetricText {
    code: String,
    name: String,
    name_en: String,
    unit: String,
    unit_en: String,
    decimals: u8,
    kind: Kind,
    grain: String,
    class: Class,
    #[serde(default)]
    dims: Vec<String>,
    #[serde(default)]
    credits: String,
    better: Better,
    #[serde(default)]
    owners: Vec<Owner>,
    #[serde(default)]
    formulas: Vec<Version>,
    words: String,
    words_en: String,
}

impl Metrics {
    /// Reads catalogue files; each metric is checked, then all against one another.
    pub fn read(texts: &[&str]) -> Result<Self> {
        let mut all = BTreeMap::new();
        for text in texts {
            let file: File = toml::from_str(text).map_err(|e| Error::Catalogue(e.to_string()))?;
            for own in file.metric {
                let mut table = file.shared.clone();
                table.extend(own);
                let metric = metric(table, &file.dim)?;
                let code = metric.code.clone();
                if all.insert(code.clone(), metric).is_some() {
                    return Err(Error::Catalogue(format!("{code} stands twice")));
                }
            }
        }
        let all = Self(all);
        all.iter().try_for_each(|metric| all.check(metric))?;
        Ok(all)
    }

    pub fn get(&self, code: &str) -> Result<&Metric> {
        self.0.get(code).ok_or_else(|| Error::UnknownMetric(code.to_owned()))
    }

    /// In the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &Metric> {
        self.0.values()
    }

    /// The decimals that one side of a formula has in all its parts.
    pub(crate) fn decimals(&self, codes: &[String]) -> Result<i32> {
        codes.first().map_or(Ok(0), |code| Ok(i32::from(self.get(code)?.decimals)))
    }

    fn check(&self, metric: &Metric) -> Result<()> {
        let wrong = |what: &str| Err(Error::Catalogue(format!("{}: {what}", metric.code)));
        let derived = metric.kind == Kind::Derived;
        if metric.dims.len() > 3 {
            return wrong("more than three dimensions");
        }
        if derived == metric.formulas.is_empty() || derived != metric.owners.is_empty() {
            return wrong("a derived metric has formulas, any other has owners");
        }
        if !metric.owners.is_sorted_by(|a, b| a.from < b.from)
            || !metric.formulas.is_sorted_by(|a, b| a.from < b.from)
        {
            return wrong("owners and formulas stand in the order of their first days");
        }
        for Formula::Ratio { numerator, denominator, .. } in metric.formulas.iter().map(|v| &v.formula) {
            for side in [numerator, denominator] {
                let mut units =
                    side.iter().filter_map(|code| self.0.get(code)).map(|m| (&m.unit, m.decimals));
                let first = units.next();
                if side.is_empty() || units.any(|unit| Some(unit) != first) {
                    return wrong("each side of a ratio sums metrics of one unit");
                }
            }
        }
        for part in metric.formulas.iter().flat_map(|v| v.formula.parts()) {
            match self.0.get(part) {
                None => return wrong(&format!("its part {part} does not exist")),
                Some(part) if part.kind == Kind::Derived => return wrong("a part is derived itself"),
                Some(_) => {}
            }
        }
        Ok(())
    }
}

fn metric(table: toml::Table, dims: &BTreeMap<String, DimText>) -> Result<Metric> {
    let text: MetricText = table.try_into().map_err(|e: toml::de::Error| Error::Catalogue(e.to_string()))?;
    let dims = text.dims.iter().map(|code| match dims.get(code) {
        Some(text) => dim(code, text),
        None => Err(Error::Catalogue(format!("{}: dimension {code} is not described", text.code))),
    });
    Ok(Metric {
        dims: dims.collect::<Result<_>>()?,
        code: text.code,
        name: text.name,
        name_en: text.name_en,
        unit: text.unit,
        unit_en: text.unit_en,
        decimals: text.decimals,
        kind: text.kind,
        grain: text.grain,
        class: text.class,
        credits: text.credits,
        better: text.better,
        owners: text.owners,
        formulas: text.formulas,
        words: text.words,
        words_en: text.words_en,
    })
}

fn dim(code: &str, text: &DimText) -> Result<Dim> {
    let values = match (&text.values, &text.values_of) {
        (Some(list), None) => Values::List(
            list.iter().cloned().map(|[code, name, name_en]| Coded { code, name, name_en }).collect(),
        ),
        (None, Some(kind)) => Values::Of(kind.clone()),
        _ => return Err(Error::Catalogue(format!("dimension {code} needs values or values_of"))),
    };
    Ok(Dim { code: code.to_owned(), name: text.name.clone(), name_en: text.name_en.clone(), values })
}

/// Writes the catalogue into the database. A metric that has postings (a derived one: whose parts have) keeps its
/// definition; it may only gain owners and formulas of later days.
pub async fn sync(conn: &impl ConnectionTrait, metrics: &Metrics) -> Result<()> {
    let mut stored = BTreeMap::new();
    for row in Sql::new("select code, definition from metric").all(conn).await? {
        let text: String = row.try_get("", "definition")?;
        let definition: Value = serde_json::from_str(&text).map_err(|e| Error::Unreadable(e.to_string()))?;
        stored.insert(row.try_get::<String>("", "code")?, definition);
    }
    for metric in metrics.iter() {
        let new = definition(metric);
        let old = stored.get(&metric.code);
        if old == Some(&new) {
            continue;
        }
        if old.is_some_and(|old| !extends(old, &new)) && posted(conn, metric).await? {
            return Err(Error::FixedMetric(metric.code.clone()));
        }
        let mut sql = Sql::new("insert into metric (code, kind, definition) values (");
        sql.list([metric.code.clone(), metric.kind.as_str().to_owned(), new.to_string()]);
        sql.push(") on conflict (code) do update set kind = excluded.kind, definition = excluded.definition");
        sql.run(conn).await?;
    }
    Ok(())
}

/// All that a first posting fixes, and the two lists that may grow at their ends.
fn definition(metric: &Metric) -> Value {
    json!({
        "fixed": {
            "name": metric.name,
            "name_en": metric.name_en,
            "unit": metric.unit,
            "unit_en": metric.unit_en,
            "decimals": metric.decimals,
            "kind": metric.kind,
            "grain": metric.grain,
            "class": metric.class,
            "dims": metric.dims.iter().map(|d| &d.code).collect::<Vec<_>>(),
            "credits": metric.credits,
        },
        "owners": metric.owners,
        "formulas": metric.formulas,
    })
}

fn extends(old: &Value, new: &Value) -> bool {
    let grown = |list: &str| match (old[list].as_array(), new[list].as_array()) {
        (Some(old), Some(new)) => new.starts_with(old),
        _ => false,
    };
    old["fixed"] == new["fixed"] && grown("owners") && grown("formulas")
}

async fn posted(conn: &impl ConnectionTrait, metric: &Metric) -> Result<bool> {
    let parts = metric.formulas.iter().flat_map(|v| v.formula.parts());
    let mut sql = Sql::new("select 1 from posting where metric in (");
    sql.list(parts.chain([metric.code.as_str()])).push(") limit 1");
    Ok(sql.one(conn).await?.is_some())
}
