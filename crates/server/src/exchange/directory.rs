//! Areas, boundaries, organisations and people from tables, by the installer's right.

use crate::{
    app::App,
    cli::Failure,
    directory::{
        NATIONAL,
        import::{self, Order, Report, Slip, Slips, Source},
    },
    install,
    platform::{account, chance::Ids},
};
use kernel::id::Uuid;
use serde_json::{Map, Value, json};
use std::path::Path;

/// What an import of people tells once: each login with its one-time password.
pub type Told = Vec<(String, String)>;

/// Boundaries or organisations from a file; a dry run changes nothing.
pub async fn table(program: &App, what: Table, file: &Path, dry_run: bool) -> Result<Report, Failure> {
    let (name, bytes) = super::read(file)?;
    let order = order(program)?;
    let staged = match what {
        Table::Boundaries => import::stage_boundaries(&program.db, order, &name, &bytes).await?,
        Table::Organisations => import::stage_organisations(&program.db, order, &name, &bytes).await?,
    };
    apply(program, staged, dry_run, Slips::new()).await
}

/// People from a file, within an area where one is named.
pub async fn people(
    program: &App,
    file: &Path,
    area: Option<&str>,
    dry_run: bool,
) -> Result<(Report, Told), Failure> {
    let (name, bytes) = super::read(file)?;
    let within = super::area(program, area).await?;
    let staged = import::stage_people(&program.db, order(program)?, &name, &bytes, within.as_ref()).await?;
    let (told, slips) = match dry_run {
        false => passwords(program, staged.row.id).await?,
        true => (vec![], Slips::new()),
    };
    Ok((apply(program, staged, dry_run, slips).await?, told))
}

/// Says what was added, and each one-time password once.
pub fn told(report: &Report, told: &Told, dry_run: bool, json: bool) -> String {
    if json {
        let mut counts = counted(report);
        if report.row.what == "people" {
            counts["slips"] = told.iter().map(|(l, p)| json!({ "login": l, "password": p })).collect();
        }
        counts.to_string()
    } else {
        let slips = told.iter().map(|(login, password)| format!("{login}\t{password}"));
        [words(report, dry_run)].into_iter().chain(slips).collect::<Vec<_>>().join("\n")
    }
}

/// The tables of the office that are read the same way.
#[derive(Clone, Copy)]
pub enum Table {
    Boundaries,
    Organisations,
}

/// Brings in areas; answers what was added, or with `dry_run` what would be.
pub async fn areas(
    program: &App,
    path: &Path,
    under: Option<String>,
    dry_run: bool,
) -> Result<Report, Failure> {
    let source = if path.is_dir() {
        Source::Folder(path.into())
    } else {
        let (name, bytes) = super::read(path)?;
        Source::File { name, bytes }
    };
    let staged = import::stage_areas(&program.db, order(program)?, source, under).await?;
    apply(program, staged, dry_run, Slips::new()).await
}

/// The second half of every import: given up when faulty or only tried, else moved.
async fn apply(program: &App, staged: Report, dry_run: bool, slips: Slips) -> Result<Report, Failure> {
    let id = staged.row.id;
    if staged.faulty > 0 || dry_run {
        import::drop_run(&program.db, id).await?;
        return if staged.faulty > 0 { Err(wrong(&staged).into()) } else { Ok(staged) };
    }
    let who = install::installer(program).await?;
    let done = install::act(program, who, async move |work| import::apply(work, id, &slips).await).await;
    import::sweep(&program.db, id, false).await?;
    Ok(done?)
}

/// One-time passwords for the logins of a staged table of people: what is told, and what is kept.
async fn passwords(program: &App, run: Uuid) -> Result<(Told, Slips), Failure> {
    let (mut told, mut slips) = (Told::new(), Slips::new());
    for login in import::logins(&program.db.read().await?, run).await? {
        let password = account::one_time_password(&program.chance.bytes()?);
        let hash = account::hash_password(&password, &program.chance.bytes()?)?;
        let account = program.chance.id(program.clock.now())?;
        slips.insert(login.clone(), Slip { account, hash });
        told.push((login, password));
    }
    Ok((told, slips))
}

/// Runs are staged and applied by the installer, who has no account.
fn order(program: &App) -> Result<Order, Failure> {
    let now = program.clock.now();
    let (run, ids) = (program.chance.id(now)?, Ids::new(program.chance.bytes()?, now));
    Ok(Order { run, account: Uuid::nil(), now, ids, held: None })
}

/// One line: the first fault by file, row, field and rule, and how many more there are.
fn wrong(report: &Report) -> String {
    let first = report.faults.first().map_or_else(String::new, |row| {
        let file = if row.file.is_empty() { &report.row.file_name } else { &row.file };
        let fault = row.faults.first();
        let [field, rule, found] =
            fault.map_or(["", "", ""], |fault| [&*fault.field, &*fault.rule, &*fault.found]);
        format!("{file}, row {}, field {field}: {rule} (found “{found}”)", row.line)
    });
    let more = report.faulty - 1;
    let others = if more > 0 { format!("; {more} more rows are wrong") } else { String::new() };
    format!("nothing was imported: {first}{others}")
}

/// Newly added by level (or kind), and skipped.
fn counted(report: &Report) -> Value {
    if report.row.what != "areas" {
        let mut counts = json!(report.added);
        counts["skipped"] = report.skipped.into();
        return counts;
    }
    let count = |level: &str| (level.to_owned(), Value::from(report.added.get(level).copied().unwrap_or(0)));
    let mut counts: Map<String, Value> = NATIONAL.iter().map(|level| count(level)).collect();
    let finer = report.added.iter().filter(|(level, _)| !NATIONAL.contains(&level.as_str()));
    counts.extend(finer.map(|(level, added)| (level.clone(), Value::from(*added))));
    counts.insert("skipped".into(), report.skipped.into());
    Value::Object(counts)
}

fn words(report: &Report, dry_run: bool) -> String {
    let added: Vec<String> = report.added.iter().map(|(level, count)| format!("{count} {level}")).collect();
    let added = if added.is_empty() { "nothing".into() } else { added.join(", ") };
    let verb = if dry_run { "would add" } else { "added" };
    format!("{verb} {added}; {} stand already", report.skipped)
}
