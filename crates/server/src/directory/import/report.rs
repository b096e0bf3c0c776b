//! How an import stands: how far it is, what it adds, what is wrong with its rows.

use super::super::{model::Error, store};
use crate::platform::problem::Problem;
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// Where an import is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportState {
    /// its rows are read and checked
    Staging,
    /// all rows are sound; nothing is written yet
    Checked,
    /// some rows are wrong; nothing is written
    Faulty,
    Applying,
    Applied,
    /// it came to nothing by itself; `problem` says why
    Failed,
    /// somebody wished so, or nobody came back for it within two days
    Stopped,
}

/// A field of a row that broke a rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Fault {
    /// code, name, level, parent, …
    pub field: String,
    /// stable, as `code.length`
    pub rule: String,
    /// what stood there
    pub found: String,
}
impl Fault {
    pub fn new(field: &str, rule: &str, found: &str) -> Self {
        Self { field: field.into(), rule: rule.into(), found: found.into() }
    }
}

/// A row with what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RowFaults {
    pub file: String,
    pub line: i64,
    pub code: String,
    pub name: String,
    pub faults: Vec<Fault>,
}

/// An import as a list shows it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct ImportRow {
    pub id: Uuid,
    /// areas, boundaries, organisations or people
    pub what: String,
    pub file_name: String,
    #[schema(value_type = ImportState)]
    pub state: String,
    /// rows read and checked so far
    pub staged: i64,
    /// rows there are; null until the source has told
    pub total: Option<i64>,
    /// why it failed
    #[schema(value_type = Option<Problem>)]
    pub problem: Option<serde_json::Value>,
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Moment,
}
impl From<store::import::Run> for ImportRow {
    fn from(run: store::import::Run) -> Self {
        let store::import::Run { id, what, file_name, state, staged, total, problem, created_at, .. } = run;
        let problem = problem.and_then(|json| serde_json::from_str(&json).ok());
        let created_at = Moment::from_millis(created_at);
        Self { id, what, file_name, state, staged, total, problem, created_at }
    }
}

/// How far an import is, and what its sound rows add or have added, by level or kind.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Report {
    #[serde(flatten)]
    pub row: ImportRow,
    /// SHA-256 of the bytes; empty until all rows are read
    pub file_hash: String,
    pub added: BTreeMap<String, i64>,
    /// rows that stand already
    pub skipped: i64,
    /// rows that are wrong; of an applied import, those that were left out
    pub faulty: i64,
    /// sound rows that hang on a wrong one: while there are any, the wrong ones cannot be left out
    pub hanging: i64,
    /// the first hundred
    pub faults: Vec<RowFaults>,
}

/// Faulty rows that a report shows.
const SHOWN: u64 = 100;

pub async fn report(db: &impl ConnectionTrait, run: Uuid) -> Result<Report, Error> {
    let run = store::import::find_run(db, run).await?.ok_or(Error::NoSuchImport)?;
    let (id, file_hash) = (run.id, run.file_hash.clone());
    let (mut added, mut skipped) = (BTreeMap::new(), 0);
    match &run.result {
        Some(result) => (added, skipped) = serde_json::from_str(result).unwrap_or_default(),
        None => {
            for (level, known, count) in store::import::counts(db, id).await? {
                if known { skipped += count } else { *added.entry(level).or_default() += count }
            }
        }
    }
    let faulty = match run.left_out {
        Some(left_out) => left_out,
        None => store::import::faulty(db, id).await?,
    };
    let hanging = if faulty > 0 { store::import::hanging(db, id).await? } else { 0 };
    let faults = store::import::faults(db, id, SHOWN).await?;
    Ok(Report { row: run.into(), file_hash, added, skipped, faulty, hanging, faults })
}

/// The newest imports of an account.
pub async fn newest(db: &impl ConnectionTrait, account: Uuid, limit: u64) -> Result<Vec<ImportRow>, Error> {
    let runs = store::import::runs_of(db, account, limit).await?;
    Ok(runs.into_iter().map(ImportRow::from).collect())
}
