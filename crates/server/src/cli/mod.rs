//! The commands: each does one thing, says one clear line when it fails, and prints JSON with `--json`.

mod ask;
#[cfg(test)]
mod tests;

use crate::{
    app, demo,
    errand::{self, Errand, Hold, User},
    exchange::{self, Export, Import},
    platform::{
        chance::Chance,
        clock::Clock,
        config::{Config, Settled},
        file::Files,
    },
    serve::serve,
    start,
    wire::Period,
};
use ask::{FigureArgs, SummaryArgs};
use clap::{Parser, Subcommand};
use jiff::civil::Date;
use kernel::moment::Moment;
use serde_json::json;
use std::{
    io::{ErrorKind, Write},
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
    /// Serve the program until SIGTERM or Ctrl-C; prints the address
    #[command(after_help = "Examples:\n  \
        wenming serve --data /srv/wenming --listen 0.0.0.0:443 --tls-cert chain.pem --tls-key key.pem\n  \
        wenming serve --database postgres://wenming@db/wenming --public-url https://wenming.example")]
    Serve {
        /// Take this day for today, as 2026-10-30; the clock starts at nine in the morning
        #[arg(long, value_name = "DATE")]
        today: Option<Date>,
    },
    /// Serve the demo town; made when the folder is empty, kept afterwards
    #[command(after_help = "Example:\n  wenming demo --data demo-data --today 2026-10-30")]
    Demo {
        /// The day after the demo's last, as 2026-10-30
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
    #[command(after_help = "Examples:\n  \
        wenming figure case.open --period 2026-10\n  \
        wenming figure case.in_time_rate --area 990101001001 --period 2026-Q4 --as-of 1200 --json")]
    Figure(FigureArgs),
    /// Papers
    #[command(subcommand)]
    Report(Report),
    /// Check that the journal is whole; names the first that is not
    #[command(
        after_help = "Examples:\n  wenming verify --data /srv/wenming\n  wenming verify --against 1200:9f86…0a08"
    )]
    Verify {
        /// A head kept elsewhere, as a paper or an earlier run shows it: NUMBER:HASH
        #[arg(long, value_name = "HEAD")]
        against: Option<String>,
    },
    /// Accounts
    #[command(subcommand)]
    User(User),
    /// List every setting with its value and where it comes from; secrets are masked
    #[command(after_help = "Examples:\n  wenming config --data /srv/wenming\n  wenming config --json")]
    Config,
    /// Bring the database to this program's schema and catalogue
    #[command(after_help = "Example:\n  wenming migrate --data /srv/wenming")]
    Migrate,
    /// Print the API's document, OpenAPI 3.1 as JSON
    #[command(after_help = "Example:\n  wenming openapi > openapi.json")]
    Openapi,
}

#[derive(Subcommand)]
enum Report {
    /// The summary of an area and a month or a year as DOCX
    #[command(after_help = "Example:\n  wenming report summary --period 2026-10 --out summary.docx")]
    Summary(SummaryArgs),
}

/// One line for the user.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

impl Cli {
    pub async fn run(self) -> Result<(), Failure> {
        let json = self.json;
        let Settled { config, settings } = self.config.settle(|name| std::env::var(name).ok())?;
        let said = match self.command {
            Command::Serve { today } => {
                let hold = Hold::of(&config).await?;
                let program = start::open(config, clock(today), Chance::system()).await?;
                return serve(program, hold, json).await;
            }
            Command::Demo { today } => return run_demo(config, today, json).await,
            Command::Import(what) => errand::run(config, Errand::Import(what), json).await?,
            Command::User(what) => errand::run(config, Errand::User(what), json).await?,
            Command::Migrate => errand::run(config, Errand::Migrate, json).await?,
            Command::Export(what) => {
                exchange::export(&start::open_to_read(config).await?, what, json).await?
            }
            Command::Figure(asked) => ask::figure(&start::open_to_read(config).await?, asked, json).await?,
            Command::Report(Report::Summary(asked)) => {
                ask::summary(&start::open_to_read(config).await?, asked, json).await?
            }
            Command::Verify { against } => {
                ask::verify(&start::open_to_read(config).await?, against.as_deref(), json).await?
            }
            Command::Config => ask::settings(&settings, json)?,
            Command::Openapi => app::document().to_pretty_json()?,
        };
        say(&said)
    }
}

/// What was typed and is not understood, in one line.
pub fn misread(error: &clap::Error) -> String {
    let words = error.to_string();
    let first = words.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{line}; --help says what is")
}

/// Prints; whoever closed the other end has read enough.
pub fn say(words: &str) -> Result<(), Failure> {
    match writeln!(std::io::stdout(), "{words}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
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

async fn run_demo(config: Config, today: Option<Date>, json: bool) -> Result<(), Failure> {
    let day = today.unwrap_or_else(|| Clock::system().now().day());
    let start = Instant::now();
    let hold = Hold::of(&config).await?;
    let made = {
        // invented pictures can be painted again
        let maker =
            start::open_with(config.clone(), Files::hasty, Clock::system(), Chance::seeded(1)).await?;
        demo::fill(&maker, day).await?
    };
    // the seeded chance ends here: sessions of the running demo are nobody's to foresee
    let program = start::open(config, clock(today), Chance::system()).await?;
    // what fell due since the story's end is said, sealed and told before the address is printed
    while start::run_clock(&program).await? > 0 {}
    start::seal(&program).await?;
    start::deliver(&program).await?;
    say(&told(&made, start.elapsed().as_secs_f64(), json))?;
    serve(program, hold, json).await
}

/// What was made in how many seconds, and who signs in with which password.
fn told(made: &demo::Summary, seconds: f64, json: bool) -> String {
    let cast = demo::cast::CAST.iter();
    let demo::Summary { areas, organisations, people, sites, rounds, visits, cases, postings } = made;
    if json {
        let logins: Vec<_> =
            cast.map(|m| json!({ "login": m.login, "name": m.name, "title": m.title })).collect();
        let made = json!({ "areas": areas, "organisations": organisations, "people": people, "sites": sites,
            "rounds": rounds, "visits": visits, "cases": cases, "postings": postings });
        return json!({ "made": made, "seconds": seconds, "password": demo::cast::PASSWORD, "logins": logins })
            .to_string();
    }
    let mut lines = Vec::new();
    if *cases > 0 {
        lines.push(format!(
            "演示 demo: {areas} areas, {organisations} organisations, {people} people, {sites} sites, {rounds} rounds, \
             {visits} visits, {cases} cases, {postings} postings in {seconds:.1} s"
        ));
    }
    lines.push(format!("password of all: {}", demo::cast::PASSWORD));
    lines.extend(cast.map(|m| format!("  {:<12} {} {}", m.login, m.name, m.title)));
    lines.join("\n")
}
