//! Files of figures: read for a place and a period, judged by the catalogue's nouns, taken in by `statements`.

use super::tables::{self, told};
use crate::{
    app::{self, App},
    cli::Failure,
    directory::{self, Area},
    statements::{self, Condition, Error, Known, Order, Places},
    work::Work,
};
use kernel::{id::Uuid, period::Period};
use sha2::{Digest, Sha256};
use std::path::Path;

/// Of which rows, and what holds for those that name no place and no days.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    pub within: Option<Area>,
    pub period: Option<Period>,
    pub conditions: Vec<Condition>,
    /// whom rows credit that name nobody
    pub organisation: Option<Uuid>,
}

impl Asked {
    /// `field=value` as it was typed.
    pub fn condition(text: &str) -> Option<Condition> {
        let (field, value) = text.split_once('=')?;
        let (field, value) = (field.trim(), value.trim());
        (!field.is_empty()).then(|| Condition { field: field.into(), value: value.into() })
    }

    /// The same file for the same of these is the same import.
    fn scope(&self) -> String {
        let area = self.within.as_ref().map_or(String::new(), |area| area.id.to_string());
        let period = self.period.map_or(String::new(), |period| period.to_string());
        let conditions = self.conditions.iter().map(|c| format!("{}={}", c.field, c.value));
        serde_json::json!([area, period, conditions.collect::<Vec<_>>()]).to_string()
    }
}

/// Reads and judges a file; places are looked for below the roots, everywhere where there are none.
pub async fn read(program: &App, bytes: &[u8], roots: &[&str], asked: &Asked) -> Result<Order, Error> {
    let db = program.db.read().await?;
    let mut areas = if roots.is_empty() { directory::areas(&db, None).await? } else { vec![] };
    for root in roots {
        areas.extend(directory::areas(&db, Some(root)).await?);
    }
    let first_day = program.settings.now(&db).await?.first_day;
    let places = Places {
        areas: &areas,
        organisations: &directory::organisations(&db).await?,
        within: asked.within.as_ref(),
        span: asked.period.map(|period| period.span(first_day)),
    };
    let known = Known { metrics: &program.metrics, aliases: &program.aliases };
    Ok(Order {
        hash: hex::encode(Sha256::digest(bytes)),
        scope: asked.scope(),
        rows: statements::read_rows(bytes, &asked.conditions, &places, &known)?,
        organisation: asked.organisation,
    })
}

/// What is typed beside the file.
pub struct Typed<'a> {
    pub area: Option<&'a str>,
    pub period: Option<&'a str>,
    pub conditions: &'a [String],
    /// why days of a closed month come in only now
    pub late_reason: Option<String>,
}

/// By command; rows that name nobody credit the unit that owns the place, else its creation office.
pub async fn import(
    program: &App,
    file: &Path,
    typed: Typed<'_>,
    dry_run: bool,
    json: bool,
) -> Result<String, Failure> {
    let within = super::area(program, typed.area).await?;
    let period = typed.period.map(str::parse).transpose();
    let period = period.map_err(|e: kernel::period::Error| format!("--period: {e}"))?;
    let condition =
        |text: &String| Asked::condition(text).ok_or_else(|| format!("--where: {text} is no FIELD=VALUE"));
    let conditions = typed.conditions.iter().map(condition).collect::<Result<_, _>>()?;
    let organisation = answering(program, within.as_ref()).await?;
    let asked = Asked { within, period, conditions, organisation };
    let (_, bytes) = super::read(file)?;
    let roots: Vec<&str> = asked.within.iter().map(|area| area.path.as_str()).collect();
    let order = read(program, &bytes, &roots, &asked).await?;
    let late_reason = app::said_late(typed.late_reason.as_deref().unwrap_or_default());
    let late_reason = late_reason.map_err(|problem| format!("--late-reason: {}", problem.title))?;
    let take = async move |work: &Work<'_>| statements::take(work, &order).await;
    let taken = tables::run(program, dry_run, late_reason, take).await.map_err(how_late)?;
    let words = if taken.unchanged { " (stood already)" } else { "" };
    let words = format!(
        "{} figures stated, {} targets, {} quoted, {} without a metric, {} held{words}",
        taken.stated, taken.targets, taken.quoted, taken.unmatched, taken.held
    );
    Ok(told(serde_json::to_value(&taken)?, &words, dry_run, json))
}

/// A closed month is opened by a reason, which a command is told of.
fn how_late(failure: Failure) -> Failure {
    match failure.downcast_ref() {
        Some(Error::Journal(journal::Error::MonthClosed { .. })) => {
            format!("{failure}: say why with --late-reason").into()
        }
        _ => failure,
    }
}

async fn answering(program: &App, area: Option<&Area>) -> Result<Option<Uuid>, Failure> {
    let db = program.db.read().await?;
    let area = match area {
        Some(area) => Some(area.clone()),
        None => directory::home(&db).await?,
    };
    let Some(area) = area else { return Ok(None) };
    let owner = match directory::organisation_owning(&db, &area).await? {
        Some(owner) => Some(owner),
        None => directory::organisation_of_kind(&db, "creation_office", &area.path).await?,
    };
    Ok(owner.map(|owner| owner.id))
}
