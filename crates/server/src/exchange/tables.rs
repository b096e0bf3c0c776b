//! Standards and sites from tables and back.

use crate::{
    app::App,
    cli::Failure,
    directory::{self, Area},
    install,
    platform::db::{Db, Fault, Refusal, Tx},
    sites, standards, start,
    work::{Order, Work},
};
use sea_orm::DbErr;
use serde::Serialize;
use serde_json::json;
use std::path::Path;

pub async fn import_standard(
    program: &App,
    file: &Path,
    area: Option<&str>,
    dry_run: bool,
    json: bool,
) -> Result<String, Failure> {
    if let Some(area) = super::area(program, area).await? {
        at_home(program, &area).await?;
    }
    let taken = take_standard(program, &super::read(file)?.1, dry_run).await?;
    let how = if taken.unchanged { "stands already" } else { "taken" };
    let words = format!("{} {}: {} indicators, {how}", taken.code, taken.version, taken.indicators);
    Ok(told(serde_json::to_value(&taken)?, &words, dry_run, json))
}

/// A standard holds for the whole installation, so its office's area can only be the home area.
async fn at_home(program: &App, area: &Area) -> Result<(), Failure> {
    match directory::home(&program.db.read().await?).await? {
        Some(home) if home.id != area.id => {
            Err(format!("this installation is for {} ({}), not for {}", home.name, home.code, area.name)
                .into())
        }
        _ => Ok(()),
    }
}

pub async fn import_sites(
    program: &App,
    file: &Path,
    area: Option<&str>,
    dry_run: bool,
    json: bool,
) -> Result<String, Failure> {
    let done = take_sites(program, &super::read(file)?.1, area, dry_run).await?;
    let words = format!("{} sites opened, {} stood already", done.opened, done.skipped);
    Ok(told(serde_json::to_value(done)?, &words, dry_run, json))
}

pub fn told(mut answer: serde_json::Value, words: &str, dry_run: bool, json: bool) -> String {
    answer["dry_run"] = dry_run.into();
    match (json, dry_run) {
        (true, _) => answer.to_string(),
        (false, true) => format!("would be: {words}"),
        (false, false) => words.into(),
    }
}

pub async fn export_standard(program: &App, code: &str, out: &Path, json: bool) -> Result<String, Failure> {
    let db = program.db.read().await?;
    let standard = standards::latest_standard(&db, code).await?;
    let standard = standard.ok_or_else(|| format!("there is no standard {code}"))?;
    let bytes = standards::write_table(&standard, &sites::type_names(&db).await?)?;
    std::fs::write(out, bytes).map_err(|e| format!("{}: {e}", out.display()))?;
    let indicators = standard.indicators.len();
    Ok(if json {
        json!({ "code": code, "version": standard.version, "indicators": indicators }).to_string()
    } else {
        format!("{code} {}: {indicators} indicators in {}", standard.version, out.display())
    })
}

pub async fn take_standard(program: &App, bytes: &[u8], dry_run: bool) -> Result<standards::Taken, Failure> {
    let standard = read_standard(program, bytes).await?;
    run(program, dry_run, None, async move |work| standards::take(work, &standard).await).await
}

/// The standard of a workbook, checked.
pub async fn read_standard(program: &App, bytes: &[u8]) -> Result<standards::Standard, standards::Error> {
    let types = sites::type_names(&program.db.read().await?).await?;
    standards::read_table(bytes, &types)
}

/// The sites of a table, checked: places below the roots (of all where there are none), rows without one `within`.
pub async fn read_sites(
    program: &App,
    bytes: &[u8],
    roots: &[&str],
    within: Option<&Area>,
) -> Result<Vec<sites::NewSite>, sites::Error> {
    let db = program.db.read().await?;
    let mut areas = if roots.is_empty() { directory::areas(&db, None).await? } else { vec![] };
    for root in roots {
        areas.extend(directory::areas(&db, Some(root)).await?);
    }
    let known = sites::Known {
        types: &sites::types(&db).await?,
        areas: &areas,
        organisations: &directory::organisations(&db).await?,
        within,
    };
    sites::read_table(bytes, &known)
}

pub async fn take_sites(
    program: &App,
    bytes: &[u8],
    area: Option<&str>,
    dry_run: bool,
) -> Result<sites::Imported, Failure> {
    let within = super::area(program, area).await?;
    let roots: Vec<&str> = within.iter().map(|area| area.path.as_str()).collect();
    let rows = read_sites(program, bytes, &roots, within.as_ref()).await?;
    run(program, dry_run, None, async move |work| sites::import(work, &rows).await).await
}

/// Does a verb as the installer in one long write, or only tries it; the reason opens a closed month.
pub async fn run<T, E, F>(
    program: &App,
    dry_run: bool,
    late_reason: Option<String>,
    verb: F,
) -> Result<T, Failure>
where
    T: Serialize + Send + 'static,
    E: Fault + std::error::Error + Sync,
    F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
{
    let who = install::installer(program).await?;
    let order = Order { late_reason, ..start::order(program, program.settled().await?, who, "import")? };
    let done = if dry_run {
        try_out(&program.db, order, verb).await
    } else {
        program.db.write_long(async move |tx: &Tx| verb(&Work::new(tx, &order)).await).await
    };
    match done {
        Ok(done) => Ok(done),
        Err(Refusal::Own(error)) => Err(error.into()),
        Err(Refusal::Database(error)) => Err(error.into()),
        Err(Refusal::Busy | Refusal::Closed | Refusal::Panicked) => Err("not done, try again".into()),
    }
}

/// Does a verb and takes it back whole: what it would answer.
pub async fn try_out<T, E, F>(db: &Db, order: Order, verb: F) -> Result<T, Refusal<E>>
where
    T: Send + 'static,
    E: Fault,
    F: AsyncFn(&Work<'_>) -> Result<T, E> + Send + 'static,
{
    let tried = async move |tx: &Tx| -> Result<(), Stop<T, E>> {
        Err(verb(&Work::new(tx, &order)).await.map_or_else(Stop::Own, Stop::Dry))
    };
    match db.write_long(tried).await {
        Err(Refusal::Own(Stop::Dry(done))) => Ok(done),
        Err(Refusal::Own(Stop::Own(error))) => Err(Refusal::Own(error)),
        Err(Refusal::Database(error)) => Err(Refusal::Database(error)),
        Err(Refusal::Busy) => Err(Refusal::Busy),
        Err(Refusal::Panicked) => Err(Refusal::Panicked),
        Ok(()) | Err(Refusal::Closed) => Err(Refusal::Closed),
    }
}

/// Why a transaction is taken back.
enum Stop<T, E> {
    /// it was only tried
    Dry(T),
    Own(E),
}
impl<T, E: From<DbErr>> From<DbErr> for Stop<T, E> {
    fn from(error: DbErr) -> Self {
        Self::Own(error.into())
    }
}
impl<T: Send + 'static, E: Fault> Fault for Stop<T, E> {
    fn database(&self) -> Option<&DbErr> {
        if let Self::Own(error) = self { error.database() } else { None }
    }
}
