//! The commands: each does one thing, says one clear line when it fails, and prints JSON with `--json`.

use crate::{
    app::{self, App},
    demo, directory,
    errand::{self, Errand, Hold, User},
    exchange::{self, Export, Import},
    figures, install,
    platform::{chance::Chance, clock::Clock, config::Config},
    reports,
    serve::serve,
    start,
    wire::Period,
};
use clap::{Parser, Subcommand};
use jiff::civil::Date;
use journal::Ask;
use kernel::{moment::Moment, period};
use serde_json::json;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

#[derive(Parser)]
#[command(name = "wenming", version, about = "文明创建工作台: the workbench of a civilised-town campaign")]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    config: Config,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the program
    Serve {
        /// Take this day for today; the clock starts at nine in the morning
        #[arg(long, value_name = "DATE")]
        today: Option<Date>,
    },
    /// Serve the demo town; made when the folder is empty, kept afterwards
    Demo {
        /// The day after the demo's last
        #[arg(long, value_name = "DATE")]
        today: Option<Date>,
    },
    /// Take a table in, all of it or nothing
    #[command(subcommand)]
    Import(Import),
    /// Write a table
    #[command(subcommand)]
    Export(Export),
    /// A figure: value, unit, qualifier, number of postings
    Figure {
        metric: String,
        /// Code of an area, with all below it; without it the one at the top
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        /// As 2026, 2026-Q4, 2026-10, 2026-W44 or 2026-10-01..2026-10-25
        #[arg(long)]
        period: String,
        /// Only what was sealed up to this number
        #[arg(long, value_name = "SEAL")]
        as_of: Option<i64>,
    },
    /// Papers
    #[command(subcommand)]
    Report(Report),
    /// Check that the journal is whole
    Verify {
        /// A head kept elsewhere, as NUMBER:HASH
        #[arg(long, value_name = "HEAD")]
        against: Option<String>,
    },
    /// Accounts
    #[command(subcommand)]
    User(User),
    /// List the configuration that holds
    Config,
    /// Bring the database to this program's schema
    Migrate,
    /// Print the API's document
    Openapi,
}

#[derive(Subcommand)]
enum Report {
    /// The summary of an area and a period as DOCX
    Summary {
        /// Code of an area; without it the home area
        #[arg(long, value_name = "CODE")]
        area: Option<String>,
        /// As 2026-10
        #[arg(long)]
        period: String,
        #[arg(long, value_name = "FILE.docx")]
        out: PathBuf,
    },
}

/// One line for the user.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Cli {
    pub async fn run(self) -> Result<(), Failure> {
        let json = self.json;
        let config = self.config.complete()?;
        match self.command {
            Command::Serve { today } => {
                let hold = Hold::of(&config).await?;
                serve(start::open(config, clock(today), Chance::system()).await?, hold).await
            }
            Command::Demo { today } => run_demo(config, today).await,
            Command::Import(what) => run(config, Errand::Import(what), json).await,
            Command::Export(what) => {
                let program = start::open_to_read(config).await?;
                exchange::export(&program, what, json).await
            }
            Command::Figure { metric, area, period, as_of } => {
                let program = start::open_to_read(config).await?;
                figure(&program, &metric, area.as_deref(), &period, as_of, json).await
            }
            Command::Report(Report::Summary { area, period, out }) => {
                let program = start::open_to_read(config).await?;
                summary(&program, area.as_deref(), &period, &out, json).await
            }
            Command::Verify { against } => {
                let program = start::open_to_read(config).await?;
                verify(&program, against.as_deref(), json).await
            }
            Command::User(what) => run(config, Errand::User(what), json).await,
            Command::Config => {
                let text =
                    if json { serde_json::to_string_pretty(&config)? } else { toml::to_string(&config)? };
                println!("{}", text.trim_end());
                Ok(())
            }
            Command::Migrate => run(config, Errand::Migrate, json).await,
            Command::Openapi => {
                println!("{}", app::api().1.to_pretty_json()?);
                Ok(())
            }
        }
    }
}

/// Does what writes, here or where the program serves, and says what came of it.
async fn run(config: Config, errand: Errand, json: bool) -> Result<(), Failure> {
    let said = errand::run(config, errand, json).await?;
    if !said.is_empty() {
        println!("{said}");
    }
    Ok(())
}

fn clock(today: Option<Date>) -> Clock {
    let clock = Clock::system();
    if let Some(today) = today {
        clock.run_from(morning(today));
    }
    clock
}

/// Nine in the morning.
fn morning(day: Date) -> Moment {
    Period::start_of(day) + Duration::from_hours(9)
}

