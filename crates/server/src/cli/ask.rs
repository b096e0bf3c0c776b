//! The commands that only read: a figure, a paper, whether the journal is whole, and what configuration holds.

use super::Failure;
use crate::{
    app::App,
    directory::{self, Area},
    install,
    platform::config::{Origin, Setting},
    reports, start, work,
};
use clap::Args;
use journal::{Ask, Head};
use kernel::period;
use sea_orm::ConnectionTrait;
use serde_json::json;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

#[derive(Args)]
pub struct FigureArgs {
    /// Code of a metric, as case.open
    metric: String,
    /// Code of an area, with all below it; without it the one at the top
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// As 2026, 2026-Q4, 2026-10, 2026-W44 or 2026-10-01..2026-10-25
    #[arg(long)]
    period: String,
    /// As it was sealed: the number of a seal, or a head as NUMBER:HASH
    #[arg(long, value_name = "SEAL")]
    as_of: Option<String>,
}

#[derive(Args)]
pub struct SummaryArgs {
    /// Code of an area; without it the home area
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// A month or a year, as 2026-10 or 2025
    #[arg(long)]
    period: String,
    /// The file to write
    #[arg(long, value_name = "FILE.docx")]
    out: PathBuf,
}

pub async fn figure(program: &App, asked: FigureArgs, json: bool) -> Result<String, Failure> {
    let db = program.db.read().await?;
    let known = program.metrics.get(&asked.metric)?;
    let area = match asked.area {
        Some(code) => area_of(&db, &code).await?,
        None => top(&db).await?,
    };
    let as_of = match asked.as_of {
        Some(seal) => Some(sealed(&db, &seal).await?),
        None => None,
    };
    let period: period::Period = asked.period.parse().map_err(|e| format!("--period: {e}"))?;
    let (first, last) = period.span(work::first_day(&db, &*program.settings.now(&db).await?, as_of).await?);
    let (metric, dims) = (asked.metric, BTreeMap::new());
    let ask = Ask {
        metric: metric.clone(),
        area: area.path,
        orgs: vec![],
        own: false,
        dims,
        first,
        last,
        as_of,
        tree_day: None,
    };
    let figure = journal::figure(&db, &program.metrics, &ask).await?;
    let postings: i64 = figure.sums().iter().map(|sum| sum.postings).sum();
    let (value, qualifier) = (figure.text(known), figure.qualifier().as_str());
    if json {
        let period = period.to_string();
        return Ok(json!({ "metric": metric, "period": period, "value": value, "unit": known.unit,
            "qualifier": qualifier, "postings": postings })
        .to_string());
    }
    let value = value.map_or_else(|| "no base".into(), |value| format!("{value} {}", known.unit));
    Ok(format!("{value} ({qualifier}, {postings} postings)"))
}

async fn area_of(db: &impl ConnectionTrait, code: &str) -> Result<Area, Failure> {
    let found = directory::area_of_code(db, code).await?;
    Ok(found.ok_or_else(|| format!("there is no area {code}"))?)
}

async fn top(db: &impl ConnectionTrait) -> Result<Area, Failure> {
    let mut roots = directory::roots(db).await?;
    match (roots.pop(), roots.len()) {
        (Some(root), 0) => Ok(root),
        (None, _) => Err("there are no areas yet".into()),
        (Some(_), more) => Err(format!("{} areas are at the top; name one with --area", more + 1).into()),
    }
}

/// The number that a seal is asked by. A head must be one of this journal's.
async fn sealed(db: &impl ConnectionTrait, text: &str) -> Result<i64, Failure> {
    let head: Option<Head> = text.parse().ok();
    let number = head.as_ref().map_or_else(|| text.parse().ok(), |head| Some(head.seq));
    let number: i64 = number
        .filter(|number| *number > 0)
        .ok_or_else(|| format!("--as-of: {text} is no seal; write its number or its head"))?;
    let seal = journal::seal_of(db, number).await?;
    let seal = seal.ok_or_else(|| format!("--as-of: nothing is sealed up to {number}"))?;
    match head {
        Some(head) if head != seal.head => Err(format!("--as-of: {text} is no head of this journal").into()),
        _ => Ok(number),
    }
}

pub async fn summary(program: &App, asked: SummaryArgs, json: bool) -> Result<String, Failure> {
    let who = install::installer(program).await?;
    let db = program.db.read().await?;
    let area = match asked.area {
        Some(code) => area_of(&db, &code).await?,
        None => directory::home(&db).await?.ok_or("there is no creation office; name an area with --area")?,
    };
    let period = asked.period.parse().map_err(|e| format!("--period: {e}"))?;
    let (metrics, now) = (&program.metrics, program.clock.now());
    let first_day = program.settings.now(&db).await?.first_day;
    let ask = reports::Ask { db: &db, metrics, who: &who, area, period, first_day, now };
    let document = reports::unsaved(&ask, program.config.public_url.as_deref()).await?;
    let characters = documents::text::write(&document).chars().filter(|c| !c.is_whitespace()).count();
    written(&asked.out, &documents::docx::write(&document)?)?;
    let out = asked.out.display().to_string();
    Ok(if json {
        json!({ "file": out, "characters": characters }).to_string()
    } else {
        format!("{out}: {characters} characters")
    })
}

fn written(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    Ok(std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))?)
}

pub async fn verify(program: &App, against: Option<&str>, json: bool) -> Result<String, Failure> {
    let db = program.db.read().await?;
    let head = against.map(str::parse).transpose().map_err(|e| format!("--against: {e}"))?;
    let whole = start::verify(&db, &program.metrics, head.as_ref()).await?;
    let head = whole.head.as_ref().map(ToString::to_string);
    if json {
        return Ok(json!({ "postings": whole.postings, "records": whole.records, "head": head }).to_string());
    }
    let head = head.map_or_else(|| "nothing sealed yet".into(), |head| format!("head {head}"));
    Ok(format!("whole: {} postings of {} records; {head}", whole.postings, whole.records))
}

/// Each setting on a line: name, value, where it comes from.
pub fn settings(settings: &[Setting], json: bool) -> Result<String, Failure> {
    if json {
        return Ok(serde_json::to_string_pretty(settings)?);
    }
    let wide = |of: fn(&Setting) -> &str| settings.iter().map(|s| of(s).chars().count()).max().unwrap_or(0);
    let (name, value) = (wide(|s| s.name), wide(shown));
    let line = |s: &Setting| {
        let from = if s.origin == Origin::Default { "default" } else { &s.from };
        format!("{:<name$}  {:<value$}  {from}", s.name, shown(s))
    };
    Ok(settings.iter().map(line).collect::<Vec<_>>().join("\n"))
}

fn shown(setting: &Setting) -> &str {
    setting.value.as_deref().unwrap_or("(not set)")
}
