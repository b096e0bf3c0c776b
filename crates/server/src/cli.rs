//! The commands: each does one thing, says one clear line when it fails, and prints JSON with `--json`.

use crate::{
    app::{self, App},
    cases, demo, directory,
    exchange::{self, Export, Import},
    inspections, install, obligations,
    platform::{account, chance::Chance, clock::Clock, config::Config},
    reports, start,
    wire::{self, Period},
};
use clap::{Parser, Subcommand};
use jiff::civil::Date;
use journal::Ask;
use kernel::{moment::Moment, period};
use serde_json::json;
use std::{
    collections::BTreeMap,
    net::SocketAddr,
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

#[derive(Subcommand)]
enum User {
    /// Add an account with a post; the first password must be changed
    Add {
        login: String,
        /// Name of the person
        #[arg(long)]
        name: String,
        /// Code of the organisation
        #[arg(long, value_name = "CODE")]
        organisation: String,
        #[arg(long)]
        title: String,
        /// Code of the role, as creation_office
        #[arg(long)]
        role: String,
        /// At least ten characters; read from the environment rather than typed where others see it
        #[arg(long, env = "WENMING_PASSWORD", hide_env_values = true)]
        password: String,
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
                let program = start::open(config, clock(today), Chance::system()).await?;
                serve(program).await
            }
            Command::Demo { today } => run_demo(config, today).await,
            Command::Import(what) => {
                let program = start::open(config, Clock::system(), Chance::system()).await?;
                exchange::import(&program, what, json).await
            }
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
            Command::User(User::Add { login, name, organisation, title, role, password }) => {
                let program = start::open(config, Clock::system(), Chance::system()).await?;
                add_user(&program, [login, name, organisation, title, role, password]).await
            }
            Command::Config => {
                let text =
                    if json { serde_json::to_string_pretty(&config)? } else { toml::to_string(&config)? };
                println!("{}", text.trim_end());
                Ok(())
            }
            Command::Migrate => {
                Ok(start::open(config, Clock::system(), Chance::system()).await.map(|_| ())?)
            }
            Command::Openapi => {
                println!("{}", app::api().1.to_pretty_json()?);
                Ok(())
            }
        }
    }
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
    let made = {
        let maker = start::open(config.clone(), Clock::system(), Chance::seeded(1)).await?;
        demo::fill(&maker, day).await?
    };
    // the seeded chance ends here: sessions of the running demo are nobody's to foresee
    let program = start::open(config, clock(today), Chance::system()).await?;
    // what fell due since the story's end is said and sealed before the address is printed
    while start::run_clock(&program).await? > 0 {}
    start::seal(&program).await?;
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
    serve(program).await
}

async fn serve(program: App) -> Result<(), Failure> {
    let address = program.config.address();
    let listener = tokio::net::TcpListener::bind(address).await.map_err(|e| format!("{address}: {e}"))?;
    start::spawn_jobs(&program);
    println!("http://{}/", listener.local_addr()?);
    let service = app::service(program.clone()).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await?;
    Ok(start::seal(&program).await?)
}

/// SIGTERM or Ctrl-C: running requests end, then what is open is sealed.
async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
        return;
    }
    // without a handler the program runs on until it is killed
    let _ = interrupt.await;
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
    let (first, last) = period.span(wire::FIRST_DAY);
    let dims = BTreeMap::new();
    let ask = Ask { metric: metric.into(), area: path, org: None, dims, first, last, as_of, tree_day: None };
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
        None => reports::home(&db).await?,
    };
    let (metrics, now) = (&program.metrics, program.clock.now());
    let ask = reports::Ask { db: &db, metrics, who: &who, area, period: period.parse()?, now };
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
    let (slots, visits, cases) =
        (obligations::Recounter(&db), inspections::Recounter(&db), cases::Recounter(&db));
    let whole = journal::verify(&db, &program.metrics, head.as_ref(), &[&slots, &visits, &cases]).await?;
    let head = whole.head.as_ref().map(ToString::to_string);
    if json {
        println!("{}", json!({ "postings": whole.postings, "records": whole.records, "head": head }));
    } else {
        let head = head.unwrap_or_else(|| "nothing sealed yet".into());
        println!("whole: {} postings of {} records; head {head}", whole.postings, whole.records);
    }
    Ok(())
}

async fn add_user(
    program: &App,
    [login, name, organisation, title, role, password]: [String; 6],
) -> Result<(), Failure> {
    let found = directory::organisation_of_code(&program.db.read().await?, &organisation).await?;
    let organisation = found.ok_or_else(|| format!("there is no organisation {organisation}"))?;
    let hash = account::hash_password(&password, &program.chance.bytes()?)?;
    let newcomer = install::Newcomer {
        login,
        name,
        organisation: organisation.id,
        title,
        head: false,
        role: Some(role),
        area: organisation.area,
        scope: "all",
        password_hash: hash,
        must_change_password: true,
    };
    install::enlist(program, install::installer(program).await?, newcomer).await?;
    Ok(())
}