async fn run_demo(config: Config, today: Option<Date>) -> Result<(), Failure> {
    let day = today.unwrap_or_else(|| Clock::system().now().day());
    let start = Instant::now();
    let hold = Hold::of(&config).await?;
    let made = {
        let maker = start::open(config.clone(), Clock::system(), Chance::seeded(1)).await?;
        demo::fill(&maker, day).await?
    };
    // the seeded chance ends here: sessions of the running demo are nobody's to foresee
    let program = start::open(config, clock(today), Chance::system()).await?;
    // what fell due since the story's end is said, sealed and told before the address is printed
    while start::run_clock(&program).await? > 0 {}
    start::seal(&program).await?;
    start::deliver(&program).await?;
    if made.cases > 0 {
        println!(
            "演示 demo: {} areas, {} organisations, {} people, {} sites, {} rounds, {} visits, {} cases, {} postings in {:.1} s",
            made.areas,
            made.organisations,
            made.people,
            made.sites,
            made.rounds,
            made.visits,
            made.cases,
            made.postings,
            start.elapsed().as_secs_f64()
        );
    }
    println!("password of all: {}", demo::cast::PASSWORD);
    for member in demo::cast::CAST {
        println!("  {:<12} {} {}", member.login, member.name, member.title);
    }
    serve(program, hold).await
}

async fn figure(
    program: &App,
    metric: &str,
    area: Option<&str>,
    period: &str,
    as_of: Option<i64>,
    json: bool,
) -> Result<(), Failure> {
    let db = program.db.read().await?;
    let path = match area {
        Some(code) => {
            let found = directory::area_of_code(&db, code).await?;
            found.ok_or_else(|| format!("there is no area {code}"))?.path
        }
        None => match directory::roots(&db).await?.as_slice() {
            [root] => root.path.clone(),
            roots => return Err(format!("{} areas are at the top; name one with --area", roots.len()).into()),
        },
    };
    let period: period::Period = period.parse()?;
    let (first, last) =
        period.span(figures::first_day(&db, &*program.settings.now(&db).await?, as_of).await?);
    let dims = BTreeMap::new();
    let ask =
        Ask { metric: metric.into(), area: path, orgs: vec![], dims, first, last, as_of, tree_day: None };
    let figure = journal::figure(&db, &program.metrics, &ask).await?;
    let known = program.metrics.get(metric)?;
    let postings: i64 = figure.sums().iter().map(|sum| sum.postings).sum();
    let (value, qualifier) = (figure.text(known), figure.qualifier());
    if json {
        let answer = json!({ "metric": metric, "period": period.to_string(), "value": value, "unit": known.unit,
            "qualifier": qualifier.as_str(), "postings": postings });
        println!("{answer}");
    } else {
        let value = value.unwrap_or_else(|| "no base".into());
        println!("{value} {} ({}, {postings} postings)", known.unit, qualifier.as_str());
    }
    Ok(())
}

async fn summary(
    program: &App,
    area: Option<&str>,
    period: &str,
    out: &Path,
    json: bool,
) -> Result<(), Failure> {
    let who = install::installer(program).await?;
    let db = program.db.read().await?;
    let area = match area {
        Some(code) => {
            let found = directory::area_of_code(&db, code).await?;
            found.ok_or_else(|| format!("there is no area {code}"))?
        }
        None => directory::home(&db).await?.ok_or("there is no creation office; name an area with --area")?,
    };
    let (metrics, now) = (&program.metrics, program.clock.now());
    let first_day = program.settings.now(&db).await?.first_day;
    let ask = reports::Ask { db: &db, metrics, who: &who, area, period: period.parse()?, first_day, now };
    let document = reports::unsaved(&ask, program.config.public_url.as_deref()).await?;
    let characters = documents::text::write(&document).chars().filter(|c| !c.is_whitespace()).count();
    std::fs::write(out, documents::docx::write(&document)?).map_err(|e| format!("{}: {e}", out.display()))?;
    let out = out.display().to_string();
    if json {
        println!("{}", json!({ "file": out, "characters": characters }));
    } else {
        println!("{out}: {characters} characters");
    }
    Ok(())
}

async fn verify(program: &App, against: Option<&str>, json: bool) -> Result<(), Failure> {
    let db = program.db.read().await?;
    let head = against.map(str::parse).transpose().map_err(|e| format!("--against: {e}"))?;
    let whole = start::verify(&db, &program.metrics, head.as_ref()).await?;
    let head = whole.head.as_ref().map(ToString::to_string);
    if json {
        println!("{}", json!({ "postings": whole.postings, "records": whole.records, "head": head }));
    } else {
        let head = head.unwrap_or_else(|| "nothing sealed yet".into());
        println!("whole: {} postings of {} records; head {head}", whole.postings, whole.records);
    }
    Ok(())
}
